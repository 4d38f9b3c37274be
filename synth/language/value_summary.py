"""Summaries of an answer's values: the median lead of one side, the spread of amounts, the first of a ranking."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import median

from synth.language.numerals import cell_number
from synth.models.answer import Amount, Answer, Ranked
from synth.models.base import Model

MIN_PAIRS, MIN_PAPERS = 3, 2
"""The least number of pairs of values of one outcome, and of their papers, for a median."""
SCALE = 100
"""Values beyond this, bugs in four programs of which one has 2,136, are not on a common scale: no median is given."""


class Spread(Model):
    """Numbers of one outcome: how many of how many papers, in which unit, from the lowest to the highest."""

    outcome: str
    unit: str
    values: int
    papers: int
    low: float
    median: float
    high: float


def median_lead(answer: Answer) -> Spread | None:
    """The median lead of the subject, negative where it trails, in the outcome that most papers measure on both sides.

    None where no outcome has `MIN_PAIRS` pairs from `MIN_PAPERS` with a known better side, all within `SCALE`. Shares
    and percentages of one outcome are two outcomes here, and what a paper gives twice counts once.
    """
    leads: dict[tuple[str, str, bool], dict[tuple[str, str, str, str], float]] = {}
    spelt: dict[str, str] = {}
    unbounded: set[str] = set()
    for one in answer.papers:
        for pair in one.values:
            a, b = cell_number(pair.a), cell_number(pair.b)
            if a is None or b is None or pair.better == "unclear" or not pair.outcome:
                continue
            lead = {"a": 1.0, "b": -1.0, "equal": 0.0}[pair.better] * abs(a.value - b.value)
            outcome = pair.outcome.casefold()
            spelt.setdefault(outcome, pair.outcome)
            largest = max(abs(a.value), abs(b.value))
            small = largest <= 1
            if largest > SCALE:
                unbounded.add(outcome)
            leads.setdefault((outcome, pair.unit, small), {})[one.paper_id, pair.setting, pair.a, pair.b] = lead
    ranked = [
        (-of, -len(found), key)
        for key, found in leads.items()
        if len(found) >= MIN_PAIRS
        and (of := len({paper_id for paper_id, *_ in found})) >= MIN_PAPERS
        and key[0] not in unbounded
    ]
    if not ranked:
        return None
    outcome, unit, small = min(ranked)[2]
    found = leads[outcome, unit, small]
    papers = [paper_id for paper_id, *_ in found]
    return _spread(spelt[outcome], unit, [*found.values()], papers)


def amount_spread(amounts: Iterable[Amount]) -> Spread | None:
    """The spread of the amounts in their most common unit; None for fewer than two."""
    by_unit: dict[str, list[tuple[float, str, str]]] = {}
    for amount in amounts:
        number = cell_number(amount.value) or cell_number(amount.value.split()[0])
        if number:
            by_unit.setdefault(amount.unit, []).append((number.value, amount.paper_id, amount.outcome))
    unit, found = max(by_unit.items(), key=lambda item: (len(item[1]), item[0]), default=("", []))
    if len(found) < 2:
        return None
    return _spread(found[0][2], unit, [value for value, *_ in found], [paper_id for _, paper_id, _ in found])


def first_ranking(answer: Answer) -> tuple[Ranked, ...]:
    """The ranking by the first outcome and setting, the best first."""
    lines = groupby(answer.ranking or (), key=lambda one: (one.outcome, one.setting))
    return next((tuple(sorted(line, key=lambda one: one.rank_mean)) for _, line in lines), ())


def _spread(outcome: str, unit: str, values: Sequence[float], papers: Iterable[str]) -> Spread:
    return Spread(
        outcome=outcome,
        unit=unit,
        values=len(values),
        papers=len(set(papers)),
        low=min(values),
        median=median(values),
        high=max(values),
    )
