"""A process forked for some of the work of a run: the other processor is idle once papers are read.

It has all that this process has when it is forked, so that little need be sent, and prepares itself at once.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Concatenate, Generic, ParamSpec, TypeVar

from synth.system.lifetimes import end_with_parent

Prepared = TypeVar("Prepared")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


class Aside(Generic[Prepared]):
    """Calls functions of a module with what another process has prepared, and arguments and results that pickle.

    Where no process could be started (`there` is None), or it ends without a result, as one that is killed for want of
    memory, this process prepares and calls when the result is waited for.
    """

    def __init__(self, prepare: Callable[[], Prepared], there: Connection | None) -> None:
        self._prepare = prepare
        self._there = there

    def call(
        self,
        work: Callable[Concatenate[Prepared, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Callable[[], Result]:
        """Have `work` called with what was prepared; returns what waits for its result, or raises its exception."""
        there = self._there
        if there is not None:
            with suppress(OSError):  # it has ended
                there.send((work, args, kwargs))

        def wait() -> Result:
            try:
                if there is None:
                    raise EOFError
                result, error = there.recv()
            except (EOFError, OSError):
                return work(self._here, *args, **kwargs)
            if error is not None:
                raise error
            return result  # type: ignore[no-any-return]

        return wait

    @cached_property
    def _here(self) -> Prepared:
        return self._prepare()


@contextmanager
def aside(prepare: Callable[[], Prepared], processes: int = 2) -> Iterator[Aside[Prepared]]:
    """A process that begins to prepare, and ends with this context.

    There is none where there is but one processor, or where a run may have but one of `processes` at a time: others
    then have the processors, and no memory is spent on it.
    """
    started = _start(prepare) if min(processes, os.cpu_count() or 1) > 1 else None
    if started is None:
        yield Aside(prepare, None)
        return
    process, there = started
    try:
        yield Aside(prepare, there)
    finally:
        process.kill()
        process.join()
        there.close()


def _start(prepare: Callable[[], object]) -> tuple[ForkProcess, Connection] | None:
    fork = multiprocessing.get_context("fork")
    there, here = fork.Pipe()
    process = fork.Process(target=_serve, args=(prepare, there, here, os.getpid()))
    try:
        process.start()
    except (OSError, AssertionError):  # the second where this process is a daemon of multiprocessing
        there.close()
        return None
    finally:
        here.close()
    return process, there


def _serve(prepare: Callable[[], object], parents: Connection, own: Connection, parent_pid: int) -> None:
    """Prepare, then call what is asked for, one after the other."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # at Ctrl-C it just ends
    end_with_parent(parent_pid)
    parents.close()
    prepared, failed = _tried(prepare)
    with suppress(EOFError, OSError):  # nobody waits any more
        while True:
            work, args, kwargs = own.recv()
            own.send((None, failed) if failed else _tried(work, prepared, *args, **kwargs))


def _tried(work: Callable[..., Result], *args: object, **kwargs: object) -> tuple[Result | None, Exception | None]:
    try:
        return work(*args, **kwargs), None
    except Exception as error:
        return None, error
