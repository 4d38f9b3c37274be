"""Linear models over counted features, trained with scikit-learn, stored as JSON and evaluated in plain Python."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synth.language.cues import count_features


@dataclass(frozen=True)
class Linear:
    """Logistic regressions, one for each label, over TF-IDF: (1 + ln count) * idf, normalised to length one.

    `weights[feature]` is (idf, one coefficient for each label); `intercepts` one for each label. With two labels there
    is one coefficient, for the second. Formulas as scikit-learn's TfidfVectorizer(sublinear_tf=True) and
    LogisticRegression (one against the rest).
    """

    labels: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]
    intercepts: tuple[float, ...]

    def log_odds(self, features: Iterable[str]) -> list[float]:
        """The log-odds of each label, or of the second of two, for the features of one sentence. Features that the
        model does not know are left out.
        """
        sums = [0.0] * len(self.intercepts)
        square = 0.0
        for feature, count in count_features(features).items():
            row = self.weights.get(feature)
            if row is None:
                continue
            value = (1.0 + math.log(count)) * row[0]
            square += value * value
            for index, weight in enumerate(row[1:]):
                sums[index] += value * weight
        norm = math.sqrt(square) or 1.0
        return [total / norm + start for total, start in zip(sums, self.intercepts, strict=True)]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """P(label) for the features of one sentence; they sum to one."""
        odds = [expit(score) for score in self.log_odds(features)]
        if len(self.labels) == 2:
            return {self.labels[0]: 1.0 - odds[0], self.labels[1]: odds[0]}
        whole = sum(odds) or 1.0
        return {label: value / whole for label, value in zip(self.labels, odds, strict=True)}


def expit(log_odds: float) -> float:
    """1 / (1 + exp(-x)), for any finite x."""
    if log_odds < 0:
        odds = math.exp(max(log_odds, -700.0))
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + math.exp(-min(log_odds, 700.0)))


@cache
def load_linear(name: str) -> Linear:
    """The committed model `synth/language/models/{name}.json`; the file names its training data and command."""
    stored = json.loads((files("synth.language") / "models" / f"{name}.json").read_text(encoding="utf-8"))
    weights = {feature: tuple(row) for feature, row in stored["weights"].items()}
    return Linear(tuple(stored["labels"]), weights, tuple(stored["intercepts"]))
