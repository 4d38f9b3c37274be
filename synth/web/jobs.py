"""What a client asks a server of records, and the job that becomes of it: one small file a job in RUNS/.jobs."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from synth.batch.topics import Topic
from synth.models import Model, SearchedSource
from synth.question import MAX_QUESTION_CHARS
from synth.settings import Snowball, Style

JobId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
JobState = Literal["draft", "waiting", "running", "done", "failed", "cancelled"]
UNFINISHED: frozenset[JobState] = frozenset({"draft", "waiting", "running"})

Phrase = Annotated[str, Field(max_length=200)]


class Ask(Model):
    """A question with what `synth generate` takes beside it; `sources` are what to ask, `offline` asks no database.

    It names no file and no address: papers of the asker's are uploaded.
    """

    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    compare: Phrase = ""
    against: tuple[Phrase, ...] = Field(default=(), max_length=10)
    outcome: Phrase = ""
    title: Phrase = ""
    sources: tuple[SearchedSource, ...] = Field(default=(), max_length=6)
    categories: tuple[Phrase, ...] = Field(default=(), max_length=10)
    since: date | None = None
    max_papers: int | None = Field(default=None, ge=1, le=100)
    snowball: Snowball | None = None
    depth: int | None = Field(default=None, ge=1, le=3)
    style: Style | None = None
    brief: bool = False
    offline: bool = False

    def topic(self, papers: tuple[str, ...] = ()) -> Topic:
        """The topic of a batch that asks the same, with files of the asker's."""
        return Topic(**self.model_dump(exclude={"offline"}), papers=papers)


class Job(Model):
    """One question on its way to a record. `papers` are the names of uploaded files in the job's own folder.

    A draft waits for its asker to agree to how it was understood. `group` is the id of the first job of the same list.
    `understood` are lines: how the question was understood and, once searches were made for a draft (`searched`), its
    queries, their hits and the time. `error` is why there is no record.
    """

    id: JobId
    group: JobId
    ask: Ask
    papers: tuple[str, ...] = ()
    client: str
    state: JobState
    created: AwareDatetime
    understood: tuple[str, ...]
    searched: bool = False
    record_id: str | None = None
    headline: str = ""
    error: str | None = None

    def topic(self, folder: Path) -> Topic:
        """What is to be answered; `folder` holds the job's uploaded files."""
        return self.ask.topic(tuple(str(folder / name) for name in self.papers))


class StageProgress(Model):
    """How far a running job is: a stage of `synth.pipeline`, how many of its items are done, and of how many."""

    stage: str
    done: int
    total: int


class JobStatus(Model):
    """A job as its asker sees it. `place` is its place among those that wait; `page` is that of its record here."""

    id: JobId
    group: JobId
    ask: Ask
    state: JobState
    created: AwareDatetime
    understood: tuple[str, ...]
    searched: bool
    place: int | None
    progress: StageProgress | None
    record_id: str | None
    page: str | None
    headline: str
    error: str | None
