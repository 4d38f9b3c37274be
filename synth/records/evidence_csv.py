"""The evidence table as CSV: every claim with every passage that was found for or against it."""

import csv
import io
from collections.abc import Iterator, Mapping

from synth.models import ClaimRow, Evidence, Report

CLAIM_COLUMNS = "number claim mark confidence similarity stance paper_id paper section page paragraph why".split()
EVIDENCE_COLUMNS = (
    "evidence",
    *(f"evidence_{of}" for of in "stance confidence similarity paper_id paper section page why".split()),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def evidence_csv(report: Report) -> str:
    """One line for each passage of each claim, best first, and one for a claim without any; the page is the first.

    A text that a spreadsheet would run as a formula ("=1+1") stands behind an apostrophe, as OWASP advises; no other
    text is changed.
    """
    titles = {reference.paper.paper_id: reference.paper.title for reference in report.references}
    text = io.StringIO()
    writer = csv.writer(text)  # lines end with CR LF, as RFC 4180 has it
    writer.writerow((*CLAIM_COLUMNS, *EVIDENCE_COLUMNS))
    for row in report.claims:
        for evidence in row.checked.evidence or (None,):
            writer.writerow([_safe(cell) for cell in (*_claim(row, titles), *_evidence(evidence, titles))])
    return text.getvalue()


def _claim(row: ClaimRow, titles: Mapping[str, str]) -> Iterator[object]:
    checked, claim = row.checked, row.checked.claim
    yield from (f"C{row.number}", claim.quotation, checked.mark, checked.confidence, checked.similarity, checked.stance)
    yield from (
        claim.paper_id,
        titles.get(claim.paper_id),
        claim.section,
        claim.quoted_page,
        claim.paragraph,
        checked.why,
    )


def _evidence(evidence: Evidence | None, titles: Mapping[str, str]) -> Iterator[object]:
    if evidence is None:
        yield from (None for _ in EVIDENCE_COLUMNS)
        return
    passage = evidence.passage
    yield from (passage.text, evidence.stance, evidence.confidence, evidence.similarity)
    yield from (passage.paper_id, titles.get(passage.paper_id), passage.section, passage.page, evidence.why)


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
