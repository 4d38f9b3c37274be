"""Rebuilding the stance model, `stance.json`: trained on all pairs, calibrated on pairs judged by other folds."""

import json
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.datasets import DATA, LabelledText, role_sentences, scifact
from benchmarks.quality.evidence import cross_judged, fit_calibration
from benchmarks.quality.stance_training import planted_rows, stance_rows, train_stance
from synth.checking.model import StanceModel
from synth.checking.signals import SIGNALS

MODELS = Path(__file__).resolve().parents[2] / "synth" / "checking" / "models"
COMMAND = "python -m benchmarks.quality.train checking"
MIN_CONTRADICTION = 0.65


def rebuild() -> None:
    """Write the model, with the calibration that cross-validation gives it."""
    planted = planted_rows([s for text in role_sentences(DATA, "train") for s in results(text)])
    pairs = scifact(DATA).pairs()
    slope, shift = fit_calibration(cross_judged(pairs, planted))
    model = replace(train_stance(stance_rows(pairs), planted, MIN_CONTRADICTION), slope=slope, shift=shift)
    write_stance(
        model,
        "SciFact, train: windows of 1 and 2 sentences of the cited abstracts; and, "
        "each kind with the weight of 40 pairs, planted contradictions and paraphrases of CSAbstruct's result "
        "sentences (benchmarks/quality/planted.py)",
    )


def results(text: LabelledText) -> list[str]:
    """The result sentences of an abstract that are neither a heading nor a paragraph."""
    labelled = zip(text.sentences, text.labels, strict=True)
    return [sentence for sentence, label in labelled if label == "result" and 8 < len(sentence.split()) < 45]


def write_stance(model: StanceModel, trained_on: str) -> None:
    """Write `synth/checking/models/stance.json`: one coefficient a signal and stance."""
    content = {
        "about": "Multinomial logistic regression over the signals of a claim-passage pair",
        "trained_on": trained_on,
        "rebuild": COMMAND,
        "min_contradiction": model.min_contradiction,
        "calibration": {"slope": model.slope, "shift": model.shift},
        "bias": model.bias,
        "weights": {stance: dict(zip(SIGNALS, row, strict=True)) for stance, row in model.weights.items()},
    }
    text = json.dumps(content, indent=1) + "\n"
    (MODELS / "stance.json").write_text(text, encoding="utf-8")
