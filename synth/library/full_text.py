"""The full-text index (Tantivy) of a catalogue: up to date with it, and made anew of it where it cannot be read."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import tantivy
from filelock import FileLock, Timeout

from synth.errors import StorageError
from synth.language.text import normalise
from synth.library.catalogue import Catalogue, line_of
from synth.models import Paper
from synth.models.base import rounded
from synth.system.disk import PARTIAL, make_folder, move, remove, write_atomically

VERSION = 1
"""Of the schema and of what is indexed under it: an index of another one is made anew."""
MARK = "catalogue.json"
"""The file beside Tantivy's own that names the newest file of the catalogue that is in the index."""
WRITER_HEAP_BYTES = 50_000_000
MAX_FILE_BYTES = 16_000_000
"""Of lines of an index of before, which are moved to the catalogue."""

_SEARCHED = {"title": 0.5, "abstract": 1.0}
"""Fields with their share in what is looked at closely: python -m benchmarks.quality retrieval."""
COMMON_SHARE, LARGE_PAPERS = 0.05, 100_000
"""In a library of so many papers, a word of more than this share of them finds no paper by itself: that halves the time
of a search. Where any library counts as so large, `python -m benchmarks.quality retrieval` gives an nDCG@10 of 0.716 in
place of 0.718, and of 0.702 with a share of 0.03."""
_UNDATED = 0
MAX_WORD_BYTES = 40
"""Longer words are not indexed (tantivy, src/tokenizer/tokenizer_manager.rs)."""

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class SearchFilter(NamedTuple):
    """What a search is narrowed to: words in these fields, by all of these authors, in one of these categories, first
    submitted in this time. A paper of which no date is known passes any time.
    """

    fields: tuple[str, ...] = tuple(_SEARCHED)
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


EVERYTHING = SearchFilter()


