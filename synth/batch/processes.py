"""Processes for topics: each topic in one of its own, with a time limit, so that what happens to it costs it alone."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import ParamSpec, TypeVar, cast

from synth.errors import SynthError, TopicError
from synth.stages.preloading import STARTED_BY
from synth.system.lifetimes import end_with_parent

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class TopicProcesses(Executor):
    """At most `jobs` processes at a time, one a call; what a process starts ends with it.

    A call that takes longer than `time_limit_s`, or whose process dies, gives a TopicError.
    """

    def __init__(self, jobs: int, time_limit_s: float) -> None:
        self._time_limit_s = time_limit_s
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="topic")
        self._running: set[BaseProcess] = set()
        self._lock = threading.Lock()
        self._forking = multiprocessing.get_context("forkserver")
        _start_forking()

    def submit(
        self, work: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """The future result of calling `work`, a function of a module, with arguments that pickle."""
        return self._threads.submit(self._call, work, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End once all is done that was submitted; with `cancel_futures` at once."""
        if cancel_futures:
            self._threads.shutdown(wait=False, cancel_futures=True)
            with self._lock:
                for process in self._running:
                    _end(process)
        self._threads.shutdown(wait=wait)

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _call(self, work: Callable[..., Result], args: tuple[object, ...], kwargs: dict[str, object]) -> Result:
        receiving, sending = self._forking.Pipe(duplex=False)
        process = self._forking.Process(target=_answer, args=(sending, work, args, kwargs))
        process.start()
        sending.close()
        with self._lock:
            self._running.add(process)
        try:
            return cast(Result, self._received(receiving, process))
        finally:
            with self._lock:
                self._running.discard(process)
            _end(process)
            process.join()
            receiving.close()

    def _received(self, receiving: Connection, process: BaseProcess) -> object:
        if not receiving.poll(self._time_limit_s):
            raise TopicError(f"took longer than {self._time_limit_s:g} s (batch.time_limit_s)", stage="batch")
        try:
            result, error = receiving.recv()  # what `_answer` sent
        except EOFError:
            process.join()
            code = process.exitcode or 0
            why = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            raise TopicError(f"its process died: {why}", stage="batch") from None
        if error is not None:
            raise error
        return result


def _start_forking() -> None:
    """Start what processes are forked from, which loads what all of them need and ends with this process."""
    forkserver.set_forkserver_preload(["synth.stages.preloading"])
    os.environ[STARTED_BY] = f"{os.getpid()} {threading.get_native_id()}"
    forkserver.ensure_running()
    os.environ.pop(STARTED_BY, None)


def _answer(
    sending: Connection, work: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    """In a process of its own, the first of a group of its own: the result, or the error, to who waits for it."""
    os.setpgid(0, 0)
    end_with_parent(os.getppid())  # which the kernel kills with who asks for this; the thread knows it without that
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        outcome: tuple[object, SynthError | None] = (work(*args, **kwargs), None)
    except SynthError as error:
        outcome = (None, error)
    sending.send(outcome)
    sending.close()


def _end_with_parent() -> None:
    """Kill this process and all that it started once the one that asked for it has gone, however that was ended."""
    parent = multiprocessing.parent_process()
    wait([parent.sentinel] if parent else [])
    os.killpg(0, signal.SIGKILL)


def _end(process: BaseProcess) -> None:
    """Kill a process and all that it started, as far as that is left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.kill()  # its group may not be there yet
