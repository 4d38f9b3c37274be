"""The files of a record, as bytes by their path in the run folder."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from synth.models import CheckedClaim, Document, Report, Review, Screened, json_lines, json_text
from synth.models.run_files import ANSWER, CLAIMS, DOCUMENTS, EVIDENCE, REPORT, REVIEW, SCREENING
from synth.records.canonical import claim_lines, evidence_lines
from synth.records.csv_cells import csv_text, unguarded

NOT_IN_NAMES = re.compile(r"[^\w.-]")
SCREENING_COLUMNS = ("paper_id", "title", "decision", "stage", "reason")


def record_files(
    report: Report,
    checked: Sequence[CheckedClaim],
    screening: Iterable[Screened],
    judged: Review,
    documents: Iterable[Document],
) -> dict[str, bytes]:
    """report.json, answer.json, claims.jsonl, evidence.jsonl, screening.csv, review.json and documents/, in UTF-8."""
    numbers = report.claim_numbers
    files = {
        REPORT: json_text(report),
        ANSWER: json_text(report.answer),
        CLAIMS: json_lines(claim_lines(checked, numbers)),
        EVIDENCE: json_lines(evidence_lines(checked)),
        SCREENING: screening_csv(screening),
        REVIEW: json_text(judged),
    }
    files |= {document_path(document.paper_id): json_text(document) for document in documents}
    return {path: text.encode() for path, text in files.items()}


def document_path(paper_id: str) -> str:
    """The file of a document: its paper_id with what is no letter, digit, `_`, `.` or `-` as a hyphen."""
    return f"{DOCUMENTS}{NOT_IN_NAMES.sub('-', paper_id)}.json"


def read_screening(table: str) -> tuple[Screened, ...]:
    """The rows of screening.csv. Raises ValueError (pydantic's ValidationError is one) and csv.Error."""
    header, *rows = csv.reader(io.StringIO(table, newline=""), strict=True)
    if tuple(header) != SCREENING_COLUMNS:
        raise ValueError("another header")
    cells = (map(unguarded, row) for row in rows)
    return tuple(Screened.model_validate(dict(zip(header, row, strict=True))) for row in cells)


def screening_csv(screening: Iterable[Screened]) -> str:
    """screening.csv: one line for every paper found; no cell is a formula (see `csv_cells`)."""
    rows = ([getattr(row, column) for column in SCREENING_COLUMNS] for row in screening)
    return csv_text([SCREENING_COLUMNS, *rows], line_end="\n")
