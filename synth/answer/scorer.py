"""A logistic regression over named features, as the models of relevance and directness are stored."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Scorer(NamedTuple):
    """One weight a feature, on the features' own scales, and the intercept."""

    weights: Mapping[str, float]
    intercept: float

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The log-odds of some features; those without a weight count as zero."""
        total = math.fsum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return total + self.intercept


@cache
def load_scorer(name: str) -> Scorer:
    """A committed model, `models/NAME.json`, by `benchmarks.answers.ranking_training` or `train-directness`."""
    stored = json.loads((files("synth.answer") / "models" / f"{name}.json").read_text(encoding="utf-8"))
    return Scorer(stored["weights"], stored["intercept"])
