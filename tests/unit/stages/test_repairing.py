"""A library is read back whole, every kind of damage is named, and a repair restores all that something is left of."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from synth.library import Library
from synth.models import Paper, Source
from synth.settings import Settings
from synth.sources.answer_cache import AnswerCache, QueryAnswer
from synth.stages.acquisition import add_to_library
from synth.stages.context import open_context
from synth.stages.repairing import check, repair
from synth.system.disk import write_atomically
from synth.system.store import sha256

TEX = r"""\documentclass{article}
\title{On NAME}
\author{Ada Lovelace}
\begin{document}
\maketitle
\begin{abstract}
NAME retrieval outperforms the sparse baseline by 12.3 points on all of the five datasets.
\end{abstract}
\section{Results}
We show that NAME retrieval outperforms the sparse baseline by 12.3 points of accuracy on the first dataset.
\end{document}
"""
IMPORTED = Paper(paper_id="2001.00001v1", title="Imported", abstract="Metadata alone.")
FETCHED = Paper(paper_id="2001.00002v1", title="Fetched", abstract="Found on arXiv.", authors=("A. Turing",))
BYTES = TEX.replace("NAME", "Fetched").encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of two papers of a user's, one of arXiv's and one that is metadata alone."""
    folder = tmp_path / "library"
    for name in ("Dense", "Hybrid"):
        write_atomically(tmp_path / f"{name}.tex", TEX.replace("NAME", name).encode())
    context = open_context(Settings(), folder)
    assert add_to_library([tmp_path / "Dense.tex", tmp_path / "Hybrid.tex"], context) == (2, [])
    cache = AnswerCache(folder / "arxiv")
    cache.keep_query("q", QueryAnswer(asked_at=datetime(2024, 1, 1, tzinfo=UTC), total=1, papers=(FETCHED,)))
    cache.keep_file("e-print", FETCHED.paper_id, BYTES, "https://example.org/e-print")
    library = Library(folder)
    library.add([IMPORTED, FETCHED])
    library.keep_source(
        Source(paper_id=FETCHED.paper_id, kind="latex", sha256=library.store.put(BYTES), origin="arXiv")
    )
    repaired(folder)  # arXiv's is read, as a run would
    return folder


def repaired(folder: Path) -> list[str]:
    return repair(open_context(Settings(), folder))


def damage(path: Path) -> None:
    """Another file in its place: Tantivy may still have the old one mapped, and a mapped file cut short ends Python."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :])


def blob(folder: Path, digest: str) -> Path:
    return folder / "blobs" / digest[:2] / digest[2:]


def own(folder: Path) -> str:
    """The SHA-256 of the first paper of the user's."""
    return sha256((folder.parent / "Dense.tex").read_bytes())


