"""A quoted sentence found in a paper's LaTeX: letter by letter, over formulas and citations, with its section."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.trace.latex_text import FORMULA_COMMAND, RUN_IN_LEVEL, Detexed, Gap, kept_name
from benchmarks.trace.streams import FIRST_MARK, letters, paragraphs_between

ANCHORS = (12, 5)
"""Letters in a row that a search starts from, the longer first."""

MAX_ANCHORS = 60

MAX_CITATION = 80
"""Letters that a citation may be printed with, a key: authors and a year."""

MAX_REFERENCE = 16

SPOKEN_LEVEL = 5
"""Headings from here down may begin a sentence, as "Appositions always follow the noun" of 1903.06494 does."""

_CITED_WORK = (
    r"(?:[^\W\d]{2,70}(?:19|20)\d\d[a-z]?|\d{1,3}|[^\W\d]{2,22}(?:etal|and[^\W\d]{2,22})?\d{1,3})"  # Beltagy et al. [5]
)
_REFERENCE = re.compile(r"[a-z]{0,12}[0-9]{0,3}(?:\.[0-9]+)*[a-z]{0,2}")

_OPTION = re.compile(r"\[([^\[\]{}]*)\]")
_MARK = re.compile(f"[{chr(FIRST_MARK)}-{chr(0xFFFFD)}]")
_NO_PRINT = re.compile(r"\\(?:label|tag|begin|end|hspace|vspace|color)\s*\{[^{}]*\}")
_COMMANDS = re.compile(r"\\[A-Za-z]+")
_FRONT = {"abstract", "frontmatter", ""}


@dataclass(frozen=True)
class Located:
    """Where a sentence stands: the headings above it, innermost first, its paragraph, and what it was read over.

    `before` is the stream of all text before it, for a paper that marks no headings.
    """

    headings: tuple[str, ...]
    paragraph: int
    gaps: tuple[str, ...]
    before: str = ""


@dataclass(frozen=True)
class Searchable:
    """A text without commands, as the stream of its letters, and the place in the text of each."""

    source: Detexed
    text: str
    stream: str
    places: tuple[int, ...]
    headings: tuple[tuple[int, Gap], ...]


def searchable(source: Detexed) -> Searchable:
    """Prepare a text for searches in which formulas are gaps."""
    return _prepared(source, source.text)


def with_formulas(source: Detexed) -> Searchable:
    """Prepare a text for searches in which the ASCII letters and digits of formulas stand; see `ascii_only`."""
    typed = {
        FIRST_MARK + place: " " + FORMULA_COMMAND.sub(kept_name, _NO_PRINT.sub(" ", gap.source)) + " "
        for place, gap in enumerate(source.gaps)
        if gap.kind == "formula"
    }
    text = re.sub(
        r"[^\x00-\x7f]", lambda match: match[0] if ord(match[0]) >= FIRST_MARK else " ", source.text.translate(typed)
    )
    return _prepared(source, text)


def ascii_only(sentence: str) -> str:
    """A text without what a formula's source spells out by commands, such as Greek letters."""
    return re.sub(r"[^\x00-\x7f]", " ", unicodedata.normalize("NFKD", sentence))


def _prepared(source: Detexed, text: str) -> Searchable:
    stream: list[str] = []
    places: list[int] = []
    for match in re.finditer(r"[^\s]+", text):  # letters() looks at neighbours: word by word keeps places cheap
        for offset, char in enumerate(match[0]):
            before, after = match[0][offset - 1 : offset], match[0][offset + 1 : offset + 2]
            kept = "." if char == "." and before.isdecimal() and after.isdecimal() else letters(char)
            stream.extend(kept)
            places.extend([match.start() + offset] * len(kept))
    headings = [
        (match.start(), gap)
        for match in _MARK.finditer(text)
        if (gap := source.gaps[ord(match[0]) - FIRST_MARK]).kind == "heading"
    ]
    return Searchable(source, text, "".join(stream), tuple(places), tuple(headings))


