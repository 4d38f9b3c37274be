"""A table as numbers by row and column, each with its labels and its place in the document."""

import re
from dataclasses import dataclass, field

from synth.audit.derivation import Stated
from synth.language.tabular import Orientation, Value, resolve
from synth.models import Document, Number, Span, Table

_SCALED_HEADER = re.compile(r"\((?:in )?(?P<scale>[kKMB]|thousands?|millions?|billions?)(?:\s[a-z/]+)?\)")
_SCALES = {"k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9}


@dataclass(frozen=True)
class GridCell:
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
class LabelledGrid:
    """The numbers of a table by row and column; `turned` says that its rows stand here as columns.

    `measures` says what a cell measures, as far as its metric and unit tell. `compared` is the side that the things
    compared stand on, as in the document; None where that cannot be told.
    """

    title: str
    caption: str
    rows: tuple[GridCell, ...]
    columns: tuple[GridCell, ...]
    cells: dict[tuple[int, int], Stated] = field(hash=False)
    measures: dict[tuple[int, int], tuple[str, str]] = field(hash=False)
    compared: Orientation | None
    turned: bool = False

    def at(self, row: GridCell, column: GridCell) -> Stated | None:
        """The number in a cell, None where there is none."""
        return self.cells.get((row.index, column.index))

    def transposed(self) -> "LabelledGrid":
        """The same table with rows for columns."""
        return LabelledGrid(
            title=self.title,
            caption=self.caption,
            rows=self.columns,
            columns=self.rows,
            cells={(column, row): stated for (row, column), stated in self.cells.items()},
            measures={(column, row): measure for (row, column), measure in self.measures.items()},
            compared=self.compared,
            turned=not self.turned,
        )


def grids(document: Document) -> list[LabelledGrid]:
    """The tables of a document that hold numbers under headers."""
    made = [_grid(table, number) for number, table in enumerate(document.tables, start=1)]
    return [grid for grid in made if any(column.labels for column in grid.columns)]


def _grid(table: Table, number: int) -> LabelledGrid:
    resolved = resolve(table)
    title = table.label or f"table {number}"
    rows = {value.row: GridCell(value.row, value.labels) for value in resolved.cells}
    columns = {value.column: GridCell(value.column, value.header) for value in resolved.cells}
    printed = [value for value in resolved.cells if value.span is not None]
    return LabelledGrid(
        title=title,
        caption=table.caption,
        rows=tuple(rows[index] for index in sorted(rows)),
        columns=tuple(columns[index] for index in sorted(columns)),
        cells={(value.row, value.column): _stated(value, resolved.place(value), title) for value in printed},
        measures={(value.row, value.column): (value.metric.lower(), value.unit) for value in printed},
        compared=resolved.orientation,
    )


def _stated(value: Value, place: str, title: str) -> Stated:
    assert value.span is not None
    number = value.number
    start = value.span.start
    span = Span(value.span.page, start + number.start, start + number.end)
    labels = tuple(dict.fromkeys((*value.labels[-1:], *value.header[-1:])))
    return Stated(_in_units(number, value), (span,), place, f"{title}:{start}", labels=labels)


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
