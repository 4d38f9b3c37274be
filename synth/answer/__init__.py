"""Findings give an answer: which claims help, which way each of them, and each paper, votes, and what that comes to."""

from synth.answer.claim_values import values_of_claim
from synth.answer.relevance import RankedClaim, rank_claims
from synth.answer.values import paper_pairs, with_values
from synth.answer.vote import read_vote
from synth.answer.voting import weigh_claims
from synth.answer.weighing import weigh

__all__ = [
    "RankedClaim",
    "paper_pairs",
    "rank_claims",
    "read_vote",
    "values_of_claim",
    "weigh",
    "weigh_claims",
    "with_values",
]
