"""PDF bytes -> pages of rows: open the file, and read each page by itself, so that none costs the others.

A page is read upright however it lies: most of its lines decide.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from synth.errors import ReadingError
from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_glyphs import name_glyphs, painted
from synth.reading.pdf_lines import GlyphLine, Row, read_rows
from synth.reading.pdf_margins import struck_once, without_line_numbers
from synth.reading.pdf_visible import visible_lines
from synth.settings import ReadingSettings

UPRIGHT = (1, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: its rows, the texts that stand across them, and its size in points, all of it turned upright.

    `fault` is why it could not be read, `hidden` how many lines of it nobody sees; `is_drawn` is whether something else
    than text is on it.
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    rotated: list[str]
    is_drawn: bool = False
    hidden: int = 0
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
        raise refusal(paper_id, f"damaged: {_reason(error)}") from error
    with pdf:
        try:
            locked, count = bool(pdf.needs_pass), len(pdf)
        except Exception as error:
            raise refusal(paper_id, f"damaged: {_reason(error)}") from error
        if locked:
            raise refusal(paper_id, "encrypted: it opens with a password only")
        if count == 0:
            damaged = pdf.is_repaired or b"%%EOF" not in data[-2048:]
            raise refusal(paper_id, "damaged or cut off: no page can be read" if damaged else "it has no pages")
        if count > settings.max_pages:
            raise refusal(paper_id, f"too long: {count} pages, at most {settings.max_pages} are read")
        title = str((pdf.metadata or {}).get("title") or "")
        pages = [_page(pdf, number) for number in range(1, count + 1)]
    if all(page.fault for page in pages):
        raise refusal(paper_id, f"damaged: {pages[0].fault}")
    return pages, title


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
    except MemoryError:
        raise
    except Exception as error:  # a page may fail in any way that a damaged stream makes MuPDF fail
        return Page(number, 612.0, 792.0, [], [], fault=_reason(error))


def _read_page(page: pymupdf.Page, number: int) -> Page:
    blocks = painted(page)
    seen, hidden = visible_lines(blocks, page)
    box = page.cropbox
    lines, width, height = _upright(name_glyphs(seen, page), float(box.width), float(box.height))
    rows, rotated = read_rows(struck_once(without_line_numbers(lines)), number)
    is_drawn = not rows and (len(blocks) > 0 or bool(page.get_images()))
    return Page(number, width, height, rows, rotated, is_drawn, hidden)


def _upright(lines: list[GlyphLine], width: float, height: float) -> tuple[list[GlyphLine], float, float]:
    """The lines of a page and its size, turned so that most of its characters stand upright."""
    if all(line["dir"][0] > 0.99 for line in lines):
        return lines, width, height
    directions: Counter[tuple[int, int]] = Counter()
    for line in lines:
        directions[_direction(line)] += sum(len(run["text"]) for run in line["spans"])
    towards = max(directions, key=lambda direction: (directions[direction], direction == UPRIGHT))
    if towards == UPRIGHT:
        return lines, width, height
    turned = [_turned(line, towards, width, height) for line in lines]
    return (turned, height, width) if towards[0] == 0 else (turned, width, height)


def _direction(line: GlyphLine) -> tuple[int, int]:
    """The direction of a line, of the four; (0, 0) for a slanting one."""
    x, y = line["dir"]
    direction = (round(x), round(y))
    return direction if abs(x * direction[0] + y * direction[1]) > 0.99 else (0, 0)


def _turned(line: GlyphLine, towards: tuple[int, int], width: float, height: float) -> GlyphLine:
    """A line of a page that is turned so that the direction `towards` points to the right."""

    def point(x: float, y: float) -> tuple[float, float]:
        match towards:
            case (0, -1):
                return height - y, x
            case (0, 1):
                return y, width - x
            case (-1, 0):
                return width - x, height - y
        return x, y

    def box(corners: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = point(*corners[:2]), point(*corners[2:])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    (x, y), (across, down) = line["dir"], towards
    spans: list[Any] = [{**run, "bbox": box(run["bbox"]), "origin": point(*run["origin"])} for run in line["spans"]]
    return GlyphLine(bbox=box(line["bbox"]), dir=(x * across + y * down, y * across - x * down), spans=spans)
