"""What the checks are worth on labelled abstracts: evidence or none, which sentence, stance, calibration."""

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

from benchmarks.quality.datasets import LabelledPair
from benchmarks.quality.stance_training import StanceRow, stance_rows, train_stance
from synth.checking.judgement import CONFLICTS
from synth.checking.model import StanceModel
from synth.checking.signals import SIGNALS
from synth.models import rounded

FOLDS = 5
BINS = 10
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A labelled pair with what models that never saw its document say of each window."""

    pair: LabelledPair
    rows: list[StanceRow]
    support: list[float]
    against: list[float]

    @property
    def evidence(self) -> float:
        """P(some window bears on the claim), by the likeliest one."""
        return max((a + b for a, b in zip(self.support, self.against, strict=True)), default=0.0)

    @property
    def support_found(self) -> float:
        """P(supports) of the likeliest window, not yet calibrated."""
        return max(self.support, default=0.0)

    @property
    def contradiction(self) -> float:
        """P(contradicts) of the likeliest window with a named conflict, if no window supports as much; else 0."""
        columns = [SIGNALS.index(name) for name in CONFLICTS]
        found = [p for p, row in zip(self.against, self.rows, strict=True) if any(row.signals[c] for c in columns)]
        best = max(found, default=0.0)
        return best if best >= self.support_found else 0.0


def cross_judged(pairs: Sequence[LabelledPair], planted: Sequence[StanceRow]) -> list[Judged]:
    """Judge every pair by a model trained on the other folds; folds part documents."""
    rows = [stance_rows([pair]) for pair in pairs]
    folds = [_fold(pair) for pair in pairs]
    judged: list[Judged | None] = [None] * len(pairs)
    for fold in range(FOLDS):
        training = [row for own, place in zip(rows, folds, strict=True) if place != fold for row in own]
        model = train_stance(training, planted, min_contradiction=1.0)
        for index, place in enumerate(folds):
            if place == fold:
                judged[index] = _judge(pairs[index], rows[index], model)
    return [item for item in judged if item is not None]


def _fold(pair: LabelledPair) -> int:
    return zlib.crc32(pair.group.encode()) % FOLDS


def _judge(pair: LabelledPair, rows: list[StanceRow], model: StanceModel) -> Judged:
    probabilities = [model.probabilities(row.signals) for row in rows]
    return Judged(pair, rows, [p["supports"] for p in probabilities], [p["contradicts"] for p in probabilities])


def evidence_measures(judged: Sequence[Judged]) -> dict[str, object]:
    """Is there evidence in this abstract: area under the ROC curve."""
    gold = [item.pair.stance != "silent" for item in judged]
    return {
        "pairs": len(judged),
        "AUC": round(float(roc_auc_score(gold, [item.evidence for item in judged])), 4),
    }


def sentence_measures(judged: Sequence[Judged]) -> dict[str, object]:
    """Which sentence is it, in abstracts that hold evidence: F1 over sentences; threshold chosen on other folds."""
    chosen = [item for item in judged if item.pair.evidence]
    scores, gold, folds = [], [], []
    for item in chosen:
        for index in range(len(item.pair.sentences)):
            single = [
                a + b
                for a, b, row in zip(item.support, item.against, item.rows, strict=True)
                if row.window == (index, 1)
            ]
            scores.append(single[0] / max(item.evidence, 1e-9))
            gold.append(index in item.pair.evidence)
            folds.append(_fold(item.pair))
    found = _by_other_folds(np.array(scores), np.array(gold), np.array(folds), f1_score)
    return {"abstracts": len(chosen), "F1": round(float(f1_score(gold, found)), 4)}


def _by_other_folds(
    scores: Numbers, gold: NDArray[np.bool_], folds: NDArray[np.int64], measure: Callable[..., float]
) -> NDArray[np.bool_]:
    """Scores cut by the threshold that is best for the measure on the other folds."""
    found = np.zeros(len(scores), dtype=bool)
    candidates = np.quantile(scores, np.linspace(0.3, 0.99, 60))
    for fold in range(FOLDS):
        rest = folds != fold
        best = max(candidates, key=lambda limit: (measure(gold[rest], scores[rest] >= limit), -limit))
        found[~rest] = scores[~rest] >= best
    return found


def contradiction_measures(judged: Sequence[Judged], threshold: float) -> dict[str, object]:
    """How often "contradicts" is right: at recalls of 0.05, 0.10 and 0.20, and at the committed threshold."""
    scores = np.array([item.contradiction for item in judged])
    gold = np.array([item.pair.stance == "contradicts" for item in judged])
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(gold[order])
    measures: dict[str, object] = {"pairs": len(judged), "contradicting": int(gold.sum())}
    for recall in (0.05, 0.10, 0.20):
        place = int(np.searchsorted(hits, recall * gold.sum()))
        measures[f"precision at recall {recall:.2f}"] = (
            round(float(hits[place] / (place + 1)), 4) if place < len(hits) else None
        )
    called = scores >= threshold
    measures["at the threshold"] = {
        "threshold": threshold,
        "called": int(called.sum()),
        "precision": round(float(gold[called].mean()), 4) if called.any() else None,
        "recall": round(float(gold[called].sum() / gold.sum()), 4),
    }
    return measures


def fit_calibration(judged: Sequence[Judged]) -> tuple[float, float]:
    """(slope, shift) of Platt's scaling of the likeliest window's P(supports), on pairs judged by other folds."""
    gold = [item.pair.stance == "supports" for item in judged]
    fitted = LogisticRegression(C=1e6).fit([[_logit(item.support_found)] for item in judged], gold)
    return round(float(fitted.coef_[0][0]), 4), round(float(fitted.intercept_[0]), 4)


def _logit(p: float) -> float:
    inside = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(inside / (1 - inside))


def _calibrated(judged: Sequence[Judged]) -> Numbers:
    """The confidence of each pair, calibrated on the other folds."""
    folds = np.array([_fold(item.pair) for item in judged])
    confidence = np.zeros(len(judged))
    for fold in range(FOLDS):
        slope, shift = fit_calibration([item for item, place in zip(judged, folds, strict=True) if place != fold])
        for index in np.flatnonzero(folds == fold).tolist():
            confidence[index] = 1 / (1 + math.exp(-slope * _logit(judged[index].support_found) - shift))
    return confidence


def calibration_measures(judged: Sequence[Judged], min_support: float) -> dict[str, object]:
    """Expected calibration error in equal-mass bins, the band a calibrated model would show, and the Brier score."""
    confidence = _calibrated(judged)
    gold = np.array([item.pair.stance == "supports" for item in judged], dtype=np.float64)
    random = np.random.default_rng(0)
    chance = [_error(confidence, (random.random(len(gold)) < confidence).astype(np.float64)) for _ in range(500)]
    called = confidence >= min_support
    return {
        "expected calibration error": rounded(_error(confidence, gold)),
        "95 % band of a calibrated model": [round(float(q), 4) for q in np.quantile(chance, [0.025, 0.975])],
        "Brier score": round(float(brier_score_loss(gold, confidence)), 4),
        "bins (mean confidence, share supported)": [
            [round(float(confidence[b].mean()), 3), round(float(gold[b].mean()), 3)] for b in _bins(confidence)
        ],
        "supports at the threshold": {
            "threshold": min_support,
            "called": int(called.sum()),
            "precision": round(float(gold[called].mean()), 4) if called.any() else None,
            "recall": round(float(gold[called].sum() / gold.sum()), 4),
        },
    }


def _bins(scores: Numbers) -> list[NDArray[np.int64]]:
    return np.array_split(np.argsort(scores, kind="stable"), BINS)


def _error(confidence: Numbers, gold: Numbers) -> float:
    gaps = [abs(confidence[b].mean() - gold[b].mean()) * len(b) for b in _bins(confidence)]
    return float(sum(gaps) / len(gold))
