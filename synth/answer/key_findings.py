"""How probable it is that a claim is its paper's key finding on the question: a small logistic regression.

A paper's abstract and introduction report what it found; its results hold that among checks, intermediate steps and
asides, which often share more words with the question.
"""

import re
from collections.abc import Mapping

from synth.answer.relevance import RankedClaim
from synth.answer.scorer import load_scorer
from synth.language.lexicon import words_of

LONG = 45
"""The number of words from which a sentence is hard to take in."""
_REPORTS = re.compile(
    r"\b(?:we|I|results?|analys[ie]s|data|experiments?|findings?|study|paper)\b[^,.;]{0,40}"
    r"\b(?:find|found|show\w*|suggest\w*|conclud\w*|demonstrat\w*|indicat\w*|reveal\w*|observ\w*|confirm\w*)\b"
)
_FIGURE = re.compile(r"\b(?:fig|figs|figures?|tables?|eq)\b", re.IGNORECASE)


def key_finding(features: Mapping[str, float]) -> float:
    """P(the claim is a key finding of its paper on the question), in [0, 1], by its features."""
    return load_scorer("key_finding").probability(features)


def key_features(ranked: RankedClaim, features: Mapping[str, float], best: float) -> dict[str, float]:
    """The features of a key finding: those of directness, where in its paper a claim stands, how it is worded.

    `best` is the relevance of the paper's most relevant claim.
    """
    claim, relevance = ranked
    words = claim.text.lower().split()
    return {
        **features,
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
