"""Statements of a paper's arithmetic that a proof assistant settled."""

from typing import Literal

from synth.models.base import Model, Span

ProofOutcome = Literal["proved", "refuted", "not attempted", "inconclusive"]
"""`lean` accepted the statement / its negation / was missing, failed or hung / accepted both or neither."""


class Proof(Model):
    """The outcome of a derivation that was submitted to Lean, one line of proofs/index.jsonl.

    `derivation_id` is that of the derivation, which also names its Lean file. `source` is a Lean 4 file that states and
    proves it, or its opposite where that was `refuted`. `outside` is whether all numbers that it starts from are
    outside the sentence that it judges. `why` explains the outcome in one line.
    """

    derivation_id: str
    paper_id: str
    text: str
    spans: tuple[Span, ...]
    place: str
    source: str
    outside: bool
    outcome: ProofOutcome
    why: str
