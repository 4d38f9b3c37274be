"""Draw the reliability diagrams of the docs: python -m benchmarks.quality.reliability writes docs/reliability-*.svg.

One for claims with whole abstracts (SciFact), one for passages of real papers (labels/pairs.tsv), both cross-validated:
ten bins of equal mass, and behind each point the band in which 95 of 100 calibrated models would put it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.drawings import ROOT, svg
from benchmarks.quality.evidence import bins, pair_confidences, text_confidences

TRIALS = 2000
AXIS = (
    "width=84mm, height=84mm, axis lines*=left, tick align=outside, tick label style={font=\\footnotesize}, "
    "label style={font=\\small}, xmin=0, xmax=1, ymin=0, ymax=1, xtick distance=0.2, ytick distance=0.2, "
    "xlabel={mean confidence of the bin}, ylabel={share that the passage supports}"
)


def diagram(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> str:
    """The diagram of some confidences and of what proved right, as a tikzpicture.

    A calibrated confidence lies on the diagonal; the bars are the bands in which chance would put it.
    """
    random = np.random.default_rng(0)
    bands, points = [], []
    for chosen in bins(confidence):
        mean = float(confidence[chosen].mean())
        chance = (random.random((TRIALS, len(chosen))) < confidence[chosen]).mean(axis=1)
        low, high = np.quantile(chance, [0.025, 0.975])
        share = float(right[chosen].mean())
        bands.append(
            rf"\draw[line width=2.4pt, black!22] (axis cs:{mean:.3f},{low:.3f}) -- (axis cs:{mean:.3f},{high:.3f});"
        )
        points.append(f"({mean:.3f},{share:.3f})")
    return "\n".join(
        [
            rf"\begin{{tikzpicture}}\begin{{axis}}[{AXIS}]",
            r"\addplot[densely dashed, black!60] coordinates {(0,0) (1,1)};",
            *bands,
            rf"\addplot[mark=*, mark size=1.6pt, link] coordinates {{{' '.join(points)}}};",
            r"\end{axis}\end{tikzpicture}",
        ]
    )


def main(names: Sequence[str] = ("abstracts", "papers")) -> None:
    """Write both diagrams."""
    for name, (confidence, right) in zip(names, (text_confidences(), pair_confidences()), strict=True):
        (ROOT / "docs" / f"reliability-{name}.svg").write_text(
            svg(diagram(confidence, right), 92, 90), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
