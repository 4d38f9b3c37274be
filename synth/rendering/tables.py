"""Tables of the report: grids of plain text, and the claims table with its marks."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from math import ceil
from textwrap import wrap

from pylatex import Command, LongTable, NoEscape, Tabular

from synth.models.evidence import Mark, Passage
from synth.models.report import ClaimRow, Grid, Report, ReportReference
from synth.rendering.escaping import Tex, escape_latex
from synth.rendering.phrases import passage_locator, struck_reason

LINE_CHARACTERS = 100
"""Average characters of the text font that fill a line of a table; a capital or a bold letter is wider."""

NARROW_CHARACTERS = 55
"""The same of one of two columns."""

GAP_CHARACTERS = 4
HEADER_WIDTH = 1.2
CAPITALS_WIDTH = 1.4  # "MEDIUM" stood out of its column
WIDEST = 2 / 3
"""The share of the line that no single column passes while others need room."""
MAX_ROW_LINES = 25
SHORT_LINES = 14
"""Up to which a table stays in one piece; where it has no room, so much of a page stays empty."""
HEADING_LINES = 5
"""What a heading and the head of the table below it take."""
CAPTION_LINES = 5
"""What the claims table's caption takes."""

MARKS: Mapping[Mark, tuple[str, str]] = {
    "corroborated": ("✓✓", "corroborated: a paper with no author in common supports it, not by a shared citation"),
    "verified": ("✓", "verified: another passage, or a table, of the same paper supports it"),
    "unsupported": ("○", "stated once: nothing else that was read speaks of it"),
    "contradicted": ("≠", "contradicted by evidence of at least that weight"),
}
"""The glyph of each mark and what the legend says of it."""

CLAIM_COLUMNS = (("L", 0.06), ("L", 0.48), ("L", 0.21), ("L", 0.08), ("R", 0.08), ("R", 0.09))
CLAIM_HEADER = ("No.", "Claim", "Source", "Mark", "Sim.", "Conf.")


def grid_table(grid: Grid, two_columns: bool = False) -> Tex:
    """A grid with its caption above it.

    A short one stays in one piece, next to what it belongs to; a longer one runs over pages, and repeats its header. In
    one of `two_columns`, where nothing runs on, a long one comes in pieces; one too wide for it takes the whole width.
    """
    narrow = two_columns and not is_wide(grid)
    line_characters = NARROW_CHARACTERS if narrow else LINE_CHARACTERS
    shares = _shares(grid, line_characters)
    columns = list(zip(("R" if align == "r" else "L" for align in grid.align), shares, strict=True))
    parts = _parts(grid, shares, line_characters)
    rows = [tuple(map(escape_latex, part)) for part in parts]
    caption = escape_latex(grid.caption)
    if narrow:
        pieces = _pieces(rows, [_row_lines(part, shares, line_characters) for part in parts])
        return Tex("\n".join(_short_table(columns, grid.header, piece, caption) for piece in pieces))
    return (_long_table if is_long(grid) else _short_table)(columns, grid.header, rows, caption)


def is_wide(grid: Grid) -> bool:
    """Whether the longest words of a grid's columns, side by side, pass one of two columns of the page."""
    columns = zip(*(grid.header, *grid.rows), strict=True)
    return sum(_need([word for cell in column for word in cell.split()], NARROW_CHARACTERS) for column in columns) > 1


def is_long(grid: Grid) -> bool:
    """Whether a grid runs over pages where it has the whole width."""
    return sum(_lines(grid)) > SHORT_LINES


def grid_lines(grid: Grid) -> int:
    """Lines that the heading of a long grid needs with what must follow it: the caption, the head and the first row."""
    return HEADING_LINES + ceil(len(grid.caption) / LINE_CHARACTERS) + _lines(grid)[0]


def claims_lines(report: Report) -> int:
    """Lines that the claims table's heading needs with what must follow it: the caption, the head and the first row."""
    first = report.claims[0].checked.claim.quotation if report.claims else ""
    return HEADING_LINES + CAPTION_LINES + _row_lines((first,), (CLAIM_COLUMNS[1][1],), LINE_CHARACTERS)


