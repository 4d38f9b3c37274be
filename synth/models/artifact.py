"""What gate 2 rests on: numbers computed again, statements put to Lean, and why something was not."""

from synth.models.base import Model
from synth.models.proof import Proof
from synth.models.recomputation import Reproduction


class Artifacts(Model):
    """What was run against the numbers and statements of a report's papers.

    `not_run` says why not everything could be run sealed, `not_proved` why nothing was put to Lean; "" where it was, or
    where there was nothing to put.
    """

    reproductions: tuple[Reproduction, ...] = ()
    proofs: tuple[Proof, ...] = ()
    not_run: str = ""
    not_proved: str = ""
