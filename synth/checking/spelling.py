"""How far a passage has the words of a claim: exactly, in another spelling, or as another word of the family."""

import re
from collections.abc import Sequence
from functools import cache

FAMILY_LETTERS = 5
"""Words that share this many first letters are one family: "osteoclast" and "osteoclastogenesis"."""
FAMILY_DEGREE = 0.8
"""The degree of a word of the same family, against 1 for the word itself."""
NEAR, NEARBY = 2, 5
"""Content words from one word of a pair to the other: as close as in the claim, and close."""
_BRITISH = (("our", "or"), ("ae", "e"), ("oe", "e"), ("isat", "izat"), ("yse", "yze"))
_IRREGULAR = {"mous": "mice", "murin": "mice", "women": "woman", "men": "man", "children": "child"}


@cache
def spelling(stem: str) -> str:
    """A stem in one spelling: American, without hyphens ("il-6" is "il6"), irregular plurals with their singulars."""
    joined = re.sub(r"[-'’.](?!\d*$)|-", "", stem)
    for british, american in _BRITISH:
        joined = joined.replace(british, american)
    return _IRREGULAR.get(joined, joined)


@cache
def family(stem: str) -> str:
    """The first letters of a long word, which define its family; of a short one or a number all."""
    word = spelling(stem)
    return word[:FAMILY_LETTERS] if not word[:FAMILY_LETTERS].isdigit() else word


def degrees(claim: Sequence[tuple[str, str]], spellings: frozenset[str], families: frozenset[str]) -> list[float]:
    """For each spelling and family of a claim's stems how far a passage of these has the stem, in [0, 1]."""
    return [1.0 if spelt in spellings else FAMILY_DEGREE if kin in families else 0.0 for spelt, kin in claim]


def closeness(pairs: Sequence[tuple[str, str, float]], places: dict[str, list[int]]) -> float:
    """The weighed share of a claim's neighbouring words that are close together in a passage, in [0, 1].

    `pairs` are the families of neighbouring words with their weight; `places[family]` are its positions in the passage,
    counted in content words. A pair as close as in the claim counts 1, close 0.6, anywhere in the passage 0.3.
    """
    total = found = 0.0
    for left, right, weight in pairs:
        total += weight
        if left in places and right in places:
            gap = min(abs(one - other) for one in places[left] for other in places[right])
            found += weight * (1.0 if gap <= NEAR else 0.6 if gap <= NEARBY else 0.3)
    return found / total if total else 0.0
