"""Which way one sentence votes on a question: for, against, mixed, no difference, or unclear."""

from collections.abc import Collection
from typing import Literal, NamedTuple, cast

from synth.answer.cues import read_for, vote_cues
from synth.language.linear import load_linear
from synth.models import Question
from synth.question import parse_question

Vote = Literal["for", "against", "mixed", "no_difference", "unclear"]

SURE = 1.5
"""A sign is told where it is this many times as probable as the opposite one: `benchmarks.answers keys`."""


class Names(NamedTuple):
    """Other names that stand for the sides of a question, as a paper's card gives them."""

    subject: Collection[str] = ()
    comparator: Collection[str] = ()


def read_vote(question: str, sentence: str, context: str = "") -> Vote:
    """Which way a sentence votes on a question typed as text; `context` is what stands before the sentence."""
    return vote(parse_question(question), sentence, context)


def vote(question: Question, sentence: str, context: str = "", names: Names | None = None) -> Vote:
    """Which way a sentence votes on a question, with other names for the sides where a paper's card has some."""
    return called(probabilities(question, sentence, context, names))


def probabilities(question: Question, sentence: str, context: str = "", names: Names | None = None) -> dict[str, float]:
    """P(vote) of the five votes; they sum to one."""
    names = names or Names()
    reading = read_for(question, sentence, context, frozenset(names.subject), frozenset(names.comparator))
    return load_linear("vote").probabilities(vote_cues(question, sentence, reading))


def called(told: dict[str, float]) -> Vote:
    """The most probable vote, or unclear where its opposite is nearly as probable."""
    best = max(told, key=lambda label: (told[label], label))
    opposite = {"for": "against", "against": "for"}.get(best)
    if opposite and told[best] < SURE * told[opposite]:
        return "unclear"
    return cast(Vote, best)
