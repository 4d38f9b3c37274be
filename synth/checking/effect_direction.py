"""The direction of an effect in a statement: up or down word by word, or a null result."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.language.lexicon import word_list
from synth.language.polarity import DIRECTIONS, NEGATIONS
from synth.language.text import STOP_WORDS, stem

SIGNS: dict[str, int] = {
    **{stem(word): 1 for word in word_list("checking", "furthers")},
    **{stem(word): -1 for word in word_list("checking", "hinders")},
    **{stem(word): sign for word, sign in DIRECTIONS.items()},
}
"""By stem, +1 for words of promotion and -1 for words of inhibition: direction words, and words of cause and lack."""

NULL_RESULT = re.compile(
    r"\b(?:no (?:\w+ ){0,3}?(?:effects?|differences?|associations?|relations?|relationships?|correlations?|evidence|"
    r"benefits?|impacts?|changes?|improvements?|increases?|decreases?|reductions?|influence|role|link|interaction|"
    r"advantage|protection|risk|indication|proof|support)|(?:did|do|does|was|were|is|are|has|have|had|could|can|would|"
    r"may|might) not|cannot|(?:do|does|did|is|are|was|were|ca)n['’]t|"
    r"not (?:\w+ ){0,2}?(?:associated|related|correlated|linked|affect\w*|differ\w*|"
    r"significant\w*|increase\w*|reduce\w*|decrease\w*|improve\w*|effective|support\w*|"
    r"predict\w*|required|necessary|altered|changed|influence\w*|beneficial|recommended|cause\w*|sufficient)|without|"
    r"lack of|absence of|little|neither|nor|unaffected|unchanged|independent(?:ly)? of|"
    r"similar (?:to|in|between|among)|comparable|ineffective|insufficient evidence|fail(?:s|ed)? to|unrelated|"
    r"irrespective|regardless|no longer|unlikely|non-?significant\w*|dispensable|unable|inconclusive|negligible|"
    r"minimal|trivial)\b"
)
"""Wordings of a null result: "had no effect", "was not associated with", "did not differ"."""
ASSOCIATION = re.compile(
    r"\b(?:associat\w+|correlat\w+|linked|relat(?:ed|es) to|predict\w*|risk factors?|dependent|depends?|role|involved|"
    r"interact\w*|effects?|affects?|influenc\w+|impacts?)\b"
)
FIRM = re.compile(
    r"\b(?:significant(?:ly)?|strong(?:ly)?|associated with|demonstrat\w+|confirm\w*|clearly|markedly|"
    r"substantial(?:ly)?|p ?<|effective)\b"
)
REACH = 7
"""The words before and after a direction word among which its object is."""
NEGATION_REACH = 4
_SAME_WORD = 0.6
_FULL = 4.0
"""The summed closeness times IDF of shared neighbours from which two direction words surely have the same object."""
_AROUND = (4, 5)
"""Words before the first and after the last common word that still belong to the shared part."""


@dataclass(frozen=True)
class DirectionWord:
    """A direction word: its stem, the sign with negations counted in, and the content stems around it.

    `before` and `after` weigh each stem by 1 / (1 + distance).
    """

    stem: str
    place: int
    sign: int
    before: dict[str, float]
    after: dict[str, float]


@dataclass(frozen=True)
class Effect:
    """The effect that a text states."""

    stems: frozenset[str]
    places: dict[str, int]  # of content stems without a direction
    direction_words: tuple[DirectionWord, ...]
    negations: tuple[int, ...]
    null_result: bool
    association: bool
    firm: bool

    @property
    def denies(self) -> bool:
        """Whether it states a null result or negates anything."""
        return self.null_result or bool(self.negations)


def read_effect(text: str, tokens: Sequence[str]) -> Effect:
    """The effect that a text states; `tokens` are its lower-case words."""
    text = text.lower()
    split = [part for word in tokens for part in ([word] if stem(word) in SIGNS else word.split("-")) if part]
    stems = [stem(word) for word in split]
    negations = tuple(
        place for place, word in enumerate(split) if word in NEGATIONS and split[place + 1 : place + 2] != ["only"]
    )
    plain = [word not in STOP_WORDS and one not in SIGNS for word, one in zip(split, stems, strict=True)]
    direction_words = []
    for place, one in enumerate(stems):
        sign = SIGNS.get(one)
        if sign is not None:
            denied = sum(0 < place - negation <= NEGATION_REACH for negation in negations)
            around = range(max(0, place - REACH), min(len(stems), place + REACH + 1))
            near = {other: 1 / (1 + abs(place - other)) for other in around if plain[other]}
            before = {stems[other]: weight for other, weight in near.items() if other < place}
            after = {stems[other]: weight for other, weight in near.items() if other > place}
            direction_words.append(DirectionWord(one, place, -sign if denied % 2 else sign, before, after))
    return Effect(
        frozenset(stems),
        {one: place for place, one in enumerate(stems) if plain[place]},
        tuple(direction_words),
        negations,
        bool(NULL_RESULT.search(text)),
        bool(ASSOCIATION.search(text)),
        bool(FIRM.search(text)),
    )


EFFECT_SIGNALS = (
    "same way",  # the claim's direction words matched by one of the same sign with the same object, summed up to 1.5
    "other way",  # ... of the other sign
    "other way over same way",
    "odd turns",  # whether the reversing words in one text only are odd in number
    "claim turns down alone",  # direction words of the claim that the passage lacks: down, up to 2, halved
    "passage turns down alone",
    "claim down, passage up",
    "claim up, passage down",
    "both down",
    "both up",
    "both deny",
    "claim denies, passage does not",
    "passage tells nothing, claim does not deny",
    "claim denies",
    "claim points, passage tells nothing",
    "claim denies, passage is firm",
    "claim relates, passage tells nothing",
    "claim points down",
    "claim points up",
    "claim points both ways",
    "a pointing word in common",
    "claim points alone",
)
"""The names of the signals of two effects, in the order of `effect_signals`."""


def effect_signals(claim: Effect, passage: Effect, idfs: dict[str, float]) -> list[float]:
    """One row of `EFFECT_SIGNALS`; `idfs` are the IDF of the claim's stems."""
    same, other = _met(claim, passage, idfs)
    shared = [place for one, place in passage.places.items() if one in claim.places]
    first, last = (min(shared) - _AROUND[0], max(shared) + _AROUND[1]) if shared else (0, 0)
    claim_alone = [SIGNS[one.stem] for one in claim.direction_words if one.stem not in passage.stems]
    passage_alone = [
        SIGNS[t.stem] for t in passage.direction_words if first <= t.place < last and t.stem not in claim.stems
    ]
    negations = len(claim.negations) + sum(first <= place < last for place in passage.negations)
    down, down_there = claim_alone.count(-1), passage_alone.count(-1)
    points_down, points_up = (any(one.sign == sign for one in claim.direction_words) for sign in (-1, 1))
    denies, null_result = claim.denies, passage.null_result
    flags = (
        -1 in claim_alone and 1 in passage_alone and -1 not in passage_alone,
        1 in claim_alone and -1 in passage_alone and 1 not in passage_alone,
        -1 in claim_alone and -1 in passage_alone,
        1 in claim_alone and 1 in passage_alone,
        denies and null_result,
        denies and not null_result,
        null_result and not denies,
        denies,
        null_result and not denies and bool(claim.direction_words),
        denies and not null_result and (passage.firm or bool(passage.direction_words)),
        null_result and not denies and claim.association,
        points_down,
        points_up,
        points_down and points_up,
        any(one.stem in passage.stems for one in claim.direction_words),
        bool(claim_alone),
    )
    odd = (down + down_there + negations) % 2
    return [same, other, other - same, odd, min(down, 2) / 2, min(down_there, 2) / 2, *map(float, flags)]


def _met(claim: Effect, passage: Effect, idfs: dict[str, float]) -> tuple[float, float]:
    """How far the passage has direction words of the same and of the other sign with the same objects as the claim."""
    same = other = 0.0
    for claimed in claim.direction_words:
        best, agrees = 0.0, True
        for stated in passage.direction_words:
            score = _SAME_WORD if claimed.stem == stated.stem else 0.0
            score += _overlap(claimed.before, stated.before, idfs) + 1.2 * _overlap(claimed.after, stated.after, idfs)
            score += 0.7 * (_overlap(claimed.before, stated.after, idfs) + _overlap(claimed.after, stated.before, idfs))
            if score > best + 1e-9:
                best, agrees = score, claimed.sign == stated.sign
        if agrees:
            same += min(best, _FULL) / _FULL
        else:
            other += min(best, _FULL) / _FULL
    return min(same, 1.5), min(other, 1.5)


def _overlap(first: dict[str, float], second: dict[str, float], idfs: dict[str, float]) -> float:
    return sum(min(weight, second[one]) * idfs.get(one, 1.0) for one, weight in first.items() if one in second)
