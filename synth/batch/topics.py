"""The questions of a batch, read from a list: text, CSV, YAML or JSON Lines."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import yaml

from synth.errors import SourceError, UsageError
from synth.paths import read_plain_file
from synth.settings import LimitSettings


def read_topics(path: Path, max_bytes: int = LimitSettings().max_list_bytes) -> list[str]:
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
        text = read_plain_file(path, max_bytes).decode("utf-8-sig")
        topics = parsers.get(path.suffix.lower(), _text_topics)(text)
    except SourceError as error:
        remedy = "give a .txt, .csv, .yaml or .jsonl file; a long list in several"
        raise UsageError(error.message, item=str(path), stage="batch", remedy=remedy) from error
    except RecursionError as error:
        raise UsageError("not a list of questions: nested too deeply", item=str(path), stage="batch") from error
    except (ValueError, KeyError, TypeError, yaml.YAMLError, csv.Error) as error:
        raise UsageError(f"not a list of questions: {error}", item=str(path), stage="batch") from error
    topics = list(dict.fromkeys(topic.strip() for topic in topics if topic.strip()))
    if not topics:
        raise UsageError("holds no question", item=str(path), stage="batch")
    return topics


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
