"""Numbers in a sentence with the words that say what they measure, and when two of them conflict."""

import re
from dataclasses import dataclass

from synth.text import STOP_WORDS, stem, words

_NUMBER = re.compile(
    r"(?<![\w.,-])(?P<value>[+-]?\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
    r"(?P<unit>\s?(?:%|percent|per cent|[x×](?!\w)|[a-zA-Z]{1,3}\b)?)"
)
NEAR_WORDS = 4
"""How many words on each side of a number say what it measures."""


@dataclass(frozen=True)
class Quantity:
    """A number: its value, its unit ("%", "x", "gb" or ""), and the content stems near it."""

    value: float
    unit: str
    near: frozenset[str]

    @property
    def is_figure(self) -> bool:
        """Whether it was measured, by its form: a decimal, a percentage, a factor; not "Table 2" or "43B"."""
        return self.value != int(self.value) or self.unit in {"%", "x"}


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text in order; years, and numbers in citations' brackets, measure nothing: left out."""
    found = []
    bare = re.sub(r"\[[\d,;\s–-]+\]|\([^()]*\b(?:19|20)\d\d[a-z]?\)", lambda match: " " * len(match[0]), text)
    for match in _NUMBER.finditer(bare):
        value = float(match["value"].replace(",", ""))
        if value == int(value) and 1900 <= value <= 2099 and len(match["value"]) == 4:
            continue
        before, after = (
            words(bare[max(0, match.start() - 80) : match.start()]),
            words(bare[match.end() : match.end() + 80]),
        )
        near = before[-NEAR_WORDS:] + after[:NEAR_WORDS]
        stems = frozenset(stem(word) for word in near if word not in STOP_WORDS and not word[0].isdigit())
        found.append(Quantity(value, _unit(match["unit"]), stems))
    return found


def _unit(printed: str) -> str:
    unit = printed.strip().lower()
    return {"percent": "%", "per cent": "%", "×": "x"}.get(unit, unit)


def numbers(text: str) -> set[float]:
    """The values of a text's numbers."""
    return {quantity.value for quantity in quantities(text)}


def conflicting(claim: list[Quantity], passage: list[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Pairs that differ but measure the same: the unit is the same, and half the words near one stand near the other.

    A claim's number that the passage has too, anywhere, conflicts with nothing.
    """
    present = {(quantity.value, quantity.unit) for quantity in passage}
    values = {quantity.value for quantity in passage}
    found = []
    for mine in claim:
        if (mine.value, mine.unit) in present or mine.value in values:
            continue
        for theirs in passage:
            shared = len(mine.near & theirs.near)
            if theirs.unit == mine.unit and shared >= 2 and shared >= 0.5 * min(len(mine.near), len(theirs.near)):
                found.append((mine, theirs))
    return found
