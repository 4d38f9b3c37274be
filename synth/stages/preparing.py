"""What a question is to be answered from, opened: sources, library, and the folder that its record goes to."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from synth.models import Asked, Question, RunSource
from synth.paths import default_out, path_of
from synth.question import parse_question
from synth.records.canonical import run_name
from synth.settings import Settings
from synth.sources.protocol import PaperSource
from synth.stages.chasing import check_followable
from synth.stages.context import Context, Progress, open_context, quiet
from synth.stages.opening import open_sources, sources_asked
from synth.stages.workers import MAX_WORKERS
from synth.system.clock import Clock, utc_now


class Task(NamedTuple):
    """A question and the sources that it is put to; `folder` is where its record goes."""

    question: Question
    asked: Asked
    sources: tuple[PaperSource, ...]
    folder: Path


def prepare(
    question: str | Question,
    *,
    compare: str = "",
    against: str = "",
    outcome: str = "",
    papers: Sequence[Path | str] = (),
    sources: Sequence[RunSource] = (),
    sample: bool = False,
    offline: bool = False,
    settings: Settings | None = None,
    library: Path | str | None = None,
    out: Path | str | None = None,
    workers: int = MAX_WORKERS,
    progress: Progress = quiet,
    now: Clock = utc_now,
) -> tuple[Task, Context]:
    """Understand a question, and open what it is to be answered from, as `synth.generate` is asked to.

    Raises UsageError, QuestionError.
    """
    understood = (
        question
        if isinstance(question, Question)
        else parse_question(question, compare=compare, against=against, outcome=outcome)
    )
    context = open_context(settings or Settings(), library, now, progress, workers)
    paths = tuple(Path(path) for path in papers)
    asked = sources_asked(paths, sources, context.settings, sample=sample, offline=offline)
    opened = open_sources(asked, paths, context)
    check_followable(context.settings.search.snowball, opened)
    sides = [] if understood == parse_question(understood.text) else [understood.model_dump(mode="json")]
    folder = (path_of(out) if out else default_out()) / run_name(understood.text, context.settings, asked, sides)
    return Task(understood, asked, opened, folder), context
