"""The tables of a PDF as cells: where a caption and a stack of rules tell of one, and nothing about it is in doubt.

Captions and frames are found by pdf_table_places, words and rules of a page by pdf_table_page, columns, headings and
rows by pdf_table_columns, pdf_table_header and pdf_table_rows. A table that is not read with certainty stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from synth.models import Document, Table
from synth.reading.document_text import RawCell, written
from synth.reading.pdf_engine import raise_if_out_of_memory
from synth.reading.pdf_layout import Style, is_two_column
from synth.reading.pdf_lines import Row
from synth.reading.pdf_pages import Page
from synth.reading.pdf_table_cells import spread_over
from synth.reading.pdf_table_columns import NUMERIC, WIDE_GAP, Columns, Piece, columns_of, joined, pieces_of
from synth.reading.pdf_table_header import headings_of
from synth.reading.pdf_table_lines import TableLine, lines_of, runs_of
from synth.reading.pdf_table_page import Sheet
from synth.reading.pdf_table_places import CaptionPlace, Place, captions_of, extended, near, places_of
from synth.reading.pdf_table_rows import rows_of
from synth.reading.pdf_text import REPLACEMENT, Hyphens, joint
from synth.reading.pdf_turn import Box

MAX_WORDS = 6_000  # of a table
MAX_TABLES = 200  # of a document
ABOVE = 8.0  # points: headings that stand on their side end no further above the first rule
MARGIN = 2.0  # points: words may stick out of the rules by as much


class Doubt(Exception):
    """Why a table is not read as cells."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as read off a page, where it stands there, or why it was not read; `rows` are all of one length."""

    label: str
    caption: str
    page: int
    header_rows: int = 0
    rows: tuple[tuple[RawCell, ...], ...] = ()
    box: Box = (0.0, 0.0, 0.0, 0.0)
    doubt: str = ""


def find_tables(
    pages: Sequence[Page], kept: Sequence[Sequence[Row]], style: Style, hyphens: Hyphens
) -> list[FoundTable]:
    """The tables with captions on the pages of a PDF, in their order, those that are in doubt without their rows.

    `kept` are the rows of each page without running heads and the like.
    """
    sheets = [(page, rows, page.sheet) for page, rows in zip(pages, kept, strict=True) if page.sheet is not None]
    if not sheets:
        return []
    two_columns = is_two_column(kept, style)
    candidates: list[tuple[Page, Sheet, CaptionPlace, list[Place], list[Place]]] = []
    for page, rows, sheet in sheets:
        captions = captions_of(page.rows, sheet.across, style, two_columns)
        places = [extended(each, rows, captions) for each in places_of(rows, sheet.across, captions)]
        places = [each for each in places if each.box[3] - each.box[1] > 2]
        for caption in captions:
            if caption.label is not None:
                above, below = near(caption, places)
                candidates.append((page, sheet, caption, above, below))
    taken: set[int] = set()
    votes = sum(bool(below) - bool(above) for _, _, _, above, below in candidates)
    found: list[FoundTable] = []
    for page, sheet, caption, above, below in candidates:
        chosen = (below or above) if votes >= 0 else (above or below)
        free = [place for place in chosen if id(place) not in taken]
        taken.update(map(id, free))
        found.extend(_read(page, sheet, caption, place, hyphens) for place in free or (None,))
    return found[:MAX_TABLES]


def _read(page: Page, sheet: Sheet, caption: CaptionPlace, place: Place | None, hyphens: Hyphens) -> FoundTable:
    assert caption.label is not None
    lines = [row.text for row in caption.rows]
    lines[0] = lines[0][caption.length :].lstrip(" .:|–—")
    text = ""
    for line in lines:
        if line:
            head, glue = joint(text, line, hyphens) if text else ("", "")
            text = head + glue + line
    try:
        if place is None:
            raise Doubt("no rules frame it")
        if place.open:
            raise Doubt("it may go on beyond its rules")
        header_rows, rows = grid_of(sheet, place, hyphens)
    except Doubt as doubt:
        return FoundTable(caption.label, text, page.number, doubt=str(doubt))
    except Exception as error:  # a table that the reader fails on costs only itself
        raise_if_out_of_memory(error)
        return FoundTable(caption.label, text, page.number, doubt=f"the reader failed on it: {error!r}")
    return FoundTable(caption.label, text, page.number, header_rows, rows, place.box)