def claims_table(report: Report) -> Tex:
    """The claims table and its legend. Every row links to its reference and is itself the target of its quotations."""
    citations = {entry.number: _citation(entry, report.sample) for entry in report.references}
    numbers = report.reference_numbers
    rows = [cells for row in report.claims for cells in _claim_rows(row, citations, numbers)]
    legend = "; ".join(rf"{escape_latex(glyph)}~{escape_latex(words)}" for glyph, words in MARKS.values())
    caption = Tex(
        rf"Claims, quoted. Marks: {legend}. Sim.: TF-IDF cosine of the claim and the evidence that decided its mark. "
        r"Conf.: calibrated probability that the evidence supports the claim. A mark leads to the evidence behind it."
    )
    return _long_table(CLAIM_COLUMNS, CLAIM_HEADER, rows, caption=caption)


def _citation(entry: ReportReference, sample: bool) -> Tex:
    digest = "digest of " if sample or entry.paper.is_digest else ""
    return Tex(rf"{digest}{{[}}\citelink{{{entry.number}}}{{]}}")


def _claim_rows(row: ClaimRow, citations: Mapping[int, Tex], numbers: Mapping[str, int]) -> list[tuple[Tex, ...]]:
    """A claim with its place, its mark, which links to its evidence, and its figures."""
    checked = row.checked
    others = [citations[numbers[paper_id]] for paper_id in checked.claim.also_in if paper_id in numbers]
    also_in = f"; also in {', '.join(others)}" if others else ""
    parts = [*map(escape_latex, _claim_parts(f"“{checked.claim.quotation}”"))]
    if row.struck is not None:
        reason = map(escape_latex, _claim_parts(struck_reason(row.struck)))
        parts = [*(Tex(rf"\struck{{{part}}}") for part in parts), *reason]
    text, *more = parts
    first = (
        Tex(rf"\target{{claim.{row.number}}}{{C{row.number}}}"),
        text,
        Tex(f"{citations[row.reference]} {place(row.locator)}{also_in}"),
        Tex(rf"\large\hyperlink{{evidence.{row.number}}}{{{escape_latex(MARKS[checked.mark][0])}}}"),
        Tex(f"{checked.similarity:.2f}"),
        Tex(f"{checked.confidence:.2f}"),
    )
    return [first, *((Tex(), part, Tex(), Tex(), Tex(), Tex()) for part in more)]


def _claim_parts(text: str) -> list[str]:
    return _cell_parts(text, CLAIM_COLUMNS[1][1], LINE_CHARACTERS)


def place(text: str) -> Tex:
    """Where something stands, "Results, p. 5", without a line break before the number."""
    return Tex(escape_latex(text).replace(" p. ", " p.~").replace(" par. ", " par.~"))


def passage_place(passage: Passage) -> Tex:
    """Where a passage stands: its section and, where it has pages, its page."""
    return place(passage_locator(passage))


def _shares(grid: Grid, line_characters: int) -> tuple[float, ...]:
    """The share of the line that each column gets: what its longest cell needs, the wrapping ones what is left.

    A wrapping column has room for its longest word, as far as there is room at all.
    """
    columns = list(zip(*(grid.header, *grid.rows), strict=True))
    whole = [_need(column, line_characters) for column in columns]
    if sum(whole) <= 1:
        return tuple(whole)
    least = [
        _need([word for cell in column for word in cell.split()], line_characters) if align == "p" else need
        for column, need, align in zip(columns, whole, grid.align, strict=True)
    ]
    spare, wanted = 1 - sum(least), sum(whole) - sum(least)
    if spare <= 0 or not wanted:  # the wrapping columns alone cannot give way enough: all do
        return tuple(need / sum(least) for need in least)
    return tuple(few + (need - few) * spare / wanted for few, need in zip(least, whole, strict=True))


