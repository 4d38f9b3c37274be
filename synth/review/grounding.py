"""Gate 1, grounding: every quotation is read again at its place, every citation resolves, every count is right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from synth.language.text import words
from synth.models import CheckedClaim, Document, Gate, Report, spanned
from synth.review.case import Case
from synth.review.counts import Recount


def check_grounding(
    case: Case, recount: Recount, absent: Collection[str] = (), later: Mapping[str, Document] | None = None
) -> Gate:
    """Verified when quotations, citations and counts all hold and no source is gone; else Falsified, naming the first.

    `recount` is what came of counting the report's own numbers again. `absent` are the papers whose bytes are no longer
    held under their SHA-256; `later` are newer versions that are known, by the paper_id of the version quoted.
    """
    fault = next(_faults(case, recount, absent, later or {}), None)
    if fault is not None:
        return Gate(number=1, name="grounding", status="Falsified", reason=fault)
    passages = sum(len(item.evidence) for item in case.checked)
    return Gate(
        number=1,
        name="grounding",
        status="Verified",
        reason=f"{len(case.checked)} claims and {passages} passages of evidence stand at their spans in the stored "
        f"text; {len(case.report.references)} references resolve; {recount.recounted} numbers in the report's own "
        "words were counted again; no source is withdrawn",
    )


def misquotation(checked: Sequence[CheckedClaim], documents: Mapping[str, Document], report: Report) -> str | None:
    """What of the quotations and citations alone does not hold, in a line: claims, their evidence, what is printed."""
    placed = (fault for item in checked if (fault := misplaced(item, documents)) is not None)
    return next(chain(placed, _misquoted(report, checked), _unresolved(report)), None)


def references_resolve(report: Report) -> str | None:
    """What is wrong with the report's citations, in a line; None where each resolves and none is listed uncited."""
    return next(_unresolved(report), None)


def misplaced(item: CheckedClaim, documents: Mapping[str, Document]) -> str | None:
    """What of a claim and its evidence does not stand at its spans, in a line; None where all of it does."""
    claim = item.claim
    document = documents.get(claim.paper_id)
    if document is None or spanned(document.text, claim.quoted_spans) != claim.quotation:
        return f"the text of claim {claim.claim_id} does not stand at its spans"
    for evidence in item.evidence:
        source = documents.get(evidence.passage.paper_id)
        if source is None or spanned(source.text, evidence.passage.spans) != evidence.passage.text:
            return f"the text of evidence {evidence.evidence_id} does not stand at its spans"
    return None


def says(document: Document, text: str) -> bool:
    """Whether a document has the words of a text in their order anywhere, whatever their breaks, case and points."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(document.text))} "


def _faults(case: Case, recount: Recount, absent: Collection[str], later: Mapping[str, Document]) -> Iterator[str]:
    fault = misquotation(case.checked, case.documents, case.report)
    if fault is not None:
        yield fault
    for item in case.checked:
        if item.claim.paper_id in absent:
            yield f"the bytes of {item.claim.paper_id} are no longer held under their SHA-256"
    yield from recount.wrong
    for item in case.standing:
        paper_id = item.claim.paper_id
        if paper_id in case.papers and case.papers[paper_id].withdrawn:
            yield f"{case.named([item.claim.claim_id])} is from {paper_id}, which was withdrawn"
        if paper_id in later and not says(later[paper_id], item.claim.text):
            newer = later[paper_id].paper_id
            yield f"{newer}, a newer version of {paper_id}, no longer has {case.named([item.claim.claim_id])}"


def _misquoted(report: Report, checked: Sequence[CheckedClaim]) -> Iterator[str]:
    """Quotations of the report that are no claim of its table and no passage of its evidence."""
    rows = {row.number: row.checked.claim.quotation for row in report.claims}
    passages = {evidence.passage.text for item in checked for evidence in item.evidence}
    for piece in report.fragments:
        if piece.kind == "quote" and (
            rows.get(piece.claim) != piece.text if piece.claim else piece.text not in passages
        ):
            yield f"a quotation is not what its source says: “{piece.text[:80]}”"


def _unresolved(report: Report) -> Iterator[str]:
    listed = {reference.number: reference.paper.paper_id for reference in report.references}
    rows = report.claims
    cited = {number for row in rows for number in (row.reference, *row.bearing)}
    cited |= {number for piece in report.fragments for number in piece.cites}
    for number in sorted(cited - listed.keys()):
        yield f"reference {number} is cited and not listed"
    for row in rows:
        if listed.get(row.reference, row.checked.claim.paper_id) != row.checked.claim.paper_id:
            yield f"C{row.number} is cited to {listed[row.reference]} and stands in {row.checked.claim.paper_id}"
    used = {row.checked.claim.paper_id for row in rows} | {
        paper_id
        for row in rows
        for paper_id in (*row.checked.claim.also_in, *(item.passage.paper_id for item in row.checked.evidence))
    }
    for number, paper_id in listed.items():
        if paper_id not in used:
            yield f"reference {number} is listed, and nothing of it is quoted or cited"
