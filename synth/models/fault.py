"""What verifying a record found: what no longer holds, and what could not be looked at."""

from synth.models.base import Model
from synth.models.correction import RecordState
from synth.models.review import GateStatus


class Fault(Model):
    """One thing that no longer holds, and the file of the run folder where that shows."""

    path: str
    message: str


class Verification(Model):
    """Everything that `synth verify` found.

    `files`, `claims` and `passages` count what was checked: files by their hash, quotations read again at their spans.
    `source_absent` are the papers whose text is not in the record, `again` whether claims were found and checked anew.
    `record_id`, `status` and `state` are what the record says of itself, None where its manifest cannot be read.
    """

    record_id: str | None
    status: GateStatus | None
    state: RecordState | None
    files: int = 0
    claims: int = 0
    passages: int = 0
    again: bool = False
    source_absent: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing that was looked at has changed."""
        return not self.faults
