"""The direction of a sentence between a subject and its comparator, by learnt models."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synth.language.cues import change_cues, comparison_cues
from synth.language.lexicon import words_of
from synth.language.linear import expit, load_linear
from synth.language.masking import SidePhrases, class_of
from synth.language.outcomes import polarity, polarity_near
from synth.language.sequence import Item, sequence
from synth.language.signed import signed_cues
from synth.models import rounded
from synth.models.direction import Direction, Sign

CALLED, SIGNED = 0.45, 0.6
"""The least P(the two are ranked) for a comparison, and the least P(sign) for its sign: `benchmarks.answers
compsent`.
"""

SIDES = ("SUBJ", "COMP")
REACH, PLAIN = 3, 0.89
"""How many words may stand between a side and a word of better or worse that is said of it, and P(sign) then: that of
231 of 259 sentences of CompSent-19, `benchmarks.answers plain`.
"""


@dataclass(frozen=True)
class SignModel:
    """Coefficients of features that change sign with the sides; no intercept."""

    weights: dict[str, float]

    def probability(self, features: dict[str, float]) -> float:
        """P(the subject is the better one), given that one is; 0.5 where nothing is known."""
        square = total = 0.0
        for name, value in features.items():
            weight = self.weights.get(name)
            if weight is not None:
                square += value * value
                total += value * weight
        score = total / max(1.0, math.sqrt(square))
        return expit(score)


@cache
def load_sign() -> SignModel:
    """The committed model `models/sign.json`."""
    stored = json.loads((files("synth.language") / "models" / "sign.json").read_text(encoding="utf-8"))
    return SignModel(stored["weights"])


@dataclass(frozen=True)
class SentenceReading:
    """The models' probabilities for a sentence, each over 1, 0, -1: which side is better (None where no comparator is
    asked about) and how the outcome changes (None where no outcome is)."""

    better: tuple[float, float, float] | None
    change: tuple[float, float, float] | None
    items: tuple[Item, ...]


def read(sentence: str, sides: SidePhrases) -> SentenceReading:
    """The probabilities for one sentence."""
    return read_items(sequence(sentence, sides), sides)


def read_items(items: Sequence[Item], sides: SidePhrases) -> SentenceReading:
    """The probabilities for a masked sentence."""
    better = change = None
    if sides.comparator or not sides.outcome:
        better = comparison(items)
    if sides.outcome:
        probabilities = load_linear("change").probabilities(change_cues(items))
        change = (probabilities["1"], probabilities["0"], probabilities["-1"])
    return SentenceReading(better, change, tuple(items))


def in_context(sentence: str, sides: SidePhrases, context: str) -> SidePhrases:
    """The sides with "it" and the like as a name of the one named in the text before, if no other is."""
    if not context:
        return sides
    named = {item.word for item in sequence(sentence, sides)}
    before = [item.word for item in sequence(context, sides) if item.word in ("SUBJ", "COMP")]
    if not before or "SUBJ" in named:
        return sides
    if before[-1] == "SUBJ" or "COMP" in named:
        return sides._replace(subject_names=sides.subject_names | words_of("pronouns"))
    return sides


def comparison(items: Sequence[Item]) -> tuple[float, float, float]:
    """P(better), P(not ranked), P(worse)."""
    ranked = load_linear("ranked").probabilities(comparison_cues(items))["1"]
    sign = load_sign().probability(signed_cues(items))
    return (ranked * sign, 1.0 - ranked, ranked * (1.0 - sign))


def plain_sign(items: Sequence[Item]) -> Sign | None:
    """The side that words of better and worse right between the two speak for: "A clearly outperforms B" is 1.

    0 where it is denied ("A is no better than B"), None without such a word and where two of them disagree. A word of
    more or less counts by the outcome beside it ("A has lower error than B").
    """
    words = [item.word for item in items]
    plain = [word if word.islower() else item.raw.lower() for word, item in zip(words, items, strict=True)]
    found: set[int] = set()
    for at, word in enumerate(words):
        kind = class_of(word) if word.islower() else ""
        sign = {"GOOD": 1, "BAD": -1}.get(kind, 0)
        if sign and words[at - 1 : at] == ["less"]:  # "A is less efficient than B"
            sign = -sign
        if kind in ("MORE", "LESS") and not (word in ("more", "less") and _is_judged(words[at + 1 : at + 2])):
            sign = polarity_near(plain, at) * (1 if kind == "MORE" else -1)
        before = next((words[n] for n in range(at - 1, max(-1, at - REACH - 1), -1) if words[n] in SIDES), "")
        end = next((n for n in range(at + 1, min(len(words), at + REACH + 1)) if words[n] in SIDES), at)
        if sign and before and end > at and words[end] != before:
            if any(class_of(each) == "NOT" for each in words[max(0, at - REACH) : end] if each.islower()):
                return 0
            passive = "by" in words[at:end] and "than" not in words[at:end]
            found.add(sign * (1 if before == "SUBJ" else -1) * (-1 if passive else 1))
    return 1 if found == {1} else -1 if found == {-1} else None


def _is_judged(words: Sequence[str]) -> bool:
    """Whether a word is one of better or worse."""
    return any(class_of(word) in ("GOOD", "BAD") for word in words if word.islower())


def direction(sentence: str, sides: SidePhrases, context: str = "") -> Direction:
    """Better and change, given where the models are sure enough."""
    reading = read(sentence, in_context(sentence, sides, context))
    better: Sign | None = None
    change: Sign | None = None
    probability = 0.0
    if reading.change is not None:
        up, _, down = reading.change
        probability = max(reading.change)
        change = 1 if up == probability else -1 if down == probability else 0
        sign = polarity(sides.outcome)
        better = 0 if change == 0 else 1 if change * sign > 0 else -1 if change * sign < 0 else None
    plain = plain_sign(reading.items)
    if plain is not None:
        if change is not None and change * polarity(sides.outcome) != plain:
            change = None
        better, probability = plain, PLAIN
    elif reading.better is not None and (reading.change is None or better is None):
        up, same, down = reading.better
        ranked = 1.0 - same
        if ranked >= CALLED and max(up, down) >= SIGNED * ranked:
            better = 1 if up > down else -1
            probability = probability or max(up, down)
    return Direction(better=better, change=change, probability=rounded(probability))
