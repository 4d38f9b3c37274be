"""How probable it is that a claim is its paper's key finding on the question: a small logistic regression.

A paper's abstract and introduction report what it found; its results hold that among checks, intermediate steps and
asides, which often share more words with the question.
"""

import math
import re
from collections.abc import Mapping

from synth.answer.directness import features_of
from synth.answer.relevance import RankedClaim
from synth.answer.scorer import load_scorer
from synth.language.lexicon import words_of
from synth.models import Question, Vote, rounded

LONG = 45
"""The number of words from which a sentence is hard to take in."""
_REPORTS = re.compile(
    r"\b(?:we|I|results?|analys[ie]s|data|experiments?|findings?|study|paper)\b[^,.;]{0,40}"
    r"\b(?:find|found|show\w*|suggest\w*|conclud\w*|demonstrat\w*|indicat\w*|reveal\w*|observ\w*|confirm\w*)\b"
)
_FIGURE = re.compile(r"\b(?:fig|figs|figures?|tables?|eq)\b", re.IGNORECASE)


def key_finding(
    question: Question,
    ranked: RankedClaim,
    named: Mapping[str, float],
    probabilities: Mapping[Vote, float],
    best: float,
) -> float:
    """P(the claim is a key finding of its paper on the question), in [0, 1].

    `named` has how strongly the claim names each side and `probabilities` the probability of each vote, as for
    directness; `best` is the relevance of the paper's most relevant claim.
    """
    log_odds = load_scorer("key_finding").log_odds(key_features(question, ranked, named, probabilities, best))
    return rounded(1 / (1 + math.exp(-log_odds)))


def key_features(
    question: Question,
    ranked: RankedClaim,
    named: Mapping[str, float],
    probabilities: Mapping[Vote, float],
    best: float,
) -> dict[str, float]:
    """The features of a key finding: those of directness, where in its paper a claim stands, how it is worded."""
    claim, relevance = ranked
    words = claim.text.lower().split()
    return features_of(question, ranked, named, probabilities) | {
        "relevance in paper": relevance / best if best else 0.0,
        "abstract": float(claim.section_role == "abstract"),
        "introduction": float(claim.section_role == "introduction"),
        "result": float(claim.section_role == "result"),
        "concludes": float(claim.concludes),
        "reports": float(_REPORTS.search(claim.text) is not None),
        "figure": float(_FIGURE.search(claim.text) is not None),
        "hedges": float(not words_of("hedges").isdisjoint(words)),
        "cites": float(bool(claim.citations)),
        "leans": float(leans(claim.quotation)),
        "long": float(len(words) > LONG),
    }


def leans(quotation: str) -> bool:
    """Whether a quotation depends on the sentence before it: "However, ...", "It also ..."."""
    opening = quotation.split(maxsplit=1)[0]
    return opening.endswith(",") or opening.lower() in words_of("pronouns")
