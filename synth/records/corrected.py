"""A report as it is to be read after the corrections of its record; what was made first stays as it was."""

from collections.abc import Iterator, Mapping, Sequence

from synth.models import Correction, CorrectionKind, Fragment, ItemList, Paragraph, Report, ReportSection
from synth.records.head import Head

HEADING = "Corrections"
WHAT_CHANGED: dict[CorrectionKind, str] = {
    "claim corrected": "Corrected",
    "record retracted": "The whole record was retracted",
    "identifier given": "The record was given an identifier",
    "newer record": "A newer record was made of the question",
    "copy typeset": "",  # told by the copy itself
}


def corrected(report: Report, corrections: Sequence[Correction]) -> Report:
    """The report with its corrections: the state in its line of standing, a section before all others, claims struck.

    What quotes a corrected claim elsewhere in the text stands as it was: the section names the claim. The title of a
    retracted record says so.
    """
    stated = [correction for correction in corrections if WHAT_CHANGED[correction.what]]
    if not stated:
        return report
    numbers = report.claim_numbers
    changes = [correction for correction in stated if correction.what not in ("identifier given", "newer record")]
    reasons = {claim: f"{_when(change)}: {change.reason}" for change in changes for claim in change.claims}
    items = tuple(Paragraph(fragments=tuple(_described(correction, numbers))) for correction in stated)
    update: dict[str, object] = {
        "claims": tuple(
            row.model_copy(update={"struck": row.struck or reasons.get(row.checked.claim.claim_id)})
            for row in report.claims
        ),
        "sections": (ReportSection(heading=HEADING, blocks=(ItemList(items=items),)), *report.sections),
    }
    if changes:
        state = f"{changes[-1].state} on {changes[-1].at.date()}: see {HEADING}"
        head = Head(stated[-1].sha256, stated[-1].number)
        update["standing"] = f"{state}; {head}; when it was made: {report.standing}"
    if changes and changes[-1].state == "RETRACTED":
        update["title"] = f"Retracted: {report.title}"
    return report.model_copy(update=update)


def _described(correction: Correction, numbers: Mapping[str, int]) -> Iterator[Fragment]:
    """One correction as running text: what, of which claims, when and by whom, and why."""
    yield Fragment(text=WHAT_CHANGED[correction.what], kind="emphasis")
    claims = [numbers[claim] for claim in correction.claims if claim in numbers]
    for place, number in enumerate(claims):
        yield Fragment(text=" claim" if place == 0 else ",", claim=number)
    doi = f" {correction.doi}" if correction.doi else ""
    yield Fragment(text=f"{doi} {_when(correction)}: {correction.reason}")


def _when(correction: Correction) -> str:
    return f"on {correction.at.date()} by {correction.by}"
