"""The topics of a batch, read from a list: text, Markdown, CSV, YAML, JSON or JSON Lines."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from synth.errors import SourceError, UsageError
from synth.language.text import normalise
from synth.models import Model, SearchedSource
from synth.paths import read_plain_file
from synth.settings import LimitSettings, Snowball, Style

QUESTION_NAMES = ("question", "topic", "query")
"""What the column, or the key, of the question may be called."""
AS_OPTIONS = {"with": "against", "category": "categories", "source": "sources"}
"""Fields that may be called as their options are."""
NOTES = ("id", "number", "note", "notes", "comment")
"""Columns, or keys, that are the reader's own."""
DELIMITERS = ",;\t|"
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?(?P<question>\S.*)")


def _as_tuple(value: object) -> object:
    """A cell "cs.CL; cs.IR" as its parts; a list as it is."""
    return tuple(part.strip() for part in value.split(";") if part.strip()) if isinstance(value, str) else value


def _as_names(value: object) -> object:
    """A cell of names that have no comma in them: "cs.CL, cs.IR" is two, also where semicolons part the cells."""
    return _as_tuple(value.replace(",", ";")) if isinstance(value, str) else value


def _on_one_line(value: object) -> object:
    """A text without the line ends that a cell of a spreadsheet may have."""
    return normalise(value) if isinstance(value, str) else value


def _as_day(value: object) -> object:
    """A day as --since takes it, 2020-01-31 or 2020; pydantic would take a number for seconds since 1970."""
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        text = str(value).strip()
        try:
            return date.fromisoformat(f"{text}-01-01" if len(text) == 4 else text)
        except ValueError:
            raise ValueError(f"{text!r} is neither a day such as 2020-01-31 nor a year") from None
    return value


Line = Annotated[str, BeforeValidator(_on_one_line)]
Several = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]

MAX_YAML_CHARS = 500_000
"""PyYAML, in Python, takes ten seconds for so many in one scalar; its parser in C crashes on deep nesting."""
MAX_ROWS = 100_000
"""Of one list; they take seconds."""


class Topic(Model):
    """One question of a batch with what is asked of it alone; the rest is as the batch has it.

    `papers`, `sources`, `categories` and `against` are lists, or texts parted by semicolons (sources and categories by
    commas too); paths are relative to the list's folder.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    question: Line = Field(min_length=1)
    title: Line = ""
    papers: Several = ()
    sources: Annotated[tuple[SearchedSource, ...], BeforeValidator(_as_names)] = ()
    categories: Annotated[tuple[str, ...], BeforeValidator(_as_names)] = ()
    since: Annotated[date | None, BeforeValidator(_as_day)] = None
    max_papers: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_claims: Annotated[int, Field(ge=1)] | None = None
    snowball: Snowball | None = None
    depth: Annotated[int, Field(ge=1, le=3)] | None = None
    style: Style | None = None
    brief: bool = False
    compare: str = ""
    against: Several = ()
    outcome: str = ""


class BadRow(Model):
    """A row of a list that is no topic: where it stands, and why."""

    line: int
    reason: str


class TopicList(NamedTuple):
    """What a list has: its topics, each once, and the rows that are none."""

    topics: tuple[Topic, ...]
    bad: tuple[BadRow, ...]


Row = tuple[int, object]
"""A row's line in its file, from 1, and its content: a question, a mapping with one, or why it could not be read."""


def read_topics(path: Path, max_bytes: int = LimitSettings().max_list_bytes) -> TopicList:
    """The topics of a list on the disk. Raises UsageError, as `parse_topics` does, or where it cannot be read."""
    _reader_of(path)
    try:
        data = read_plain_file(path, max_bytes)
    except SourceError as error:
        remedy = f"{KINDS_REMEDY}; a long list in several"
        raise UsageError(error.message, item=str(path), stage="batch", remedy=remedy) from error
    return parse_topics(data, path)


def parse_topics(data: bytes, path: Path) -> TopicList:
    """The topics of a .txt (one a line, # comments), .md (list items), .csv or .tsv, .yaml, .json or .jsonl.

    `path` names the list; papers are relative to its folder. A row that is no topic costs only itself. Raises
    UsageError for another kind of file, one that cannot be read so, and one without a topic.
    """
    read = _reader_of(path)
    try:
        rows = list(islice(read(data.decode("utf-8-sig")), MAX_ROWS + 1))
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8", item=str(path), stage="batch", remedy="save it as UTF-8") from error
    except RecursionError as error:
        raise UsageError("not a list of questions: nested too deeply", item=str(path), stage="batch") from error
    except (ValueError, TypeError, yaml.YAMLError, csv.Error) as error:
        raise UsageError(f"not a list of questions: {error}", item=str(path), stage="batch") from error
    if len(rows) > MAX_ROWS:
        message = f"a list of more than {MAX_ROWS:,} rows"
        raise UsageError(message, item=str(path), stage="batch", remedy="make several lists of it")
    topics: dict[Topic, None] = {}
    bad: list[BadRow] = []
    for line, row in rows:
        try:
            topics.setdefault(_topic(row, path.parent))
        except (ValidationError, ValueError) as error:
            bad.append(BadRow(line=line, reason=_reason(error)))
    if not topics:
        message = f"holds no question; line {bad[0].line}: {bad[0].reason}" if bad else "holds no question"
        raise UsageError(message, item=str(path), stage="batch")
    return TopicList(tuple(topics), tuple(bad))


