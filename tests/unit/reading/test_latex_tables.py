import pytest

from synth.reading.latex_inline import InlineContext, render_inline
from synth.reading.latex_tables import CellGrid, read_tabular


def table(latex: str) -> CellGrid:
    return read_tabular(latex, lambda cell: " ".join(render_inline(cell, InlineContext()).split()))


def texts(latex: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table(latex).rows]


def test_read_tabular_reads_booktabs_with_bold_and_header_rows() -> None:
    latex = r"""\toprule & \multicolumn{2}{c}{Wiki} \\ \cmidrule(lr){2-3} Model & P & R \\ \midrule
        \textbf{Ours} & \textbf{64.5} & 63.7\\[2pt] \rowcolor{gray} Base & 1{,}000 & -- \\ \bottomrule"""
    grid = table(latex)
    assert grid.header_rows == 2
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["", "Wiki", "Wiki"],
        ["Model", "P", "R"],
        ["Ours", "64.5", "63.7"],
        ["Base", "1,000", "–"],
    ]
    assert [cell.repeats for cell in grid.rows[0]] == [False, False, True]


def test_read_tabular_repeats_multirow_cells_downwards() -> None:
    assert texts(r"\multirow{2}{*}{DPR} & 54.3 \\ & 55.0 \\ BM25 & 50.1") == [
        ["DPR", "54.3"],
        ["DPR", "55.0"],
        ["BM25", "50.1"],
    ]


@pytest.mark.parametrize(
    "cell",
    [r"\multicolumn{1}{c|}{\multirow{2}{*}{A}}", r"\multirow{2}{*}{\multicolumn{1}{c}{A}}", r"\multirow[t]{2}{1cm}{A}"],
)
def test_read_tabular_reads_spans_in_each_other(cell: str) -> None:
    assert texts(rf"{cell} & 1 \\ & 2") == [["A", "1"], ["A", "2"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (r"\SI{5}{\percent}", "5 %"),
        (r"\num{1e-3}", "1 × 10⁻³"),
        (r"$0.1\pm0.02$", "0.1 ± 0.02"),
        (r"\begin{tabular}{@{}l@{}}two\\lines\end{tabular}", "two lines"),
        (r"\makecell[l]{two\\lines}", "two lines"),
        (r"A \& B", "A & B"),
        (r"{\bf 9}\footnotesize{*}", "9*"),
    ],
)
def test_read_tabular_gives_cells_as_printed(cell: str, text: str) -> None:
    assert texts(rf"x & {cell} \\ y & z")[0][1] == text


def test_read_tabular_has_no_header_where_the_first_row_holds_numbers() -> None:
    assert table(r"Papers & 81.1M \\ Books & 2M").header_rows == 0
    assert table(r"Model & F1 \\ Ours & 0.5").header_rows == 1


def test_read_tabular_makes_short_rows_rectangular() -> None:
    assert texts(r"a & b & c \\ d \\ \hline") == [["a", "b", "c"], ["d", "", ""]]


def test_read_tabular_drops_the_repeated_head_of_a_longtable() -> None:
    assert texts(r"A & B \\ \endfirsthead A & B (continued) \\ \endhead \endfoot 1 & 2") == [["A", "B"], ["1", "2"]]


def test_read_tabular_bounds_a_huge_span() -> None:
    assert len(table(r"\multicolumn{9999}{c}{x} & y \\ \multirow{9999}{*}{z} & 1").rows[0]) == 100
