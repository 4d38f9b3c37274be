"""What a question is to be answered from, opened: sources, library, and the folder that its record goes to."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict, Unpack

from synth.clock import Clock
from synth.library import Library
from synth.models import Asked, Question
from synth.paths import default_library, default_out
from synth.question import parse_question
from synth.records import run_name
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


class Request(TypedDict, total=False):
    """What a question may come with, as `synth.generate` takes it."""

    compare: str
    against: str
    outcome: str
    papers: Sequence[Path | str]
    sample: bool
    offline: bool
    settings: Settings | None
    library: Path | str | None
    out: Path | str | None


def prepare(question: str, now: Clock, **request: Unpack[Request]) -> Task:
    """Understand a question, and open what it is to be answered from. Raises UsageError."""
    named = {side: str(request.get(side, "")) for side in ("compare", "against", "outcome")}
    understood, as_typed = parse_question(question, **named), parse_question(question)
    settings = request.get("settings") or Settings()
    library, out = request.get("library"), request.get("out")
    paths = tuple(Path(path) for path in request.get("papers", ()))
    asked = sources_asked(paths, sample=request.get("sample", False), offline=request.get("offline", False))
    opened = Library(Path(library) if library else default_library())
    sides = [] if understood == as_typed else [understood.model_dump(mode="json")]
    folder = (Path(out) if out else default_out()) / run_name(understood.text, settings, asked, sides)
    return Task(understood, asked, open_sources(asked, paths, opened, settings, now), opened, settings, folder)
