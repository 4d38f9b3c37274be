"""When a number of a passage conflicts with one of the claim: another value for what is the same quantity."""

from synth.checking.statement import Statement
from synth.language.numerals import same_value
from synth.language.text import STOP_WORDS, stem, words
from synth.models import Number

NEAR_WORDS = 4
"""How many words on each side of a number say what it measures."""
NEAR_CHARS = 80


def conflicting(claim: Statement, passage: Statement) -> list[tuple[Number, Number]]:
    """Pairs that differ but measure the same: the unit is the same, and half the words near one stand near the other.

    A claim's number that the passage has too, anywhere, conflicts with nothing.
    """
    found = []
    for mine in claim.printed_numbers:
        if any(same_value(mine, theirs) for theirs in passage.printed_numbers):
            continue
        near = near_stems(claim.text, mine)
        for theirs in passage.printed_numbers:
            if theirs.unit == mine.unit:
                others = near_stems(passage.text, theirs)
                shared = len(near & others)
                if shared >= 2 and shared >= 0.5 * min(len(near), len(others)):
                    found.append((mine, theirs))
    return found


def near_stems(text: str, number: Number) -> frozenset[str]:
    """The content stems within `NEAR_WORDS` words of a number."""
    before = words(text[max(0, number.start - NEAR_CHARS) : number.start])
    after = words(text[number.end : number.end + NEAR_CHARS])
    near = before[-NEAR_WORDS:] + after[:NEAR_WORDS]
    return frozenset(stem(word) for word in near if word not in STOP_WORDS and not word[0].isdigit())
