"""A table as numbers with the labels of their rows and columns: headers over headers, blocks, multi-column stubs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from synth.gates.derivations.stated import Stated
from synth.models import Cell, Document, Number, Span, Table

_CELL = re.compile(
    r"""^[\s†‡*⋆≈~∼<>≤≥↑↓$€]*(?P<number>[−–+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+))
    \s?(?P<scale>[kKMBT](?!\w))?\s?(?P<unit>%|[x×](?!\w)|points?\b|(?:[mµn]?s|min|h|[KMGT]i?B|days?)\b)?
    (?:\s?_?\(?\s?(?:±|\+/-)\s?[\d.]+\s?%?\)?|_\(?[\d.]+\)?)?
    \s?[†‡*⋆⁎∗^↑↓§¶\s]*(?:\^\(?[^\s()]{1,4}\)?)?(?:\s?\([^()]*\)\s?)?[†‡*⋆⁎∗↑↓%\s]*$""",
    re.VERBOSE,
)
_SCALES = {"k": 3, "m": 6, "b": 9, "t": 12}
_EMPTY = re.compile(r"^[\s–—−-]*$|^(?:n/?a|N/?A)$")
_STUB_SHARE = 0.34
"""A leading column with fewer numbers than this share of its cells labels rows."""
_PERCENT_HEADER = re.compile(r"%|\bpercent", re.I)
_SCALED_HEADER = re.compile(r"\((?:in )?(?P<scale>[kKMB]|thousands?|millions?|billions?)\)")


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
    """The numbers of a table by row and column; `corner` are the headers of its stub ("Model")."""

    title: str
    caption: str
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    cells: dict[tuple[int, int], Stated] = field(hash=False)
    corner: tuple[str, ...] = ()
    turned: bool = False

    def at(self, row: Entry, column: Entry) -> Stated | None:
        """The number in a cell, None where there is none."""
        return self.cells.get((row.index, column.index))

    def transposed(self) -> "Grid":
        """The same table with rows for columns."""
        cells = {(column, row): stated for (row, column), stated in self.cells.items()}
        return Grid(self.title, self.caption, self.columns, self.rows, cells, self.corner, not self.turned)


def grids(document: Document) -> list[Grid]:
    """The tables of a document that hold numbers under headers."""
    made = [_grid(table, number) for number, table in enumerate(document.tables, start=1)]
    return [grid for grid in made if grid is not None]


def cell_number(text: str, header: str = "") -> tuple[Number, int, int] | None:
    """(the number of a cell, its start and end in the text); None for a cell that is no single number."""
    match = _CELL.match(text)
    if match is None:
        return None
    digits = match["number"].replace(",", "").replace("−", "-").replace("–", "-")
    decimals = len(digits.partition(".")[2])
    scaled = _SCALED_HEADER.search(header)
    scale = (match["scale"] or (scaled["scale"][0] if scaled else "")).lower()
    exponent = _SCALES[scale] if scale else 0
    unit = {"%": "%", "×": "x", "x": "x", "point": "points"}.get(match["unit"] or "", match["unit"] or "")
    if not unit and _PERCENT_HEADER.search(header):
        unit = "%"
    end = match.end("unit") if match["unit"] else match.end("scale") if match["scale"] else match.end("number")
    number = Number(
        text=text[match.start("number") : end],
        value=float(f"{digits}e{exponent}") + 0.0,
        decimals=decimals,
        tolerance=float(f"1e{exponent - decimals}") / 2,
        unit=unit,
        start=match.start("number"),
        end=end,
    )
    return number, match.start("number"), end


def _grid(table: Table, number: int) -> Grid | None:
    if len(table.rows) < 2 or len(table.rows[0]) < 2:
        return None
    header = _header_rows(table)
    body = table.rows[header:]
    if not body or not header:
        return None
    stub = _stub_columns(body)
    width = len(table.rows[0])
    columns = tuple(
        Entry(index, _levels(row[index].text for row in table.rows[:header])) for index in range(stub, width)
    )
    corner = tuple(dict.fromkeys(cell.text for row in table.rows[:header] for cell in row[:stub] if cell.text))
    title = table.label or f"table {number}"
    rows: list[Entry] = []
    cells: dict[tuple[int, int], Stated] = {}
    block, above = "", [""] * stub
    for index, row in enumerate(body, start=header):
        heading = _block_heading(row, stub)
        if heading is not None:
            block, above = heading, [""] * stub
            continue
        stubs = [cell.text.strip() for cell in row[:stub]]
        if stub > 1 and not stubs[0]:
            stubs[0] = above[0]
        above = stubs
        entry = Entry(index, _levels((block, *stubs)))
        rows.append(entry)
        for column in columns:
            stated = _stated(row[column.index], entry, column, title)
            if stated is not None:
                cells[index, column.index] = stated
    return Grid(title, table.caption, tuple(rows), columns, cells, corner) if cells else None


def _stated(cell: Cell, row: Entry, column: Entry, title: str) -> Stated | None:
    if cell.span is None or not cell.text:
        return None
    read = cell_number(cell.text, f"{column.name} {row.own if '%' in row.own else ''}")
    if read is None:
        return None
    number, start, end = read
    span = Span(cell.span.page, cell.span.start + start, cell.span.start + end)
    place = f"{title}, row {row.name or row.index}, column {column.name or column.index}"
    return Stated(number, (span,), place, f"{title}:{cell.span.start}", column.own or row.own)


def _header_rows(table: Table) -> int:
    """The rows above the first that holds numbers, but not a block's heading; at least those that the reader saw."""
    count = 0
    for row in table.rows:
        texts = {cell.text for cell in row if cell.text}
        numeric = sum(cell_number(cell.text) is not None for cell in row[1:])
        if numeric or (count and len(texts) <= 1):
            break
        count += 1
    return min(max(count, table.header_rows), len(table.rows) - 1)


def _stub_columns(body: Sequence[Sequence[Cell]]) -> int:
    """How many leading columns label the rows: the first, and those behind it that hold hardly any number."""
    width = len(body[0])
    rows = [row for row in body if len({cell.text for cell in row if cell.text}) > 1]
    stub = 1
    while stub < width - 1:
        filled = [row[stub] for row in rows if not _EMPTY.match(row[stub].text)]
        numeric = sum(cell_number(cell.text) is not None for cell in filled)
        if not filled or numeric > _STUB_SHARE * len(filled):
            break
        stub += 1
    return stub


def _block_heading(row: Sequence[Cell], stub: int) -> str | None:
    """The text of a row that heads the rows below it: one text, over all columns or in the stub alone."""
    texts = {cell.text for cell in row if not _EMPTY.match(cell.text)}
    if len(texts) == 1 and not any(cell_number(cell.text) for cell in row):
        return next(iter(texts))
    return None


def _levels(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels from the outermost to the innermost, without empty ones and repeats."""
    kept: list[str] = []
    for label in labels:
        label = label.strip()
        if label and label not in kept:
            kept.append(label)
    return tuple(kept)
