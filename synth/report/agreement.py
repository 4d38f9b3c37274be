"""Agreement and conflict: the findings that other papers support or contradict, with the words of both."""

from collections.abc import Iterable, Iterator

from synth.models import CheckedClaim, Evidence, Fragment, Run
from synth.report.ordering import Outline
from synth.report.prose import short_name

MAX_PAIRS = 12
"""Pairs of each kind in the text; the rest is in the appendix."""

Pair = tuple[CheckedClaim, Evidence]


def agreeing(base: Run, order: Outline) -> dict[str, object]:
    """The findings that an independent paper supports, each with that paper's passage."""
    pairs = [
        (checked, item)
        for checked in base.checked
        for item in checked.evidence
        if checked.mark == "corroborated" and item.stance == "supports" and item.independent
    ]
    return _shown(base, order, pairs)


def conflicting(base: Run, order: Outline) -> dict[str, object]:
    """The findings that a passage contradicts, each with the passage."""
    pairs = [
        (checked, item) for checked in order.conflicts for item in checked.evidence if item.stance == "contradicts"
    ]
    return _shown(base, order, pairs)


def _shown(base: Run, order: Outline, pairs: list[Pair]) -> dict[str, object]:
    pairs = sorted(pairs, key=lambda pair: order.claim_numbers[pair[0].claim.claim_id])
    return {
        "statements": len({checked.claim.claim_id for checked, _ in pairs}),
        "cut": len(pairs) > MAX_PAIRS,
        "pairs": [_pair(base, order, *pair) for pair in pairs[:MAX_PAIRS]],
    }


def _pair(base: Run, order: Outline, checked: CheckedClaim, item: Evidence) -> dict[str, Fragment | None]:
    """One pair, for a template to print "Lewis et al. (2020) supports C3: “...” [7]"."""
    reference = order.reference_numbers[item.passage.paper_id]
    known = next(_quoted_in(base.checked, item), None)
    return {
        "paper": Fragment(text=short_name(base.papers, item.passage.paper_id), kind="name"),
        "claim": Fragment(text=f"C{order.claim_numbers[checked.claim.claim_id]}", kind="name"),
        "quotation": Fragment(text="see", cites=(reference,), claim=order.claim_numbers[known.claim.claim_id])
        if known
        else Fragment(text=item.passage.text, kind="quote", cites=(reference,)),
        "why": Fragment(text=item.why, kind="name") if item.why else None,
    }


def _quoted_in(checked: Iterable[CheckedClaim], item: Evidence) -> Iterator[CheckedClaim]:
    """The claims that quote a passage, which is then referred to by its number."""
    for other in checked:
        if other.claim.paper_id == item.passage.paper_id and other.claim.text in item.passage.text:
            yield other
