"""Training the stance model: claim-passage pairs of labelled abstracts, and the logistic regression over them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.quality.datasets import LabelledPair
from benchmarks.quality.planted import PARAPHRASE, paraphrase, planted_pairs
from synth.checking.model import STANCES, StanceModel
from synth.checking.signals import signals
from synth.checking.statement import Statement, cosine
from synth.models import Stance


@dataclass(frozen=True)
class StanceRow:
    """The signals of one claim-passage pair, its stance, its window (first sentence, how many), its weight."""

    signals: tuple[float, ...]
    stance: Stance
    window: tuple[int, int] = (0, 1)
    weight: float = 1.0


PLANTED_WEIGHT = 40.0
"""What all planted pairs of one kind count together, in real pairs: easy as they are, they must not drown those."""


def stance_rows(pairs: Iterable[LabelledPair], passage_sentences: int = 2) -> list[StanceRow]:
    """Every pair's windows; a window has the pair's stance where it holds a sentence marked as evidence."""
    rows = []
    for pair in pairs:
        claim = Statement(pair.claim)
        marked = set(pair.evidence)
        for start in range(len(pair.sentences)):
            for length in range(1, min(passage_sentences, len(pair.sentences) - start) + 1):
                passage = Statement(" ".join(pair.sentences[start : start + length]))
                stance = pair.stance if marked & set(range(start, start + length)) else "silent"
                rows.append(_row(claim, passage, stance, (start, length)))
    return rows


def planted_rows(sentences: Sequence[str]) -> list[StanceRow]:
    """Planted contradictions and mechanical paraphrases of sentences, each kind with the same weight in all."""
    pairs = [*planted_pairs(sentences, 1), *((one, paraphrase(one), PARAPHRASE) for one in sentences)]
    counts = Counter(kind for *_, kind in pairs)
    return [
        _row(
            Statement(one),
            Statement(other),
            "supports" if kind == PARAPHRASE else "contradicts",
            weight=PLANTED_WEIGHT / counts[kind],
        )
        for one, other, kind in pairs
    ]


def _row(
    claim: Statement, passage: Statement, stance: Stance, window: tuple[int, int] = (0, 1), weight: float = 1.0
) -> StanceRow:
    return StanceRow(tuple(signals(claim, passage, cosine(claim, passage))), stance, window, weight)


def train_stance(rows: Sequence[StanceRow], planted: Sequence[StanceRow], min_contradiction: float) -> StanceModel:
    """Fit the multinomial regression; coefficients rounded to four decimals."""
    table = np.array([row.signals for row in (*rows, *planted)])
    gold = np.array([STANCES.index(row.stance) for row in (*rows, *planted)])
    weights = [row.weight for row in (*rows, *planted)]
    fitted = LogisticRegression(max_iter=3000).fit(table, gold, sample_weight=weights)
    return StanceModel(
        {stance: tuple(np.round(fitted.coef_[index], 4).tolist()) for index, stance in enumerate(STANCES)},
        {stance: round(float(fitted.intercept_[index]), 4) for index, stance in enumerate(STANCES)},
        min_contradiction,
    )
