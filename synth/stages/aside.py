"""Work done in a process forked for it, while this one goes on: the other processor is idle once papers are read.

What is forked has all that this process has, so that nothing but the result is sent.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

from synth.system.lifetimes import end_with_parent

Result = TypeVar("Result")


@contextmanager
def aside(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Begin some work, of which the result pickles, aside; gives what waits for its result, or raises its exception.

    Where there is but one processor, or no process can be started, or it ends without a result (killed for want of
    memory), the work is done when it is waited for. A process that is no longer waited for is ended.
    """
    started = _start(work) if (os.cpu_count() or 1) > 1 else None
    if started is None:
        yield work
        return
    process, receiver = started

    def wait() -> Result:
        try:
            result, error = receiver.recv()
        except (EOFError, OSError):
            return work()
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    try:
        yield wait
    finally:
        receiver.close()
        process.kill()
        process.join()


def _start(
    work: Callable[[], object],
) -> tuple[multiprocessing.context.ForkProcess, Connection] | None:
    """A process that does the work, and where its result comes from; None where none can be started."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_do, args=(work, sender, os.getpid()))
    try:
        process.start()
    except (OSError, AssertionError):  # the second where this process is a daemon of multiprocessing
        receiver.close()
        return None
    finally:
        sender.close()
    return process, receiver


def _do(work: Callable[[], object], sender: Connection, parent_pid: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # at Ctrl-C it just ends
    end_with_parent(parent_pid)
    try:
        done: tuple[object, Exception | None] = work(), None
    except Exception as error:
        done = None, error
    sender.send(done)
