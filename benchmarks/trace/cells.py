"""Find every value of a report's comparison table in the cited paper's own LaTeX: in its row, below its headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.trace.printed import Line
from benchmarks.trace.streams import letters

HEADS = ("Paper", "Measured", "On", "By", "Value", "Where")
REACH = 12_000  # characters of source before a row in which its headings stand
_PLACE = re.compile(r"(?P<table>.*?), ?row (?P<row>.+), ?column (?P<column>.+)")
_REFERENCE = re.compile(r"\[(\d+)\]$")
_VALUE = re.compile(r"(?P<value>.+?)(?:, best of \d+)?")
_MACRO = re.compile(r"\\(?:[A-Za-z]+\*?|.)|[{}$~]")
_LABEL_PARTS = re.compile(r"[\s_^]+")
_ROW_END = re.compile(r"\\\\|\\tabularnewline")


@dataclass(frozen=True)
class PrintedCell:
    """A row of the comparison table as read back: the paper's reference, the value, and where it is said to stand."""

    reference: int
    value: str
    row: str
    column: str


def printed_cells(lines: Sequence[Line]) -> list[PrintedCell]:
    """The rows of the table of values, by the left edges of its columns; what is set behind it has no place."""
    begin = next(
        (n for n in range(len(lines)) if tuple(line.text for line in lines[n : n + len(HEADS)]) == HEADS), None
    )
    if begin is None:
        return []
    edges = [line.x - 2 for line in lines[begin : begin + len(HEADS)]]
    rows: list[list[list[str]]] = []
    last = len(HEADS)
    for line in lines[begin + len(HEADS) :]:
        if line.text in HEADS:  # repeated on the next page
            continue
        column = sum(line.x >= edge for edge in edges) - 1
        if column < last:
            if rows and not _PLACE.fullmatch(" ".join(rows[-1][-1])):
                break
            rows.append([[] for _ in HEADS])
        rows[-1][max(0, column)].append(line.text)
        last = column
    return [cell for row in rows if (cell := _cell([" ".join(parts) for parts in row]))]


def _cell(row: Sequence[str]) -> PrintedCell | None:
    reference, value, place = _REFERENCE.search(row[0]), _VALUE.fullmatch(row[4]), _PLACE.fullmatch(row[5])
    if reference is None or value is None or place is None:
        return None
    return PrintedCell(int(reference[1]), value["value"], place["row"], place["column"])


def stands_in(cell: PrintedCell, source: str) -> bool:
    """Whether some row of the source has the value as a cell, the row's label in it, and all headings before it.

    A crude reading without synth's: rows end with a double backslash, cells with "&", and macros are dropped.
    """
    start = 0
    for end in [*_ROW_END.finditer(source), None]:
        row = source[start : end.start() if end else len(source)]
        before = source[max(0, start - REACH) : start]
        start = end.end() if end else len(source)
        cells = [_plain(part) for part in row.split("&")]
        if len(cells) > 1 and any(_has_value(part, cell.value) for part in cells[1:]):
            near, above = letters(" ".join(cells)), letters(_plain(before))
            # The end of the row's label stands in it; "TUPA" of "TUPA_MLP" comes from a macro, a group's heading above.
            words = _LABEL_PARTS.split(cell.row)
            labelled = letters(words[-1]) in near and all(letters(word) in letters(source[:start]) for word in words)
            if labelled and all(letters(word) in above + near for word in cell.column.split()):
                return True
    return False


def _plain(latex: str) -> str:
    return _MACRO.sub(" ", latex)


def _has_value(part: str, value: str) -> bool:
    printed = value.split()[0].replace("−", "-")
    return re.search(rf"(?<![\d.]){re.escape(printed)}(?![\d]|\.\d)", part) is not None
