"""Topics in processes of their own: what happens to one costs it alone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synth.batch.processes import TopicProcesses
from synth.errors import NothingFoundError, TopicError


def square(number: int) -> int:
    return number * number


def fail(reason: str) -> None:
    raise NothingFoundError(reason)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang(note: Path) -> None:
    """Hang with a child that hangs too, once the child's number is written down."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    partial = note.with_suffix(".partial")
    partial.write_text(str(child.pid))
    partial.rename(note)
    time.sleep(60)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(note: Path) -> bool:
    pid = int(note.read_text())
    deadline = time.monotonic() + 30
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def test_processes_give_results_and_errors_of_each() -> None:
    with TopicProcesses(jobs=2, time_limit_s=60) as processes:
        futures = [processes.submit(square, 3), processes.submit(square, 4)]
        failed, died = processes.submit(fail, "nothing there"), processes.submit(die)
        assert [future.result() for future in futures] == [9, 16]
        with pytest.raises(NothingFoundError, match="nothing there"):
            failed.result()
        with pytest.raises(TopicError, match="its process died: signal SIGKILL"):
            died.result()


def test_a_topic_that_takes_too_long_ends_with_all_that_it_started(tmp_path: Path) -> None:
    with TopicProcesses(jobs=1, time_limit_s=3) as processes:
        future = processes.submit(hang, tmp_path / "pid")
        with pytest.raises(TopicError, match=r"took longer than 3 s \(batch.time_limit_s\)"):
            future.result()
    assert not (tmp_path / "pid").exists() or gone(tmp_path / "pid")


def test_an_interrupt_ends_all_topics_at_once(tmp_path: Path) -> None:
    began = time.monotonic()
    processes = TopicProcesses(jobs=1, time_limit_s=60)
    processes.submit(hang, tmp_path / "pid")
    waiting = processes.submit(square, 2)
    while not (tmp_path / "pid").exists():
        time.sleep(0.01)
    interrupt = KeyboardInterrupt()
    processes.__exit__(KeyboardInterrupt, interrupt, None)
    assert waiting.cancelled()
    assert gone(tmp_path / "pid")
    assert time.monotonic() - began < 50
