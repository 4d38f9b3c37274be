"""Worker processes, in which a stranger's paper is read: what it costs is bounded, and costs itself alone."""

import multiprocessing
import os
import resource
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from synth.paths import in_units
from synth.settings import Settings

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

MAX_WORKERS = 2
MAX_SCHEDULED = 2 * MAX_WORKERS  # at a time: what is given to them is in memory
OUT_OF_MEMORY = 77  # exit code of a worker

Result = TypeVar("Result")


class Ended(NamedTuple):
    """Work that was ended, or ended itself, before it had a result, and why."""

    reason: str


def in_workers(
    work: Callable[..., Result],
    arguments: Iterable[tuple[object, ...]],
    count: int,
    settings: Settings,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Result | Ended]:
    """The results of calling `work` with each of the arguments, of which there are `count`, in their order.

    A call that takes longer than `reading.timeout_s`, needs more memory than `limits.worker_memory_bytes` or crashes
    gives an `Ended`; other exceptions are raised here. `meanwhile` is called while the first ones are at work.
    """
    from pebble import ProcessExpired  # loads asyncio and ssl: not before there is work

    memory_bytes = settings.limits.worker_memory_bytes
    waiting = iter(arguments)
    with _workers(min(MAX_WORKERS, os.cpu_count() or 1, count)) as pool:

        def scheduled(most: int) -> "Iterator[ProcessFuture[Result]]":
            for each in islice(waiting, most):
                yield pool.schedule(_bounded, args=(memory_bytes, work, each), timeout=settings.reading.timeout_s)

        futures = deque(scheduled(MAX_SCHEDULED))
        meanwhile()
        while futures:
            future = futures.popleft()
            try:
                yield future.result()
            except FutureTimeout:
                yield Ended(f"reading it took longer than {settings.reading.timeout_s:g} s (reading.timeout_s)")
            except ProcessExpired as error:
                if error.exitcode == OUT_OF_MEMORY:
                    most = in_units(memory_bytes)
                    yield Ended(f"reading it takes more than {most} of memory (limits.worker_memory_bytes)")
                else:
                    yield Ended("the reader crashed on it")
            futures.extend(scheduled(1))


@contextmanager
def _workers(count: int) -> "Iterator[ProcessPool]":
    """Worker processes, which an error or an interrupt ends at once: leaving ProcessPool itself waits for their work.

    "fork": they share what is imported, and a script that calls generate() needs no __main__ guard.
    """
    from pebble import ProcessPool

    pool = ProcessPool(count, context=multiprocessing.get_context("fork"))
    try:
        yield pool
        pool.close()  # type: ignore[no-untyped-call]
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


def _bounded(memory_bytes: int, work: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    """The result of a call that may add so much to the memory that a worker has; one that needs more ends the worker.

    What stays with a worker of the papers before does not count: what a paper may cost does not depend on them.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = _data_bytes() + memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(hard, most), hard))
    try:
        return work(*arguments)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # and its memory is free at once


def _data_bytes() -> int:
    """The memory that this process alone can write to, which is what RLIMIT_DATA counts (proc(5), statm)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
