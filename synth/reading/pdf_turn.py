"""How a page is turned so that most of its characters stand upright, however it lies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from synth.reading.pdf_lines import GlyphLine

Box = tuple[float, float, float, float]

UPRIGHT = (1, 0)


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns a page of this size, in points, so that the direction `towards`, one of the four, points to the right."""

    towards: tuple[int, int]
    width: float
    height: float

    @classmethod
    def of(cls, lines: Sequence[GlyphLine], width: float, height: float) -> "Turn":
        """The turn that sets most characters of a page's lines upright."""
        towards = UPRIGHT
        if any(line["dir"][0] <= 0.99 for line in lines):
            directions: Counter[tuple[int, int]] = Counter()
            for line in lines:
                directions[direction(line)] += sum(len(run["text"]) for run in line["spans"])
            towards = max(directions, key=lambda each: (directions[each], each == UPRIGHT))
        return cls(towards if towards != (0, 0) else UPRIGHT, width, height)

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of the turned page."""
        return (self.height, self.width) if self.towards[0] == 0 else (self.width, self.height)

    def keeps(self, line: GlyphLine) -> bool:
        """Whether a line of the page is upright when the page is turned."""
        return direction(line) == self.towards

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page is when the page is turned."""
        match self.towards:
            case (0, -1):
                return self.height - y, x
            case (0, 1):
                return y, self.width - x
            case (-1, 0):
                return self.width - x, self.height - y
        return x, y

    def box(self, corners: Box) -> Box:
        """Where a box of the page is when the page is turned."""
        if self.towards == UPRIGHT:
            return corners
        (x0, y0), (x1, y1) = self.point(*corners[:2]), self.point(*corners[2:])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def lines(self, lines: list[GlyphLine]) -> list[GlyphLine]:
        """The lines of the page, turned."""
        return lines if self.towards == UPRIGHT else [self._line(line) for line in lines]

    def _line(self, line: GlyphLine) -> GlyphLine:
        (x, y), (across, down) = line["dir"], self.towards
        spans: list[Any] = [
            {**run, "bbox": self.box(run["bbox"]), "origin": self.point(*run["origin"])} for run in line["spans"]
        ]
        turned = (x * across + y * down, y * across - x * down)
        return GlyphLine(bbox=self.box(line["bbox"]), dir=turned, spans=spans)


def direction(line: GlyphLine) -> tuple[int, int]:
    """The direction of a line, of the four; (0, 0) for a slanting one."""
    x, y = line["dir"]
    nearest = (round(x), round(y))
    return nearest if abs(x * nearest[0] + y * nearest[1]) > 0.99 else (0, 0)
