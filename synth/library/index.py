"""The user's library: papers in a full-text index (Tantivy), found by BM25 and ranked anew, their sources kept."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy
from filelock import FileLock
from pydantic import field_validator

from synth.disk import make_folder
from synth.errors import SourceError, StorageError
from synth.language.text import stem
from synth.library.ranking import indexed_forms, rank_scores
from synth.library.store import Store, stage_key
from synth.models import Fetched, Found, Model, Paper, Query, Question, Source, SourceKind
from synth.models.base import rounded
from synth.settings import SearchSettings

WRITER_HEAP_BYTES = 50_000_000
RANKED = 50
"""How many papers, best by BM25, are ranked anew. Twice as many find no more, for twice the time."""


_SEARCHED = {"title": 0.5, "abstract": 1.0}
"""Fields with their share in what is looked at closely: python -m benchmarks.quality retrieval."""


class Hit(Model):
    """One answer of a search: the paper and its score, higher is better; scores of one search alone compare.

    The score is the weighted sum of `synth.library.ranking`; for what BM25 puts past the first `RANKED`, that of the
    last ranked paper less what BM25 takes off.
    """

    paper_id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """The first papers by BM25: their records, their scores, and the library's counts for the query's stems."""

    papers: tuple[dict[str, object], ...]
    scores: tuple[float, ...]
    frequency: dict[str, int]
    size: int

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(title, abstract) of each."""
        return [(str(paper["title"]), str(paper["abstract"])) for paper in self.papers]


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
    """Papers under one folder: `index/` for search, and a `Store` for their bytes and for cached stage results.

    Also a source of papers for `--offline`: `find` searches the index, `fetch` gives the bytes held. Several processes
    may use one library: readers never wait, writers take turns.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.store = Store(self.path)
        self._index: tantivy.Index | None = None

    def add(self, papers: Iterable[Paper]) -> int:
        """Add papers, replacing those of the same `paper_id`; returns how many. Raises StorageError."""
        index = self._open(create=True)
        assert index is not None
        count = 0
        try:
            with FileLock(self.path / "index.lock"):
                writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
                for paper in papers:
                    writer.delete_documents_by_term("paper_id", paper.paper_id)
                    document = tantivy.Document()
                    document.add_text("paper_id", paper.paper_id)
                    document.add_text("title", paper.title)
                    document.add_text("abstract", paper.abstract)
                    document.add_bytes("paper", paper.model_dump_json().encode())
                    writer.add_document(document)
                    count += 1
                writer.commit()
                writer.wait_merging_threads()
        except (OSError, ValueError) as error:
            raise StorageError(f"the index cannot be written: {error}", item=str(self.path), stage="library") from error
        index.reload()
        return count

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """The papers whose title or abstract has words of the query, best first, ties by identifier.

        A larger `limit` adds papers at the end and changes nothing before.
        """
        return [
            Hit(paper_id=paper.paper_id, title=paper.title, score=score) for paper, score in self._papers(query, limit)
        ]

    def count(self, query: str | None = None) -> int:
        """How many papers are held, or how many of them have a word of the query."""
        index = self._open(create=False)
        if index is None:
            return 0
        searcher = index.searcher()
        if query is None:
            return int(searcher.num_docs)
        forms = indexed_forms(query)
        if not forms:
            return 0
        return int(searcher.search(_any_of(index, forms.values()), limit=1, count=True).count or 0)  # type: ignore[attr-defined]

    def paper(self, paper_id: str) -> Paper | None:
        """The metadata held under exactly this identifier."""
        index = self._open(create=False)
        if index is None:
            return None
        searcher = index.searcher()
        query = tantivy.Query.term_query(index.schema, "paper_id", paper_id, "basic")
        hits = searcher.search(query, limit=1).hits
        return _paper(searcher.doc(hits[0][1])) if hits else None

    def papers(self) -> Iterator[Paper]:
        """The metadata of every paper, in no order. Raises StorageError where the index is damaged."""
        index = self._open(create=False)
        if index is None:
            return
        searcher = index.searcher()
        try:
            hits = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs)).hits
            yield from (_paper(searcher.doc(address)) for _, address in hits)
        except ValueError as error:
            raise self._damaged() from error

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
        """Let these, best first, be all forms held of a paper."""
        self.store.keep(sources_key(paper_id), _Sources(sources=tuple(sources)))

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """The library's papers that share words with the question, best first; arXiv's queries are not used."""
        limit = settings.max_papers * settings.candidates_per_paper
        papers = [paper for paper, _ in self._papers(" ".join(question.terms), limit)]
        return Found(papers=tuple(paper for paper in papers if _passes(paper, settings)))

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

    def candidates(self, query: str, limit: int = RANKED) -> Candidates:
        """The papers that BM25 puts first, with what it takes to rank them; none where no word of the query is held."""
        index = self._open(create=False)
        forms = indexed_forms(query)
        if index is None or not forms or limit < 1:
            return Candidates((), (), {}, 0)
        searcher = index.searcher()
        found = _best(searcher, _any_of(index, forms.values()), limit)
        frequency = _frequency(index, searcher, forms) if found else {}
        records, scores = tuple(record for record, _ in found), tuple(score for _, score in found)
        return Candidates(records, scores, frequency, int(searcher.num_docs))

    def _papers(self, query: str, limit: int) -> list[tuple[Paper, float]]:
        """The best papers with their scores: those first by BM25 ranked anew, then the others as BM25 has them."""
        found = self.candidates(query, max(limit, RANKED)) if limit > 0 else Candidates((), (), {}, 0)
        scores = rank_scores(query, found.texts[:RANKED], found.frequency, found.size)
        answers = sorted(zip(found.papers, scores, strict=False), key=lambda pair: (-pair[1], pair[0]["paper_id"]))
        if len(found.papers) > len(answers):
            lowest, last = answers[-1][1], found.scores[RANKED - 1]
            others = zip(found.papers[RANKED:], found.scores[RANKED:], strict=True)
            answers += [(record, rounded(lowest - (last - score))) for record, score in others]
        return [(Paper.model_validate_json(json.dumps(record)), score) for record, score in answers[:limit]]

    def _open(self, *, create: bool) -> tantivy.Index | None:
        folder = self.path / "index"
        if self._index is None and (create or folder.is_dir()):
            try:
                make_folder(folder)
                self._index = tantivy.Index(_schema(), path=str(folder))
            except OSError as error:
                raise StorageError(
                    f"the index cannot be opened: {error}", item=str(self.path), stage="library"
                ) from error
            except ValueError as error:
                raise self._damaged() from error
        return self._index

    def _damaged(self) -> StorageError:
        remedy = "synth library check --repair makes it anew"
        return StorageError("the index is damaged", item=str(self.path), stage="library", remedy=remedy)


def sources_key(paper_id: str) -> str:
    """The key under which the store has what is known of a paper's forms."""
    return stage_key("sources", 1, None, paper_id)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paper_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("abstract", tokenizer_name="en_stem")
    builder.add_bytes_field("paper", stored=True)
    return builder.build()


