from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from synth.errors import NetworkError, StorageError
from synth.sources.rate_limit import RateLimit


class Time:
    def __init__(self, now_s: float) -> None:
        self.now_s = now_s
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now_s += seconds


def limit(folder: Path, time: Time, patience_s: float = 60.0) -> RateLimit:
    return RateLimit(
        folder,
        server="arxiv",
        interval_s=3.0,
        longest_wait_s=120.0,
        patience_s=patience_s,
        clock=lambda: time.now_s,
        sleep=time.sleep,
    )


def test_turns_are_an_interval_apart_over_all_that_share_the_folder(tmp_path: Path) -> None:
    time = Time(1000.0)
    for one in (limit(tmp_path, time), limit(tmp_path, time)):
        with one.turn():
            time.now_s += 1.0  # the request itself

    assert time.sleeps == [3.0]


def test_turn_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    time = Time(1000.0)
    with limit(tmp_path, time).turn(), pytest.raises(NetworkError, match="one request at a time"):
        limit(tmp_path, time, patience_s=0.01).turn().__enter__()


def test_turn_comes_at_once_after_a_pause(tmp_path: Path) -> None:
    time = Time(1000.0)
    one = limit(tmp_path, time)
    with one.turn():
        pass
    time.now_s += 60
    with one.turn():
        pass

    assert time.sleeps == []


def test_turn_ignores_a_time_from_before_the_date_was_set_back(tmp_path: Path) -> None:
    with limit(tmp_path, Time(500_000.0)).turn():
        pass
    time = Time(20.0)
    with limit(tmp_path, time).turn():
        pass

    assert time.sleeps == []


@pytest.mark.parametrize("left", ["", "nonsense", "nan", "inf"])
def test_turn_ignores_a_damaged_time(tmp_path: Path, left: str) -> None:
    (tmp_path / "arxiv.next").write_text(left)
    time = Time(20.0)
    with limit(tmp_path, time).turn():
        pass

    assert time.sleeps == []


def test_postpone_holds_all_back(tmp_path: Path) -> None:
    time = Time(1000.0)
    limit(tmp_path, time).postpone(45.0)
    with limit(tmp_path, time).turn():
        pass

    assert time.sleeps == [45.0]


def test_rate_limit_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        limit(tmp_path / "file" / "folder", Time(0.0))


def test_who_waits_behind_others_gives_up_only_once_none_of_them_has_a_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = limit(tmp_path, Time(1000.0), patience_s=0.01)
    asked: list[float] = []

    def acquire(lock: FileLock, *arguments: object) -> None:
        """Another has a turn meanwhile, twice, and then none."""
        asked.append(min(2.0, len(asked) + 1.0))
        (tmp_path / "arxiv.next").write_text(repr(asked[-1]))
        raise Timeout("arxiv.lock")

    monkeypatch.setattr(FileLock, "acquire", acquire)
    with pytest.raises(NetworkError, match="one request at a time"):
        waiting.turn().__enter__()
    assert asked == [1.0, 2.0, 2.0]
