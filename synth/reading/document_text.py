"""The text of a document as a reader builds it: blocks one by one, and cells of tables at their places in it."""

from collections.abc import Sequence
from typing import NamedTuple

from synth.models import Cell, Span

_BETWEEN = "\n\n"


class DocumentText:
    """A text as it grows: blocks parted by empty lines; `length` is where the next one begins."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self.length = 0

    def add(self, block: str) -> int:
        """Append a block and return the offset at which it stands."""
        start = self.length
        self._blocks.append(block)
        self.length += len(block) + len(_BETWEEN)
        return start

    def __str__(self) -> str:
        return _BETWEEN.join(self._blocks)


class RawCell(NamedTuple):
    """A cell's text; `repeats` is whether it is that of a spanning neighbour."""

    text: str
    repeats: bool = False


def written(
    rows: Sequence[Sequence[RawCell]], start: int, page: int | None = None
) -> tuple[tuple[tuple[Cell, ...], ...], str]:
    """The cells with their places in a text, and what that text has from the offset `start` on.

    It has one line a row, cells separated by " | ". An empty cell and one that repeats another have no place.
    """
    placed: list[tuple[Cell, ...]] = []
    lines: list[str] = []
    for row in rows:
        cells: list[Cell] = []
        place = start
        for text, repeats in row:
            span = Span(page, place, place + len(text)) if text and not repeats else None
            cells.append(Cell(text=text, span=span))
            place += len(text) + len(" | ")
        placed.append(tuple(cells))
        lines.append(" | ".join(cell.text for cell in row))
        start += len(lines[-1]) + 1
    return tuple(placed), "\n".join(lines)
