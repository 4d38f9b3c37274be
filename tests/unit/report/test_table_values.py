from synth.models import Cell, Grid, Span, Table
from synth.quantities import quantities
from synth.report import compose_report, outline
from synth.report.evidence_base import EvidenceBase
from synth.settings import RenderSettings
from synth.tabular import resolve
from tests.examples import checked, claim, evidence_base

QUESTION = "Is dense retrieval better than BM25?"
BOTH = "Dense retrieval reaches 41.5 EM on NQ, against 30.1 EM for BM25."
PAPER = "2001.00001v1"
ROWS = (
    ("Retriever", "NQ EM", "TriviaQA EM", "Parameters"),
    ("BM25", "30.1", "47.1", "0"),
    ("Dense retrieval", "41.5", "57.9†", "110M"),
    ("Dense retrieval + BM25", "43.0", "–", "110M"),
    ("Random", "1.0", "2.0", "3"),
)


def base_with(rows: tuple[tuple[str, ...], ...], *, text: str = BOTH, caption: str = "") -> EvidenceBase:
    cells = tuple(tuple(Cell(text=t, span=Span(None, 0, len(t)) if t else None) for t in row) for row in rows)
    item = claim(0, PAPER, texts=(text,))
    base = evidence_base(QUESTION, (checked(item.model_copy(update={"quantities": quantities(item.text)})),))
    table = Table(caption=caption, label="Table 2", rows=cells)
    return base.model_copy(update={"tables": {PAPER: (resolve(table),), "2009.00009v1": (resolve(table),)}})


def grid_of(base: EvidenceBase) -> Grid | None:
    report = compose_report(base, outline(base), RenderSettings())
    results = next(section for section in report.sections if section.heading == "Results")
    grids = [block for section in results.subsections if section.heading == "In figures" for block in section.blocks]
    return next((grid for grid in grids if isinstance(grid, Grid) and "Where" in grid.header), None)


def test_table_values_gives_both_subjects_with_place_and_best() -> None:
    grid = grid_of(base_with(ROWS, text="Dense retrieval is better than BM25."))
    assert grid is not None
    assert [row[1:] for row in grid.rows] == [
        ("BM25", "NQ", "EM", "30.1", "Table 2, row BM25, column NQ EM"),
        ("Dense retrieval", "NQ", "EM", "41.5", "Table 2, row Dense retrieval, column NQ EM"),
        ("BM25", "TriviaQA", "EM", "47.1", "Table 2, row BM25, column TriviaQA EM"),
        ("Dense retrieval", "TriviaQA", "EM", "57.9, best of 3", "Table 2, row Dense retrieval, column TriviaQA EM"),
    ]


def test_table_values_repeats_no_value_that_a_statement_told() -> None:
    grid = grid_of(base_with(ROWS))
    assert grid is not None
    assert [row[4] for row in grid.rows] == ["47.1", "57.9, best of 3"]


def test_table_values_leaves_out_tables_of_one_side_unless_they_are_on_what_was_asked() -> None:
    assert grid_of(base_with((*ROWS[:2], *ROWS[4:]))) is None


def test_table_values_takes_whole_columns_up_to_the_cap() -> None:
    base = base_with(ROWS, text="Dense retrieval is better than BM25.")
    rendering = RenderSettings(max_table_values_per_paper=3)
    grid = grid_of(base.model_copy(update={"settings": base.settings.model_copy(update={"rendering": rendering})}))
    assert grid is not None
    assert [row[4] for row in grid.rows] == ["30.1", "41.5"]


def test_table_values_name_what_is_measured_by_its_own_label_where_the_group_is_long() -> None:
    group = ("Approximation by bilexical dependencies and by trees", "", "", "")
    grid = grid_of(base_with((ROWS[0], group, *ROWS[1:3]), text="Dense retrieval is better than BM25."))
    assert grid is not None
    assert [row[1] for row in grid.rows[:2]] == ["BM25", "Dense retrieval"]
    assert grid.rows[0][5] == f"Table 2, row {group[0]} BM25, column NQ EM"
