"""The user's library: papers in a catalogue, found by BM25 and ranked anew, their sources kept."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import tantivy
from pydantic import field_validator

from synth.errors import SourceError, StorageError
from synth.language.text import stem
from synth.library.catalogue import Catalogue, Step, line_of
from synth.library.full_text import (
    EVERYTHING,
    MAX_FILE_BYTES,
    FullText,
    SearchFilter,
    any_of,
    best_places,
    document_of,
    number_with,
    searched_words,
)
from synth.library.ranking import indexed_forms, rank_scores
from synth.models import ARXIV_ID, Fetched, Found, Model, Paper, Query, Question, RunSource, Source, SourceKind
from synth.models.base import rounded
from synth.settings import SearchSettings
from synth.system.store import Store, stage_key

RANKED = 40
"""How many papers, best by BM25, are ranked anew. More of them find no more, and take their time."""
CHUNK = 1_000
"""Papers that are looked up at once."""
MOST_VERSIONS = 9
"""Older versions that are looked for of a paper whose metadata name none."""


class Hit(Model):
    """One answer of a search: the paper and its score, higher is better; scores of one search alone compare.

    The score is the weighted sum of `synth.library.ranking`; for what BM25 puts past the first `RANKED`, that of the
    last ranked paper less what BM25 takes off.
    """

    paper_id: str
    title: str
    score: float
    authors: tuple[str, ...] = ()
    published: date | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """The first papers by BM25, with their scores, and the library's counts for the query's stems."""

    papers: tuple[Paper, ...]
    scores: tuple[float, ...]
    frequency: dict[str, int]
    size: int

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(title, abstract) of each."""
        return [(paper.title, paper.abstract) for paper in self.papers]


class _Sources(Model):
    """What the library holds of one paper, best form first."""

    sources: tuple[Source, ...] = ()

    @field_validator("sources", mode="before")
    @classmethod
    def _by_paper_id(cls, sources: Iterable[object]) -> Iterable[object]:
        """Libraries of before 0.1.0 have the whole paper in place of its identifier."""
        for source in sources:
            if isinstance(source, dict) and "paper" in source:
                source["paper_id"] = source.pop("paper")["paper_id"]
        return sources


