"""The files of a record, as bytes by their path in the run folder."""

import csv
import io
from collections.abc import Iterable, Sequence

from synth.models import CheckedClaim, Document, Report, Review, Screened, json_lines, json_text
from synth.models.run_files import ANSWER, CLAIMS, DOCUMENTS, EVIDENCE, REPORT, REVIEW, SCREENING
from synth.records.canonical import claim_lines, evidence_lines

SCREENING_COLUMNS = ("paper_id", "title", "decision", "stage", "reason")


def record_files(
    report: Report,
    checked: Sequence[CheckedClaim],
    screening: Iterable[Screened],
    judged: Review,
    documents: Iterable[Document],
) -> dict[str, bytes]:
    """report.json, answer.json, claims.jsonl, evidence.jsonl, screening.csv, review.json and documents/, in UTF-8."""
    files = {
        REPORT: json_text(report),
        ANSWER: json_text(report.answer),
        CLAIMS: json_lines(claim_lines(checked)),
        EVIDENCE: json_lines(evidence_lines(checked)),
        SCREENING: screening_csv(screening),
        REVIEW: json_text(judged),
    }
    files |= {document_path(document.paper_id): json_text(document) for document in documents}
    return {path: text.encode() for path, text in files.items()}


def document_path(paper_id: str) -> str:
    """The file of a document: its paper_id with what a file name cannot hold as a hyphen, "math-0303003v1.json"."""
    return DOCUMENTS + paper_id.replace("/", "-").replace(":", "-") + ".json"


def screening_csv(screening: Iterable[Screened]) -> str:
    """screening.csv: one line for every paper found."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SCREENING_COLUMNS)
    writer.writerows([getattr(row, column) for column in SCREENING_COLUMNS] for row in screening)
    return text.getvalue()
