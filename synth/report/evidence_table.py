"""The evidence table: the values of both sides, the ranking, or the amounts, one reliable value per row."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from synth.language.phrasing import shortened
from synth.models import Grid, Question, Run
from synth.models.answer import VOTES, Better, PaperAnswer, Ranked, ValuePair
from synth.report.headline import side_names
from synth.report.ordering import Outline
from synth.report.prose import short_name

MAX_CELL, MAX_NAME_CELL = 48, 32
MAX_LISTED = 12
"""Rows of a ranking or a list of amounts."""
MAX_HEADING = 40
BETTER_SIGNS: dict[Better, str] = {"a": "▲", "b": "▼", "equal": "●", "unclear": ""}


def evidence_table(base: Run, order: Outline) -> Grid | None:
    """The table for the kind of question; None where no paper has a reliable value."""
    if base.answer.ranking is not None:
        grid = _ranking(base)
    elif base.answer.amounts is not None:
        grid = _amounts(base, order)
    else:
        grid = _pairs(base, order)
    return without_empty_columns(grid) if grid else None


def _pairs(base: Run, order: Outline) -> Grid | None:
    settings = base.settings.rendering
    rows = [
        (
            _paper(base, order, one.paper_id),
            shortened(", ".join(filter(None, (pair.outcome, pair.setting))), MAX_CELL),
            _value(pair.subject, pair.a, pair.unit),
            _value(pair.comparator, pair.b, pair.unit),
            BETTER_SIGNS[pair.better],
            _where(order, pair.place),
        )
        for one in sorted(base.answer.papers, key=lambda one: (VOTES.index(one.direction), one.group))
        if one.paper_id in order.reference_numbers
        for pair in _representative(list(_shown(one, order)), settings.max_values_per_paper)
    ]
    if not rows:
        return None
    first, second = value_headings(base.question)
    return Grid(
        caption=f"Values that the papers report for both sides, those nearest to the question first. ▲ better with "
        f"{first}, ▼ better with {second}, ● equal, blank: unclear which is better.",
        header=("Paper", "Outcome, setting", first, second, "", "Where"),
        rows=tuple(rows[: settings.max_values]),
        align=("p", "p", "p", "p", "l", "l"),
    )


def _representative(pairs: Sequence[ValuePair], most: int) -> Sequence[ValuePair]:
    """The first pairs of a paper; the last is replaced by the first one of another direction where these agree."""
    other = next((pair for pair in pairs[most:] if pair.better != pairs[0].better), None)
    same = len({pair.better for pair in pairs[:most]}) < 2
    return (*pairs[: most - 1], other) if other and same and most > 1 else pairs[:most]


def _shown(one: PaperAnswer, order: Outline) -> Iterable[ValuePair]:
    """The pairs of a paper, without those of claims that the report does not quote or has struck."""
    struck = {checked.claim.claim_id for checked in order.struck}
    for pair in one.values:
        if pair.source == "table" or (pair.place in order.claim_numbers and pair.place not in struck):
            yield pair


def _ranking(base: Run) -> Grid | None:
    limit = MAX_LISTED
    ranked: list[Ranked] = []
    for _, line in groupby(base.answer.ranking or (), key=lambda one: (one.outcome, one.setting)):
        whole = list(line)
        if ranked and len(ranked) + len(whole) > limit:
            break  # part of a ranking is not a ranking
        ranked += whole[:limit]
    return Grid(
        caption="Mean rank in the papers' tables, by outcome and setting; 1 is the best.",
        header=("Ranked", "Outcome", "Setting", "Mean rank", "Papers"),
        rows=tuple(
            (shortened(one.name, MAX_CELL), one.outcome, one.setting, f"{one.rank_mean:g}", str(one.papers))
            for one in ranked
        ),
        align=("p", "p", "p", "r", "r"),
    )


def _amounts(base: Run, order: Outline) -> Grid | None:
    struck = {checked.claim.claim_id for checked in order.struck}
    shown = [
        amount
        for amount in base.answer.amounts or ()
        if amount.paper_id in order.reference_numbers and amount.place not in struck
    ]
    if not shown:
        return None
    return Grid(
        caption="Amounts that the papers report.",
        header=("Paper", "Quantity", "Setting", "Amount", "Where"),
        rows=tuple(
            (
                _paper(base, order, amount.paper_id),
                shortened(amount.outcome, MAX_CELL),
                shortened(amount.setting, MAX_CELL),
                amount.value,
                _where(order, amount.place),
            )
            for amount in shown[:MAX_LISTED]
        ),
        align=("p", "p", "p", "l", "l"),
    )


def without_empty_columns(grid: Grid) -> Grid:
    """The table without the columns that are empty in every row."""
    columns = [place for place in range(len(grid.header)) if any(row[place] for row in grid.rows)]
    return Grid(
        caption=grid.caption,
        header=tuple(grid.header[place] for place in columns),
        rows=tuple(tuple(row[place] for place in columns) for row in grid.rows),
        align=tuple(grid.align[place] for place in columns),
    )


def _paper(base: Run, order: Outline, paper_id: str) -> str:
    return f"{short_name(base.papers, paper_id)} [{order.reference_numbers[paper_id]}]"


def _value(name: str, value: str, unit: str) -> str:
    printed = value if not unit or unit in value else f"{value}{'' if unit == '%' else ' '}{unit}"
    return f"{printed} {shortened(name, MAX_NAME_CELL)}"


def value_headings(question: Question) -> tuple[str, str]:
    """The headings of the columns with the values of both sides."""
    first, *others = [shortened(name, MAX_HEADING) for name in side_names(question)]
    return first, others[0] if len(others) == 1 else "the others" if others else f"without {first}"


def _where(order: Outline, place: str) -> str:
    """The claim's number; else the table, whose row and column the other cells name, and answer.json in full."""
    return f"C{order.claim_numbers[place]}" if place in order.claim_numbers else place.partition(", ")[0]
