"""The artifacts of gate 2: numbers computed again, statements submitted to Lean, and why some were not."""

from synth.models.base import Model
from synth.models.proof import Proof
from synth.models.recomputation import Reproduction


class Artifacts(Model):
    """What was run against the numbers and statements of a report's papers.

    `not_run` is why not everything could be run sealed, `not_proved` why nothing was submitted to Lean; "" where it
    was, or where there was nothing to put.
    """

    reproductions: tuple[Reproduction, ...] = ()
    proofs: tuple[Proof, ...] = ()
    not_run: str = ""
    not_proved: str = ""
