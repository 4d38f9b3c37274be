from synth.models import Grid
from synth.models.answer import Amount, Answer, Better, Ranked, ValuePair
from synth.report import compose_report, outline
from synth.report.evidence_base import EvidenceBase
from synth.settings import RenderSettings
from tests.examples import checked, claim, evidence_base

PAPER = "2001.00001v1"


def pair(a: str = "41.5", better: Better = "a", place: str = "Table 2, rows DPR and BM25, column EM") -> ValuePair:
    return ValuePair(
        subject="DPR",
        comparator="BM25",
        outcome="EM",
        setting="NQ",
        a=a,
        b="30.1",
        unit="%",
        better=better,
        source="claim" if place.startswith("c-") else "table",
        place=place,
    )


def base_with(question: str = "Is dense retrieval better than BM25?", **update: object) -> EvidenceBase:
    base = evidence_base(question, (checked(claim(0, PAPER)),))
    return base.model_copy(update={"answer": Answer.model_validate(base.answer.model_copy(update=update))})


def with_values(*values: ValuePair) -> EvidenceBase:
    base = base_with()
    (paper,) = base.answer.papers
    return base_with(papers=(paper.model_copy(update={"values": values}),))


def grid_of(base: EvidenceBase, column: str) -> Grid | None:
    sections = compose_report(base, outline(base), RenderSettings()).sections
    grids = [block for section in sections for block in section.blocks if isinstance(block, Grid)]
    return next((grid for grid in grids if column in grid.header), None)


def test_evidence_table_gives_both_values_with_direction_and_place() -> None:
    told = pair("44.0", "b", place=f"c-{PAPER}-0")
    grid = grid_of(with_values(told, pair()), "Where")
    assert grid is not None
    assert grid.header[2:4] == ("dense retrieval", "BM25")
    assert [row[1:] for row in grid.rows] == [
        ("EM, NQ", "44.0% DPR", "30.1% BM25", "▼", "C1"),
        ("EM, NQ", "41.5% DPR", "30.1% BM25", "▲", "Table 2"),
    ]


def test_evidence_table_leaves_out_claims_that_are_struck_and_keeps_to_its_cap() -> None:
    many = [pair(f"4{n}.5") for n in range(5)]
    base = with_values(pair(place=f"c-{PAPER}-0"), *many)
    struck = base.model_copy(update={"struck": {f"c-{PAPER}-0": "it does not stand there"}})
    grid = grid_of(struck, "Where")
    assert grid is not None
    assert [row[-1] for row in grid.rows] == ["Table 2"] * 3


def test_evidence_table_is_absent_without_values() -> None:
    assert grid_of(base_with(), "Where") is None


def test_evidence_table_ranks_for_which() -> None:
    ranked = [Ranked(name="DPR", outcome="EM", setting="NQ", rank_mean=1.5, papers=2)]
    ranked += [Ranked(name=f"T{n}", outcome="F1", setting="NQ", rank_mean=n, papers=1) for n in range(1, 13)]
    grid = grid_of(base_with("Which retriever is best?", ranking=tuple(ranked)), "Mean rank")
    assert grid is not None
    assert grid.rows == (("DPR", "EM", "NQ", "1.5", "2"),)  # the second does not fit whole


def test_evidence_table_lists_amounts_with_range_and_median() -> None:
    amounts = tuple(
        Amount(paper_id=PAPER, outcome="faults", setting="", value=value, unit="faults", place="Table 1, row 1")
        for value in ("80", "5", "415")
    )
    grid = grid_of(base_with("How many faults do test generators find?", amounts=amounts), "Amount")
    assert grid is not None
    assert [row[3:] for row in grid.rows] == [("80", "Table 1"), ("5", "Table 1"), ("415", "Table 1")]
    assert "from 5 to 415, median 80" in grid.caption
