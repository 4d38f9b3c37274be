"""A process aside: what it gives or raises, and that its work is done here where there is none."""

import multiprocessing
import os
import signal
import time

import pytest

from synth.errors import SandboxError
from synth.stages.aside import aside


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def with_own_pid(prepared: str, end: str = "") -> tuple[str, int]:
    return prepared + end, os.getpid()


def fail(_: str) -> None:
    raise SandboxError("it has no room", stage="reproduce")


def end_unless_in(pid: int) -> int:
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return pid


def test_aside_calls_with_what_it_prepared_in_another_process() -> None:
    with aside(lambda: f"prepared in {os.getpid()}") as other:
        first = other.call(with_own_pid)()
        second = other.call(with_own_pid, end=", again")()
    assert first == (f"prepared in {first[1]}", first[1])
    assert second == (f"prepared in {first[1]}, again", first[1])
    assert first[1] != os.getpid()
    assert not multiprocessing.active_children()


def test_aside_is_this_process_where_there_is_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with aside(lambda: "here") as other:
        assert other.call(with_own_pid)() == ("here", os.getpid())


def test_aside_is_this_process_where_a_run_has_but_one() -> None:
    """Six topics at a time, each with a process aside, took 0.2 GB more together."""
    with aside(lambda: "here", 1) as other:
        assert other.call(with_own_pid)() == ("here", os.getpid())


def test_aside_is_this_process_where_none_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    with aside(lambda: "here") as other:
        assert other.call(with_own_pid)() == ("here", os.getpid())


def test_aside_raises_what_the_call_raises_and_goes_on() -> None:
    with aside(lambda: "there") as other:
        with pytest.raises(SandboxError, match="no room"):
            other.call(fail)()
        assert other.call(with_own_pid)()[0] == "there"


def test_aside_raises_what_preparing_raised() -> None:
    def refuse() -> str:
        raise SandboxError("it has no room", stage="check")

    with aside(refuse) as other, pytest.raises(SandboxError, match="no room"):
        other.call(with_own_pid)()


def test_aside_is_this_process_once_the_other_is_killed() -> None:
    here = os.getpid()
    with aside(lambda: here) as other:
        assert other.call(end_unless_in)() == here
        assert other.call(int)() == here


def test_aside_that_nobody_waits_for_is_ended() -> None:
    with aside(lambda: 3600.0) as other:
        other.call(time.sleep)
        assert len(multiprocessing.active_children()) == 1
    assert not multiprocessing.active_children()
