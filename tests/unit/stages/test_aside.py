"""Work done aside: its result or its exception, and what becomes of it where no process does it."""

import multiprocessing
import os
import signal

import pytest

from synth.errors import SandboxError
from synth.stages.aside import aside


def test_aside_is_done_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with aside(os.getpid) as pid:
        assert pid() != os.getpid()
    assert not multiprocessing.active_children()


def test_aside_is_done_here_where_there_is_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with aside(os.getpid) as pid:
        assert pid() == os.getpid()


def test_aside_is_done_here_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "fork", refuse)
    with aside(os.getcwd) as folder:
        assert folder() == os.getcwd()


def test_aside_raises_what_the_work_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise SandboxError("it has no room", stage="reproduce")

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with aside(fail) as result, pytest.raises(SandboxError, match="no room"):
        result()


def test_aside_is_done_here_where_its_process_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    def end_elsewhere(here: int = os.getpid()) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with aside(end_elsewhere) as pid:
        assert pid() == os.getpid()


def test_aside_that_is_not_waited_for_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with aside(signal.pause):
        assert len(multiprocessing.active_children()) == 1
    assert not multiprocessing.active_children()