def _need(texts: Sequence[str], line_characters: int) -> float:
    """The share of the line that the longest of some texts takes, the first being a header; at most two thirds."""
    longest = max((len(text) * (CAPITALS_WIDTH if text.isupper() else 1) for text in texts[1:]), default=0)
    characters = max(longest, HEADER_WIDTH * len(texts[0]) if texts else 0) + GAP_CHARACTERS
    return min(WIDEST, characters / line_characters)


def _lines(grid: Grid) -> list[int]:
    """About how many lines each row of a grid takes at the whole width."""
    shares = _shares(grid, LINE_CHARACTERS)
    return [_row_lines(part, shares, LINE_CHARACTERS) for part in _parts(grid, shares, LINE_CHARACTERS)]


def _parts(grid: Grid, shares: Sequence[float], line_characters: int) -> list[tuple[str, ...]]:
    return [part for row in grid.rows for part in _row_parts(row, shares, line_characters)]


def _row_parts(row: Sequence[str], shares: Sequence[float], line_characters: int) -> list[tuple[str, ...]]:
    """A row as rows of at most half a page, since a row of a longtable cannot break: "" where a cell has ended."""
    cells = [_cell_parts(cell, share, line_characters) for cell, share in zip(row, shares, strict=True)]
    return list(zip_longest(*cells, fillvalue=""))


def _cell_parts(text: str, share: float, line_characters: int) -> list[str]:
    return wrap(text, max(1, int(share * line_characters)) * MAX_ROW_LINES) or [""]


def _row_lines(row: Sequence[str], shares: Sequence[float], line_characters: int) -> int:
    """About how many lines a row takes: those of its longest cell."""
    return max(1, *(ceil(len(cell) / (share * line_characters)) for cell, share in zip(row, shares, strict=True)))


def _pieces(rows: Sequence[tuple[Tex, ...]], lines: Sequence[int]) -> list[list[tuple[Tex, ...]]]:
    """Rows as tables of at most `SHORT_LINES`, or of one row; at least one table, for its caption and head."""
    pieces: list[list[tuple[Tex, ...]]] = [[]]
    taken = 0
    for row, needed in zip(rows, lines, strict=True):
        if pieces[-1] and taken + needed > SHORT_LINES:
            pieces.append([])
            taken = 0
        pieces[-1].append(row)
        taken += needed
    return pieces


def _short_table(
    columns: Sequence[tuple[str, float]], header: Sequence[str], rows: Sequence[Sequence[Tex]], caption: Tex
) -> Tex:
    table = Tabular(_specification(columns), width=len(columns))
    table.extend([Command("toprule"), _head(header), Command("midrule")])
    for row in rows:
        table.add_row([NoEscape(cell) for cell in row], strict=True)
    table.append(Command("bottomrule"))
    return Tex(f"\\begin{{onepiece}}{{{caption}}}\n{table.dumps()}\n\\end{{onepiece}}")


def _specification(columns: Sequence[tuple[str, float]]) -> NoEscape:
    return NoEscape("@{}" + "".join(f"{kind}{{{share:.4f}}}" for kind, share in columns) + "@{}")


def _head(header: Sequence[str]) -> NoEscape:
    return NoEscape(" & ".join(rf"\textbf{{{escape_latex(cell)}}}" for cell in header) + r" \\")


def _long_table(
    columns: Sequence[tuple[str, float]], header: Sequence[str], rows: Sequence[Sequence[Tex]], caption: Tex
) -> Tex:
    table = LongTable(_specification(columns), width=len(columns))
    head = _head(header)
    table.append(NoEscape(rf"\caption{{{caption}}}\\"))
    for end in ("endfirsthead", "endhead"):
        table.extend([Command("toprule"), head, Command("midrule"), Command(end)])
    table.extend([Command("bottomrule"), Command("endfoot")])
    for row in rows:
        table.add_row([NoEscape(cell) for cell in row], strict=True)
    return Tex("{\\small\n" + table.dumps() + "\n}")
