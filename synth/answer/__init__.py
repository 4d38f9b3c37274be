"""From findings to an answer: claims relevant to a question, their votes, the direction of each paper, the counts."""

from synth.answer.relevance import RankedClaim, rank_claims
from synth.answer.values import find_values
from synth.answer.vote import read_vote
from synth.answer.voting import rank_again, weigh_claims
from synth.answer.weighing import Values, weigh

__all__ = [
    "RankedClaim",
    "Values",
    "find_values",
    "rank_again",
    "rank_claims",
    "read_vote",
    "weigh",
    "weigh_claims",
]
