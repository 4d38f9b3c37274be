"""Draw the reliability diagrams of the docs: python -m benchmarks.quality.reliability writes docs/reliability-*.svg.

One for claims with whole abstracts (SciFact), one for passages of real papers (labels/pairs.tsv), both cross-validated:
ten bins of equal mass, and behind each point the band in which 95 of 100 calibrated models would put it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.drawings import ROOT, svg
from benchmarks.quality.evidence import bins, pair_confidences, text_confidences
from synth.models import Reliability, ReliabilityPoint
from synth.rendering import render_drawing

TRIALS = 2000


def diagram(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> Reliability:
    """The diagram of some confidences and of what proved right."""
    random = np.random.default_rng(0)
    points = []
    for chosen in bins(confidence):
        mean = float(confidence[chosen].mean())
        chance = (random.random((TRIALS, len(chosen))) < confidence[chosen]).mean(axis=1)
        low, high = np.quantile(chance, [0.025, 0.975])
        share = float(right[chosen].mean())
        points.append(
            ReliabilityPoint(
                confidence=round(mean, 4), share=round(share, 4), low=round(float(low), 4), high=round(float(high), 4)
            )
        )
    return Reliability(points=tuple(points))


def main(names: Sequence[str] = ("abstracts", "papers")) -> None:
    """Write both diagrams."""
    for name, (confidence, right) in zip(names, (text_confidences(), pair_confidences()), strict=True):
        (ROOT / "docs" / f"reliability-{name}.svg").write_text(
            svg(render_drawing(diagram(confidence, right)), 92, 90), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
