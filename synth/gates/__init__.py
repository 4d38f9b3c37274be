"""Verdicts become standing: what was tried to break the record, and what survived."""

from synth.gates.derivation_script import derivation_script
from synth.gates.derivations import agrees, find_derivations
from synth.gates.grounding import check_grounding, spanned_text
from synth.gates.standing import not_attempted, review, standing_line

__all__ = [
    "agrees",
    "check_grounding",
    "derivation_script",
    "find_derivations",
    "not_attempted",
    "review",
    "spanned_text",
    "standing_line",
]
