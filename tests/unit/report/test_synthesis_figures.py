"""Figures draw what was counted in the run, and the counts add up."""

import re

from hypothesis import given
from hypothesis import strategies as st

from synth.models import Flow, Screened
from synth.report.paper_flow import flow_figure

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
    figure = flow_figure(rows, ())
    if figure is None:
        assert all(decision == "used" for (decision, _), _ in fates)
        return
    drawing = figure.drawing
    assert isinstance(drawing, Flow)
    there = [counted(step.lines[0]) for step in drawing.steps]
    gone = [counted(step.left_out[0]) if step.left_out else 0 for step in drawing.steps]
    assert there[0] == len(rows)
    assert there[-1] == sum(decision == "used" for (decision, _), _ in fates)
    for step, (before, after, left) in enumerate(zip(there[:-1], there[1:], gone[:-1], strict=True)):
        assert before - left == after
        assert sum(counted(line) for line in drawing.steps[step].left_out[1:]) == left


def test_flow_figure_puts_each_fate_where_it_befell() -> None:
    rows = [
        Screened.model_validate({"paper_id": f"p{n}", "title": "", "decision": decision, "stage": stage, "reason": "x"})
        for n, (decision, stage) in enumerate(FATES)
    ]
    figure = flow_figure(rows, ())
    assert figure is not None
    assert isinstance(figure.drawing, Flow)
    gone = {step.phase: counted(step.left_out[0]) for step in figure.drawing.steps if step.left_out}
    assert gone == {"Identified": 3, "Screened": 1, "Sought": 1, "Assessed": 3}


def test_flow_figure_draws_no_step_at_which_nothing_was_left_out() -> None:
    rows = [
        Screened.model_validate({"paper_id": f"p{n}", "title": "", "decision": decision, "stage": stage, "reason": "x"})
        for n, (decision, stage) in enumerate([("used", "compose"), ("skipped", "read")])
    ]
    figure = flow_figure(rows, ())
    assert figure is not None
    assert isinstance(figure.drawing, Flow)
    assert [step.phase for step in figure.drawing.steps] == ["Identified", "Assessed", "Included"]
    assert flow_figure(rows[:1], ()) is None