def locate(sentence: str, paper: Searchable) -> Iterator[Located]:
    """Every place of a stream of letters in a paper: an abstract's sentence may stand in the introduction again.

    A formula is read over where its digits are the same, in their order. Places may come twice.
    """
    reach = 8 * len(sentence) + 500
    for length in ANCHORS:
        tried = 0
        found = False
        for offset in range(0, max(1, len(sentence) - length + 1), length // 4):
            anchor = sentence[offset : offset + length]
            start = paper.stream.find(anchor)
            while start >= 0 and tried < MAX_ANCHORS:
                tried += 1
                left = paper.stream[max(0, start - reach) : start]
                before = _Walk(sentence[:offset][::-1], left[::-1], paper.source.gaps, reverse=True)
                after = _Walk(sentence[offset:], paper.stream[start : start + reach], paper.source.gaps)
                if before.matches() and after.matches():
                    found = True
                    yield _located(paper, start - before.used, (*before.gaps[::-1], *after.gaps))
                start = paper.stream.find(anchor, start + 1)
        if found:
            return


class _Walk:
    """One walk along a sentence and a stream side by side, with a few tries at every gap."""

    def __init__(self, sentence: str, stream: str, gaps: Sequence[Gap], *, reverse: bool = False) -> None:
        self._sentence, self._stream, self._all = sentence, stream, gaps
        self._reverse = reverse
        self._dead: set[tuple[int, int]] = set()
        self.used = 0
        self.gaps: list[str] = []

    def matches(self) -> bool:
        """Whether all of the sentence stands at the beginning of the stream; fills `used` and `gaps`."""
        return self._walk(0, 0)

    def _walk(self, read: int, place: int) -> bool:
        if (read, place) in self._dead or len(self._dead) > 5_000:
            return False
        at = (read, place)
        while read < len(self._sentence) and place < len(self._stream):
            char = self._stream[place]
            if ord(char) >= FIRST_MARK:
                if self._over(self._all[ord(char) - FIRST_MARK], read, place):
                    return True
                break
            if char != self._sentence[read]:
                break
            read, place = read + 1, place + 1
        if read == len(self._sentence):
            self.used = place
            return True
        self._dead.add(at)
        return False

    def _over(self, gap: Gap, read: int, place: int) -> bool:
        rest = self._sentence[read:]
        for taken in range(min(len(rest), _widest(gap)) + 1):
            stretch = rest[:taken][::-1] if self._reverse else rest[:taken]
            if not _may_print(gap, stretch):
                continue
            self.gaps.append(gap.kind)
            if self._walk(read + taken, place + 1):
                return True
            self.gaps.pop()
        return False


def _widest(gap: Gap) -> int:
    """How many letters a gap may be printed with."""
    if gap.kind == "citation":
        return MAX_CITATION * (1 + gap.source.count(","))
    if gap.kind == "reference":
        return MAX_REFERENCE
    if gap.kind == "heading" and gap.level >= SPOKEN_LEVEL:
        return len(letters(gap.source))
    return 3 * len(gap.source) + 6 if gap.kind in {"formula", "label"} else 0


def _may_print(gap: Gap, stretch: str) -> bool:
    r"""Whether a stretch of the sentence can be what a gap prints.

    For a formula it has the same digits in their order; for a citation at most as many works as there are keys, each a
    number or names and a year, or the keys themselves: a citation must not swallow words of the sentence. The notes
    that it has in square brackets, "\cite[see][p. 3]{poe}", may stand on either side.
    """
    if gap.kind == "citation":
        works = f"{_CITED_WORK}{{0,{1 + gap.source.count(',')}}}"
        note = "|".join(letters(option) for option in _OPTION.findall(gap.source))
        return bool(re.fullmatch(f"(?:{note})?{works}(?:{note})?", stretch)) or stretch == letters(gap.source)
    if gap.kind == "heading":
        return stretch in ("", letters(gap.source))
    if gap.kind == "reference":
        return bool(_REFERENCE.fullmatch(stretch))
    if gap.kind != "formula":
        return True
    return _digits(stretch) == _digits(_COMMANDS.sub(" ", gap.source))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", letters(text))


def _located(paper: Searchable, first: int, gaps: tuple[str, ...]) -> Located:
    """The headings above a place, each less deep than the one before, and its paragraph under the nearest."""
    start = paper.places[min(first, len(paper.places) - 1)]
    above = [(place, gap) for place, gap in paper.headings if place < start]
    headings: list[Gap] = []
    for _, gap in reversed(above):
        if not headings or gap.level < headings[-1].level:
            headings.append(gap)
    under = above[-1][0] + 1 if above else 0
    paragraph = paragraphs_between(paper.text, under, start + 1)
    marked = any(gap.source != "Abstract" and gap.level < RUN_IN_LEVEL for _, gap in paper.headings)
    before = "" if marked else paper.stream[:first]
    return Located(tuple(gap.source for gap in headings), paragraph, gaps, before)


def under_heading(located: Located, section: str) -> bool:
    """Whether the section named is one of those that the sentence stands in; "Front matter" and "Abstract" have none.

    In plain TeX, whose headings are anybody's macros, it is enough that the heading's words stand somewhere before.
    """
    named = letters(section)
    above = [_without_marks(letters(heading)) for heading in located.headings]
    if named in _FRONT:
        return not above or above[0] in _FRONT
    return named in above or _ascii(named) in map(_ascii, above) or (bool(named) and named in located.before)


def _ascii(stream: str) -> str:
    return "".join(char for char in stream if char.isascii())


def _without_marks(stream: str) -> str:
    return "".join(char for char in stream if ord(char) < FIRST_MARK)
