"""A finished record is signed, with what it was corrected by, by ssh-keygen and a key of the user's."""

import os
from pathlib import Path

from synth.errors import RecordError
from synth.records.corrections import read_corrections
from synth.records.head import Head, heads_of
from synth.records.reader import read_manifest
from synth.records.signatures import signature_of, signature_path
from synth.runs.verification import refuse_damaged
from synth.system.disk import write_atomically


def sign_record(folder: Path, key: Path) -> Head:
    """Sign the head of a record with an OpenSSH key of the user's; the signature is a file of the run folder.

    Returns what was signed. Raises RecordError where the record does not hold or the head has a signature already,
    UsageError where the key cannot be used, StorageError.
    """
    refuse_damaged(folder, "signed")
    head = heads_of(read_manifest(folder), read_corrections(folder))[-1]
    path = signature_path(head)
    if os.path.lexists(folder / path):
        raise RecordError("is signed already", item=str(folder), stage="sign", remedy=f"the signature is {path}")
    write_atomically(folder / path, signature_of(head, key), aside=folder.resolve().parent)
    return head
