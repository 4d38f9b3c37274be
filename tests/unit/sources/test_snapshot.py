import gzip
import json
import lzma
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from synth.errors import UsageError
from synth.settings import LimitSettings
from synth.sources.snapshot import Snapshot

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def test_snapshot_reads_kaggle_and_plain_records(tmp_path: Path) -> None:
    kaggle = {"id": "0704.0001", "title": "A\n  title", "abstract": " Text ", "authors": "A. B, C. D and E. F",
              "categories": "hep-ph math.CO", "update_date": "2008-11-26", "doi": "10.1021/jp4033386 10.1021/jp410880w"}  # fmt: skip
    plain = {"id": "2001.00001", "title": "T", "abstract": "A", "authors": ["X Y"], "categories": ["cs.IR"],
             "created": "2020-01-01", "comments": "8 pages"}  # fmt: skip
    path = tmp_path / "snapshot.json"
    path.write_text(f"{json.dumps(kaggle)}\n\n{json.dumps(plain)}\n")
    snapshot = Snapshot(path)
    first, second = snapshot
    assert (first.title, first.authors, first.primary_category) == ("A title", ("A. B", "C. D", "E. F"), "hep-ph")
    assert (second.published, second.comment) == (date(2020, 1, 1), "8 pages")
    assert (first.doi, second.doi) == ("10.1021/jp4033386", None)
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


@pytest.mark.parametrize("suffix", [".json", ".gz", ".xz", ".zst"])
def test_snapshot_passes_over_a_line_that_is_too_long(tmp_path: Path, suffix: str) -> None:
    packed: dict[str, Callable[[bytes], bytes]] = {
        ".json": lambda data: data,
        ".gz": gzip.compress,
        ".xz": lzma.compress,
        ".zst": zstd.compress,
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
    monkeypatch.setattr("synth.sources.snapshot.MAX_NAMED", 2)
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


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".zst"])
def test_snapshot_opens_no_pipe(tmp_path: Path, suffix: str) -> None:
    os.mkfifo(tmp_path / f"pipe{suffix}")
    with pytest.raises(UsageError, match=r"not a file: a pipe, a device or a socket \(give a JSON Lines file"):
        list(Snapshot(tmp_path / f"pipe{suffix}"))
    with pytest.raises(UsageError, match="not a file"):
        list(Snapshot(Path("/dev/zero")))


@pytest.mark.parametrize("suffix", [".json", ".gz", ".xz", ".zst"])
@pytest.mark.parametrize(
    "start",
    [b"", b"\x1f\x8b\x08\x00", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"],
    ids=["noise", "gzip", "xz", "zstd"],
)
def test_snapshot_refuses_a_file_that_is_damaged(tmp_path: Path, suffix: str, start: bytes) -> None:
    path = tmp_path / f"snapshot{suffix}"
    path.write_bytes(start + b"\xeb\xff\x00" * 50)
    with pytest.raises(UsageError, match="cannot be read"):
        list(Snapshot(path))
