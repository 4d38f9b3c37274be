"""Copies of runs at an address: whole, with the manifest last, and no copy that was cut short believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.batch import running
from synth.batch.copying import Copies
from synth.batch.running import Shared, answer_topic
from synth.batch.topics import Topic
from synth.errors import StorageError, UsageError
from synth.models import Record
from synth.records.run_folder import load_record
from synth.settings import Settings
from tests import examples

fsspec = pytest.importorskip("fsspec")
ADDRESS = "memory://bucket/reports"


class Sent:
    """What is put in memory, in order; a put fails once so many are there."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.most = 1_000


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    store = type(fsspec.filesystem("memory"))
    seen, put = Sent(), store.pipe_file

    def noted(self: object, path: str, value: bytes, **options: object) -> None:
        if len(seen.names) == seen.most:
            raise ConnectionResetError("the line is cut")
        seen.names.append(path.removeprefix("/bucket/reports/"))
        put(self, path, value, **options)

    monkeypatch.setattr(store, "pipe_file", noted)
    yield seen
    store.store.clear()
    store.pseudo_dirs[:] = [""]


def there() -> dict[str, bytes]:
    """The files in memory, by their path below the address."""
    memory = fsspec.filesystem("memory")
    return {path.removeprefix("/bucket/reports/"): memory.cat_file(path) for path in memory.find("/bucket/reports")}


def here(run: Path) -> dict[str, bytes]:
    return {f"{run.name}/{path.relative_to(run)}": path.read_bytes() for path in run.rglob("*") if path.is_file()}


def test_put_run_puts_all_files_and_the_manifest_last(tmp_path: Path, sent: Sent) -> None:
    run = examples.record(tmp_path / "run")
    Copies(ADDRESS).put_run(run)
    assert there() == here(run)
    assert len(sent.names) > 5
    assert sent.names[-1] == "run/manifest.json"


def test_a_copy_that_was_cut_short_is_no_run_and_is_made_whole_by_the_next(tmp_path: Path, sent: Sent) -> None:
    run = examples.record(tmp_path / "run")
    sent.most = 4
    with pytest.raises(StorageError, match="run: cannot be copied to memory://bucket/reports: the line is cut"):
        Copies(ADDRESS).put_run(run)
    assert len(there()) == 4
    assert "run/manifest.json" not in there()
    sent.most = 1_000
    Copies(ADDRESS).put_run(run)
    assert there() == here(run)


def test_put_run_takes_the_manifest_of_another_result_away_before_it_sends_anything(tmp_path: Path, sent: Sent) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/bucket/reports/run/manifest.json": b"{}", "/bucket/reports/run/figures/old.pdf": b"old"})
    run = examples.record(tmp_path / "run")
    sent.names.clear()
    sent.most = 1
    with pytest.raises(StorageError):
        Copies(ADDRESS).put_run(run)
    assert "run/manifest.json" not in there()
    sent.most = 1_000
    Copies(ADDRESS).put_run(run)
    assert there() == here(run)


def test_put_run_sends_only_what_is_missing_or_came_after_the_manifest(tmp_path: Path, sent: Sent) -> None:
    run = examples.record(tmp_path / "run")
    Copies(ADDRESS).put_run(run)
    sent.names.clear()
    Copies(ADDRESS).put_run(run)
    assert sent.names == []
    (run / "corrections.jsonl").write_text("{}\n")
    fsspec.filesystem("memory").rm_file("/bucket/reports/run/answer.json")
    Copies(ADDRESS).put_run(run)
    assert sent.names == ["run/answer.json", "run/corrections.jsonl"]
    assert there() == here(run)


def test_answer_topic_puts_a_current_run_too_and_tells_where_that_fails(
    tmp_path: Path, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = examples.record(tmp_path / "run")

    def generate(question: str, **request: object) -> Record:
        return load_record(run, reused=True)

    monkeypatch.setattr(running, "generate", generate)
    shared = Shared(Settings(), copy_to=ADDRESS)
    sent.most = 0
    failed = answer_topic(Topic(question="Does it work?"), shared)
    assert failed.error is not None
    assert "the line is cut (run the batch again)" in failed.error
    sent.most = 1_000
    assert answer_topic(Topic(question="Does it work?"), shared).error is None
    assert there() == here(run)


@pytest.mark.parametrize("address", ["nosuch://bucket", "oss://bucket"])
def test_an_address_that_nothing_opens_is_a_usage_error(address: str) -> None:
    with pytest.raises(UsageError, match=f"--copy-to {address}"):
        Copies(address)
