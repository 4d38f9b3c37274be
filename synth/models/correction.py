"""Corrections of a record (correction-record-v1): what was found to be wrong after it was made, and by whom."""

from typing import Literal

from pydantic import AwareDatetime, Field

from synth.models.base import Model
from synth.models.record import Output, RecordId

RecordState = Literal["CURRENT", "CORRECTED", "RETRACTED"]
CorrectionKind = Literal["claim corrected", "record retracted", "identifier given", "copy typeset", "newer record"]


class Correction(Model):
    """One line of corrections.jsonl: who, when, what, why, and the record's state from then on.

    `claims` are the claim_ids concerned, `files` what was added to the run folder with the line, `doi` an identifier
    that the record was given. `previous` is the SHA-256 of the bytes of the line before, without its line end, for the
    first line that of the bytes of manifest.json; `sha256` is the line's own, over its JSON with that field empty.
    """

    schema_name: Literal["correction-record-v1"] = Field(default="correction-record-v1", alias="schema")
    record_id: RecordId
    number: int
    by: str
    at: AwareDatetime
    what: CorrectionKind
    claims: tuple[str, ...] = ()
    reason: str
    state: RecordState
    doi: str | None = None
    files: tuple[Output, ...] = ()
    previous: str
    sha256: str = ""
