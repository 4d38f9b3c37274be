"""A linear-chain conditional random field over sentences: reading its coefficients and inferring with them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """The coefficients: one weight for each feature and label, one for each transition between labels.

    Shapes: `weights` (features + 1, labels), row `rows[feature]`, the last row zero; `start` (labels,); `steps`
    (labels, labels), row = the earlier sentence's label. `cut` (labels,) are log-odds added to every sentence's
    marginals, so that the label with the largest one has the best F1 in cross-validation.
    """

    labels: tuple[str, ...]
    rows: dict[str, int]
    weights: Array
    start: Array
    steps: Array
    cut: Array

    def emissions(self, sequence: Sequence[Sequence[str]]) -> Array:
        """Summed weights of each sentence's features; shape (sentences, labels). Unknown features weigh zero."""
        if not sequence:
            return np.zeros((0, len(self.labels)))
        nothing = len(self.weights) - 1
        flat: list[int] = []
        starts: list[int] = []
        for features in sequence:
            starts.append(len(flat))
            flat.append(nothing)  # so that no sentence is empty, which `reduceat` would misread
            flat += [row for row in map(self.rows.get, features) if row is not None]
        return np.add.reduceat(self.weights[flat], starts, axis=0)

    def marginals(self, sequence: Sequence[Sequence[str]]) -> Array:
        """P(label of each sentence | all sentences) by forward-backward, cut added; (sentences, labels)."""
        emissions = self.emissions(sequence)
        forward, backward = emissions.copy(), np.zeros_like(emissions)
        for index in range(len(emissions)):
            before = self.start if index == 0 else _log_sum(forward[index - 1][:, None] + self.steps, axis=0)
            forward[index] += before
        for index in range(len(emissions) - 2, -1, -1):
            backward[index] = _log_sum(self.steps + emissions[index + 1] + backward[index + 1], axis=1)
        scores = forward + backward + self.cut
        odds = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float64)


def _log_sum(scores: Array, axis: int) -> Array:
    peak = scores.max(axis=axis, keepdims=True)
    total = np.log(np.exp(scores - peak).sum(axis=axis)) + peak.squeeze(axis)
    return np.asarray(total, dtype=np.float64)


@cache
def load_chain(name: str) -> Chain:
    """The committed model `synth/claims/models/{name}.json`; the file names its training data and command."""
    stored = json.loads((files("synth.claims") / "models" / f"{name}.json").read_text(encoding="utf-8"))
    labels: list[str] = stored["labels"]
    weights = np.array([*stored["weights"].values(), [0.0] * len(labels)], dtype=np.float64)
    rows = {feature: index for index, feature in enumerate(stored["weights"])}
    start, steps, cut = (np.array(stored[name], dtype=np.float64) for name in ("start", "steps", "cut"))
    return Chain(tuple(labels), rows, weights, start, steps, cut)
