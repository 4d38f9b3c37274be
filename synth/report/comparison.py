"""The comparison tables: what statements and the papers' own tables report in figures, one value a row."""

import re
from collections.abc import Iterable

from synth.models import CheckedClaim, Grid, Number, Quantity
from synth.phrasing import shortened
from synth.report.evidence_base import EvidenceBase, Outline
from synth.report.prose import short_name
from synth.report.table_values import table_values

MAX_ROWS = 24
MAX_CELL = 48  # characters of what is compared
_POINTING = re.compile(
    r"(?:it|its|this|that|these|those|they|them|their|both|such|which|the (?:former|latter))\b", re.IGNORECASE
)
WAYS = {1: "+", -1: "−", 0: "±0"}


def comparison_tables(base: EvidenceBase, order: Outline) -> tuple[Grid, ...]:
    """What statements report in figures, and what the papers' tables add: no value told by a statement comes again."""
    told: dict[str, list[Number]] = {}
    for checked in _claims(order):
        told.setdefault(checked.claim.paper_id, []).extend(
            quantity.number for quantity in checked.claim.quantities if _is_told(quantity)
        )
    return tuple(grid for grid in (_of_statements(base, order), table_values(base, order, told)) if grid)


def _claims(order: Outline) -> list[CheckedClaim]:
    return [*order.answers, *(checked for theme in order.themes for checked in theme.claims)]


def _is_told(quantity: Quantity) -> bool:
    """Whether a figure says of what it is: "average score 29.32 vs. 29.45" alone compares nothing."""
    whose = _name(quantity.subject) or _name(quantity.other)
    return quantity.number.is_figure and bool(quantity.metric or quantity.dataset) and bool(whose)


def _of_statements(base: EvidenceBase, order: Outline) -> Grid | None:
    """Values with their metric or data set, from the claims that answer and those on one side; None without any.

    Only what a statement prints goes in: paper, what is measured, against what, on what, by which metric, the value,
    and the number of the claim where all of it can be checked.
    """
    rows = [row for checked in _claims(order) for row in _rows(base, order, checked)]
    if not rows:
        return None
    return Grid(
        caption="What these statements report in figures. Blank: the sentence does not say. Δ: a change, its direction "
        "as told.",
        header=("Paper", "Measured", "Against", "On", "By", "Value", "Claim"),
        rows=tuple(rows[:MAX_ROWS]),
        align=("p", "p", "p", "p", "p", "l", "l"),
    )


def _rows(base: EvidenceBase, order: Outline, checked: CheckedClaim) -> Iterable[tuple[str, ...]]:
    claim = checked.claim
    named = f"{short_name(base.papers[claim.paper_id])} [{order.reference_numbers[claim.paper_id]}]"
    seen = set()
    for quantity in claim.quantities:
        row = (
            named,
            _name(quantity.subject),
            _name(quantity.other),
            quantity.dataset or "",
            quantity.metric or "",
            _value(quantity),
            f"C{order.claim_numbers[claim.claim_id]}",
        )
        if _is_told(quantity) and row not in seen:
            seen.add(row)
            yield row


def _name(phrase: str | None) -> str:
    """What is compared, as the sentence names it; blank where it only points at it ("It not", "This")."""
    return "" if phrase is None or _POINTING.match(phrase) else shortened(phrase, MAX_CELL)


def _value(quantity: Quantity) -> str:
    """The value as printed: "54.3", "52.1 → 54.3", "Δ +12.3 %"."""
    printed = quantity.number.text
    if quantity.baseline is not None:
        return f"{quantity.baseline.text} → {printed}"
    if quantity.upper is not None:
        printed = f"{printed}–{quantity.upper.text}"
    if quantity.change is None:
        return printed
    way = WAYS[quantity.direction] if quantity.direction is not None else ""
    return f"Δ {way}{printed}{' relative' if quantity.change == 'relative' else ''}"
