import gzip
import json
import lzma
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from synth.errors import SourceError, StorageError, UsageError
from synth.library import Library, Snapshot, sha256
from synth.models import Paper, Source, SourceKind
from synth.question import parse_question
from synth.settings import LimitSettings, SearchSettings

PAPERS = (
    Paper(paper_id="2001.00001v1", title="Dense retrieval", abstract="Vectors find passages.", published=date(2020, 1, 2),
          categories=("cs.IR",)),
    Paper(paper_id="2101.00002v2", title="Sparse retrieval", abstract="Words find passages.", published=date(2021, 1, 2),
          categories=("cs.CL",)),
    Paper(paper_id="local:0123456789ab", title="Bread", abstract="Flour, water, salt."),
)  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Library:
    held = Library(tmp_path / "library")
    held.add(PAPERS)
    return held


def test_search_ranks_by_words_and_names_the_papers(library: Library) -> None:
    assert [hit.paper_id for hit in library.search("dense retrieval")] == ["2001.00001v1", "2101.00002v2"]
    assert library.search("dense retrieval", limit=1)[0].title == "Dense retrieval"


@pytest.mark.parametrize("query", ["", "the of", 'title:"', "((", "AND OR NOT", "*:*", "\x00", "[a TO b]", "-bread +"])
def test_search_takes_no_query_for_syntax(library: Library, query: str) -> None:
    assert all(hit.paper_id in {paper.paper_id for paper in PAPERS} for hit in library.search(query))


def test_add_replaces_a_paper_of_the_same_id(library: Library) -> None:
    library.add([PAPERS[2].model_copy(update={"title": "Sourdough"})])
    assert library.count() == 3
    assert [hit.title for hit in library.search("sourdough")] == ["Sourdough"]
    assert library.search("bread") == []


def test_library_without_a_folder_holds_nothing(tmp_path: Path) -> None:
    empty = Library(tmp_path / "none")
    assert (empty.count(), empty.search("x"), empty.count("retrieval")) == (0, [], 0)
    assert not (tmp_path / "none").exists()


def test_count_of_a_query_counts_papers_with_any_of_its_words(library: Library) -> None:
    assert library.count("retrieval of flour") == 3
    assert library.count("vectors") == 1


def test_find_passes_since_and_category(library: Library) -> None:
    question = parse_question("dense retrieval of passages")
    found = library.find(question, (), SearchSettings(since=date(2020, 6, 1), categories=("cs.CL",)))
    assert [paper.paper_id for paper in found.papers] == ["2101.00002v2"]


def test_fetch_gives_the_best_form_held_then_the_abstract(library: Library) -> None:
    paper = PAPERS[0]
    held: list[tuple[SourceKind, bytes]] = [("pdf", b"%PDF"), ("latex", b"\\documentclass")]
    for kind, data in held:
        digest = library.store.put(data)
        library.keep_source(Source(paper_id=paper.paper_id, kind=kind, sha256=digest, origin="file"))
    assert library.fetch(paper).data == b"\\documentclass"
    assert library.fetch(paper, frozenset({"latex"})).kind == "pdf"
    assert library.fetch(paper, frozenset({"latex", "pdf"})).data == b"Vectors find passages."
    with pytest.raises(SourceError, match="holds no form"):
        library.fetch(paper, frozenset({"latex", "pdf", "abstract"}))


def test_sources_of_a_library_of_before_are_still_known(library: Library) -> None:
    kept = Source(paper_id=PAPERS[0].paper_id, kind="pdf", sha256="0" * 64, origin="file")
    library.keep_source(kept)
    (path,) = (library.path / "results").glob("*/*")
    entry = kept.model_dump(exclude={"paper_id"}) | {"paper": PAPERS[0].model_dump(mode="json")}
    body = json.dumps({"sources": [entry]}).encode()
    path.write_bytes(sha256(body).encode() + b"\n" + body)
    assert library.sources(kept.paper_id) == (kept,)


def test_snapshot_reads_kaggle_and_plain_records(tmp_path: Path) -> None:
    kaggle = {"id": "0704.0001", "title": "A\n  title", "abstract": " Text ", "authors": "A. B, C. D and E. F",
              "categories": "hep-ph math.CO", "update_date": "2008-11-26", "doi": None}  # fmt: skip
    plain = {"id": "2001.00001", "title": "T", "abstract": "A", "authors": ["X Y"], "categories": ["cs.IR"],
             "created": "2020-01-01", "comments": "8 pages"}  # fmt: skip
    path = tmp_path / "snapshot.json"
    path.write_text(f"{json.dumps(kaggle)}\n\n{json.dumps(plain)}\n")
    snapshot = Snapshot(path)
    first, second = snapshot
    assert (first.title, first.authors, first.primary_category) == ("A title", ("A. B", "C. D", "E. F"), "hep-ph")
    assert (second.published, second.comment) == (date(2020, 1, 1), "8 pages")
    assert snapshot.skipped == {2: "empty"}