def grid_of(sheet: Sheet, place: Place, hyphens: Hyphens) -> tuple[int, tuple[tuple[RawCell, ...], ...]]:
    """(header rows, rows) of the table in a place.

    Raises:
        Doubt: it is not certain what its cells are.
    """
    left, top, right, foot = place.box
    words = sheet.words((left - MARGIN, top - MARGIN, right + MARGIN, foot + MARGIN))
    if not words or len(words) > MAX_WORDS:
        raise Doubt("no words" if words == [] else "its words cannot be told apart")
    if any(REPLACEMENT in word.text for word in words):
        raise Doubt("a glyph without a character")
    if any(word.x0 < left - 8 or word.x1 > right + 8 for word in words):
        raise Doubt("words stick out of its rules")
    full = place.full
    partial = [
        rule
        for rule in sheet.across
        if top + 1 < rule.at < foot - 1
        and left - 3 < rule.start
        and rule.end < right + 3
        and not any(rule is other for other in full)
    ]
    down = [
        rule for rule in sheet.down if left - 3 < rule.at < right + 3 and rule.start > top - 5 and rule.end < foot + 5
    ]
    lines = lines_of(words, full)
    header = _header_lines(lines)
    body = lines[header:]
    if len(body) < 2 - bool(header):
        raise Doubt("no rows below its header")
    if sheet.has_upended((left, top - ABOVE, right, body[0].baseline - body[0].size)):
        raise Doubt("headings that stand on their side")
    columns = columns_of(body, lines[:header], down, place.box)
    if columns is None:
        raise Doubt("no columns")
    if not header and len(columns.columns) > 2:
        raise Doubt("no headings")
    mid = (
        min([rule.at for rule in full if rule.at > lines[header - 1].baseline], default=body[0].baseline)
        if header
        else top
    )
    columns = joined(columns, lines[:header])
    laid = [pieces_of(line, columns) or [] for line in body]
    if not spread_over(laid, columns, left, right):
        raise Doubt("a number in the middle of several columns")
    levels = headings_of(lines[:header], columns, partial, mid)
    if levels is None:
        raise Doubt("its headings")
    headings = [pieces for level in levels for _, _, pieces in level]
    if any(sum(NUMERIC.fullmatch(piece.text) is not None for piece in pieces) > 1 for pieces in headings):
        raise Doubt("rows of numbers above its first rule")
    rows = rows_of(body, laid, columns, [*full, *partial])
    if rows is None:
        raise Doubt("its rows")
    joins = any(len(pieces) > 1 for row in rows for pieces in row.cells.values())
    headed = {place for level in levels for first, last, _ in level for place in range(first, last + 1)}
    if joins and len(headed | {0}) < len(columns.columns):
        raise Doubt("cells of several lines below no heading")
    _check(laid, columns)
    grid: list[list[RawCell]] = []
    width = len(columns.columns)
    for level in levels:
        cells = [RawCell("")] * width
        for first, last, pieces in level:
            text = _text(pieces, hyphens)
            cells[first : last + 1] = [RawCell(text), *[RawCell(text, True)] * (last - first)]
        grid.append(cells)
    for row in rows:
        cells = [RawCell("")] * width
        for pieces in row.cells.values():
            text = _text(pieces, hyphens)
            first, last = pieces[0].first, pieces[0].last
            cells[first : last + 1] = [RawCell(text), *[RawCell(text, True)] * (last - first)]
        for column in row.repeats:
            cells[column] = RawCell(grid[-1][column].text, True)
        grid.append(cells)
    return len(levels), tuple(map(tuple, grid))


def _text(pieces: Sequence[Piece], hyphens: Hyphens) -> str:
    text = ""
    for piece in pieces:
        head, glue = joint(text, piece.text, hyphens) if text else ("", "")
        text = head + glue + piece.text
    return text


def _header_lines(lines: Sequence[TableLine]) -> int:
    """How many lines stand above the first rule that has lines above and below it; else one without numbers.

    Behind a rule within the header, under headings over several columns, these have headings of their own.
    """
    first = lines[0].band
    above = sum(line.band == first for line in lines)
    if above < len(lines) and above <= max(6, len(lines) // 2):
        further = [line for line in lines[above:] if line.band == lines[above].band]
        if above + 1 < len(lines) and len(further) == 1 and _are_headings(further[0], lines[:above]):
            above += 1
        return above
    return 0 if any(NUMERIC.fullmatch(word.text) for word in lines[0].words[1:]) else 1


def _are_headings(line: TableLine, header: Sequence[TableLine]) -> bool:
    """Whether a line below a header's rule has headings, more of them than any line above, and no number."""
    runs = runs_of(line.words, WIDE_GAP)
    most = max(len(runs_of(above.words, WIDE_GAP)) for above in header)
    return len(runs) > most + 1 and not any(NUMERIC.fullmatch(run[0].text) for run in runs)


def _check(laid: Sequence[Sequence[Piece]], columns: Columns) -> None:
    """Raise Doubt where the cells of a column are not set below each other."""
    for place in range(1, len(columns.columns)):
        cells = [piece for pieces in laid for piece in pieces if piece.first == place == piece.last]
        if cells and max(cell.x0 for cell in cells) > min(cell.x1 for cell in cells) + 1.5:
            raise Doubt(f"column {place + 1} is not set in line")


def without_tables(pages: Sequence[list[Row]], found: Sequence[FoundTable]) -> list[list[Row]]:
    """The rows of each page but for those that stand in a table that was read: its cells are no running text."""
    boxes: dict[int, list[Box]] = {}
    for table in found:
        if not table.doubt:
            boxes.setdefault(table.page, []).append(table.box)
    return [
        [row for row in rows if not any(_stands_in(row, box) for box in boxes[row.page])]
        if rows and rows[0].page in boxes
        else rows
        for rows in pages
    ]


def _stands_in(row: Row, box: Box) -> bool:
    left, top, right, foot = box
    return left - MARGIN < (row.x0 + row.x1) / 2 < right + MARGIN and top < (row.y0 + row.y1) / 2 < foot


def with_tables(document: Document, found: Sequence[FoundTable]) -> Document:
    """The document with its tables, their cells written behind its text, and a note for each that was not read."""
    tables: list[Table] = []
    pieces: list[str] = []
    start = len(document.text)
    notes: list[str] = []
    for table in found:
        if table.doubt:
            notes.append(f"{_lower(table.label)} on page {table.page} could not be read as cells: {table.doubt}")
            continue
        rows, text = written(table.rows, start + 2, table.page)
        pieces.append(text)
        start += 2 + len(text)
        tables.append(
            Table(
                caption=table.caption,
                label=table.label,
                page=table.page,
                header_rows=table.header_rows,
                rows=rows,
            )
        )
    return document.model_copy(
        update={
            "text": "\n\n".join([document.text, *pieces]),
            "tables": tuple(tables),
            "notes": (*document.notes, *notes),
        }
    )


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
