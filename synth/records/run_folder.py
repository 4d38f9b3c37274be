"""The run folder on disk: written whole or not at all, and found again."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from synth.errors import RecordError, StorageError
from synth.models import Manifest, Output, Record, json_text
from synth.models.run_files import CORRECTIONS, MANIFEST, PDF
from synth.records.reader import read_headline, read_manifest, read_plain
from synth.settings import Settings
from synth.system.disk import make_folder, move, remove, try_writing, write_folder

LOCK = ".synth.lock"  # beside the run folders: who holds it may write or replace one
LOCK_S = 30.0  # seconds to wait for somebody else's correction, which takes milliseconds
PREVIOUS = "previous"  # beside the run folders: what was replaced
REPLACED = ".replaced-"  # how the name of what is replaced by the same begins


def check_writable(out: Path) -> None:
    """Raise StorageError, before any work is done, where no run folder could be made in `out`."""
    try:
        try_writing(out)
    except OSError as error:
        raise _unwritable(out, error) from error


def outputs_of(files: Mapping[str, bytes]) -> tuple[Output, ...]:
    """The files of a record, sorted by path, each with its size and SHA-256."""
    return tuple(
        Output(path=path, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        for path, data in sorted(files.items())
    )


def seal(manifest: Manifest) -> Manifest:
    """The manifest with its own SHA-256, taken over its JSON with that field empty."""
    unsealed = manifest.model_copy(update={"sha256": ""})
    return unsealed.model_copy(update={"sha256": hashlib.sha256(json_text(unsealed).encode()).hexdigest()})


def write_run(
    folder: Path, files: Mapping[str, bytes], manifest: Manifest, *, keep_replaced: bool = True
) -> Path | None:
    """Write a run folder: all files and the sealed manifest into a hidden neighbour, which then takes its name.

    A run of the same name moves to `previous/` beside it, and where it is then is returned; None where there was none,
    or the same, of which a file may have been damaged, and where nothing is to be kept of what is replaced. `files` are
    bytes by relative path, without the manifest. Raises StorageError, and then nothing of the new run is left and the
    old one stands; RecordError where that one has corrections and is another record. If it is the same, it stays with
    them.
    """
    out = folder.parent
    try:
        make_folder(out)
        with FileLock(out / LOCK):
            if _is_corrected(folder, manifest):
                return None
            same = read_plain(folder, MANIFEST) == json_text(manifest).encode()
            replaced = out / f"{REPLACED}{folder.name}"
            remove(replaced)  # where an earlier call was killed in between
            partial = write_folder(folder, {**files, MANIFEST: json_text(manifest).encode()})
            try:
                drop = same or not keep_replaced
                kept = _take_name(partial, folder, replaced if drop else None)
            except BaseException:
                remove(partial)
                raise
            remove(replaced)
            return None if drop else kept
    except OSError as error:
        raise _unwritable(folder, error) from error


@contextmanager
def writing_beside(folder: Path) -> Iterator[None]:
    """Be the only one who changes a run folder or those beside it. Raises StorageError, also for an OSError within."""
    try:
        with FileLock(folder.resolve().parent / LOCK, timeout=LOCK_S):
            yield
    except Timeout as error:
        message, remedy = "somebody else keeps writing there", "try again later"
        raise StorageError(message, item=str(folder), stage="write", remedy=remedy) from error
    except OSError as error:  # a link in the place of the lock is one
        raise StorageError(f"cannot be written: {error.strerror}", item=str(folder), stage="write") from error


def is_run(folder: Path) -> bool:
    """Whether a finished run is there; a run folder takes its name only when it is whole."""
    return (folder / MANIFEST).is_file()


def load_record(folder: Path, *, reused: bool = False) -> Record:
    """The record of a run folder. Raises RecordError where there is none."""
    manifest = read_manifest(folder)
    typeset = any(output.path == PDF for output in manifest.outputs)
    missing = None if typeset else "the run has no report.pdf"
    return Record(
        record_id=manifest.record_id,
        folder=str(folder),
        headline=read_headline(folder),
        manifest=manifest,
        pdf_missing=missing,
        reused=reused,
    )


def settings_of(folder: Path, manifest: Manifest, only: str | None = None) -> Settings:
    """The settings that the record in a folder was made with; with `only` that slice of them, the others by default.

    Raises RecordError where this synth does not have such settings.
    """
    stored = manifest.settings if only is None else {only: manifest.settings.get(only, {})}
    try:
        return Settings.model_validate(stored)
    except ValidationError as error:
        raise RecordError("was made with other settings than this synth has", item=str(folder)) from error


def _is_corrected(folder: Path, manifest: Manifest) -> bool:
    """Whether this record is there already, with corrections, which replacing it would lose."""
    if not os.path.lexists(folder / CORRECTIONS):
        return False
    if read_plain(folder, MANIFEST) == json_text(manifest).encode():
        return True
    message = "holds another result of the same question, which has corrections"
    raise RecordError(message, item=str(folder), stage="record", remedy="move it away, or choose a folder with --out")


def _take_name(partial: Path, folder: Path, replaced: Path | None) -> Path | None:
    """Put a run in its place; returns where what was there is now: `replaced`, else below `previous/`."""
    if not folder.exists():
        move(partial, folder)
        return None
    kept = replaced or _free_name(folder.parent / PREVIOUS / folder.name)
    move(folder, kept)
    try:
        move(partial, folder)
    except BaseException:
        if not folder.exists():
            move(kept, folder)
        raise
    return kept


def _free_name(path: Path) -> Path:
    """The path, or the first of path-2, path-3 ... that nothing has."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(each for each in chain([path], numbered) if not each.exists())


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"cannot be written: {error.strerror or error}",
        item=str(path),
        stage="record",
        remedy="choose another folder with --out, or free space",
    )
