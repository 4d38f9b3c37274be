"""Corrections of a record: added to corrections.jsonl line by line, each linked to the one before by its SHA-256."""

import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from synth.errors import RecordError
from synth.models import Correction, CorrectionKind, Fault, Manifest, Output, RecordState, model_of_json
from synth.models.run_files import CORRECTIONS, MANIFEST
from synth.records.integrity import check_manifest, fault
from synth.records.reader import VERIFY, read_plain
from synth.records.run_folder import writing_beside
from synth.system.disk import write_atomically

STATES: tuple[RecordState, ...] = ("CURRENT", "CORRECTED", "RETRACTED")
"""From the best on: a record never returns to a better state."""

MAX_REASON_CHARS = 4_000


class Change(NamedTuple):
    """What is to be added: who found what about which claims, and why; `state` is the least that it leads to."""

    by: str
    what: CorrectionKind
    reason: str
    state: RecordState
    claims: tuple[str, ...] = ()
    doi: str | None = None
    files: tuple[Output, ...] = ()


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """The corrections of a record, oldest first; none where there is no file.

    Raises RecordError where a line cannot be read or the chain of hashes does not hold.
    """
    found, faults = check_corrections(folder)
    if faults:
        raise RecordError(faults[0].message, item=str(folder / CORRECTIONS), stage="corrections", remedy=VERIFY)
    return found


def state_of(corrections: Sequence[Correction]) -> RecordState:
    """The state that a record is in after its corrections."""
    return corrections[-1].state if corrections else "CURRENT"


def check_corrections(folder: Path) -> tuple[tuple[Correction, ...], list[Fault]]:
    """The corrections up to the first that does not hold, and what is wrong with that one.

    Each line must be just the bytes that its content is written as, under its own SHA-256, and hold that of the line
    before, the first that of manifest.json. A last line that was taken away whole leaves no trace.
    """
    path = folder / CORRECTIONS
    if not os.path.lexists(path):
        return (), []
    data, manifest = read_plain(folder, CORRECTIONS), read_plain(folder, MANIFEST)
    if data is None or manifest is None:
        return (), [fault(CORRECTIONS, "cannot be read as a plain file")]
    found: list[Correction] = []
    previous, state = _digest(manifest), "CURRENT"
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        try:
            correction = model_of_json(Correction, line)
        except ValidationError:
            return tuple(found), [fault(CORRECTIONS, f"line {number} is damaged: it is no correction-record-v1")]
        if _line(correction) != line or _sealed(correction) != correction:
            return tuple(found), [fault(CORRECTIONS, f"line {number} has changed: its own SHA-256 does not hold")]
        if correction.previous != previous:
            before = f"line {number - 1}" if number > 1 else MANIFEST
            return tuple(found), [fault(CORRECTIONS, f"line {number} does not follow {before}: its hash is another")]
        if correction.number != number or STATES.index(correction.state) < STATES.index(state):
            return tuple(found), [fault(CORRECTIONS, f"line {number} has a number or a state that cannot follow")]
        found.append(correction)
        previous, state = _digest(line.removesuffix(b"\n")), correction.state
    return tuple(found), []


def correct(folder: Path, changes: Sequence[Change], at: datetime) -> tuple[Correction, ...]:
    """Add corrections to a record; returns those added. One of the same kind, claims and reason is not added twice.

    Nothing that is there is rewritten, and the file grows by whole lines or not at all. `at` is the time, in any zone;
    seconds are kept. Raises RecordError where the manifest or the chain does not hold or there is no reason,
    StorageError where the folder cannot be written.
    """
    with writing_beside(folder):
        return _added(folder, changes, at.astimezone(UTC).replace(microsecond=0))


def _added(folder: Path, changes: Sequence[Change], at: datetime) -> tuple[Correction, ...]:
    manifest = _sound_manifest(folder)
    chain = [*read_corrections(folder)]
    data = (read_plain(folder, CORRECTIONS) or b"") if chain else b""
    there = {(item.what, item.claims, item.reason, item.doi, item.files) for item in chain}
    added: list[Correction] = []
    for change in changes:
        if len(change.reason) > MAX_REASON_CHARS or not change.reason.strip():
            message = f"a reason has 1 to {MAX_REASON_CHARS} characters"
            raise RecordError(message, item=str(folder), stage="corrections")
        if (change.what, change.claims, change.reason, change.doi, change.files) in there:
            continue
        last = data.removesuffix(b"\n").rpartition(b"\n")[2] if data else read_plain(folder, MANIFEST)
        correction = _sealed(
            Correction(
                record_id=manifest.record_id,
                number=len(chain) + len(added) + 1,
                by=change.by,
                at=at,
                what=change.what,
                claims=change.claims,
                reason=change.reason,
                state=max(change.state, state_of([*chain, *added]), key=STATES.index),
                doi=change.doi,
                files=change.files,
                previous=_digest(last or b""),
            )
        )
        data += _line(correction)
        added.append(correction)
    if added:
        write_atomically(folder / CORRECTIONS, data, aside=folder.resolve().parent)
    return tuple(added)


def _sound_manifest(folder: Path) -> Manifest:
    manifest, faults = check_manifest(folder)
    if manifest is None or faults:
        remedy = "a damaged record is not corrected; synth verify names what changed"
        raise RecordError(f"the manifest {faults[0].message}", item=str(folder), stage="corrections", remedy=remedy)
    return manifest


def _sealed(correction: Correction) -> Correction:
    unsealed = correction.model_copy(update={"sha256": ""})
    return unsealed.model_copy(update={"sha256": _digest(unsealed.model_dump_json(by_alias=True).encode())})


def _line(correction: Correction) -> bytes:
    return correction.model_dump_json(by_alias=True).encode() + b"\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
