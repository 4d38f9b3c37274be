"""The cells of a table as a reader gives them, and the lines of a document's text that they are written as."""

from collections.abc import Sequence
from typing import NamedTuple

from synth.models import Cell, Span


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
