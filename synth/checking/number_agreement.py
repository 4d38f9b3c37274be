"""Numbers of a passage that conflict with the claim: another value for the same quantity."""

from synth.checking.statement import Statement
from synth.language.numerals import same_value
from synth.language.text import STOP_WORDS, stem, words
from synth.models import Number

NEAR_WORDS = 4
"""The words on each side of a number that describe what it measures."""
NEAR_CHARS = 80


def conflicting(claim: Statement, passage: Statement) -> list[tuple[Number, Number]]:
    """Pairs that differ but measure the same: the unit is the same, and half the words near one are near the other.

    A number of the claim that the passage also has, anywhere, is no conflict.
    """
    found = []
    for claimed in claim.printed_numbers:
        if any(same_value(claimed, stated) for stated in passage.printed_numbers):
            continue
        near = near_stems(claim.text, claimed)
        for stated in passage.printed_numbers:
            if stated.unit == claimed.unit:
                others = near_stems(passage.text, stated)
                shared = len(near & others)
                if shared >= 2 and shared >= 0.5 * min(len(near), len(others)):
                    found.append((claimed, stated))
    return found


def near_stems(text: str, number: Number) -> frozenset[str]:
    """The content stems within `NEAR_WORDS` words of a number."""
    before = words(text[max(0, number.start - NEAR_CHARS) : number.start])
    after = words(text[number.end : number.end + NEAR_CHARS])
    near = before[-NEAR_WORDS:] + after[:NEAR_WORDS]
    return frozenset(stem(word) for word in near if word not in STOP_WORDS and not word[0].isdigit())
