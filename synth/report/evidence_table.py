"""The evidence table: what the papers measured on both sides, the ranking, or the amounts, one certain row each."""

from collections.abc import Iterable
from itertools import groupby
from statistics import median

from synth.models import Grid, Question
from synth.models.answer import Amount, Better, PaperAnswer, Ranked, ValuePair
from synth.numerals import cell_number
from synth.phrasing import shortened
from synth.report.evidence_base import EvidenceBase, Outline
from synth.report.prose import short_name

MAX_CELL = 60
MAX_HEADING = 40
WAYS: dict[Better, str] = {"a": "▲", "b": "▼", "equal": "●", "unclear": ""}


def evidence_table(base: EvidenceBase, order: Outline) -> Grid | None:
    """The table that the kind of question asks for; None where no paper has a certain value."""
    if base.answer.ranking is not None:
        return _ranking(base)
    if base.answer.amounts is not None:
        return _amounts(base, order)
    return _pairs(base, order)


def _pairs(base: EvidenceBase, order: Outline) -> Grid | None:
    settings = base.settings.rendering
    rows = [
        (
            _paper(base, order, one.paper_id),
            shortened(", ".join(filter(None, (pair.outcome, pair.setting))), MAX_CELL),
            _value(pair.subject, pair.a, pair.unit),
            _value(pair.comparator, pair.b, pair.unit),
            WAYS[pair.better],
            _where(order, pair.place),
        )
        for one in sorted(base.answer.papers, key=lambda one: one.direction == "unclear")
        if one.paper_id in order.reference_numbers
        for pair in list(_shown(one, order))[: settings.max_values_per_paper]
    ]
    if not rows:
        return None
    first, second = _headings(base.question)
    return Grid(
        caption=f"What the papers measured of both: of each paper the values nearest to the question, from its claims "
        f"and its own tables, there the best of either side. ▲ better with {first}, ▼ with {second}, ● equal; blank: "
        "which way is better is not known.",
        header=("Paper", "Outcome, setting", first, second, "", "Where"),
        rows=tuple(rows[: settings.max_values]),
        align=("p", "p", "p", "p", "l", "l"),
    )


def _shown(one: PaperAnswer, order: Outline) -> Iterable[ValuePair]:
    """The pairs of a paper but those of claims that the report does not quote or has struck."""
    struck = {checked.claim.claim_id for checked in order.struck}
    for pair in one.values:
        if pair.source == "table" or (pair.place in order.claim_numbers and pair.place not in struck):
            yield pair


def _ranking(base: EvidenceBase) -> Grid | None:
    limit = base.settings.rendering.max_values
    ranked: list[Ranked] = []
    for _, line in groupby(base.answer.ranking or (), key=lambda one: (one.outcome, one.setting)):
        whole = list(line)
        if ranked and len(ranked) + len(whole) > limit:
            break  # part of a ranking is none
        ranked += whole[:limit]
    return Grid(
        caption="How tables of the papers rank what they set side by side, by outcome and setting: 1 is the best, the "
        "mean over tables.",
        header=("Ranked", "Outcome", "Setting", "Mean rank", "Papers"),
        rows=tuple(
            (shortened(one.name, MAX_CELL), one.outcome, one.setting, f"{one.rank_mean:g}", str(one.papers))
            for one in ranked
        ),
        align=("p", "p", "p", "r", "r"),
    )


def _amounts(base: EvidenceBase, order: Outline) -> Grid | None:
    struck = {checked.claim.claim_id for checked in order.struck}
    shown = [
        amount
        for amount in base.answer.amounts or ()
        if amount.paper_id in order.reference_numbers and amount.place not in struck
    ]
    if not shown:
        return None
    return Grid(
        caption=f"The amounts that the papers give. {_spread(shown)}",
        header=("Paper", "Of what", "Setting", "Amount", "Where"),
        rows=tuple(
            (
                _paper(base, order, amount.paper_id),
                shortened(amount.outcome, MAX_CELL),
                shortened(amount.setting, MAX_CELL),
                amount.value,
                _where(order, amount.place),
            )
            for amount in shown[: base.settings.rendering.max_values]
        ),
        align=("p", "p", "p", "l", "l"),
    )


def _spread(amounts: Iterable[Amount]) -> str:
    """Range and median of the amounts in the unit that most have."""
    by_unit: dict[str, list[float]] = {}
    for amount in amounts:
        number = cell_number(amount.value) or cell_number(amount.value.split()[0])
        if number:
            by_unit.setdefault(amount.unit, []).append(number.value)
    unit, values = max(by_unit.items(), key=lambda item: (len(item[1]), item[0]), default=("", []))
    if len(values) < 2:
        return ""
    return (
        f"Of {len(values)} in {unit or 'numbers'}: from {min(values):g} to {max(values):g}, median {median(values):g}."
    )


def _paper(base: EvidenceBase, order: Outline, paper_id: str) -> str:
    return f"{short_name(base.papers[paper_id])} [{order.reference_numbers[paper_id]}]"


def _value(name: str, value: str, unit: str) -> str:
    printed = value if not unit or unit in value else f"{value}{'' if unit == '%' else ' '}{unit}"
    return f"{printed} {shortened(name, MAX_CELL)}"


def _headings(question: Question) -> tuple[str, str]:
    first, *others = [shortened(subject, MAX_HEADING) for subject in question.subjects]
    return first, others[0] if len(others) == 1 else "the others" if others else f"without {first}"


def _where(order: Outline, place: str) -> str:
    """The claim's number; else the table, whose row and column the other cells name, and answer.json in full."""
    return f"C{order.claim_numbers[place]}" if place in order.claim_numbers else place.partition(", ")[0]
