"""Statements of a paper that a proof assistant can check."""

from typing import Literal

from synth.models.base import Model, Span

ProofOutcome = Literal["proved", "refuted", "not attempted", "inconclusive"]
"""`lean` accepted the theorem / accepted its negation / was missing or hung / accepted neither."""


class Theorem(Model):
    """A statement of integer or rational arithmetic, or a small identity, as Lean 4 source.

    `theorem_id` is `t-` + 10 hex digits of the SHA-256 of paper, spans and source. `source` states and proves it;
    `negation` is the source that states and proves its opposite, where that can be said. `outside` is whether no number
    that it starts from stands in the sentence that it judges: they stand elsewhere in the paper, or there are none,
    since it holds for every number. A proof of a sentence's own sum shows that the sum is right, and no more.
    """

    theorem_id: str
    paper_id: str
    text: str
    spans: tuple[Span, ...]
    place: str
    source: str
    negation: str | None = None
    outside: bool = False


class Proof(Model):
    """What became of a theorem; `printed` is what `lean` printed, `why` says the outcome in one line."""

    theorem: Theorem
    outcome: ProofOutcome
    printed: str
    why: str
