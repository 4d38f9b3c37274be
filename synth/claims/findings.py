"""P(finding): does a sentence of a whole paper assert, so that it can be quoted, what that paper found?"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synth.claims.features import sentence_features
from synth.claims.shapes import shapes
from synth.models import SectionRole, rounded
from synth.text import words


def finding_features(sentence: str, section_role: SectionRole) -> list[str]:
    """The sentence's words and cues without word pairs, its shapes, and the role of its section."""
    tokens = words(sentence)
    return [
        *sentence_features(sentence, tokens, pairs=False),
        *shapes(sentence, tokens),
        f"section={section_role}",
    ]


@dataclass(frozen=True)
class FindingModel:
    """A logistic regression over named features, each present or absent."""

    bias: float
    weights: dict[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """P(finding) in [0, 1]."""
        return 1.0 / (1.0 + math.exp(-self.bias - sum(self.weights.get(name, 0.0) for name in features)))


def score_finding(sentence: str, section_role: SectionRole) -> float:
    """P(finding) of a sentence in a section of that role, rounded to six decimals."""
    return rounded(_model().probability(finding_features(sentence, section_role)))


@cache
def _model() -> FindingModel:
    stored = json.loads((files("synth.claims") / "models" / "finding.json").read_text(encoding="utf-8"))
    return FindingModel(stored["bias"], stored["weights"])
