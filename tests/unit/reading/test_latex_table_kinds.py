import pytest

from synth.reading.latex_columns import column_types, read_columns
from tests.unit.reading.latex_papers import FILLER, quotable, read, rows


def table(latex: str, preamble: str = "") -> list[list[str]]:
    return rows(read(rf"{FILLER}\begin{{table}}\caption{{Scores.}}{latex}\end{{table}}", preamble))


@pytest.mark.parametrize(
    ("latex", "cells"),
    [
        (
            r"\begin{tabular}{cccc}\multicolumn{2}{|c|}{\multirow{2}{*}{Both}} & a & b\\\multicolumn{2}{|c|}{} & c & d\\\hline "
            r"x & y & 1 & 2\end{tabular}",
            ["Both|Both|a|b", "Both|Both|c|d", "x|y|1|2"],
        ),
        (
            r"\begin{tabular}{lcr}Set & Model & F1\\\midrule & X & 1\\\multirow{-2}{*}{En} & Y & 2\\ & X & 3\\"
            r"\multirow{-2}{*}{Fr} & Y & 4\end{tabular}",
            ["Set|Model|F1", "En|X|1", "En|Y|2", "Fr|X|3", "Fr|Y|4"],
        ),
        (
            r"\begin{tblr}{colspec={lrr},row{1}={font=\bfseries}}\SetCell[r=2]{l} Field & \SetCell[c=2]{c} Yield & \\"
            r" & 2021 & 2022\\\SetRow{gray9} North & 3.1 & \SetCell{bg=red} 3.4\end{tblr}",
            ["Field|Yield|Yield", "Field|2021|2022", "North|3.1|3.4"],
        ),
        (
            r"\begin{tblr}{colspec={lcc},cell{1}{2}={c=2}{c}}A & B & \\ & C & D\\x & 1 & 2\end{tblr}",
            ["A|B|B", "|C|D", "x|1|2"],
        ),
        (
            r"\begin{NiceTabular}{lcc}[hvlines]\Block{1-3}{All}\\A & B & C\\\Block{2-1}{x} & 1 & 2\\ & 3 & 4\end{NiceTabular}",
            ["All|All|All", "A|B|C", "x|1|2", "x|3|4"],
        ),
        (
            r"\begin{tabular}{lr@{.}lr@{$\pm$}l}A & \multicolumn{2}{c}{B} & \multicolumn{2}{c}{C}\\\hline x & 10 & 25 & 3 & 0.2\end{tabular}",
            ["A|B|C", "x|10.25|3±0.2"],
        ),
        (
            r"\begin{tabular}{lS[table-format=1.2e1]>{$}c<{$}}{A} & {B} & x_1\\\midrule x & 1.5e3 & \alpha^2\end{tabular}",
            ["A|B|x₁", "x|1.5 × 10³|α²"],
        ),
        (
            r"\begin{tabular}{lc}A & B\\\hline a & \begin{tabular}{@{}c@{}}1.0\\(0.5)\end{tabular}\\\shortstack{c\\d} & 3\end{tabular}",
            ["A|B", "a|1.0 (0.5)", "c d|3"],
        ),
        (r"\resizebox{3cm}{!}{\begin{tabularx}{3cm}{lX}A & B\\\hline x & 1\end{tabularx}}", ["A|B", "x|1"]),
        (r"\begin{adjustbox}{width=3cm}\begin{tabulary}{3cm}{lL}A & B\\\hline x & 1\end{tabulary}\end{adjustbox}", ["A|B", "x|1"]),
        (r"\begin{tabular}{lc}A & B\\\hline (x) & 1\\[2pt]\hline [y] & 2\\ [1ex]\end{tabular}", ["A|B", "(x)|1", "[y]|2"]),
        (r"\begin{tabular}{LC}A & B\\\hline x\tnote{a} & $1.5^{*}$\end{tabular}", ["A|B", "x|1.5*"]),
    ],
)  # fmt: skip
def test_read_latex_reads_tables_of_all_packages_as_rectangles(latex: str, cells: list[str]) -> None:
    assert table(latex) == [row.split("|") for row in cells]


def test_read_latex_reads_aastex_tables_with_head_and_notes() -> None:
    document = read(
        FILLER
        + r"""\begin{deluxetable*}{lcc}\tablecaption{Stars.\label{t}}\tablehead{\colhead{Name} & \colhead{$P$} & \colhead{M}\\
        & \colhead{(d)} & }\startdata A\tablenotemark{a} & 1.0 & \nodata\\\cutinhead{Group two} B & 2.0 & 3\enddata
        \tablecomments{All masses are in solar units.}\tablenotetext{a}{This is a binary star.}\end{deluxetable*}"""
    )
    assert rows(document) == [
        ["Name", "P", "M"],
        ["", "(d)", ""],
        ["A", "1.0", "…"],
        ["Group two", "", ""],
        ["B", "2.0", "3"],
    ]
    assert (document.tables[0].header_rows, document.tables[0].caption) == (2, "Stars.")
    assert [each.text for each in document.captions[1:]] == ["All masses are in solar units.", "This is a binary star."]


