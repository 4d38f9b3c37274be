"""Which way a statement answers the question: for what it asks, against it, or in words that do not tell."""

from collections.abc import Mapping
from typing import Literal

from synth.models import Question
from synth.polarity import DIRECTIONS
from synth.relations import Relation, relations
from synth.text import content_stems, words

Tendency = Literal["for", "against", "untold"]

_GOODNESS = frozenset(
    """
    better best worse worst outperform outperforms outperformed outperforming underperform underperforms surpass
    surpasses surpassed beat beats beaten improve improves improved improving improvement improvements superior inferior
    benefit benefits hurt hurts harm harms degrade degrades degraded worsen worsens win wins prefer preferred
    """.split()
)
"""Words that say which of two is the better one; all other words of direction say which has more of something."""
_QUANTIFIERS = frozenset({"most", "least"})
"""Words of direction that compare nothing in "most settings"."""
_UNWANTED = frozenset(
    content_stems(
        """
        hallucination error cost latency memory loss perplexity toxicity bias time forgetting overfitting variance
        delay overhead complexity failure misinformation bugs noise drift energy consumption harm regret distortion
        """
    )
)
"""What one has better less of."""


def tendency(question: Question, text: str, acronyms: Mapping[str, str]) -> Tendency:
    """Whether a statement says of the question's subjects and outcomes what the question asks, or the opposite.

    "For" a comparison means that its first subject comes out as the question puts it ("less than"), and where it puts
    nothing ("do A and B differ") better. A statement whose relations disagree, or name the sides otherwise, is untold:
    precision before recall.
    """
    asked = 1 if is_neutral(question, acronyms) else _sign(question, question.text, acronyms)
    said = _sign(question, text, acronyms)
    if said is None:
        return "untold"
    return "for" if said == asked else "against"


def is_neutral(question: Question, acronyms: Mapping[str, str]) -> bool:
    """Whether a question says nothing of which way it expects the answer: "How do A and B compare?"."""
    return _sign(question, question.text, acronyms) is None


def _sign(question: Question, text: str, acronyms: Mapping[str, str]) -> Literal[-1, 1] | None:
    """+1 where the first subject is said to be better, or to better the outcome; None where the words do not tell."""
    pointing = [word for word in words(text) if word in DIRECTIONS or word in _GOODNESS]
    kinds = {word in _GOODNESS for word in pointing if word not in _QUANTIFIERS}
    if len(kinds) != 1:
        return None  # "improves recall but needs more memory" tells two things
    by_amount = kinds == {False}
    outcomes = {stem for outcome in question.outcomes for stem in content_stems(outcome)}
    measured = outcomes or set(content_stems(text))
    flip = -1 if by_amount and measured & _UNWANTED else 1
    left = _stems(question.subjects[0], acronyms)
    right = _stems(question.subjects[1], acronyms) if len(question.subjects) > 1 else frozenset(outcomes)
    told = {sign for relation in relations(text) if (sign := _told(relation, left - right, right - left))}
    if len(told) != 1:
        return None
    return 1 if told.pop() * flip > 0 else -1


def _told(relation: Relation, left: frozenset[str], right: frozenset[str]) -> int:
    """The direction of a relation read from the first thing to the second; 0 where it is not about these two."""
    if relation.left & left and relation.right & right and not relation.left & right and not relation.right & left:
        return relation.direction
    if relation.kind == "causes" or relation.kind == "changes":
        return 0
    if relation.left & right and relation.right & left and not relation.left & left and not relation.right & right:
        return -relation.direction
    return 0


def _stems(subject: str, acronyms: Mapping[str, str]) -> frozenset[str]:
    """The stems of a subject and of its long or short forms."""
    forms = [subject, *(long for short, long in acronyms.items() if short.lower() == subject.lower())]
    forms += [short for short, long in acronyms.items() if long == subject.lower()]
    return frozenset(stem for form in forms for stem in content_stems(form))
