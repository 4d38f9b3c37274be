"""Draw the reliability diagrams of the docs: python -m benchmarks.quality.reliability writes docs/reliability-*.svg.

One for claims with whole abstracts (SciFact), one for passages of real papers (labels/pairs.tsv), both cross-validated:
ten bins of equal mass, and behind each point the band in which 95 of 100 calibrated models would put it.
"""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pymupdf
from numpy.typing import NDArray

from benchmarks.quality.evidence import bins, pair_confidences, text_confidences
from synth.models import Reliability, ReliabilityPoint
from synth.rendering import compile_pdf, render_drawing
from synth.settings import RenderSettings

ROOT = Path(__file__).resolve().parents[2]
PARTIALS = ("fonts", "characters", "figures")
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


def svg(drawing: Reliability) -> str:
    """A drawing as SVG, its text as outlines, so that it looks the same wherever it is shown."""
    partials = [
        (ROOT / "templates" / "latex" / "partials" / f"{name}.tex.j2").read_text(encoding="utf-8") for name in PARTIALS
    ]
    tex = "\n".join(
        [
            r"\documentclass[11pt]{article}",
            r"\usepackage[paperwidth=92mm,paperheight=90mm,margin=1mm]{geometry}\usepackage{xcolor}",
            r"\definecolor{link}{RGB}{26,62,112}\pagestyle{empty}\parindent0pt",
            *partials,
            rf"\begin{{document}}{render_drawing(drawing)}\end{{document}}",
        ]
    )
    pdf = compile_pdf(tex, date(2026, 1, 1), RenderSettings(), os.environ)
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return str(document[0].get_svg_image())


def main(names: Sequence[str] = ("abstracts", "papers")) -> None:
    """Write both diagrams."""
    for name, (confidence, right) in zip(names, (text_confidences(), pair_confidences()), strict=True):
        (ROOT / "docs" / f"reliability-{name}.svg").write_text(svg(diagram(confidence, right)), encoding="utf-8")


if __name__ == "__main__":
    main()
