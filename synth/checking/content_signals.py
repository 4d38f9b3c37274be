"""Signals for whether a passage of a paper states what the claim states: named numbers that a model weighs."""

import re
from typing import NamedTuple

from synth.checking.evidence_signals import EVIDENCE_SIGNALS, ClaimAndPassages
from synth.checking.statement import Statement
from synth.models import Number

CONTENT_SIGNALS = (
    "supports",  # log odds that it addresses the claim and does not contradict it, by the models of one passage
    "another paper",
    "cosine",  # of TF-IDF vectors
    "coverage",  # share of the claim's words, weighed by IDF
    "coverage with neighbours",
    "claim words",  # content words of the claim over 10, up to 2
    "other names",  # lacks a name of the claim, and has another
    "words in common",  # families of content words in both, up to 8, over 8
    "says no more",  # the claim states a ranking or a rise, and the passage neither, nor equality
    "coverage turned round",  # share of the passage's words that the claim has
    "figures",  # share of the claim's measured figures; 0 where it has none
    "figures turned round",  # share of the passage's that the claim has
    "other figures",  # both measure, and have no figure in common
    "same figure",  # one of three digits or more in common, which is hardly chance
    "a finding",  # it has a sentence that asserts a finding of its own paper
    "finding",  # P(finding) of the likeliest finding in it; 0 where it is a method, an aim or others' work
    "asks",
    "front",  # is in abstract, introduction, discussion or conclusion
    "adjacent",  # is next to the claim, and so continues it
)
"""The names of the signals, in the order of a row."""

_COLUMNS = [EVIDENCE_SIGNALS.index(name) for name in CONTENT_SIGNALS if name in EVIDENCE_SIGNALS]
_FIGURES = 4
_RISES, _EQUAL = frozenset(("GOOD", "MORE")), frozenset(("SAME",))
MANY = 8
"""The number of common words beyond which more add nothing."""


class Placement(NamedTuple):
    """Where a passage is, relative to the claim and in its paper; `finding` is its highest P(finding)."""

    same_paper: bool
    finding: float
    front: bool
    adjacent: bool


def content_signals(context: ClaimAndPassages, place: int, supports: float, placement: Placement) -> list[float]:
    """One row of `CONTENT_SIGNALS` of the passage at `place`; `supports` is log odds."""
    claim, passage, evidence = context.claim, context.passages[place], context.row(place)
    return [
        supports,
        float(not placement.same_paper),
        *(evidence[column] for column in _COLUMNS),
        min(MANY, len(claim.families & passage.families)) / MANY,
        float(bool(claim.classes & _RISES) and passage.classes.isdisjoint(_RISES | _EQUAL)),
        context.passage_coverage(place),
        *_figures(claim, passage, placement.same_paper),
        float(placement.finding > 0),
        placement.finding,
        float(passage.text.endswith("?")),
        float(placement.front),
        float(placement.adjacent),
    ]


def _figures(claim: Statement, passage: Statement, same_paper: bool) -> list[float]:
    """The four signals of figures. An equal figure in another paper is a copy or chance: there all are zero."""
    if not same_paper:
        return [0.0] * _FIGURES
    claimed, stated = claim.figures, passage.figures
    return [
        len(claimed.keys() & passage.values) / len(claimed) if claimed else 0.0,
        len(stated.keys() & claim.values) / len(stated) if stated else 0.0,
        float(bool(claimed and stated) and claimed.keys().isdisjoint(stated)),
        float(any(is_distinctive(number) for value, number in claimed.items() if value in passage.values)),
    ]


def is_distinctive(number: Number) -> bool:
    """Whether a number has three digits or more, so that hardly two texts print it by chance: "81.5", not "0.5"."""
    return len(re.sub(r"\D", "", number.text).lstrip("0")) >= 3
