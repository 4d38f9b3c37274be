"""`synth publish`: a finished run goes to Zenodo, once, however often it is interrupted and asked for again.

What is done is told by Zenodo, by a state file beside the run folder that names the deposition, and in the end by a
correction that holds the DOI. The manifest is never written again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from pydantic import ValidationError

from synth.errors import NetworkError, PublishingError, SourceError, StorageError, UsageError
from synth.language.phrasing import counted
from synth.models.base import Model, json_text
from synth.paths import read_plain_file
from synth.records.corrections import Change, correct, read_corrections
from synth.records.reader import read_plain
from synth.records.zenodo_deposit import Deposit
from synth.runs.exporting import deposit_of
from synth.sources.zenodo import PRODUCTION, SANDBOX, TOKEN_VARIABLE, Deposition, ZenodoSession, doi_of
from synth.system.clock import Clock
from synth.system.disk import remove, write_atomically

LOCK_S = 5.0
MAX_TOKEN_CHARS = 1_000
MAX_TOKEN_BYTES = 10_000  # of its file, with what may stand around it


class DepositState(Model):
    """The deposition that was made for a record at one address; it holds no secret."""

    address: str
    marker: str
    deposition_id: int


def dry_run(deposit: Deposit, address: str) -> str:
    """What would be sent, and where, for a person to read."""
    files = ["  {name}  {bytes} bytes  md5 {md5}  sha256 {sha256}".format(**file) for file in _files(deposit)]
    lasting = "for good: what is published there cannot be taken back" if address == PRODUCTION else "a test"
    return "\n".join(
        [
            f"To {address}/deposit/depositions ({'the sandbox, ' if address == SANDBOX else ''}{lasting}):",
            f"  {len(files)} files, {sum(map(len, deposit.files.values()))} bytes",
            *files,
            deposit.metadata.rstrip(),
            "Nothing was sent; with --yes it is.",
        ]
    )


def dry_run_json(deposit: Deposit, address: str) -> str:
    """The same for a script, on one line."""
    return json.dumps(
        {"address": address, "files": _files(deposit), **json.loads(deposit.metadata)}, ensure_ascii=False
    )


def _files(deposit: Deposit) -> list[dict[str, str | int]]:
    """Each file that would be sent, with its size and hashes."""
    return [
        {"name": name, "bytes": len(data), "md5": _md5(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in deposit.files.items()
    ]


def read_token(file: Path | None, environ: Mapping[str, str]) -> str:
    """The user's token, from the file or the environment. Raises UsageError, which never shows it."""
    if file is not None:
        try:
            token = read_plain_file(file, MAX_TOKEN_BYTES).decode("utf-8").strip()
        except SourceError as error:
            remedy = f"give a file that holds the token alone, or set {TOKEN_VARIABLE}"
            raise UsageError(error.message, item=str(file), stage="publish", remedy=remedy) from error
        except UnicodeError as error:
            raise UsageError("cannot be read as text", item=str(file), stage="publish") from error
    else:
        token = environ.get(TOKEN_VARIABLE, "").strip()
    source = str(file) if file is not None else TOKEN_VARIABLE
    if not token:
        remedy = "make one under Applications in your account there, with deposit:write and deposit:actions"
        raise UsageError("there is no token", item=source, stage="publish", remedy=remedy)
    if len(token) > MAX_TOKEN_CHARS or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError("is no token", item=source, stage="publish")
    return token


def publish(folder: Path, address: str, session: ZenodoSession, now: Clock, creators: Sequence[str] = ()) -> str:
    """Publish a run at one address and note its DOI among the record's corrections; returns the DOI.

    A record that has a DOI of that address is not sent again. Raises RecordError, PublishingError, NetworkError or
    StorageError; then the same call goes on where this one ended.
    """
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    path = folder.resolve().parent / f".deposit-{folder.resolve().name}-{digest}.json"
    try:
        with FileLock(path.with_suffix(".lock"), timeout=LOCK_S):
            doi = _noted(folder, address)
            if doi is None:
                doi = _published(session, deposit_of(folder, creators), path, address)
                change = Change(
                    by="synth publish", what="identifier given", reason=_reason(address), doi=doi, state="CURRENT"
                )
                correct(folder, [change], now())
            remove(path)
            return doi
    except Timeout as error:
        raise StorageError("is being published by another process", item=str(folder), stage="publish") from error
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", item=str(folder), stage="publish") from error


