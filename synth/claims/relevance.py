"""How much a claim bears on a question: its facets found again in the claim, rare words weighing more."""

from collections.abc import Mapping

from synth.facets import Facet
from synth.models import Question

RARE_IDF = 6.0
"""From this IDF on an outcome tells the matter by itself: "hallucination" (10.1), not "accuracy" (3.8)."""
LONG_FACET, LONG_SHARE = 4, 0.5
"""A subject of so many words, "BLEU correlate with human judgments of text simplification", is seldom named at one
place: this share of its weight anywhere in the claim will do."""


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
        self._telling = [*subjects, *(facet for facet in outcomes if facet.rarity >= RARE_IDF or not subjects)]

    def relevance(self, text: str) -> float:
        """How much of the question a claim speaks of, in [0, 1].

        The mean of three shares of weight found again: of the subject best covered, of the outcomes (where the
        question names any), and of all words of the question. 0 where it names no subject and no rare outcome.
        """
        if self._telling and not any(_bears_on(facet, text) for facet in self._telling):
            return 0.0
        shares = [self._all.share(text), *(max(facet.share(text) for facet in group) for group in self._groups)]
        return sum(shares) / len(shares)


def _bears_on(facet: Facet, text: str) -> bool:
    return facet.names(text) or (len(facet.weights) >= LONG_FACET and facet.share(text) >= LONG_SHARE)
