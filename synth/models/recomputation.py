"""Numbers of a paper that follow from its other numbers: what was derived, run, proved and found."""

from typing import Literal

from synth.models.base import Model, RecordPath, Span
from synth.models.quantity import Bound, Number

DerivationKind = Literal[
    "difference", "relative change", "average", "sum", "best", "share", "F1", "p value", "granularity"
]
"""The arithmetic by which a number follows from others; "best" is the largest of a row or column, "share" is x of y in
percent, "p value" that of a test from its statistic, "granularity" what a mean or share of n things can be."""

Outcome = Literal["reproduced", "contradicted", "inconclusive"]
"""Computed and reported agree within the tolerance / disagree / the computation proves nothing (see `why`)."""


class Operand(Model):
    """One number that a derivation starts from, as printed in the paper.

    `name` is its column in the CSV that the script reads: an identifier, unique within the derivation. `text` is the
    number as printed and `value` its value; `spans` are its place in the document's text and `place` that place in
    words ("Table 2, row BM25, column EM"; "Section 4.2 Results, par. 3"). `outside` is whether it is outside the
    sentence or cell whose number is judged.
    """

    name: str
    text: str
    value: float
    spans: tuple[Span, ...]
    place: str
    outside: bool


class Derivation(Model):
    """A number that a paper reports, and the numbers of the same paper from which it follows.

    `derivation_id` is `d-` + 10 hex digits of the SHA-256 of paper, spans, kind and operands. `text` is the sentence
    that reports the number, or the cell with its row and column, and `spans` its place. `tolerance` comes from the
    digits printed: half a unit of the last one, of the reported number and of the operands carried through.
    `formula` is the arithmetic in one line, by the operands' names ("100 * (ours - baseline) / baseline"). `bound`
    is how the words before the reported number limit it ("over 4 points"): what is computed may lie beyond it on that
    side. `note` names the reading chosen where the sentence allows two ("in points"), or what all of them give.
    `doubt` is why a disagreement does not count against the paper; "" where two readings agree that it is one. `labels`
    are those of the row and the column of a number in a table, empty for one in a sentence.
    """

    derivation_id: str
    paper_id: str
    text: str
    spans: tuple[Span, ...]
    place: str
    kind: DerivationKind
    reported: Number
    operands: tuple[Operand, ...]
    formula: str
    tolerance: float
    bound: Bound | None = None
    note: str = ""
    doubt: str = ""
    labels: tuple[str, ...] = ()

    @property
    def outside(self) -> bool:
        """Whether all that it starts from is outside what it judges: "52.1 to 54.3, +2.2" proves nothing."""
        return bool(self.operands) and all(operand.outside for operand in self.operands)


class Reproduction(Model):
    """A derivation after it was run in the sandbox and attacked.

    `survived` is whether the script's output moved with its inputs as the formula requires; without that the outcome
    does not count. `verdict` has it in numbers ("computed 16.6, reported 16.6,
    tolerance 0.05"), and `why` what else is to be known (why not attempted or inconclusive, what the attack found).
    `printed` is what the script printed on the paper's own numbers, None where it was not run.
    """

    derivation: Derivation
    computed: float | None
    outcome: Outcome
    survived: bool
    verdict: str
    why: str = ""
    attempted: bool = True
    printed: str | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a script that withstood attack gives what is reported."""
        return self.survived and self.outcome == "reproduced"

    @property
    def contradicted(self) -> bool:
        """Whether a script that withstood attack gives something else."""
        return self.survived and self.outcome == "contradicted"

    @property
    def remark(self) -> str:
        """`why` as it is printed: "not attempted: bubblewrap is not installed"."""
        return self.why if self.attempted else f"not attempted: {self.why}"


class ReproductionLine(Model):
    """One line of reproduction/index.jsonl, and of `synth audit --json`; `script` is its file in the run folder."""

    id: str
    paper_id: str
    text: str
    spans: tuple[Span, ...]
    place: str
    kind: DerivationKind
    reported: float
    computed: float | None
    tolerance: float
    outcome: Outcome
    survived: bool
    verdict: str
    why: str
    formula: str
    operands: tuple[Operand, ...]
    script: RecordPath | None = None


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


class Artifacts(Model):
    """The artifacts of gate 2: what was run against the numbers and statements of a report's papers.

    `not_run` is why not everything could be run sealed, `not_proved` why nothing was submitted to Lean; "" where it
    was, or where there was nothing to put.
    """

    reproductions: tuple[Reproduction, ...] = ()
    proofs: tuple[Proof, ...] = ()
    not_run: str = ""
    not_proved: str = ""
