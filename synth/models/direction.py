"""Which way a sentence says that a comparison or an effect goes."""

from typing import Literal

from synth.models.base import Model, Probability

Sign = Literal[1, 0, -1]


class Direction(Model):
    """What one sentence says of a subject, against its comparator where there is one.

    `better`: is the subject better than the comparator; `change`: is the outcome higher with the subject. 1 yes, 0 no
    different, -1 the other way round, None where the sentence does not tell. `probability` is the model's for what is
    told, 1.0 where a rule decided, 0.0 where nothing is told.
    """

    better: Sign | None = None
    change: Sign | None = None
    probability: Probability = 0.0
