"""What the files of a run folder say, read back from their bytes, and those that cannot be read."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.models import (
    MAX_PARSED_BYTES,
    Answer,
    ClaimLine,
    Document,
    EvidenceLine,
    Fault,
    Model,
    Provenance,
    Report,
    ReproductionLine,
    Review,
    Screened,
    Span,
    model_of_json,
    parsed_bytes,
    spanned_chars,
)
from synth.models.run_files import (
    ANSWER,
    BIBLIOGRAPHY,
    CLAIMS,
    EVIDENCE,
    PROVENANCE,
    REPORT,
    REPRODUCTION_INDEX,
    REVIEW,
    SCREENING,
)
from synth.paths import in_units
from synth.records.files import document_path, read_screening
from synth.records.integrity import fault
from synth.records.reader import read_plain, why_invalid
from synth.settings import LimitSettings

MAX_LINE_BYTES = LimitSettings().max_line_chars  # checking one of 150 MB takes 2.7 GB
MAX_CONTENTS_BYTES = 40_000_000  # of all files that are in memory together; of 49 real papers they have 0.6 MB
MAX_DOCUMENTS_BYTES = 2 * MAX_PARSED_BYTES  # of which they then take half at most; of 45 real papers 0.48 GB
MAX_COVERED = 10  # times that the spans of a paper may cover its text; of 45 real ones 0.9

_Read = TypeVar("_Read", bound=Model)


class Contents(NamedTuple):
    """What a record's files say; None for what is missing or cannot be read."""

    claims: tuple[ClaimLine, ...] | None
    evidence: tuple[EvidenceLine, ...] | None
    report: Report | None
    review: Review | None
    answer: Answer | None
    provenance: Provenance | None
    reproductions: tuple[ReproductionLine, ...] | None
    screening: tuple[Screened, ...] | None
    bibliography: str | None


class StoredText(BaseModel):
    """Of a document only its text, which is all that spans need: it is read ten times as fast."""

    model_config = ConfigDict(frozen=True)

    paper_id: str
    text: str


def read_contents(folder: Path, listed: Collection[str]) -> tuple[Contents, list[Fault]]:
    """The contents of a run folder, and the files that cannot be read; `listed` are the paths that should be there."""
    return contents_of(lambda path: read_plain(folder, path) if path in listed else None)


def contents_of(read: Callable[[str], bytes | None]) -> tuple[Contents, list[Fault]]:
    """The same of files that are had by their path, each when it is its turn; None for one that is not there."""
    reader = _ContentsReader(read)
    contents = Contents(
        claims=reader.lines(CLAIMS, ClaimLine),
        evidence=reader.lines(EVIDENCE, EvidenceLine),
        report=reader.model(REPORT, Report),
        review=reader.model(REVIEW, Review),
        answer=reader.model(ANSWER, Answer),
        provenance=reader.model(PROVENANCE, Provenance),
        reproductions=reader.lines(REPRODUCTION_INDEX, ReproductionLine),
        screening=reader.screening(),
        bibliography=reader.text(BIBLIOGRAPHY),
    )
    return contents, reader.faults


def read_text_of(folder: Path, paper_id: str) -> str | None:
    """The text of a paper as it was read; None where the record does not have it or it cannot be read."""
    data = read_plain(folder, document_path(paper_id))
    if data is None:
        return None
    try:
        return model_of_json(StoredText, data).text
    except ValidationError:
        return None


def read_document(folder: Path, paper_id: str) -> Document | None:
    """A paper as it was read; None where the record does not have it or it cannot be read."""
    return read_documents(folder, [paper_id]).get(paper_id)


def read_documents(folder: Path, paper_ids: Iterable[str]) -> dict[str, Document]:
    """Papers as they were read, by identifier; without those that the record does not have or that cannot be read.

    One whose spans are many times its text cannot. From the one on that takes more memory, with those before, than
    `MAX_DOCUMENTS_BYTES`, by estimate, none is read.
    """
    found = {}
    left = MAX_DOCUMENTS_BYTES
    for paper_id in paper_ids:
        data = read_plain(folder, document_path(paper_id)) or b""
        left -= parsed_bytes(data)
        if left < 0:
            break
        with suppress(ValidationError):
            document = model_of_json(Document, data)
            if spanned_chars(document.text, _spans(document)) <= MAX_COVERED * len(document.text):
                found[paper_id] = document
    return found


def _spans(document: Document) -> Iterator[Span]:
    running = (sentence for section in document.sections for sentence in section.sentences)
    for sentence in (*running, *document.captions, *document.footnotes):
        yield from sentence.spans
    cells = (cell for table in document.tables for row in table.rows for cell in row)
    yield from (cell.span for cell in cells if cell.span)


class _ContentsReader:
    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self.faults: list[Fault] = []
        self._bytes = 0
        self._parsed_bytes = 0

    def model(self, path: str, model: type[_Read]) -> _Read | None:
        data = self._json(path)
        return None if data is None else self._parsed(path, "", data, model)

    def lines(self, path: str, model: type[_Read]) -> tuple[_Read, ...] | None:
        data = self._json(path)
        if data is None:
            return None
        read = []
        for number, line in enumerate(data.split(b"\n")[:-1], start=1):
            if len(line) > MAX_LINE_BYTES:
                self.faults.append(fault(path, f"line {number} is longer than {in_units(MAX_LINE_BYTES)}"))
                return None
            parsed = self._parsed(path, f"line {number} ", line, model)
            if parsed is None:
                return None
            read.append(parsed)
        return tuple(read)

    def screening(self) -> tuple[Screened, ...] | None:
        text = self.text(SCREENING)
        if text is None:
            return None
        try:
            return read_screening(text)
        except (csv.Error, ValueError):
            self.faults.append(fault(SCREENING, "cannot be read as a table of papers"))
            return None

    def text(self, path: str) -> str | None:
        data = self._data(path)
        try:
            return None if data is None else data.decode()
        except UnicodeDecodeError:
            self.faults.append(fault(path, "not valid UTF-8"))
            return None

    def _json(self, path: str) -> bytes | None:
        data = self._data(path)
        self._parsed_bytes += parsed_bytes(data or b"")
        if data is not None and self._parsed_bytes > MAX_PARSED_BYTES:
            self.faults.append(fault(path, "with the files before it holds more values than are read"))
            return None
        return data

    def _data(self, path: str) -> bytes | None:
        data = self._read(path)
        self._bytes += len(data or b"")
        if self._bytes > MAX_CONTENTS_BYTES:
            self.faults.append(fault(path, f"with the files before it larger than {in_units(MAX_CONTENTS_BYTES)}"))
            return None
        return data

    def _parsed(self, path: str, place: str, data: bytes, model: type[_Read]) -> _Read | None:
        try:
            return model_of_json(model, data)
        except ValidationError as error:
            self.faults.append(fault(path, f"{place}cannot be read: {why_invalid(error)}"))
            return None
