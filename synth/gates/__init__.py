"""Verdicts become standing: what was tried to break the record, and what survived."""

from synth.gates.derivation_script import derivation_script
from synth.gates.derivations import agrees, find_derivations
from synth.gates.grounding import check_grounding, spanned_text
from synth.gates.replication import replication_attacker
from synth.gates.reproduction import reproduce, reproduction_files, reproduction_lines
from synth.gates.sandbox import missing_sandbox
from synth.gates.standing import not_attempted, review, standing_line

__all__ = [
    "agrees",
    "check_grounding",
    "derivation_script",
    "find_derivations",
    "missing_sandbox",
    "not_attempted",
    "replication_attacker",
    "reproduce",
    "reproduction_files",
    "reproduction_lines",
    "review",
    "spanned_text",
    "standing_line",
]
