import re

from synth.models import (
    Artifacts,
    Attacker,
    Derivation,
    Dimension,
    Finding,
    Gate,
    Grid,
    Number,
    Operand,
    Paragraph,
    Reproduction,
    Review,
    Reviewer,
    Span,
)
from synth.rendering.markdown import render_markdown
from synth.rendering.template import render_report
from synth.report.review_appendix import standing_appendix
from synth.settings import RenderSettings
from tests.examples import report

REVIEW = Review(
    score=7.5,
    reviewers=(Reviewer(name="grounding", score=7.5, reasons=("C1 stands at its spans", "C2 has no second passage")),),
    gates=(Gate(number=2, name="reproduction or proof", status="Verified", reason="one number was computed again"),),
    attackers=(
        Attacker(
            name="citation auditor", score=9.0, tried=("quotes", "authors"), found=(Finding(text="C1 cites itself"),)
        ),
        Attacker(name="replication attacker", score=10.0, tried=("mutations",)),
    ),
    status="Verified",
    level="L4",
    tier="DOI grade",
    dimensions=(Dimension(name="reproducibility", grade="HIGH", rule="one artifact survived"),),
    rules={"level L4": "a claim was reproduced"},
)


def reproduction(place: str = "Section 4, par. 1") -> Reproduction:
    number = Number(text="16.6", value=16.6, decimals=1, tolerance=0.05, unit="", start=0, end=4)
    operand = Operand(name="a", text="33.2", value=33.2, spans=(Span(None, 9, 13),), place="Table 1", outside=True)
    derivation = Derivation(
        derivation_id="d-0123456789",
        paper_id="2001.00001v1",
        text="It falls by 16.6.",
        spans=(Span(None, 0, 17),),
        place=place,
        kind="difference",
        reported=number,
        operands=(operand,),
        formula="a / 2",
        tolerance=0.05,
    )
    verdict = "computed 16.6, reported 16.6, tolerance 0.05"
    return Reproduction(derivation=derivation, computed=16.6, outcome="reproduced", survived=True, verdict=verdict)


def test_standing_appendix_tells_all_that_was_tried_in_every_format() -> None:
    appendix = standing_appendix(REVIEW, Artifacts(reproductions=(reproduction(),)), {"2001.00001v1": 3})
    shown = report("Does dense retrieval beat BM25?", ()).model_copy(update={"appendices": (appendix,)})
    for text in (render_markdown(shown, RenderSettings()), render_report(shown, RenderSettings()).tex):
        for told in (
            "Verified",
            "DOI grade",
            "7.50",
            "level L4: a claim was reproduced",
            "C1 stands at its spans",
            "C2 has no second passage",
            "one number was computed again",
            "C1 cites itself",
            "mutations",
            "one artifact survived",
            "computed 16.6, reported 16.6, tolerance 0.05",
        ):
            assert told in text


def test_standing_appendix_counts_what_it_leaves_out() -> None:
    many = tuple(reproduction(f"Section 4, par. {number}") for number in range(43))
    parts = {part.heading: part for part in standing_appendix(REVIEW, Artifacts(reproductions=many), {}).subsections}
    assert "Proofs" not in parts
    grid, more = parts["Numbers computed again"].blocks
    assert isinstance(grid, Grid)
    assert isinstance(more, Paragraph)
    assert len(grid.rows) == 40
    assert re.findall(r"\d+|\S+jsonl", more.fragments[0].text) == ["3", "reproduction/index.jsonl"]
