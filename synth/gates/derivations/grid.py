"""A table as numbers by row and column, each with the labels that the ground resolves."""

import re
from dataclasses import dataclass, field, replace

from synth.gates.derivations.stated import Stated
from synth.models import Document, Number, Span, Table
from synth.tabular import Value, resolve

_SCALED_HEADER = re.compile(r"\((?:in )?(?P<scale>[kKMB]|thousands?|millions?|billions?)(?:\s[a-z/]+)?\)")
_SCALED_CAPTION = re.compile(r"\bin (?P<scale>thousands|millions|billions)\b", re.I)
_SCALE_TOLD = re.compile(r"\d\s?(?P<scale>[kKMB]|thousand|million|billion)\b")
_SCALES = {"k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9}


@dataclass(frozen=True)
class Entry:
    """A row or a column: its place and its labels, from the outermost group to its own; no label is empty."""

    index: int
    labels: tuple[str, ...]

    @property
    def own(self) -> str:
        """Its own label, "" where it has none."""
        return self.labels[-1] if self.labels else ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The labels of the groups that it stands in."""
        return self.labels[:-1]

    @property
    def name(self) -> str:
        """All its labels."""
        return " ".join(self.labels)


@dataclass(frozen=True)
class Grid:
    """The numbers of a table by row and column; `corner` are the headers of its stub ("Model").

    `unread` are the columns behind the first that hold no numbers, or words too: "n/a", "OOM", "52,1".
    """

    title: str
    caption: str
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    cells: dict[tuple[int, int], Stated] = field(hash=False)
    corner: tuple[str, ...] = ()
    turned: bool = False
    unread: tuple[Entry, ...] = ()

    def at(self, row: Entry, column: Entry) -> Stated | None:
        """The number in a cell, None where there is none."""
        return self.cells.get((row.index, column.index))

    def in_unit_of(self, number: Number, cell: Stated) -> Stated:
        """A cell in the unit of a number: of "throughput in thousands" times 1,000, where "46K more" is told."""
        scaled = _SCALED_CAPTION.search(self.caption)
        if not scaled or abs(number.value) < 1e3 or cell.number.value != float(cell.number.text.replace(",", "")):
            return cell
        factor = _SCALES[scaled["scale"][0].lower()]
        told = _SCALE_TOLD.search(number.text)
        if not told or _SCALES[told["scale"][0].lower()] != factor:
            return cell
        moved = {"value": cell.number.value * factor, "tolerance": cell.number.tolerance * factor}
        return replace(cell, number=cell.number.model_copy(update=moved))

    def transposed(self) -> "Grid":
        """The same table with rows for columns."""
        cells = {(column, row): stated for (row, column), stated in self.cells.items()}
        return Grid(self.title, self.caption, self.columns, self.rows, cells, self.corner, not self.turned)


def grids(document: Document) -> list[Grid]:
    """The tables of a document that hold numbers under headers."""
    made = [_grid(table, number) for number, table in enumerate(document.tables, start=1)]
    return [grid for grid in made if len(grid.columns) > 0 and any(column.labels for column in grid.columns)]


def _grid(table: Table, number: int) -> Grid:
    resolved = resolve(table)
    title = table.label or f"table {number}"
    rows = {value.row: Entry(value.row, value.labels) for value in resolved.cells}
    columns = {value.column: Entry(value.column, value.header) for value in resolved.cells}
    cells = {
        (value.row, value.column): stated
        for value in resolved.cells
        if (stated := _stated(value, resolved.place(value), title)) is not None
    }
    first = min(columns, default=1)
    head = table.rows[: table.header_rows]
    corner = tuple(dict.fromkeys(cell.text for row in head for cell in row[:first] if cell.text))
    in_order = tuple(columns[index] for index in sorted(columns))
    unread = tuple(
        Entry(index, (cell.text,))
        for index, cell in enumerate(head[-1] if head else ())
        if index and cell.text and index not in columns
    )
    in_rows = tuple(rows[index] for index in sorted(rows))
    return Grid(title, table.caption, in_rows, in_order, cells, corner, unread=unread)


def _stated(value: Value, place: str, title: str) -> Stated | None:
    if value.span is None:
        return None
    number = value.number
    span = Span(value.span.page, value.span.start + number.start, value.span.start + number.end)
    return Stated(_in_units(number, value), (span,), place, f"{title}:{value.span.start}")


def _in_units(number: Number, value: Value) -> Number:
    """The number in the unit and by the factor that its header says: "(%)", "Params (M)"."""
    scaled = _SCALED_HEADER.search(value.column_header)
    factor = _SCALES[scaled["scale"][0].lower()] if scaled else 1.0
    return number.model_copy(
        update={
            "unit": number.unit or value.unit,
            "value": number.value * factor,
            "tolerance": number.tolerance * factor,
        }
    )