def _best(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[tuple[dict[str, object], float]]:
    """The first papers by BM25, as stored, with their scores.

    Of equal scores the lower identifier comes first. Tantivy takes what was added first instead; so twice as many are
    fetched, and what ties with the last is compared before the cut.
    """
    hits = [(rounded(score), address) for score, address in searcher.search(query, limit=2 * limit, count=False).hits]
    if len(hits) > limit:
        hits = [(score, address) for score, address in hits if score >= hits[limit - 1][0]]
    found = [(json.loads(bytes(searcher.doc(address)["paper"][0])), score) for score, address in hits]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]["paper_id"]))[:limit]


def _any_of(index: tantivy.Index, forms: Iterable[tuple[str, ...]]) -> tantivy.Query:
    """Titles and abstracts with any of these words; only letters and digits, so that none is taken for query syntax."""
    return index.parse_query(" ".join(form for same in forms for form in same), list(_SEARCHED), field_boosts=_SEARCHED)


def _frequency(index: tantivy.Index, searcher: tantivy.Searcher, forms: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """In how many papers each term's stem stands. Counted, since Tantivy's own figure has replaced papers in it too."""
    counts = {}
    for term, same in forms.items():
        query = tantivy.Query.const_score_query(_any_of(index, [same]), 1.0)
        counts[stem(term)] = int(searcher.search(query, limit=1, count=True).count or 0)  # type: ignore[attr-defined]
    return counts


def _paper(document: tantivy.Document) -> Paper:
    return Paper.model_validate_json(bytes(document["paper"][0]))


def _passes(paper: Paper, settings: SearchSettings) -> bool:
    if settings.since and paper.published and paper.published < settings.since:
        return False
    return not settings.categories or bool(set(settings.categories) & set(paper.categories))
