"""Training the ranking of `Library.search`: a linear model over named features of a claim and an abstract."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.quality.datasets import DATA, SciFact, scifact
from synth.library import Library
from synth.library.ranking import FEATURES, rank_features
from synth.models import Paper

MODEL = Path(__file__).resolve().parents[2] / "synth" / "library" / "models" / "ranking.json"
COMMAND = "python -m benchmarks.quality.train ranking"
PENALTY = 30.0


@dataclass(frozen=True)
class RankedClaim:
    """A claim's candidates, best by BM25 first: their features, shape (papers, FEATURES), and which it cites."""

    papers: tuple[str, ...]
    features: NDArray[np.float64]
    cited: frozenset[str]


def ranked_claims(library: Library, data: SciFact) -> list[RankedClaim]:
    """The candidates that a library of `data`'s abstracts has for each claim."""
    rows = []
    for _, claim, cited, _ in data.claims:
        found = library.candidates(claim)
        features = np.array(rank_features(claim, found.texts, found.frequency, found.size))
        rows.append(RankedClaim(tuple(paper.paper_id for paper in found.papers), features, frozenset(cited)))
    return rows


def scifact_papers(data: SciFact) -> list[Paper]:
    """SciFact's abstracts as papers."""
    return [Paper(paper_id=f"{n}", title=data.titles[n], abstract=" ".join(data.abstracts[n])) for n in data.abstracts]


def train_ranking(claims: Sequence[RankedClaim], penalty: float = PENALTY) -> NDArray[np.float64]:
    """One weight a feature: softmax over each claim's candidates, cited ones to be likely (ListNet, Cao et al. 2007).

    The penalty is on weights of features scaled to unit variance.
    """
    usable = [claim for claim in claims if claim.cited & set(claim.papers)]
    scale = np.concatenate([claim.features for claim in usable]).std(axis=0) + 1e-9
    tables = [claim.features / scale for claim in usable]
    goals = [np.array([paper in claim.cited for paper in claim.papers], dtype=float) for claim in usable]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = penalty / 2 * float(weights @ weights), penalty * weights
        for table, goal in zip(tables, goals, strict=True):
            scores = table @ weights
            scores -= scores.max()
            log_share = scores - np.log(np.exp(scores).sum())
            wanted = goal / goal.sum()
            value -= float(wanted @ log_share)
            slope = slope + (np.exp(log_share) - wanted) @ table
        return value, slope

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    return np.asarray(found / scale, dtype=np.float64)


def rebuild() -> None:
    """Write `synth/library/models/ranking.json`: one weight a feature."""
    data = scifact(DATA)
    with TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.add(scifact_papers(data))
        weights = train_ranking(ranked_claims(library, data))
    content = {
        "about": "Score of a paper for a query: weighted sum of the features of synth/library/ranking.py",
        "trained_on": f"SciFact, train: {len(data.claims)} claims over {len(data.abstracts)} abstracts",
        "rebuild": COMMAND,
        "weights": {name: round(float(weight), 3) for name, weight in zip(FEATURES, weights, strict=True)},
    }
    MODEL.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
