"""What one run leaves behind: its manifest (paper-manifest-v1.1), its lines and where they are."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from synth.models.base import Model, Probability, RecordPath, Span
from synth.models.claim import Role
from synth.models.evidence import Mark, Stance
from synth.models.question import Question
from synth.models.review import Gate, GateStatus, Level, Tier
from synth.models.source import QueryRun, Source

RecordId = Annotated[str, Field(pattern=r"^SRCH:[0-9a-f]{8}$")]

DatabaseName = Literal["arxiv", "openalex", "crossref", "europepmc", "semanticscholar"]
DATABASES: tuple[DatabaseName, ...] = ("arxiv", "openalex", "crossref", "europepmc", "semanticscholar")
SearchedSource = Literal[DatabaseName, "library"]
"""What a question can be put to by name."""
RunSource = Literal[SearchedSource, "papers", "sample"]


class Asked(Model):
    """The sources of papers that a run was asked to use; `papers` are the names (no folders) given by `--papers`."""

    sources: tuple[RunSource, ...]
    papers: tuple[str, ...] = ()


class Output(Model):
    """One file of the run folder, by its path relative to it."""

    path: RecordPath
    bytes: int = Field(ge=0)
    sha256: str


class Counts(Model):
    """Papers by what became of them: found = used + merged + skipped, always."""

    found: int
    used: int
    merged: int
    skipped: int


class Manifest(Model):
    """manifest.json: everything that made a record, and everything it is made of.

    `settings` are the slices that change a result, as JSON text of their own model; `sha256` is the manifest's own,
    over its canonical JSON with that field empty. `substitutions` are characters that no font has, and what is printed
    for each. `score` is the reviewers' mean, `gates` what was tried to break the record; review.json has all of it.
    """

    schema_name: Literal["paper-manifest-v1.1"] = Field(default="paper-manifest-v1.1", alias="schema")
    record_id: RecordId
    question: Question
    asked: Asked
    settings: dict[str, dict[str, str | int | float | bool | list[str] | None]]
    searched_on: date
    queries: tuple[QueryRun, ...]
    counts: Counts
    inputs: tuple[Source, ...]
    outputs: tuple[Output, ...]
    substitutions: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str]
    status: GateStatus
    level: Level
    tier: Tier
    score: float | None = None
    gates: tuple[Gate, ...] = ()
    publisher: str
    licence: str
    sha256: str = ""


class ClaimLine(Model):
    """One line of claims.jsonl; `verified` is whether a second passage supports it, `evidence` are identifiers.

    `number` is its number in the claims table, 3 for C3; None in records made before it was kept.
    `context` is the sentence directly before it, quoted with it where it cannot be read without.
    """

    id: str
    number: int | None = None
    text: str
    paper_id: str
    section: str
    page: int | None
    spans: tuple[Span, ...]
    role: Role
    score: Probability
    mark: Mark
    verified: bool
    similarity: Probability
    confidence: Probability
    stance: Stance
    evidence: tuple[str, ...]
    why: str
    context: str | None = None
    context_spans: tuple[Span, ...] = ()
    also_in: tuple[str, ...] = ()


class EvidenceLine(Model):
    """One line of evidence.jsonl."""

    id: str
    claim_id: str
    paper_id: str
    section: str
    page: int | None
    spans: tuple[Span, ...]
    text: str
    similarity: Probability
    confidence: Probability
    stance: Stance
    why: str


class Record(Model):
    """A finished run: its identifier, its folder and its manifest.

    `headline` is its answer in one to three sentences; `pdf_missing` is why there is no report.pdf; `reused` that the
    run had been there already; `replaced` where an earlier result of the same question went.
    """

    record_id: str
    folder: str
    manifest: Manifest
    headline: str = ""
    pdf_missing: str | None = None
    reused: bool = False
    replaced: str | None = None
