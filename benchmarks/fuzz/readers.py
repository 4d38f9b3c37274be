"""What synth does with the bytes of a stranger, kind by kind, and the only errors that it may end with.

Each reader takes bytes and raises: the error that is documented for it is a refusal; everything else is a fault.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from synth.audit.find import find_derivations
from synth.batch.topics import read_topics
from synth.claims import extract_claims, read_card
from synth.errors import AnswerError, NetworkError, ReadingError, RecordError, SourceError, UsageError
from synth.language.bibtex import arxiv_id_of, doi_of, names_of, read_bibtex, year_of
from synth.models import DatabaseName, Document, Paper, Query, Question, Source, SourceKind, json_text, spanned
from synth.models.run_files import MANIFEST
from synth.reading import read_source
from synth.records.reader import read_manifest
from synth.records.run_folder import outputs_of, seal
from synth.runs.exporting import Format, export
from synth.runs.verification import verify
from synth.settings import ArxivSettings, ClaimSettings, LimitSettings, ReadingSettings, SearchSettings, Settings
from synth.sources.arxiv import ArxivSource
from synth.sources.arxiv_search import search
from synth.sources.databases import open_database
from synth.sources.http_session import HttpSession
from synth.sources.listed import Listed
from synth.sources.metadata import plain_text
from synth.sources.paper_list import match_files, read_list
from synth.sources.session import ArxivSession
from synth.sources.sidecar import read_sidecar
from synth.sources.snapshot import Snapshot
from synth.sources.transport import Exchange

EXPORTS: tuple[Format, ...] = ("html", "markdown", "csv", "csl-json", "ro-crate", "datacite")
PAPER = Paper(paper_id="local:0123456789ab", title="A paper")
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
QUESTION = Question(text="Does dense retrieval help?", kind="effect", subjects=("dense retrieval",), terms=("dense",))
QUERY = Query(step=1, search_query="all:retrieval", plain="retrieval")


def read_as(kind: SourceKind, data: bytes) -> None:
    """Read a paper, store it and read it back, and find its claims and what follows from its numbers."""
    document = read_source(
        data, Source(paper_id=PAPER.paper_id, kind=kind, sha256="0" * 64, origin="fuzz"), ReadingSettings()
    )
    for section in document.sections:
        for sentence in section.sentences:
            assert spanned(document.text, sentence.spans) == sentence.text, "a sentence that is not at its spans"
    assert Document.model_validate_json(json_text(document).encode()) == document, "stored, it reads otherwise"
    read_card(document)
    extract_claims(document, ClaimSettings())
    find_derivations(document)


def read_answer(data: bytes) -> None:
    """Read an answer of arXiv's API to a search."""
    search(_SendingArxiv(data), ArxivSettings(), "all:retrieval", limit=10)


def read_harvest(data: bytes) -> None:
    """Read a page of arXiv's metadata by OAI-PMH."""
    _SendingArxiv(data).list_records({})


def read_database(name: DatabaseName, data: bytes) -> None:
    """Read an answer of a database to a search, and fetch the papers in it, of which it sends the same bytes."""
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        arxiv = ArxivSource(_SendingArxiv(data), Path(folder), ArxivSettings(), lambda: NOON)
        source = open_database(name, Settings(), Path(folder), arxiv, lambda: NOON, {})
        source._session = source._files = _Sending(data)
        found = source.find(QUESTION, (QUERY,), SearchSettings(max_papers=2))
        for paper in found.papers[:3]:
            with suppress(SourceError):
                source.fetch(paper.model_copy(update={"open_files": ()}))  # which would be looked for on the network


def read_papers(suffix: str, data: bytes) -> None:
    """Read a list of papers, and look which files belong to its entries."""
    entries = list(read_list(_file(f"papers{suffix}", data), LimitSettings()))
    match_files([entry for entry in entries if isinstance(entry, Listed)], [Path("2005.11401v4.pdf")])


def read_questions(suffix: str, data: bytes) -> None:
    """Read a list of questions."""
    read_topics(_file(f"topics{suffix}", data))


def read_snapshot(suffix: str, data: bytes) -> None:
    """Read the lines of a snapshot of metadata."""
    for _ in Snapshot(_file(f"snapshot{suffix}", data)):
        pass


def read_bibliography(data: bytes) -> None:
    """Read BibTeX, and what its entries say."""
    for entry in read_bibtex([data.decode("utf-8", "replace")]).entries.values():
        names_of(entry, plain_text)
        year_of(entry), arxiv_id_of(entry), doi_of(entry)


