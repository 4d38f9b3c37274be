"""How often a passage of its own paper that the checks call support does support a claim, in papers of many fields.

python -m benchmarks.quality.marks FOLDER

FOLDER has the PDFs of `labels/found_pairs.tsv`. Each pair is judged by a model of content that saw no pair of its
claim's paper, and counts as often as it stands for pairs that the program finds. Per threshold: what share of claims is
marked; of these, what share of passages is silent or contradicts, and what share supports the claim whole; of the rest,
what share supports it whole all the same.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.checking_training import content_row, fit_content, found_example
from benchmarks.quality.pairs import FoundPair, found_pairs
from benchmarks.quality.stance_training import FOLDS

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7)
BINS = 10


def confidences(found: list[FoundPair]) -> NDArray[np.float64]:
    """P(supports) of each pair by a model of other papers."""
    examples = [found_example(one.pair) for one in found]
    told = np.zeros(len(found))
    for fold in range(FOLDS):
        model = fit_content(lambda one, fold=fold: one.fold != fold, examples)  # type: ignore[misc]
        for place, example in enumerate(examples):
            if example.fold == fold:
                told[place] = model.probability(content_row(example))
    return told


def main(folder: Path) -> None:
    """Print the figures of passages of the same paper as JSON."""
    found = [one for one in found_pairs(folder) if one.pair.same_paper]
    told = confidences(found)
    label = np.array([one.label for one in found])
    stands_for = np.array([one.stands_for for one in found])
    wrong, whole = np.isin(label, ("silent", "contradicts")), label == "supports"

    def share(what: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
        return round(float(stands_for[what & among].sum() / max(1e-9, stands_for[among].sum())), 3)

    every = np.ones(len(found), dtype=bool)
    tenth = np.minimum(BINS - 1, (told * BINS).astype(int))
    figures = {
        "pairs": len(found),
        "thresholds": {
            threshold: {
                "marked": share(told >= threshold, every),
                "false": share(wrong, told >= threshold),
                "whole": share(whole, told >= threshold),
                "missed": share(whole, told < threshold),
            }
            for threshold in THRESHOLDS
        },
        "supports whole, by tenths of confidence": [share(whole, tenth == each) for each in range(BINS)],
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
