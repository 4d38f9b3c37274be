"""Figures draw what was counted in the run, and the counts add up."""

import re

from hypothesis import given
from hypothesis import strategies as st

from synth.models import Bars, Flow, Screened
from synth.report import outline
from synth.report.figures import flow_figure, years_figure
from tests.examples import checked, claim, evidence_base

REASONS = ("a gzipped PDF", "not about it", "withdrawn", "too short", "no statement in it", "damaged", "in Klingon")
FATES = [
    ("skipped", "sources"),
    ("merged", "merged"),
    ("merged", "screening"),
    ("skipped", "screening"),
    ("skipped", "fetch"),
    ("skipped", "read"),
    ("merged", "read"),
    ("skipped", "select"),
    ("used", "compose"),
]


def counted(line: str) -> int:
    return int(re.findall(r"\(n=(\d+)\)", line)[-1])


@given(st.lists(st.tuples(st.sampled_from(FATES), st.sampled_from(REASONS)), max_size=60))
def test_flow_figure_loses_no_paper_between_found_and_cited(fates: list[tuple[tuple[str, str], str]]) -> None:
    rows = [
        Screened.model_validate(
            {"paper_id": f"p{n}", "title": "", "decision": decision, "stage": stage, "reason": reason}
        )
        for n, ((decision, stage), reason) in enumerate(fates)
    ]
    drawing = flow_figure(rows).drawing
    assert isinstance(drawing, Flow)
    there = [counted(step.lines[0]) for step in drawing.steps]
    gone = [counted(step.left_out[0]) if step.left_out else 0 for step in drawing.steps]
    assert there[0] == len(rows)
    assert there[-1] == sum(decision == "used" for (decision, _), _ in fates)
    for step, (before, after, left) in enumerate(zip(there[:-1], there[1:], gone[:-1], strict=True)):
        assert before - left == after
        assert sum(counted(line) for line in drawing.steps[step].left_out[1:]) == left


def test_years_figure_counts_papers_by_year_and_needs_two_of_them() -> None:
    base = evidence_base("dense retrieval", (checked(claim(0)), checked(claim(0, "2002.00002v1"))))
    figure = years_figure(base, outline(base))
    assert figure is not None
    assert isinstance(figure.drawing, Bars)
    assert figure.drawing.labels == ("2020",)
    assert [series.counts for series in figure.drawing.series] == [(2,), (0,)]
    alone = base.model_copy(update={"kinds": {"2001.00001v1": "pdf"}})
    assert years_figure(alone, outline(base)) is None


def test_flow_figure_puts_each_fate_where_it_befell() -> None:
    rows = [
        Screened.model_validate({"paper_id": f"p{n}", "title": "", "decision": decision, "stage": stage, "reason": "x"})
        for n, (decision, stage) in enumerate(FATES)
    ]
    drawing = flow_figure(rows).drawing
    assert isinstance(drawing, Flow)
    assert [counted(step.left_out[0]) if step.left_out else 0 for step in drawing.steps] == [3, 1, 1, 3, 0]
