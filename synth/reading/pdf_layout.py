"""Rows of a page -> columns -> blocks, and the order in which a reader reads them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from synth.reading.pdf_lines import Row
from synth.reading.section_roles import heads_references

SIZE_STEP = 0.6  # points: justified lines of one paragraph are stretched by up to 2 % ("10.1", "9.9")
PARAGRAPH_GAP = 1.3  # of the pitch: rows further apart stand in different blocks
MIN_COLUMN_ROWS = 4
SMALLER = 2.6  # points by which the type of references and notes in columns may differ from the text's


@dataclass(frozen=True, slots=True)
class Style:
    """What most of a document's text looks like; lengths in points.

    `pitch` is the distance of two baselines of running text, `families` its fonts, `left` and `right` its outer edges;
    `justified` is whether its lines end at one edge, `lefts` and `rights` where many of them begin and end.
    """

    size: float
    pitch: float
    families: frozenset[str]
    left: float
    right: float
    justified: bool
    lefts: tuple[float, ...] = ()
    rights: tuple[float, ...] = ()

    @property
    def middle(self) -> float:
        """Half-way between the outer edges: where the gutter of two columns is."""
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Block:
    """Rows that follow each other closely, of one column, size and weight.

    `column` is 0 for text over the whole width, 1 and 2 for the left and the right column; `left` and `right` are that
    column's edges. `side_by_side` counts rows that share their baseline with the row before: cells of a table.
    """

    rows: list[Row]
    column: int
    left: float
    right: float
    formula: bool = False
    side_by_side: int = 0
    kind: str = ""
    _edge: tuple[int, float] = (0, 0.0)

    @property
    def first(self) -> Row:
        """The first row."""
        return self.rows[0]

    @property
    def last(self) -> Row:
        """The last row."""
        return self.rows[-1]

    @property
    def edge(self) -> float:
        """Where its full rows end: an abstract is narrower than its column, and an overfull row sticks out of it."""
        if len(self.rows) < 4:
            return self.right
        if self._edge[0] != len(self.rows):  # it is asked for at each row of the block
            ends = [row.x1 for row in self.rows]
            inside = [x for x in ends if x < self.right + 1.5 * self.first.size]
            self._edge = (len(self.rows), max(inside if 2 * len(inside) > len(ends) else ends))
        return self._edge[1]

    @property
    def text(self) -> str:
        """The rows' texts joined by spaces, hyphens at line ends as printed."""
        return " ".join(row.text for row in self.rows)


MIN_BEFORE = 0.3  # of the rows, that stand before the references at least
EDGE_SHARE = 0.1  # of long rows, that begin or end at one place where that is an edge of running text


def style_of(rows: Sequence[Row]) -> Style:
    """The body style of a whole document, by what most of its characters have."""
    sizes: Counter[float] = Counter()
    for row in _before_references(rows):
        sizes[round(row.size * 2) / 2] += len(row.text)
    size = max(sizes, key=lambda key: (sizes[key] + sizes[key + 0.5] * 0.5 + sizes[key - 0.5] * 0.5, key))
    body = [row for row in rows if abs(row.size - size) < SIZE_STEP]
    families: Counter[str] = Counter()
    for row in body:
        families[row.family] += len(row.text)
    common = frozenset(name for name, count in families.items() if count >= 0.04 * families.total())
    steps: Counter[float] = Counter(
        round(after.baseline - before.baseline, 1)
        for before, after in pairwise(body)
        if size < after.baseline - before.baseline < 2.6 * size and abs(after.x0 - before.x0) < 2
    )
    pitch = max(steps, key=lambda key: (steps[key], -key)) if steps else 1.2 * size
    long_rows = [row for row in body if len(row.text) > 25] or body
    lefts, rights = sorted(row.x0 for row in long_rows), sorted(row.x1 for row in long_rows)
    few = len(long_rows) // 20
    ends = Counter(round(x / 3) for x in rights)
    justified = sum(count for _, count in ends.most_common(4)) > 0.5 * len(rights)
    return Style(size, pitch, common, lefts[few], rights[-1 - few], justified, _frequent(lefts), _frequent(rights))


