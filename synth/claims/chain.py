"""A linear-chain conditional random field over sentences: reading its coefficients and inferring with them.

In plain Python: a sentence has a hundred features and five labels, for which NumPy is no quicker, and loading it takes
a tenth of a second of every process that reads papers.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

Row = tuple[float, ...]
"""A number for each label."""


@dataclass(frozen=True)
class Chain:
    """The coefficients: a weight for each feature and label, and for each transition between labels.

    `steps` has a row for each label of the earlier sentence. `cut` are log-odds added to every sentence's marginals, so
    that the label with the largest one has the best F1 in cross-validation.
    """

    labels: tuple[str, ...]
    weights: dict[str, Row]
    start: Row
    steps: tuple[Row, ...]
    cut: Row

    def emissions(self, sequence: Sequence[Sequence[str]]) -> list[Row]:
        """Summed weights of each sentence's features, by label. Unknown features weigh zero."""
        nothing = (0.0,) * len(self.labels)
        known = ([row for row in map(self.weights.get, features) if row is not None] for features in sequence)
        return [tuple(map(sum, zip(nothing, *rows, strict=True))) for rows in known]

    def marginals(self, sequence: Sequence[Sequence[str]]) -> list[Row]:
        """P(label of each sentence | all sentences) by forward-backward, cut added; a row for each sentence."""
        emissions = self.emissions(sequence)
        into = tuple(zip(*self.steps, strict=True))  # by label of the later sentence
        forward: list[Row] = []
        for own in emissions:
            before = [_log_sum(forward[-1], steps) for steps in into] if forward else self.start
            forward.append(_added(own, before))
        backward = [(0.0,) * len(self.labels)]
        for after in reversed(emissions[1:]):
            later = _added(after, backward[-1])
            backward.append(tuple(_log_sum(later, steps) for steps in self.steps))
        backward.reverse()
        return [self._shares(*rows) for rows in zip(forward, backward, strict=False)]

    def _shares(self, forward: Row, backward: Row) -> Row:
        scores = _added(_added(forward, backward), self.cut)
        peak = max(scores)
        odds = [exp(score - peak) for score in scores]
        total = sum(odds)
        return tuple(one / total for one in odds)


def _added(left: Sequence[float], right: Sequence[float]) -> Row:
    return tuple(one + other for one, other in zip(left, right, strict=True))


def _log_sum(left: Sequence[float], right: Sequence[float]) -> float:
    """The logarithm of the sum of exponentials of two rows added."""
    scores = _added(left, right)
    peak = max(scores)
    return log(sum([exp(score - peak) for score in scores])) + peak


@cache
def load_chain(name: str) -> Chain:
    """The committed model `synth/claims/models/{name}.json`; the file names its training data and command."""
    stored = json.loads((files("synth.claims") / "models" / f"{name}.json").read_text(encoding="utf-8"))
    weights = {feature: tuple(row) for feature, row in stored["weights"].items()}
    steps = tuple(map(tuple, stored["steps"]))
    return Chain(tuple(stored["labels"]), weights, tuple(stored["start"]), steps, tuple(stored["cut"]))
