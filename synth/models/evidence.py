"""Evidence for and against a claim, and the verdict that follows from it."""

from typing import Literal

from synth.models.base import Model, Probability, Span
from synth.models.claim import Claim

Stance = Literal["supports", "contradicts", "silent"]
Mark = Literal["corroborated", "verified", "unsupported", "contradicted"]
"""✓✓ / ✓ / ○ / ≠ of the claims table; × is for claims that were struck."""


class Passage(Model):
    """One to three neighbouring sentences of a document, as evidence."""

    passage_id: str
    paper_id: str
    text: str
    section: str
    spans: tuple[Span, ...]
    citations: tuple[int, ...] = ()

    @property
    def page(self) -> int | None:
        """The page that the passage begins on, from 1; None for LaTeX."""
        return self.spans[0].page if self.spans else None


class Evidence(Model):
    """A passage that addresses a claim; where none does, the nearest one, whose stance is silent.

    `similarity` is the raw TF-IDF cosine; `why` names what matched and what is missing.
    """

    evidence_id: str
    claim_id: str
    passage: Passage
    same_paper: bool
    independent: bool
    similarity: Probability
    confidence: Probability
    stance: Stance
    why: str


class Verdict(Model):
    """The verdict of passages on a claim. `best` is the index of the passage that decides, None if none addresses it.

    `confidence` is P(they support it), calibrated; `addresses` is P(some passage addresses it, for or against).
    """

    stance: Stance
    similarity: Probability
    confidence: Probability
    best: int | None
    why: str = ""
    addresses: Probability = 0.0


class CheckedClaim(Model):
    """A claim with its mark and the evidence that decided it, strongest first, the best of each side among it.

    Where no passage addresses the claim, `evidence` is the nearest passage alone, whose stance is silent: a reader sees
    what was examined. It does not count.
    """

    claim: Claim
    mark: Mark
    stance: Stance
    similarity: Probability
    confidence: Probability
    evidence: tuple[Evidence, ...] = ()
    why: str
