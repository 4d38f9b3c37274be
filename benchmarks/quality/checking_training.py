"""Rebuilding the models of the checks, `checking.json`: trained on all pairs, calibrated on the other folds."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from benchmarks.quality.datasets import DATA, LabelledPair, LabelledText, healthver, role_sentences, scifact
from benchmarks.quality.pairs import RealPair, found_pairs, placement, real_pairs, surrounded
from benchmarks.quality.stance_training import FOLDS, Example, Planted, fit, planted, train
from synth.checking.content_signals import CONTENT_SIGNALS, content_signals
from synth.checking.evidence_signals import EVIDENCE_SIGNALS, TEXT_SIGNALS
from synth.checking.judgement import judge
from synth.checking.model import CheckingModel, Logistic, Setting, logit
from synth.checking.stance_signals import STANCE_SIGNALS
from synth.checking.verdicts import Weighing, weigh

MODELS = Path(__file__).resolve().parents[2] / "synth" / "checking" / "models"
COMMAND = "python -m benchmarks.quality.train checking --pdfs FOLDER"
TRAINED_ON = (
    "SciFact, train: claims with the sentences of the abstracts they cite; HealthVer, dev, for stance alone; claims of "
    "the shared PDFs with passages of theirs, labels/pairs.tsv, train (for content also the part of that name, and of "
    "papers of many fields labels/found_pairs.tsv); and, "
    "each kind with the weight of 100 pairs, planted contradictions and paraphrases of CSAbstruct's result sentences "
    "(benchmarks/quality/planted.py)"
)
MIN_CONTRADICTION = 0.67
"""P(contradicts) from which a contradiction is called: see `python -m benchmarks.quality contradiction`."""
HEALTHVER_WEIGHT = 0.5
PAPERS_WEIGHT = 0.5
CONTENT_PENALTY = 0.05
"""What a pair counts beside one of SciFact, chosen by cross-validation; those of papers stand in twice."""
FOUND_WEIGHT = 3.0
"""What a pair of `labels/found_pairs.tsv` counts beside the others in the model of content: `python -m
benchmarks.quality.marks FOLDER`."""


@dataclass(frozen=True)
class Trials:
    """All labelled pairs, by what they are of.

    `found` are those of papers again, in their surroundings; `content` are more such, which only tell what states the
    same.
    """

    scifact: tuple[Example, ...]
    healthver: tuple[Example, ...]
    papers: tuple[Example, ...]
    found: tuple[Example, ...]
    content: tuple[Example, ...]
    planted: Planted

    def all(self) -> list[Example]:
        """The pairs that are trained on."""
        return [*self.scifact, *self.healthver, *self.papers, *self.found]


@cache
def trials() -> Trials:
    """Read all training data, and their signals when first asked for."""
    real = real_pairs("train")
    texts = [LabelledPair(one.claim, (one.passage,), one.stance, (0,), one.group) for one in real]
    return Trials(
        tuple(Example(pair) for pair in scifact(DATA).pairs()),
        tuple(Example(pair, weight=0.0, stance_weight=HEALTHVER_WEIGHT) for pair in healthver(DATA)),
        tuple(Example(pair, weight=PAPERS_WEIGHT, stance_weight=PAPERS_WEIGHT) for pair in texts),
        tuple(map(found_example, real)),
        tuple(map(found_example, real_pairs("content"))),
        planted([sentence for text in role_sentences(DATA, "train") for sentence in results(text)]),
    )


def found_example(pair: RealPair) -> Example:
    """A pair of papers as the checks find it: among the sentences around its passage."""
    around, place = surrounded(pair)
    return Example(around, PAPERS_WEIGHT, PAPERS_WEIGHT, only=place, placement=placement(pair))


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
    return judged.addresses * (1 - judged.against)


@cache
def content_row(example: Example) -> list[float]:
    """The signals of content of a pair that was found, P(supports) by a model of other folds among them."""
    assert example.placement
    return content_signals(example.context, example.labelled[0], logit(supported(example)), example.placement)


def fit_content(chosen: Callable[[Example], bool] = lambda _: True, of_fields: Sequence[Example] = ()) -> Logistic:
    """Does a passage that was found state what the claim states? Fitted on the pairs chosen; `of_fields` are more."""
    pairs = [one for one in (*trials().found, *trials().content) if chosen(one)]
    more = [one for one in of_fields if chosen(one)]
    weights = [1.0] * len(pairs) + [FOUND_WEIGHT] * len(more)
    pairs += more
    return fit([content_row(one) for one in pairs], _gold(pairs), weights, CONTENT_PENALTY)


def platt(scores: Sequence[float], gold: Sequence[bool]) -> tuple[float, float]:
    """(slope, shift) of Platt's scaling of log odds, by maximum likelihood."""
    fitted = LogisticRegression(C=100.0).fit([[logit(score)] for score in scores], gold)
    return round(float(fitted.coef_[0][0]), 4), round(float(fitted.intercept_[0]), 4)


def calibrations(chosen: Callable[[Example], bool] = lambda _: True) -> dict[Setting, tuple[float, float]]:
    """Slope and shift by setting, fitted on the pairs chosen, each judged by a model of other folds."""
    found = trials()
    several = [one for one in found.scifact if chosen(one)]
    alone = [one for one in found.papers if chosen(one)]
    return {
        "one passage": platt([weighed(one).supports for one in alone], _gold(alone)),
        "several passages": platt([weighed(one).supports for one in several], _gold(several)),
    }


def _gold(examples: Sequence[Example]) -> list[bool]:
    return [one.pair.stance == "supports" for one in examples]


def rebuild(folder: Path) -> None:
    """Write the model, with the calibration that cross-validation gives it; a folder has the PDFs of other fields."""
    found = trials()
    model = train(found.all(), found.planted)
    of_fields = [found_example(one.pair) for one in found_pairs(folder)]
    content, calibration = fit_content(of_fields=of_fields), calibrations()
    write(replace(model, content=content, calibration=calibration, min_contradiction=MIN_CONTRADICTION))


def write(model: CheckingModel) -> None:
    """Write `synth/checking/models/checking.json`: one coefficient a signal."""
    content = {
        "about": "Logistic regressions over named signals: does a passage bear on a claim, does any of several "
        "(text), does one that bears on it speak against it, does one found in a paper state the same (content); and "
        "Platt's scaling of P(supports) of given passages by setting",
        "trained_on": TRAINED_ON,
        "rebuild": COMMAND,
        "min_contradiction": model.min_contradiction,
        "calibration": {setting: {"slope": one, "shift": other} for setting, (one, other) in model.calibration.items()},
        "evidence": _named(model.evidence, EVIDENCE_SIGNALS),
        "text": _named(model.text, TEXT_SIGNALS),
        "against": _named(model.against, STANCE_SIGNALS),
        "content": _named(model.content, CONTENT_SIGNALS),
    }
    (MODELS / "checking.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _named(model: Logistic, names: Sequence[str]) -> dict[str, object]:
    return {"bias": model.bias, "weights": dict(zip(names, model.weights, strict=True))}
