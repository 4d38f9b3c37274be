"""Training the models of the checks on labelled pairs: signals as rows, and the logistic regressions over them."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.quality.datasets import LabelledPair
from benchmarks.quality.planted import PARAPHRASE, paraphrase, planted_pairs
from synth.checking.content_signals import CONTENT_SIGNALS, Placement
from synth.checking.evidence_signals import ClaimAndPassages
from synth.checking.model import CheckingModel, Logistic, Setting
from synth.checking.stance_signals import stance_signals
from synth.checking.statement import Statement
from synth.checking.verdicts import text_row

Row = Sequence[float]
FOLDS = 5
PLANTED_WEIGHT = 100.0
"""What all planted pairs of one kind count together, in real pairs: easy as they are, they must not drown those."""
PENALTY = {"evidence": 0.05, "text": 0.03, "against": 0.05}
"""C of each regression over standardised signals, chosen by cross-validation."""
NEUTRAL: dict[Setting, tuple[float, float]] = {
    "one passage": (1.0, 0.0),
    "several passages": (1.0, 0.0),
}


@dataclass(frozen=True, eq=False)
class Example:
    """A labelled pair with its signals. `weight` is what its passages count in training."""

    pair: LabelledPair
    weight: float = 1.0
    stance_weight: float = 1.0
    only: int | None = None  # the one passage that is labelled, where the others only surround it
    placement: Placement | None = None  # where it stands in its paper

    @cached_property
    def context(self) -> ClaimAndPassages:
        """The claim among its passages."""
        return ClaimAndPassages(Statement(self.pair.claim), [Statement(sentence) for sentence in self.pair.sentences])

    @property
    def labelled(self) -> range:
        """The places of the passages that have a label."""
        return range(len(self.pair.sentences)) if self.only is None else range(self.only, self.only + 1)

    @cached_property
    def rows(self) -> list[Row]:
        """The signals of each labelled passage."""
        return [self.context.row(place) for place in self.labelled]

    @property
    def marked(self) -> list[bool]:
        """Which of them bear on the claim."""
        return [self.pair.stance != "silent" and place in self.pair.evidence for place in self.labelled]

    @cached_property
    def stance_rows(self) -> list[tuple[Row, bool]]:
        """The signals of each passage that bears on the claim, and whether it contradicts it."""
        return [
            (
                stance_signals(self.context.claim, self.context.passages[place], self.context.cosine(place)),
                self.pair.stance == "contradicts",
            )
            for place, bears in zip(self.labelled, self.marked, strict=True)
            if bears
        ]

    @property
    def fold(self) -> int:
        """The fold that its document is in."""
        return fold_of(self.pair.group)


def fold_of(group: str) -> int:
    """One of `FOLDS`, the same for all pairs of a document."""
    return zlib.crc32(group.encode()) % FOLDS


@dataclass(frozen=True)
class Planted:
    """Signals of planted contradictions and mechanical paraphrases: each kind with the same weight in all."""

    rows: list[Row] = field(default_factory=list)
    against: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def planted(sentences: Sequence[str]) -> Planted:
    """Plant changes in sentences."""
    pairs = [*planted_pairs(sentences, 1), *((one, paraphrase(one), PARAPHRASE) for one in sentences)]
    counts = Counter(kind for *_, kind in pairs)
    found = Planted()
    for one, other, kind in pairs:
        context = ClaimAndPassages(Statement(one), [Statement(other)])
        found.rows.append(stance_signals(context.claim, context.passages[0], context.cosine(0)))
        found.against.append(kind != PARAPHRASE)
        found.weights.append(PLANTED_WEIGHT / counts[kind])
    return found


def fit(rows: Sequence[Row], gold: Sequence[bool], weights: Sequence[float], penalty: float) -> Logistic:
    """A regularised logistic regression over standardised signals, told as weights of the signals as they are."""
    table = np.array(rows)
    scaler = StandardScaler().fit(table, sample_weight=weights)
    fitted = LogisticRegression(C=penalty, max_iter=3000).fit(scaler.transform(table), gold, sample_weight=weights)
    raw = fitted.coef_[0] / scaler.scale_
    bias = float(fitted.intercept_[0] - raw @ scaler.mean_)
    return Logistic(round(bias, 4), tuple(np.round(raw, 4).tolist()))


def fit_evidence(examples: Iterable[Example]) -> Logistic:
    """Does a passage bear on the claim?"""
    found = [
        (row, bears, example.weight)
        for example in examples
        for row, bears in zip(example.rows, example.marked, strict=True)
    ]
    rows, gold, weights = (list(column) for column in zip(*found, strict=True))
    return fit(rows, gold, weights, PENALTY["evidence"])


def fit_text(examples: Sequence[Example], training: Sequence[Example]) -> Logistic:
    """Does any of several passages bear on the claim? By what models that never saw a document say of its passages."""
    rows, gold = [], []
    for fold in range(FOLDS):
        model = fit_evidence(one for one in training if fold_of(f"inner {one.pair.group}") != fold)
        for example in examples:
            if fold_of(f"inner {example.pair.group}") == fold:
                rows.append(text_row(example.context, [model.probability(row) for row in example.rows]))
                gold.append(example.pair.stance != "silent")
    return fit(rows, gold, [1.0] * len(rows), PENALTY["text"])


def fit_against(examples: Iterable[Example], changes: Planted) -> Logistic:
    """Does a passage that bears on the claim contradict it?"""
    found = [(row, against, example.stance_weight) for example in examples for row, against in example.stance_rows]
    rows, gold, weights = (list(column) for column in zip(*found, strict=True))
    return fit([*rows, *changes.rows], [*gold, *changes.against], [*weights, *changes.weights], PENALTY["against"])


def train(examples: Sequence[Example], changes: Planted) -> CheckingModel:
    """All three regressions, not yet calibrated."""
    several = [example for example in examples if example.only is None and len(example.rows) > 1]
    return CheckingModel(
        fit_evidence(examples),
        fit_text(several, examples),
        fit_against(examples, changes),
        content=Logistic(0.0, (0.0,) * len(CONTENT_SIGNALS)),
        calibration=NEUTRAL,
        min_contradiction=1.0,
    )
