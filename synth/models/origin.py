"""Which claim came from which bytes by which code (source-provenance-v1)."""

from typing import Literal

from pydantic import Field

from synth.models.base import Model, Span
from synth.models.paper import Paper
from synth.models.source import SourceKind


class Code(Model):
    """One stage of the run: its name, the version of what it does, and its module."""

    stage: str
    version: str
    module: str


class SourceRead(Model):
    """A source that the run read, and the document that reading made of it, by its path in the run folder.

    `paper` is what was known of the paper when its claims were checked; the rest is as `Source` has it.
    """

    paper: Paper
    kind: SourceKind
    sha256: str
    origin: str
    note: str | None = None
    document: str


class HeldText(Model):
    """A text of the library that the red team searched, and that the report does not use.

    `paper` is what was known of it; `later_than` is the paper of the run that it is a newer version of, else None.
    `document` is a path in the run folder.
    """

    paper_id: str
    paper: Paper | None
    later_than: str | None
    document: str


class EvidenceOrigin(Model):
    """A passage compared with a claim: `sha256` is that of the bytes which it was read from."""

    evidence_id: str
    paper_id: str
    sha256: str
    spans: tuple[Span, ...]


class ClaimOrigin(Model):
    """A claim with the bytes that it was read from (`sha256`) and the passages that it was checked against."""

    claim_id: str
    paper_id: str
    sha256: str
    spans: tuple[Span, ...]
    evidence: tuple[EvidenceOrigin, ...]


class Provenance(Model):
    """provenance.json. `code` are the stages that every claim went through, in order; `spans` point into documents."""

    schema_name: Literal["source-provenance-v1"] = Field(default="source-provenance-v1", alias="schema")
    record_id: str
    code: tuple[Code, ...]
    sources: tuple[SourceRead, ...]
    held: tuple[HeldText, ...]
    claims: tuple[ClaimOrigin, ...]
