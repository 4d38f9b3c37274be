"""The import of a snapshot: new and changed papers alone, on from where it was ended, and damage named."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from synth.errors import UsageError
from synth.library import Library
from synth.models import Paper
from synth.settings import Settings
from synth.sources.snapshot import Snapshot
from synth.stages.collecting import Collected, import_snapshot
from synth.stages.context import open_context


def written(path: Path, *records: Mapping[str, object] | str) -> Path:
    path.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in records))
    return path


def imported(path: Path) -> Collected:
    return import_snapshot(path, open_context(Settings(), path.parent / "library"))


def titles(folder: Path) -> list[str]:
    return sorted(paper.title for paper in Library(folder / "library").papers())


RECORDS = [{"id": f"2001.{number:05}", "title": f"Paper {number}"} for number in range(5)]


def test_import_adds_what_is_new_or_has_changed(tmp_path: Path) -> None:
    assert imported(written(tmp_path / "one.json", *RECORDS, "nonsense")) == Collected(
        added=5, skips=1, skipped={"line 6": "not JSON"}
    )
    versions = [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 3 Apr 2007 00:00:00 GMT"},
    ]
    changed = {**RECORDS[0], "title": "Changed", "versions": versions}
    assert (
        imported(written(tmp_path / "two.json", changed, *RECORDS[1:], {"id": "2001.00009", "title": "New"})).added == 2
    )
    assert titles(tmp_path) == ["Changed", "New", "Paper 1", "Paper 2", "Paper 3", "Paper 4"]
    paper = Library(tmp_path / "library").paper("2001.00000v2")
    assert paper is not None
    assert (str(paper.published), str(paper.updated)) == ("2007-04-02", "2007-04-03")


def test_import_that_was_ended_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.library.index.MAX_FILE_BYTES", 1)
    monkeypatch.setattr("synth.library.index.CHUNK", 2)
    path = written(tmp_path / "snapshot.json", *RECORDS)
    read = Snapshot.__iter__

    def ended(snapshot: Snapshot) -> Iterator[Paper]:
        for paper in read(snapshot):
            if paper.title == "Paper 4":
                raise KeyboardInterrupt
            yield paper

    monkeypatch.setattr(Snapshot, "__iter__", ended)
    with pytest.raises(KeyboardInterrupt):
        imported(path)
    assert titles(tmp_path) == ["Paper 0", "Paper 1", "Paper 2", "Paper 3"]
    monkeypatch.setattr(Snapshot, "__iter__", read)
    assert Library(tmp_path / "library").remove(["2001.00000"]) == ("2001.00000",)  # a line before is not read again
    assert imported(path) == Collected(added=1, resumed=True)
    assert titles(tmp_path) == [f"Paper {number}" for number in range(1, 5)]
    assert imported(path) == Collected(added=1)


def test_import_of_a_file_that_has_changed_begins_at_its_beginning(tmp_path: Path) -> None:
    path = written(tmp_path / "snapshot.json", *RECORDS)
    imported(path)
    written(path, *RECORDS, {"id": "2001.00009", "title": "New"})
    os.utime(path, (0, 0))
    assert imported(path) == Collected(added=1)


def test_import_of_a_file_that_is_damaged_keeps_what_came_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synth.library.index.MAX_FILE_BYTES", 1)
    monkeypatch.setattr("synth.library.index.CHUNK", 2)
    path = tmp_path / "snapshot.json"
    path.write_bytes("".join(json.dumps(record) + "\n" for record in RECORDS[:4]).encode() + b"\xff\xfe\n")
    with pytest.raises(UsageError, match=r"snapshot.json: cannot be read"):
        imported(path)
    assert titles(tmp_path) in (["Paper 0", "Paper 1", "Paper 2", "Paper 3"], ["Paper 0", "Paper 1"], [])


def test_import_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none.json: cannot be read: No such file"):
        imported(tmp_path / "none.json")


def test_a_paper_that_was_withdrawn_is_known_to_be(tmp_path: Path) -> None:
    record = {"id": "2001.00001", "title": "T", "comments": "This paper has been withdrawn by the author"}
    imported(written(tmp_path / "snapshot.json", record, {"id": "2001.00002", "title": 'A $k$-means \\"uber'}))
    papers = {paper.paper_id: paper for paper in Library(tmp_path / "library").papers()}
    assert [paper.withdrawn for paper in papers.values()] == [True, False]
    assert papers["2001.00002"].title == "A k-means über"
