"""Which way one sentence votes on a question: for, against, mixed, no difference, or unclear."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from synth.answer.cues import conclusion_cues, is_conclusion, read_for, vote_cues
from synth.answer.figure_votes import vote_of_figures
from synth.language.linear import load_linear
from synth.language.sides import Sides
from synth.models import VOTES, Question, Vote
from synth.question import parse_question

SURE, SURE_HOLDS = 3.0, 2.0
"""A sign is told where it is this many times as probable as the opposite one; the second, where a question asks whether
something holds or differs: `python -m benchmarks.answers topics`."""


class Names(NamedTuple):
    """Other names that stand for the sides of a question, as a paper's card gives them."""

    subject: Collection[str] = ()
    comparator: Collection[str] = ()


def read_vote(question: str, sentence: str, context: str = "") -> Vote:
    """Which way a sentence votes on a question typed as text; `context` is what stands before the sentence."""
    asked = parse_question(question)
    return vote_of_figures(asked, sentence, Sides(asked, ()).of("")) or vote(asked, sentence, context)


def vote(question: Question, sentence: str, context: str = "", names: Names | None = None) -> Vote:
    """Which way a sentence votes on a question, with other names for the sides where a paper's card has some."""
    cues = cues_for(question, sentence, context, names)
    told = weighed(question, cues)
    if is_conclusion(question, cues):
        several = any(cue.startswith("e:first:") for cue in cues)
        return called(told, 1.0 if several else SURE_HOLDS)  # conclusions of several sentences speak to their question
    best = called(told)
    contrary = {"for": "h:-1", "against": "h:1"}.get(best)
    return "unclear" if contrary in cues else best


def probabilities(
    question: Question, sentence: str, context: str = "", names: Names | None = None
) -> dict[Vote, float]:
    """P(vote) of the five votes; they sum to one."""
    return weighed(question, cues_for(question, sentence, context, names))


def cues_for(question: Question, sentence: str, context: str, names: Names | None) -> list[str]:
    """The features of a sentence for a question."""
    names = names or Names()
    reading = read_for(question, sentence, context, frozenset(names.subject), frozenset(names.comparator))
    return vote_cues(question, sentence, reading)


def weighed(question: Question, cues: Sequence[str]) -> dict[Vote, float]:
    """P(vote) by the model of conclusions or that of single sentences."""
    if is_conclusion(question, cues):
        told = load_linear("conclusion").probabilities(conclusion_cues(cues))
        same = "same" in cues or question.asks == "difference"
        no: Vote = "no_difference" if same else "against"
        votes: dict[Vote, float] = dict.fromkeys(VOTES, 0.0)
        return votes | {"for": told["for"], no: told["against"], "unclear": told["unclear"]}
    told = load_linear("vote").probabilities(cues)
    return {vote: told[vote] for vote in VOTES}


def called(told: Mapping[Vote, float], sure: float = SURE) -> Vote:
    """The vote of the most probable group: yes; no or no difference; open.

    A sign is told only where it is `sure` times as probable as its opposite.
    """
    groups: tuple[tuple[Vote, ...], ...] = (("for",), ("against", "no_difference"), ("mixed", "unclear"))
    group = max(groups, key=lambda labels: sum(told[label] for label in labels))
    best = max(group, key=lambda label: told[label])
    opposites: dict[Vote, Vote] = {"for": "against", "against": "for"}
    if best in opposites and told[best] < sure * told[opposites[best]]:
        return "unclear"
    return best
