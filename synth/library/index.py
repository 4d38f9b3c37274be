"""The user's library: papers in a full-text index (Tantivy, BM25), their sources in the store."""

import gzip
import json
import lzma
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO, cast

import tantivy
from filelock import FileLock
from pydantic import ValidationError

from synth.errors import SourceError, StorageError, UsageError
from synth.library.store import Store, stage_key
from synth.models import ARXIV_ID, Fetched, Found, Model, Paper, Query, Question, Source, SourceKind
from synth.models.base import rounded
from synth.settings import SearchSettings
from synth.text import STOP_WORDS, words

WRITER_HEAP_BYTES = 50_000_000
TITLE_BOOST = 2.0


class Hit(Model):
    """One answer of a search: the paper and its BM25 score (unbounded, higher is better)."""

    paper_id: str
    title: str
    score: float


class _Sources(Model):
    """What the library holds of one paper, best form first."""

    sources: tuple[Source, ...] = ()


class Library:
    """Papers under one folder: `index/` for search, and a `Store` for their bytes and for cached stage results.

    Also a source of papers for `--offline`: `find` searches the index, `fetch` gives the bytes held. Several processes
    may use one library: readers never wait, writers take turns.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store(path)
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
        """The papers whose title or abstract has words of the query, best first, ties by identifier."""
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
        terms = _terms(query)
        if not terms:
            return 0
        parsed = index.parse_query(terms, ["title", "abstract"])
        return int(searcher.search(parsed, limit=1, count=True).count or 0)  # type: ignore[attr-defined]

    def paper(self, paper_id: str) -> Paper | None:
        """The metadata held under exactly this identifier."""
        index = self._open(create=False)
        if index is None:
            return None
        searcher = index.searcher()
        query = tantivy.Query.term_query(index.schema, "paper_id", paper_id, "basic")
        hits = searcher.search(query, limit=1).hits
        return _paper(searcher.doc(hits[0][1])) if hits else None

    def sources(self, paper_id: str) -> tuple[Source, ...]:
        """The forms held of a paper, best first; empty where none is."""
        held = self.store.result(stage_key("sources", 1, None, paper_id), _Sources)
        return held.sources if held else ()

    def keep_source(self, source: Source) -> None:
        """Remember which bytes (already in the store) are a paper's, for later runs."""
        order: tuple[SourceKind, ...] = ("latex", "pdf", "abstract")
        by_kind = {held.kind: held for held in self.sources(source.paper.paper_id)} | {source.kind: source}
        held = tuple(by_kind[kind] for kind in order if kind in by_kind)
        self.store.keep(stage_key("sources", 1, None, source.paper.paper_id), _Sources(sources=held))

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

    def _papers(self, query: str, limit: int) -> list[tuple[Paper, float]]:
        index = self._open(create=False)
        terms = _terms(query)
        if index is None or not terms:
            return []
        searcher = index.searcher()
        parsed = index.parse_query(terms, ["title", "abstract"], field_boosts={"title": TITLE_BOOST})
        hits = searcher.search(parsed, limit=limit).hits
        found = [(_paper(searcher.doc(address)), rounded(score)) for score, address in hits]
        return sorted(found, key=lambda pair: (-pair[1], pair[0].paper_id))

    def _open(self, *, create: bool) -> tantivy.Index | None:
        folder = self.path / "index"
        if self._index is None and (create or folder.is_dir()):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(folder))
            except OSError as error:
                raise StorageError(
                    f"the index cannot be opened: {error}", item=str(self.path), stage="library"
                ) from error
            except ValueError as error:
                remedy = f"delete {folder} and add or import its papers again"
                raise StorageError(
                    "the index is damaged", item=str(self.path), stage="library", remedy=remedy
                ) from error
        return self._index


def snapshot_papers(path: Path) -> Iterator[Paper]:
    """Papers of a metadata snapshot in JSON Lines: Kaggle's arXiv snapshot, or records with id, title, abstract.

    Raises UsageError for a line that is no such record.
    """
    with _text_of(path) as lines:
        for number, line in enumerate(_lines(lines, path), start=1):
            if not line.strip():
                continue
            try:
                yield _snapshot_paper(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
                raise UsageError(f"line {number} is no arXiv record", item=str(path), stage="import") from error


def _lines(text: TextIO, path: Path) -> Iterator[str]:
    """The lines of a text. Raises UsageError where it is damaged or no UTF-8."""
    try:
        yield from text
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError, zlib.error) as error:
        raise UsageError(f"cannot be read: {error}", item=str(path), stage="import") from error


def _text_of(path: Path) -> TextIO:
    """A text file, opened, whether it is packed by xz, by gzip or not at all. Raises UsageError."""
    try:
        if path.suffix == ".xz":
            return cast(TextIO, lzma.open(path, "rt", encoding="utf-8"))
        if path.suffix == ".gz":
            return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
        return path.open(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", item=str(path), stage="import") from error


def _snapshot_paper(record: dict[str, object]) -> Paper:
    if not ARXIV_ID.fullmatch(str(record["id"])):
        raise ValueError("no arXiv identifier")
    authors = record.get("authors") or ()
    if isinstance(authors, str):
        authors = tuple(re.split(r",\s+|\s+and\s+", authors))
    categories = record.get("categories") or ()
    if isinstance(categories, str):
        categories = tuple(categories.split())
    day = record.get("created") or record.get("published") or record.get("update_date")
    return Paper.model_validate(
        {
            "paper_id": record["id"],
            "title": " ".join(str(record["title"]).split()),
            "abstract": " ".join(str(record.get("abstract") or "").split()),
            "authors": authors,
            "published": str(day)[:10] if day else None,
            "primary_category": categories[0] if isinstance(categories, (list, tuple)) and categories else None,
            "categories": categories,
            "doi": record.get("doi"),
            "comment": record.get("comments"),
        }
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paper_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("abstract", tokenizer_name="en_stem")
    builder.add_bytes_field("paper", stored=True)
    return builder.build()


def _terms(query: str) -> str:
    """The query's content words alone, so that no text can be taken for Tantivy's query syntax."""
    parts = (part for word in words(query) for part in re.findall(r"\w+", word))
    return " ".join(part for part in parts if part not in STOP_WORDS)


def _paper(document: tantivy.Document) -> Paper:
    return Paper.model_validate_json(bytes(document["paper"][0]))


def _passes(paper: Paper, settings: SearchSettings) -> bool:
    if settings.since and paper.published and paper.published < settings.since:
        return False
    return not settings.categories or bool(set(settings.categories) & set(paper.categories))
