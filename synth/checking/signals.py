"""What a claim and a passage have to do with each other, as named numbers that a model weighs."""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from synth.checking.comparisons import Comparison, comparisons, turned_round
from synth.checking.polarity import ANTONYMS, NEGATIONS, Pointer, negated_stems, pointers
from synth.checking.quantities import Quantity, conflicting, quantities
from synth.text import content_stems, idf, words

SIGNALS = (
    "cosine",
    "coverage",
    "pair coverage",
    "rare coverage",
    "rarest missing",
    "longest run",
    "number coverage",
    "passage hedges",
    "length ratio",
    "negation differs",
    "antonym",
    "direction differs",
    "direction agrees",
    "numbers conflict",
    "comparison turned round",
)
"""The names of the signals, in the order of a row."""

RARE_IDF = 6.0
"""From this IDF on a stem is an entity or a term of art: it stands in fewer than one abstract in 150."""
_HEDGES = frozenset(
    "may might could possibly perhaps potentially hypothesize likely suggest suggests unclear whether".split()
)
MAX_CHARS = 4_000
"""Text beyond this is not looked at: claims and passages are hostile, and three sentences are shorter."""


@dataclass(frozen=True)
class Statement:
    """A claim or passage with what is read from it once and compared often."""

    text: str

    @cached_property
    def tokens(self) -> list[str]:
        """Its words, lower case."""
        return words(self.text[:MAX_CHARS])

    @cached_property
    def stems(self) -> list[str]:
        """Its content stems in order."""
        return content_stems(self.text[:MAX_CHARS])

    @cached_property
    def weights(self) -> dict[str, float]:
        """Sublinear TF-IDF weights by stem, not yet of length 1."""
        return {word: (1 + math.log(count)) * idf(word) for word, count in Counter(self.stems).items()}

    @cached_property
    def norm(self) -> float:
        """Euclidean length of the weights."""
        return math.sqrt(sum(weight * weight for weight in self.weights.values()))

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Neighbouring content stems."""
        return set(zip(self.stems, self.stems[1:], strict=False))

    @cached_property
    def pointers(self) -> list[Pointer]:
        """Its direction words."""
        return pointers(self.tokens)

    @cached_property
    def negated(self) -> set[str]:
        """The stems that a negation reaches."""
        return negated_stems(self.tokens)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Its numbers with what they measure."""
        return quantities(self.text[:MAX_CHARS])

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Who it puts above whom."""
        return comparisons(self.text[:MAX_CHARS])


def cosine(claim: Statement, passage: Statement) -> float:
    """TF-IDF cosine with background IDF, in [0, 1]; 0 where either has no content words."""
    if not claim.norm or not passage.norm:
        return 0.0
    dot = sum(weight * passage.weights.get(word, 0.0) for word, weight in claim.weights.items())
    return min(1.0, dot / (claim.norm * passage.norm))


def signals(claim: Statement, passage: Statement, similarity: float) -> list[float]:
    """One row of `SIGNALS`; `similarity` is the TF-IDF cosine of the two."""
    present = set(passage.stems)
    idfs = {word: idf(word) for word in dict.fromkeys(claim.stems)}
    rare = {word: weight for word, weight in idfs.items() if weight >= RARE_IDF}
    values = {quantity.value for quantity in passage.quantities}
    mine = {quantity.value for quantity in claim.quantities}
    agree, differ = _directions(claim, passage)
    return [
        similarity,
        _share(idfs, present),
        len(claim.pairs & passage.pairs) / len(claim.pairs) if claim.pairs else 0.0,
        _share(rare, present) if rare else _share(idfs, present),
        max((weight for word, weight in idfs.items() if word not in present), default=0.0) / 10,
        _longest_run(claim.stems, passage.stems) / max(1, len(claim.stems)),
        len(mine & values) / len(mine) if mine else 0.5,
        float(any(token in _HEDGES for token in passage.tokens)),
        min(2.0, len(passage.stems) / max(1, len(claim.stems))),
        float(_negation_differs(claim, passage)),
        float(any(ANTONYMS.get(word) in present and word not in present for word in idfs)),
        float(differ),
        float(agree),
        float(bool(conflicting(claim.quantities, passage.quantities))),
        float(any(turned_round(one, other) for one in claim.comparisons for other in passage.comparisons)),
    ]


def _share(weights: dict[str, float], present: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in present) / total if total else 0.0


def _negation_differs(claim: Statement, passage: Statement) -> bool:
    """Whether a shared stem is negated in exactly one of the two, and the number of negations differs in parity."""
    shared = set(claim.stems) & set(passage.stems)
    reached = (claim.negated ^ passage.negated) & shared
    counts = [sum(token in NEGATIONS for token in statement.tokens) for statement in (claim, passage)]
    return bool(reached) and (counts[0] == 0) != (counts[1] == 0)


def _directions(claim: Statement, passage: Statement) -> tuple[bool, bool]:
    """Whether some direction word of the claim has one in the passage among the same words (agrees, differs)."""
    agree = differ = False
    for mine in claim.pointers:
        matches = [theirs for theirs in passage.pointers if len(mine.around & theirs.around) >= 2]
        if any(theirs.direction == mine.direction for theirs in matches):
            agree = True
        elif matches:
            differ = True
    return agree, differ


def _longest_run(left: list[str], right: list[str]) -> int:
    """The longest run of stems that stands in both, in order."""
    best = 0
    places: dict[str, list[int]] = {}
    for index, word in enumerate(right):
        places.setdefault(word, []).append(index)
    lengths: dict[int, int] = {}
    for word in left:
        current = {index: lengths.get(index - 1, 0) + 1 for index in places.get(word, ())}
        best = max([best, *current.values()])
        lengths = current
    return best
