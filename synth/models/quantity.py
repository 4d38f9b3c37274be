"""Quantities in a sentence: a number with its subject, metric, data set, and the direction of a change."""

from typing import Literal

from synth.models.base import Model

Change = Literal["absolute", "relative", "factor", "unclear"]
"""A difference in the metric's unit ("4.5 points"), a share of the baseline ("12 % relative"), a ratio ("3x"), or a
percentage that may be a difference or a share."""

Bound = Literal["about", "at least", "at most"]
"""How a printed number limits the value: "roughly 50", "more than 50", "up to 50"."""


class Number(Model):
    """A number as printed: `text` is `sentence[start:end]`, offsets in code points, its unit and suffix included.

    `value` is finite: 1.2e6 for "1.2M", 2 for "twofold", 54.3 for "54.3 %". `decimals` are the digits printed behind
    the point. `tolerance` is half a unit of the last printed place, in the unit of `value`: what was rounded to the
    printed digits lies within it (0.05 for "54.3", 50,000 for "1.2M"); 0 for a word. `unit` is "%", "points", "x" for
    a factor, "ms", "GB", what is counted ("parameters"), or "".
    """

    text: str
    value: float
    decimals: int
    tolerance: float
    unit: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        """Whether it was measured, by its form: a decimal, a percentage, a factor; not "Table 2" or "43B"."""
        return self.value != int(self.value) or self.unit in {"%", "points", "x"}


class Quantity(Model):
    """One value that a sentence reports. A change with both ends printed ("from 52.1 to 54.3") is one quantity.

    `number` is the value reported; of "from X to Y" it is Y, and X is the `baseline`. `upper` ends a range or an
    interval that `number` begins ("0.3–0.5"); `margin` is the value behind "±". `metric` and `dataset` are as printed
    ("nDCG@10", "Natural Questions"). `change` is None for a level ("reaches 54.3 EM"). `direction` is +1 or -1 where
    the value is a rise or a fall, or lies above or below what it is compared with, 0 for "the same", None where the
    sentence does not state it. `subject` is what the value belongs to and `other` what that is compared with, as
    printed; None where the sentence does not name them.
    """

    number: Number
    baseline: Number | None = None
    upper: Number | None = None
    margin: Number | None = None
    bound: Bound | None = None
    metric: str | None = None
    dataset: str | None = None
    change: Change | None = None
    direction: Literal[-1, 0, 1] | None = None
    subject: str | None = None
    other: str | None = None

    @property
    def value(self) -> float:
        """The value reported, in `unit`."""
        return self.number.value

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return self.number.unit
