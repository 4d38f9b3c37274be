"""Verdicts become standing: what was tried to break the record, and what survived."""

from synth.gates.artifacts import reproduction_gate, struck_by_artifacts, verified_claims
from synth.gates.case import Case
from synth.gates.citations import citation_auditor
from synth.gates.counterexamples import counterexample_hunter
from synth.gates.derivation_script import derivation_script
from synth.gates.derivations import agrees, find_derivations
from synth.gates.grounding import check_grounding, misquotation
from synth.gates.lean import find_lean, proof_files, prove
from synth.gates.red_team import red_team_gate, struck_by_attacks
from synth.gates.replication import replication_attacker
from synth.gates.reproduction import reproduce, reproduction_files, reproduction_lines
from synth.gates.reviewers import review_claims
from synth.gates.sandbox import missing_sandbox
from synth.gates.standing import stand, standing_line
from synth.gates.statements import recount
from synth.gates.theorems import theorems

__all__ = [
    "Case",
    "agrees",
    "check_grounding",
    "citation_auditor",
    "counterexample_hunter",
    "derivation_script",
    "find_derivations",
    "find_lean",
    "misquotation",
    "missing_sandbox",
    "proof_files",
    "prove",
    "recount",
    "red_team_gate",
    "replication_attacker",
    "reproduce",
    "reproduction_files",
    "reproduction_gate",
    "reproduction_lines",
    "review_claims",
    "stand",
    "standing_line",
    "struck_by_artifacts",
    "struck_by_attacks",
    "theorems",
    "verified_claims",
]
