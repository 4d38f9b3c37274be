"""Answer, verdicts and audit become a review: what was tried to break the report, what fell, and what follows."""

from synth.review.artifacts import reproduction_gate, restates, struck_by_artifacts, verified_claims
from synth.review.case import Case
from synth.review.citations import citation_auditor
from synth.review.counts import recount
from synth.review.grounding import check_grounding
from synth.review.red_team import counterexample_hunter, red_team_gate, replication_attacker, struck_by_attacks
from synth.review.reviewers import review_claims
from synth.review.standing import stand, standing_line

__all__ = [
    "Case",
    "check_grounding",
    "citation_auditor",
    "counterexample_hunter",
    "recount",
    "red_team_gate",
    "replication_attacker",
    "reproduction_gate",
    "restates",
    "review_claims",
    "stand",
    "standing_line",
    "struck_by_artifacts",
    "struck_by_attacks",
    "verified_claims",
]