class FullText:
    """The index in a folder, and the catalogue that it is of.

    Readers never wait. What a killed process left undone in the index, the next one does; `asked` mends an index that
    cannot be read.
    """

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.folder = root / "index"
        self.catalogue = catalogue
        self.lock = FileLock(root / "index.lock")
        self._opened: tantivy.Index | None = None

    def asked(self, ask: Callable[[tantivy.Index, tantivy.Searcher], Result], nothing: Result) -> Result:
        """What `ask` makes of the index; `nothing` where there is no library. Raises StorageError."""
        try:
            index = self._index()
            return nothing if index is None else ask(index, index.searcher())
        except (OSError, ValueError) as error:
            log.warning("the index of %s is damaged and made anew: %s", self.folder.parent, error)
        try:
            with self.lock:
                self.make_anew()
            index = self._index()
            return nothing if index is None else ask(index, index.searcher())
        except (OSError, ValueError) as error:
            raise self._unusable(error) from error

    @contextmanager
    def writer(self) -> Iterator[tantivy.IndexWriter]:
        """A writer of the index, brought up to date with the catalogue before; the lock has to be taken.

        What is not committed is lost. Whatever happens, the writer is closed, and Tantivy's own lock with it.
        """
        self.asked(lambda index, searcher: None, None)  # mends an index that cannot be read
        index = self._index(alone=True)
        assert index is not None
        with _writer(index) as writer:
            yield writer
        index.reload()

    def commit(self, writer: tantivy.IndexWriter, number: int) -> None:
        """Let all that was written count: the catalogue up to the file of this number is in the index then."""
        writer.commit()
        self._set_mark(self.folder, number)
        if self._opened is not None:
            self._opened.reload()

    def make_anew(self) -> None:
        """Make the index of all that the catalogue has, beside its place; the lock has to be taken."""
        if not self._mark() and not self.catalogue.numbers():
            self._move_papers_of_before()
        aside = self.folder.with_name(f"{PARTIAL}index")
        remove(aside)
        make_folder(aside)
        index = tantivy.Index(_schema(), path=str(aside))
        _register_names(index)
        self._catch_up(index, aside, self.catalogue.numbers())
        remove(self.folder)
        move(aside, self.folder)
        self._opened = None

    def places(self, work_ids: Sequence[str]) -> list[int]:
        """Where the catalogue has the papers with these identifiers, those that are there. Raises StorageError."""

        def ask(index: tantivy.Index, searcher: tantivy.Searcher) -> list[int]:
            query = tantivy.Query.term_set_query(index.schema, "work_id", [*map(normalise, work_ids)])
            hits = searcher.search(query, limit=max(1, len(work_ids)), count=False).hits
            return place_values(searcher, [address for _, address in hits])

        return self.asked(ask, [])

    def _index(self, *, alone: bool = False) -> tantivy.Index | None:
        """The index, opened, and up to date unless another process writes it; None where there is no library."""
        if self._opened is not None and not alone:
            return self._opened
        mark = self._mark()
        numbers = self.catalogue.numbers()
        if not alone and mark is None and not numbers and not self.folder.is_dir():
            return None
        if mark is None or mark < (numbers[-1] if numbers else 0):
            with suppress(Timeout), self.lock.acquire(timeout=-1 if alone or mark is None else 0):
                self._bring_up_to_date(numbers)
        if self._opened is None or alone:
            self._opened = tantivy.Index.open(str(self.folder))
            _register_names(self._opened)
        return self._opened

    def _bring_up_to_date(self, numbers: list[int]) -> None:
        mark = self._mark()  # another process may have been quicker
        if mark is None:
            self.make_anew()
            return
        index = tantivy.Index.open(str(self.folder))
        _register_names(index)
        self._catch_up(index, self.folder, [number for number in numbers if number > mark])

    def _catch_up(self, index: tantivy.Index, folder: Path, numbers: list[int]) -> None:
        """Put files of the catalogue into an index."""
        with _writer(index) as writer:
            for number in numbers:
                for place, entry in self.catalogue.entries(number):
                    writer.delete_documents_by_term("work_id", entry if isinstance(entry, str) else entry.work_id)
                    if isinstance(entry, Paper):
                        writer.add_document(document_of(entry, place))
                writer.commit()
                self._set_mark(folder, number)
            if not numbers:
                self._set_mark(folder, 0)

    def _move_papers_of_before(self) -> None:
        """Give the catalogue the papers of an index of before 0.1.0, which had them in itself alone."""
        with suppress(ValueError, OSError, KeyError):
            searcher = tantivy.Index.open(str(self.folder)).searcher()
            hits = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs), count=False).hits
            lines: list[bytes] = []
            size = 0
            for _, address in hits:
                lines.append(line_of(Paper.model_validate_json(bytes(searcher.doc(address)["paper"][0]))))
                size += len(lines[-1])
                if size > MAX_FILE_BYTES:
                    self.catalogue.write(len(self.catalogue.numbers()) + 1, lines)
                    lines, size = [], 0
            if lines:
                self.catalogue.write(len(self.catalogue.numbers()) + 1, lines)

    def _mark(self) -> int | None:
        """The newest file of the catalogue that is in the index; None where there is no index of this version."""
        with suppress(OSError, ValueError, LookupError, TypeError):
            mark = json.loads((self.folder / MARK).read_bytes())
            return int(mark["newest"]) if mark["version"] == VERSION else None
        return None

    def _set_mark(self, folder: Path, number: int) -> None:
        write_atomically(folder / MARK, json.dumps({"version": VERSION, "newest": number}).encode())

    def _unusable(self, error: Exception) -> StorageError:
        remedy = "synth library check --repair mends what can be mended"
        return StorageError(
            f"the index cannot be used: {error}", item=str(self.folder.parent), stage="library", remedy=remedy
        )


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
    try:
        yield writer
    finally:
        writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("work_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("abstract", tokenizer_name="en_stem")
    builder.add_text_field("author", tokenizer_name="name")
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("place", fast=True)
    return builder.build()


def _names() -> tantivy.TextAnalyzer:
    """What makes words of a name: "Jörg Müller-Lüdenscheidt" is jorg, muller, ludenscheidt."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


@cache
def _english() -> tantivy.TextAnalyzer:
    """Tantivy's "en_stem", which an index does not give out."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(MAX_WORD_BYTES))
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("English")).build()


