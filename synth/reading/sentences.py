"""Cut running text into sentences: sentencex's boundaries, mended for the abbreviations and citations of papers.

sentencex (rules, in Rust) was chosen by `python -m benchmarks.reading`; docs/reading.md has the figures.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from synth.language.lexicon import phrases_of, words_of

_OPENERS = words_of("openers")
_BY_PLACE = {place: {word for key, *words in phrases_of("abbreviations") if key == place for word in words}
             for place in ("never_last", "before_name", "before_number", "before_digit", "middle")}  # fmt: skip
_NEVER_LAST = _BY_PLACE["never_last"] | _BY_PLACE["before_name"]
_ABBREVIATIONS = _BY_PLACE["before_number"] | _BY_PLACE["middle"]

_LAST_TOKEN = re.compile(r"[^\s(\[{“‘\"'/–—~]+$")
_INITIALS = re.compile(r"(?:[A-Z]\.-?)+|[A-Z][a-z]?\.")
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)\]]{1,2}|[•·–—*-]")
_ENUMERATED = re.compile(r"\(?(?:[a-z]|[ivx]+)(?:[,–-]\s?[a-z])*\)\s")
_LIST_MARK = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[IVX]{2,4})[.)]{1,2}|\(?[A-Z]\)|(?P<initial>[A-Z]\.)|[•◦▪·–—-])\s+(?=\S)"
)
"""An enumerator or a bullet that a sentence stands behind: "ii) The", "2. We", "(a) Dense", "• It"."""
_LOWER_CASE_NAME = re.compile(r"[a-z]+(?:-[a-z]|\d|[a-z]*[A-Z])|[^\W\d_a-z]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CLOSERS = "\"'”’»)]}"
_AFTER_STOP = (
    r"""(?:["'”’»)\]]|\[\d[\d,;\s–-]*\]|(?<![\d.]\.)(?<=[.?!,\d])\d{1,2}(?:,\d{1,2})*(?=\s|$)"""
    r"""|[¹²³⁰⁴-⁹]|(?<=[¹²³⁰⁴-⁹])[,–])*"""
)
"""What may stand between a full stop and the next sentence: quotes, brackets, a citation, the marks of footnotes."""

_STOP = re.compile(
    rf"""[.?!]{_AFTER_STOP}\s+(?=(?:\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)\s+)?["'“‘(\[]*([A-Z][^\W\d_]*))"""
)
_STOP_AT_END = re.compile(rf"[.?!…。？！]{_AFTER_STOP}$")
_PLAIN_END = re.compile(r"""[^\W\d_]{4}$|[)\]”"]$""")

_LONGEST_ABBREVIATION = 60
MAX_SENTENCE = 4_000  # code points; the longest that may be quoted has 1,500
_MAX_BRACKET = 400  # code points: a bracket open for longer was never closed


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence of a text, in code points, in order.

    White space around a sentence and the enumerator or bullet of a list in front of it ("ii)", "2.", "•") are left out;
    everything else of the text is in exactly one sentence. White space of any kind inside a sentence is kept as it is,
    a blank line always ends one. What is longer than `MAX_SENTENCE` is cut into equal parts, all of them too long to be
    quoted: what looks at sentences may take more than linear time.
    """
    sentences: list[tuple[int, int]] = []
    start = 0
    for boundary in [*_boundaries(text), len(text)]:
        piece = text[start:boundary]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            sentences += _cut(text, first + _list_mark(stripped), first + len(stripped))
        start = boundary
    return sentences


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or its parts where it is too long for one."""
    parts = -(-(end - start) // MAX_SENTENCE)
    bounds = [start + (end - start) * number // parts for number in range(parts + 1)]
    for left, right in pairwise(bounds):
        piece = text[left:right]
        if piece.strip():
            yield left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())


def _list_mark(sentence: str) -> int:
    """The length of the list's mark that a sentence stands behind; "A. We find" has one, "J. Kelly and I" has none."""
    mark = _LIST_MARK.match(sentence)
    if mark is None or (mark["initial"] and not _opens(sentence[mark.end() :])):
        return 0
    return mark.end()


def _opens(text: str) -> bool:
    """Whether the first word is one that opens sentences and is no name."""
    word = _FIRST_WORD.match(text)
    return word is not None and word[0] in _OPENERS


def _boundaries(text: str) -> list[int]:
    found = {int(each["end_index"]) for each in sentencex.get_sentence_boundaries("en", text)}
    found |= _missed(text)
    kept: list[int] = []
    for boundary in sorted(found):
        boundary = _past_closers(text, boundary)
        start = kept[-1] if kept else 0
        if start < boundary < len(text) and _ends_sentence(text, start, boundary):
            kept.append(boundary)
    return kept


def _missed(text: str) -> set[int]:
    """Where a full stop follows a plain word, or comes before a word that opens sentences.

    sentencex passes these over where an apostrophe looks like an open quote ("LLMs’ performance ... decreases. In this
    case"), behind a letter ("with input x. Therefore"), where a citation or the mark of a footnote follows at once
    ("results differ.[3] We", "for HSplit.12 The"), and before an enumerator ("at inference. iii) After").
    """
    return {
        stop.end()
        for stop in _STOP.finditer(text)
        if stop[1] in _OPENERS or _PLAIN_END.search(text[max(0, stop.start() - 4) : stop.start()])
    }


def _past_closers(text: str, boundary: int) -> int:
    """The boundary moved behind a closing bracket or quote that stands at once behind it."""
    while boundary < len(text) and text[boundary] in _CLOSERS and not text[boundary - 1].isspace():
        boundary += 1
    return boundary


def _ends_sentence(text: str, start: int, boundary: int) -> bool:
    start = max(start, boundary - _MAX_BRACKET)  # what is further back decides nothing
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
    stop = _STOP_AT_END.search(left)
    return stop is not None and _can_open(left, right) and not _is_abbreviated(left, right)


def _can_open(left: str, right: str) -> bool:
    """Whether a sentence may begin so: not in lower case, but for "(b)", "β" and names: "tf-idf", "mBERT"."""
    opening = right.lstrip("\"'“‘«([{")
    if not opening or opening[0] in ",;:.%=<>+/&":
        return False
    if not opening[0].islower() or _ENUMERATED.match(right):
        return True
    return _LOWER_CASE_NAME.match(opening) is not None and not left[-2:-1].isdigit()  # "10.18653/v1/2020. acl-main.164"


def _is_abbreviated(left: str, right: str) -> bool:
    """Whether the sign at the end of `left` belongs to an abbreviation or a name ("Yahoo!"), given what follows."""
    if left[-1] not in ".!":
        return False
    token = _LAST_TOKEN.search(left, max(0, len(left) - _LONGEST_ABBREVIATION))
    last = token[0] if token else "."
    if left[-1] == "!":
        return last[0].isupper() and not _opens(right)
    lower = last.lower()
    if lower in _NEVER_LAST:
        return True
    if lower in _BY_PLACE["before_digit"]:
        return right[0].isdigit()
    if lower in _ABBREVIATIONS or (_INITIALS.fullmatch(last) and last not in {"No.", "It.", "So.", "We."}):
        return not _opens(right)
    return False


def _inside_bracket(text: str, start: int, boundary: int) -> bool:
    """Whether the boundary stands inside a round bracket that opened in this sentence and closes later on."""
    depth = 0
    if text.find("(", start, boundary) < 0:
        return False
    for char in text[start:boundary]:
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
