"""Verdicts become standing: what was tried to break the record, and what survived."""

from synth.gates.grounding import check_grounding, spanned_text
from synth.gates.standing import not_attempted, review, standing_line

__all__ = ["check_grounding", "not_attempted", "review", "spanned_text", "standing_line"]
