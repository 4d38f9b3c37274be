"""The values in a table's cells: of which system, by which metric, on which data set, and whether more is better."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from synth.language.metrics import better
from synth.language.numerals import cell_number
from synth.language.table_grid import TableGrid
from synth.language.table_labels import axis, caption_names, dataset_of, is_count, is_trio, metric_of, unit_of
from synth.models import Model, Number, Span, Table

Orientation = Literal["rows", "columns"]
"""Where the systems compared are: one in each row, as is usual, or one in each column."""

_ADDED = ("+", "w/")
"""A row with such a label ("+ DAug", "w/ pruning") adds to the last row without one."""


class Value(Model):
    """A cell with one number, and what its table says about it.

    `row` and `column` are its place in `Table.rows`, `group` the number of headings of groups above it; `text` and
    `span` are those of the cell, `number` has offsets into `text`. `labels` go from the heading of its group of rows
    to its own row ("Open-source models", "Llama 2"), `header` from the widest heading down to its column's ("Yelp",
    "PPL"). `metric`, `dataset` and `unit` are "" where the table does not show them; `better` is the sign of
    the metric's improvement.
    """

    row: int
    column: int
    group: int
    labels: tuple[str, ...]
    header: tuple[str, ...]
    number: Number
    text: str
    span: Span | None
    metric: str = ""
    dataset: str = ""
    unit: str = ""
    better: Literal[-1, 1] | None = None

    @property
    def row_label(self) -> str:
        """The labels of its row, as one."""
        return " ".join(self.labels)

    @property
    def column_header(self) -> str:
        """The headings of its column, as one."""
        return " ".join(self.header)


class ResolvedTable(Model):
    """The values of a table, in reading order; `orientation` is None where it is unclear what is compared."""

    name: str
    caption: str
    orientation: Orientation | None
    cells: tuple[Value, ...]

    def subject(self, value: Value) -> str:
        """The system of a value: its row's label, or its column's heading; "" where that is unclear."""
        if self.orientation is None:
            return ""
        return value.row_label if self.orientation == "rows" else value.column_header

    def place(self, value: Value) -> str:
        """The location of a value, "Table 2, row BM25, column nDCG@10"; by number where a label is missing."""
        row = value.row_label or str(value.row + 1)
        column = value.column_header or str(value.column + 1)
        return f"{self.name or 'table'}, row {row}, column {column}"


@lru_cache(maxsize=500)
def resolve(table: Table) -> ResolvedTable:
    """Resolve for every cell with one number which system and what it measures. Any table is accepted."""
    grid = TableGrid(table)
    values = list(_values(grid))
    orientation = _orientation(grid, values)
    naming = _Naming(grid, values, orientation)
    return ResolvedTable(
        name=table.label or "",
        caption=table.caption,
        orientation=orientation,
        cells=tuple(map(naming.resolved, values)),
    )


def _values(grid: TableGrid) -> Iterator[Value]:
    """Each value with its labels and headers; metric, data set and unit are resolved later."""
    heading_rows = list(range(grid.header_rows))
    group, heading, base = 0, "", ""
    above = [""] * grid.label_columns
    for row, kind in grid.kinds.items():
        if kind == "group":
            group, heading, base, above = group + 1, grid.rows[row][0].text, "", [""] * grid.label_columns
            continue
        if kind == "heading":
            spans = any(
                grid.origin(head, column) == grid.origin(head, column - 1)
                for head in heading_rows[-1:]
                for column in range(2, grid.width)
                if grid.rows[head][column].text
            )
            heading_rows = [*heading_rows, row] if spans else [*heading_rows[:-1], row]
            group += 1
            continue
        labels = above = _labels(grid, row, above)
        own = " ".join(labels)
        if not own.startswith(_ADDED):
            base = own
        elif base:
            labels = [base, *labels]
        for column in range(grid.label_columns, grid.width):
            cell = grid.rows[row][column]
            number = cell_number(cell.text) if cell.span is not None else None
            if number is None:
                continue
            yield Value(
                row=row,
                column=column,
                group=group,
                labels=tuple(dict.fromkeys(label for label in (heading, *labels) if label)),
                header=_header(grid, heading_rows, row, column),
                number=number,
                text=cell.text,
                span=cell.span,
            )


def _orientation(grid: TableGrid, values: Sequence[Value]) -> Orientation | None:
    """The orientation of a table, by what the labels of each axis name; None where both axes seem the same."""
    columns = list(dict.fromkeys(value.header for value in values if value.header))
    rows = list(dict.fromkeys(value.labels for value in values if value.labels))
    if not columns or not rows:
        return None
    if {path[-1] for path in columns} & {path[-1] for path in rows}:
        return None  # the same systems against each other
    of_columns, of_rows = axis(columns), axis(rows, grid.corner)
    if of_columns == of_rows:
        return None
    if of_columns == "measure" or of_rows == "subject":
        return "rows"
    return "columns"


def _labels(grid: TableGrid, row: int, above: Sequence[str]) -> list[str]:
    """The labels of a row, `above` being those of the row before.

    A blank repeats the label above it where a further label column distinguishes the rows. A label set halfway down its
    group leaves its first row blank, and is used for its own row only.
    """
    labels = []
    for column in range(grid.label_columns):
        further = any(grid.rows[row][other].text for other in range(column + 1, grid.label_columns))
        first = grid.rows[grid.data[0]][column].text
        labels.append(grid.rows[row][column].text or (above[column] if further and first else ""))
    return labels


def _header(grid: TableGrid, heading_rows: Sequence[int], row: int, column: int) -> tuple[str, ...]:
    """The headings over a cell from the widest down; over one that spans several columns, what they have in common."""
    paths = []
    last = column
    while last < grid.width and grid.origin(row, last) == (row, column):
        texts = [grid.rows[head][last].text for head in heading_rows]
        paths.append([text for n, text in enumerate(texts) if text and text not in texts[:n]])
        last += 1
    common = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return tuple(common)


class _Naming:
    """Metric, data set and unit from a table's labels and caption."""

    def __init__(self, grid: TableGrid, values: Sequence[Value], orientation: Orientation | None) -> None:
        self._grid = grid
        self._orientation = orientation
        self._trio = is_trio(value.header[-1] for value in values if value.header)
        labels = [*(value.column_header for value in values), *(value.row_label for value in values)]
        self._metric, self._dataset = (_only(named, labels) for named in caption_names(grid.caption))
        lower, higher = (re.search(rf"(?i)\b{which} is better", grid.caption) for which in ("lower", "higher"))
        self._better: Literal[-1, 1] | None = None if (lower is None) == (higher is None) else -1 if lower else 1

    def resolved(self, value: Value) -> Value:
        """The value with its metric, data set, unit and direction.

        The label of a system is not read as a metric or data set, even where it contains one ("Cycle RL").
        """
        header, labels = value.header[::-1], value.labels[::-1]
        own = {"rows": header, "columns": (*labels, *header), None: header}[self._orientation]
        metric = next((found for label in own if (found := metric_of(label, self._trio))), "")
        counted = any(map(is_count, own))
        if not metric and not counted:
            metric = self._metric
        sign = better(metric) if metric else None
        if sign is None and not counted:
            sign = self._better
        unit = next(filter(None, (value.number.unit, *map(unit_of, own))), "")
        return value.model_copy(
            update={"metric": metric.rstrip(" ↑↓"), "dataset": self._on(value), "unit": unit, "better": sign}
        )

    def _on(self, value: Value) -> str:
        """The data set: of the column that lists them, else of a heading or label, else of the caption."""
        column = self._grid.data_column
        listed = self._grid.rows[value.row][column].text if column is not None else ""
        if listed and not listed.startswith(_ADDED):
            return listed[1:-1] if listed[0] + listed[-1] == "()" else listed
        labels = value.labels[:-1] if self._orientation == "rows" else value.labels
        near = (*value.header[::-1], *labels[::-1])
        return next((found for label in near if (found := dataset_of(label))), "") or self._dataset


def _only(named: Sequence[str], labels: Iterable[str]) -> str:
    """The one name of a caption; "" where it has two, or where some label has it too."""
    if len(named) != 1 or any(named[0].lower() in label.lower() for label in labels):
        return ""
    return named[0]
