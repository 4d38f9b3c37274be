"""The direction of a comparison or an effect in a sentence."""

from typing import Literal

from synth.models.base import Model, Probability

Sign = Literal[1, 0, -1]


class Direction(Model):
    """The direction of one sentence for a subject, against its comparator where there is one.

    `better`: is the subject better than the comparator; `change`: is the outcome higher with the subject. 1 yes, 0 no
    different, -1 the reverse, None where the sentence does not state it. `probability` is the model's for the direction
    given, 1.0 where a rule decided, 0.0 where none is given.
    """

    better: Sign | None = None
    change: Sign | None = None
    probability: Probability = 0.0
