"""The stance model: a multinomial logistic regression over named signals, read from its committed coefficients."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synth.models import Stance

STANCES: tuple[Stance, ...] = ("silent", "supports", "contradicts")


@dataclass(frozen=True)
class StanceModel:
    """`weights[stance]` has one number a signal, in the order of `SIGNALS`; `bias[stance]` is the intercept.

    `min_contradiction` is the P(contradicts) from which a contradiction is called. `slope` and `shift` calibrate
    (Platt): the likeliest of an abstract's passages is likelier to be right than it looks alone.
    """

    weights: dict[Stance, tuple[float, ...]]
    bias: dict[Stance, float]
    min_contradiction: float
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, row: Sequence[float]) -> dict[Stance, float]:
        """P(stance) of a claim-passage pair; sums to 1."""
        scores = {
            stance: self.bias[stance]
            + sum(weight * value for weight, value in zip(self.weights[stance], row, strict=True))
            for stance in STANCES
        }
        peak = max(scores.values())
        odds = {stance: math.exp(score - peak) for stance, score in scores.items()}
        total = sum(odds.values())
        return {stance: odd / total for stance, odd in odds.items()}

    def confidence(self, supports: float) -> float:
        """P(supports) of a text whose best passage has this one: 1 / (1 + exp(-(slope logit(p) + shift)))."""
        inside = min(max(supports, 1e-9), 1 - 1e-9)
        return 1.0 / (1.0 + math.exp(-self.slope * math.log(inside / (1 - inside)) - self.shift))


@cache
def load_model() -> StanceModel:
    """The committed model `synth/checking/models/stance.json`, which says what it was trained on."""
    stored = json.loads((files("synth.checking") / "models" / "stance.json").read_text(encoding="utf-8"))
    return StanceModel(
        {stance: tuple(stored["weights"][stance].values()) for stance in STANCES},
        {stance: stored["bias"][stance] for stance in STANCES},
        stored["min_contradiction"],
        stored["calibration"]["slope"],
        stored["calibration"]["shift"],
    )
