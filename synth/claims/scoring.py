"""P(claim) and rhetorical role of consecutive sentences."""

from collections.abc import Sequence
from operator import itemgetter
from typing import cast

from synth.claims.chain import load_chain
from synth.claims.features import sequence_features
from synth.models import Role, rounded


def score_claims(sentences: Sequence[str]) -> list[float]:
    """P(claim) of each sentence of one abstract or section, in order; in [0, 1], rounded to six decimals.

    Trained on abstracts, by words, neighbours and position; for whole papers `extract_claims` has a model of its own.
    The threshold of best F1 is at 0.5, which is a little below even odds: the model's `cut`, log-odds
    chosen in cross-validation, is part of the score and stored in `models/claim.json`.
    """
    chain = load_chain("claim")
    marginals = chain.marginals(sequence_features(sentences, is_abstract=True))
    column = chain.labels.index("claim")
    return [rounded(row[column]) for row in marginals]


def label_roles(sentences: Sequence[str], *, is_abstract: bool = True) -> list[Role]:
    """The most probable role of each sentence of one abstract, or of one section, in order."""
    chain = load_chain("role")
    marginals = chain.marginals(sequence_features(sentences, is_abstract=is_abstract))
    return [
        cast(Role, max(zip(map(rounded, row), chain.labels, strict=True), key=itemgetter(0))[1]) for row in marginals
    ]
