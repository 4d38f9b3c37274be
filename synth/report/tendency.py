"""Which way a statement answers the question: for what it asks, against it, or in words that do not tell."""

from collections.abc import Mapping
from typing import Literal

from synth.models import Question
from synth.polarity import DIRECTIONS
from synth.relations import Relation, relations
from synth.text import content_stems

Tendency = Literal["for", "against", "untold"]

_GOODNESS = frozenset(
    """
    better best worse worst outperform outperforms outperformed outperforming underperform underperforms surpass
    surpasses surpassed beat beats beaten improve improves improved improving improvement improvements superior inferior
    benefit benefits hurt hurts harm harms degrade degrades degraded worsen worsens win wins prefer preferred
    """.split()
)
"""Words that say which of two is the better one; all other words of direction say which has more of something."""
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
    said = _sign(question, text, acronyms)
    if said is None:
        return "untold"
    return "for" if said == (_sign(question, question.text, acronyms) or 1) else "against"


def is_neutral(question: Question, acronyms: Mapping[str, str]) -> bool:
    """Whether a question says nothing of which way it expects the answer: "How do A and B compare?"."""
    return _sign(question, question.text, acronyms) is None


def _sign(question: Question, text: str, acronyms: Mapping[str, str]) -> Literal[-1, 1] | None:
    """+1 where the first subject is said to be better, or to better the outcome; None where the words do not tell."""
    outcomes = frozenset(stem for outcome in question.outcomes for stem in content_stems(outcome))
    left = _stems(question.subjects[0], acronyms)
    right = _stems(question.subjects[1], acronyms) if len(question.subjects) > 1 else outcomes
    unwanted = bool((outcomes or frozenset(content_stems(text))) & _UNWANTED)
    told = set()
    for relation in relations(text):
        if relation.word in _GOODNESS or relation.word in DIRECTIONS:  # "while" contrasts, and says not which way
            sign = _told(relation, left - right, right - left)
            told.add(-sign if unwanted and relation.word not in _GOODNESS else sign)
    told.discard(0)
    if len(told) != 1:
        return None  # it does not tell, or "improves recall but needs more memory": it tells two things
    return 1 if told.pop() > 0 else -1


def _told(relation: Relation, first: frozenset[str], second: frozenset[str]) -> int:
    """The direction of a relation read from the first thing to the second; 0 where it is not about these two."""
    left, right = _with_parts(relation.left), _with_parts(relation.right)
    forward = bool(left & first and right & second)
    backward = bool(left & second and right & first) and relation.kind not in ("causes", "changes")
    return (forward - backward) * relation.direction


def _with_parts(stems: frozenset[str]) -> frozenset[str]:
    """Hyphenated stems by their parts too: "Lucene-BM25" names BM25."""
    return stems | {part for stem in stems if "-" in stem for part in stem.split("-")}


def _stems(subject: str, acronyms: Mapping[str, str]) -> frozenset[str]:
    """The stems of a subject and of its long or short forms."""
    forms = [subject, *(long for short, long in acronyms.items() if short.lower() == subject.lower())]
    forms += [short for short, long in acronyms.items() if long == subject.lower()]
    return frozenset(stem for form in forms for stem in content_stems(form))
