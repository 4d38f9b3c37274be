"""The result of verifying a record: its faults, and what could not be checked."""

from synth.models.base import Model
from synth.models.correction import RecordState
from synth.models.review import GateStatus


class Fault(Model):
    """One thing that is no longer as recorded, and the file of the run folder that shows it."""

    path: str
    message: str


class Verification(Model):
    """Everything that `synth verify` found.

    `files`, `claims` and `passages` count what was checked: files by their hash, quotations read again at their spans.
    `source_absent` are the papers whose text is not in the record, `again` whether claims were found and checked anew.
    `record_id`, `status` and `state` are the record's own, None where its manifest cannot be read. `head` is the
    SHA-256 of its newest head, to be pinned, after so many `corrections`.
    """

    record_id: str | None
    status: GateStatus | None
    state: RecordState | None
    head: str | None = None
    corrections: int = 0
    files: int = 0
    claims: int = 0
    passages: int = 0
    again: bool = False
    source_absent: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing that was checked has changed."""
        return not self.faults
