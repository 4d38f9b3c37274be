import re
from collections.abc import Iterator
from datetime import date

import pytest
from cases import PAPERS, Witness, base_of, case, claim_of, document_of
from examples import document

from synth.gates import Case, recount
from synth.judging import case_of
from synth.models import Asked, Cell, Figure, Fragment, Input, Paragraph, QueryRun, Report, Table
from synth.models.report import Block, Grid, ItemList, ReportSection
from synth.settings import SearchSettings, Settings
from synth.synthesis import outline

CLAIMS = [
    claim_of(0, 0, [Witness(1, 0)]),
    claim_of(1, 1, [Witness(0, 0, "contradicts")]),
    claim_of(2, 2, [Witness(2, 3, independent=False)]),
    claim_of(2, 3),
    *(claim_of(paper, 4) for paper in range(5)),
    *(claim_of(paper, 7) for paper in range(5)),
]
WHOLE = case(CLAIMS, silent=2)
NUMBER = re.compile(
    r"(?<![\w.-])(?:\d[\d,.]*\d|\d|none|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w-])",
    re.IGNORECASE,
)
STATES_NOTHING = re.compile(
    r"PRISMA 2020|synth [0-9.]+|up to two sentences|one of the papers|No question was|No statement|no statement|cites no|no second|"
    r"one passage|one paper each|rests? on one|alone|\bno (?:one|such)\b|there is none|of one paper|before the widest",
)
"""Numbers in words that count nothing of the run."""


def changed(report: Report) -> Iterator[tuple[str, Report]]:
    """The report with each number of its own words changed, one at a time, and the words where that was done."""
    for path, piece in fragments(report):
        if piece.kind != "text":
            continue
        quoted = [match.span() for match in (*re.finditer("“[^”]*”", piece.text), *STATES_NOTHING.finditer(piece.text))]
        for match in NUMBER.finditer(piece.text):
            if any(start <= match.start() < end for start, end in quoted):
                continue
            text = f"{piece.text[: match.start()]}77{piece.text[match.end() :]}"
            around = piece.text[max(0, match.start() - 40) : match.end() + 40]
            yield around, replaced(report, path, piece.model_copy(update={"text": text}))


def fragments(report: Report) -> Iterator[tuple[tuple[int, ...], Fragment]]:
    for number, paragraph in enumerate(paragraphs(report)):
        for place, piece in enumerate(paragraph.fragments):
            yield (number, place), piece


def paragraphs(report: Report) -> Iterator[Paragraph]:
    yield from report.abstract
    for section in report.sections:
        yield from in_section(section)


def in_section(section: ReportSection) -> Iterator[Paragraph]:
    for block in section.blocks:
        yield from block.items if isinstance(block, ItemList) else [block] if isinstance(block, Paragraph) else []
    for part in section.subsections:
        yield from in_section(part)


def replaced(report: Report, path: tuple[int, ...], piece: Fragment) -> Report:
    """The report with one fragment in place of another, paragraphs counted as `paragraphs` gives them."""
    seen = iter(range(10_000))

    def paragraph(of: Paragraph) -> Paragraph:
        if next(seen) != path[0]:
            return of
        pieces = list(of.fragments)
        pieces[path[1]] = piece
        return of.model_copy(update={"fragments": tuple(pieces)})

    def block(of: Block) -> Block:
        if isinstance(of, ItemList):
            return of.model_copy(update={"items": tuple(paragraph(item) for item in of.items)})
        return paragraph(of) if isinstance(of, Paragraph) else of

    def section(of: ReportSection) -> ReportSection:
        blocks = tuple(block(one) for one in of.blocks)
        return of.model_copy(update={"blocks": blocks, "subsections": tuple(section(one) for one in of.subsections)})

    abstract = tuple(paragraph(one) for one in report.abstract)
    return report.model_copy(update={"abstract": abstract, "sections": tuple(section(one) for one in report.sections)})


