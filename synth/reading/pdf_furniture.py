"""Tell what is not running text: running heads, page numbers, footnotes, captions, floats and formulas."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from synth.models import ArxivStamp
from synth.reading.pdf_layout import SIZE_STEP, Block, Style, blocks_of, prose_share
from synth.reading.pdf_lines import Row
from synth.reading.pdf_text import REPLACEMENT
from synth.reading.section_roles import heads_references

STAMP = re.compile(
    r"arXiv:\s?(?P<id>[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?|\d{4}\.\d{4,5}(?:v\d+)?)"
    r"(?:\s*\[(?P<category>[\w.-]+)\])?(?:\s*(?P<day>\d{1,2} [A-Z][a-z]{2} \d{4}))?"
)
MARGIN_SHARE = 0.12  # of the page's height, above and below, in which running heads stand
SAME_LINE = 0.3  # of the size: baselines this near are one line
NEXT_LINE = 0.9  # of the pitch: nearer than this stand the parts of a fraction
MIN_PROSE = 0.6  # of the characters of running text, in words
MIN_TEXT = 0.72  # of the running text's size, that other text has at least
FULL_ROWS = 0.7  # of a paragraph's rows, that end at the edge of their column
MARGIN_GAP = 0.5  # of the size, that a note in the margin is away from the text
MIN_HEAD_PAGES = 3
ALGORITHM_GAP = 2.2  # of the pitch
MIN_FILLED = 0.3  # of the column's width: text beside a figure is narrow, but not as narrow as most cells
MIN_ALIGNED = 4  # rows that end at one point are justified, beside a figure and below it alike
MAX_INDENT = 4.5  # of the size: text set further in than a list in a list stands in a table or a figure

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s)?(?:\d{1,4}|[ivxl]{1,6})(?:\s?(?:of|/)\s?\d{1,4})?[-–—\s.]*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
CAPTION = re.compile(
    r"(?:Figure|F\s?I\s?G\s?U\s?R\s?E|Fig\.|FIG\.|Table|T\s?A\s?B\s?L\s?E|Algorithm|Listing|Scheme|Exhibit|Box"
    r"|Supplementary (?:Figure|Table))"
    r"\s?(?P<number>[A-Z]?\.?\d+(?:[.-]\d+)?[a-z]?|[IVX]+)(?P<end>\s?[:.|]|\s[–—-]|$|(?=\s))"
)
"""The start of a caption; Wiley sets its "F I G U R E 3" wide."""

_NUMBERED_NOTE = re.compile(r"\d{1,2}\.?\s+(?![A-Z][\w’'-]+,? (?:[A-Z]\.|[A-Z]{1,3}[,\s]))[A-Z“\"][a-z ]")
"""A footnote whose number stands on its line, and no reference: "1. Roe A, Doe B", "2. Roe, A."."""
_NOTE = re.compile(r"Notes?\s?[.:—]\s?[A-Z*]")
MAX_NOTE_ROWS = 15
_OF_TABLE = re.compile(
    r"^Notes\b|\b(?:this|the) (?:table|figure|graph)\b|\bstandard errors?\b|\bsignifican|\bdependent variable"
    r"|\bconfidence intervals?\b|\bparenthes[ei]s\b|\b(?:SE|SD|CI)s?\b|\*",
    re.IGNORECASE,
)
"""What stands in the notes below tables and figures, and not in remarks of the text: "Note: This is no proof."."""


def stamp_in(texts: Sequence[str]) -> ArxivStamp | None:
    """What arXiv printed up the margin of the first page; None where it did not."""
    for text in texts:
        if match := STAMP.search(text):
            return ArxivStamp(arxiv_id=match["id"], category=match["category"], stamped_on=_day(match["day"]))
    return None


def _day(text: str | None) -> date | None:
    """ "12 Apr 2021" as a date; None for what is none, "31 Feb 2021" as well."""
    try:
        return datetime.strptime(text or "", "%d %b %Y").date()
    except ValueError:
        return None


def without_furniture(pages: Sequence[list[Row]], heights: Sequence[float]) -> list[list[Row]]:
    """The rows of each page without running heads and feet and page numbers."""
    heads = _repeated(pages, heights)
    kept: list[list[Row]] = []
    for rows, height in zip(pages, heights, strict=True):
        kept.append(
            [
                row
                for row in rows
                if not (_in_margin(row, height) and (_key(row) in heads or _PAGE_NUMBER.fullmatch(row.text)))
            ]
        )
    return kept


def in_margins(pages: Sequence[list[Row]], heights: Sequence[float]) -> list[str]:
    """What stands in the margins above and below of pages: each part of a row, then the row."""
    rows = (row for rows, height in zip(pages, heights, strict=True) for row in rows if _in_margin(row, height))
    return [text for row in rows for text in (*row.parts, row.text)]


def _in_margin(row: Row, height: float) -> bool:
    return row.y1 < MARGIN_SHARE * height or row.y0 > (1 - MARGIN_SHARE) * height


def _key(row: Row) -> tuple[str, int]:
    """A row's text without its numbers, and its height on the page in steps that forgive a shift of a few points."""
    return _DIGITS.sub("#", row.text), round(row.y0 / 12)