def _reader_of(path: Path) -> Callable[[str], Iterable[Row]]:
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise UsageError("is of no kind of list that is known", item=str(path), stage="batch", remedy=KINDS_REMEDY)
    return read


def _topic(row: object, folder: Path) -> Topic:
    if isinstance(row, ValueError):
        raise row
    if isinstance(row, str):
        return Topic(question=row)
    if not isinstance(row, Mapping):
        raise ValueError(f"is no question, but of the type {type(row).__name__}")
    named = {str(key).strip().lower().replace("-", "_").replace(" ", "_"): value for key, value in row.items()}
    given = {
        AS_OPTIONS.get(key, key): value for key, value in named.items() if value not in (None, "") and key not in NOTES
    }
    name = next((name for name in QUESTION_NAMES if name in given), None)
    if name is None:
        raise ValueError("has no question")
    topic = Topic.model_validate({"question": given.pop(name), **given})
    return topic.model_copy(update={"papers": tuple(str(folder / paper) for paper in topic.papers)})


def _reason(error: ValueError) -> str:
    """The first fault of a row in a few words, with the field that has it."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"{field} is no field of a topic; those are {', '.join(Topic.model_fields)}"
    message = first["msg"].removeprefix("Value error, ")
    return f"{field}: {message[:1].lower()}{message[1:]}"


def _text_rows(text: str) -> Iterator[Row]:
    for line, row in enumerate(text.splitlines(), start=1):
        if row.strip() and not row.lstrip().startswith("#"):
            yield line, row


def _markdown_rows(text: str) -> Iterator[Row]:
    """The items of lists; headings and running text are the reader's."""
    for line, row in enumerate(text.splitlines(), start=1):
        item = _ITEM.fullmatch(row)
        if item:
            yield line, item["question"]


def _csv_rows(text: str) -> Iterator[Row]:
    """The rows under a header that names the question; without one, the first column."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    header: list[str] | None = None
    first = True
    for row in reader:
        if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
            continue
        names = [cell.strip().lower() for cell in row]
        if first and any(name in QUESTION_NAMES for name in names):
            header = names
        elif header is None:
            yield reader.line_num, row[0]
        elif len(row) > len(header):
            yield reader.line_num, ValueError(f"has {len(row)} cells, the header {len(header)}")
        else:
            yield reader.line_num, dict(zip(header, row, strict=False))
        first = False


def _delimiter(text: str) -> str:
    """The delimiter that the first row has most often; a comma where it has none."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    return max(DELIMITERS, key=first.count)


def _yaml_rows(text: str) -> Iterator[Row]:
    """The items of a YAML list with the lines that they stand on."""
    if len(text) > MAX_YAML_CHARS:
        raise ValueError(f"YAML of more than {MAX_YAML_CHARS:,} characters: give a .txt, .csv or .jsonl file")
    node = yaml.compose(text, yaml.SafeLoader)
    if isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == "topics"), node)
    if not isinstance(node, yaml.SequenceNode):
        raise TypeError("YAML, but no list")
    lines = [item.start_mark.line + 1 for item in node.value]
    return zip(lines, _items(yaml.safe_load(text)), strict=True)


def _json_rows(text: str) -> Iterator[Row]:
    """The items of a JSON list; JSON tells no lines, so they are counted by item."""
    return enumerate(_items(json.loads(text)), start=1)


def _items(data: object) -> Iterable[object]:
    items = data.get("topics") if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise TypeError("no list of topics")
    return items


def _json_line_rows(text: str) -> Iterator[Row]:
    for line, row in enumerate(text.splitlines(), start=1):
        if row.strip():
            try:
                yield line, json.loads(row)
            except ValueError as error:
                yield line, ValueError(f"not JSON: {error}")


READERS: dict[str, Callable[[str], Iterable[Row]]] = {
    ".txt": _text_rows,
    ".md": _markdown_rows,
    ".csv": _csv_rows,
    ".tsv": _csv_rows,
    ".yaml": _yaml_rows,
    ".yml": _yaml_rows,
    ".json": _json_rows,
    ".jsonl": _json_line_rows,
}
KINDS_REMEDY = f"give a file of one of these kinds: {' '.join(READERS)}"