class Library:
    """Papers under one folder: a `Catalogue` of their metadata, an index of it, and a `Store` for bytes and results.

    Also a source of papers for `--offline`: `find` searches the index, `fetch` gives the bytes held. Of the versions of
    a paper the catalogue has one. Several processes may use one library: readers never wait, writers take turns.
    """

    name: RunSource = "library"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.store = Store(self.path)
        self.catalogue = Catalogue(self.path)
        self._index = FullText(self.path, self.catalogue)

    def add(
        self, papers: Iterable[Paper], removed: Collection[str] = (), step: Callable[[], Step] | None = None
    ) -> int:
        """Add papers, each in place of an older version of it; returns how many were new or have changed.

        `removed` are identifiers of papers that no longer count; a version in them has no meaning. `step` gives, as
        often as a part of the papers is written, how far they have come. Raises StorageError.
        """
        try:
            with self._index.lock, self._index.writer() as writer:
                part = _Part(self, writer)
                for some in _chunks(papers):
                    part.add(some)
                    if part.size > MAX_FILE_BYTES:
                        part.write(step)
                part.remove(removed)
                part.write(step)
        except (OSError, ValueError) as error:
            raise StorageError(f"the index cannot be written: {error}", item=str(self.path), stage="library") from error
        return part.count

    def remove(self, paper_ids: Iterable[str]) -> tuple[str, ...]:
        """Take papers out, with their bytes; returns the identifiers of those that were there. Raises StorageError."""
        there = tuple(paper.work_id for paper in map(self.paper, paper_ids) if paper is not None)
        self.add((), removed=there)
        gone = {paper_id: forms for paper_id, forms in self.all_sources().items() if work_id_of(paper_id) in there}
        for paper_id in gone:
            self.set_sources(paper_id, ())
        still_used = {form.sha256 for forms in self.all_sources().values() for form in forms}
        self.store.drop({form.sha256 for forms in gone.values() for form in forms} - still_used)
        return there

    def search(self, query: str, limit: int = 10, where: SearchFilter = EVERYTHING) -> list[Hit]:
        """The papers whose title or abstract has words of the query, best first, ties by identifier.

        A larger `limit` adds papers at the end and changes nothing before.
        """
        return [
            Hit(
                paper_id=paper.paper_id,
                title=paper.title,
                score=score,
                authors=paper.authors,
                published=paper.published,
                categories=paper.categories,
            )
            for paper, score in self._papers(query, limit, where)
        ]

    def count(self, query: str | None = None) -> int:
        """How many papers are held, or how many of them have a word of the query."""
        if query is None:
            return self._index.asked(lambda _, searcher: int(searcher.num_docs), 0)
        words = [form for forms in indexed_forms(query).values() for form in forms]
        return self._index.asked(lambda index, searcher: _number(searcher, any_of(index.schema, words)), 0)

    def paper(self, paper_id: str) -> Paper | None:
        """The metadata held under this identifier; where it names no version, whichever is held."""
        found = self.work(paper_id)
        return found if found and paper_id in (found.paper_id, found.work_id) else None

    def work(self, paper_id: str) -> Paper | None:
        """The metadata held of a paper, at whatever version."""
        return self._known([work_id_of(paper_id)]).get(work_id_of(paper_id))

    def papers(self) -> Iterator[Paper]:
        """The metadata of every paper, in the order in which it was added. Raises StorageError."""
        for number in self.catalogue.numbers():
            entries = self.catalogue.entries(number)
            while some := [*islice(entries, CHUNK)]:
                work_ids = [entry.work_id for _, entry in some if isinstance(entry, Paper)]
                current = {*self._index.places(work_ids)}
                yield from (entry for place, entry in some if place in current and isinstance(entry, Paper))

    def rebuild(self) -> None:
        """Make the index anew of the catalogue. Raises StorageError."""
        try:
            with self._index.lock:
                self._index.make_anew()
        except (OSError, ValueError) as error:
            raise StorageError(f"the index cannot be made: {error}", item=str(self.path), stage="library") from error

    def sources(self, paper_id: str) -> tuple[Source, ...]:
        """The forms held of a paper, best first; empty where none is."""
        known = self.store.result(sources_key(paper_id), _Sources)
        return known.sources if known else ()

    def all_sources(self) -> dict[str, tuple[Source, ...]]:
        """The forms held of every paper of which any is, by `paper_id`, in order."""
        kept = {key: known.sources for key, known in self.store.results(_Sources) if known.sources}
        named = {sources[0].paper_id: (key, sources) for key, sources in kept.items()}
        return {paper_id: sources for paper_id, (key, sources) in sorted(named.items()) if key == sources_key(paper_id)}

    def keep_source(self, source: Source) -> None:
        """Remember which bytes (already in the store) are a paper's, for later runs."""
        order: tuple[SourceKind, ...] = ("latex", "jats", "pdf", "abstract")
        by_kind = {kept.kind: kept for kept in self.sources(source.paper_id)} | {source.kind: source}
        self.set_sources(source.paper_id, tuple(by_kind[kind] for kind in order if kind in by_kind))

    def set_sources(self, paper_id: str, sources: Sequence[Source]) -> None:
        """Let these, best first, be all forms held of a paper: nothing else says so, but of an abstract alone."""
        abstract_alone = [source.kind for source in sources] == ["abstract"]
        self.store.keep(sources_key(paper_id), _Sources(sources=tuple(sources)), sync=not abstract_alone)

    def as_kept(self, paper: Paper) -> Paper:
        """A paper at the newest version up to its own of which the library has bytes; as it is where it has none."""
        match = ARXIV_ID.fullmatch(paper.paper_id)
        if match is None or self.sources(paper.paper_id):
            return paper
        newest = int(match["version"][1:]) - 1 if match["version"] else MOST_VERSIONS
        names = (f"{match['base']}v{number}" for number in range(min(newest, MOST_VERSIONS), 0, -1))
        kept = next((name for name in names if self.sources(name)), paper.paper_id)
        return paper.model_copy(update={"paper_id": kept})

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """The library's papers that share words with the question, best first; arXiv's queries are not used.

        A paper of which it has the bytes of an older version alone is found at that version.
        """
        limit = settings.max_papers * settings.candidates_per_paper
        where = SearchFilter(categories=settings.categories, since=settings.since)
        found = self._papers(" ".join(question.terms), limit, where)
        return Found(papers=tuple(self.as_kept(paper) for paper, _ in found))

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        """The best form held of a paper, else its abstract. Raises SourceError where no form is left."""
        for source in self.sources(paper.paper_id):
            data = self.store.get(source.sha256)
            if source.kind not in without and data is not None:
                return Fetched(kind=source.kind, data=data, origin=source.origin, note=source.note)
        if paper.abstract and "abstract" not in without:
            note = "the library holds its metadata alone"
            return Fetched(kind="abstract", data=paper.abstract.encode(), origin="library", note=note)
        raise SourceError("the library holds no form of it", item=paper.paper_id, stage="fetch")

    def candidates(self, query: str, limit: int = RANKED, where: SearchFilter = EVERYTHING) -> Candidates:
        """The papers that BM25 puts first, with what it takes to rank them; none where no word of the query is held."""
        forms = indexed_forms(query)
        if not forms or limit < 1:
            return NOTHING

        def ask(index: tantivy.Index, searcher: tantivy.Searcher) -> Candidates:
            words = searched_words(searcher, [form for same in forms.values() for form in same])
            places = best_places(searcher, any_of(index.schema, words, where), limit)
            read = self.catalogue.papers(place for place, _ in places)
            found = [(paper, score) for paper, (_, score) in zip(read, places, strict=True)]
            best = sorted(found, key=lambda pair: (-pair[1], pair[0].paper_id))[:limit]
            frequency = {stem(term): sum(number_with(searcher, form) for form in same) for term, same in forms.items()}
            papers, scores = tuple(paper for paper, _ in best), tuple(score for _, score in best)
            return Candidates(papers, scores, frequency, int(searcher.num_docs))

        return self._index.asked(ask, NOTHING)

    def _papers(self, query: str, limit: int, where: SearchFilter = EVERYTHING) -> list[tuple[Paper, float]]:
        """The best papers with their scores: those first by BM25 ranked anew, then the others as BM25 has them."""
        found = self.candidates(query, max(limit, RANKED), where) if limit > 0 else NOTHING
        scores = rank_scores(query, found.texts[:RANKED], found.frequency, found.size)
        answers = sorted(zip(found.papers, scores, strict=False), key=lambda pair: (-pair[1], pair[0].paper_id))
        if len(found.papers) > len(answers):
            lowest, last = answers[-1][1], found.scores[RANKED - 1]
            others = zip(found.papers[RANKED:], found.scores[RANKED:], strict=True)
            answers += [(paper, rounded(lowest - (last - score))) for paper, score in others]
        return answers[:limit]

    def _known(self, work_ids: Sequence[str]) -> dict[str, Paper]:
        """The papers with some identifiers, by these."""
        return {paper.work_id: paper for paper in self.catalogue.papers(self._index.places(work_ids))}


