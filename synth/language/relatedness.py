"""How related two words are by the company that they keep in arXiv's abstracts: "healing" and "regeneration".

Counts of neighbouring words, weighed by positive pointwise mutual information and cut to a few dimensions (Levy,
Goldberg & Dagan 2015, "Improving distributional similarity with lessons learned from word embeddings").
"""

import math
from array import array
from base64 import b85decode
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from operator import mul

UNRELATED = 0.5
"""The cosine up to which two words count as unrelated: `python -m benchmarks.answers papers`."""


@lru_cache(maxsize=200_000)
def relatedness(one: str, other: str) -> float:
    """How related two stems are, in [0, 1]: 1 for the same, 0 for one that is not known or for a distant one."""
    if one == other:
        return 1.0
    left, right = _vector(one), _vector(other)
    if not left or not right:
        return 0.0
    cosine: float = sum(map(mul, left, right)) / math.sqrt(_square(one) * _square(other))
    return max(0.0, (cosine - UNRELATED) / (1 - UNRELATED))


def related_share(weights: Mapping[str, float], stems: Collection[str]) -> float:
    """The share, in [0, 1], of the weight of some stems that is among others, a related one counting in part."""
    total = math.fsum(weights.values())
    found = math.fsum(
        weight * (1.0 if stem in stems else max((relatedness(stem, other) for other in stems), default=0.0))
        for stem, weight in weights.items()
    )
    return found / total if total else 0.0


@lru_cache(maxsize=20_000)
def _vector(stem: str) -> "array[int]":
    """The vector of a stem, of small integers, so that every machine computes the same; empty for an unknown one."""
    return array("b", b85decode(_vectors().get(stem, "")))


@lru_cache(maxsize=20_000)
def _square(stem: str) -> int:
    """The square of the length of a stem's vector."""
    vector = _vector(stem)
    return sum(map(mul, vector, vector))


@cache
def _vectors() -> Mapping[str, str]:
    """The vectors by stem, in base 85: committed as `models/word_vectors.tsv`, made by `benchmarks.word_vectors`."""
    lines = (files("synth.language") / "models" / "word_vectors.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("# "))
