"""What a browser sends of a form: a question or a list of them, with papers; each looked at before it is taken."""

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePath

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from synth.batch.topics import Topic, parse_topics
from synth.errors import SourceError, UsageError
from synth.records.reader import shown, why_invalid
from synth.sources.entries import LIST_SUFFIXES
from synth.sources.file_kind import HEAD_BYTES, content_kind, is_tar
from synth.web.jobs import Ask

MAX_FIELDS = 30
MAX_LIST_BYTES = 50_000
"""Of a list of questions: hundreds of them, and YAML that is parsed while others wait."""
PAPER_LISTS = LIST_SUFFIXES | {".txt"}
SEVERAL = {"against": ";", "categories": ",", "sources": ","}
"""Fields of several values, and what parts them."""


def texts_of(form: FormData) -> dict[str, str]:
    """What was typed and chosen, by field; of several boxes of one name all that were ticked."""
    given: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and value.strip():
            given.setdefault(name, []).append(value.strip())
    return {name: SEVERAL.get(name, ", ").join(values) for name, values in given.items()}


async def read_form(form: FormData, max_list_bytes: int) -> tuple[tuple[Ask, ...], dict[str, bytes]]:
    """What a form asks, one question or those of a list, and papers by the names that they get here.

    A list of papers has at most so many bytes. Raises UsageError where something in it cannot be taken.
    """
    given = texts_of(form)
    given.pop("form_token", None)
    listed = [file for file in form.getlist("topics") if isinstance(file, UploadFile) and file.filename]
    papers = [file for file in form.getlist("papers") if isinstance(file, UploadFile) and file.filename]
    if listed and papers:
        raise UsageError("papers go with one question, not with a list of them", item="papers")
    if len(listed) > 1:
        raise UsageError("give one list", item="topics")
    if listed:
        offline = given.pop("offline", "")
        if given:
            raise UsageError("give a question, or a list of them", item=", ".join(sorted(given)))
        return _list_of(listed[0].filename or "", await listed[0].read(), offline=bool(offline)), {}
    kept = dict([_paper(file.filename or "", await file.read(), max_list_bytes) for file in papers])
    return (_ask(given),), kept


def _ask(given: Mapping[str, str]) -> Ask:
    """The question of a form's fields. Raises UsageError."""
    values: dict[str, object] = {**given}
    for name, separator in SEVERAL.items():
        if name in given:
            values[name] = [part.strip() for part in given[name].split(separator) if part.strip()]
    try:
        return Ask.model_validate(values)
    except ValidationError as error:
        raise UsageError(why_invalid(error)) from error


def _list_of(name: str, data: bytes, *, offline: bool) -> tuple[Ask, ...]:
    """The questions of an uploaded list. Raises UsageError, also for one row that is none or names a file."""
    if len(data) > MAX_LIST_BYTES:
        raise UsageError(f"a list has at most {MAX_LIST_BYTES} bytes", item=shown(name)[:100])
    listed = parse_topics(data, Path(f"list{Path(name).suffix}"))
    if listed.bad:
        raise UsageError(f"line {listed.bad[0].line}: {listed.bad[0].reason}", item=shown(name)[:100])
    return tuple(_ask_of(topic, offline=offline) for topic in listed.topics)


def _ask_of(topic: Topic, *, offline: bool) -> Ask:
    if topic.papers or topic.max_claims:
        raise UsageError("a list that is uploaded names neither papers nor max_claims", item=topic.question)
    values = topic.model_dump(exclude={"papers", "max_claims"}) | {"offline": offline}
    try:
        return Ask.model_validate(values)
    except ValidationError as error:
        raise UsageError(why_invalid(error), item=topic.question) from error


def _paper(name: str, data: bytes, max_list_bytes: int) -> tuple[str, bytes]:
    """An uploaded paper, or list of papers, by the name that it gets here: no name chooses a path or an identifier.

    Raises UsageError for what is neither, and for a list that is too long.
    """
    suffix = _suffix_of(name, data)
    if suffix in PAPER_LISTS and len(data) > max_list_bytes:
        raise UsageError(f"a list of papers has at most {max_list_bytes} bytes", item=shown(name)[:100])
    return f"{hashlib.sha256(data).hexdigest()[:16]}{suffix}", data


def _suffix_of(name: str, data: bytes) -> str:
    """Of a list its own, of a paper that of its content: PDF, TeX file, archive of them, or article in JATS."""
    suffix = PurePath(name).suffix.lower()
    if suffix in LIST_SUFFIXES:
        return suffix
    try:
        kind = content_kind(data[:HEAD_BYTES])
    except SourceError as error:
        if suffix in PAPER_LISTS:  # .txt: identifiers, or TeX
            return suffix
        raise UsageError(error.message, item=shown(name)[:100]) from error
    packed = ".tar.gz" if data.startswith(b"\x1f\x8b") else ".tar" if is_tar(data[:HEAD_BYTES]) else ".tex"
    return {"pdf": ".pdf", "jats": ".xml"}.get(kind, packed)
