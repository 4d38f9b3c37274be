"""How much a claim bears on a question: its facets found again in the claim, rare words weighing more."""

from collections.abc import Mapping

from synth.facets import Facet
from synth.models import Question

RARE_IDF = 6.0
"""From this IDF on an outcome tells the matter by itself: "hallucination" (10.1), not "accuracy" (3.8)."""
LONG_FACET, LONG_SHARE = 4, 0.5
"""A subject of so many words, "BLEU correlate with human judgments of text simplification", is seldom named at one
place: this share of its weight anywhere in the claim will do."""
PART_FACET, PART_SHARE = 3, 1 / 3
"""Of a subject of so many words a smaller part will do beside an outcome: "rationales help reasoning" bears on
whether "chain-of-thought rationale generation" improves "reasoning"."""


class QuestionMatcher:
    """A question's facets, ready to be held against many claims."""

    def __init__(self, question: Question, acronyms: Mapping[str, str]) -> None:
        phrases = [*question.subjects, *question.outcomes, *question.settings, *question.terms]
        self._all = Facet(" ".join(phrases), acronyms)
        # "performance" alone makes nothing relevant: it stands in every paper.
        subjects, outcomes = (
            [facet for facet in (Facet(phrase, acronyms) for phrase in group) if not facet.is_bare]
            for group in (question.subjects, question.outcomes)
        )
        self._groups = [group for group in (subjects, outcomes) if group]
        self._subjects, self._outcomes = subjects, outcomes
        self._telling = [*subjects, *(facet for facet in outcomes if facet.rarity >= RARE_IDF or not subjects)]

    def relevance(self, text: str) -> float:
        """How much of the question a claim speaks of, in [0, 1].

        The mean of three shares of weight found again: of the subject best covered, of the outcomes (where the
        question names any), and of all words of the question. 0 where it names no subject, no rare outcome, and no
        outcome together with a part of a subject.
        """
        if self._telling and not (any(_bears_on(facet, text) for facet in self._telling) or self._bears_in_part(text)):
            return 0.0
        shares = [self._all.share(text), *(max(facet.share(text) for facet in group) for group in self._groups)]
        return sum(shares) / len(shares)

    def _bears_in_part(self, text: str) -> bool:
        parts = (len(facet.weights) >= PART_FACET and facet.share(text) >= PART_SHARE for facet in self._subjects)
        return any(parts) and any(facet.names(text) for facet in self._outcomes)


def _bears_on(facet: Facet, text: str) -> bool:
    return facet.names(text) or (len(facet.weights) >= LONG_FACET and facet.share(text) >= LONG_SHARE)
