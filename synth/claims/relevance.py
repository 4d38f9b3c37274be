"""How much a claim bears on a question: its facets found again in the claim, rare words weighing more."""

import re
from collections.abc import Mapping

from synth.claims.acronyms import expand
from synth.models import Question
from synth.text import STOP_WORDS, idf, stem, words

_DERIVED = (
    (re.compile(r"(?<=uc)t$"), ""),  # reduct(ion) -> reduc(e)
    (re.compile(r"(?<=[a-z]{4})aci$"), ""),  # accuraci -> accur
    (re.compile(r"(?<=[a-z]{5})(?:ison|iti|ness|abl|er|or|al)$"), ""),  # comparison -> compar, factual -> factu
)


def family(word: str) -> str:
    """The stem of a lower-case word, and of the words derived from it: "reduction" and "reduce" meet."""
    base = stem(word)
    for pattern, replacement in _DERIVED:
        base = pattern.sub(replacement, base)
    return base


def families(text: str) -> set[str]:
    """The word families of a text that carry a topic.

    A compound counts by its parts too, but not one with a function word: "all-reduce" is a name and reduces nothing.
    """
    found: set[str] = set()
    for word in words(text):
        parts = word.split("-")
        if len(parts) > 1 and any(part in STOP_WORDS for part in parts):
            found.add(word)
            continue
        found.update(family(part) for part in parts if part not in STOP_WORDS and (len(part) > 1 or part.isdigit()))
    return found


RELATIONS = frozenset(
    family(word)
    for word in """
    reduce increase decrease improve help affect effect impact influence better worse best compare comparison versus vs
    outperform beat good well more less use make achieve performance result method approach model system task work
    different difference much long longer large larger high higher low lower
    """.split()
)
"""Words that relate, or stand in every paper; alone they make nothing relevant: "reduce memory" for "reduce ..."."""

MIN_FACET = 0.6
"""The share of one subject or outcome that a claim must speak of: "retrieval" alone is not "dense retrieval"."""


class QuestionMatcher:
    """A question's facets as weighted word families, ready to be held against many claims."""

    def __init__(self, question: Question, acronyms: Mapping[str, str]) -> None:
        phrases = [*question.subjects, *question.outcomes, *question.settings, *question.terms]
        asked = families(expand(" ".join(phrases), acronyms))
        # "MIRAGE" is "medical information retrieval-augmented generation evaluation": a data set, no such thing.
        self._acronyms = {
            acronym: long_form
            for acronym, long_form in acronyms.items()
            if 2 * len(families(long_form) & asked) >= len(families(long_form))
        }
        self._subjects = [self._weights(phrase) for phrase in question.subjects]
        self._outcomes = [self._weights(phrase) for phrase in question.outcomes]
        self._all = self._weights(" ".join(phrases))

    def relevance(self, text: str) -> float:
        """How much of the question a claim speaks of, in [0, 1].

        The mean of three shares of weight found again: of the subject best covered, of the outcomes (where the
        question names any), and of all words of the question. 0 where no subject or outcome is covered by `MIN_FACET`.
        """
        found = families(expand(text, self._acronyms))
        facets = [
            max(_covered(facet, found) for facet in group) for group in (self._subjects, self._outcomes) if any(group)
        ]
        if facets and max(facets) < MIN_FACET:
            return 0.0
        shares = [_covered(self._all, found), *facets]
        return sum(shares) / len(shares)

    def _weights(self, phrase: str) -> dict[str, float]:
        found = sorted(families(expand(phrase, self._acronyms)))
        return {word: idf(word) for word in found if word not in RELATIONS}


def _covered(facet: Mapping[str, float], found: set[str]) -> float:
    total = sum(facet.values())
    return sum(weight for word, weight in facet.items() if word in found) / total if total else 0.0