def searched() -> Case:
    """A run that asked arXiv with filters, of a question with figures and quotation marks, on papers without authors."""
    question = "Does “RAG 2.0” reduce hallucination compared with a 32K context window?"
    base = base_of([claim_of(0, 4), claim_of(1, 4), claim_of(2, 2)], question, silent=1)
    search = SearchSettings(max_papers=7, since=date(2019, 5, 6), categories=("cs.CL", "physics.acc-ph"))
    titles = dict(zip(base.papers, ("On 12 matters", "A “quoted” 13", "", "Silence"), strict=True))
    query = QueryRun(search_query="all:rag AND 32K", searched_on=date(2026, 11, 21), total=4321, received=35)
    base = base.model_copy(
        update={
            "settings": Settings(search=search),
            "asked": Asked(sources=("papers", "arxiv"), papers=("my 99 papers",)),
            "queries": (query,),
            "kinds": base.kinds | {PAPERS[1]: "abstract"},
            "papers": {
                paper_id: paper.model_copy(update={"authors": (), "title": titles[paper_id]})
                for paper_id, paper in base.papers.items()
            },
        }
    )
    inputs = tuple(Input(paper_id=one, kind=kind, sha256="0" * 64, origin=one) for one, kind in base.kinds.items())
    documents = {one: document_of(PAPERS.index(one)) if one in PAPERS else document(one) for one in base.kinds}
    return case_of(base, outline(base), inputs, documents)


def hostile() -> Case:
    """A run on papers and a folder whose names hold figures and quotation marks that do not match."""
    base = base_of([claim_of(0, 1, [Witness(1, 1, "contradicts")]), claim_of(1, 4), claim_of(2, 4)], "Does RAG help?")
    first, second, *_ = base.papers
    papers = {
        first: base.papers[first].model_copy(update={"authors": ("Team 8642",)}),
        second: base.papers[second].model_copy(update={"authors": (), "title": "A ” 7531 “ study"}),
    }
    asked = Asked(sources=("papers",), papers=("x” 9753 y.tex",))
    base = base.model_copy(update={"asked": asked, "papers": base.papers | papers})
    inputs = tuple(Input(paper_id=one, kind=kind, sha256="0" * 64, origin=one) for one, kind in base.kinds.items())
    documents = {one: document_of(PAPERS.index(one)) if one in PAPERS else document(one) for one in base.kinds}
    return case_of(base, outline(base), inputs, documents)


@pytest.mark.parametrize(
    "of",
    [
        WHOLE,
        searched(),
        case(CLAIMS[:1]),
        case(CLAIMS[2:3]),
        case(CLAIMS[2:4]),
        case(CLAIMS[4:]),
        case([claim_of(0, number) for number in range(8)] + [claim_of(1, number) for number in range(8)]),
        case([CLAIMS[0], *(claim_of(2, number) for number in (2, 3, 4, 7))]),
        case(CLAIMS, struck={CLAIMS[0].claim.claim_id: "computed 16.6, reported 17"}),
        case(
            [
                claim_of(0, 1, [Witness(1, number, "contradicts") for number in range(8)]),
                claim_of(2, 3, [Witness(3, number, "contradicts") for number in range(8)]),
            ]
        ),
        hostile(),
        case([]),
    ],
)
def test_recount_finds_nothing_wrong_in_what_was_composed(of: Case) -> None:
    assert recount(of).wrong == ()
    assert recount(of).recounted > 10


def test_recount_finds_every_number_that_was_changed() -> None:
    tried = list(changed(WHOLE.report))
    missed = [around for around, report in tried if not recount(WHOLE.model_copy(update={"report": report})).wrong]
    assert len(tried) > 40
    assert missed == []


def test_recount_names_what_was_stated_and_what_was_counted() -> None:
    text = "5 of the 14 claims rest on one passage."
    report = WHOLE.report.model_copy(update={"abstract": (Paragraph(fragments=(Fragment(text=text),)),)})
    wrong = recount(WHOLE.model_copy(update={"report": report})).wrong
    assert wrong == ("5 stated, 11 counted (unsupported): “5 of the 14 claims rest on one passage.”",)


