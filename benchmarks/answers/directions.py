"""How well directions are read: CompSent-19 and Evidence Inference 2."""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from benchmarks.answers.statements import compsent, evidence_inference
from benchmarks.answers.training import fit_linear, fit_sign, ranked_examples, sign_examples
from synth.claims import read_direction
from synth.language.cues import comparison_cues
from synth.language.direction_models import CALLED, SIGNED, plain_sign
from synth.language.sequence import sequence
from synth.language.signed import signed_cues


def compsent_figures(folds: int = 5) -> dict[str, float]:
    """Weighted F1 over better, worse, none in cross-validation, and the share of reversed signs among the called."""
    some = compsent()
    gold = np.array([one.label for one in some])
    ranked, sign = np.zeros(len(some)), np.zeros(len(some))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(gold, gold):
        part = [some[index] for index in train]
        of_rank, of_sign = fit_linear(ranked_examples(part), 5.0), fit_sign(sign_examples(part))
        for index in test:
            items = sequence(some[index].text, some[index].sides)
            ranked[index] = of_rank.probabilities(comparison_cues(items))["1"]
            sign[index] = of_sign.probability(signed_cues(items))
    return called_figures(gold, ranked, sign)


def called_figures(
    gold: NDArray[np.int64],
    ranked: NDArray[np.float64],
    sign: NDArray[np.float64],
    called: float = CALLED,
    signed: float = SIGNED,
) -> dict[str, float]:
    """The figures at some thresholds."""
    sure = np.maximum(sign, 1.0 - sign) >= signed
    told = np.where((ranked >= called) & sure, np.where(sign > 0.5, 1, -1), 0)
    reversed_signs = int((told * gold == -1).sum())
    return {
        "weighted F1": round(float(f1_score(gold, told, average="weighted")), 4),
        "reversed among the called": round(reversed_signs / max(1, int((told != 0).sum())), 4),
        "called": float((told != 0).sum()),
    }


def plain_figures() -> dict[str, float]:
    """How often the sign of a word of better or worse right between the two is that of CompSent-19's labels."""
    told = [(plain_sign(sequence(one.text, one.sides)), one.label) for one in compsent()]
    ranked = [(sign, label) for sign, label in told if sign is not None and label != 0]
    return {
        "told and ranked": float(len(ranked)),
        "right": round(sum(sign == label for sign, label in ranked) / max(1, len(ranked)), 4),
        "told and not ranked": float(sum(sign is not None and label == 0 for sign, label in told)),
    }


def trials_figures() -> dict[str, float]:
    """Macro F1 of `read_direction(...).change` on the gold evidence of the validation part, and the share reversed."""
    some = evidence_inference("validation")
    gold = [one.label for one in some]
    told = [read_direction(one.text, one.sides.subject, one.sides.comparator, one.sides.outcome).change for one in some]
    plain = [9 if sign is None else sign for sign in told]
    return {
        "macro F1": round(float(f1_score(gold, plain, average="macro", labels=[-1, 0, 1])), 4),
        "reversed": round(sum(a * b == -1 for a, b in zip(gold, plain, strict=True)) / len(gold), 4),
    }
