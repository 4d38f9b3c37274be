"""A claim or a passage, with readings that are made once and compared often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from synth.checking.cue_words import cues
from synth.checking.effect_direction import Effect, read_effect
from synth.checking.spelling import family, spelling
from synth.language.masking import class_of
from synth.language.numerals import numbers
from synth.language.polarity import Comparison, Pointer, comparisons, negated_stems, pointers
from synth.language.text import content_stems, cosine_of, idf, length, names, tf_idf, words
from synth.models import Number

MAX_CHARS = 4_000
"""Text beyond this is not read: claims and passages are hostile, and three sentences are shorter."""


@dataclass(frozen=True)
class Statement:
    """Text, and its readings, each made when it is first asked for; its content stems may be known already."""

    text: str
    known_stems: Sequence[str] | None = None

    @cached_property
    def tokens(self) -> list[str]:
        """Its words, lower case."""
        return words(self.text[:MAX_CHARS])

    @cached_property
    def stems(self) -> list[str]:
        """Its content stems in order."""
        return content_stems(self.text[:MAX_CHARS]) if self.known_stems is None else list(self.known_stems)

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
    def weights(self) -> dict[str, float]:
        """Its TF-IDF vector by stem: (1 + ln tf) times the background's IDF."""
        return tf_idf(self.stems)

    @cached_property
    def length(self) -> float:
        """The Euclidean length of that vector."""
        return length(self.weights)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Its content stems in one spelling."""
        return frozenset(map(spelling, self.stems))

    @cached_property
    def forms(self) -> list[tuple[str, str]]:
        """The spelling and the family of each of its content stems, in the order of `idfs`."""
        return [(spelling(word), family(word)) for word in self.idfs]

    @cached_property
    def stem_places(self) -> dict[str, list[int]]:
        """The positions of each content stem, counted in content words."""
        return _places(self.stems)

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of its content stems."""
        return frozenset(map(family, self.stems))

    @cached_property
    def family_places(self) -> dict[str, list[int]]:
        """The positions of the words of each family, counted in content words."""
        return _places(map(family, self.stems))

    @cached_property
    def family_pairs(self) -> list[tuple[str, str, float]]:
        """The families of its neighbouring content stems, each pair once, with the sum of their IDF."""
        pairs = dict.fromkeys(pairwise(self.stems))
        return [(family(one), family(other), idf(one) + idf(other)) for one, other in pairs]

    @cached_property
    def cues(self) -> frozenset[str]:
        """The kinds of sentence by its cue words."""
        return cues(self.text[:MAX_CHARS])

    @cached_property
    def effect(self) -> Effect:
        """The effect that it states."""
        return read_effect(self.text[:MAX_CHARS], self.tokens)

    @cached_property
    def pointers(self) -> list[Pointer]:
        """Its direction words."""
        return pointers(self.tokens)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of its direction words: better, worse, more, less, same."""
        return frozenset(map(class_of, self.tokens))

    @cached_property
    def negated(self) -> frozenset[str]:
        """The stems in the scope of a negation."""
        return negated_stems(self.tokens)

    @cached_property
    def printed_numbers(self) -> tuple[Number, ...]:
        """Its numbers that measure or count, with their units and offsets."""
        return numbers(self.text[:MAX_CHARS])

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The values of its numbers."""
        return frozenset(number.value for number in self.printed_numbers)

    @cached_property
    def values(self) -> frozenset[tuple[float, str]]:
        """Its numbers as they are compared, see `compared`."""
        return frozenset(map(compared, self.printed_numbers))

    @cached_property
    def figures(self) -> dict[tuple[float, str], Number]:
        """Those of its numbers that were measured, by how they are compared."""
        return {compared(number): number for number in self.printed_numbers if number.is_figure}

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that name a system, a data set and the like."""
        return names(self.text[:MAX_CHARS])

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The comparisons that it makes."""
        return comparisons(self.text[:MAX_CHARS])


def compared(number: Number) -> tuple[float, str]:
    """A number as it is compared: whole ones by their unit too, since "20 documents" are not "20 %"."""
    return number.value, number.unit if number.value == int(number.value) else ""


def _places(words: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return places


def cosine(claim: Statement, passage: Statement) -> float:
    """TF-IDF cosine with background IDF and sublinear term frequency, in [0, 1]; 0 for a text without content words."""
    return cosine_of(claim.weights, passage.weights, claim.length * passage.length)
