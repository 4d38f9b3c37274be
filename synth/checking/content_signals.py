"""Does a passage found in a paper state what the claim states? Named numbers that a model weighs."""

import re
from typing import NamedTuple

from synth.checking.evidence_signals import EVIDENCE_SIGNALS, ClaimAndPassages
from synth.checking.statement import Statement
from synth.models import Number

CONTENT_SIGNALS = (
    "supports",  # log odds that it bears on the claim and does not speak against it, by the models of one passage
    "another paper",
    "cosine",  # of TF-IDF vectors
    "coverage",  # share of the claim's words, weighed by IDF
    "coverage with neighbours",
    "claim words",  # content words of the claim over 10, up to 2
    "other names",  # lacks what the claim names, and names another thing
    "words in common",  # families of content words in both, up to 8, over 8
    "says no more",  # the claim ranks or tells a rise, and the passage does neither, nor calls them equal
    "coverage turned round",  # share of the passage's words that the claim has
    "figures",  # share of the claim's measured figures; 0 where it has none
    "figures turned round",  # share of the passage's that the claim has
    "other figures",  # both measure, and have no figure in common
    "same figure",  # one of three digits or more in common: hardly by chance
    "a finding",  # it holds a sentence that asserts a finding of its paper's own
    "finding",  # P(finding) of the likeliest finding in it; 0 where it is a method, an aim or others' work
    "asks",
    "front",  # stands in abstract, introduction, discussion or conclusion
    "adjacent",  # stands next to the claim, and tells what comes next
)
"""The names of the signals, in the order of a row."""

_COLUMNS = [EVIDENCE_SIGNALS.index(name) for name in CONTENT_SIGNALS if name in EVIDENCE_SIGNALS]
_FIGURES = 4
_RISES, _EQUAL = frozenset(("GOOD", "MORE")), frozenset(("SAME",))
MANY = 8
"""Words in common from which more tell nothing more."""


class Standing(NamedTuple):
    """Where a passage stands and what it is there; `finding` is P(finding) of the likeliest finding in it."""

    same_paper: bool
    finding: float
    front: bool
    adjacent: bool


def content_signals(context: ClaimAndPassages, place: int, supports: float, standing: Standing) -> list[float]:
    """One row of `CONTENT_SIGNALS` of the passage at `place`; `supports` is log odds."""
    claim, passage = context.claim, context.passages[place]
    says_no_more = float(bool(claim.classes & _RISES) and passage.classes.isdisjoint(_RISES | _EQUAL))
    figures = _figures(claim, passage, standing.same_paper)
    return _row(context, place, supports, standing, context.row(place), says_no_more, figures)


def content_bounds(
    context: ClaimAndPassages, place: int, supports: float, standing: Standing
) -> tuple[list[float], list[float]]:
    """The least and the most that each signal of the row can be, by content words alone until the text is read.

    `supports` is the most that it can be, and is more than enough for both, since it speaks for the claim.
    """
    if context.is_read(place):
        row = content_signals(context, place, supports, standing)
        return row, row
    least, most = context.bounds(place)
    figures = [float(bool(context.claim.figures))] * _FIGURES
    return (
        _row(context, place, supports, standing, least, 0.0, [0.0] * _FIGURES),
        _row(context, place, supports, standing, most, 1.0, figures),
    )


def _row(
    context: ClaimAndPassages,
    place: int,
    supports: float,
    standing: Standing,
    evidence: list[float],
    says_no_more: float,
    figures: list[float],
) -> list[float]:
    passage = context.passages[place]
    return [
        supports,
        float(not standing.same_paper),
        *(evidence[column] for column in _COLUMNS),
        min(MANY, len(context.claim.families & passage.families)) / MANY,
        says_no_more,
        context.turned_round(place),
        *figures,
        float(standing.finding > 0),
        standing.finding,
        float(passage.text.endswith("?")),
        float(standing.front),
        float(standing.adjacent),
    ]


def _figures(claim: Statement, passage: Statement, same_paper: bool) -> list[float]:
    """The four signals of figures. Another paper's equal figure is a copy or chance: there they tell nothing."""
    if not same_paper:
        return [0.0] * _FIGURES
    mine, theirs = claim.figures, passage.figures
    return [
        len(mine.keys() & passage.values) / len(mine) if mine else 0.0,
        len(theirs.keys() & claim.values) / len(theirs) if theirs else 0.0,
        float(bool(mine and theirs) and mine.keys().isdisjoint(theirs)),
        float(any(is_telling(number) for value, number in mine.items() if value in passage.values)),
    ]


def is_telling(number: Number) -> bool:
    """Whether a number has three digits or more, so that hardly two texts print it by chance: "81.5", not "0.5"."""
    return len(re.sub(r"\D", "", number.text).lstrip("0")) >= 3
