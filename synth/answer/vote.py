"""The vote of one sentence on a question: for, against, mixed, no difference, or unclear."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from synth.answer.figure_votes import vote_of_figures
from synth.answer.hypotheses import is_of_hypothesis, vote_of_hypothesis
from synth.answer.restating import asserted, is_contrasted, vote_of_restatement
from synth.answer.statements import sure_vote, tells_small_effect
from synth.answer.vote_cues import conclusion_cues, is_conclusion, read_for, vote_cues
from synth.language.direction_models import SentenceReading
from synth.language.lexicon import words_of
from synth.language.linear import load_linear
from synth.language.rules import holds_for_both, states_no_difference, states_sides_alike
from synth.language.sequence import Item
from synth.language.sides import Sides
from synth.models import VOTES, Question, Vote, rounded
from synth.question import parse_question

MIN_ODDS, MIN_ODDS_WHETHER = 3.0, 2.0
"""How many times as probable as its opposite a sign must be: `python -m benchmarks.answers topics`. The second, where
a question asks whether something is so or differs.
"""
LEAST = 0.35
"""P(vote) below which none is given: of five sets of keys it leaves out one right vote in 90 and half of the wrong."""
SURE = 0.9
"""P(vote) by a rule. Figures that are each tied to a side: 13 of the 16 sentences looked up had the sign right; the
question's own words: 14 of 14 labelled sentences of abstracts that have a sign.
"""

_AS_SAME: dict[Vote, Vote] = {
    "for": "against", "against": "against", "no_difference": "for", "mixed": "mixed", "unclear": "unclear",
}  # fmt: skip
"""The vote on whether two sides are the same, by the vote on whether they differ, and which is better."""


class Names(NamedTuple):
    """Other names for the sides of a question, as a paper's card gives them."""

    subject: Collection[str] = ()
    comparator: Collection[str] = ()
    outcome: Collection[str] = ()


def read_vote(question: str, sentence: str, context: str = "") -> Vote:
    """The vote of a sentence on a question given as text; `context` is the text before the sentence."""
    parsed = parse_question(question)
    return vote_of_figures(parsed, sentence, Sides(parsed, ()).of("")) or vote(parsed, sentence, context)


def vote(question: Question, sentence: str, context: str = "", names: Names | None = None) -> Vote:
    """The vote of a sentence on a question, with the names for its sides that a paper's card gives."""
    reading = _read(question, sentence, context, names)
    if plain := _plain_vote(question, reading):
        return plain
    if question.asks_same:
        return _AS_SAME[vote(_whether_they_differ(question), sentence, context, names)]
    cues = vote_cues(question, sentence, reading)
    probabilities = model_probabilities(question, cues)
    if is_conclusion(question, cues):
        return decide_vote(probabilities, 1.0)  # conclusions of several sentences answer their question
    is_whether = question.asks in ("whether", "difference")
    best = decide_vote(probabilities, MIN_ODDS_WHETHER if is_whether else MIN_ODDS)
    contrary = {"for": "h:-1", "against": "h:1"}.get(best)
    return "unclear" if contrary in cues else best


def vote_probabilities(
    question: Question, sentence: str, context: str = "", names: Names | None = None
) -> dict[Vote, float]:
    """P(vote) of the five votes; they sum to one."""
    reading = _read(question, sentence, context, names)
    if plain := _plain_vote(question, reading):
        return nearly_sure(plain)
    if question.asks_same:
        turned = dict.fromkeys(VOTES, 0.0)
        for vote, share in vote_probabilities(_whether_they_differ(question), sentence, context, names).items():
            turned[_AS_SAME[vote]] += share
        return turned
    probabilities = model_probabilities(question, vote_cues(question, sentence, reading))
    if states_no_difference(reading.items) and is_contrasted([item.word for item in reading.items]):
        signs = probabilities["for"] + probabilities["against"]
        probabilities |= {"for": 0.0, "against": 0.0, "unclear": probabilities["unclear"] + signs}
    return probabilities


