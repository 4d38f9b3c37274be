"""The metadata of a library's papers: numbered files of JSON Lines, each written once. All else is made of them."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from synth.errors import StorageError
from synth.models import Model, Paper
from synth.system.disk import write_atomically
from synth.system.store import sha256

READ_BYTES = 8_192
"""What is read at once of a line: of 268,810 real ones all but 14 are shorter."""

_papers = TypeAdapter(Paper)

Entry = Paper | str
"""What a line states: a paper that is there from now on, or the `work_id` of one that no longer is."""


class Step(Model):
    """How far an import or a harvest had come when a file of the catalogue was written.

    `origin` names the snapshot, or the server and the set that a harvest is of; `position` is where to go on: how many
    lines were read, or a resumption token. A harvest asks for what changed `since` a day, else for everything, and the
    next one for what changed since the day on which it `began`.
    """

    origin: str
    position: str = ""
    since: date | None = None
    began: date | None = None
    complete: bool = False


class Trailer(Model):
    """The last line of a file: the SHA-256 of all before it, and the step that it ends, if any."""

    sha256: str
    step: Step | None = None


class Catalogue:
    """The files `papers/00000001.jsonl` and so on below a library's folder; of all lines of a work the last one counts.

    A *place* is a file's number and a line's offset in it, as one integer. Who writes is alone: `Library` sees to it.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "papers"

    def numbers(self) -> list[int]:
        """The numbers of the files, in order."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        return sorted(int(name[:8]) for name in names if name[:8].isdecimal() and name[8:] == ".jsonl")

    def path(self, number: int) -> Path:
        """Where the file of a number is."""
        return self.folder / f"{number:08}.jsonl"

    def write(self, number: int, lines: Sequence[bytes], step: Step | None = None) -> None:
        """Write a file of lines as `line_of` gives them. Raises StorageError."""
        body = b"".join(lines)
        trailer = Trailer(sha256=sha256(body), step=step).model_dump_json(exclude_defaults=True) + "\n"
        write_atomically(self.path(number), body + trailer.encode())

    def papers(self, places: Iterable[int]) -> Iterator[Paper]:
        """The papers at some places, in their order; each file is opened once. Raises StorageError."""
        opened: dict[int, int] = {}
        try:
            for place in places:
                number, offset = place >> 32, place & 0xFFFFFFFF
                try:
                    if number not in opened:
                        opened[number] = os.open(self.path(number), os.O_RDONLY)
                    paper = Paper.model_validate_json(_line_at(opened[number], offset))
                except (OSError, ValidationError) as error:
                    raise self._damaged(number) from error
                yield paper
        finally:
            for descriptor in opened.values():
                os.close(descriptor)

    def entries(self, number: int) -> Iterator[tuple[int, Entry]]:
        """What each line of a file states, with its place; in order. Raises StorageError where the file is damaged."""
        try:
            with self.path(number).open("rb") as file:
                offset = 0
                for line in file:
                    if line.startswith(b'{"sha256":'):
                        return
                    yield number << 32 | offset, _entry(line)
                    offset += len(line)
        except (OSError, ValueError, LookupError) as error:
            raise self._damaged(number) from error

    def trailer(self, number: int) -> Trailer:
        """The last line of a file. Raises StorageError."""
        try:
            with self.path(number).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - READ_BYTES))
                return Trailer.model_validate_json(file.read().rstrip(b"\n").rpartition(b"\n")[2])
        except (OSError, ValidationError) as error:
            raise self._damaged(number) from error

    def last_step(self, origin: str) -> Step | None:
        """The newest step of an origin, None where there is none. Raises StorageError."""
        for number in reversed(self.numbers()):
            step = self.trailer(number).step
            if step is not None and step.origin == origin:
                return step
        return None

    def is_whole(self, number: int) -> bool:
        """Whether a file is there as it was written."""
        try:
            data = self.path(number).read_bytes()
            body, _, _ = data.rstrip(b"\n").rpartition(b"\n")
            body = body + b"\n" if body else b""
            return self.trailer(number).sha256 == sha256(body)
        except (OSError, StorageError):
            return False

    def _damaged(self, number: int) -> StorageError:
        remedy = "synth library check --repair mends what can be mended"
        return StorageError("is damaged", item=str(self.path(number)), stage="library", remedy=remedy)


def line_of(entry: Entry) -> bytes:
    """The line that states a paper, or that the paper of a `work_id` is no longer there."""
    if isinstance(entry, str):
        return json.dumps({"removed": entry}).encode() + b"\n"
    return _papers.dump_json(entry, exclude_defaults=True) + b"\n"


def _line_at(descriptor: int, offset: int) -> bytes:
    """The line of an open file that begins at an offset, without its end. Raises OSError."""
    line = b""
    while b"\n" not in line and (more := os.pread(descriptor, READ_BYTES, offset + len(line))):
        line += more
    return line.partition(b"\n")[0]


def _entry(line: bytes) -> Entry:
    if line.startswith(b'{"removed":'):
        return str(json.loads(line)["removed"])
    return Paper.model_validate_json(line)
