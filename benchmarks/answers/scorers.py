"""Fit and write the small regressions of `synth/answer/models`, over standardised features."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from synth.answer.scorer import Scorer

MODELS = Path(__file__).resolve().parents[2] / "synth" / "answer" / "models"


def fit_scorer(
    features: Sequence[Mapping[str, float]],
    labels: Sequence[int],
    regularisation: float,
    weights: Sequence[float] | None = None,
) -> Scorer:
    """A logistic regression with C = `regularisation`; `weights` are those of the examples."""
    names = list(features[0])
    matrix = np.array([[one[name] for name in names] for one in features])
    mean, spread = matrix.mean(0), matrix.std(0) + 1e-9
    model = LogisticRegression(C=regularisation, max_iter=1000)
    model.fit((matrix - mean) / spread, labels, sample_weight=weights)
    slopes = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - (slopes * mean).sum())
    return Scorer(dict(zip(names, map(float, slopes), strict=True)), intercept)


def write_scorer(name: str, scorer: Scorer, trained_on: str) -> None:
    """Write a model with four digits, so that a new fit of the same data writes the same file."""
    stored = {
        "trained on": trained_on,
        "intercept": round(scorer.intercept, 4),
        "weights": {feature: round(weight, 4) for feature, weight in scorer.weights.items()},
    }
    (MODELS / f"{name}.json").write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")
