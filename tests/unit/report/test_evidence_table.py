import re

from synth.models import Grid, Report
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
    assert [row[-1] for row in grid.rows] == ["Table 2"] * RenderSettings().max_values_per_paper


def test_evidence_table_shows_the_value_that_points_another_way() -> None:
    many = [*(pair(f"4{n}.5") for n in range(5)), pair("20.0", "b")]
    grid = grid_of(with_values(*many), "Where")
    assert grid is not None
    assert [row[4] for row in grid.rows] == ["▲", "▼"]


def test_evidence_table_is_absent_without_values() -> None:
    assert grid_of(base_with(), "Where") is None


def test_evidence_table_ranks_for_which() -> None:
    ranked = [Ranked(name="DPR", outcome="EM", setting="NQ", rank_mean=1.5, papers=2)]
    ranked += [Ranked(name=f"T{n}", outcome="F1", setting="NQ", rank_mean=n, papers=1) for n in range(1, 13)]
    grid = grid_of(base_with("Which retriever is best?", ranking=tuple(ranked)), "Mean rank")
    assert grid is not None
    assert grid.rows == (("DPR", "EM", "NQ", "1.5", "2"),)  # the second does not fit whole


def test_amounts_are_listed_and_the_headline_has_their_range_and_median() -> None:
    amounts = tuple(
        Amount(paper_id=PAPER, outcome="faults", setting="", value=value, unit="faults", place="Table 1, row 1")
        for value in ("80", "5", "415")
    )
    base = base_with("How many faults do test generators find?", amounts=amounts)
    grid = grid_of(base, "Amount")
    assert grid is not None
    assert grid.header == ("Paper", "Of what", "Amount", "Where")  # no setting is known of any
    assert [row[2:] for row in grid.rows] == [("80", "Table 1"), ("5", "Table 1"), ("415", "Table 1")]
    report = compose_report(base, outline(base), RenderSettings())
    names = [piece.text for piece in report.abstract[0].fragments if piece.kind in ("strong", "name")]
    assert "80" in names
    assert re.findall(r"\d+", names[0]) == ["5", "415"]
    assert {"amounts": 3, "amount papers": 1}.items() <= counted(report).items()


def test_headline_tells_the_median_lead_and_where_it_is_otherwise() -> None:
    ways: tuple[tuple[str, Better], ...] = (("41.1", "a"), ("32.1", "a"), ("35.1", "a"), ("20.1", "b"))
    values = [pair(value, way) for value, way in ways]
    base = with_values(*(one.model_copy(update={"setting": f"set {n}"}) for n, one in enumerate(values)))
    base = base.model_copy(update={"answer": base.answer.model_copy(update={"direction": "for",
                           "counts": {**base.answer.counts, "for": 1, "unclear": 0}})})  # fmt: skip
    report = compose_report(base, outline(base), RenderSettings())
    assert {"pairs": 4, "paired papers": 1}.items() <= counted(report).items()
    told = "".join(piece.text for paragraph in report.abstract for piece in paragraph.fragments)
    assert [part for part in ("3.5", "10", "11", "set 3") if part not in told] == []


def counted(report: Report) -> dict[str, float]:
    pieces = [piece for paragraph in report.abstract for piece in paragraph.fragments]
    return {piece.count.name: piece.count.value for piece in pieces if piece.count}
