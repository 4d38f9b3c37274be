"""Every number that a report states is a count with a name, and is counted again from the models of the run."""

from collections.abc import Iterator
from datetime import date

import pytest

from synth.language.search_coverage import cited_by_ten
from synth.models import Asked, Cell, Figure, Fragment, Paragraph, QueryRun, Report, ReportSection, Table, Ten, Yield
from synth.models.answer import ValuePair
from synth.models.report import Count
from synth.report.ordering import outline
from synth.review.case import Case
from synth.review.counts import recount
from synth.settings import SearchSettings, Settings
from synth.stages.judging import case_of
from tests.cases import PAPERS, Witness, case, claim_of, run_of
from tests.examples import source

CLAIMS = [
    claim_of(0, 0, [Witness(1, 0)]),
    claim_of(1, 1, [Witness(0, 0, "contradicts")]),
    claim_of(2, 2, [Witness(2, 3, independent=False)]),
    claim_of(2, 3),
    *(claim_of(paper, 4) for paper in range(5)),
    *(claim_of(paper, 7) for paper in range(5)),
]
WHOLE = case(CLAIMS, silent=2, struck={"c-2-3-0": "computed 16.6, reported 17.2"})


def searched() -> Case:
    """A run that asked arXiv with filters, of a question with figures and quotation marks, on papers without authors."""
    question = "Does “RAG 2.0” reduce hallucination compared with a 32K context window?"
    run = run_of([claim_of(0, 4), claim_of(1, 4), claim_of(2, 2)], question, silent=1)
    search = SearchSettings(max_papers=7, since=date(2019, 5, 6), categories=("cs.CL", "physics.acc-ph"))
    titles = dict(zip(run.papers, ("On 12 matters", "# A “quoted” 13", "- ", "Silence"), strict=True))
    query = QueryRun(search_query="all:rag AND 32K", searched_on=date(2026, 11, 21), total=4321, received=35)
    run = run.model_copy(
        update={
            "settings": Settings(search=search),
            "asked": Asked(sources=("papers", "arxiv"), papers=("my 99 papers",)),
            "queries": (query,),
            "inputs": tuple(source(one, "abstract" if one == PAPERS[1] else "pdf") for one in run.papers),
            "papers": {
                paper_id: paper.model_copy(update={"authors": (), "title": titles[paper_id]})
                for paper_id, paper in run.papers.items()
            },
        }
    )
    return case_of(run, outline(run))


def paragraphs(report: Report) -> Iterator[Paragraph]:
    yield from report.abstract
    sections = [*report.sections]
    while sections:
        section = sections.pop()
        yield from section.paragraphs
        sections += section.subsections


def fragments(report: Report) -> list[Fragment]:
    return [piece for paragraph in paragraphs(report) for piece in paragraph.fragments]


def with_abstract(of: Case, *pieces: Fragment) -> Case:
    report = of.report.model_copy(update={"abstract": (Paragraph(fragments=pieces),)})
    return of.model_copy(update={"report": report})


@pytest.mark.parametrize("of", [WHOLE, searched(), case([]), case(CLAIMS[:1])])
def test_recount_agrees_with_every_report_that_was_composed(of: Case) -> None:
    found = recount(of)
    assert found.wrong == ()
    assert found.recounted == sum(piece.count is not None for piece in fragments(of.report))
    assert found.recounted > 8


def test_recount_finds_every_count_that_was_changed() -> None:
    counted = [piece for piece in fragments(WHOLE.report) if piece.count]
    assert len({piece.count.name for piece in counted if piece.count}) > 20
    for piece in counted:
        assert piece.count is not None
        wrong = piece.count.model_copy(update={"value": piece.count.value + 1})
        assert len(recount(with_abstract(WHOLE, piece.model_copy(update={"count": wrong}))).wrong) == 1, piece
        printed = piece.model_copy(update={"text": f"{piece.text}7"})
        assert len(recount(with_abstract(WHOLE, printed)).wrong) == 1, piece


@pytest.mark.parametrize(
    "piece",
    [
        Fragment(text="Of 24 papers, most were read."),
        Fragment(text="two", kind="count", count=Count(name="things", value=2)),
        Fragment(text="two", kind="count", count=Count(name="findings", value=2, claims=(1, 2, 99))),
    ],
)
def test_recount_finds_what_nothing_counts(piece: Fragment) -> None:
    assert len(recount(with_abstract(WHOLE, piece)).wrong) == 1


def test_recount_finds_bars_that_are_not_what_was_read() -> None:
    for tens, faults in ((cited_by_ten(WHOLE.screening), 0), ((Ten(first=1, last=10, cited=9),), 1)):
        figure = Figure(name="yield", caption="", alternative="", drawing=Yield(tens=tens))
        section = ReportSection(heading="Methodology", blocks=(figure,))
        report = WHOLE.report.model_copy(update={"sections": (*WHOLE.report.sections, section)})
        assert len(recount(WHOLE.model_copy(update={"report": report})).wrong) == faults


def test_rewording_a_sentence_breaks_nothing() -> None:
    pieces = (
        piece.model_copy(update={"text": "Reworded: "}) if piece.kind == "text" else piece
        for paragraph in WHOLE.report.abstract
        for piece in paragraph.fragments
    )
    assert recount(with_abstract(WHOLE, *pieces)).wrong == ()


def test_recount_looks_up_values_in_the_tables_of_their_paper() -> None:
    pair = ValuePair(
        subject="DPR",
        comparator="BM25",
        outcome="EM",
        setting="NQ",
        a="41.5",
        b="30.1",
        unit="",
        better="a",
        source="table",
        place="Table 1",
    )
    answered = WHOLE.report.answer.papers[0]
    answer = WHOLE.report.answer.model_copy(update={"papers": (answered.model_copy(update={"values": (pair,)}),)})
    for cell, wrong in (("41.5", 0), ("44.5", 1)):
        table = Table(rows=((Cell(text="30.1"),), (Cell(text=cell),)))
        held = WHOLE.documents[answered.paper_id].model_copy(update={"tables": (table,)})
        of = WHOLE.model_copy(
            update={
                "documents": WHOLE.documents | {answered.paper_id: held},
                "report": WHOLE.report.model_copy(update={"answer": answer}),
            }
        )
        assert len(recount(of).wrong) == wrong
