"""Training the stance model: claim-passage pairs of labelled abstracts, and the logistic regression over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.quality.datasets import LabelledPair
from synth.checking.model import STANCES, StanceModel
from synth.checking.signals import Statement, cosine, signals
from synth.models import Stance


@dataclass(frozen=True)
class StanceRow:
    """The signals of one claim-passage pair, its stance, and the document it is of."""

    signals: tuple[float, ...]
    stance: Stance
    group: str


def stance_rows(pairs: Iterable[LabelledPair], passage_sentences: int = 2) -> list[StanceRow]:
    """Every pair's windows; a window has the pair's stance where it holds a sentence marked as evidence."""
    rows = []
    for pair in pairs:
        claim = Statement(pair.claim)
        marked = set(pair.evidence)
        for start in range(len(pair.sentences)):
            for length in range(1, passage_sentences + 1):
                if start + length > len(pair.sentences):
                    break
                passage = Statement(" ".join(pair.sentences[start : start + length]))
                stance = pair.stance if marked & set(range(start, start + length)) else "silent"
                rows.append(StanceRow(tuple(signals(claim, passage, cosine(claim, passage))), stance, pair.group))
    return rows


def train_stance(rows: Sequence[StanceRow], min_contradiction: float = 0.5, penalty: float = 1.0) -> StanceModel:
    """Fit the multinomial regression; coefficients rounded to four decimals."""
    table = np.array([row.signals for row in rows])
    gold = np.array([STANCES.index(row.stance) for row in rows])
    fitted = LogisticRegression(C=1 / penalty, max_iter=2000).fit(table, gold)
    return StanceModel(
        {stance: tuple(np.round(fitted.coef_[index], 4).tolist()) for index, stance in enumerate(STANCES)},
        {stance: round(float(fitted.intercept_[index]), 4) for index, stance in enumerate(STANCES)},
        min_contradiction,
    )