def _repeated(pages: Sequence[list[Row]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """Keys of the rows that stand at the same height of several pages."""
    counts = Counter(
        key
        for rows, height in zip(pages, heights, strict=True)
        for key in {_key(row) for row in rows if _in_margin(row, height)}
    )
    enough = min(MIN_HEAD_PAGES, max(2, len(pages)))
    return {key for key, count in counts.items() if count >= enough}


def apart_from_notes(rows: Sequence[Row], style: Style) -> tuple[list[Row], list[Row]]:
    """A page's rows, and those of the notes in smaller type in its margins, which may stand beside rows of the text."""
    notes = [
        row
        for row in rows
        if row.size < style.size - SIZE_STEP
        and (row.x0 > style.right + MARGIN_GAP * style.size or row.x1 < style.left - MARGIN_GAP * style.size)
    ]
    if 2 * len(notes) > len(rows):
        return list(rows), []
    noted = set(map(id, notes))
    return [row for row in rows if id(row) not in noted], notes


def notes_of_margin(rows: Sequence[Row], style: Style) -> list[Block]:
    """The notes in a page's margins."""
    blocks = blocks_of(rows, style, two_columns=False) if rows else []
    for block in blocks:
        block.kind = "footnote"
    return blocks


def classify(blocks: Sequence[Block], style: Style) -> None:
    """Set the kind of each block of a page: "caption", "footnote", "formula", "float", "small" or "body".

    "small" is prose in another size than the running text's: a reference list, an abstract, or part of a float.
    """
    for block in blocks:
        block.kind = _kind(block, style)
    beside = _rows_beside(blocks)
    for block, after in zip(blocks, [*blocks, None][1:], strict=True):
        if block.kind == "body":
            in_table = sum(id(row) in beside for row in block.rows) * 2 > len(block.rows)
            if (in_table and not _is_filled(block)) or not _is_set_as_text(block, after, style):
                block.kind = "float"
        if block.kind == "body" and _is_note_of_table(block):
            block.kind = "float"
    _find_algorithms(blocks, style)
    _find_footnotes(blocks, style)


def _is_note_of_table(block: Block) -> bool:
    return (
        len(block.rows) <= MAX_NOTE_ROWS
        and _NOTE.match(block.first.text) is not None
        and _OF_TABLE.search(block.text) is not None
    )


def _kind(block: Block, style: Style) -> str:
    first = block.first
    if is_caption(block, style):
        return "caption"
    if block.formula:
        return "formula"
    text = block.text
    share = prose_share(text)
    rows = len(block.rows)
    if block.side_by_side * 3 > rows or sum(row.cells > 2 for row in block.rows) * 2 > rows:
        return "float"
    if (".." in text or ". ." in text) and _LEADERS.search(text):
        return "float"
    if share < 0.4 and not (rows == 1 and text[-1:] in ".;)]" and first.x0 < block.left + 2):
        return "float"
    return "body" if sum(_is_body(row, style) for row in block.rows) * 2 >= rows else "small"


def _is_body(row: Row, style: Style) -> bool:
    size = min(abs(row.size - style.size), abs(row.top_size - style.size))
    return size < SIZE_STEP and row.family in style.families


def _rows_beside(blocks: Sequence[Block]) -> set[int]:
    """Identities of the rows that share their baseline with another row of their column: cells of a table.

    What stands beside a caption may be the text that a figure is set into.
    """
    first: dict[tuple[int, int], Row] = {}
    beside: set[int] = set()
    for block in blocks:
        if block.kind == "caption":
            continue
        for row in block.rows:
            other = first.setdefault((block.column, round(row.baseline)), row)
            if other is not row:
                beside.update((id(row), id(other)))
    return beside


_TALL = re.compile(f"[∑∏∫⋃⋂√⊕⊗∐{REPLACEMENT}]")  # with limits or a bar, which stand off the line
_LEADERS = re.compile(r"(?:\. ?){6}")  # the dots of a table of contents
_ALGORITHM_LINE = re.compile(
    r"(?i:(?:input|output|require|ensure|data|result)s?\s?:|(?:procedure|function|return)\b)|\d+[:.]?\s"
)
_GLUED_NOTE = re.compile(r"(\d{1,2})(?=[A-Z][a-z])")
_STOP = re.compile(r"[.!?:;,)\]”\"’-]$")


def _is_set_as_text(block: Block, after: Block | None, style: Style) -> bool:
    """Whether a block's rows are filled as those of a paragraph are, and not ragged as a table's or a figure's are."""
    size = style.size
    begin = min(row.x0 for row in block.rows)
    if begin > block.left + MAX_INDENT * size and not any(-1 < begin - x < MAX_INDENT * size for x in style.lefts):
        return False
    edge = block.edge
    if edge - min(row.x0 for row in block.rows) < MIN_FILLED * (block.right - block.left):
        return False
    ends = Counter(round(row.x1) for row in block.rows)
    stops = [
        row.x1 > edge - 2.5 * size
        or any(abs(row.x1 - x) < 2 for x in style.rights)
        or sum(ends[round(row.x1) + off] for off in (-1, 0, 1)) >= MIN_ALIGNED
        or _STOP.search(row.text) is not None
        for row in block.rows
    ]
    if len(stops) == 1:
        if stops[0] or _is_sentence_line(block, style):
            return True
        if after is None or after.kind not in {"body", "formula"} or after.column != block.column:
            return False
        return 0 < after.first.baseline - block.last.baseline < 2.5 * style.pitch
    return not style.justified or sum(stops[:-1]) * 2 >= len(stops) - 1


def _is_sentence_line(block: Block, style: Style) -> bool:
    """Whether a single row is by its words and its place one of running text, cut off by the end of a page."""
    row = block.first
    words = row.text.split()
    lower = sum(word[0].islower() for word in words)
    return abs(row.x0 - block.left) < 2 and len(words) >= 8 and lower >= 0.7 * len(words) and _is_body(row, style)


def _is_filled(block: Block) -> bool:
    """Whether nearly all rows of a block end at its right edge, as those of text beside a figure do."""
    if len(block.rows) <= 4:
        return False
    edge = block.edge
    return sum(row.x1 > edge - row.size for row in block.rows) >= 0.8 * (len(block.rows) - 1)


def is_one_line(block: Block, blocks: Sequence[Block], style: Style) -> bool:
    """Whether a displayed formula can be read from left to right: no fraction, no limits above or below."""
    if block.kind != "formula" or _TALL.search(block.text):
        return False
    if min(abs(size - style.size) for size in (block.first.size, block.first.top_size)) > 1.5 * SIZE_STEP:
        return False  # a footnote with a formula: "In both §6.1 and §6.2 we use k = 16."
    others = (row for other in blocks if other.kind != "body" and other.column == block.column for row in other.rows)
    gaps = [abs(row.baseline - block.first.baseline) for row in others]
    same, near = SAME_LINE * style.size, NEXT_LINE * style.pitch
    return not any(same < gap < near for gap in gaps)


def fills_column(block: Block, style: Style) -> bool:
    """Whether a block's rows run from edge to edge of a column of running text, the last and indents aside."""
    rows, size = block.rows, block.first.size
    if len(rows) < 2 or prose_share(block.text) < MIN_PROSE or not MIN_TEXT < size / style.size < 1 / MIN_TEXT:
        return False
    begin = min(row.x0 for row in rows)
    full = sum(any(abs(row.x1 - x) < size for x in style.rights) for row in rows[:-1])
    return any(abs(begin - x) < 2 for x in style.lefts) and full >= FULL_ROWS * (len(rows) - 1)


def is_caption(block: Block, style: Style) -> bool:
    """Whether a block begins as a caption does and not as a sentence about a figure: "Table 2 shows that"."""
    match = CAPTION.match(block.first.text)
    if not match:
        return False
    if match["end"].strip() or match.end() == len(block.first.text):
        return True
    differs = abs(block.first.size - style.size) >= SIZE_STEP or block.first.lead >= match.end("number")
    return differs and block.first.text[match.end() :].lstrip()[:1].isupper()


def _find_algorithms(blocks: Sequence[Block], style: Style) -> None:
    """Mark the lines of an algorithm: what follows its caption closely, before a wider gap or a filled paragraph."""
    last: Block | None = None
    for block in blocks:
        if block.kind == "caption":
            last = block if block.first.text.startswith(("Algorithm", "Listing")) else None
        elif last is not None:
            wide = abs(block.first.baseline - last.last.baseline) > ALGORITHM_GAP * style.pitch
            if wide or _is_paragraph(block, style):
                last = None
            else:
                block.kind, last = "float", block


def _is_paragraph(block: Block, style: Style) -> bool:
    """Whether a block by its words and its rows, which fill the column, is running text and no line of an algorithm."""
    if block.kind != "body" or len(block.rows) < 2 or _ALGORITHM_LINE.match(block.first.text):
        return False
    full = sum(row.x1 > block.right - row.size for row in block.rows[:-1])
    if full < 0.8 * (len(block.rows) - 1) or min(row.x0 for row in block.rows) > block.left + 2:
        return False
    return prose_share(block.text) > 0.7


def _find_footnotes(blocks: Sequence[Block], style: Style) -> None:
    """Mark the small blocks at the foot of each column, from the first one that opens with a raised mark."""
    numbered = not any(heads_references(block.text) for block in blocks if len(block.rows) == 1)
    for column in {block.column for block in blocks}:
        beside = [block for block in blocks if block.column in {column, 0} or column == 0]
        lowest = max((block.last.baseline for block in beside if block.kind == "body"), default=0.0)
        foot = [block for block in beside if block.column == column and block.first.y0 > lowest > 0]
        foot = sorted(foot, key=lambda block: block.first.y0)
        small = [block for block in foot if block.first.size < style.size - 0.4 and block.kind in {"small", "float"}]
        start = next((index for index, block in enumerate(small) if _opens_footnote(block, numbered)), None)
        if start is None and small == foot and small and small[0].first.page == 1 and small[0].kind == "small":
            start = 0  # "Permission to make digital or hard copies", "Correspondence to"
        if start is not None:
            for block in small[start:]:
                block.kind = "footnote"
                _take_marks(block)


def _take_marks(block: Block) -> None:
    """Take the numbers that footnotes begin with as their marks where they are printed as the words are: "1The"."""
    for row in block.rows:
        glued = None if row.mark else _GLUED_NOTE.match(row.text)
        if glued:
            row.mark, row.text = glued[1], row.text[glued.end() :]


def _opens_footnote(block: Block, numbered: bool) -> bool:
    """Whether a block begins with a footnote's mark, which may be `numbered` as the text is: "3. We thank"."""
    text = block.first.text
    return bool(block.first.mark) or text[:1] in "*∗†‡§¶" or (numbered and _NUMBERED_NOTE.match(text) is not None)
