"""The direction of a statement: negations with their scope, direction words, antonyms, and comparisons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.language.lexicon import sections_of, word_list, words_of
from synth.language.text import STOP_WORDS, stem, words

NEGATIONS = words_of("polarity", "negations")
"""Negations. "Lack of FGF21 leads to ..." is not negated, so "lack" and the like are not among them."""

DIRECTIONS: dict[str, int] = {
    **dict.fromkeys(word_list("polarity", "up"), 1),
    **dict.fromkeys(word_list("polarity", "down"), -1),
}
"""+1 for words that point upward, -1 for words that point downward."""

ANTONYMS: dict[str, str] = {}
"""For each stem with a fixed opposite, the opposite's stem."""
for _pair in sections_of("polarity.txt")["opposites"]:
    _left, _right = (stem(_word) for _word in _pair.split())
    ANTONYMS.setdefault(_left, _right)
    ANTONYMS.setdefault(_right, _left)

SCOPE = 6
"""The scope of a negation in words; also the neighbourhood of a direction word."""


@dataclass(frozen=True)
class Pointer:
    """A direction word: its sign, with the negations before it applied, and the stems around it."""

    direction: int
    around: frozenset[str]


def pointers(tokens: Sequence[str]) -> list[Pointer]:
    """The direction words among lower-case words, each with the content stems within `SCOPE` words."""
    found = []
    for index, token in enumerate(tokens):
        direction = DIRECTIONS.get(token)
        if direction is not None:
            begin = max(0, index - 4)
            if "by" in tokens[begin:index]:  # "is not needed by larger models" does not make them smaller
                begin += tokens[begin:index].index("by")
            negated = sum(denies(tokens, place) for place in range(begin, index)) % 2
            near = [*tokens[max(0, index - SCOPE) : index], *tokens[index + 1 : index + 1 + SCOPE]]
            stems = frozenset(stem(word) for word in near if word not in STOP_WORDS and word not in DIRECTIONS)
            found.append(Pointer(-direction if negated else direction, stems))
    return found


def denials(tokens: Sequence[str]) -> int:
    """The number of negations; two cancel out."""
    return sum(denies(tokens, index) for index in range(len(tokens)))


def denies(tokens: Sequence[str], index: int) -> bool:
    """Whether the word at `index` is a negation; that of "not only enhances" is not."""
    return tokens[index] in NEGATIONS and tokens[index + 1 : index + 2] != ["only"]


def negated_stems(tokens: Sequence[str]) -> frozenset[str]:
    """Content stems in the scope of a negation, the `SCOPE` words behind it; double negations cancel out."""
    found: set[str] = set()
    for index in range(len(tokens)):
        if denies(tokens, index):
            reached = {stem(word) for word in tokens[index + 1 : index + 1 + SCOPE] if word not in STOP_WORDS}
            found ^= reached
    return frozenset(found)


SURPASSES = re.compile(r"(?:out|under)perform\w*|beats?|beaten|exceed\w*|surpass\w*|trails?|lags?|dominat\w+")
"""Verbs by which one side is above the other, or below it."""
_BETWEEN = frozenset({"than", "over", "versus", "vs", "compared", "relative"})
_DISTINCTIVE = frozenset({"our", "we", "ours", "other", "others"})
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
        if SURPASSES.fullmatch(token):
            direction = -1 if token.startswith(("under", "trail", "lag")) else 1
            if tokens[index + 1 : index + 2] == ["by"] and token.endswith(("ed", "en")):
                direction = -direction  # "BART is outperformed by RAG"
            found.append(_comparison(tokens, index, index, direction))
        elif token in _BETWEEN:
            pointing = [place for place in range(max(0, index - 6), index) if tokens[place] in DIRECTIONS]
            if pointing:
                found.append(_comparison(tokens, pointing[0], index, comparative(tokens, pointing)[1]))
    return [item for item in found if item.left and item.right]


def comparative(tokens: Sequence[str], pointing: Sequence[int]) -> tuple[int, int]:
    """(where the last comparative begins, its direction): "less effective" points down, at "less"."""
    last = pointing[-1]
    if len(pointing) > 1 and pointing[-2] == last - 1 and tokens[last - 1] in {"more", "less"}:
        last -= 1
    return last, DIRECTIONS[tokens[last]]


def _comparison(tokens: Sequence[str], first: int, last: int, direction: int) -> Comparison:
    negated = sum(denies(tokens, place) for place in range(max(0, first - 4), first)) % 2
    return Comparison(
        _content(tokens[max(0, first - SIDE_WORDS) : first]),
        _content(tokens[last + 1 : last + 1 + SIDE_WORDS]),
        -direction if negated else direction,
    )


def _content(tokens: Sequence[str]) -> frozenset[str]:
    """Content stems; in "our model outperforms other models" "our" and "other" are all that distinguishes the sides."""
    return frozenset(
        stem(word) for word in tokens if word in _DISTINCTIVE or (word not in STOP_WORDS and word not in DIRECTIONS)
    )


def is_reversed(claim: Comparison, passage: Comparison, *, same_words: bool = False) -> bool:
    """Whether the passage states the opposite comparison: sides swapped, or the direction reversed, but not both.

    On each side some word must have changed sides, and more words must have changed than stayed, unless the two
    sentences have the `same_words`: "BLEU's correlation with M is lower than -LDSC's" and "the correlation with BLEU is
    lower in this case than with -LDSC" mean the same, though "case" changed sides.
    """
    stayed, moved = _stayed(claim, passage), _moved(claim, passage)
    swapped = all(moved) and (same_words or len(moved[0] | moved[1]) > len(stayed[0] | stayed[1]))
    return (swapped and claim.direction == passage.direction) or (
        all(stayed) and not any(moved) and claim.direction != passage.direction
    )


def agrees(claim: Comparison, passage: Comparison) -> bool:
    """Whether the passage states the same comparison."""
    stayed, moved = _stayed(claim, passage), _moved(claim, passage)
    if all(moved):
        return claim.direction != passage.direction
    return all(stayed) and not any(moved) and claim.direction == passage.direction


def _stayed(claim: Comparison, passage: Comparison) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the claim's left and right side that are on the same side in the passage."""
    return claim.left & passage.left, claim.right & passage.right


def _moved(claim: Comparison, passage: Comparison) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the claim's left and right side that are only on the other side in the passage."""
    stayed_left, stayed_right = _stayed(claim, passage)
    stayed = stayed_left | stayed_right
    return (claim.left & passage.right) - stayed, (claim.right & passage.left) - stayed
