"""Worker processes, in which a stranger's paper is read: what it costs is bounded, and costs itself alone."""

import logging
import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from synth.errors import ReadingError
from synth.paths import in_units
from synth.settings import Settings
from synth.system.lifetimes import end_with_parent

if TYPE_CHECKING:
    from pebble import ProcessPool

MAX_WORKERS = 2
MAX_SCHEDULED = 4 * MAX_WORKERS  # at a time: what is given to them is in memory
MAX_AHEAD = 2 * MAX_SCHEDULED  # with what is done, and waits for a longer one before it
LOOK_S = 0.02  # how often pebble looks whether processes have ended, which a run waits for once all is read
OUT_OF_MEMORY = 77  # exit code of a worker
AGAIN = 78  # of one that has done its work and kept much memory: the call is made again, in a new one
MOST_KEPT_BYTES = 120_000_000  # 110 MB stay of 49 papers; of 60,000 sections 250 MB, whatever is freed

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Workers(Executor):
    """At most `count` processes of this machine, started with the first call; what one call may cost is bounded.

    A call that takes longer than `reading.timeout_s`, needs more memory than `limits.worker_memory_bytes` or crashes
    gives a ReadingError. An error or an interrupt ends the processes at once.
    """

    def __init__(self, settings: Settings, count: int = MAX_WORKERS) -> None:
        self._count = min(count, os.cpu_count() or 1)
        self._timeout_s = settings.reading.timeout_s
        self._memory_bytes = settings.limits.worker_memory_bytes
        self._pool: ProcessPool | None = None

    def submit(
        self, work: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """The future result of calling `work`, a function of a module, with arguments that pickle."""
        future: Future[Result] = Future()
        self._schedule(future, partial(work, *args, **kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: once all is done that they were given, or with `cancel_futures` at once."""
        if self._pool is not None:
            end = self._pool.stop if cancel_futures else self._pool.close
            end()  # type: ignore[no-untyped-call]
            if wait:
                self._pool.join()

    def release(self) -> None:
        """End the processes once all is done, and with them the memory that papers left there; a call starts others."""
        self.shutdown()
        self._pool = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _started(self) -> "ProcessPool":
        """ "fork": they share what is imported, and a script that calls generate() needs no __main__ guard."""
        if self._pool is None:
            from pebble import CONSTS, ProcessPool  # loads asyncio and ssl

            CONSTS.sleep_unit = LOOK_S
            context = multiprocessing.get_context("fork")
            self._pool = ProcessPool(self._count, initializer=_begin, initargs=(os.getpid(),), context=context)
        return self._pool

    def _schedule(self, future: Future[Result], call: Callable[[], Result]) -> None:
        bounded = self._started().schedule(_bounded, args=(self._memory_bytes, call), timeout=self._timeout_s)
        bounded.add_done_callback(partial(self._settle, future, call))

    def _settle(self, future: Future[Result], call: Callable[[], Result], bounded: Future[Result]) -> None:
        """Give a future what became of the bounded call: its result, or the error that says why there is none."""
        from pebble import ProcessExpired

        if not bounded.cancelled() and getattr(bounded.exception(), "exitcode", None) == AGAIN:
            self._schedule(future, call)
            return
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(bounded.result())
        except TimeoutError:
            reason = f"reading it took longer than {self._timeout_s:g} s (reading.timeout_s)"
            future.set_exception(ReadingError(reason, stage="read"))
        except ProcessExpired as error:
            most = in_units(self._memory_bytes)
            reason = f"reading it takes more than {most} of memory (limits.worker_memory_bytes)"
            if error.exitcode == -signal.SIGABRT:  # what pydantic does, and MuPDF, where they get no memory
                reason = f"the reader crashed on it, as it does where it needs more than {most} of memory"
            elif error.exitcode != OUT_OF_MEMORY:
                reason = "the reader crashed on it"
            future.set_exception(ReadingError(reason, stage="read"))
        except Exception as error:
            future.set_exception(error)


def results_in_order(
    executor: Executor,
    work: Callable[..., Result],
    arguments: Iterable[tuple[object, ...]],
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Result | ReadingError]:
    """The results of calling `work` with each of the arguments, in their order; a ReadingError in place of a paper's.

    Other exceptions are raised here. `meanwhile` is called while the first calls, if any, are at work. No more than
    `MAX_SCHEDULED` calls are to be made at a time, nor more than `MAX_AHEAD` arguments asked for in advance.
    """
    waiting = iter(arguments)
    futures: deque[Future[Result]] = deque()

    def schedule() -> list[Future[Result]]:
        """Give the executor what it has room for; returns the calls that are not done."""
        running = [future for future in futures if not future.done()]
        for each in islice(waiting, min(MAX_SCHEDULED - len(running), MAX_AHEAD - len(futures))):
            futures.append(executor.submit(work, *each))
            running.append(futures[-1])
        return running

    if schedule():
        meanwhile()
    while futures:
        while not futures[0].done():
            wait(schedule(), return_when=FIRST_COMPLETED)
        try:
            yield futures.popleft().result()
        except ReadingError as error:
            yield error
        schedule()


def end_if_much_is_kept() -> None:
    """End this worker, if it is one, where much memory stays with it; the call that does this is made again in another.

    So it has done nothing yet, or will find it done. What stays with a worker is not limited otherwise.
    """
    if _began_with_bytes is not None and _data_bytes() - _began_with_bytes > MOST_KEPT_BYTES:
        os._exit(AGAIN)


_began_with_bytes: int | None = None
"""The memory of this worker when it started; None in any other process."""


def _begin(parent_pid: int) -> None:
    """Tie this worker to its parent, and keep quiet.

    What is written where memory is at its limit, by failing destructors and by the libraries that then abort, is shown
    with the log alone.
    """
    global _began_with_bytes
    end_with_parent(parent_pid)
    _began_with_bytes = _data_bytes()
    if not logging.getLogger().isEnabledFor(logging.INFO):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _bounded(memory_bytes: int, call: Callable[[], Result]) -> Result:
    """The result of a call that may add so much to the memory that a worker has; one that needs more ends the worker.

    What stays with a worker of the papers before does not count: what a paper may cost does not depend on them.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = _data_bytes() + memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(hard, most), hard))
    try:
        return call()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # and its memory is free at once


def _data_bytes() -> int:
    """The memory that this process alone can write to, which is what RLIMIT_DATA counts (proc(5), statm)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
