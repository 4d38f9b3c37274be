"""Progress on standard error: one bar a stage, drawn by rich, or a log, and nothing where nobody looks."""

from types import TracebackType
from typing import TYPE_CHECKING

from synth.stages.context import Progress, quiet

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

OUTER_STAGE = "batch"
"""The stage that has all others within each of its items."""


class ProgressBars:
    """Called with a stage's name, its items done and all its items, as `synth.stages.context.Progress` is.

    A bar tells the items done of all, the time since the stage began and the time left. A stage that begins again (a
    batch's next question, a second try of papers) has its clock set back. Without bars `otherwise` is called.
    """

    def __init__(self, *, shown: bool, otherwise: Progress = quiet) -> None:
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._done: dict[str, int] = {}
        self._shown = shown
        self._otherwise = otherwise

    def __enter__(self) -> "ProgressBars":
        if self._shown:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self._bars = Progress(
                TextColumn("{task.description:8}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("in"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                redirect_stdout=False,  # standard output is the caller's, who may read it through a pipe
            )
            self._bars.start()
        return self

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw how far a stage is."""
        if self._bars is None:
            self._otherwise(stage, done, total)
            return
        if stage == OUTER_STAGE:
            self._take_away_inner(self._bars)
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        elif done < self._done[stage]:
            self._bars.reset(self._tasks[stage], total=total)
        self._done[stage] = done
        self._bars.update(self._tasks[stage], completed=done, total=total)

    def name(self, stage: str, text: str) -> None:
        """Let a text stand before a stage's bar in place of its name."""
        if self._bars is not None and stage in self._tasks:
            self._bars.update(self._tasks[stage], description=text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def _take_away_inner(self, bars: "Bars") -> None:
        """Forget the bars of the question before, which would stand there full while the next one begins."""
        for stage in [stage for stage in self._tasks if stage != OUTER_STAGE]:
            bars.remove_task(self._tasks.pop(stage))