@pytest.mark.parametrize(
    ("record", "paper_id", "authors"),
    [
        ({"id": 704.0003, "authors": None}, "0704.0003", ()),
        ({"id": 1501.001, "authors": "A. B"}, "1501.00100", ("A. B",)),
        (
            {"id": "hep-ph/9901001", "authors": "ignored", "authors_parsed": [["von der Heide", "A.", "Jr."]]},
            "hep-ph/9901001",
            ("A. von der Heide Jr.",),
        ),
        ({"id": "2101.00001", "authors": "C. B (and the ATLAS team), D. E"}, "2101.00001", ("C. B", "D. E")),
    ],
)
def test_snapshot_mends_what_exports_of_it_break(
    tmp_path: Path, record: dict[str, object], paper_id: str, authors: tuple[str, ...]
) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps({"title": "T", "update_date": "2021-13-45", **record}))
    (paper,) = Snapshot(path)
    assert (paper.paper_id, paper.authors, paper.published) == (paper_id, authors, None)


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        "nonsense",
        '{"id": 1}',
        '{"id": "../../x", "title": "T"}',
        '{"id": "２００１.00001", "title": "T"}',
        '{"id": "2001.00001", "title": "T", "authors_parsed": [["x"]]}',
    ],
)
def test_snapshot_counts_and_names_the_line_that_is_no_record(tmp_path: Path, line: str) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(f'{line}\n{{"id": "2001.00001", "title": "T"}}\n')
    snapshot = Snapshot(path)
    assert [paper.paper_id for paper in snapshot] == ["2001.00001"]
    assert list(snapshot.skipped) == [1]


@pytest.mark.parametrize("suffix", [".json", ".gz", ".xz"])
def test_snapshot_passes_over_a_line_that_is_too_long(tmp_path: Path, suffix: str) -> None:
    packed: dict[str, Callable[[bytes], bytes]] = {
        ".json": lambda data: data,
        ".gz": gzip.compress,
        ".xz": lzma.compress,
    }
    good = [json.dumps({"id": f"2001.0000{number}", "title": "T"}) for number in (1, 2)]
    lines = [good[0], "x" * 100, "{" + " " * 1_000 + "}", good[1] + " " * (60 - len(good[1])), "[" * 61]
    path = tmp_path / f"snapshot{suffix}"
    path.write_bytes(packed[suffix]("\n".join(lines).encode()))
    snapshot = Snapshot(path, LimitSettings(max_line_chars=60))
    assert [paper.paper_id for paper in snapshot] == ["2001.00001", "2001.00002"]
    assert snapshot.skipped == dict.fromkeys((2, 3, 5), "longer than 60 characters")


def test_snapshot_passes_over_an_abstract_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    lines = [json.dumps({"id": f"2001.0000{size}", "title": "T", "abstract": "x" * size}) for size in (4, 5, 6)]
    path.write_text("\n".join(lines))
    snapshot = Snapshot(path, LimitSettings(max_abstract_chars=5))
    assert [paper.paper_id for paper in snapshot] == ["2001.00004", "2001.00005"]
    assert snapshot.skipped == {3: "its abstract is longer than 5 characters"}


def test_snapshot_counts_every_line_without_a_paper_and_names_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synth.library.snapshot.MAX_NAMED", 2)
    path = tmp_path / "snapshot.json"
    path.write_text("\n{}\n\n\n" + json.dumps({"id": "2001.00001", "title": "T"}))
    snapshot = Snapshot(path)
    assert [paper.paper_id for paper in snapshot] == ["2001.00001"]
    assert (snapshot.skips, snapshot.skipped) == (4, {1: "empty", 2: "not an arXiv record"})


def test_snapshot_skips_a_line_that_is_nested_too_deeply(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text("[" * 100_000 + '\n{"id": "2001.00001", "title": "T"}\n')
    snapshot = Snapshot(path)
    assert [paper.paper_id for paper in snapshot] == ["2001.00001"]
    assert list(snapshot.skipped) == [1]


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz"])
def test_snapshot_opens_no_pipe(tmp_path: Path, suffix: str) -> None:
    os.mkfifo(tmp_path / f"pipe{suffix}")
    with pytest.raises(UsageError, match=r"not a file: a pipe, a device or a socket \(give a JSON Lines file"):
        list(Snapshot(tmp_path / f"pipe{suffix}"))
    with pytest.raises(UsageError, match="not a file"):
        list(Snapshot(Path("/dev/zero")))


@pytest.mark.parametrize("suffix", [".json", ".gz", ".xz"])
@pytest.mark.parametrize("start", [b"", b"\x1f\x8b\x08\x00", b"\xfd7zXZ\x00"], ids=["noise", "gzip", "xz"])
def test_snapshot_refuses_a_file_that_is_damaged(tmp_path: Path, suffix: str, start: bytes) -> None:
    path = tmp_path / f"snapshot{suffix}"
    path.write_bytes(start + b"\xeb\xff\x00" * 50)
    with pytest.raises(UsageError, match="cannot be read"):
        list(Snapshot(path))


def test_library_tells_how_a_damaged_index_is_mended(tmp_path: Path) -> None:
    Library(tmp_path).add([Paper(paper_id="2001.00001", title="Dense retrieval")])
    (tmp_path / "index" / "meta.json").write_text("garbage")
    with pytest.raises(StorageError, match=r"the index is damaged \(synth library check --repair") as raised:
        Library(tmp_path).search("dense")
    assert "\n" not in str(raised.value)


def test_snapshot_of_real_metadata_is_found_again(shared_data: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    assert library.add(Snapshot(shared_data / "arxiv_metadata" / "topic_retrieval.jsonl")) == 1916
    assert "dense" in library.search("dense passage retrieval for question answering", 1)[0].title.lower()


def test_library_takes_its_folder_as_text(tmp_path: Path) -> None:
    assert Library(str(tmp_path)).add([Paper(paper_id="1", title="Dense retrieval")]) == 1
    assert [hit.paper_id for hit in Library(tmp_path).search("dense")] == ["1"]
