"""PDF bytes -> pages of rows: open the file, and read each page by itself, so that none costs the others.

A page is read upright however it lies: most of its lines decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from synth.errors import ReadingError
from synth.reading.pdf_accents import set_accents
from synth.reading.pdf_encodings import spell_named_ligatures
from synth.reading.pdf_engine import pymupdf, raise_if_out_of_memory
from synth.reading.pdf_glyphs import name_glyphs, painted, text_of
from synth.reading.pdf_lines import GlyphLine, Row, read_rows
from synth.reading.pdf_margins import struck_once, without_line_numbers
from synth.reading.pdf_shapes import name_by_shape
from synth.reading.pdf_signs import name_signs
from synth.reading.pdf_table_page import Sheet
from synth.reading.pdf_table_places import may_have_table
from synth.reading.pdf_turn import Turn
from synth.reading.pdf_visible import visible_lines
from synth.reading.pdf_weaving import woven
from synth.settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: its rows, the texts that stand across them, and its size in points, all of it turned upright.

    `fault` is why it could not be read, `hidden` how many lines of it nobody sees; `is_drawn` is whether something else
    than text is on it. `sheet` has its words and rules where a row of it begins as the caption of a table does.
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    rotated: list[str]
    is_drawn: bool = False
    hidden: int = 0
    sheet: Sheet | None = None
    fault: str | None = None


def read_pages(data: bytes, paper_id: str, settings: ReadingSettings) -> tuple[list[Page], str]:
    """The pages of a PDF, and the title that its metadata name; "" where they name none.

    Raises:
        ReadingError: not a PDF, damaged, encrypted, without pages, or too long.
    """
    if b"%PDF-" not in data[:1024]:
        raise refusal(paper_id, "not a PDF: it does not begin as one")
    try:
        pdf = pymupdf.open(stream=data, filetype="pdf")
    except Exception as error:  # of many kinds: MuPDF's own, RuntimeError, ValueError ...
        raise_if_out_of_memory(error)
        raise refusal(paper_id, f"damaged: {_reason(error)}") from error
    with pdf:
        try:
            locked, count = bool(pdf.needs_pass), len(pdf)
        except Exception as error:
            raise_if_out_of_memory(error)
            raise refusal(paper_id, f"damaged: {_reason(error)}") from error
        if locked:
            raise refusal(paper_id, "encrypted: it opens with a password only")
        if count == 0:
            damaged = pdf.is_repaired or b"%%EOF" not in data[-2048:]
            raise refusal(paper_id, "damaged or cut off: no page can be read" if damaged else "it has no pages")
        if count > settings.max_pages:
            raise refusal(paper_id, f"too long: {count} pages, at most {settings.max_pages} are read")
        title = str((pdf.metadata or {}).get("title") or "")
        _spell_ligatures(pdf)
        pages = [_page(pdf, number) for number in range(1, count + 1)]
    if all(page.fault for page in pages):
        raise refusal(paper_id, f"damaged: {pages[0].fault}")
    return pages, title


def _spell_ligatures(pdf: pymupdf.Document) -> None:
    try:
        spell_named_ligatures(pdf)
    except Exception as error:  # of any kind that a damaged font makes MuPDF fail with; it is read as it stands
        raise_if_out_of_memory(error)


def refusal(paper_id: str, reason: str) -> ReadingError:
    """Why a paper is not read."""
    return ReadingError(reason, item=paper_id, stage="reading")


def notes_of(pages: Sequence[Page], kept: Sequence[Sequence[Row]]) -> tuple[str, ...]:
    """What reading some pages lost, a line a kind; `kept` are the rows of each that are no furniture."""
    kinds: dict[str, list[int]] = {}
    for page, rows in zip(pages, kept, strict=True):
        if page.fault:
            kinds.setdefault(f"could not be read ({page.fault})", []).append(page.number)
        elif not rows:
            bare = "only running heads or numbers" if page.rows else "only images or drawings"
            kinds.setdefault(f"without text: {bare if page.rows or page.is_drawn else 'blank'}", []).append(page.number)
        if page.hidden:
            kinds.setdefault("text that nobody sees on the page is left out", []).append(page.number)
    return tuple(f"{_named(numbers)}: {kind}" for kind, numbers in kinds.items())


def _named(numbers: Sequence[int]) -> str:
    """ "page 3", "pages 2, 5-7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
    return f"{'page' if len(numbers) == 1 else 'pages'} {listed}"


def _reason(error: BaseException) -> str:
    """What an error of PyMuPDF says, without its code: "code=7: object is not a stream"."""
    text = " ".join(str(error).split())
    if text.startswith("code=") and ":" in text:
        text = text.partition(":")[2].strip()
    return text[:120] or "it cannot be opened"


def _page(pdf: pymupdf.Document, number: int) -> Page:
    try:
        return _read_page(pdf[number - 1], number)
    except Exception as error:  # a page may fail in any way that a damaged stream makes MuPDF fail
        raise_if_out_of_memory(error)
        return Page(number, 612.0, 792.0, [], [], fault=_reason(error))


def _read_page(page: pymupdf.Page, number: int) -> Page:
    text = text_of(page)
    blocks = painted(text)
    seen, hidden = visible_lines(blocks, page)
    name_signs(seen, page)
    name_by_shape(seen, page)
    lines = name_glyphs(seen, page)
    set_accents(lines)
    turn = Turn.of(lines, float(page.cropbox.width), float(page.cropbox.height))
    rows, rotated = read_rows(struck_once(without_line_numbers(turn.lines(lines))), number)
    rows = woven(rows)
    is_drawn = not rows and (len(blocks) > 0 or bool(page.get_images()))
    sheet = _sheet(text, blocks, lines, turn) if may_have_table(rows) else None
    return Page(number, *turn.size, rows, rotated, is_drawn, hidden, sheet)


def _sheet(
    text: pymupdf.TextPage, blocks: Sequence[dict[str, Any]], lines: Sequence[GlyphLine], turn: Turn
) -> Sheet | None:
    """A page's words and rules; None where it is damaged."""
    try:
        return Sheet(text.extractWORDS(), blocks, lines, turn)
    except Exception as error:  # of any kind that a damaged stream makes MuPDF fail with
        raise_if_out_of_memory(error)
        return None
