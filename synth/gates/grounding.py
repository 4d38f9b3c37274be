"""Gate 1, grounding: every quotation is read again from the stored text, every citation resolves."""

from collections.abc import Mapping, Sequence

from synth.models import CheckedClaim, Document, Gate, Report, Span, spanned


def check_grounding(checked: Sequence[CheckedClaim], documents: Mapping[str, Document], report: Report) -> Gate:
    """Verified when all spans of claims and evidence give their text and the reference list is just what is cited.

    `documents` by paper_id are the texts as read. Falsified names the first claim or reference that fails.
    """
    for item in checked:
        document = documents.get(item.claim.paper_id)
        if document is None or spanned_text(document, item.claim.quoted_spans) != item.claim.quotation:
            return _falsified(f"the text of claim {item.claim.claim_id} does not stand at its spans")
        for evidence in item.evidence:
            source = documents.get(evidence.passage.paper_id)
            if source is None or spanned_text(source, evidence.passage.spans) != evidence.passage.text:
                return _falsified(f"the text of evidence {evidence.evidence_id} does not stand at its spans")
    listed = {reference.number for reference in report.references}
    cited = {row.reference for row in report.claims} | {number for row in report.claims for number in row.bearing}
    if not cited <= listed:
        return _falsified(f"reference {min(cited - listed)} is cited and not listed")
    passages = sum(len(item.evidence) for item in checked)
    return Gate(
        number=1,
        name="grounding",
        status="Verified",
        reason=f"{len(checked)} claims and {passages} passages of evidence stand at their spans in the stored text; "
        f"{len(listed)} references resolve",
    )


def spanned_text(document: Document, spans: Sequence[Span]) -> str:
    """What a document's text has at some spans, joined by single spaces."""
    return spanned(document.text, spans)


def _falsified(reason: str) -> Gate:
    return Gate(number=1, name="grounding", status="Falsified", reason=reason)