def read_beside(suffix: str, data: bytes) -> None:
    """Read a side-car."""
    read_sidecar(_file(f"paper{suffix}", data), PAPER.paper_id, PAPER.title)


def read_record(seed: Path, path: str, data: bytes, *, forged: bool) -> None:
    """Verify and export a record one file of which was changed; `forged` gives it the hashes that belong to it."""
    run = _scratch() / "run"
    if not run.exists():
        shutil.copytree(seed, run)
    try:
        (run / path).write_bytes(data)
        if forged and path != MANIFEST:
            manifest = read_manifest(seed)
            others = (output for output in manifest.outputs if output.path != path)
            outputs = tuple(sorted((*others, *outputs_of({path: data})), key=lambda output: output.path))
            sealed = seal(manifest.model_copy(update={"outputs": outputs}))
            (run / MANIFEST).write_bytes(json_text(sealed).encode())
        same = data == (seed / path).read_bytes()
        assert same or forged or not verify(run).holds, "a change that verify does not find"
        if forged:
            verify(run)
        for form in EXPORTS:
            with suppress(RecordError):
                export(run, form)
    finally:
        for each in {path, MANIFEST}:
            shutil.copyfile(seed / each, run / each)


Reader = Callable[[bytes], None]

READERS: Mapping[str, tuple[Reader, tuple[type[Exception], ...]]] = {
    "latex": (partial(read_as, "latex"), (ReadingError,)),
    "archive": (partial(read_as, "latex"), (ReadingError,)),
    "pdf": (partial(read_as, "pdf"), (ReadingError,)),
    "jats": (partial(read_as, "jats"), (ReadingError,)),
    "feed": (read_answer, (AnswerError, NetworkError)),
    "oai": (read_harvest, (AnswerError, NetworkError)),
    "openalex": (partial(read_database, "openalex"), ()),
    "crossref": (partial(read_database, "crossref"), ()),
    "europepmc": (partial(read_database, "europepmc"), ()),
    "semanticscholar": (partial(read_database, "semanticscholar"), ()),
    "papers.bib": (partial(read_papers, ".bib"), (SourceError,)),
    "papers.ris": (partial(read_papers, ".ris"), (SourceError,)),
    "papers.nbib": (partial(read_papers, ".nbib"), (SourceError,)),
    "papers.csv": (partial(read_papers, ".csv"), (SourceError,)),
    "papers.txt": (partial(read_papers, ".txt"), (SourceError,)),
    "topics.txt": (partial(read_questions, ".txt"), (UsageError,)),
    "topics.csv": (partial(read_questions, ".csv"), (UsageError,)),
    "topics.yaml": (partial(read_questions, ".yaml"), (UsageError,)),
    "topics.jsonl": (partial(read_questions, ".jsonl"), (UsageError,)),
    "snapshot.jsonl": (partial(read_snapshot, ".jsonl"), (UsageError,)),
    "snapshot.gz": (partial(read_snapshot, ".gz"), (UsageError,)),
    "snapshot.xz": (partial(read_snapshot, ".xz"), (UsageError,)),
    "bibtex": (read_bibliography, ()),
    "sidecar.bib": (partial(read_beside, ".bib"), (SourceError,)),
    "sidecar.json": (partial(read_beside, ".json"), (SourceError,)),
}
"""By kind: what reads it, and the errors that it documents. Records, whose files are of many kinds, are apart."""


class _Sending(HttpSession):
    """A server that sends the same bytes, whatever it is asked."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def get(
        self,
        url: str,
        max_bytes: int,
        flaw: Callable[[Exchange], str | None],
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Exchange:
        """The bytes, unless there is a flaw in them."""
        exchange = Exchange(200, body=self._body)
        if (failure := flaw(exchange)) is not None:
            raise NetworkError(failure, item=url, stage="sources")
        return exchange


class _SendingArxiv(_Sending, ArxivSession):
    """One that stands for arXiv."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self._arxiv, self._limits = ArxivSettings(), LimitSettings()


def _scratch() -> Path:
    """A folder of this process alone; `__main__` makes the one around it, and takes it away."""
    folder = Path(tempfile.gettempdir()) / str(os.getpid())
    folder.mkdir(exist_ok=True)
    return folder


def _file(name: str, data: bytes) -> Path:
    path = _scratch() / name
    path.write_bytes(data)
    return path
