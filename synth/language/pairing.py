"""Which of two values is the subject's and which the comparator's, by their order in the sentence."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.language.sequence import Item

# The order of sides (S, C) and values (v) in a clause, with the positions of the subject's and the comparator's value
# in the pattern; the most reliable pattern comes first.
_PATTERNS = (
    ("SvCv", 1, 3),
    ("CvSv", 3, 1),
    ("SvvC", 1, 2),
    ("CvvS", 2, 1),
    ("vSvC", 0, 2),
    ("vCvS", 2, 0),
    ("vvSC", 0, 1),
    ("vvCS", 1, 0),
    ("SCvv", 2, 3),
    ("CSvv", 3, 2),
    ("Svv", 1, 2),
    ("Cvv", 2, 1),
    ("vvS", 0, 1),
    ("vvC", 0, 1),
)


class Pair(NamedTuple):
    """The values of both sides, the pattern that assigns them, and the sign of subject minus comparator."""

    sign: int
    pattern: str
    subject: float
    comparator: float


def value_pairs(items: Sequence[Item]) -> tuple[list[Pair], str]:
    """The pairs of values that the order of a sentence assigns to its two sides, and that order ("SvCv|").

    Where two values are percentages, other numbers are left out: "(23, 45.1 %) against (19, 40.2 %)".
    """
    events: list[tuple[str, float]] = []
    for item in items:
        if item.word in ("SUBJ", "COMP"):
            events.append((item.word[0], 0.0))
        elif item.word in ("NUM", "NUM%"):
            events.append(("n" if item.word == "NUM" else "%", item.value or 0.0))
        elif item.word in (";", "."):
            events.append(("|", 0.0))
    if sum(kind == "%" for kind, _ in events) >= 2:
        events = [event for event in events if event[0] != "n"]
    order = "".join("v" if kind in "n%" else kind for kind, _ in events)
    pairs = []
    for pattern, subject_at, comparator_at in _PATTERNS:
        for match in re.finditer(f"(?={pattern})", order):
            subject, comparator = events[match.start() + subject_at][1], events[match.start() + comparator_at][1]
            pairs.append(Pair((subject > comparator) - (subject < comparator), pattern, subject, comparator))
    return pairs, order
