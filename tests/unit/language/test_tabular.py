import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.language.metrics import better
from synth.language.numerals import cell_number
from synth.language.tabular import ResolvedTable, Value, resolve
from synth.models import Cell, Span, Table


def table(rows: str, *, header_rows: int = 1, caption: str = "") -> Table:
    """A table of lines of cells between bars; "^" repeats the cell to the left, "'" the cell above."""
    cells: list[tuple[Cell, ...]] = []
    for line in rows.strip().splitlines():
        row: list[Cell] = []
        for place, printed in enumerate(text.strip() for text in line.split("|")):
            if printed == "^":
                row.append(Cell(text=row[-1].text))
            elif printed == "'":
                row.append(Cell(text=cells[-1][place].text))
            else:
                row.append(Cell(text=printed, span=Span(None, 0, len(printed)) if printed else None))
        cells.append(tuple(row))
    return Table(caption=caption, label="Table 2", header_rows=header_rows, rows=tuple(cells))


def at(resolved: ResolvedTable, row: int, column: int) -> Value:
    (value,) = (value for value in resolved.cells if (value.row, value.column) == (row, column))
    return value


SYSTEMS = """
    Model | NQ | ^   | PPL
    '     | EM | F1  | '
    Open models | | |
    BM25  | 30.1 | 35.2 | 20.5
    DPR   | 41.5† | 44.0 (0.2) | –
    Closed models | | |
    Ours  | 40.0 | 48.1 ± 0.3 | 18.2
    + pruning | 39.0 | 47.0 | 19.0
"""


def test_resolve_tells_labels_header_metric_and_dataset_of_each_value() -> None:
    resolved = resolve(table(SYSTEMS, header_rows=2))
    value = at(resolved, 4, 1)
    assert resolved.orientation == "rows"
    assert (value.labels, value.header) == (("Open models", "DPR"), ("NQ", "EM"))
    assert (value.number.text, value.text, value.metric, value.dataset) == ("41.5", "41.5†", "EM", "NQ")
    assert resolved.place(value) == "Table 2, row Open models DPR, column NQ EM"
    assert resolved.subject(value) == "Open models DPR"
    assert {(value.row, value.column) for value in resolved.cells}.isdisjoint({(4, 3), (2, 0)})


def test_resolve_puts_an_added_part_behind_what_it_adds_to() -> None:
    assert at(resolve(table(SYSTEMS, header_rows=2)), 7, 1).labels == ("Closed models", "Ours", "+ pruning")


def test_resolve_finds_systems_in_columns() -> None:
    resolved = resolve(table("Dataset | BM25 | DPR\nNQ | 22.1 | 52.4\nSQuAD | 68.8 | 63.2", caption="Top-5 accuracy."))
    value = at(resolved, 2, 1)
    assert resolved.orientation == "columns"
    assert (resolved.subject(value), value.dataset, value.metric, value.better) == (
        "BM25",
        "SQuAD",
        "Top-5 accuracy",
        1,
    )


def test_resolve_tells_no_direction_where_the_metric_is_unknown() -> None:
    unknown = resolve(table("Model | STA\nA | 1.0\nB | 2.0"))
    square = resolve(table(" | Look | Taste\nLook | 0.9 | 0.8\nTaste | 0.7 | 0.6", caption="Cross AUCs."))
    assert {value.better for value in unknown.cells} == {None}
    assert square.orientation is None
    assert square.cells[0].metric == "AUC"


def test_resolve_takes_a_captions_metric_only_where_it_is_the_one() -> None:
    two = resolve(table("Model | A | B\nx | 1.5 | 2.5\ny | 1.6 | 2.4", caption="Recall and METEOR of all."))
    claimed = resolve(table("Model | recall | cost\nx | 0.5 | 2.5\ny | 1.6 | 2.4", caption="Recall of all."))
    slash = resolve(table("Model | A\nx | 1.5", caption="Recall on the Yelp!/TripAdvisor Data."))
    assert {value.metric for value in two.cells} == {""}
    assert slash.cells[0].dataset == ""
    assert [at(claimed, 1, column).metric for column in (1, 2)] == ["recall", ""]


