"""Comparisons, effects, contrasts and changes as relations of two sides, and whether two texts swap the sides.

For texts of nearly the same words, where position determines the side; `synth.language.polarity.comparisons` is for
texts in other words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from synth.language.lexicon import words_of
from synth.language.polarity import DIRECTIONS, SURPASSES, comparative, denies
from synth.language.text import STOP_WORDS, stem, words

Kind = Literal["compares", "causes", "contrasts", "changes"]
SIDE_WORDS = 12
"""The most words that name a side of a relation; a clause boundary ends a side earlier."""

_BOUNDARY = re.compile(r"[,;:()—–]+(?=\s)|[,;:()—](?!\d)|[.?!]\s")
_CLAUSE_WORDS = words_of("relations", "clauses")
_THAN = frozenset({"than", "over", "versus", "vs", "compared", "relative", "superior", "inferior"})
_FRONTED = frozenset({"compared", "relative", "unlike", "contrary", "contrast"})
_CAUSES = words_of("relations", "causes")
"""Verbs whose two sides are no more alike than those of "increases", though they point neither up nor down."""
_FINITE = re.compile(r"\w{4,}(?:(?<!ion)(?<!ment)(?<!effect)s|ed|(?<!iv)(?<!wors)(?<!mor)e)")
"""The form of direction words that are verbs: "improves", not "effective", "worse" or "improvements"."""
_NOUNS_AFTER = words_of("relations", "before nouns")
"""Behind these "increase" is a noun, or a verb without a subject of its own."""
_BE = frozenset("is are was were be been being get gets got".split())
_DISTINCTIVE = frozenset({"our", "we", "ours", "other", "others", "it", "its", "they", "this", "these"})
"""Words that may be all that distinguishes two sides: "our model outperforms other models"."""


@dataclass(frozen=True)
class Relation:
    """`left` is above `right` or raises it where `direction` is 1, is below or lowers it where -1.

    The sides are content stems; a passive is made active ("B is outperformed by A": A is left). `word` is the
    lower-case direction word of the relation, "" without one.
    """

    kind: Kind
    left: frozenset[str]
    right: frozenset[str]
    direction: int
    word: str = ""


def relations(text: str) -> list[Relation]:
    """The relations in a text, in order."""
    tokens, starts = _tokens(text)
    found = [relation for index in range(len(tokens)) for relation in _at(tokens, starts, index)]
    return [relation for relation in found if relation.left and relation.right]


def swapped(claim: Sequence[Relation], passage: Sequence[Relation]) -> bool:
    """Whether some relation of a claim has its sides swapped in a passage of nearly the same words."""
    return any(
        _is_reversed(claimed, stated) and not any(_repeats(claimed, other) for other in passage)
        for claimed, stated in _paired(claim, passage)
    )


def converse(claim: Sequence[Relation], passage: Sequence[Relation]) -> bool:
    """Whether some relation is stated as its converse: "A is better than B" and "B is worse than A"."""
    return any(
        claimed.kind == "compares" and claimed.direction != stated.direction and all(_moved(claimed, stated))
        for claimed, stated in _paired(claim, passage)
    )


def opposed(claim: Sequence[Relation], passage: Sequence[Relation]) -> bool:
    """Whether some comparison has the same sides in the same places and the opposite direction."""
    return any(
        claimed.kind == "compares"
        and claimed.direction != stated.direction
        and bool(claimed.left & stated.left and claimed.right & stated.right)
        and not any(_moved(claimed, stated))
        for claimed, stated in _paired(claim, passage)
    )


def _paired(claim: Sequence[Relation], passage: Sequence[Relation]) -> Iterator[tuple[Relation, Relation]]:
    """Pairs of relations of one kind in order; all pairs where one text has more of them."""
    for kind in ("compares", "causes", "contrasts", "changes"):
        claimed = [relation for relation in claim if relation.kind == kind]
        stated = [relation for relation in passage if relation.kind == kind]
        if len(claimed) == len(stated):
            yield from zip(claimed, stated, strict=True)
        else:
            yield from ((one, other) for one in claimed for other in stated)


def _is_reversed(claimed: Relation, stated: Relation) -> bool:
    moved = all(_moved(claimed, stated))
    if claimed.kind == "contrasts":  # "A is fast, while B is slow" and "while B is slow, A is fast" mean the same
        stayed = (
            (claimed.left & stated.left) - claimed.right - stated.right,
            (claimed.right & stated.right) - claimed.left - stated.left,
        )
        return moved and all(stayed)
    return moved and claimed.direction == stated.direction


def _repeats(claimed: Relation, other: Relation) -> bool:
    """Whether the other states the same relation, possibly with fewer words in a side."""
    moved = _moved(claimed, other)
    return (
        claimed.kind == other.kind
        and claimed.direction == other.direction
        and (claimed.left <= other.left or claimed.left >= other.left)
        and (claimed.right <= other.right or claimed.right >= other.right)
        and not any(moved)
    )


def _moved(claimed: Relation, stated: Relation) -> tuple[frozenset[str], frozenset[str]]:
    """The words of left and right that are only on the other side in the other text."""
    return (claimed.left & stated.right) - stated.left - claimed.right, (
        claimed.right & stated.left
    ) - stated.right - claimed.left


def _tokens(text: str) -> tuple[list[str], list[int]]:
    """The words of a text, and for each where its clause begins."""
    tokens: list[str] = []
    starts: list[int] = []
    for part in _BOUNDARY.split(text):
        start = len(tokens)
        for word in words(part):
            starts.append(start)
            tokens.append(word)
            if word in _CLAUSE_WORDS:
                start = len(tokens)
    return tokens, starts


def _at(tokens: Sequence[str], starts: Sequence[int], index: int) -> Iterator[Relation]:
    """The relation that one word states, if any."""
    token = tokens[index]
    if SURPASSES.fullmatch(token):
        direction = -1 if token.startswith(("under", "trail", "lag")) else 1
        yield _verb(tokens, starts, index, "compares", direction)
    elif token in _FRONTED and starts[index] >= index - 1:
        yield from _fronted(tokens, starts, index)
    elif token in {"before", "after"}:
        yield _relation(tokens, starts, "compares", index, index, 1 if token == "before" else -1)
    elif token in {"over", "to"} and (place := _preferring(tokens, index)) is not None:
        preferred = _content(tokens[place + 1 : index]) or _content(
            tokens[max(starts[place], place - SIDE_WORDS) : place]
        )
        yield Relation(
            "compares", preferred, _relation(tokens, starts, "compares", index, index, 1).right, 1, "preferred"
        )
    elif token in _THAN:
        pointing = [place for place in range(max(0, index - 7), index + 1) if tokens[place] in DIRECTIONS]
        if pointing:
            first, direction = comparative(tokens, pointing)
            yield _relation(tokens, starts, "compares", first, index, direction)
    elif token in {"while", "whereas"}:
        left, right = tokens[max(0, index - SIDE_WORDS) : index], tokens[index + 1 : index + 1 + SIDE_WORDS]
        yield Relation("contrasts", _content(left), _content(right), 1)
    elif token == "from" and index + 3 < len(tokens) and "to" in tokens[index + 2 : index + 4]:
        to = tokens.index("to", index + 2)
        ends = [[word for word in part if word[0].isdigit()] for part in (tokens[index:to], tokens[to : to + 4])]
        yield Relation("changes", frozenset(ends[0]), frozenset(ends[1][:1]), 1)
    elif _acts(tokens, index):
        yield _verb(tokens, starts, index, "causes", DIRECTIONS.get(token, 1))


def _preferring(tokens: Sequence[str], index: int) -> int | None:
    """The index of a form of "prefer" shortly before an index, if any."""
    near = (
        place for place in range(index - 1, max(-1, index - 8), -1) if tokens[place].startswith(("prefer", "favor"))
    )
    return next(near, None)


def _acts(tokens: Sequence[str], index: int) -> bool:
    """Whether a word is a verb by which one thing acts on another."""
    token = tokens[index]
    acting = token in _CAUSES or (token in DIRECTIONS and _FINITE.fullmatch(token) is not None)
    return acting and index > 0 and tokens[index - 1] not in _NOUNS_AFTER


def _verb(tokens: Sequence[str], starts: Sequence[int], index: int, kind: Kind, direction: int) -> Relation:
    relation = _relation(tokens, starts, kind, index, index, direction)
    passive = _BE & set(tokens[max(0, index - 3) : index]) and tokens[index + 1 : index + 2] == ["by"]
    return replace(relation, left=relation.right, right=relation.left) if passive else relation


def _relation(
    tokens: Sequence[str], starts: Sequence[int], kind: Kind, first: int, last: int, direction: int
) -> Relation:
    denied = sum(denies(tokens, place) for place in range(max(0, first - 4), first)) % 2
    begin = max(starts[first], first - SIDE_WORDS)
    left = _content(tokens[begin:first]) or _content(tokens[max(0, first - SIDE_WORDS) : first])
    end = last + 1
    while end < len(tokens) and end - last <= SIDE_WORDS and starts[end] <= last:
        end += 1
    right = _content(tokens[last + 1 : end]) or _content(tokens[last + 1 : last + 1 + SIDE_WORDS])
    return Relation(kind, left, right, -direction if denied else direction, tokens[first])


def _fronted(tokens: Sequence[str], starts: Sequence[int], index: int) -> Iterator[Relation]:
    """ "Compared with B, A is better": A is above B."""
    end = index + 1
    while end < len(tokens) and starts[end] <= index:
        end += 1
    pointing = next(
        (place for place in range(end, min(len(tokens), end + SIDE_WORDS)) if tokens[place] in DIRECTIONS), None
    )
    if pointing is not None:
        left, right = _content(tokens[end:pointing]), _content(tokens[index + 1 : end])
        yield Relation("compares", left, right, DIRECTIONS[tokens[pointing]], tokens[pointing])


def _content(tokens: Sequence[str]) -> frozenset[str]:
    return frozenset(
        stem(word) for word in tokens if word in _DISTINCTIVE or (word not in STOP_WORDS and word not in DIRECTIONS)
    )
