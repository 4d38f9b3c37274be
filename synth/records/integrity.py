"""Whether the bytes of a run folder are those that its manifest lists: what changed, is missing or was added."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from synth.errors import RecordError
from synth.models import Fault, Manifest, Output, json_text, model_of_json
from synth.models.run_files import DOCUMENTS, MANIFEST
from synth.records.reader import open_plain, read_plain, shown, why_invalid
from synth.records.run_folder import seal


def check_manifest(folder: Path) -> tuple[Manifest | None, list[Fault]]:
    """The manifest, None where it cannot be read, and what is wrong with it.

    Its bytes must be just those that its content is written as, under its own SHA-256: a space more is found too.
    Raises RecordError where there is none.
    """
    data = read_plain(folder, MANIFEST)
    if data is None:
        raise RecordError("not a run folder: it has no manifest.json", item=str(folder), stage="verify")
    try:
        manifest = model_of_json(Manifest, data)
    except ValidationError as error:
        return None, [fault(MANIFEST, f"is damaged: {why_invalid(error)}")]
    if seal(manifest).sha256 != manifest.sha256:
        return manifest, [fault(MANIFEST, "has changed: its own SHA-256 does not hold")]
    if json_text(manifest).encode() != data:
        return manifest, [fault(MANIFEST, "has changed: it says the same in other bytes")]
    return manifest, []


def check_files(folder: Path, outputs: Sequence[Output], beside: Collection[str]) -> tuple[set[str], list[Fault]]:
    """The paths of the outputs whose bytes are those listed, and every file that is not: changed, missing, added.

    `beside` are paths that may be there without being listed. No link is followed, nothing but plain files is read, and
    none that is larger than listed. A missing file of documents/ is no fault: the record may be passed on without them.
    """
    there = dict(_entries(folder))
    sound: set[str] = set()
    faults: list[Fault] = []
    listed: set[str] = set()
    for output in outputs:
        entry = there.get(output.path)
        if output.path in listed:
            faults.append(fault(MANIFEST, f"lists {output.path} twice"))
        elif entry is None:
            if not output.path.startswith(DOCUMENTS):
                faults.append(fault(output.path, "is missing"))
        elif not stat.S_ISREG(entry.st_mode):
            faults.append(fault(output.path, "is a link or no plain file: it was not followed"))
        elif entry.st_size != output.bytes:
            faults.append(
                fault(output.path, f"has changed: it has {entry.st_size} bytes, and {output.bytes} are listed")
            )
        elif sha256_of(folder, output.path) != output.sha256:
            faults.append(fault(output.path, "has changed: its SHA-256 is not the one listed"))
        else:
            sound.add(output.path)
        listed.add(output.path)
    faults += [
        fault(path, "was added: the manifest does not list it") for path in sorted(there.keys() - listed - set(beside))
    ]
    return sound, faults


def sha256_of(folder: Path, path: str) -> str | None:
    """The SHA-256 (hex) of a plain file of a run folder; None where it cannot be read."""
    try:
        with open_plain(folder, path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below a folder that is no folder, by its path relative to it; links stand for themselves."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as entries:
                for entry in entries:
                    path = f"{below}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{path}/")
                    else:
                        yield path, entry.stat(follow_symlinks=False)
        except OSError as error:
            raise RecordError(f"cannot be read: {error.strerror}", item=str(folder / below), stage="verify") from error


def fault(path: str, message: str) -> Fault:
    """A thing that does not hold, said so that any terminal can show it."""
    return Fault(path=shown(path), message=shown(message))