def _whether_they_differ(question: Question) -> Question:
    return question.model_copy(update={"sign": 0})


def _plain_vote(question: Question, reading: SentenceReading) -> Vote | None:
    """The vote of a sentence that restates the question, says that its two sides do not differ, or states plainly how
    they do; None of others, and where two of them disagree."""
    items = reading.items if _is_text(reading.items) else asserted(reading.items)
    if question.asks_identity or (is_of_hypothesis(question) and not _is_text(items)):
        return vote_of_hypothesis(question, items) or "unclear"  # the model has learnt what is better
    if question.kind == "comparison" and states_sides_alike(items):
        return "for" if question.asks_same or question.or_equal else "no_difference"
    if question.asks_same and holds_for_both(items):
        return "for"
    if question.asks_same and any(item.word == "both" for item in items):
        return "unclear"  # what holds for both of two groups tells them apart as little
    if question.asks_same and not _tells_difference([item.word for item in items]):
        return vote_of_hypothesis(question, items) or "unclear"  # "the range was wider" is of something else
    votes = {read(question, items) for read in (vote_of_restatement, sure_vote, vote_of_hypothesis)} - {None}
    plain = votes.pop() if len(votes) == 1 else None
    both = plain in ("for", "against") and states_no_difference(items)
    contrasted = is_contrasted([item.word for item in items])
    if plain is None and question.kind == "effect" and tells_small_effect(items):
        return "unclear"
    return plain if not both else "mixed" if contrasted else None  # "... but had no effect among adults"


def _is_text(items: Sequence[Item]) -> bool:
    """Whether there are several sentences, which a model of conclusions reads."""
    return sum(item.word in (".", "?", "!") for item in items) > 1


def _tells_difference(words: Sequence[str]) -> bool:
    """Whether words tell how far two things differ, and not how far the values of each do."""
    return not words_of("hypotheses", "differs").isdisjoint(words) and words_of("hypotheses", "spread").isdisjoint(
        words
    )


def nearly_sure(vote: Vote) -> dict[Vote, float]:
    """P(vote) where a rule gives it."""
    return {each: SURE if each == vote else rounded((1 - SURE) / (len(VOTES) - 1)) for each in VOTES}


def _read(question: Question, sentence: str, context: str, names: Names | None) -> SentenceReading:
    names = names or Names()
    return read_for(question, sentence, context, *map(frozenset, names))


def model_probabilities(question: Question, cues: Sequence[str]) -> dict[Vote, float]:
    """P(vote) by the model of conclusions or that of single sentences."""
    if is_conclusion(question, cues):
        probabilities = load_linear("conclusion").probabilities(conclusion_cues(cues))
        same = "same" in cues or question.asks == "difference"
        no: Vote = "no_difference" if same else "against"
        votes: dict[Vote, float] = dict.fromkeys(VOTES, 0.0)
        return votes | {"for": probabilities["for"], no: probabilities["against"], "unclear": probabilities["unclear"]}
    probabilities = load_linear("vote").probabilities(cues)
    return {vote: probabilities[vote] for vote in VOTES}


def decide_vote(probabilities: Mapping[Vote, float], min_odds: float = MIN_ODDS) -> Vote:
    """The vote of the most probable group: yes; no or no difference; open.

    None is given that is not probable enough, and a sign only where it is `min_odds` times as probable as its opposite.
    """
    groups: tuple[tuple[Vote, ...], ...] = (("for",), ("against", "no_difference"), ("mixed", "unclear"))
    group = max(groups, key=lambda labels: sum(probabilities[label] for label in labels))
    best = max(group, key=lambda label: probabilities[label])
    opposites: dict[Vote, Vote] = {"for": "against", "against": "for"}
    if probabilities[best] < LEAST or (
        best in opposites and probabilities[best] < min_odds * probabilities[opposites[best]]
    ):
        return "unclear"
    return best
