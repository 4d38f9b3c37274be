"""Agreement and conflict: which statements other papers bear out or deny, with the words of both."""

from collections.abc import Iterable, Iterator

from synth.models import CheckedClaim, Evidence, Fragment, ItemList, Paragraph, ReportSection
from synth.phrasing import count
from synth.synthesis.evidence_base import EvidenceBase, Outline
from synth.synthesis.prose import plain, short_name

MAX_PAIRS = 12
"""Of each kind: the rest stands in the appendix."""


def agreement_section(base: EvidenceBase, order: Outline) -> ReportSection:
    """Every statement that a paper by other authors supports or contradicts, next to what that paper says."""
    agreeing = [(checked, item) for checked in base.checked for item in checked.evidence if _agrees(checked, item)]
    conflicting = [
        (checked, item) for checked in order.conflicts for item in checked.evidence if item.stance == "contradicts"
    ]
    blocks: list[Paragraph | ItemList] = []
    for pairs, verb, none in (
        (agreeing, "supports", "No statement is supported by a paper of other authors that cites no common source."),
        (conflicting, "contradicts", "The check found no statement that a passage of the included papers contradicts."),
    ):
        pairs = sorted(pairs, key=lambda pair: order.claim_numbers[pair[0].claim.claim_id])
        if pairs:
            blocks.append(plain(_opening(pairs, verb)))
            blocks.append(ItemList(items=tuple(_item(base, order, *pair, verb) for pair in pairs[:MAX_PAIRS])))
        else:
            blocks.append(plain(none))
    return ReportSection(heading="Agreement and conflict", blocks=tuple(blocks))


def _agrees(checked: CheckedClaim, item: Evidence) -> bool:
    return checked.mark == "corroborated" and item.stance == "supports" and item.independent


def _opening(pairs: list[tuple[CheckedClaim, Evidence]], verb: str) -> str:
    statements = len({checked.claim.claim_id for checked, _ in pairs})
    told = "are supported by" if verb == "supports" else "are contradicted by"
    told = told if statements > 1 else told.replace("are", "is")
    more = f"; the first {MAX_PAIRS} passages stand here" if len(pairs) > MAX_PAIRS else ""
    whose = "independent papers" if verb == "supports" else "passages of the included papers"
    return f"{count(statements, 'statement').capitalize()} {told} {whose}{more}."


def _item(base: EvidenceBase, order: Outline, checked: CheckedClaim, item: Evidence, verb: str) -> Paragraph:
    """One pair, "Lewis et al. (2020) supports C3: “...” [7]"; a passage quoted before goes by its number."""
    number = order.claim_numbers[checked.claim.claim_id]
    named = short_name(base.papers[item.passage.paper_id])
    reference = order.reference_numbers[item.passage.paper_id]
    known = next(_quoted_in(base.checked, item), None)
    opening = Fragment(text=f"{named} {verb} C{number}: ")
    said = (
        Fragment(text="see", cites=(reference,), claim=order.claim_numbers[known.claim.claim_id])
        if known
        else Fragment(text=item.passage.text, kind="quote", cites=(reference,))
    )
    return Paragraph(fragments=(opening, said, Fragment(text=f" ({item.why})" if item.why else "")))


def _quoted_in(checked: Iterable[CheckedClaim], item: Evidence) -> Iterator[CheckedClaim]:
    for other in checked:
        if other.claim.paper_id == item.passage.paper_id and other.claim.text in item.passage.text:
            yield other
