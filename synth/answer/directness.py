"""How probable it is that a claim answers the question as a finding of its paper: a small logistic regression.

Directness is the term of GRADE (Guyatt et al. 2011) for evidence that addresses the question itself.
"""

from collections.abc import Mapping

from synth.answer.relevance import RankedClaim
from synth.answer.scorer import load_scorer
from synth.language.sides import OUTCOME, SUBJECT, other_side
from synth.language.text import content_stems
from synth.models import Question, Vote


def directness(features: Mapping[str, float]) -> float:
    """P(the claim answers the question), in [0, 1], by its features."""
    return load_scorer("directness").probability(features)


def features_of(
    question: Question, ranked: RankedClaim, named: Mapping[str, float], probabilities: Mapping[Vote, float]
) -> dict[str, float]:
    """The features of directness: relevance, how clear the vote is, which sides are named, words shared.

    `named` has how strongly the claim names each side, in [0, 1], and `probabilities` the probability of each vote.
    """
    claim, relevance = ranked
    asked = set(content_stems(question.text))
    subject = named.get(SUBJECT, 0.0)
    other = other_side(named) if len(question.subjects) > 1 else named.get(OUTCOME, subject)
    if question.asks_identity:
        subject = other = max(subject, other)
    return {
        "relevance": relevance,
        "way": abs(probabilities["for"] - probabilities["against"]) + probabilities["no_difference"],
        "tells": 1.0 - probabilities["unclear"],
        "finding": claim.score,
        "overlap": len(asked & set(content_stems(claim.text))) / max(1, len(asked)),
        "subject": subject,
        "other side": other,
        "both sides": min(subject, other),
    }
