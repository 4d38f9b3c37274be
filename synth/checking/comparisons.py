"""Comparisons: who is said to be above whom, and when another sentence has it the other way round."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.checking.polarity import DIRECTIONS, NEGATIONS
from synth.text import STOP_WORDS, stem, words

_VERBS = re.compile(r"(?:out|under)perform\w*|beats?|beat|exceed\w*|surpass\w*|trails?|lags?|dominat\w+")
_BETWEEN = frozenset({"than", "over", "versus", "vs", "compared", "relative"})
_OWN = frozenset({"our", "we", "ours"})
SIDE_WORDS = 8
"""How many words on each side of a comparison name what is compared."""


@dataclass(frozen=True)
class Comparison:
    """`left` is above `right` where `direction` is 1, below it where -1; both are content stems."""

    left: frozenset[str]
    right: frozenset[str]
    direction: int


def comparisons(text: str) -> list[Comparison]:
    """The comparisons that a text makes by a verb ("A outperforms B") or by "than" ("A is better than B")."""
    tokens = words(text)
    found = []
    for index, token in enumerate(tokens):
        if _VERBS.fullmatch(token):
            direction = -1 if token.startswith(("under", "trail", "lag")) else 1
            if tokens[index + 1 : index + 2] == ["by"] and token.endswith("ed"):
                direction = -direction  # "BART is outperformed by RAG"
            found.append(_comparison(tokens, index, index, direction))
        elif token in _BETWEEN:
            pointing = [place for place in range(max(0, index - 6), index) if tokens[place] in DIRECTIONS]
            if pointing:
                found.append(_comparison(tokens, pointing[0], index, DIRECTIONS[tokens[pointing[-1]]]))
    return [item for item in found if item.left and item.right]


def _comparison(tokens: Sequence[str], first: int, last: int, direction: int) -> Comparison:
    negated = sum(word in NEGATIONS for word in tokens[max(0, first - 4) : first]) % 2
    return Comparison(
        _content(tokens[max(0, first - SIDE_WORDS) : first]),
        _content(tokens[last + 1 : last + 1 + SIDE_WORDS]),
        -direction if negated else direction,
    )


def _content(tokens: Sequence[str]) -> frozenset[str]:
    """Content stems; "our" counts: in "our model outperforms other models" it is all that tells the sides apart."""
    return frozenset(
        stem(word) for word in tokens if word in _OWN or (word not in STOP_WORDS and word not in DIRECTIONS)
    )


def turned_round(claim: Comparison, passage: Comparison) -> bool:
    """Whether the passage puts the same two things the other way: sides swapped, or the direction, but not both."""
    return _order(claim, passage) == -1


def agrees(claim: Comparison, passage: Comparison) -> bool:
    """Whether the passage puts the same two things the same way."""
    return _order(claim, passage) == 1


def _order(claim: Comparison, passage: Comparison) -> int:
    """1 where both say the same of the same two things, -1 where the opposite, 0 where the sides cannot be told apart.

    Words that stand on the same side in both tell nothing of a swap: in "on X, A outperforms B" and "on X, B
    outperforms A" they are the setting. Words that changed sides do, where they did both ways.
    """
    stayed_left, stayed_right = claim.left & passage.left, claim.right & passage.right
    to_right = (claim.left & passage.right) - stayed_left - stayed_right
    to_left = (claim.right & passage.left) - stayed_left - stayed_right
    if to_right and to_left:
        return -claim.direction * passage.direction
    if stayed_left and stayed_right and not (to_right or to_left):
        return claim.direction * passage.direction
    return 0
