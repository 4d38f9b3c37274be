"""The one way in which a record is read, whoever made it: plain files of its folder, of bounded size, as listed."""

import csv
import hashlib
import json
import os
import stat
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import ValidationError

from synth.errors import RecordError
from synth.models import Answer, Manifest, Output, Report, Review, Screened, model_of_json
from synth.models.run_files import ANSWER, MANIFEST, REPORT, REVIEW, SCREENING
from synth.records.files import read_screening
from synth.settings import RecordSettings

_Content = TypeVar("_Content", Report, Review, Answer)

LIMITS = RecordSettings()
VERIFY = "synth verify names what changed; get the record again from where it came"


def open_plain(folder: Path, path: str) -> BufferedReader:
    """A plain file of a run folder, open to be read.

    No link below the folder is followed, not even to a folder, and a pipe that nobody writes is not waited for. Raises
    OSError, or ValueError for a path with a null byte.
    """
    *above, name = PurePosixPath(path).parts or ("",)
    if ".." in (*above, name) or PurePosixPath(path).is_absolute():
        raise FileNotFoundError(path)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in above:
            below = os.open(part, flags | os.O_DIRECTORY, dir_fd=place)
            os.close(place)
            place = below
        descriptor = os.open(name, flags, dir_fd=place)
    finally:
        os.close(place)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(path)
    return os.fdopen(descriptor, "rb")


def read_plain(folder: Path, path: str, max_bytes: int = LIMITS.max_file_bytes) -> bytes | None:
    """The bytes of a plain file of a run folder; None where there is none, or only a link, or more than `max_bytes`."""
    try:
        with open_plain(folder, path) as file:
            if os.fstat(file.fileno()).st_size > max_bytes:
                return None
            data = file.read(max_bytes + 1)
    except (OSError, ValueError):
        return None
    return data if len(data) <= max_bytes else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run folder. Raises RecordError where there is none, or it is damaged or was changed."""
    path = folder / MANIFEST
    data = read_plain(folder, MANIFEST)
    if data is None:
        raise RecordError("not a run folder: it has no manifest.json", item=str(folder), stage="record")
    _refuse_older(data, path)
    try:
        manifest = model_of_json(Manifest, data)
    except ValidationError as error:
        raise _damaged(path, f"the manifest is damaged: {why_invalid(error)}") from error
    sealed_by = manifest.sha256.encode()
    before, _, behind = data.rpartition(sealed_by or b"\n")
    if hashlib.sha256(before + behind).hexdigest().encode() != sealed_by:
        raise _damaged(path, "the manifest has changed: its own SHA-256 does not hold")
    return manifest


def read_output(folder: Path, output: Output) -> bytes:
    """The bytes of a file that a record lists. Raises RecordError where it is not just what is listed."""
    if output.bytes > LIMITS.max_file_bytes:
        message = f"{output.path} is larger than {LIMITS.max_file_bytes} bytes"
        raise RecordError(message, item=str(folder), stage="record", remedy="a record with such a file is not read")
    data = read_plain(folder, output.path)
    if data is None:
        raise _damaged(folder, f"{output.path} is missing or not a plain file")
    if len(data) != output.bytes or hashlib.sha256(data).hexdigest() != output.sha256:
        raise _damaged(folder, f"{output.path} is not the file that is listed")
    return data


def read_file(folder: Path, path: str) -> bytes:
    """The bytes of a file that the manifest of a run folder lists. Raises RecordError where it is not that one."""
    for output in read_manifest(folder).outputs:
        if output.path == path:
            return read_output(folder, output)
    raise _damaged(folder, f"the manifest does not list {path}")


def read_report(folder: Path) -> Report:
    """The report of a run folder as content. Raises RecordError where it is missing, changed or damaged."""
    return _read_model(folder, REPORT, Report)


def read_review(folder: Path) -> Review:
    """The review of a run folder. Raises RecordError where it is missing, changed or damaged."""
    return _read_model(folder, REVIEW, Review)


def read_answer(folder: Path) -> Answer:
    """The answer of a run folder. Raises RecordError where it is missing, changed or damaged."""
    return _read_model(folder, ANSWER, Answer)


def read_screened(folder: Path) -> tuple[Screened, ...]:
    """What became of every paper found. Raises RecordError where screening.csv is missing, changed or damaged."""
    try:
        return read_screening(read_file(folder, SCREENING).decode())
    except (ValueError, csv.Error) as error:
        raise _damaged(folder, f"{SCREENING} is damaged") from error


def read_headline(folder: Path) -> str:
    """The answer in one to three sentences; "" where the record lists none. Raises RecordError, as `read_file` does."""
    listed = any(output.path == ANSWER for output in read_manifest(folder).outputs)
    return read_answer(folder).headline if listed else ""


def _read_model(folder: Path, path: str, model: type[_Content]) -> _Content:
    try:
        return model_of_json(model, read_file(folder, path))
    except ValidationError as error:
        raise _damaged(folder, f"{path} is damaged: {why_invalid(error)}") from error


def _damaged(path: Path, message: str) -> RecordError:
    return RecordError(message, item=str(path), stage="record", remedy=VERIFY)


def shown(text: str) -> str:
    """A text that may come from anybody, on one line, with what no terminal should be sent as its escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def why_invalid(error: ValidationError) -> str:
    """The first thing that a model does not accept: its place, and what is wrong with it."""
    first = error.errors(include_url=False, include_input=False)[0]
    return shown(f"{'.'.join(map(str, first['loc'])) or 'its text'}: {first['msg']}")


def _refuse_older(data: bytes, path: Path) -> None:
    """Raises RecordError where a manifest's question has no `asks`: what a yes means was not recorded then."""
    try:
        parsed = json.loads(data)
    except ValueError:
        return
    question = parsed.get("question") if isinstance(parsed, dict) else None
    if isinstance(question, dict) and "kind" in question and "asks" not in question:
        message = "was made by an older synth, which read questions otherwise"
        raise RecordError(message, item=str(path), stage="record", remedy="ask its question again with synth generate")
