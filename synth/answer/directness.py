"""How probable it is that a claim answers the question as a finding of its paper: a logistic regression over what it
names, where it stands, which way it points, and how it is worded.

Directness is the term of GRADE (Guyatt et al. 2011) for evidence that addresses the question itself.
"""

import math
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from synth.answer.relevance import RankedClaim
from synth.answer.scorer import load_scorer
from synth.language.linear import expit, load_linear
from synth.language.sides import OUTCOME, SUBJECT, other_side
from synth.language.text import content_stems
from synth.models import Question, Vote, rounded

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*|[;:()%]|\d")


def directness(features: Mapping[str, float], text: str) -> float:
    """P(a claim answers the question), in [0, 1], by its features and its text."""
    (worded,) = load_linear("wording").log_odds(wording(text))
    return rounded(expit(load_scorer("directness").log_odds(features) + worded))


def wording(text: str) -> list[str]:
    """The words of a text and its pairs of neighbouring words, each once; any figure is "0"."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text.lower())]
    return list(dict.fromkeys([*words, *(f"{one}_{two}" for one, two in pairwise(words))]))


class Addressed(NamedTuple):
    """Which sides of a question a claim addresses.

    `sides` has how strongly it does each, in [0, 1], `title` how strongly its paper's title does; `enough` is whether
    it addresses enough of them to be an answer.
    """

    sides: Mapping[str, float]
    title: Mapping[str, float]
    enough: bool


def features_of(
    question: Question, ranked: RankedClaim, place: int, addressed: Addressed, probabilities: Mapping[Vote, float]
) -> dict[str, float]:
    """The features of directness: those of relevance, which sides are addressed, how clear the vote is.

    `place` is the claim's among those of its paper, by relevance, from 1 on, and `probabilities` those of the votes.
    """
    asked = set(content_stems(question.text))
    sides = addressed.sides
    subject = sides.get(SUBJECT, 0.0)
    other = other_side(sides) if len(question.subjects) > 1 else sides.get(OUTCOME, subject)
    if question.asks_identity:
        subject = other = max(subject, other)
    return {
        **ranked.features,
        "relevance": ranked.relevance,
        "place": 1 / place,
        "way": abs(probabilities["for"] - probabilities["against"]) + probabilities["no_difference"],
        "tells": 1.0 - probabilities["unclear"],
        "overlap": len(asked & set(content_stems(ranked.claim.text))) / max(1, len(asked)),
        "addressed subject": subject,
        "addressed other": other,
        "addressed both": min(subject, other),
        "addressed in title": math.fsum(addressed.title.values()) / max(1, len(addressed.title)),
        "addressed enough": float(addressed.enough),
    }
