"""The polarity of outcomes: whether more is better, or less, or neither."""

from collections.abc import Sequence

from synth.language.lexicon import is_in
from synth.language.tokens import tokens, with_parts


def word_polarity(word: str) -> int:
    """1 where more of what a lower-case word means is better, -1 where less is, 0 where neither is known."""
    for part in with_parts(word):
        if part and is_in("undesired", part):
            return -1
        if part and is_in("desired", part):
            return 1
    return 0


def polarity(outcome: str) -> int:
    """1 where more of an outcome is better, -1 where less is, 0 where neither is known.

    An undesired word decides wherever it is, since it reverses what is about it: "error rate", "risk of death",
    "bugs found" (more is better) against "bugs in the released program" (its own word alone: more is better).
    """
    found = [word_polarity(token.lower()) for token in tokens(outcome)]
    if -1 in found:
        freed = any(
            token.lower() in ("free", "reduction", "prevention", "avoided", "survival") for token in tokens(outcome)
        )
        return 1 if freed else -1
    return 1 if 1 in found else 0


def reversing_word(outcome: str) -> str:
    """The word that turns what an outcome's others mean into its opposite, "" for none: "gap" of "accuracy gap".

    A text that names the others alone speaks of something else.
    """
    of_word = {token.lower(): word_polarity(token.lower()) for token in tokens(outcome)}
    return next((word for word, sign in of_word.items() if sign < 0), "") if {1, -1} <= {*of_word.values()} else ""


def polarity_near(words: Sequence[str], at: int) -> int:
    """The polarity of the outcome next to a direction word: among the four words behind it, then the three before."""
    for index in (*range(at + 1, min(len(words), at + 5)), *range(at - 1, max(-1, at - 4), -1)):
        if words[index] in (",", ";", "than", "."):
            continue
        if (found := word_polarity(words[index])) != 0:
            return found
    return 0
