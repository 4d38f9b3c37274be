"""What adjectives measure: "warmer" temperature, "faster" speed."""

from functools import cache
from typing import Literal, NamedTuple

from synth.language.lexicon import lines_of


class Measure(NamedTuple):
    """What an adjective measures ("" where the sentence names it), and the sign of "more"."""

    noun: str
    sign: Literal[1, -1]


@cache
def measures() -> dict[str, Measure]:
    """Adjective -> what it measures."""
    rows = (line.split("\t") for line in lines_of("measuring_adjectives.tsv"))
    return {word: Measure(noun, -1 if sign == "-1" else 1) for word, noun, sign in rows}


def measure_of(word: str) -> tuple[Measure, bool] | None:
    """What an adjective, its comparative or its superlative measures, and whether it is compared ("faster")."""
    known, word = measures(), word.lower()
    if word in {"better", "best", "worse", "worst", "superior", "inferior", "preferable", "optimal"}:
        return known[word], True
    if word in {"less", "least", "fewer", "fewest", "more", "most"}:
        return Measure("", -1 if word[0] in "lf" else 1), True
    if word in known:
        return known[word], False
    for ending in ("er", "est", "r", "st"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
            for candidate in (stem, stem[:-1] + "y" if stem.endswith("i") else stem, doubled):
                if candidate in known:
                    return known[candidate], True
    return None


def measured(phrase: str) -> str:
    """What a phrase with more of a measure is about: "water temperature" of "warmer water"; "" of any other phrase."""
    first, _, thing = phrase.partition(" ")
    measure, compared = measure_of(first) or (Measure("", 1), False)
    return f"{thing} {measure.noun}" if thing and compared and measure.noun and measure.sign > 0 else ""
