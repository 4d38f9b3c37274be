"""From papers chosen to documents read: bytes fetched into the store, then read in worker processes, with second tries.

A paper whose best form cannot be read is tried in its next (LaTeX, PDF, abstract), and then its copies are. A paper on
which the reader fails, crashes, or runs out of time or memory costs only itself. What was read once is not read again.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from synth.errors import ReadingError, SourceError, StorageError
from synth.library import Library
from synth.models import ABSTRACT_PAGE, Card, Claim, Document, Fetched, Model, Paper, Screened, Source, SourceKind
from synth.reading import read_source
from synth.settings import ReadingSettings, Settings
from synth.sources.folder import FolderSource
from synth.stages.context import Context, quiet
from synth.stages.workers import MAX_WORKERS, Workers, end_if_much_is_kept, results_in_order
from synth.system.store import Store, stage_key

BUSY_S = 0.1
"""How long a run waits for another that reads the same papers before it looks again."""
READERS = max(MAX_WORKERS, os.cpu_count() or 1)
"""Papers that all runs on one library read at one time on this machine: each may take `limits.worker_memory_bytes`."""
PLACE_S = 1.0
"""How long a paper waits to be one of them, of its own time, before the next one has its turn."""
READ_AT_ONCE = 20
"""Papers whose documents are in memory together where many are read."""
FEW = 30
"""Papers up to which a run's share of memory is that of so many, however few it reads."""
READ_VERSION = 40
EXTRACT_VERSION = 26

log = logging.getLogger(__name__)


Fetch = Callable[[Paper, frozenset[SourceKind]], Fetched]
"""Gives a paper's bytes in its best form but for the kinds given. Raises SourceError where no form is left."""


class Candidate(NamedTuple):
    """A paper that may be read, its row in the screening, and what fetches its bytes."""

    row: int
    paper: Paper
    fetch: Fetch


class Acquired(Model):
    """One paper in the form in which it could be read; `paper` completed by what the document says of itself."""

    row: int
    paper: Paper
    source: Source
    document: Document
    card: Card
    claims: tuple[Claim, ...]


Reading = Document | str
"""The cached result of reading: a document, or the reason why there is none."""


class _Extract(Model):
    """The cached result of extraction."""

    card: Card
    claims: tuple[Claim, ...]


class _Attempt:
    """One work's way through its candidates and their forms."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = list(candidates)
        self.failed_forms: dict[SourceKind, str] = {}
        self.skips: dict[int, Screened] = {}
        self.acquired: Acquired | None = None
        self.size = 0  # of what was read, in bytes of JSON

    def fetch(self, store: Store) -> Source | None:
        """The bytes of the next form not yet tried, in the store; None where no candidate has one left."""
        while self.candidates:
            row, paper, fetch = self.candidates[0]
            try:
                fetched = fetch(paper, frozenset(self.failed_forms))
            except SourceError as error:
                reading_failed = bool(self.failed_forms)
                reason = "; ".join(self.failed_forms.values()) if reading_failed else error.message
                self.skips[row] = Screened(
                    paper_id=paper.paper_id,
                    title=paper.title,
                    stage="read" if reading_failed else "fetch",
                    reason=reason,
                )
                self.candidates.pop(0)
                self.failed_forms = {}
                continue
            notes = [f"{kind}: {reason}" for kind, reason in self.failed_forms.items()]
            note = "; ".join([*notes, *([fetched.note] if fetched.note else [])]) or None
            stands_elsewhere = fetched.kind == "abstract"  # in a list, or a database's answer
            sha256 = store.put(fetched.data, sync=not stands_elsewhere)
            return Source(paper_id=paper.paper_id, kind=fetched.kind, sha256=sha256, origin=fetched.origin, note=note)
        return None

    def take(self, source: Source, read: "Read") -> None:
        """Note what reading and extraction gave: done, or this form failed."""
        reading, extract, self.size = read
        if isinstance(reading, str) or extract is None:
            self.failed_forms[source.kind] = reading if isinstance(reading, str) else "cannot be read"
        else:
            row, candidate, _ = self.candidates[0]
            paper = _completed(candidate, reading)
            self.acquired = Acquired(
                row=row, paper=paper, source=source, document=reading, card=extract.card, claims=extract.claims
            )


def acquire(
    works: Sequence[Sequence[Candidate]], context: Context, meanwhile: Callable[[], None] = lambda: None
) -> tuple[list[Acquired], dict[int, Screened]]:
    """Read one candidate of each work; returns what was read, in order, and every candidate that failed, by row.

    Papers are read while the next ones are fetched. The longest are left out of those that are too much for memory
    together (`limits.mean_paper_bytes`). `meanwhile` is called while worker processes read, if they have anything to
    read.
    """
    attempts = [_Attempt(candidates) for candidates in works]
    most = context.settings.limits.mean_paper_bytes * max(FEW, len(works))
    done = 0
    while waiting := [attempt for attempt in attempts if attempt.acquired is None and attempt.candidates]:
        fetched: list[tuple[_Attempt, Source]] = []
        sources = _fetched(waiting, fetched, done, len(works), context)
        left = most - sum(attempt.size for attempt in attempts if attempt.acquired is not None)
        results = _read_all(sources, len(waiting), left, context, meanwhile)
        for (attempt, source), read in zip(fetched, results, strict=True):
            attempt.take(source, read)
        done = sum(attempt.acquired is not None for attempt in attempts)
    acquired = [attempt.acquired for attempt in attempts if attempt.acquired is not None]
    return acquired, {row: skip for attempt in attempts for row, skip in attempt.skips.items()}


def add_to_library(paths: Sequence[Path], context: Context) -> tuple[int, list[Screened]]:
    """Add the papers of files and folders to the library, bytes and all; returns how many, and the skips.

    A paper that cannot be read is not added: a library never offers what a run could not use. Papers are added a few at
    a time, so that what an ended command has read is there.
    """
    source = FolderSource(tuple(paths), context.settings.limits)
    found = source.find_all()
    works = [[Candidate(row, paper, source.fetch)] for row, paper in enumerate(found.papers)]
    read = 0
    skips = list(found.skips)
    with context.executor:
        for start in range(0, len(works), READ_AT_ONCE):
            some = works[start : start + READ_AT_ONCE]
            acquired, failed = acquire(some, replace(context, progress=quiet))
            for item in acquired:
                context.library.keep_source(item.source)
            context.library.add(item.paper for item in acquired)
            read += len(acquired)
            skips += failed.values()
            context.progress("add", start + len(some), len(works))
    return read, skips


def read_before(paper_id: str, library: Library, settings: ReadingSettings) -> Document | None:
    """A paper's text as an earlier run with these settings read it, in the best form; None where none did."""
    for source in library.sources(paper_id):
        reading = _reading_kept(library.store, read_key(source, settings))
        if isinstance(reading, Document):
            return reading
    return None