def _noted(folder: Path, address: str) -> str | None:
    """The DOI that an earlier call was given at this address."""
    noted = (item.doi for item in read_corrections(folder) if item.reason == _reason(address))
    return next((doi for doi in noted if doi), None)


def _reason(address: str) -> str:
    """Why there is a DOI; by this text it is found again."""
    test = "" if address == PRODUCTION else "; a test, whose DOI resolves nowhere"
    return f"published on {urlsplit(address).netloc}{test}"


def _published(session: ZenodoSession, deposit: Deposit, path: Path, address: str) -> str:
    """Carry a deposit through to its DOI, from wherever an earlier call left it."""
    deposition = _started(session, deposit, path, address)
    if not deposition.submitted:
        deposition = session.describe(deposition.id, deposit.metadata)
        there = {file.filename: file.md5 for file in deposition.files}
        for name, data in deposit.files.items():
            if there.get(name) != _md5(data):
                session.upload(deposition, name, data)
        _check(session, deposition.id, deposit)
        deposition = _submitted(session, deposition.id)
    doi = doi_of(deposition)
    if doi is None:
        message = f"published deposition {deposition.id}, but names no DOI"
        raise PublishingError(message, item=session.server, stage="publish", remedy="run the same command again later")
    return doi


def _started(session: ZenodoSession, deposit: Deposit, path: Path, address: str) -> Deposition:
    """The record's deposition: the one noted, else the one that bears its marker, else a new one; then noted."""
    noted = _state(path, address)
    deposition = session.get(noted.deposition_id) if noted else None
    if deposition is None:
        deposition = session.find(deposit.marker)
    if deposition is None:
        try:
            deposition = session.create(deposit.metadata)
        except NetworkError:
            deposition = session.find(deposit.marker)  # it may have been made all the same
            if deposition is None:
                raise
    state = DepositState(address=address, marker=deposit.marker, deposition_id=deposition.id)
    write_atomically(path, json_text(state).encode())
    return deposition


def _state(path: Path, address: str) -> DepositState | None:
    """What an earlier call noted; a file that cannot be read says nothing, since Zenodo can be asked."""
    try:
        state = DepositState.model_validate_json(read_plain(path.parent, path.name) or b"")
    except ValidationError:
        return None
    return state if state.address == address else None


def _check(session: ZenodoSession, deposition_id: int, deposit: Deposit) -> None:
    """Raise PublishingError unless Zenodo holds just what was sent: nothing else may be published under this record."""
    deposition = session.get(deposition_id)
    uploaded = {file.filename: (file.filesize, file.md5) for file in deposition.files} if deposition else {}
    sent = {name: (len(data), _md5(data)) for name, data in deposit.files.items()}
    wrong = sorted(name for name in sent if uploaded.get(name) != sent[name])
    others = len(uploaded.keys() - sent.keys())  # their names are the server's
    if wrong or others:
        seen = [*wrong, *([counted(others, "file") + " of another name"] if others else [])]
        message = f"deposition {deposition_id} holds other files than were sent: {', '.join(seen)}"
        remedy = "delete that draft on its page, or run the same command again"
        raise PublishingError(message, item=session.server, stage="publish", remedy=remedy)


def _submitted(session: ZenodoSession, deposition_id: int) -> Deposition:
    """Publish; where the answer does not come or is a refusal, Zenodo is asked whether it has been done."""
    try:
        deposition = session.publish(deposition_id)
    except (NetworkError, PublishingError):
        asked = session.get(deposition_id)
        if asked is None or not asked.submitted:
            raise
        return asked
    if not deposition.submitted:  # HTTP 202: it may still be at it
        deposition = session.get(deposition_id) or deposition
    if not deposition.submitted:
        message = f"has not finished publishing deposition {deposition_id}"
        raise PublishingError(message, item=session.server, stage="publish", remedy="run the same command again later")
    return deposition


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()  # Zenodo's checksums are MD5
