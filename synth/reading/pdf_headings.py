"""Find section headings by size, weight and place, and check their numbers against the ones before."""

import re
from dataclasses import dataclass

from synth.reading.pdf_layout import SIZE_STEP, Block, Style
from synth.reading.pdf_lines import Row

LARGER = 0.7  # points above the running text's size from which type is a heading's
SMALLER = 1.5  # points below it down to which bold type may be one
MAX_ROWS = 3
MAX_LENGTH = 160

_NUMBERED = re.compile(
    r"(?P<number>(?:Appendix|APPENDIX)\s[A-Z]|[A-Z](?:\.\d+){1,3}|\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}(?=\.)"
    r"|[A-Z](?=\.?\s))"
    r"[.:)]?\s+(?P<title>[^\W\d_a-z].*)|(?P<bare>(?:Appendix|APPENDIX)\s[A-Z])[.:]?"
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_KNOWN = re.compile(
    r"(?:abstract|introduction|background|related work|methods?|experiments?|results?|discussions?|conclusions?"
    r"|(?:materials?|patients|subjects|data|participants) and methods?|methods? and materials?"
    r"|experimental (?:section|procedures)|statistical (?:analys[ei]s|methods)"
    r"|conclusions? and .{4,30}|limitations?|acknowledge?ments?|references|bibliography|literature cited"
    r"|appendix|appendices|supplementary materials?|ethics statement|broader impacts?|reproducibility statement"
    r"|author contributions|contributions|data availability)[.:]?",
    re.IGNORECASE,
)
STRUCTURED = re.compile(
    r"(?:background|context|(?:main )?objectives?|aims?|purpose|(?:study )?(?:design|setting|population"
    r"|participants?|patients|sample)"
    r"|(?:materials? and |subjects and )?methods?(?: and (?:findings|results|materials|design))?|interventions?"
    r"|(?:main )?outcomes?"
    r"(?: measures?)?|measurements?|(?:main )?results?|(?:principal |main )?findings|conclusions?(?: and \w+)?"
    r"|interpretation"
    r"|significance|importance|limitations|perspective|trial registration|implications|discussion|introduction"
    r"|rationale|hypothes[ie]s)"
    r"\W*",
    re.IGNORECASE,
)
"""What the parts of an abstract are headed by in medicine and psychology."""
ABSTRACT = re.compile(
    r"[\[【]?(?:(?:(?:general|lay|structured) )?a ?b ?s ?t ?r ?a ?c ?t\b|summary(?=\s*[.:—–|-]))"
    r"[\]】]?(?:\s*[.:—–|-])*\s*",
    re.IGNORECASE,
)
SUMMARY = re.compile(r"(?:executive )?summary", re.IGNORECASE)
"""What some journals head their abstracts by."""
ENVIRONMENT = re.compile(
    r"(Theorem|Lemma|Proposition|Corollary|Definition|Remark|Example|Conjecture|Claim|Proof|Assumption|Notation|Note)"
    r"\b(?:\s[\dA-Z]+(?:\.\d+)*)?(?:\s?\([^)]*\))?",
    re.IGNORECASE,
)


def is_heading(text: str) -> bool:
    """Whether a line's words are a heading that a paper's text begins with: "Introduction", "1. Roads and Frogs"."""
    if len(text) > MAX_LENGTH or ABSTRACT.fullmatch(text):
        return False
    match = _NUMBERED.fullmatch(text)
    return _KNOWN.fullmatch(text) is not None or (match is not None and match["number"] in {"1", "I", "0"})


@dataclass(frozen=True, slots=True)
class PdfHeading:
    """A section heading: its title without the number, the number as printed, and its level from 1."""

    title: str
    number: str | None
    level: int


class Headings:
    """Recognises the headings of one document as its blocks go by in reading order.

    A number must follow from the ones before: "46.9 RAG-Token-Frozen" after section 4 and "75 Accuracy" are an axis.
    """

    def __init__(self, style: Style) -> None:
        self._style = style
        self._last: dict[str, tuple[int, ...]] = {}
        self._looks: dict[tuple[str, int], tuple[float, bool, bool]] = {}
        self._roman = False
        self._families = set(style.families)

    def read(self, block: Block, text: str, after_sentence: bool, in_references: bool) -> PdfHeading | None:
        """The heading that a block with this text is, or None. `after_sentence`: the text before it had come to an end.

        A reference list ends at a numbered heading or one in large type; a line in bold or italics is part of an entry.
        """
        if len(block.rows) > MAX_ROWS or len(text) > MAX_LENGTH or block.side_by_side:
            return None
        if ABSTRACT.fullmatch(text):
            return PdfHeading("Abstract", None, 1)
        if not _WORD.search(text):
            return None
        if _KNOWN.fullmatch(text) and (self._stands_out(block) or (len(block.rows) == 1 and after_sentence)):
            return PdfHeading(text.rstrip(".:"), None, 1)
        match = _NUMBERED.fullmatch(text)
        if not ((self._stands_out(block) or (match and _is_plain(match, block))) and self._is_placed(block)):
            return None
        if match:
            number = match["bare"] or match["number"]
            level = self._level(number, block.first)
            if level is None:
                return None
            self._families.add(block.first.family)
            return PdfHeading(match["title"] or "", number, level)
        if text[-1] in ",;-:=" or text[0].islower() or not after_sentence:
            return None
        large = block.first.top_size > self._style.size + LARGER
        if not large and (in_references or (block.kind == "float" and not _is_in_capitals(block, self._style))):
            return None
        if text[-1] == "." or block.first.family not in self._families:
            return None
        return PdfHeading(text.lstrip("•◦▪ "), None, 2 if large else 4)

    def read_run_in(self, text: str, row: Row, level: int) -> PdfHeading:
        """The heading that a paragraph begins with, without the point after it."""
        text = text.strip(" .:•◦▪")
        match = _NUMBERED.fullmatch(text)
        if match and match["title"] and "." in match["number"] and self._level(match["number"], row):
            return PdfHeading(match["title"], match["number"], level)
        return PdfHeading(text, None, level)

    def _stands_out(self, block: Block) -> bool:
        """Whether a block's type is larger or heavier than the running text, or all in capitals or italics."""
        size = self._style.size
        if all(row.top_size > size + LARGER for row in block.rows):
            return True
        if block.first.top_size < size - SMALLER:  # REVTeX sets "I. INTRODUCTION" a point below its text
            return False
        text = block.text
        return (
            all(row.bold or row.lead >= len(row.text) - 1 for row in block.rows)
            or text.isupper()
            or (all(row.italic for row in block.rows) and len(block.rows) == 1)
        )

    def _is_placed(self, block: Block) -> bool:
        """Whether a block begins at the left edge of its column or stands in its middle."""
        first = block.first
        if first.x0 < block.left + 1.5 * self._style.size:
            return True
        return abs((first.x0 + first.x1) - (block.left + block.right)) < 3 * self._style.size

    def _level(self, number: str, row: Row) -> int | None:
        """The level of a numbered heading; None where its number does not follow, or its type differs, from the last.

        "3. LLM is called" in italics is an item of a list, where the sections' headings are bold.
        """
        kind, path = _path(number)
        if kind == "letter" and self._last.get("digit") is None and self._roman and len(path) == 1:
            level = 2
        else:
            level = len(path)
        last = self._last.get(kind)
        if last is None:
            follows = path[0] <= 2 and all(part <= 2 for part in path)
        else:
            follows = last < path and path[0] - last[0] <= 2 and all(part <= 30 for part in path)
            follows = follows or (kind == "letter" and path == (1,))
        look = self._looks.setdefault((kind, level), (row.top_size, row.bold, row.italic))
        if not follows or abs(look[0] - row.top_size) > SIZE_STEP or look[1:] != (row.bold, row.italic):
            return None
        self._last[kind] = path
        self._roman = self._roman or kind == "roman"
        return level


def _is_in_capitals(block: Block, style: Style) -> bool:
    """Whether a line has but words in capitals, of the running text's size: "WELLS AND ROCKS", set in the middle."""
    if len(block.rows) > 1 or abs(block.first.top_size - style.size) > LARGER:
        return False
    return re.fullmatch(r"[^\W\d_a-z][^\d_a-z]*", block.text) is not None and _WORD.search(block.text) is not None


def _is_plain(match: re.Match[str], block: Block) -> bool:
    """Whether a line in plain type may be a numbered heading: "3.1. REALM’s generative process", on its own."""
    words = (match["title"] or "").split()
    first = block.first
    if len(block.rows) > 1 or not 0 < len(words) <= 10 or first.x1 > block.right - 2 * first.size:
        return False
    centred = first.x0 > block.left + 4 * first.size  # "1. Introduction" of AMS papers, in small capitals
    known = _KNOWN.fullmatch(match["title"] or "") is not None
    return ("." in match["number"] or centred or known) and words[0][0].isupper() and words[-1][-1] not in ".,;:"


_ROMAN = {"I": 1, "V": 5, "X": 10}


def _path(number: str) -> tuple[str, tuple[int, ...]]:
    """The kind and the parts of a section number: "A.2" gives ("letter", (1, 2)), "IV" ("roman", (4,))."""
    parts = number.removeprefix("Appendix ").removeprefix("APPENDIX ").split(".")
    rest = tuple(int(part) for part in parts[1:])
    if parts[0].isdecimal():
        return "digit", (int(parts[0]), *rest)
    if not rest and set(parts[0]) <= set(_ROMAN) and (len(parts[0]) > 1 or parts[0] == "I"):
        return "roman", (_roman_value(parts[0]),)
    return "letter", (ord(parts[0]) - ord("A") + 1, *rest)


def _roman_value(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def run_in(row: Row) -> int:
    """How many characters of a paragraph's first row are a heading run in: "Datasets. We use ..." gives 9, else 0."""
    lead = row.lead
    if not 3 < lead < len(row.text) - 3:
        return 0
    head, rest = row.text[:lead].rstrip(), row.text[lead:].lstrip()
    if not _WORD.search(head) or head[0] in "([" or head[0].islower() or len(head.split()) > 30:
        return 0
    if head[-1] in ".:?!" or rest[:1] in ".:":
        return lead + (len(row.text) - lead - len(rest)) + (rest[:1] in ".:")
    return lead if rest[:1].isupper() and row.bold is False and head[-1].isalnum() else 0