class Read(NamedTuple):
    """What the store has of a source, and how many bytes of JSON that is."""

    reading: Reading
    extract: _Extract | None = None
    size: int = 0


def _fetched(
    attempts: Sequence[_Attempt], fetched: list[tuple[_Attempt, Source]], done: int, total: int, context: Context
) -> Iterator[Source]:
    """Fetch a form of each work when it is asked for, and note which; `done` of all works are read."""
    for number, attempt in enumerate(attempts, start=1):
        source = attempt.fetch(context.library.store)
        context.progress("fetch", min(total, done + number), total)
        if source is not None:
            fetched.append((attempt, source))
            yield source


def _read_all(
    sources: Iterable[Source], at_most: int, most: int, context: Context, meanwhile: Callable[[], None]
) -> list[Read]:
    """What became of each of `at_most` sources; of those that have more than `most` bytes together, the longest are
    left out.
    """
    store, settings, progress = context.library.store, context.settings, context.progress
    sizes: dict[int, int] = {}
    failed: dict[int, str] = {}
    taken: list[Source] = []
    given: list[int] = []  # to the workers, by their places
    reads: dict[int, Read] = {}

    def new() -> Iterator[int]:
        """The sources that were not read before."""
        for number, source in enumerate(sources):
            taken.append(source)
            if (size := _size(store, source, settings)) is None:
                yield number
            else:
                sizes[number] = size

    def arguments(numbers: Iterable[int]) -> Iterator[tuple[object, ...]]:
        for number in numbers:
            given.append(number)
            yield store.root, taken[number], settings

    progress("read", 0, at_most)
    waiting: Iterable[int] = new()
    while True:
        busy = []
        results = results_in_order(context.executor, _read_into_store, arguments(waiting), meanwhile)
        for place, result in enumerate(results, start=len(given)):
            number = given[place]
            if result is False:
                busy.append(number)
            elif isinstance(result, ReadingError):
                failed[number] = result.message
            elif (size := _size(store, taken[number], settings)) is not None:
                sizes[number] = size
                if sum(sizes.values()) <= most:  # else it is not sure that it stays
                    reads[number] = _kept(store, taken[number], settings, size)
            else:
                failed[number] = "it could not be kept"
            progress("read", min(len(sizes) + len(failed), at_most - 1), at_most)
        if not busy:
            break
        waiting = busy
        time.sleep(BUSY_S)
    progress("read", at_most, at_most)
    if isinstance(context.executor, Workers):  # of 100,000 references 220 MB stayed with one that had read them
        context.executor.release()
    for number in sorted(sizes, key=lambda number: (sizes[number], number)):
        most -= sizes[number]
        if most < 0:
            failed[number] = (
                "the papers of this run are too long together, and it is one of the longest (limits.mean_paper_bytes)"
            )
    return [
        Read(failed[number]) if number in failed else reads.get(number) or _kept(store, source, settings, sizes[number])
        for number, source in enumerate(taken)
    ]


