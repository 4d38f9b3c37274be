"""A claim or a passage with what is read from it once and compared often."""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from synth.models import Number
from synth.numerals import numbers
from synth.polarity import Comparison, Pointer, comparisons, negated_stems, pointers
from synth.text import content_stems, idf, names, words

MAX_CHARS = 4_000
"""Text beyond this is not looked at: claims and passages are hostile, and three sentences are shorter."""


@dataclass(frozen=True)
class Statement:
    """Text, and its readings, each made when it is first asked for."""

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
    def stem_set(self) -> frozenset[str]:
        """Its content stems."""
        return frozenset(self.stems)

    @cached_property
    def idfs(self) -> dict[str, float]:
        """Its content stems in order, each once, with their IDF."""
        return {word: idf(word) for word in dict.fromkeys(self.stems)}

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Its neighbouring content stems."""
        return frozenset(pairwise(self.stems))

    @cached_property
    def pointers(self) -> list[Pointer]:
        """Its direction words."""
        return pointers(self.tokens)

    @cached_property
    def negated(self) -> frozenset[str]:
        """The stems that a negation reaches."""
        return negated_stems(self.tokens)

    @cached_property
    def printed_numbers(self) -> tuple[Number, ...]:
        """Its numbers that measure or count, with their units and places."""
        return numbers(self.text[:MAX_CHARS])

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The values of its numbers."""
        return frozenset(number.value for number in self.printed_numbers)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that name a system, a data set and the like."""
        return names(self.text[:MAX_CHARS])

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Who it puts above whom."""
        return comparisons(self.text[:MAX_CHARS])


def cosine(claim: Statement, passage: Statement) -> float:
    """TF-IDF cosine with background IDF and sublinear term frequency, in [0, 1]; 0 for a text without content words."""
    left, right = _weights(claim), _weights(passage)
    norms = [math.sqrt(sum(weight * weight for weight in weights.values())) for weights in (left, right)]
    dot = sum(weight * right.get(word, 0.0) for word, weight in left.items())
    return min(1.0, dot / (norms[0] * norms[1])) if all(norms) else 0.0


def _weights(statement: Statement) -> dict[str, float]:
    return {word: (1 + math.log(count)) * idf(word) for word, count in Counter(statement.stems).items()}
