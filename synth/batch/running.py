"""The questions of a batch answered one after another; one that fails costs only itself."""

import logging
from collections.abc import Callable, Sequence

from synth.errors import SynthError
from synth.models import Model, Record
from synth.stages.context import Progress, quiet

log = logging.getLogger(__name__)


class TopicResult(Model):
    """What became of one question: its run folder, or its error. `done_before`: there was nothing left to do."""

    question: str
    folder: str | None = None
    record_id: str | None = None
    status: str | None = None
    used: int = 0
    done_before: bool = False
    error: str | None = None


def run_batch(topics: Sequence[str], answer: Callable[[str], Record], progress: Progress = quiet) -> list[TopicResult]:
    """Answer every question; returns one result a question, in order.

    `answer` gives the record of a question, the one that is there already where it is. A question's failure is in its
    result; an interrupt ends the batch with the finished runs in place.
    """
    results = []
    for number, question in enumerate(topics):
        progress("batch", number, len(topics))
        results.append(_answered(question, answer))
    progress("batch", len(topics), len(topics))
    return results


def summary_table(results: Sequence[TopicResult]) -> str:
    """Two lines a question (outcome; papers used, status and run folder, or the error), then the counts."""
    lines = []
    for result in results:
        outcome = "failed" if result.error else "there" if result.done_before else "done"
        detail = result.error or f"{result.used} papers  {result.status}  {result.folder}"
        lines.append(f"{outcome:7} {result.question}\n        {detail}")
    failed = sum(result.error is not None for result in results)
    before = sum(result.done_before for result in results)
    falsified = sum(result.status == "Falsified" for result in results)
    done = len(results) - failed - before
    lines.append(
        f"{len(results)} questions: {done} done, {before} there before, {failed} failed"
        + (f", {falsified} Falsified" if falsified else "")
    )
    return "\n".join(lines)


def _answered(question: str, answer: Callable[[str], Record]) -> TopicResult:
    try:
        record = answer(question)
    except SynthError as error:
        return TopicResult(question=question, error=str(error))
    except Exception as error:  # a fault of synth's own must not cost the other questions
        log.info("unexpected failure on %r", question, exc_info=True)
        return TopicResult(question=question, error=f"unexpected {type(error).__name__}: {error}")
    return TopicResult(
        question=question,
        folder=record.folder,
        record_id=record.record_id,
        status=record.manifest.status,
        used=record.manifest.counts.used,
        done_before=record.reused,
    )
