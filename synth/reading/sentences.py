"""Cut running text into sentences: sentencex's boundaries, mended for the abbreviations and citations of papers.

sentencex (rules, in Rust) was chosen by `python -m benchmarks.reading`; docs/reading.md has the figures.
"""

import re

import sentencex

_OPENERS = frozenset(
    """
    A Additionally After All Also Although An And Another Any As At Because Besides Both But By Compared Consequently
    Conversely Despite Due During Each Even Every Finally First For From Further Furthermore Given Hence Here How
    However If In Indeed Instead Intuitively It Its Last Lastly Let Like Likewise Many More Moreover Most Next No Note
    Notably Of On Once One Only Other Our Overall Rather Recall Recent Recently Second See Several Similarly Since
    So Some Specifically Such That The Their Then There Therefore These They Third This Those Though Through Thus To
    Two Under Unlike Until Using We What When Where Whereas Whether Which While Who Why With Without Yet You
    """.split()
)
"""Words that open a sentence and are no name: after "et al." or "U.S." they tell a new sentence."""

_NEVER_LAST = frozenset(
    "e.g. i.e. eg. ie. cf. vs. viz. resp. w.r.t. wrt. s.t. a.k.a. i.i.d. ca. approx. incl. esp.".split()
)
_BEFORE_NAME = frozenset("dr. prof. mr. mrs. ms. st. messrs. sen. gov. gen. rev.".split())
_BEFORE_NUMBER = frozenset(
    """
    fig. figs. eq. eqs. eqn. eqns. sec. secs. sect. sects. tab. tabs. tbl. ref. refs. thm. thms. prop. props. lem. cor.
    def. defs. defn. ch. chap. chaps. app. appx. append. alg. algs. algo. ex. exs. ed. eds. vol. vols. pp. pg. pgs. ver.
    conf. proc. trans. suppl. supp. cond. assump. hyp. obs. rem. conj.
    """.split()
)
_BEFORE_DIGIT = frozenset("no. nos. p. art. par. pt. col. ll.".split())
_MIDDLE = frozenset(
    """
    al. etc. u.s. u.k. u.n. e.u. d.c. a.m. p.m. inc. ltd. corp. co. univ. dept. jr. sr. ph.d. b.c. a.d. jan. feb. mar.
    apr. jun. jul. aug. sep. sept. oct. nov. dec. int. intl. natl. acad. assoc. phys. lett. math. sci. max. min. avg.
    std. dev. est. num. temp. seq. orig. arxiv. colloq.
    """.split()
)
_ABBREVIATIONS = _NEVER_LAST | _BEFORE_NAME | _BEFORE_NUMBER | _MIDDLE

_LAST_TOKEN = re.compile(r"[^\s(\[{“‘\"'/–—~]+$")
_INITIALS = re.compile(r"(?:[A-Z]\.-?)+|[A-Z][a-z]?\.")
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)\]]{1,2}|[•·–—*-]")
_LOWER_CASE_NAME = re.compile(r"[a-z]+(?:-[a-z]+\b.{0,3}|[0-9]|[a-z]*[A-Z])")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CLOSERS = "\"'”’»)]}"
_MISSED = re.compile(
    r"""(?<=[^\s.]) [.?!] (?: ["'”’»)\]]+ | \[\d[\d,;\s–-]*\] | [\d,]{1,4}(?=\s+[A-Z]) )+ \s+ (?=["'“‘(\[]?[A-Z])""",
    re.VERBOSE,
)
"""A full stop hidden by what follows it: "results differ.[3] We", '"it works." Then', "as such.12 The"."""

_MAX_BRACKET = 400  # code points: a bracket open for longer was never closed


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence of a text, in code points, in order.

    White space around a sentence is left out; everything else of the text is in exactly one sentence. White space of
    any kind inside a sentence is kept as it is, a blank line always ends one.
    """
    sentences: list[tuple[int, int]] = []
    start = 0
    for boundary in [*_boundaries(text), len(text)]:
        piece = text[start:boundary]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            sentences.append((first, first + len(stripped)))
        start = boundary
    return sentences


def _boundaries(text: str) -> list[int]:
    found = {int(each["end_index"]) for each in sentencex.get_sentence_boundaries("en", text)}
    found |= {match.end() for match in _MISSED.finditer(text)}
    kept: list[int] = []
    for boundary in sorted(found):
        boundary = _past_closers(text, boundary)
        start = kept[-1] if kept else 0
        if start < boundary < len(text) and _ends_sentence(text, start, boundary):
            kept.append(boundary)
    return kept


def _past_closers(text: str, boundary: int) -> int:
    """The boundary moved behind a closing bracket or quote that stands at once behind it."""
    while boundary < len(text) and text[boundary] in _CLOSERS and not text[boundary - 1].isspace():
        boundary += 1
    return boundary


def _ends_sentence(text: str, start: int, boundary: int) -> bool:
    left, right = text[start:boundary].rstrip(), text[boundary : boundary + 60].lstrip()
    if not left or not right:
        return False
    gap = text[start + len(left) : boundary + 60]
    if re.match(r"\s*\n\s*\n", gap):
        return True
    if not text[boundary - 1].isspace() and not text[boundary].isspace():
        return False  # "0.5", "3.1.2", "al.,", "example.org"
    if _ENUMERATOR.fullmatch(left) or _inside_bracket(text, start, boundary):
        return False
    if not _can_open(right) or not left.rstrip(_CLOSERS).endswith((".", "?", "!", "…", ":", "。", "？", "！")):
        return False
    return not _is_abbreviated(left, right)


def _can_open(right: str) -> bool:
    """Whether a sentence may begin so: not in lower case, but for names such as "tf-idf", "word2vec" and "mBERT"."""
    opening = right.lstrip("\"'“‘«([{")
    if not opening or opening[0] in ",;:.%=<>+/&|":
        return False
    return not opening[0].islower() or _LOWER_CASE_NAME.match(opening) is not None


def _is_abbreviated(left: str, right: str) -> bool:
    """Whether the full stop at the end of `left` belongs to an abbreviation, given what follows."""
    if left[-1] != ".":
        return False
    token = _LAST_TOKEN.search(left)
    last = token[0] if token else "."
    lower = last.lower()
    if lower in _NEVER_LAST or lower in _BEFORE_NAME:
        return True
    if lower in _BEFORE_DIGIT:
        return right[0].isdigit()
    word = _FIRST_WORD.match(right)
    opens = word is not None and word[0] in _OPENERS
    if lower in _ABBREVIATIONS or (_INITIALS.fullmatch(last) and last not in {"No.", "It.", "So.", "We."}):
        return not opens
    return False


def _inside_bracket(text: str, start: int, boundary: int) -> bool:
    """Whether the boundary stands inside a round bracket that opened in this sentence and closes later on."""
    depth = 0
    for char in text[max(start, boundary - _MAX_BRACKET) : boundary]:
        if char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
    if not depth:
        return False
    for char in text[boundary : boundary + _MAX_BRACKET]:
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if not depth:
                return True
    return False
