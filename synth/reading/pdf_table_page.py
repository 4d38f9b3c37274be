"""What a table is made of on one page of a PDF: its words and its rules, turned upright as the page is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_lines import BOLD, ITALIC, SMALLER, GlyphLine, raised
from synth.reading.pdf_margins import struck_once
from synth.reading.pdf_text import clean
from synth.reading.pdf_turn import Box, Turn

THIN = 3.0  # points: what is painted thinner than this is a rule
SHORT = 4.0  # points: and longer than this
TOUCHING = 2.5  # points: rules in one line with no wider gap between them are one
SAME_LINE = 1.2  # points: nearer than this lie the pieces of one rule
PARTING = 0.5  # of the size: no two glyphs of one word are so far apart
MAX_RULES = 4_000  # of a page: a plot may be drawn with more strokes

_TEXT, _VECTOR = pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT, pymupdf.mupdf.FZ_STEXT_BLOCK_VECTOR
_DELIMITER = re.compile("[\x00-\x20\xa0\u202a-\u202e]+")  # what parts words for MuPDF
_NUMBER_AHEAD = re.compile(r"\d\)?%?$")
_LOWERED_NUMBER = re.compile(r"[±+\-−]?[\d.]+%?")
_LETTERS = re.compile(r"[^\W\d_]{1,2}")


@dataclass(slots=True)
class Word:
    """A word between spaces. Lengths are points, y grows downwards; `size`, `baseline` and
    `style`, the bits for bold and italic, are those of its main part.

    What is set high or low beside a number stands after "^" or "_", raised digits are Unicode superscripts.
    """

    x0: float
    x1: float
    baseline: float
    size: float
    text: str
    style: int

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Rule:
    """A straight line from `start` to `end`, at `at` on the other axis; `parts` are the pieces that it was drawn in."""

    at: float
    start: float
    end: float
    parts: list[tuple[float, float]] = field(default_factory=list)

    @property
    def length(self) -> float:
        """Its length in points."""
        return self.end - self.start


class Sheet:
    """A page's horizontal and vertical rules, each sorted by place, and its words where they are asked for."""

    def __init__(
        self, words: Sequence[Any], blocks: Sequence[dict[str, Any]], seen: Sequence[GlyphLine], turn: Turn
    ) -> None:
        """Take PyMuPDF's words and blocks of a page, the lines of these that are seen, and how it is turned."""
        self._boxes: dict[tuple[int, int], list[Any]] = {}
        for box in words:
            self._boxes.setdefault((box[5], box[6]), []).append(box)
        identities = {id(line) for line in seen}
        texts = (block for block in blocks if block["type"] == _TEXT)
        placed = [
            (turn.box(line["bbox"]), line, number, place)
            for number, block in enumerate(texts)
            for place, line in enumerate(block["lines"])
            if id(line) in identities
        ]
        self._turn = turn
        self._lines = [each for each in placed if turn.keeps(each[1])]
        self._aside = [(box, line) for box, line, _, _ in placed if not turn.keeps(line)]
        drawn = [turn.box(block["bbox"]) for block in blocks if block["type"] == _VECTOR]
        self.across, self.down = _rules(drawn[:MAX_RULES])

    def words(self, box: Box) -> list[Word] | None:
        """The words that stand in a box, by their middles; None where the words of a line cannot be told apart."""
        left, top, right, foot = box
        found: list[Word] = []
        lines: Any = [each for each in self._lines if _overlaps(each[0], box)]
        once = {id(line) for line in struck_once([line for _, line, _, _ in lines])}
        for _, line, number, place in lines:
            if id(line) not in once:
                continue
            pieces, boxes = list(_words_of(line)), self._boxes.get((number, place), [])
            if len(pieces) != len(boxes):
                return None  # writing from right to left, or a glyph off the page
            for parts, each in zip(pieces, boxes, strict=True):
                for part, (x0, y0, x1, y1) in _parted(parts, self._turn.box(each[:4]), self._turn):
                    if left < (x0 + x1) / 2 < right and top < (y0 + y1) / 2 < foot:
                        word = _word(part, x0, x1, self._turn)
                        if word is not None:
                            found.append(word)
        found.extend(_upended(each, line) for each, line in self._aside if _overlaps(each, box))
        return [word for word in found if word.text]

    def has_upended(self, box: Box) -> bool:
        """Whether text that stands on its side or slants reaches into a box."""
        return any(_overlaps(each, box) for each, _ in self._aside)


