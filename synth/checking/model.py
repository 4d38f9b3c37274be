"""The models of the checks: logistic regressions over named signals, read from their committed coefficients."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from synth.language.linear import expit

Setting = Literal["one passage", "several passages"]
"""How many passages are given for a claim: one alone, or several of one text."""


@dataclass(frozen=True)
class Logistic:
    """P(yes) = 1 / (1 + exp(-(bias + weights · row))); one weight a signal, in the signals' order."""

    bias: float
    weights: tuple[float, ...]

    def log_odds(self, row: Sequence[float]) -> float:
        """ln(p / (1 - p)) of a row of signals."""
        return self.bias + sum(weight * value for weight, value in zip(self.weights, row, strict=True))

    def probability(self, row: Sequence[float]) -> float:
        """P(yes) of a row of signals."""
        return expit(self.log_odds(row))


def logit(probability: float) -> float:
    """ln(p / (1 - p)), within ±20."""
    inside = min(max(probability, 2e-9), 1 - 2e-9)
    return math.log(inside / (1 - inside))


@dataclass(frozen=True)
class CheckingModel:
    """The models of the checks.

    `evidence` is for whether one passage addresses the claim (`EVIDENCE_SIGNALS`), `text` for whether any of several
    does (`TEXT_SIGNALS`), `against` for whether one that addresses it contradicts it (`STANCE_SIGNALS`), `content` for
    whether a passage of a paper states what the claim states (`CONTENT_SIGNALS`). `calibration` has, by setting, slope
    and shift of Platt's scaling of P(supports) for passages that were given. `min_contradiction` is the least
    P(contradicts) of a contradiction.
    """

    evidence: Logistic
    text: Logistic
    against: Logistic
    content: Logistic
    calibration: dict[Setting, tuple[float, float]]
    min_contradiction: float

    def confidence(self, supports: float, setting: Setting) -> float:
        """P(supports), calibrated on labelled pairs of the setting: 1 / (1 + exp(-(slope logit(p) + shift)))."""
        slope, shift = self.calibration[setting]
        return expit(slope * logit(supports) + shift)


@cache
def load_model() -> CheckingModel:
    """The committed model `synth/checking/models/checking.json`, which names its training data."""
    stored = json.loads((files("synth.checking") / "models" / "checking.json").read_text(encoding="utf-8"))
    evidence, text, against, content = (
        Logistic(stored[part]["bias"], tuple(stored[part]["weights"].values()))
        for part in ("evidence", "text", "against", "content")
    )
    return CheckingModel(
        evidence,
        text,
        against,
        content,
        calibration={setting: (one["slope"], one["shift"]) for setting, one in stored["calibration"].items()},
        min_contradiction=stored["min_contradiction"],
    )