def test_resolve_names_precision_and_recall_by_letters_only_as_a_set() -> None:
    parsing = resolve(table("Parser | LP | LR | LF\nA | 74.4 | 72.7 | 73.5"))
    letters = resolve(table("Study | P | I | O\nA | 0.8 | 0.7 | 0.6"))
    assert [value.metric for value in parsing.cells] == ["labeled precision", "labeled recall", "labeled F1"]
    assert {value.metric for value in letters.cells} == {""}


def test_resolve_reads_a_header_that_goes_on_below_the_rule_and_one_amid_the_rows() -> None:
    below = resolve(table(" | English | ^\n | dev | test\nWiki | 45.1 | 50.3"))
    amid = resolve(table(" | Case A | ^\nchi | 0.82 | ^\n | best fit | bootstrap\nb | 402.95 | 446 ± 73"))
    assert [value.header for value in below.cells] == [("English", "dev"), ("English", "test")]
    assert at(amid, 1, 1).header == ("Case A",)
    assert [at(amid, 3, column).header for column in (1, 2)] == [("Case A", "best fit"), ("Case A", "bootstrap")]


def test_resolve_reads_several_label_columns_with_sparse_numbers_between() -> None:
    rows = "Runs | K | Strategy | MRR\nWiki | 100 | Base | 0.5\n' | 100 | MaxRef | 0.6\n' | | GBP | 0.7"
    assert [value.labels for value in resolve(table(rows)).cells] == [
        ("Wiki", "100", "Base"),
        ("Wiki", "100", "MaxRef"),
        ("Wiki", "100", "GBP"),
    ]


def test_resolve_believes_a_label_set_halfway_down_for_its_own_row_only() -> None:
    rows = "Field | Dataset | SciBERT | Ours\n | JNLPBA | 77.2 | 77.7\nBio | NCBI | 88.5 | 88.7\n | GENIA | 90.4 | 90.8"
    assert [value.labels for value in resolve(table(rows)).cells[::2]] == [("JNLPBA",), ("Bio", "NCBI"), ("GENIA",)]


def test_resolve_takes_a_first_row_of_figures_for_no_header() -> None:
    assert [value.number.text for value in resolve(table("Total | 81.1M\nPDF | 28.9M (35.6%)")).cells] == [
        "81.1M",
        "28.9M",
    ]
    assert resolve(table(" | 20K | AMR\nWiki | 1.047 | 0.895")).cells[0].header == ("20K",)


def test_resolve_reads_the_unit_of_a_heading() -> None:
    value = resolve(table("Model | Latency (ms) ↓\nA | 12.5\nB | 14")).cells[0]
    assert (value.unit, value.metric, value.better) == ("ms", "Latency", -1)


@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=6), st.integers(0, 7))
def test_resolve_accepts_any_table(rows: list[list[str]], header_rows: int) -> None:
    cells = tuple(tuple(Cell(text=text, span=Span(None, 0, len(text)) if text else None) for text in r) for r in rows)
    for value in resolve(Table(header_rows=header_rows, rows=cells)).cells:
        assert value.text[value.number.start : value.number.end] == value.number.text


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("48.7⋆", "48.7"),
        ("0.43 (0.2)", "0.43"),
        ("90.41 ± 0.06", "90.41"),
        ("46.2^(±0.3)", "46.2"),
        ("<1.7", "1.7"),
        (".5678", ".5678"),
        ("2013", "2013"),
        ("28.9M (35.6%)", "28.9M"),
        ("−0.81", "−0.81"),
    ],
)
def test_cell_number_reads_the_one_value_of_a_cell(cell: str, printed: str) -> None:
    number = cell_number(cell)
    assert number is not None
    assert number.text == printed


@pytest.mark.parametrize(
    "cell", ["", "–", "40.0 / 41.2", "16 01 11.20", "2^10", "k=4", "3-channel", "9" * 50, "0.82 = x"]
)
def test_cell_number_reads_none_where_a_cell_has_no_or_more_than_one_value(cell: str) -> None:
    assert cell_number(cell) is None


@pytest.mark.parametrize(
    ("metric", "way"),
    [
        ("nDCG@10", 1),
        ("labeled F1", 1),
        ("Top-5 accuracy", 1),
        ("PPL", -1),
        ("error rate", -1),
        ("latency", -1),
        ("score ↓", -1),
        ("↑↓", None),
        ("correlation", None),
        ("pass rate", None),
    ],
)
def test_better_tells_which_way_a_metric_improves(metric: str, way: int | None) -> None:
    assert better(metric) == way
