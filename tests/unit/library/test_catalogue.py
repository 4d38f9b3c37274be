"""The catalogue of a library: what counts of it, what follows a kill or damage, and the index that is made of it."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
import tantivy
from filelock import FileLock

from synth.errors import StorageError
from synth.library import Library
from synth.library.catalogue import READ_BYTES, Step
from synth.library.full_text import SearchFilter
from synth.library.index import CHUNK
from synth.models import Paper, Source
from synth.system.disk import remove

FIRST = Paper(paper_id="2005.11401v1", title="Retrieval for generation", published=date(2020, 5, 22))
FOURTH = FIRST.model_copy(update={"paper_id": "2005.11401v4", "title": "Retrieval-augmented generation"})
OTHER = Paper(paper_id="2101.00001v1", title="Dense retrieval", abstract="Vectors.", published=date(2021, 1, 2))


def ids(library: Library) -> list[str]:
    return [paper.paper_id for paper in library.papers()]


def files(library: Library) -> list[str]:
    return sorted(path.name for path in (library.path / "papers").iterdir())


@pytest.mark.parametrize("order", [(FIRST, FOURTH), (FOURTH, FIRST)])
@pytest.mark.parametrize("at_once", [True, False])
def test_of_two_versions_the_newer_one_counts(tmp_path: Path, order: tuple[Paper, Paper], at_once: bool) -> None:
    library = Library(tmp_path)
    for some in [order] if at_once else [[paper] for paper in order]:
        library.add(some)
    assert ids(library) == ["2005.11401v4"]
    assert [hit.paper_id for hit in library.search("retrieval")] == ["2005.11401v4"]
    assert library.count() == 1
    assert library.paper("2005.11401v1") is None
    assert library.paper("2005.11401") == library.paper("2005.11401v4") == FOURTH


@pytest.mark.parametrize(
    ("new", "old", "wins"),
    [
        ({"updated": date(2024, 2, 1)}, {"updated": date(2024, 1, 1)}, True),
        ({"updated": date(2024, 1, 1)}, {"updated": date(2024, 2, 1)}, False),
        ({}, {}, True),
        ({}, {"paper_id": "2005.11401v1"}, False),
        ({"paper_id": "2005.11401v1"}, {}, True),
        ({"paper_id": "2005.11401v2"}, {"paper_id": "2005.11401v2", "updated": date(2024, 2, 1)}, True),
        ({"paper_id": "2005.11401v9"}, {"paper_id": "2005.11401v10"}, False),
    ],
)
def test_of_two_metadata_of_a_paper_the_later_ones_count(
    tmp_path: Path, new: dict[str, object], old: dict[str, object], wins: bool
) -> None:
    library = Library(tmp_path)
    bare = Paper(paper_id="2005.11401", title="Old")
    library.add([bare.model_copy(update=old)])
    assert library.add([bare.model_copy(update={"title": "New", **new})]) == int(wins)
    assert [paper.title for paper in library.papers()] == ["New" if wins else "Old"]


def test_what_is_there_already_is_not_added_again(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert library.add([FIRST, OTHER]) == 2
    before = files(library)
    assert library.add([FIRST, OTHER, FIRST]) == 0
    assert files(library) == before


def test_papers_that_are_removed_no_longer_count_and_may_come_back(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([FOURTH, OTHER])
    kept = Source(paper_id=OTHER.paper_id, kind="pdf", sha256=library.store.put(b"%PDF"), origin="file")
    library.keep_source(kept)
    assert library.remove(["2005.11401", OTHER.paper_id, "2101.99999", "local:0"]) == ("2005.11401", "2101.00001")
    assert (ids(library), library.count(), library.search("retrieval")) == ([], 0, [])
    assert (library.sources(OTHER.paper_id), library.store.get(kept.sha256)) == ((), None)
    assert Library(tmp_path).search("retrieval") == []
    library.rebuild()
    assert ids(library) == []
    library.add([FIRST])
    assert ids(library) == ["2005.11401v1"]


def test_remove_keeps_bytes_that_another_paper_has_too(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([FOURTH, OTHER])
    for paper in (FOURTH, OTHER):
        digest = library.store.put(b"%PDF")
        library.keep_source(Source(paper_id=paper.paper_id, kind="pdf", sha256=digest, origin="file"))
    library.remove([OTHER.paper_id])
    assert library.fetch(FOURTH).data == b"%PDF"


def many(count: int) -> Iterator[Paper]:
    return (Paper(paper_id=f"2001.{number:05}", title=f"Retrieval number{number}") for number in range(count))


def test_papers_in_several_files_are_each_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.library.index.MAX_FILE_BYTES", 1)
    library = Library(tmp_path)
    count = 2 * CHUNK + 10
    assert library.add(many(count)) == count
    assert len(files(library)) == 3
    library.add([Paper(paper_id="2001.00007", title="Other number7", updated=date(2024, 1, 1))])
    assert library.count() == count == len(set(ids(library)))
    assert [hit.title for hit in library.search("number7")] == ["Other number7"]


def test_a_failed_import_keeps_whole_files_and_does_not_lock_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synth.library.index.MAX_FILE_BYTES", 1)

    def failing() -> Iterator[Paper]:
        yield from many(CHUNK + 5)
        raise OSError("the line broke")

    library = Library(tmp_path)
    with pytest.raises(StorageError, match="the line broke"):
        library.add(failing())
    assert library.count() == CHUNK
    assert library.add(many(CHUNK + 5)) == 5
    assert library.count() == CHUNK + 5


def test_an_interrupted_import_does_not_lock_the_index(tmp_path: Path) -> None:
    def interrupted() -> Iterator[Paper]:
        yield OTHER
        raise KeyboardInterrupt

    library = Library(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        library.add(interrupted())
    assert library.add([OTHER]) == 1


def test_steps_are_found_again_by_their_origin(tmp_path: Path) -> None:
    library = Library(tmp_path)
    first, second = Step(origin="a", position="7"), Step(origin="b", began=date(2024, 1, 1), complete=True)
    library.add([OTHER], step=lambda: first)
    library.add([], step=lambda: second)
    library.add([FIRST])
    found = library.catalogue.last_step
    assert (found("a"), found("b"), found("c")) == (first, second, None)


def test_a_reader_puts_into_the_index_what_a_killed_writer_left_in_the_catalogue(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([FIRST])
    library.catalogue.write(2, [FOURTH.model_dump_json().encode() + b"\n", b'{"removed": "2101.00001"}\n'])
    assert [hit.paper_id for hit in Library(tmp_path).search("generation")] == ["2005.11401v4"]
    assert Library(tmp_path).count() == 1


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([FIRST])
    library.catalogue.write(2, [OTHER.model_dump_json().encode() + b"\n"])
    with FileLock(tmp_path / "index.lock"):
        assert Library(tmp_path).count() == 1
    assert Library(tmp_path).count() == 2


def cut(paths: Iterable[Path]) -> None:
    """A part of each file in its place: what Tantivy may still have mapped is left as it is."""
    for path in paths:
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[:9])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no index": lambda folder: remove(folder),
    "no mark": lambda folder: (folder / "catalogue.json").unlink(),
    "another version's mark": lambda folder: (folder / "catalogue.json").write_text('{"version": 0, "newest": 9}'),
    "a mark that is none": lambda folder: (folder / "catalogue.json").write_text("[]"),
    "no segments": lambda folder: (folder / "meta.json").write_text("garbage"),
    "half a segment": lambda folder: cut(list(folder.glob("*.term"))),
    "a file that is lost": lambda folder: remove(next(folder.glob("*.fast"))),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_an_index_that_cannot_be_read_is_made_anew(tmp_path: Path, kind: str) -> None:
    Library(tmp_path).add([FIRST, OTHER])
    Library(tmp_path).add([FOURTH])
    DAMAGE[kind](tmp_path / "index")
    library = Library(tmp_path)
    assert [hit.paper_id for hit in library.search("generation")] == ["2005.11401v4"]
    assert library.add([OTHER.model_copy(update={"title": "Changed"})]) == 1
    assert sorted(paper.title for paper in Library(tmp_path).papers()) == ["Changed", FOURTH.title]


def test_a_writer_makes_a_damaged_index_anew(tmp_path: Path) -> None:
    Library(tmp_path).add([FIRST])
    (tmp_path / "index" / "meta.json").write_text("garbage")
    library = Library(tmp_path)
    library.add([OTHER])
    assert library.count() == 2


def test_an_index_of_before_gives_its_papers_to_the_catalogue(tmp_path: Path) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("paper_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("paper", stored=True)
    (tmp_path / "index").mkdir()
    index = tantivy.Index(builder.build(), path=str(tmp_path / "index"))
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    for paper in (FIRST, OTHER):
        document = tantivy.Document()
        document.add_text("paper_id", paper.paper_id)
        document.add_bytes("paper", paper.model_dump_json().encode())
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    library = Library(tmp_path)
    assert [hit.paper_id for hit in library.search("dense")] == [OTHER.paper_id]
    assert sorted(ids(library)) == [FIRST.paper_id, OTHER.paper_id]


def test_a_damaged_catalogue_is_named_with_what_mends_it(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([FIRST])
    (tmp_path / "papers" / "00000001.jsonl").write_bytes(b"garbage")
    with pytest.raises(StorageError, match=r"00000001.jsonl: is damaged \(synth library check --repair"):
        list(library.papers())
    assert not library.catalogue.is_whole(1)


def test_a_line_longer_than_what_is_read_at_once_is_read_whole(tmp_path: Path) -> None:
    long = OTHER.model_copy(update={"abstract": "dense " * READ_BYTES})
    library = Library(tmp_path)
    library.add([FIRST, long])
    assert library.paper(long.paper_id) == long


def test_the_files_of_the_catalogue_are_json_lines(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([OTHER])
    lines = [json.loads(line) for line in (tmp_path / "papers" / "00000001.jsonl").read_text().splitlines()]
    assert lines[0] == {
        "paper_id": "2101.00001v1", "title": "Dense retrieval", "abstract": "Vectors.", "published": "2021-01-02",
    }  # fmt: skip
    assert list(lines[1]) == ["sha256"]


AUTHORED = (
    Paper(paper_id="2001.00001", title="Dense retrieval", abstract="Of passages.", authors=("Patrick S. H. Lewis", "Jörg Müller"),
          categories=("cs.CL", "cs.IR"), published=date(2020, 1, 31)),
    Paper(paper_id="2101.00002", title="Passages", abstract="Dense retrieval.", authors=("Patrick Smith", "John Lewis"),
          categories=("cs.CL",), published=date(2021, 12, 31)),
    Paper(paper_id="hep-th/9901001", title="Dense matter", authors=("A. Lewis",), categories=("hep-th",)),
    Paper(paper_id="local:0123456789ab", title="Dense bread"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (SearchFilter(), [0, 1, 2, 3]),
        (SearchFilter(fields=("title",)), [0, 2, 3]),
        (SearchFilter(fields=("abstract",)), [1]),
        (SearchFilter(authors=("lewis",)), [0, 1, 2]),
        (SearchFilter(authors=("Patrick Lewis",)), [0]),
        (SearchFilter(authors=("Lewis", "muller")), [0]),
        (SearchFilter(authors=("...",)), []),
        (SearchFilter(categories=("cs.IR", "hep-th")), [0, 2]),
        (SearchFilter(categories=("cs",)), []),
        (SearchFilter(since=date(2020, 2, 1)), [1, 3]),
        (SearchFilter(until=date(2020, 1, 31)), [0, 2, 3]),
        (SearchFilter(since=date(2020, 1, 31), until=date(2021, 12, 30)), [0, 3]),
        (SearchFilter(authors=("Lewis",), categories=("cs.CL",), since=date(2021, 1, 1)), [1]),
    ],
)  # fmt: skip
def test_search_is_narrowed_by_a_filter(tmp_path: Path, where: SearchFilter, found: list[int]) -> None:
    library = Library(tmp_path)
    library.add(AUTHORED)
    hits = library.search("dense", where=where)
    assert {hit.paper_id for hit in hits} == {AUTHORED[number].paper_id for number in found}
    scores = {hit.paper_id: hit.score for hit in library.search("dense")}
    if where.fields == SearchFilter().fields and len(hits) == len(AUTHORED):
        assert {hit.paper_id: hit.score for hit in hits} == scores


def test_a_paper_is_found_at_the_version_of_which_there_are_files(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([FOURTH, OTHER])
    digest = library.store.put(b"%PDF")
    for version in ("v1", "v2"):
        library.keep_source(Source(paper_id=f"2005.11401{version}", kind="pdf", sha256=digest, origin="file"))
    assert library.as_kept(FOURTH).paper_id == "2005.11401v2"
    assert library.as_kept(OTHER) == OTHER
    bare = FOURTH.model_copy(update={"paper_id": "2005.11401"})
    assert library.as_kept(bare).paper_id == "2005.11401v2"
