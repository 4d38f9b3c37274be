"""The standing of a record (review.json): what reviewers and attackers found, and what survived."""

from typing import Literal

from pydantic import Field

from synth.models.base import Model

GateStatus = Literal["Verified", "Falsified", "Unverified"]
Level = Literal["L0", "L1", "L2", "L3", "L4"]
Tier = Literal["Watchlist", "DOI grade", "Flagship candidate"]
Grade = Literal["LOW", "MEDIUM", "HIGH"]
Score = float
"""A judgement from 0 to 10."""


class Gate(Model):
    """One attempt to break the record: 1 grounding, 2 reproduction or proof, 3 red team.

    `artifacts` are the files of the run folder with what it ran and found.
    """

    number: int
    name: str
    status: GateStatus
    reason: str
    artifacts: tuple[str, ...] = ()


class Reviewer(Model):
    """One rubric's judgement, 0 to 10, with its written reasons; `claims` are the claim_ids that they point at."""

    name: str
    score: Score
    reasons: tuple[str, ...]
    claims: tuple[str, ...] = ()


class Finding(Model):
    """Something that an attacker found; `claim_id` is the claim concerned, `serious` whether it falls by it."""

    text: str
    claim_id: str | None = None
    serious: bool = False


class Attacker(Model):
    """One member of the red team: its score, 0 (the record fell) to 10 (nothing found), what it tried and found."""

    name: str
    score: Score
    tried: tuple[str, ...]
    found: tuple[Finding, ...] = ()


class Strike(Model):
    """A claim that was falsified: struck through in the claims table with the reason, and taken out of the answer."""

    claim_id: str
    reason: str
    answered: bool  # whether the answer had used it: only then is the record falsified


class Dimension(Model):
    """One quality dimension and the rule that decided it."""

    name: str
    grade: Grade
    rule: str


class Review(Model):
    """The standing of a record (review.json).

    `score` is the mean of the reviewers to two decimals, at most what certainty allows; None where there are none.
    `rules` are those by which level, provenance level, tier and score were decided, by their names.
    """

    score: float | None
    reviewers: tuple[Reviewer, ...]
    gates: tuple[Gate, ...]
    attackers: tuple[Attacker, ...] = ()
    struck: tuple[Strike, ...] = ()
    status: GateStatus
    level: Level
    tier: Tier
    provenance: str = ""
    dimensions: tuple[Dimension, ...] = ()
    rules: dict[str, str] = Field(default_factory=dict)
