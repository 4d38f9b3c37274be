"""Comparisons: who is said to be above whom, and when another sentence has it the other way round."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.checking.polarity import DIRECTIONS, NEGATIONS
from synth.text import STOP_WORDS, stem, words

_VERBS = re.compile(r"(?:out|under)perform\w*|beats?|beat|exceed\w*|surpass\w*|trails?|lags?|dominat\w+")
_BETWEEN = frozenset({"than", "over", "versus", "vs", "compared", "relative"})
_TELLING = frozenset({"our", "we", "ours", "other", "others"})
SIDE_WORDS = 6
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
    """Content stems; in "our model outperforms other models" "our" and "other" are all that tells the sides apart."""
    return frozenset(
        stem(word) for word in tokens if word in _TELLING or (word not in STOP_WORDS and word not in DIRECTIONS)
    )


def turned_round(claim: Comparison, passage: Comparison, *, same_words: bool = False) -> bool:
    """Whether the passage puts the same two things the other way: sides swapped, or the direction, but not both.

    Some words must have changed sides each way. More must have done so than stayed, unless the two sentences have the
    `same_words`: "BLEU's correlation with M is lower than -LDSC's" and "the correlation with BLEU is lower in this case
    than with -LDSC" say the same, though "case" changed sides.
    """
    stayed, moved = _stayed(claim, passage), _moved(claim, passage)
    swapped = all(moved) and (same_words or len(moved[0] | moved[1]) > len(stayed[0] | stayed[1]))
    return (swapped and claim.direction == passage.direction) or (
        all(stayed) and not any(moved) and claim.direction != passage.direction
    )


def agrees(claim: Comparison, passage: Comparison) -> bool:
    """Whether the passage puts the same two things the same way."""
    stayed, moved = _stayed(claim, passage), _moved(claim, passage)
    if all(moved):
        return claim.direction != passage.direction
    return all(stayed) and not any(moved) and claim.direction == passage.direction


def _stayed(claim: Comparison, passage: Comparison) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the claim's left and right side that stand on the same side in the passage."""
    return claim.left & passage.left, claim.right & passage.right


def _moved(claim: Comparison, passage: Comparison) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the claim's left and right side that stand only on the other side in the passage."""
    stayed_left, stayed_right = _stayed(claim, passage)
    stayed = stayed_left | stayed_right
    return (claim.left & passage.right) - stayed, (claim.right & passage.left) - stayed
