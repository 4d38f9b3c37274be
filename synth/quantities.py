"""Quantities from text: each number with its metric, its data set, the change it tells and what is compared."""

from synth.models import Quantity
from synth.numerals import numbers


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order. Any text is accepted."""
    return tuple(Quantity(number=number) for number in numbers(text))
