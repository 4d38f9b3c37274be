"""A quoted sentence found in a paper's LaTeX: letter by letter, over formulas and citations, with its section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.trace.latex_text import Detexed, Gap
from benchmarks.trace.streams import FIRST_MARK, letters, paragraphs_between

ANCHOR = 12
"""Letters in a row that a search starts from."""

MAX_ANCHORS = 60

MAX_CITATION = 120
"""Letters that a citation may be printed with, a key: authors and years."""

_COMMANDS = re.compile(r"\\[A-Za-z]+")
_FRONT = {"abstract", "frontmatter", ""}


@dataclass(frozen=True)
class Located:
    """Where a sentence stands: the headings above it, innermost first, its paragraph, and what it was read over."""

    headings: tuple[str, ...]
    paragraph: int
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Searchable:
    """A text without commands, as the stream of its letters, and the place in the text of each."""

    source: Detexed
    text: str
    stream: str
    places: tuple[int, ...]


def searchable(source: Detexed) -> Searchable:
    """Prepare a text for searches."""
    text = source.text
    stream: list[str] = []
    places: list[int] = []
    for match in re.finditer(r"[^\s]+", text):  # letters() looks at neighbours: word by word keeps places cheap
        for offset, char in enumerate(match[0]):
            before, after = match[0][offset - 1 : offset], match[0][offset + 1 : offset + 2]
            kept = "." if char == "." and before.isdecimal() and after.isdecimal() else letters(char)
            stream.extend(kept)
            places.extend([match.start() + offset] * len(kept))
    return Searchable(source, text, "".join(stream), tuple(places))


def locate(sentence: str, paper: Searchable) -> Iterator[Located]:
    """Every place of a stream of letters in a paper: an abstract's sentence may stand in the introduction again.

    A formula is read over where its digits are the same, in their order. Places may come twice.
    """
    tried = 0
    for offset in range(0, max(1, len(sentence) - ANCHOR + 1), 3):
        anchor = sentence[offset : offset + ANCHOR]
        start = paper.stream.find(anchor)
        while start >= 0 and tried < MAX_ANCHORS:
            tried += 1
            before = _Walk(sentence[:offset][::-1], paper.stream[:start][::-1], paper.source.gaps, reverse=True)
            after = _Walk(sentence[offset:], paper.stream[start:], paper.source.gaps)
            if before.matches() and after.matches():
                first = start - before.used
                yield _located(paper, first, (*before.gaps[::-1], *after.gaps))
            start = paper.stream.find(anchor, start + 1)


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
    return 3 * len(gap.source) + 6 if gap.kind in {"formula", "label"} else 0


def _may_print(gap: Gap, stretch: str) -> bool:
    """Whether a stretch of the sentence can be what a gap prints: for a formula, the same digits in their order."""
    if gap.kind != "formula":
        return True
    return _digits(stretch) == _digits(_COMMANDS.sub(" ", gap.source))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", letters(text))


def _located(paper: Searchable, first: int, gaps: tuple[str, ...]) -> Located:
    """Headings above a place (all that stand before it, the nearest first) and its paragraph under the nearest."""
    start = paper.places[min(first, len(paper.places) - 1)]
    headings: list[str] = []
    under = 0
    for place, char in enumerate(paper.text[:start]):
        if ord(char) >= FIRST_MARK and paper.source.gaps[ord(char) - FIRST_MARK].kind == "heading":
            headings.append(paper.source.gaps[ord(char) - FIRST_MARK].source)
            under = place + 1
    return Located(tuple(reversed(headings)), paragraphs_between(paper.text, under, start + 1), gaps)


def under_heading(located: Located, section: str) -> bool:
    """Whether the section named is the nearest heading above; "Front matter" and "Abstract" may have none."""
    nearest = letters(located.headings[0]) if located.headings else ""
    named = letters(section)
    if named in {"frontmatter", "abstract"}:
        return nearest in _FRONT
    return bool(named) and (nearest == named or _without_marks(nearest) == named or nearest.endswith(named))


def _without_marks(stream: str) -> str:
    return "".join(char for char in stream if ord(char) < FIRST_MARK)