NOTHING = Candidates((), (), {}, 0)


class _Part:
    """What is being added: lines that become one file of the catalogue, and are in the writer already."""

    def __init__(self, library: Library, writer: tantivy.IndexWriter) -> None:
        self._library = library
        self._writer = writer
        self.count = 0
        self._begin()

    def _begin(self) -> None:
        self._number = max(self._library.catalogue.numbers(), default=0) + 1
        self._lines: list[bytes] = []
        self._papers: dict[str, bytes] = {}  # lines by work_id, which no search finds yet
        self.size = 0

    def add(self, papers: Sequence[Paper]) -> None:
        """Take those papers that the library does not have, or has in an older version or otherwise."""
        work_ids = [paper.work_id for paper in papers]
        known = self._library._known(work_ids)
        for paper, work_id in zip(papers, work_ids, strict=True):
            waiting = self._papers.get(work_id)
            old = Paper.model_validate_json(waiting) if waiting else known.get(work_id)
            if old is not None and (paper == old or not supersedes(paper, old)):
                continue
            if old is not None:
                self._writer.delete_documents_by_term("work_id", work_id)
            self._writer.add_document(document_of(paper, self._number << 32 | self.size))
            self._papers[work_id] = self._append(line_of(paper))
            self.count += 1

    def remove(self, paper_ids: Iterable[str]) -> None:
        """Take papers out, those that are there."""
        work_ids = dict.fromkeys(work_id_of(paper_id) for paper_id in paper_ids)
        known = self._library._known([*work_ids])
        for work_id in work_ids:
            if work_id in known or work_id in self._papers:
                self._writer.delete_documents_by_term("work_id", work_id)
                self._append(line_of(work_id))
                self._papers.pop(work_id, None)

    def write(self, step: Callable[[], Step] | None) -> None:
        """Let what was taken count, and begin another part."""
        if self._lines or step is not None:
            self._library.catalogue.write(self._number, self._lines, step() if step else None)
            self._library._index.commit(self._writer, self._number)
            self._begin()

    def _append(self, line: bytes) -> bytes:
        self._lines.append(line)
        self.size += len(line)
        return line


def supersedes(new: Paper, old: Paper) -> bool:
    """Whether metadata take the place of others of the same work: not where they are of an older version.

    Where one names no version, the days of the versions decide; where these do not, metadata with a version stay.
    """
    version, old_version = _version(new), _version(old)
    if version and old_version:
        return version >= old_version
    day, old_day = new.updated or new.published, old.updated or old.published
    if day and old_day and day != old_day:
        return day > old_day
    return bool(version) or not old_version


def sources_key(paper_id: str) -> str:
    """The key under which the store has what is known of a paper's forms."""
    return stage_key("sources", 1, None, paper_id)


def _chunks(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    waiting = iter(papers)
    while some := [*islice(waiting, CHUNK)]:
        yield some


def _number(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many papers a query finds. Counted, since Tantivy's own figure has replaced papers in it too."""
    counted = tantivy.Query.const_score_query(query, 1.0)
    return int(searcher.search(counted, limit=1, count=True).count or 0)  # type: ignore[attr-defined]


def work_id_of(paper_id: str) -> str:
    """An identifier without its version."""
    match = ARXIV_ID.fullmatch(paper_id)
    return match["base"] if match else paper_id


def _version(paper: Paper) -> int:
    """The number of the version that a paper's identifier names, 0 where it names none."""
    match = ARXIV_ID.fullmatch(paper.paper_id)
    return int(match["version"][1:]) if match and match["version"] else 0
