"""What the public check is worth on labelled pairs: evidence or none, which sentence, stance, calibration."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

from benchmarks.quality.checking_training import (
    calibrations,
    content_row,
    fit_content,
    found_example,
    trials,
    weighed,
)
from benchmarks.quality.datasets import LabelledPair
from benchmarks.quality.pairs import RealPair, real_pairs
from benchmarks.quality.stance_training import FOLDS, Example
from synth.checking.judgement import judge_content
from synth.checking.model import CheckingModel, Setting, load_model, logit
from synth.checking.verdicts import contradiction, weigh
from synth.language.linear import expit
from synth.models import rounded

BINS = 10
Numbers = NDArray[np.float64]


def evidence_measures(examples: Sequence[Example]) -> dict[str, object]:
    """Is there evidence in this abstract: area under the ROC curve."""
    gold = [one.pair.stance != "silent" for one in examples]
    scores = [weighed(one).addresses for one in examples]
    return {"pairs": len(examples), "AUC": round(float(roc_auc_score(gold, scores)), 4)}


def sentence_measures(examples: Sequence[Example]) -> dict[str, object]:
    """Which sentence is it, in abstracts that hold evidence: F1 over sentences; threshold chosen on other folds.

    A sentence scores its probability times its share of the likeliest one's. `best` counts the one sentence that the
    verdict points at.
    """
    chosen = [one for one in examples if one.pair.evidence]
    scores, gold, folds, hits = [], [], [], []
    for one in chosen:
        weighing = weighed(one)
        bearing = dict(zip(weighing.places, (judged.addresses for judged in weighing.judged), strict=True))
        likeliest = max(bearing.values())
        for index in range(len(one.pair.sentences)):
            scores.append(bearing.get(index, 0.0) ** 2 / likeliest)
            gold.append(index in one.pair.evidence)
            folds.append(one.fold)
        hits.append(weighing.nearest is not None and weighing.places[weighing.nearest] in one.pair.evidence)
    found = _by_other_folds(np.array(scores), np.array(gold), np.array(folds), f1_score)
    return {
        "abstracts": len(chosen),
        "F1": round(float(f1_score(gold, found)), 4),
        "the likeliest is one": round(float(np.mean(hits)), 4),
    }


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


def contradiction_measures(examples: Sequence[Example], threshold: float) -> dict[str, object]:
    """How often "contradicts" is right: at recalls of 0.05, 0.10 and 0.20, and at the committed threshold."""
    scores = np.array([contradiction(weighed(one)) for one in examples])
    gold = np.array([one.pair.stance == "contradicts" for one in examples])
    return {
        "pairs": len(examples),
        "contradicting": int(gold.sum()),
        **_precisions(scores, gold),
        "at the threshold": _called(scores, gold, threshold),
    }


def _precisions(scores: Numbers, gold: NDArray[np.bool_]) -> dict[str, object]:
    """The precision among the highest scores that hold 0.05, 0.10 and 0.20 of those sought."""
    hits = np.cumsum(gold[np.argsort(-scores, kind="stable")])
    measures: dict[str, object] = {}
    for recall in (0.05, 0.10, 0.20):
        place = int(np.searchsorted(hits, recall * gold.sum()))
        measures[f"precision at recall {recall:.2f}"] = (
            round(float(hits[place] / (place + 1)), 4) if place < len(hits) else None
        )
    return measures


def _called(scores: Numbers, gold: NDArray[np.bool_], threshold: float) -> dict[str, object]:
    called = scores >= threshold
    return {
        "threshold": threshold,
        "called": int(called.sum()),
        "precision": round(float(gold[called].mean()), 4) if called.any() else None,
        "recall": round(float(gold[called].sum() / gold.sum()), 4) if gold.any() else None,
    }


def cross_calibrated(examples: Sequence[Example], setting: Setting) -> Numbers:
    """The confidence of each pair that was given: judged and calibrated by other folds."""
    confidence = np.zeros(len(examples))
    for fold in range(FOLDS):
        slope, shift = calibrations(lambda one, fold=fold: one.fold != fold)[setting]  # type: ignore[misc]
        for index, one in enumerate(examples):
            if one.fold == fold:
                confidence[index] = expit(slope * logit(weighed(one).supports) + shift)
    return confidence


def content_confidences(examples: Sequence[Example]) -> Numbers:
    """The confidence of each pair that was found in papers: judged by models of other folds."""
    models = [fit_content(lambda one, fold=fold: one.fold != fold) for fold in range(FOLDS)]  # type: ignore[misc]
    return np.array([models[one.fold].probability(content_row(one)) for one in examples])


def calibration_measures(confidence: Numbers, gold: NDArray[np.bool_], min_support: float) -> dict[str, object]:
    """Expected calibration error in equal-mass bins, the band a calibrated model would show, and the Brier score."""
    random = np.random.default_rng(0)
    right = gold.astype(np.float64)
    chance = [_error(confidence, (random.random(len(gold)) < confidence).astype(np.float64)) for _ in range(500)]
    return {
        "pairs": len(gold),
        "expected calibration error": rounded(_error(confidence, right)),
        "95 % band of a calibrated model": [round(float(q), 4) for q in np.quantile(chance, [0.025, 0.975])],
        "Brier score": round(float(brier_score_loss(gold, confidence)), 4),
        "bins (mean confidence, share supported)": [
            [round(float(confidence[b].mean()), 3), round(float(right[b].mean()), 3)] for b in bins(confidence)
        ],
        "supports": _precisions(confidence, gold),
        "supports at the threshold": _called(confidence, gold, min_support),
    }


def bins(scores: Numbers) -> list[NDArray[np.int64]]:
    """Ten bins of equal mass, from the lowest scores to the highest."""
    return np.array_split(np.argsort(scores, kind="stable"), BINS)


def _error(confidence: Numbers, gold: Numbers) -> float:
    gaps = [abs(confidence[b].mean() - gold[b].mean()) * len(b) for b in bins(confidence)]
    return float(sum(gaps) / len(gold))


def text_calibration(min_support: float) -> dict[str, object]:
    """How right the confidence is for claims with whole abstracts."""
    return calibration_measures(*text_confidences(), min_support)


def text_confidences() -> tuple[Numbers, NDArray[np.bool_]]:
    """The confidence of each claim with a whole abstract, cross-validated, and whether it supports the claim."""
    examples = trials().scifact
    return cross_calibrated(examples, "several passages"), _supporting(examples)


def pair_confidences() -> tuple[Numbers, NDArray[np.bool_]]:
    """The same of passages of real papers, each read in its surroundings."""
    examples = (*trials().found, *trials().content)
    return content_confidences(examples), _supporting(examples)


def pair_measures(min_support: float) -> dict[str, object]:
    """How right it is for passages of papers: cross-validated on the training part, and on the part kept for the test.

    As `check_claims` reads them, among the sentences around them, and as `check_claim` does, alone.
    """
    found, model = trials(), load_model()
    tests = real_pairs("test")
    around, alone = [found_example(one) for one in tests], [_alone(one) for one in tests]
    measures: dict[str, object] = {}
    for name, examples, confidence in (
        ("train, in its surroundings", found.found, content_confidences(found.found)),
        ("content, in its surroundings", found.content, content_confidences(found.content)),
        ("train, alone", found.papers, cross_calibrated(found.papers, "one passage")),
        ("test, in its surroundings", around, np.array([_found(one, model) for one in around])),
        ("test, alone", alone, np.array([weigh(one.pair.claim, one.pair.sentences, model).supports for one in alone])),
    ):
        measures[name] = calibration_measures(confidence, _supporting(examples), min_support)
    return measures


def _alone(pair: RealPair) -> Example:
    return Example(LabelledPair(pair.claim, (pair.passage,), pair.stance, (0,), pair.group))


def _found(example: Example, model: CheckingModel) -> float:
    assert example.placement
    return judge_content(example.context, example.labelled[0], 0.0, model, 1.0, example.placement).confidence


def _supporting(examples: Sequence[Example]) -> NDArray[np.bool_]:
    return np.array([one.pair.stance == "supports" for one in examples])
