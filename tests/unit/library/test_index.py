import json
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks.kills.faults import FaultyOs, faulty_disk, lose
from synth.errors import SourceError
from synth.library import Library
from synth.models import Paper, Source, SourceKind
from synth.question import parse_question
from synth.settings import SearchSettings
from synth.sources.snapshot import Snapshot
from synth.system.store import sha256

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


def test_real_metadata_is_found_again(shared_data: Path, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    assert library.add(Snapshot(shared_data / "arxiv_metadata" / "topic_retrieval.jsonl")) == 1916
    assert "dense" in library.search("dense passage retrieval for question answering", 1)[0].title.lower()


def test_library_takes_its_folder_as_text(tmp_path: Path) -> None:
    assert Library(str(tmp_path)).add([Paper(paper_id="1", title="Dense retrieval")]) == 1
    assert [hit.paper_id for hit in Library(tmp_path).search("dense")] == ["1"]


def test_forms_of_a_paper_outlast_a_power_failure_unless_they_stand_elsewhere(tmp_path: Path) -> None:
    """They are not made again of anything: a repair after which the power failed forgot which bytes were a paper's."""
    kinds: tuple[SourceKind, ...] = ("pdf", "abstract")
    forms = [Source(paper_id=kind, kind=kind, sha256="0" * 64, origin="x") for kind in kinds]
    faulty = FaultyOs(1_000_000, tmp_path / "journal", sys.exit)
    library = Library(tmp_path / "library")
    with faulty_disk(faulty):
        for form in forms:
            library.keep_source(form)
    lose(tmp_path / "library", tmp_path / "journal", "bytes")
    assert Library(tmp_path / "library").all_sources() == {"pdf": (forms[0],)}