def _upended(box: Box, line: dict[str, Any]) -> Word:
    """A line that stands on its side as one word in the middle of its place: the label of several rows."""
    size = line["spans"][0]["size"]
    text = clean("".join(run["text"] for run in line["spans"]))
    return Word(box[0], box[2], (box[1] + box[3]) / 2 + 0.3 * size, size, text, 0)


def _overlaps(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


Piece = tuple[str, dict[str, Any]]


def _words_of(line: dict[str, Any]) -> Iterator[list[Piece]]:
    """The words of a line, each as what runs of glyphs have of it."""
    word: list[Piece] = []
    for run in line["spans"]:
        for place, text in enumerate(_DELIMITER.split(run["text"])):
            if place and word:
                yield word
                word = []
            if text:
                word.append((text, run))
    if word:
        yield word


def _parted(parts: list[Piece], box: Box, turn: Turn) -> Iterator[tuple[list[Piece], Box]]:
    """A word cut where MuPDF leaves out the space because the font changes: "70.7⋆|70.2⋆", "Abs.Rel↓|RMSE↓"."""
    x0, y0, x1, y1 = box
    size = max(run["size"] for _, run in parts)
    start = 0
    for place, ((_, before), (_, after)) in enumerate(pairwise(parts), start=1):
        if after["size"] < SMALLER * size:
            continue  # a raised mark, which belongs to what it follows
        end, begin = turn.box(before["bbox"])[2], turn.box(after["bbox"])[0]
        if begin - end > PARTING * size:
            yield parts[start:place], (x0, y0, end, y1)
            start, x0 = place, begin
    yield parts[start:], (x0, y0, x1, y1)


def _word(parts: Sequence[Piece], x0: float, x1: float, turn: Turn) -> Word | None:
    main = parts[0][1] if len(parts) == 1 else max(parts, key=lambda part: (part[1]["size"], len(part[0])))[1]
    size = main["size"]
    baseline = turn.point(*main["origin"])[1]
    pieces: list[str] = []
    for text, run in parts:
        if run is not main and run["size"] < SMALLER * size:
            shift = turn.point(*run["origin"])[1] - baseline
            text = _shifted(text, shift, size, pieces[-1] if pieces else "")
        pieces.append(text)
    text = clean("".join(pieces))
    if not text:
        return None
    return Word(x0, x1, baseline, size, text, main["flags"] & (BOLD | ITALIC))


def _shifted(text: str, shift: float, size: float, before: str) -> str:
    """A smaller run beside the main one, with a sign where it would change a number: "0.83^a", "54.3_±0.2"."""
    number = _NUMBER_AHEAD.search(before)
    if shift < -0.15 * size:
        if number and _LETTERS.fullmatch(text):
            return f"^{text}"
        return raised(text)
    if number and shift > 0.05 * size and _LOWERED_NUMBER.fullmatch(text):
        return f"_{text}"
    return text


def _rules(boxes: Sequence[Box]) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules among painted boxes."""
    across = [
        Rule((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in boxes if y1 - y0 <= THIN and x1 - x0 >= max(SHORT, y1 - y0)
    ]
    down = [
        Rule((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in boxes if x1 - x0 <= THIN and y1 - y0 >= max(SHORT, x1 - x0)
    ]
    return _joined(across), _joined(down)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules whose pieces lie in one line and touch each other, as one each."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at < SAME_LINE:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined: list[Rule] = []
    for line in lines:
        last: Rule | None = None
        for rule in sorted(line, key=lambda rule: rule.start):
            if last is not None and rule.start - last.end < TOUCHING:
                last.end = max(last.end, rule.end)
            else:
                last = Rule(rule.at, rule.start, rule.end)
                joined.append(last)
            last.parts.append((rule.start, rule.end))
    return joined
