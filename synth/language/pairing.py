"""Which of two values is the subject's and which the comparator's, by the order in which they stand."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.language.sequence import Item

# Where the sides (S, C) and values (v) of a clause stand, and which value is whose: places of the subject's and the
# comparator's value within the pattern, in this order of trust.
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
    """Two values of a sentence: whose they are by which pattern, and the sign of the subject's less the
    comparator's.
    """

    sign: int
    pattern: str
    subject: float
    comparator: float


def value_pairs(items: Sequence[Item]) -> tuple[list[Pair], str]:
    """The pairs of values that the order of a sentence gives to its two sides, and that order ("SvCv|").

    Where two values are per cents, other numbers are left out: "(23, 45.1 %) against (19, 40.2 %)".
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
    for pattern, mine, other in _PATTERNS:
        for match in re.finditer(f"(?={pattern})", order):
            subject, comparator = events[match.start() + mine][1], events[match.start() + other][1]
            pairs.append(Pair((subject > comparator) - (subject < comparator), pattern, subject, comparator))
    return pairs, order
