"""What every stage is given besides its inputs: settings, library, executor, clock, progress."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from synth.library import Library
from synth.paths import default_library, path_of
from synth.settings import Settings
from synth.stages.workers import MAX_WORKERS, Workers
from synth.system.clock import Clock, utc_now

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how many of its items are done, and how many there are."""


def quiet(stage: str, done: int, total: int) -> None:
    """A progress that shows nothing."""


@dataclass(frozen=True)
class Context:
    """By which settings, on which library, in which processes and at what time stages do their work; who watches.

    A stage is a plain function of models and of this. Once papers have been read, `executor` is shut down by who called
    the stage: the memory of its processes is free for what follows.
    """

    settings: Settings
    library: Library
    executor: Executor
    clock: Clock = utc_now
    progress: Progress = quiet


def open_context(
    settings: Settings,
    library: Path | str | None,
    clock: Clock = utc_now,
    progress: Progress = quiet,
    workers: int = MAX_WORKERS,
) -> Context:
    """A context with the library at a folder, else the user's own, and with so many worker processes of this machine.

    Neither a file is touched nor a process started before a stage needs it.
    """
    papers = Library(path_of(library) if library else default_library())
    return Context(settings, papers, Workers(settings, workers), clock, progress)