def test_read_latex_keeps_the_notes_below_a_table_out_of_it() -> None:
    document = read(
        FILLER
        + r"""\begin{table}\caption{Scores.}\begin{threeparttable}\begin{tabular}{lr}A & B\\\midrule x & 1\end{tabular}
        \begin{tablenotes}\item[a] The first note is here.\item[b] The second one is here.\end{tablenotes}\end{threeparttable}\end{table}"""
    )
    assert rows(document) == [["A", "B"], ["x", "1"]]
    assert [each.text for each in document.captions[1:]] == ["The first note is here.", "The second one is here."]


def test_read_latex_reads_long_tables_once() -> None:
    document = read(
        FILLER
        + r"""\begin{longtable}{lc}\caption{Long.}\label{l}\\A & B\\\hline\endfirsthead A & B (cont.)\\\endhead\endfoot x & 1\end{longtable}
        \begin{longtblr}[caption={Rain.},label={r}]{colspec={lr},rowhead=1}Field & Rain\\North & 410\end{longtblr}
        \tablefirsthead{C & D\\\hline}\tablehead{C & D (cont.)\\\hline}\topcaption{Super.}\begin{supertabular}{lc}z & 3\end{supertabular}
        We see \ref{l} and \ref{r} in the tables."""
    )
    assert [(each.label, each.caption) for each in document.tables] == [
        ("Table 1", "Long."), ("Table 2", "Rain."), ("Table 3", "Super."),
    ]  # fmt: skip
    assert [rows(document, number)[0] for number in range(3)] == [["A", "B"], ["Field", "Rain"], ["C", "D"]]
    assert "We see 1 and 2 in the tables." in quotable(document)


def test_read_latex_joins_tables_with_captions_above_below_and_of_panels() -> None:
    tabular = r"\begin{tabular}{lr}A & B\\\hline x & 1\end{tabular}"
    document = read(
        FILLER
        + rf"""
        \begin{{center}}\captionof{{table}}{{Above.}}{tabular}\end{{center}} Words stand in between. {tabular}\captionof{{table}}{{Below.}}

        \begin{{table}}\begin{{subtable}}{{3cm}}\caption{{Left.}}\label{{l}}{tabular}\end{{subtable}}
        \begin{{subtable}}{{3cm}}\caption{{Right.}}{tabular}\end{{subtable}}\caption{{Both.}}\end{{table}}
        \begin{{table}}\begin{{minipage}}{{3cm}}\caption{{One.}}{tabular}\end{{minipage}}
        \begin{{minipage}}{{3cm}}\caption{{Two.}}{tabular}\end{{minipage}}\end{{table}}
        \begin{{figure}}{tabular}\caption{{In a figure.}}\end{{figure}} We see \ref{{l}} there."""
    )
    assert [(each.label, each.caption) for each in document.tables] == [
        ("Table 1", "Above."),
        ("Table 2", "Below."),
        ("Table 3a", "Both. Left."),
        ("Table 3b", "Both. Right."),
        ("Table 4", "One."),
        ("Table 5", "Two."),
        ("Figure 1", "In a figure."),
    ]
    assert "We see 3a there." in quotable(document)


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        (
            r"\begin{tabular}{lc}A & B\\\hline x & 1 & 2 & 3\\y & 4\end{tabular}",
            "more cells than the table has columns",
        ),
        (r"\begin{tabular}{lc}A & B\\\hline x & \strange{1}{2}\\y & 4\end{tabular}", "not understood"),
        (r"\begin{tabular}{lc}A & B\\\hline \ours & 1\\y & 4\end{tabular}", "not understood"),
    ],
)
def test_read_latex_leaves_a_doubtful_table_as_text_with_a_note(latex: str, why: str) -> None:
    document = read(rf"{FILLER}\begin{{table}}\caption{{Scores.}}{latex}\end{{table}}")
    assert document.tables == ()
    assert any(note.startswith("Table 1 is left as text") and why in note for note in document.notes)
    assert "A | B" in document.text


def test_read_latex_trusts_a_number_behind_an_unknown_style() -> None:
    assert table(r"\begin{tabular}{lc}A & B\\\hline x & \best 4.5\end{tabular}") == [["A", "B"], ["x", "4.5"]]


def test_read_columns_counts_what_a_specification_repeats_and_joins() -> None:
    columns = read_columns(r"|l|*{3}{S[table-format=2.1]}@{\hspace{3pt}}p{2cm}r@{.}l>{\bfseries}D{.}{.}{2}", {})
    assert "".join(column.letter for column in columns) == "lSSSprlD"
    assert [column.joined_by for column in columns] == ["", "", "", "", "", "", ".", ""]


def test_read_columns_knows_the_papers_own_types() -> None:
    types = column_types(
        r"\newcolumntype{Y}{>{\centering}X}\newcolumntype{R}[1]{>{\raggedleft}p{#1}}\newcolumntype{T}{lcc}"
    )
    assert "".join(column.letter for column in read_columns("lYR{2cm}T", types)) == "lXplcc"
