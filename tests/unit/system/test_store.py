import os
from pathlib import Path

import pytest

from synth.errors import StorageError
from synth.models import Screened
from synth.settings import ReadingSettings
from synth.system.disk import write_atomically
from synth.system.store import Store, sha256, stage_key

SKIP = Screened(paper_id="1", title="t", stage="read", reason="r")


def test_store_gives_back_what_was_put(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.get(store.put(b"bytes")) == b"bytes"
    assert store.get(sha256(b"other")) is None


def test_store_does_not_believe_damaged_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.put(b"bytes")
    (tmp_path / "blobs" / digest[:2] / digest[2:]).write_bytes(b"bytez")
    assert store.get(digest) is None


def test_store_makes_a_result_once(tmp_path: Path) -> None:
    store, calls = Store(tmp_path), []

    def make() -> Screened:
        calls.append(1)
        return SKIP

    assert [store.cached("ab12", Screened, make) for _ in range(2)] == [SKIP, SKIP]
    assert len(calls) == 1


@pytest.mark.parametrize("damage", [b"", b"nonsense", b'{"paper_id": "2"}'])
def test_store_makes_a_damaged_result_again(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path)
    store.keep("ab12", SKIP)
    (tmp_path / "results" / "ab" / "12").write_bytes(damage)
    assert store.result("ab12", Screened) is None


def test_write_atomically_leaves_nothing_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StorageError, match="No space left"):
        write_atomically(tmp_path / "file", b"data")
    assert list(tmp_path.iterdir()) == []


def test_store_has_so_many_places_and_no_more(tmp_path: Path) -> None:
    one, other = Store(tmp_path), Store(tmp_path)
    with one.one_of(2, 0.0) as first, other.one_of(2, 0.0) as second, one.one_of(2, 0.0) as third:
        assert (first, second, third) == (True, True, False)
        with one.one_of(3, 0.0) as further:
            assert further
    with other.one_of(1, 0.0) as again:
        assert again


def test_stage_key_changes_with_each_of_its_parts() -> None:
    keys = {
        stage_key("read", 1, None, "a"),
        stage_key("extract", 1, None, "a"),
        stage_key("read", 2, None, "a"),
        stage_key("read", 1, ReadingSettings(), "a"),
        stage_key("read", 1, ReadingSettings(min_words=3), "a"),
        stage_key("read", 1, None, "b"),
        stage_key("read", 1, None, "a", "b"),
    }
    assert len(keys) == 7
