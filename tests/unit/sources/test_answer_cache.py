"""What was fetched is kept: by one process for all, and by one of several that want it at once."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from synth.errors import AbsentError, NetworkError
from synth.sources.answer_cache import AnswerCache

NOON = datetime(2026, 4, 12, 12, tzinfo=UTC)
DAY_S = 86_400.0


def test_fetched_is_fetched_once_by_many_that_want_it_at_once(tmp_path: Path) -> None:
    fetching, calls, got = threading.Event(), [0], []

    def fetch() -> tuple[bytes, str]:
        calls[0] += 1
        fetching.wait(5)
        return b"bytes", "https://arxiv.org/pdf/x"

    def want() -> None:
        got.append(AnswerCache(tmp_path).fetched("pdf", "2101.00001v1", fetch, lambda: NOON, DAY_S))

    threads = [threading.Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    fetching.set()
    for thread in threads:
        thread.join()
    assert got == [(b"bytes", "https://arxiv.org/pdf/x")] * 4
    assert calls == [1]


def test_fetched_keeps_for_its_lifetime_that_there_is_no_such_file(tmp_path: Path) -> None:
    cache, calls = AnswerCache(tmp_path), [0]

    def fetch() -> tuple[bytes, str]:
        calls[0] += 1
        raise AbsentError("arXiv has no pdf of it (HTTP 404)")

    for now, expected in ((NOON, 1), (NOON + timedelta(hours=23), 1), (NOON + timedelta(hours=24), 2)):
        with pytest.raises(AbsentError, match="arXiv has no pdf of it"):
            cache.fetched("pdf", "2101.00001v1", fetch, lambda now=now: now, DAY_S)  # type: ignore[misc]
        assert calls == [expected]


def test_fetched_believes_an_absence_that_was_found_while_it_waited(tmp_path: Path) -> None:
    fetching, waiting, time = threading.Event(), threading.Event(), [NOON]
    asked, refused = [], []

    def clock() -> datetime:
        time[0] += timedelta(seconds=1)
        waiting.set()
        return time[0]

    def absent() -> tuple[bytes, str]:
        asked.append(time[0])
        fetching.set()
        waiting.wait(5)
        raise AbsentError("arXiv has no pdf of it (HTTP 404)")

    def want() -> None:
        try:
            AnswerCache(tmp_path).fetched("pdf", "2101.00001v1", absent, clock, DAY_S)
        except AbsentError:
            refused.append(time[0])

    first = threading.Thread(target=want)
    first.start()
    assert fetching.wait(5)
    waiting.clear()
    want()
    first.join()
    assert (len(asked), len(refused)) == (1, 2)


def test_fetched_keeps_no_failure_and_nothing_that_is_not_to_be_kept(tmp_path: Path) -> None:
    cache, answers = AnswerCache(tmp_path), [b"one", b"two"]

    def fail() -> tuple[bytes, str]:
        raise NetworkError("no answer")

    with pytest.raises(NetworkError):
        cache.fetched("pdf", "2101.00001", fail, lambda: NOON, DAY_S)
    found = [
        cache.fetched("pdf", "2101.00001", lambda: (answers.pop(), "u"), lambda: NOON, DAY_S, keep=False)[0]
        for _ in "ab"
    ]
    assert found == [b"two", b"one"]