def _before_references(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows before the list of references, in which a short paper may have most of its letters."""
    heads = [place for place, row in enumerate(rows) if heads_references(row.text)]
    return rows[: heads[-1]] if heads and heads[-1] > MIN_BEFORE * len(rows) else rows


def _frequent(places: Sequence[float]) -> tuple[float, ...]:
    """The places that many of some share, to a point."""
    counts = Counter(map(round, places))
    return tuple(float(place) for place, count in counts.items() if count > EDGE_SHARE * len(places))


_PROSE_WORD = re.compile(r"[A-Za-z][a-z]{2,}")
_MATHEMATICS = re.compile(r"[=≈≤≥<>∈∑∏∫√±×·∥|→←∂∇∞Σαβγδεθλμπρσφψω\ufffd]|\(\d+(?:\.\d+)?[a-z]?\)$")


def prose_share(text: str) -> float:
    """The share of a text's characters, white space aside, that are in words of three or more letters; in [0, 1]."""
    visible = len(text) - text.count(" ")
    return sum(map(len, _PROSE_WORD.findall(text))) / visible if visible else 0.0


def same_size(row: Row, other: Row) -> bool:
    """Whether two rows are set in one size; one may be mostly small capitals or typewriter, and so smaller."""
    return min(abs(row.size - other.size), abs(row.top_size - other.top_size)) < SIZE_STEP


def style_on(rows: Sequence[Row], style: Style) -> Style:
    """The style with the outer edges of this page, where by those it is set in two columns and by the document's not,
    or much less clearly: scans shift pages, and a last page may have narrower columns.

    The edges are those of the running text, else also of smaller type: a column may be all references.
    """
    beside = _beside(rows, style)
    two_columns, across = _are_columns(beside, False), beside[2]
    if two_columns and across < 2 * MIN_COLUMN_ROWS:
        return style
    for step in (SIZE_STEP, SMALLER):
        inside = [row for row in rows if len(row.text) > 25 and abs(row.size - style.size) < step]
        few = len(inside) // 20
        if len(inside) < 4 * MIN_COLUMN_ROWS:
            continue
        left, right = sorted(row.x0 for row in inside)[few], sorted(row.x1 for row in inside)[-1 - few]
        shifted = replace(style, left=left, right=right)
        if abs(shifted.middle - style.middle) <= style.size:
            continue
        beside = _beside(rows, shifted)
        if _are_columns(beside, False) and (not two_columns or 4 * beside[2] < across):
            return shifted
    return style


def _beside(rows: Sequence[Row], style: Style) -> tuple[int, int, int]:
    """How many rows of running text stand left and right of the middle, and how many across it."""
    left = right = across = 0
    middle = style.middle
    for row in rows:
        if len(row.text) > 18 and abs(row.size - style.size) < SMALLER:
            if row.x1 < middle + 6:
                left += 1
            elif row.x0 > middle - 6:
                right += 1
            elif row.x0 < middle - 20 and row.x1 > middle + 20:
                across += 1
    return left, right, across


def has_gutter(rows: Sequence[Row], style: Style, two_columns: bool) -> bool:
    """Whether a page is set in two columns; `two_columns` is whether the document is, which decides a short page."""
    return _are_columns(_beside(rows, style), two_columns)


def _are_columns(beside: tuple[int, int, int], two_columns: bool) -> bool:
    left, right, across = beside
    if left >= MIN_COLUMN_ROWS and right >= MIN_COLUMN_ROWS:
        return left + right > across
    return two_columns and left + right > across


def is_two_column(pages: Iterable[Sequence[Row]], style: Style) -> bool:
    """Whether most pages of a document are set in two columns."""
    votes = [has_gutter(rows, style_on(rows, style), False) for rows in pages if len(rows) > 20]
    return 2 * sum(votes) > len(votes)


def blocks_of(rows: Sequence[Row], style: Style, two_columns: bool) -> list[Block]:
    """The blocks of one page in the order of its content stream.

    The stream of a TeX page runs column by column and keeps a float or a note in one piece, so that text which flows
    round a figure is not mixed with the caption at its side.
    """
    style = style_on(rows, style)
    gutter = has_gutter(rows, style, two_columns)
    columns = _columns(rows, style) if gutter else [0] * len(rows)
    edges = {column: _edges(rows, columns, column, style) for column in set(columns)}
    blocks: list[Block] = []
    initial: Row | None = None
    for row, column in zip(rows, columns, strict=True):
        if len(row.text) == 1 and row.text.isupper() and row.size > 1.8 * style.size:
            initial = row  # a drop capital: "L" 29.4, then "ARGE language models"
            continue
        if initial is not None:
            if row.page == initial.page and 0 < row.x0 - initial.x0 < 3 * initial.size:
                row.text, row.x0 = initial.text + row.text, initial.x0
            initial = None
        left, right = edges[column]
        formula = _is_formula(row, left, style)
        block = blocks[-1] if blocks else None
        if block is None or block.column != column or block.formula != formula or _parts(block, row, style):
            blocks.append(Block([row], column, left, right, formula))
        else:
            block.side_by_side += abs(row.baseline - block.last.baseline) < 0.3 * row.size
            block.rows.append(row)
    return blocks


def _columns(rows: Sequence[Row], style: Style) -> list[int]:
    """The column of each row: a short last row of a paragraph over both columns belongs to the paragraph."""
    columns = [_column(row, style) for row in rows]
    for index, (row, after) in enumerate(pairwise(rows), start=1):
        goes_on = same_size(row, after) and row.size <= after.baseline - row.baseline < PARAGRAPH_GAP * style.pitch
        if columns[index - 1 : index + 1] != [0, 1] or not goes_on:
            continue
        before = rows[index - 2] if index > 1 and columns[index - 2] == 0 else None
        if _fills(row, style) and row.x0 >= after.x0 - 1:
            columns[index] = 0  # "rationales from Wei et al." over the page, then "[2022], labeled ..." (2203.14465)
        elif before and _are_alike(before, row) and abs(row.x0 - after.x0) < 1:
            columns[index] = 0  # the last row of an abstract that is set narrower than the page
    return columns


def _are_alike(row: Row, after: Row) -> bool:
    """Whether two rows begin at one place and end near each other, as those of one paragraph do, justified or not."""
    return abs(row.x0 - after.x0) < 1 and abs(row.x1 - after.x1) < 3 * row.size and same_size(row, after)


def _fills(row: Row, style: Style) -> bool:
    """Whether a row runs from one outer edge of the page's text to the other, an indent aside."""
    return row.x0 < style.left + 4 * style.size and row.x1 > style.right - style.size


def _column(row: Row, style: Style) -> int:
    if row.x0 > style.middle - 6:
        return 2
    if row.x1 < style.middle + 10:
        return 1
    return 0


def _edges(rows: Sequence[Row], columns: Sequence[int], column: int, style: Style) -> tuple[float, float]:
    """The left and the right edge of a column of one page, from its running text."""
    inside = [
        row
        for row, its_column in zip(rows, columns, strict=True)
        if its_column == column and abs(row.size - style.size) < 2 and len(row.text) > 25
    ]
    if len(inside) < MIN_COLUMN_ROWS:
        middle = style.middle
        return [(style.left, style.right), (style.left, middle - 8), (middle + 8, style.right)][column]
    lefts = Counter(round(row.x0) for row in inside)
    common = max(lefts, key=lambda x: (lefts[x], -x))
    return float(common), median(sorted(row.x1 for row in inside)[len(inside) // 2 :])


def _is_formula(row: Row, left: float, style: Style) -> bool:
    """Whether a row is displayed mathematics: indented, few words, signs or a number in brackets at its end."""
    text = row.text
    if len(text) > 90 or row.x0 < left + 0.5 * style.size or abs(row.size - style.size) > 0.2 * style.size:
        return False
    return prose_share(text) < 0.45 and _MATHEMATICS.search(text) is not None


def _parts(block: Block, row: Row, style: Style) -> bool:
    """Whether a row begins a block of its own after the rows of `block`."""
    last = block.last
    step = row.baseline - last.baseline
    if abs(step) < 0.3 * row.size:
        beside = _LABEL.fullmatch(row.text) or _LABEL.fullmatch(last.text)
        return beside is not None or not (same_size(row, last) and row.family == last.family)
    if step < 0 or step > PARAGRAPH_GAP * style.pitch * min(row.top_size, last.top_size) / style.size:
        return True
    if row.x0 > last.x1 + 2 or row.x1 < last.x0 - 2:
        return True
    if not same_size(row, last):
        return True
    if _is_centred_heading(last, block, style) and row.x0 < block.left + 2.5 * style.size:
        return True  # "I. INTRODUCTION" stands no further above its paragraph than the rows of it above each other
    if row.bold != last.bold and not (row.lead and last.x1 > block.right - 2 * row.size):
        return True
    if row.italic != last.italic and (last.x1 < block.right - 3 * row.size or last.text.endswith(".")):
        return True
    return (bool(row.mark) and row.size < style.size - 0.4) or row.text.startswith("[1] ")


_LABEL = re.compile(r"a ?r ?t ?i ?c ?l ?e\s+i ?n ?f ?o|(a ?b ?s ?t ?r ?a ?c ?t):?", re.IGNORECASE)  # Elsevier's
_HEADING = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-Z])\.\s+[A-Z][^\d=]{3,}$|[A-Z][A-Z ]{4,}$")


def _is_centred_heading(row: Row, block: Block, style: Style) -> bool:
    """Whether a row stands as a heading does in the middle of its column, well away from both edges."""
    left, right = row.x0 - block.left, block.right - row.x1
    return (
        _HEADING.match(row.text) is not None
        and min(left, right) > 3 * style.size
        and abs(left - right) < 1.5 * style.size
    )


def in_reading_order(blocks: Sequence[Block], splits: frozenset[str]) -> list[Block]:
    """Blocks of one page from top to bottom, the left column before the right one between full-width blocks.

    Only full-width blocks of the kinds `splits` part the columns: text goes on in the same column beside or below a
    float, and below a formula that sticks out of its column.
    """
    if all(block.column == 0 for block in blocks):
        return _labelled(sorted(blocks, key=lambda block: block.first.y0))
    sides = [block for block in blocks if block.column and block.kind in splits]
    bars = sorted(
        block.first.y0
        for block in blocks
        if block.column == 0
        and block.kind in splits
        and not any(side.first.y0 < block.last.y1 - 3 and side.last.y1 > block.first.y0 + 3 for side in sides)
    )
    standing = set(bars)

    def key(block: Block) -> tuple[int, int, float]:
        y = block.first.y0
        above = sum(bar < y for bar in bars)
        if block.column == 0 and y in standing:
            return 2 * above + 1, 0, y
        return 2 * above, max(block.column, 1), y

    return _labelled(sorted(blocks, key=key))


def _labelled(blocks: list[Block]) -> list[Block]:
    """The blocks with the label "abstract" right before the text below it, where the article's history stands beside,
    or before the text that it stands in the margin of.
    """
    for label in blocks:
        match = _LABEL.fullmatch(label.text)
        if match is None or match[1] is None:
            continue
        below = [block for block in blocks if abs(block.first.x0 - label.first.x0) < 3 and _is_below(block, label)]
        text = [block for block in blocks if _is_beside(block, label)] or below
        if text:
            rest = [block for block in blocks if block is not label]
            place = rest.index(min(text, key=lambda block: block.first.y0))
            return [*rest[:place], label, *rest[place:]]
    return blocks


def _is_beside(block: Block, label: Block) -> bool:
    """Whether a paragraph begins on the line of a label in its margin: "Abstract:" of SCITEPRESS."""
    first = block.first
    return (
        abs(first.baseline - label.first.baseline) < 0.3 * first.size
        and first.x0 > label.first.x1
        and len(block.rows) > 1
    )


def _is_below(block: Block, other: Block) -> bool:
    return 0 < block.first.baseline - other.last.baseline < 4 * other.last.size
