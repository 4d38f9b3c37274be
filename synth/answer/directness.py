"""How probable it is that a claim answers the question as a finding of its paper: a small logistic regression.

Directness is the word of GRADE (Guyatt et al. 2011) for evidence that speaks to the very question that is asked.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from synth.answer.relevance import RankedClaim
from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT
from synth.models import Question, Vote, rounded
from synth.text import content_stems

FEATURES = ("relevance", "way", "tells", "finding", "overlap", "subject", "other side", "both sides")


class DirectnessModel(NamedTuple):
    """One weight a feature, and the intercept; the score is the log-odds that a claim answers."""

    weights: Mapping[str, float]
    intercept: float


@cache
def directness_model() -> DirectnessModel:
    """The committed model, `models/directness.json`; made by `python -m benchmarks.answers train-directness`."""
    stored = json.loads((files("synth.answer") / "models" / "directness.json").read_text(encoding="utf-8"))
    return DirectnessModel(stored["weights"], stored["intercept"])


def directness(
    question: Question, ranked: RankedClaim, named: Mapping[str, float], told: Mapping[Vote, float]
) -> float:
    """P(the claim answers the question), in [0, 1].

    `named` says how strongly the claim names each side, and `told` has the probability of each vote.
    """
    model, features = directness_model(), features_of(question, ranked, named, told)
    score = model.intercept + math.fsum(model.weights[name] * features[name] for name in FEATURES)
    return rounded(1 / (1 + math.exp(-score)))


def features_of(
    question: Question, ranked: RankedClaim, named: Mapping[str, float], told: Mapping[Vote, float]
) -> dict[str, float]:
    """What directness is told by: relevance, how plainly a vote is read, the sides that are named, shared words."""
    claim, relevance = ranked
    asked = set(content_stems(question.text))
    subject = named.get(SUBJECT, 0.0)
    if len(question.subjects) > 1:
        other = max((value for role, value in named.items() if role.startswith(COMPARATOR)), default=0.0)
    else:
        other = named.get(OUTCOME, subject)
    return {
        "relevance": relevance,
        "way": abs(told["for"] - told["against"]) + told["no_difference"],
        "tells": 1.0 - told["unclear"],
        "finding": claim.score,
        "overlap": len(asked & set(content_stems(claim.text))) / max(1, len(asked)),
        "subject": subject,
        "other side": other,
        "both sides": min(subject, other),
    }
