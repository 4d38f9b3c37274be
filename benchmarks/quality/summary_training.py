"""Training the salience model: a softmax over each abstract's sentences, fitted to their ROUGE-1 with its summary."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import KFold

from benchmarks.quality.datasets import DATA, SummarisedAbstract, summarised_abstracts
from benchmarks.quality.rouge import rouge_1
from synth.report.salience import SalienceModel, salience_features

MODEL = Path(__file__).resolve().parents[2] / "synth" / "report" / "models" / "summary.json"
COMMAND = "python -m benchmarks.quality.train summary"
MIN_COUNT = 5
PENALTY = 30.0
SHARPNESS = 8.0  # how much more a sentence is asked for whose ROUGE-1 is higher: e to the eight times of the difference
FOLDS = 5


def train_salience(abstracts: Sequence[SummarisedAbstract]) -> SalienceModel:
    """Fit so that softmax(scores) of an abstract's sentences is near softmax(`SHARPNESS` times their ROUGE-1).

    The loss is the cross-entropy between the two, summed over abstracts (ListNet, Cao et al. 2007, "Learning to rank:
    from pairwise approach to listwise approach"), with a ridge penalty.
    """
    rows = [salience_features(abstract.sentences) for abstract in abstracts]
    counts = Counter(name for features in chain.from_iterable(rows) for name in features)
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(
        [
            {name: value for name, value in features.items() if counts[name] >= MIN_COUNT}
            for features in chain.from_iterable(rows)
        ]
    ).tocsr()
    columns = table.T.tocsr()
    sizes = np.array([len(abstract.sentences) for abstract in abstracts])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    gold = [rouge_1(sentence, abstract.summaries) for abstract in abstracts for sentence in abstract.sentences]
    wanted = np.exp(_log_softmax(SHARPNESS * np.array(gold), starts, sizes))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        shares = _log_softmax(table @ weights, starts, sizes)
        gradient = columns @ (np.exp(shares) - wanted) + PENALTY * weights
        return float(PENALTY / 2 * weights @ weights - wanted @ shares), gradient

    fitted = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    named = zip(vectorizer.get_feature_names_out(), fitted.x, strict=True)
    return SalienceModel({name: round(float(weight), 3) for name, weight in named if abs(weight) >= 0.002})


def _log_softmax(scores: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Logarithm of the softmax within each group of consecutive scores."""
    shifted: np.ndarray = scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)
    logs: np.ndarray = shifted - np.repeat(np.log(np.add.reduceat(np.exp(shifted), starts)), sizes)
    return logs


def cross_trained(abstracts: Sequence[SummarisedAbstract]) -> list[SalienceModel]:
    """For each abstract the model of the folds that it is not in."""
    models: dict[int, SalienceModel] = {}
    for train, held_out in KFold(FOLDS, shuffle=True, random_state=0).split(range(len(abstracts))):
        model = train_salience([abstracts[int(index)] for index in train])
        models |= {int(index): model for index in held_out}
    return [models[index] for index in range(len(abstracts))]


def rebuild() -> None:
    """Write `synth/report/models/summary.json`, trained on all training abstracts."""
    abstracts = summarised_abstracts(DATA, "train")
    content = {
        "about": "salience of a sentence in its document: linear in named features, softmax within the document",
        "trained_on": f"SciTLDR-A, train: {len(abstracts)} abstracts, each with its author's one-sentence summary",
        "rebuild": COMMAND,
        "weights": train_salience(abstracts).weights,
    }
    MODEL.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