def test_recount_lets_a_number_pass_that_the_passage_beside_it_has() -> None:
    number = WHOLE.numbers[claim_of(2, 2).claim.claim_id]
    for text, wrong in (
        (f"C{number} speaks of 9 points", 0),
        (f"C{number} speaks of 90 points", 1),
        ("9,753 papers", 1),
    ):
        report = WHOLE.report.model_copy(update={"abstract": (Paragraph(fragments=(Fragment(text=text),)),)})
        assert len(recount(WHOLE.model_copy(update={"report": report})).wrong) == wrong


def test_recount_finds_a_day_and_a_claim_that_are_not_of_this_run() -> None:
    text = "On 2026-11-20 nothing contradicted C99."
    report = WHOLE.report.model_copy(update={"abstract": (Paragraph(fragments=(Fragment(text=text),)),)})
    wrong = recount(WHOLE.model_copy(update={"report": report})).wrong
    assert [one.partition(":")[0] for one in wrong] == [
        "the claims table has no C99",
        "2026-11-20 is no day of this run",
    ]


@pytest.mark.parametrize("column", [1, 2])
def test_recount_finds_a_wrong_cell_of_the_marks(column: int) -> None:
    def with_cell(of: Grid) -> Grid:
        row = list(of.rows[2])
        row[column] = "3"
        return of.model_copy(update={"rows": (*of.rows[:2], tuple(row), *of.rows[3:])})

    sections = []
    for section in WHOLE.report.sections:
        blocks = tuple(
            with_cell(block) if isinstance(block, Grid) and block.header[0] == "Mark" else block
            for block in section.blocks
        )
        sections.append(section.model_copy(update={"blocks": blocks}))
    report = WHOLE.report.model_copy(update={"sections": tuple(sections)})
    assert len(recount(WHOLE.model_copy(update={"report": report})).wrong) == 1


def test_recount_finds_figures_of_another_run() -> None:
    other = case(CLAIMS[:6])
    wrong = recount(
        WHOLE.model_copy(update={"report": WHOLE.report.model_copy(update={"sections": other.report.sections})})
    ).wrong
    assert any("Flow of papers" in one for one in wrong)
    assert any("Papers read, by year" in one for one in wrong)
    assert any("by the confidence" in one for one in wrong)
    assert PAPERS[0] in WHOLE.papers


@pytest.mark.parametrize(("value", "wrong"), [("54.3 EM, best of 5", 0), ("54.8 EM", 1)])
def test_recount_looks_values_of_tables_up_in_the_tables_of_the_paper(value: str, wrong: int) -> None:
    grid = Grid(
        caption="What tables of the cited papers report of it: 1 of 7 values.",
        header=("Paper", "Measured", "On", "By", "Value", "Where"),
        rows=(("Author1 (2020) [1]", "DPR", "NQ", "EM", value, "Table 2, row DPR, column EM"),),
        align=("p", "p", "p", "p", "l", "p"),
    )
    report = WHOLE.report.model_copy(update={"sections": (ReportSection(heading="In figures", blocks=(grid,)),)})
    table = Table(rows=((Cell(text="DPR"), Cell(text="54.3±0.1")),))
    cited = WHOLE.documents[PAPERS[0]].model_copy(update={"tables": (table,)})
    of = WHOLE.model_copy(update={"report": report, "documents": WHOLE.documents | {PAPERS[0]: cited}})
    assert len(recount(of).wrong) == wrong


def test_recount_finds_a_wrong_number_in_what_a_figure_tells_those_who_cannot_see_it() -> None:
    told = []
    for section in WHOLE.report.sections:
        for place, block in enumerate(section.blocks):
            number = re.search(r"\d+", block.alternative) if isinstance(block, Figure) else None
            if isinstance(block, Figure) and number is not None:
                changed_text = f"{block.alternative[: number.start()]}77{block.alternative[number.end() :]}"
                figure = block.model_copy(update={"alternative": changed_text})
                blocks = (*section.blocks[:place], figure, *section.blocks[place + 1 :])
                others = [
                    section.model_copy(update={"blocks": blocks}) if one is section else one
                    for one in WHOLE.report.sections
                ]
                report = WHOLE.report.model_copy(update={"sections": tuple(others)})
                wrong = recount(WHOLE.model_copy(update={"report": report})).wrong
                told.append((block.name, len(wrong)))
    assert told == [("flow", 1), ("years", 1), ("confidence", 1)]
