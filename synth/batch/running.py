"""The topics of a batch answered, by an executor; one that fails costs only itself."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from pathlib import Path
from typing import NamedTuple

from synth.batch.copying import Copies
from synth.batch.topics import Topic
from synth.errors import SynthError
from synth.models import Model, RunSource
from synth.paths import default_library, default_out
from synth.pipeline import generate
from synth.settings import Settings
from synth.stages.context import Progress, quiet
from synth.stages.stage_log import LOG_FORMAT, log_stages

TURNS = "turns"
"""The folder of a library in which the machines of a cluster take turns."""

log = logging.getLogger(__name__)


class Shared(NamedTuple):
    """What all topics of a batch share, as `synth.generate` takes it.

    `again` makes what is current anew too; `replace` keeps nothing of what was there; `copy_to` is an address at which
    finished runs are put as well; `logged` has what is done logged on standard error, with times.
    """

    settings: Settings
    papers: tuple[Path, ...] = ()
    sample: bool = False
    offline: bool = False
    sources: tuple[RunSource, ...] = ()
    library: Path | None = None
    out: Path | None = None
    templates: Path | None = None
    pdf: bool = True
    again: bool = False
    replace: bool = False
    copy_to: str | None = None
    workers: int = 1
    logged: bool = False

    def anywhere(self) -> "Shared":
        """The same for processes on other machines: absolute paths, and turns at every server beside the library.

        So they take turns together, as far as their clocks agree, unless the settings name another folder for that.
        """
        library = (self.library or default_library()).absolute()
        turns = library / TURNS
        arxiv, databases = self.settings.arxiv, self.settings.databases
        asked = {
            "arxiv": arxiv.model_copy(update={"turns_folder": arxiv.turns_folder or turns}),
            "databases": databases.model_copy(update={"turns_folder": databases.turns_folder or turns}),
        }
        return self._replace(
            settings=self.settings.model_copy(update=asked),
            papers=tuple(path.absolute() for path in self.papers),
            library=library,
            out=(self.out or default_out()).absolute(),
            templates=self.templates and self.templates.absolute(),
        )


class TopicResult(Model):
    """What became of one topic: its run folder with its standing and headline, or its error.

    `is_current` is true where the run was there already, and is what would be made today; `replaced` is where the one
    that was there before is kept, if any.
    """

    question: str
    folder: str | None = None
    record_id: str | None = None
    status: str | None = None
    headline: str = ""
    used: int = 0
    is_current: bool = False
    replaced: str | None = None
    error: str | None = None


def run_batch(
    topics: Sequence[Topic],
    shared: Shared,
    executor: Executor,
    finished: Callable[[TopicResult], None] = lambda result: None,
) -> list[TopicResult]:
    """Answer every topic by the executor; returns one result a topic, in order.

    `finished` is called with each as it ends. An interrupt ends the batch with the finished runs in place.
    """
    topic_of = {executor.submit(answer_topic, topic, shared): topic for topic in topics}
    results = {}
    for future in as_completed(topic_of):
        results[future] = _result(future, topic_of[future])
        finished(results[future])
    return [results[future] for future in topic_of]


def answer_topic(topic: Topic, shared: Shared, progress: Progress = quiet) -> TopicResult:
    """Answer one topic; a failure is in its result."""
    if shared.logged:
        logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
        progress = log_stages(topic.question)
    try:
        record = generate(
            topic.question,
            compare=topic.compare,
            against=";".join(topic.against),
            outcome=topic.outcome,
            settings=settings_of_topic(topic, shared.settings),
            papers=topic.papers or shared.papers,
            sample=shared.sample,
            offline=shared.offline,
            sources=topic.sources or shared.sources,
            library=shared.library,
            out=shared.out,
            templates=shared.templates,
            pdf=shared.pdf,
            reuse=not shared.again,
            replace=shared.replace,
            workers=shared.workers,
            progress=progress,
        )
        if shared.copy_to:
            Copies(shared.copy_to).put_run(Path(record.folder))
    except SynthError as error:
        return TopicResult(question=topic.question, error=str(error))
    except Exception as error:  # a fault of synth's own must not cost the other topics
        log.info("unexpected failure on %r", topic.question, exc_info=True)
        return TopicResult(question=topic.question, error=f"unexpected {type(error).__name__}: {error}")
    return TopicResult(
        question=topic.question,
        folder=record.folder,
        record_id=record.record_id,
        status=record.manifest.status,
        headline=record.headline,
        used=record.manifest.counts.used,
        is_current=record.reused,
        replaced=record.replaced,
    )


def settings_of_topic(topic: Topic, settings: Settings) -> Settings:
    """The settings of a batch with those that a topic has of its own."""
    own: dict[str, dict[str, object]] = {
        "search": topic.model_dump(include={"max_papers", "since", "categories", "snowball", "depth"}),
        "claims": {"max_claims": topic.max_claims},
        "rendering": topic.model_dump(include={"title", "brief", "style"}),
    }
    given = {name: {key: value for key, value in part.items() if value} for name, part in own.items()}
    changed = {name: getattr(settings, name).model_copy(update=part) for name, part in given.items() if part}
    return settings.model_copy(update=changed)


def _result(future: "Future[TopicResult]", topic: Topic) -> TopicResult:
    try:
        return future.result()
    except SynthError as error:
        return TopicResult(question=topic.question, error=str(error))