def _size(store: Store, source: Source, settings: Settings) -> int | None:
    """The bytes of what the store has of a source; None where something is still to be done."""
    key = read_key(source, settings.reading)
    read, extracted = store.size(key), store.size(_extract_key(source, settings))
    if read is None or extracted is not None:
        return None if read is None else read + (extracted or 0)
    return read if isinstance(_reading_kept(store, key), str) else None


def _kept(store: Store, source: Source, settings: Settings, size: int) -> Read:
    """What the store has of a source that was read."""
    reading = _reading_kept(store, read_key(source, settings.reading))
    if reading is None:
        return Read("it could not be kept")
    extract = store.result(_extract_key(source, settings), _Extract) if isinstance(reading, Document) else None
    return Read(reading, extract, size)


def _read_into_store(root: Path, source: Source, settings: Settings) -> bool:
    """Read and extract, in a worker, into the store: results are quicker to parse from there than to pickle.

    False where another run is at it: what was read once is not read again; or where other runs read as many papers as
    are read at one time. Raises ReadingError for what made reading impossible for now, and is therefore not kept.
    """
    end_if_much_is_kept()  # of a paper before, which could not be read
    store = Store(root)
    with store.alone_with(_extract_key(source, settings)) as alone:
        if not alone or _size(store, source, settings) is not None:
            return alone
        with store.one_of(READERS, PLACE_S) as has_place:
            if has_place:
                _read_alone(store, source, settings)
                end_if_much_is_kept()  # what was read is in the store, and called again this finds it there
            return has_place


def _read_alone(store: Store, source: Source, settings: Settings) -> None:
    from synth.claims import extract_claims, read_card

    data = store.get(source.sha256)
    if data is None:
        raise ReadingError("its bytes are no longer in the store", stage="read")
    try:
        key = read_key(source, settings.reading)
        kept = _reading_kept(store, key)
        reading = _reading(data, source, settings.reading) if kept is None else kept
        if isinstance(reading, Document) and len(reading.text) > settings.limits.max_document_chars:
            most = f"{settings.limits.max_document_chars:,} characters (limits.max_document_chars)"
            raise ReadingError(f"its text has more than {most}", stage="read")
        if kept is None:
            store.keep(key, reading)
        if isinstance(reading, Document):
            extract = _Extract(card=read_card(reading), claims=extract_claims(reading, settings.claims))
            store.keep(_extract_key(source, settings), extract)
    except (ReadingError, StorageError, MemoryError):
        raise
    except Exception:  # a fault of the reader's own, and of a kind that may not even pickle (MuPDF's)
        log.info("the reader failed on %s", source.origin, exc_info=True)
        reason = "the reader failed on it, by a fault of its own that the log describes"
        raise ReadingError(reason, stage="read") from None


def _reading(data: bytes, source: Source, settings: ReadingSettings) -> Reading:
    try:
        return read_source(data, source, settings)
    except ReadingError as error:
        return error.message


def _reading_kept(store: Store, key: str) -> Reading | None:
    return store.result(key, Document) or store.result(key, str)


def read_key(source: Source, settings: ReadingSettings) -> str:
    """The cache key of a source's reading, on which the keys of all that follows from the document rest."""
    return stage_key("read", READ_VERSION, settings, source.sha256, source.kind, source.paper_id)


def _extract_key(source: Source, settings: Settings) -> str:
    return stage_key("extract", EXTRACT_VERSION, settings.claims, read_key(source, settings.reading))


def _completed(paper: Paper, document: Document) -> Paper:
    """A paper takes what it lacks from its own first page: a user's without metadata all, else year, venue and DOI;
    arXiv's only where its answer has no title, which happens.

    Only the stamp of a first version tells when the paper was published, and arXiv's stamp tells its category.
    """
    printed = {"printed_year": document.year, "journal_ref": document.venue, "doi": document.doi}
    if paper.authors or paper.abstract:
        if paper.arxiv_id is not None and paper.title:
            return paper
        named = {"title": document.title, "authors": document.authors, **printed}
        known = {
            "title": paper.title,
            "authors": paper.authors,
            "printed_year": paper.year,
            "journal_ref": paper.journal_ref,
            "doi": paper.doi,
        }
        return paper.model_copy(update={name: value for name, value in named.items() if value and not known[name]})
    described: dict[str, object] = {
        "title": document.title or paper.title,
        "authors": document.authors,
        "abstract": document.abstract,
        **printed,
    }
    stamp = document.stamp
    if stamp is not None:
        described["link"] = f"{ABSTRACT_PAGE}{stamp.arxiv_id}"
        if stamp.category:
            described |= {"primary_category": stamp.category, "categories": (stamp.category,)}
        if stamp.arxiv_id.endswith("v1"):
            described["published"] = stamp.stamped_on
    return paper.model_copy(update=described)
