"""Tables of the report: grids of plain text, and the claims table with its marks."""

from collections.abc import Mapping, Sequence

from pylatex import Command, LongTable, NoEscape

from synth.models.evidence import Evidence, Mark
from synth.models.report import ClaimRow, Grid, Report
from synth.rendering.escaping import Tex, escape_latex

LINE_CHARACTERS = 100
"""Average characters of the text font that fill a line of a table, measured on a page of claims."""

MARKS: Mapping[Mark, tuple[str, str]] = {
    "corroborated": ("✓✓", "corroborated: a paper with no author in common supports it, not by a shared citation"),
    "verified": ("✓", "verified: another passage of the same paper supports it"),
    "unsupported": ("×", "no second passage was found"),
    "contradicted": ("≠", "contradicted by evidence of at least that weight"),
}
"""The glyph of each mark and what the legend says of it."""

CLAIM_COLUMNS = (("l", 0.06), ("p", 0.48), ("p", 0.24), ("l", 0.07), ("r", 0.075), ("r", 0.075))
CLAIM_HEADER = ("No.", "Claim", "Source", "Mark", "Sim.", "Conf.")


def grid_table(grid: Grid) -> Tex:
    """A grid as a longtable with its caption above it; it may run over pages, and repeats its header there."""
    columns = tuple(zip(grid.align, _shares(grid), strict=True))
    rows = [tuple(escape_latex(cell) for cell in row) for row in grid.rows]
    return _long_table(columns, grid.header, rows, caption=escape_latex(grid.caption))


def claims_table(report: Report) -> Tex:
    """The claims table and its legend. Every row links to its reference and is itself the target of its quotations."""
    references = {entry.paper.paper_id: entry.number for entry in report.references}
    rows = [_claim_cells(row, references, report.sample) for row in report.claims]
    legend = "; ".join(rf"{escape_latex(glyph)}~{escape_latex(words)}" for glyph, words in MARKS.values())
    caption = Tex(
        rf"Claims, quoted. Marks: {legend}. Sim.: TF-IDF cosine of the claim and the evidence that decided its mark. "
        r"Conf.: calibrated probability that the evidence supports the claim."
    )
    return _long_table(CLAIM_COLUMNS, CLAIM_HEADER, rows, caption=caption)


def _claim_cells(row: ClaimRow, references: Mapping[str, int], sample: bool) -> tuple[Tex, ...]:
    checked = row.checked
    digest = "digest of " if sample else ""
    evidence = "".join(_evidence_line(item, references) for item in checked.evidence[:1])
    return (
        Tex(rf"\target{{claim.{row.number}}}{{C{row.number}}}"),
        Tex(rf"“{escape_latex(checked.claim.text)}”{evidence}"),
        Tex(rf"{digest}{{[}}\citelink{{{row.reference}}}{{]}} {escape_latex(row.locator)}"),
        escape_latex(MARKS[checked.mark][0]),
        Tex(f"{checked.similarity:.2f}"),
        Tex(f"{checked.confidence:.2f}"),
    )


def _evidence_line(evidence: Evidence, references: Mapping[str, int]) -> str:
    number = references.get(evidence.passage.paper_id)
    if evidence.stance == "silent" or number is None:
        return ""
    verb = "Supported" if evidence.stance == "supports" else "Contradicted"
    page = f", p. {evidence.passage.page}" if evidence.passage.page else ""
    place = escape_latex(evidence.passage.section + page)
    return rf"\newline\textcolor{{quiet}}{{{verb} by {{[}}\citelink{{{number}}}{{]}} {place}}}"


def _shares(grid: Grid) -> tuple[float, ...]:
    """The share of the line that each column gets: what its longest cell needs, the wrapping ones what is left."""
    columns = zip(grid.header, *grid.rows, strict=True)
    needs = [(max(len(cell) for cell in column) + 3) / LINE_CHARACTERS for column in columns]
    fixed = sum(need for need, align in zip(needs, grid.align, strict=True) if align != "p")
    wrapping = sum(needs) - fixed
    if fixed + wrapping <= 1:
        return tuple(needs)
    if not wrapping or fixed > 2 / 3:  # nothing can give way alone: all columns do
        return tuple(need / sum(needs) for need in needs)
    squeeze = (1 - fixed) / wrapping
    return tuple(need * squeeze if align == "p" else need for need, align in zip(needs, grid.align, strict=True))


def _long_table(
    columns: Sequence[tuple[str, float]], header: Sequence[str], rows: Sequence[Sequence[Tex]], caption: Tex
) -> Tex:
    table = LongTable(NoEscape(_specification(columns)), width=len(columns))
    head = NoEscape(" & ".join(rf"\textbf{{{escape_latex(cell)}}}" for cell in header) + r" \\")
    table.append(NoEscape(rf"\caption{{{caption}}}\\"))
    for end in ("endfirsthead", "endhead"):
        table.extend([Command("toprule"), head, Command("midrule"), Command(end)])
    table.extend([Command("bottomrule"), Command("endfoot")])
    for row in rows:
        table.add_row([NoEscape(cell) for cell in row], strict=True)
    return Tex("{\\small\n" + table.dumps() + "\n}")


def _specification(columns: Sequence[tuple[str, float]]) -> str:
    """All columns of fixed width, so that the table needs no second pass and cannot be wider than the line."""
    cells = [
        rf">{{\{'raggedleft' if align == 'r' else 'raggedright'}\arraybackslash}}p{{\dimexpr{share:.4f}\linewidth-2\tabcolsep}}"
        for align, share in columns
    ]
    return "@{}" + "".join(cells) + "@{}"
