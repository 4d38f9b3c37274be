import re
from collections.abc import Sequence

import pytest

from synth.models import Grid, Paper, Report, Run
from synth.models.answer import Amount, Answer, Better, Ranked, ValuePair
from synth.report.assembling import compose_report
from synth.report.first_page import MAX_WORDS, fitting
from synth.report.headline import plainest
from synth.report.ordering import outline
from synth.settings import RenderSettings
from tests.examples import checked, claim, run_of

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


def run_with(question: str = "Is dense retrieval better than BM25?", **update: object) -> Run:
    run = run_of(question, (checked(claim(0, PAPER)),))
    return run.model_copy(update={"answer": Answer.model_validate(run.answer.model_copy(update=update))})


def with_values(*values: ValuePair) -> Run:
    run = run_with()
    (paper,) = run.answer.papers
    return run_with(papers=(paper.model_copy(update={"values": values}),))


def grid_of(run: Run, column: str) -> Grid | None:
    sections = compose_report(run, outline(run), RenderSettings()).sections
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
    run = with_values(pair(place=f"c-{PAPER}-0"), *many)
    struck = run.model_copy(update={"struck": {f"c-{PAPER}-0": "it does not stand there"}})
    grid = grid_of(struck, "Where")
    assert grid is not None
    assert [row[-1] for row in grid.rows] == ["Table 2"] * RenderSettings().max_values_per_paper


def test_evidence_table_shows_the_value_that_points_another_way() -> None:
    many = [*(pair(f"4{n}.5") for n in range(5)), pair("20.0", "b")]
    grid = grid_of(with_values(*many), "Where")
    assert grid is not None
    assert [row[4] for row in grid.rows] == ["▲", "▼"]


def test_evidence_table_is_absent_without_values() -> None:
    assert grid_of(run_with(), "Where") is None


def test_evidence_table_ranks_for_which() -> None:
    ranked = [Ranked(name="DPR", outcome="EM", setting="NQ", rank_mean=1.5, papers=2)]
    ranked += [Ranked(name=f"T{n}", outcome="F1", setting="NQ", rank_mean=n, papers=1) for n in range(1, 13)]
    grid = grid_of(run_with("Which retriever is best?", ranking=tuple(ranked)), "Mean rank")
    assert grid is not None
    assert grid.rows == (("DPR", "EM", "NQ", "1.5", "2"),)  # the second does not fit whole


@pytest.mark.parametrize(
    ("question", "leads"), [("Which retriever is best?", True), ("Which retriever balances speed and accuracy?", False)]
)
def test_headline_ranks_only_where_one_measure_answers(question: str, leads: bool) -> None:
    ranked = Ranked(name="DPR", outcome="EM", setting="NQ", rank_mean=1.5, papers=2)
    run = run_with(question, ranking=(ranked,))
    abstract = str(compose_report(run, outline(run), RenderSettings()).abstract)
    assert ("ranks first" in abstract) == leads


def test_amounts_are_listed_and_the_headline_has_their_range_and_median() -> None:
    amounts = tuple(
        Amount(paper_id=PAPER, outcome="faults", setting="", value=value, unit="faults", place="Table 1, row 1")
        for value in ("80", "5", "415")
    )
    run = run_with("How many faults do test generators find?", amounts=amounts)
    grid = grid_of(run, "Amount")
    assert grid is not None
    assert grid.header == ("Paper", "Quantity", "Amount", "Where")  # no setting is known of any
    assert [row[2:] for row in grid.rows] == [("80", "Table 1"), ("5", "Table 1"), ("415", "Table 1")]
    report = compose_report(run, outline(run), RenderSettings())
    names = [piece.text for piece in report.abstract[0].fragments if piece.kind in ("strong", "name")]
    assert "80" in names
    assert re.findall(r"\d+", names[0]) == ["5", "415"]
    assert {"amounts": 3, "amount papers": 1}.items() <= counted(report).items()


