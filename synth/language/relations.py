"""Who does what to whom: comparisons, effects, contrasts and changes as two sides, and whether two texts swap them.

For texts of nearly the same words, where a side is told by where its words stand;
`synth.language.polarity.comparisons` is for texts in other words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from synth.language.lexicon import words_of
from synth.language.polarity import DIRECTIONS, comparative, denies
from synth.language.text import STOP_WORDS, stem, words

Kind = Literal["compares", "causes", "contrasts", "changes"]
SIDE_WORDS = 12
"""At most so many words on each side of a relation name what stands in it; a clause's boundary ends a side earlier."""

_BOUNDARY = re.compile(r"[,;:()—–]+(?=\s)|[,;:()—](?!\d)|[.?!]\s")
_CLAUSE_WORDS = words_of("relations", "clauses")
_SURPASSES = re.compile(r"(?:out|under)perform\w*|beats?|beaten|exceed\w*|surpass\w*|trails?|lags?|dominat\w+")
_THAN = frozenset({"than", "over", "versus", "vs", "compared", "relative", "superior", "inferior"})
_FRONTED = frozenset({"compared", "relative", "unlike", "contrary", "contrast"})
_CAUSES = words_of("relations", "causes")
"""Verbs whose two sides are no more alike than those of "increases", though they point neither up nor down."""
_FINITE = re.compile(r"\w{4,}(?:(?<!ion)(?<!ment)(?<!effect)s|ed|(?<!iv)(?<!wors)(?<!mor)e)")
"""How the direction words look that are verbs: "improves", not "effective", "worse" or "improvements"."""
_NOUNS_AFTER = words_of("relations", "before nouns")
"""Behind these "increase" is a noun, or no verb with a subject of its own."""
_BE = frozenset("is are was were be been being get gets got".split())
_TELLING = frozenset({"our", "we", "ours", "other", "others", "it", "its", "they", "this", "these"})
"""Words that may be all that tells two sides apart: "our model outperforms other models"."""


@dataclass(frozen=True)
class Relation:
    """`left` stands to `right` as the kind and the direction say: above it or raises it (1), below or lowers it (-1).

    The sides are content stems; a passive is turned into its active ("B is outperformed by A": A is left). `word` is
    the lower-case word of direction that tells it, "" where none does.
    """

    kind: Kind
    left: frozenset[str]
    right: frozenset[str]
    direction: int
    word: str = ""


def relations(text: str) -> list[Relation]:
    """The relations that a text tells, in order."""
    tokens, starts = _tokens(text)
    found = [relation for index in range(len(tokens)) for relation in _at(tokens, starts, index)]
    return [relation for relation in found if relation.left and relation.right]


def swapped(claim: Sequence[Relation], passage: Sequence[Relation]) -> bool:
    """Whether some relation of a claim stands the other way round in a passage of nearly the same words."""
    return any(
        _turned(mine, theirs) and not any(_says_again(mine, other) for other in passage)
        for mine, theirs in _paired(claim, passage)
    )


def converse(claim: Sequence[Relation], passage: Sequence[Relation]) -> bool:
    """Whether some relation is told from its other end: "A is better than B" and "B is worse than A"."""
    return any(
        mine.kind == "compares" and mine.direction != theirs.direction and all(_moved(mine, theirs))
        for mine, theirs in _paired(claim, passage)
    )


def opposed(claim: Sequence[Relation], passage: Sequence[Relation]) -> bool:
    """Whether some comparison has the same sides in the same places and points the other way."""
    return any(
        mine.kind == "compares"
        and mine.direction != theirs.direction
        and bool(mine.left & theirs.left and mine.right & theirs.right)
        and not any(_moved(mine, theirs))
        for mine, theirs in _paired(claim, passage)
    )


def _paired(claim: Sequence[Relation], passage: Sequence[Relation]) -> Iterator[tuple[Relation, Relation]]:
    """Relations of one kind in order; all with all where one text has more of them."""
    for kind in ("compares", "causes", "contrasts", "changes"):
        mine = [relation for relation in claim if relation.kind == kind]
        theirs = [relation for relation in passage if relation.kind == kind]
        if len(mine) == len(theirs):
            yield from zip(mine, theirs, strict=True)
        else:
            yield from ((one, other) for one in mine for other in theirs)


def _turned(mine: Relation, theirs: Relation) -> bool:
    moved = all(_moved(mine, theirs))
    if mine.kind == "contrasts":  # "A is fast, while B is slow" and "while B is slow, A is fast" say the same
        stayed = (
            (mine.left & theirs.left) - mine.right - theirs.right,
            (mine.right & theirs.right) - mine.left - theirs.left,
        )
        return moved and all(stayed)
    return moved and mine.direction == theirs.direction


def _says_again(mine: Relation, other: Relation) -> bool:
    """Whether the other puts the same two sides the same way, be it with fewer words around them."""
    moved = _moved(mine, other)
    return (
        mine.kind == other.kind
        and mine.direction == other.direction
        and (mine.left <= other.left or mine.left >= other.left)
        and (mine.right <= other.right or mine.right >= other.right)
        and not any(moved)
    )


def _moved(mine: Relation, theirs: Relation) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the left and of the right that stand only on the other side in the other text."""
    return (mine.left & theirs.right) - theirs.left - mine.right, (mine.right & theirs.left) - theirs.right - mine.left


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
    """The relation that hangs on one word, if any."""
    token = tokens[index]
    if _SURPASSES.fullmatch(token):
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
    """Where a form of "prefer" stands shortly before a place."""
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
    """ "Compared with B, A is better": A stands above B."""
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
        stem(word) for word in tokens if word in _TELLING or (word not in STOP_WORDS and word not in DIRECTIONS)
    )
