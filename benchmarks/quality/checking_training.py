"""Rebuilding the models of the checks, `checking.json`: trained on all pairs, calibrated on the other folds."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.quality.datasets import DATA, LabelledPair, LabelledText, healthver, role_sentences, scifact
from benchmarks.quality.pairs import real_pairs, surrounded
from benchmarks.quality.stance_training import FOLDS, Example, Planted, planted, train
from synth.checking.evidence_signals import EVIDENCE_SIGNALS, TEXT_SIGNALS
from synth.checking.judgement import judge
from synth.checking.model import CheckingModel, Logistic, Setting, logit
from synth.checking.stance_signals import STANCE_SIGNALS
from synth.checking.verdicts import Weighing, weigh

MODELS = Path(__file__).resolve().parents[2] / "synth" / "checking" / "models"
COMMAND = "python -m benchmarks.quality.train checking"
TRAINED_ON = (
    "SciFact, train: claims with the sentences of the abstracts they cite; HealthVer, dev, for stance alone; claims of "
    "the shared PDFs with passages of theirs, labels/pairs.tsv, train; and, each kind with the weight of 100 pairs, "
    "planted contradictions and paraphrases of CSAbstruct's result sentences (benchmarks/quality/planted.py)"
)
MIN_CONTRADICTION = 0.67
"""P(contradicts) from which a contradiction is called: see `python -m benchmarks.quality contradiction`."""
HEALTHVER_WEIGHT = 0.5
PAPERS_WEIGHT = 0.5
"""What a pair counts beside one of SciFact, chosen by cross-validation; those of papers stand in twice."""


@dataclass(frozen=True)
class Trials:
    """All labelled pairs, by what they are of. `found` are those of papers again, in their surroundings."""

    scifact: tuple[Example, ...]
    healthver: tuple[Example, ...]
    papers: tuple[Example, ...]
    found: tuple[Example, ...]
    same_paper: tuple[bool, ...]
    planted: Planted

    def all(self) -> list[Example]:
        """The pairs that are trained on."""
        return [*self.scifact, *self.healthver, *self.papers, *self.found]


@cache
def trials() -> Trials:
    """Read all training data, and their signals when first asked for."""
    real = real_pairs("train")
    texts = [LabelledPair(one.claim.text, (one.passage,), one.stance, (0,), one.group) for one in real]
    around = [surrounded(one) for one in real]
    return Trials(
        tuple(Example(pair) for pair in scifact(DATA).pairs()),
        tuple(Example(pair, weight=0.0, stance_weight=HEALTHVER_WEIGHT) for pair in healthver(DATA)),
        tuple(Example(pair, weight=PAPERS_WEIGHT, stance_weight=PAPERS_WEIGHT) for pair in texts),
        tuple(Example(pair, weight=PAPERS_WEIGHT, stance_weight=PAPERS_WEIGHT, only=place) for pair, place in around),
        tuple(one.same_paper for one in real),
        planted([sentence for text in role_sentences(DATA, "train") for sentence in results(text)]),
    )


def results(text: LabelledText) -> list[str]:
    """The result sentences of an abstract that are neither a heading nor a paragraph."""
    labelled = zip(text.sentences, text.labels, strict=True)
    return [sentence for sentence, label in labelled if label == "result" and 8 < len(sentence.split()) < 45]


@cache
def fold_models() -> tuple[CheckingModel, ...]:
    """For each fold the model trained on all others; not calibrated."""
    found = trials()
    return tuple(train([one for one in found.all() if one.fold != fold], found.planted) for fold in range(FOLDS))


@cache
def weighed(example: Example) -> Weighing:
    """What the public check says of a pair, by a model that never saw its document."""
    return weigh(example.pair.claim, example.pair.sentences, fold_models()[example.fold])


@cache
def supported(example: Example) -> float:
    """P(supports) of the one labelled passage in its surroundings, not calibrated, by a model of other folds."""
    judged = judge(example.context, example.labelled[0], fold_models()[example.fold])
    return judged.bears * (1 - judged.against)


def platt(scores: Sequence[float], gold: Sequence[bool], shifted: Sequence[bool] = ()) -> tuple[float, float, float]:
    """(slope, shift, further shift of those `shifted`) of Platt's scaling of log odds, by maximum likelihood."""
    table = np.column_stack([[logit(score) for score in scores], shifted if shifted else np.zeros(len(scores))])
    fitted = LogisticRegression(C=100.0).fit(table, gold)
    slope, further = fitted.coef_[0]
    return round(float(slope), 4), round(float(fitted.intercept_[0]), 4), round(float(further), 4)


def calibrations(chosen: Callable[[Example], bool] = lambda _: True) -> dict[Setting, tuple[float, float]]:
    """Slope and shift by setting, fitted on the pairs chosen, each judged by a model of other folds."""
    found = trials()
    several = [one for one in found.scifact if chosen(one)]
    alone = [one for one in found.papers if chosen(one)]
    near = [(one, not same) for one, same in zip(found.found, found.same_paper, strict=True) if chosen(one)]
    slope, shift, further = platt(
        [supported(one) for one, _ in near], _gold([one for one, _ in near]), [o for _, o in near]
    )
    return {
        "one passage": platt([weighed(one).supports for one in alone], _gold(alone))[:2],
        "several passages": platt([weighed(one).supports for one in several], _gold(several))[:2],
        "same paper": (slope, shift),
        "another paper": (slope, round(shift + further, 4)),
    }


def _gold(examples: Sequence[Example]) -> list[bool]:
    return [one.pair.stance == "supports" for one in examples]


def rebuild() -> None:
    """Write the model, with the calibration that cross-validation gives it."""
    found = trials()
    model = train(found.all(), found.planted)
    write(replace(model, calibration=calibrations(), min_contradiction=MIN_CONTRADICTION))


def write(model: CheckingModel) -> None:
    """Write `synth/checking/models/checking.json`: one coefficient a signal."""
    content = {
        "about": "Logistic regressions over named signals: does a passage bear on a claim, does any of several "
        "(text), and does one that bears on it speak against it; and Platt's scaling of P(supports) by setting",
        "trained_on": TRAINED_ON,
        "rebuild": COMMAND,
        "min_contradiction": model.min_contradiction,
        "calibration": {setting: {"slope": one, "shift": other} for setting, (one, other) in model.calibration.items()},
        "evidence": _named(model.evidence, EVIDENCE_SIGNALS),
        "text": _named(model.text, TEXT_SIGNALS),
        "against": _named(model.against, STANCE_SIGNALS),
    }
    (MODELS / "checking.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _named(model: Logistic, names: Sequence[str]) -> dict[str, object]:
    return {"bias": model.bias, "weights": dict(zip(names, model.weights, strict=True))}