def led(*papers: Sequence[tuple[str, Better]]) -> Run:
    """A run whose papers have pairs of these values and ways, each by a setting of its own."""
    run = run_with()
    answers = [
        run.answer.papers[0].model_copy(
            update={
                "paper_id": f"{PAPER[:-2]}v{number}",
                "values": tuple(
                    pair(value, way).model_copy(update={"setting": f"set {number}{place}"})
                    for place, (value, way) in enumerate(values)
                ),
            }
        )
        for number, values in enumerate(papers, start=1)
    ]
    counts = {**run.answer.counts, "for": 1, "unclear": 0}
    papers_by_id = {one.paper_id: Paper(paper_id=one.paper_id, title="") for one in answers}
    answer = run.answer.model_copy(update={"direction": "for", "counts": counts, "papers": tuple(answers)})
    return run.model_copy(update={"answer": answer, "papers": {**run.papers, **papers_by_id}})


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        (([("41.1", "a"), ("32.1", "a")], [("35.1", "a"), ("20.1", "b")]), ("lead", "3.5", "from 10 behind to 11 ahead")),
        (([("41.1", "a"), ("32.1", "a")], [("35.1", "a")]), ("lead", "5", "from 2 to 11")),
        (([("20.1", "b"), ("28.8", "b")], [("25.1", "b")]), ("lag", "5", "from 1.3 to 10")),
    ],
)  # fmt: skip
def test_headline_tells_the_median_lead_and_from_where_to_where(
    papers: list[Sequence[tuple[str, Better]]], told: tuple[str, ...]
) -> None:
    run = led(*papers)
    report = compose_report(run, outline(run), RenderSettings())
    assert {"pairs": sum(map(len, papers)), "paired papers": 2}.items() <= counted(report).items()
    abstract = "".join(piece.text for paragraph in report.abstract for piece in paragraph.fragments)
    assert [part for part in told if part not in abstract] == []


def test_headline_tells_no_median_of_one_paper() -> None:
    run = led([("41.1", "a"), ("32.1", "a"), ("35.1", "a"), ("20.1", "b")])
    report = compose_report(run, outline(run), RenderSettings())
    assert "pairs" not in counted(report)
    assert "set 13" in "".join(piece.text for paragraph in report.abstract for piece in paragraph.fragments)


@pytest.mark.parametrize(
    ("weight", "told"), [(0.5, "Dense retrieval beats"), (0.1, "the claims table has what it reports")]
)
def test_first_page_quotes_of_a_paper_without_direction_only_what_is_near(weight: float, told: str) -> None:
    run = run_with(ranking=None, direction="for")
    undecided = tuple(one.model_copy(update={"direction": "unclear"}) for one in run.answer.papers)
    weighed = tuple(one.model_copy(update={"weight": weight, "vote": "unclear"}) for one in run.weighed)
    counts = {**run.answer.counts, "for": 1, "unclear": 1}
    answer = run.answer.model_copy(update={"papers": undecided, "counts": counts})
    run = run.model_copy(update={"weighed": weighed, "answer": answer})
    report = compose_report(run, outline(run), RenderSettings())
    first = next(section for section in report.sections if section.heading == "The evidence")
    assert told in str(first.blocks)


def test_fitting_keeps_the_likeliest_findings_that_there_is_room_for_and_the_first_of_each_paper() -> None:
    other = "2002.00002v1"
    items = [checked(claim(n, paper_id)) for paper_id in (PAPER, other) for n in (0, 1)]
    run = run_of("Is dense retrieval better than BM25?", tuple(items))
    weights = dict(zip((item.claim.claim_id for item in items), (0.9, 0.2, 0.5, 0.4), strict=True))
    weighed = tuple(one.model_copy(update={"weight": weights[one.claim_id]}) for one in run.weighed)
    run = run.model_copy(update={"weighed": weighed})
    papers = [items[:2], items[2:]]
    assert fitting(run, papers, []) == papers
    words = [len(item.claim.quotation.split()) for item in items]
    long = items[0].claim.model_copy(update={"text": " ".join(["word"] * (MAX_WORDS - words[0] - words[2] - words[3]))})
    assert fitting(run, papers, [checked(long)]) == [items[:1], items[2:]]
    assert fitting(run, papers, [checked(long), items[0]]) == [items[:1], items[2:3]]


def test_plainest_prefers_a_finding_that_cites_nobody() -> None:
    items = (checked(claim(0, PAPER, cites=(1,))), checked(claim(1, PAPER)))
    run = run_of("Is dense retrieval better than BM25?", items)
    weighed = tuple(
        one.model_copy(update={"vote": "for", "weight": 0.9 - 0.1 * n}) for n, one in enumerate(run.weighed)
    )
    deciding = {"direction": "for", "claims": tuple(item.claim.claim_id for item in items)}
    papers = tuple(one.model_copy(update=deciding) for one in run.answer.papers)
    answer = run.answer.model_copy(update={"papers": papers})
    run = run.model_copy(update={"weighed": weighed, "answer": answer})
    assert [item.claim.claim_id for item in plainest(run, outline(run), "for", 1)] == [f"c-{PAPER}-1"]


def counted(report: Report) -> dict[str, float]:
    pieces = [piece for paragraph in report.abstract for piece in paragraph.fragments]
    return {piece.count.name: piece.count.value for piece in pieces if piece.count}
