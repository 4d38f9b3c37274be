"""Findings give an answer: which claims help, which way each of them, and each paper, votes, and what that comes to."""

from synth.answer.relevance import RankedClaim, rank_claims
from synth.answer.vote import read_vote
from synth.answer.voting import weigh_claims
from synth.answer.weighing import weigh

__all__ = ["RankedClaim", "rank_claims", "read_vote", "weigh", "weigh_claims"]
