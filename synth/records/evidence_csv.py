"""The evidence table: every claim with every passage that was found for or against it, in rows and as CSV."""

from collections.abc import Iterator, Mapping

from synth.models import ClaimRow, Evidence, Report
from synth.records.csv_cells import csv_text

CLAIM_COLUMNS = "number claim mark confidence similarity stance paper_id paper section page paragraph why".split()
EVIDENCE_COLUMNS = (
    "evidence",
    *(f"evidence_{of}" for of in "stance confidence similarity paper_id paper section page why".split()),
)


def evidence_csv(report: Report) -> str:
    """The evidence table as CSV. No cell is a formula: see `csv_cells`."""
    return csv_text(evidence_rows(report))  # lines end with CR LF, as RFC 4180 has it


def evidence_rows(report: Report) -> Iterator[tuple[object, ...]]:
    """A header, then one row for each passage of each claim, best first, and one for a claim without any.

    The page of a passage is its first.
    """
    titles = _titles(report)
    yield (*CLAIM_COLUMNS, *EVIDENCE_COLUMNS)
    for row in report.claims:
        for evidence in row.checked.evidence or (None,):
            yield (*_claim(row, titles), *_evidence(evidence, titles))


def claim_rows(report: Report) -> Iterator[tuple[object, ...]]:
    """A header, then one row for each claim, in the order of the claims table; `struck` is why a claim fell."""
    titles = _titles(report)
    yield (*CLAIM_COLUMNS, "struck")
    for row in report.claims:
        yield (*_claim(row, titles), row.struck)


def _titles(report: Report) -> dict[str, str]:
    return {reference.paper.paper_id: reference.paper.title for reference in report.references}


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