def everything(folder: Path) -> tuple[dict[str, bytes], list[Paper]]:
    """The files of a library but its index's, and the papers of that."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "index"
    }
    return files, sorted(Library(folder).papers(), key=lambda paper: paper.paper_id)


def test_check_finds_nothing_in_a_library_that_is_whole(folder: Path) -> None:
    assert check(folder) == []
    assert check(folder.parent / "none") == []


def test_repair_changes_nothing_in_a_library_that_is_whole(folder: Path) -> None:
    before = everything(folder)
    assert repaired(folder) == []
    assert everything(folder) == before


def an_index_file(folder: Path, suffix: str) -> Path:
    """One of the files that count: of a segment that the index has, or the one that names the segments."""
    named = (folder / "index" / "meta.json").read_text().replace("-", "")
    files = sorted(path for path in (folder / "index").iterdir() if path.name.endswith(suffix))
    return next(path for path in files if path.stem in named or path.name == "meta.json")


RESTORED: dict[str, Callable[[Path], list[Path]]] = {
    "arXiv's bytes": lambda folder: [blob(folder, sha256(BYTES))],
    "a segment's words": lambda folder: [an_index_file(folder, ".term")],
}


@pytest.mark.parametrize("kind", RESTORED)
def test_repair_restores_what_stands_elsewhere(folder: Path, kind: str) -> None:
    before = everything(folder)
    for path in RESTORED[kind](folder):
        damage(path)
    assert {fault.path for fault in check(folder)} == {
        path.relative_to(folder).as_posix() for path in RESTORED[kind](folder)
    }
    assert repaired(folder) == []
    assert check(folder) == []
    assert everything(folder) == before


def test_repair_reads_again_what_was_damaged_of_readings(folder: Path) -> None:
    before = everything(folder)
    readings = [
        path for path in (folder / "results").rglob("*") if path.is_file() and b'"reader":' in path.read_bytes()
    ]
    assert len(readings) == 3
    for path in readings:
        damage(path)
    assert [fault.message for fault in check(folder)] == ["is damaged: its SHA-256 does not hold"] * 3
    assert repaired(folder) == []
    assert everything(folder) == before


def test_repair_names_the_bytes_that_are_lost_and_keeps_the_metadata(folder: Path) -> None:
    paper_id = f"local:{own(folder)[:12]}"
    damage(blob(folder, own(folder)))
    messages = [fault.message for fault in check(folder) if fault.path == f"blobs/{own(folder)[:2]}/{own(folder)[2:]}"]
    assert [paper_id in message for message in messages] == [False, True]
    assert repaired(folder) == [f"the latex of {paper_id}, from Dense.tex"]
    assert check(folder) == []
    assert Library(folder).sources(paper_id) == ()
    assert [hit.paper_id for hit in Library(folder).search("dense")] == [paper_id]


def test_repair_names_the_paper_whose_files_are_no_longer_known(folder: Path) -> None:
    entries = [
        path for path in (folder / "results").rglob("*") if path.is_file() and b'"Dense.tex"' in path.read_bytes()
    ]
    (entry,) = [path for path in entries if path.read_bytes().split(b"\n")[1].startswith(b'{"sources":')]
    damage(entry)
    (fault,) = check(folder)
    assert f"local:{own(folder)[:12]}" in fault.message
    repaired(folder)
    assert check(folder) == []


def test_repair_makes_an_index_that_cannot_be_read_of_the_catalogue(folder: Path) -> None:
    before = everything(folder)
    meta = an_index_file(folder, "meta.json")
    meta.write_bytes(meta.read_bytes()[:100])
    assert [fault.path for fault in check(folder)] == ["index"]
    assert repaired(folder) == []
    assert check(folder) == []
    assert everything(folder) == before


def test_repair_names_the_metadata_that_are_lost_and_takes_again_what_stands_elsewhere(folder: Path) -> None:
    _, before = everything(folder)
    holding = [path for path in (folder / "papers").iterdir() if b'"Imported"' in path.read_bytes()]
    (name,) = [path.relative_to(folder).as_posix() for path in holding]
    damage(folder / name)
    assert [fault.path for fault in check(folder)] == [name]
    assert repaired(folder) == [f"the metadata in {name}"]
    assert check(folder) == []
    assert everything(folder)[1] == [paper for paper in before if paper != IMPORTED]


def test_repair_finds_papers_that_the_catalogue_lacks(folder: Path) -> None:
    _, before = everything(folder)
    for place in ("index", "papers"):
        for path in (folder / place).iterdir():
            path.unlink()
        (folder / place).rmdir()
    Library(folder).add([IMPORTED, FETCHED])  # as if killed before the user's papers were added
    assert [fault.path for fault in check(folder)] == ["papers", "papers"]
    assert repaired(folder) == []
    assert everything(folder)[1] == before


def test_repair_removes_what_killed_runs_left(folder: Path) -> None:
    before = everything(folder)
    for name in ("blobs/ab/.partial-0", "results/.partial-1", "papers/.partial-2"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    assert {fault.path for fault in check(folder)} == {"blobs/ab/.partial-0", "results/.partial-1", "papers/.partial-2"}
    assert repaired(folder) == []
    assert everything(folder) == before


def test_check_finds_damage_in_what_arxiv_answered(folder: Path) -> None:
    _, before = everything(folder)
    paths = [path for path in (folder / "arxiv").rglob("*") if path.is_file()]
    assert len(paths) == 4
    for path in paths:
        path.write_bytes(path.read_bytes()[:-1])
    assert {folder / fault.path for fault in check(folder)} == set(paths)
    assert repaired(folder) == []
    assert check(folder) == []
    assert everything(folder)[1] == before