def _stemmed(word: str) -> list[str]:
    """The terms of the index for a word: one, or none where it is too long."""
    found: list[str] = _english().analyze(word)
    return found


def _register_names(index: tantivy.Index) -> None:
    index.register_tokenizer("name", _names())


def document_of(paper: Paper, place: int) -> tantivy.Document:
    """What the index has of a paper, whose line is at a place of the catalogue."""
    document = tantivy.Document()
    document.add_text("work_id", paper.work_id)
    document.add_text("title", paper.title)
    document.add_text("abstract", paper.abstract)
    for name in paper.authors:
        document.add_text("author", name)
    for category in paper.categories:
        document.add_text("category", category)
    document.add_unsigned("day", _day(paper))
    document.add_unsigned("place", place)
    return document


def _day(paper: Paper) -> int:
    """The day of a paper's first version as 20200522; the last of its year where no more is known."""
    if paper.published:
        return paper.published.year * 10_000 + paper.published.month * 100 + paper.published.day
    return paper.year * 10_000 + 1_231 if paper.year else _UNDATED


def place_values(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[int]:
    """The places of some documents."""
    return [int(place) for place in searcher.fast_field_values("place", addresses) if place is not None]


def best_places(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
    """The places of the first papers by BM25 with their scores, and of all that tie with the last of them.

    Of equal scores Tantivy takes what was added first; so twice as many are asked for.
    """
    hits = [(rounded(score), address) for score, address in searcher.search(query, limit=2 * limit, count=False).hits]
    if len(hits) > limit:
        hits = [(score, address) for score, address in hits if score >= hits[limit - 1][0]]
    places = place_values(searcher, [address for _, address in hits])
    return [(place, score) for place, (score, _) in zip(places, hits, strict=True)]


def any_of(schema: tantivy.Schema, words: Iterable[str], where: SearchFilter = EVERYTHING) -> tantivy.Query:
    """Papers with any of these words, of letters and digits, that pass a filter."""
    fields = [(name, share) for name, share in _SEARCHED.items() if name in where.fields]
    terms = [
        tantivy.Query.boost_query(tantivy.Query.term_query(schema, name, term), share)
        for word in words
        for term in _stemmed(word)
        for name, share in fields
    ]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
    conditions = [
        tantivy.Query.boost_query(tantivy.Query.const_score_query(condition, 1.0), 0.0)
        for condition in _conditions(schema, where)
    ]
    if not conditions:
        return query
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in (query, *conditions)])


def searched_words(searcher: tantivy.Searcher, words: Sequence[str]) -> Sequence[str]:
    """Of the words of a query those that find papers: in a large library not the common ones, unless all are."""
    if searcher.num_docs < LARGE_PAPERS:
        return words
    most = COMMON_SHARE * int(searcher.num_docs)
    return [word for word in words if number_with(searcher, word) <= most] or words


def number_with(searcher: tantivy.Searcher, word: str) -> int:
    """In how many papers a word stands, in the title or the abstract: a figure of Tantivy's own, which takes no time.

    Papers that were replaced count in it, as in Tantivy's scores, until it merges the part of the index that has them.
    """
    return max((searcher.doc_freq(name, term) for term in _stemmed(word) for name in _SEARCHED), default=0)


def _conditions(schema: tantivy.Schema, where: SearchFilter) -> Iterator[tantivy.Query]:
    for author in where.authors:
        words = _names().analyze(normalise(author))
        if len(words) > 1:  # two words between them: "Patrick Lewis" is "Patrick S. H. Lewis"
            yield tantivy.Query.phrase_query(schema, "author", [*words], 2)
        else:
            yield tantivy.Query.term_set_query(schema, "author", words)
    if where.categories:
        yield tantivy.Query.term_set_query(schema, "category", [*map(normalise, where.categories)])
    if where.since or where.until:
        first, last = (
            int((day or other).strftime("%Y%m%d"))
            for day, other in ((where.since, date.min.replace(year=1000)), (where.until, date.max))
        )
        days = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Unsigned, first, last)
        undated = tantivy.Query.term_query(schema, "day", _UNDATED)
        yield tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in (days, undated)])
