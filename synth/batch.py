"""A list of questions, each in a run folder of its own; one that fails costs only itself."""

import csv
import io
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from synth.acquisition import Progress, quiet
from synth.errors import SynthError, UsageError
from synth.models import Model, Record

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


def read_topics(path: Path) -> list[str]:
    """The questions of a .txt (one a line, # comments), .csv (column "question", else the first), .yaml or .jsonl.

    Repeated questions are asked once. Raises UsageError for a file that cannot be read so.
    """
    parsers: dict[str, Callable[[str], list[str]]] = {
        ".csv": _csv_topics,
        ".yaml": _yaml_topics,
        ".yml": _yaml_topics,
        ".jsonl": _jsonl_topics,
    }
    try:
        text = path.read_text(encoding="utf-8-sig")
        topics = parsers.get(path.suffix.lower(), _text_topics)(text)
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError, csv.Error) as error:
        raise UsageError(f"is no list of questions: {error}", item=str(path), stage="batch") from error
    topics = list(dict.fromkeys(topic.strip() for topic in topics if topic.strip()))
    if not topics:
        raise UsageError("holds no question", item=str(path), stage="batch")
    return topics


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
        told = result.error or f"{result.used} papers  {result.status}  {result.folder}"
        lines.append(f"{outcome:7} {result.question}\n        {told}")
    failed = sum(result.error is not None for result in results)
    before = sum(result.done_before for result in results)
    falsified = sum(result.status == "Falsified" for result in results)
    told = f", {falsified} Falsified" if falsified else ""
    lines.append(
        f"{len(results)} questions: {len(results) - failed - before} done, {before} there before, {failed} failed{told}"
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


def _text_topics(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


def _csv_topics(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text)))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    named = next((name for name in ("question", "topic") if name in header), None)
    column = header.index(named) if named else 0
    return [row[column] for row in (rows[1:] if named else rows) if len(row) > column]


def _yaml_topics(text: str) -> list[str]:
    items = yaml.safe_load(text)
    if not isinstance(items, list):
        raise TypeError("YAML, but no list")
    return [_question_of(item) for item in items]


def _jsonl_topics(text: str) -> list[str]:
    return [_question_of(json.loads(line)) for line in text.splitlines() if line.strip()]


def _question_of(item: object) -> str:
    question = item["question"] if isinstance(item, dict) else item
    if not isinstance(question, str):
        raise TypeError(f"a {type(question).__name__} is no question")
    return question
