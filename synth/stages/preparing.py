"""What a question is to be answered from, opened: sources, library, and the folder that its record goes to."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from synth.clock import Clock
from synth.library import Library
from synth.models import (
    Asked,
    Question,
)
from synth.paths import default_library, default_out
from synth.question import parse_question
from synth.records import (
    run_name,
)
from synth.settings import Settings
from synth.stages.searching import Opened, open_sources, sources_asked


class Task(NamedTuple):
    """A question and all that it is to be answered from; `folder` is where its record goes."""

    question: Question
    asked: Asked
    sources: tuple[Opened, ...]
    library: Library
    settings: Settings
    folder: Path


def prepare(
    question: Question,
    papers: Sequence[Path | str],
    sample: bool,
    offline: bool,
    settings: Settings,
    library: Path | str | None,
    out: Path | str | None,
    now: Clock,
) -> Task:
    """Open what a question is to be answered from. Raises UsageError."""
    paths = tuple(Path(path) for path in papers)
    asked = sources_asked(paths, sample=sample, offline=offline)
    opened = Library(Path(library) if library else default_library())
    as_typed = parse_question(question.text)
    sides = [] if question == as_typed else [question.model_dump(mode="json")]
    folder = (Path(out) if out else default_out()) / run_name(question.text, settings, asked, sides)
    return Task(question, asked, open_sources(asked, paths, opened, settings, now), opened, settings, folder)
