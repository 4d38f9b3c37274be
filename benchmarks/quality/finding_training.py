"""Training the finding model: a logistic regression on labelled sentences of whole papers, Platt-scaled."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.quality.bodies import BodySentence, attribution, body_sentences
from benchmarks.quality.field_bodies import field_sentences
from synth.claims.attribution import Attribution
from synth.claims.exclusion import doubts, exclusion, is_excluded_section
from synth.claims.findings import AFTER, BEFORE, FindingModel, finding_features

MODELS = Path(__file__).resolve().parents[2] / "synth" / "claims" / "models"
COMMAND = "python -m benchmarks.quality.train findings"
DRAWN = ("candidates", "sources")
MORE = ("train", "unsure", "likely", "unlikely", "ruled", "digests")
"""Parts of the labels: drawn at random from what the model is asked about, and chosen otherwise."""
MIN_COUNT = 6
MIN_FIELDS = 4
"""In so many fields must a word or a pair of words stand; machine learning, of which most labels are, counts as one."""
MIN_WEIGHT = 0.02
PENALTY = 10.0
FOLDS = 8


NEAR_SCALE = 3.0
"""How strongly the neighbours' scores enter beside features of size 1: regularisation shrinks what is written small."""
DOUBT_SCALE = 3.0
"""The same for doubts: each is rare, and what tells of others' work must not be learnt timidly."""


@dataclass(frozen=True)
class Asked:
    """A sentence that no rule leaves out: of which paper and field, its and its neighbours' features, and its label.

    A neighbour beyond the section's ends, or unfit to be read, is None.
    """

    work: str
    field: str
    features: list[str]
    near: tuple[list[str] | None, list[str] | None]
    is_claim: bool


def asked_about(part: str) -> list[Asked]:
    """The sentences of `part` in `labels/body_claims.tsv` of which `extract_claims` asks the score."""
    found = [
        _asked(item, attribution(item.paper_id), "math" if "math-" in item.paper_id else "machine learning")
        for item in body_sentences(part)
    ]
    return [item for item in found if item is not None]


def asked_of_fields(part: str) -> list[Asked]:
    """The same of a part of `labels/field_claims.tsv`."""
    found = [_asked(item.body, item.told, item.field) for item in field_sentences(part)]
    return [item for item in found if item is not None]


def _asked(item: BodySentence, told: Attribution, field: str) -> Asked | None:
    is_left_out = is_excluded_section(item.section) or told.is_others(item.section, item.index)
    if is_left_out or exclusion(item.sentence) is not None:
        return None
    weighed = [*doubts(item.sentence), *told.doubts(item.sentence)]
    features = finding_features(item.section, item.index, told, weighed)
    near = (_features_at(item, item.index - 1, told), _features_at(item, item.index + 1, told))
    return Asked(work(item.paper_id), field, features, near, item.is_claim)


def _features_at(item: BodySentence, index: int, told: Attribution) -> list[str] | None:
    sentences = item.section.sentences
    if not 0 <= index < len(sentences) or sentences[index].unfit is not None:
        return None
    return finding_features(item.section, index, told)


def train_finding(drawn: Sequence[Asked], more: Sequence[Asked]) -> FindingModel:
    """Fit both passes on all; the second sees what first passes made of the neighbours that had not seen the paper.

    Each is Platt-scaled on scores of folds that hold whole papers apart, which comes out as one model: strong
    regularisation makes a regression timid, and the scaling (slope and shift) undoes that. It is fitted on `drawn`,
    which were drawn at random from what the model is asked about; `more` were chosen by cue words, by an earlier
    model's doubt, or are digests.
    """
    items = [*drawn, *more]
    vectorizer = DictVectorizer()
    known = _known(items)
    table = vectorizer.fit_transform([_row(item.features, known) for item in items])
    gold = np.array([item.is_claim for item in items])
    groups = [item.work for item in items]
    first = _Pass(table, gold, groups, len(drawn))
    near = np.zeros((len(items), 2))
    for trained_on, held_out in GroupKFold(FOLDS).split(table, gold, groups):
        model = _regression().fit(table[trained_on], gold[trained_on])
        for side in (0, 1):
            rows = vectorizer.transform([_row(items[place].near[side] or (), known) for place in held_out])
            is_there = [items[place].near[side] is not None for place in held_out]
            near[held_out, side] = is_there * first.probabilities(model.decision_function(rows))
    second = _Pass(hstack([table, csr_matrix(near * NEAR_SCALE)]).tocsr(), gold, groups, len(drawn))
    ones, twos = first.weights(), second.weights()
    names = vectorizer.get_feature_names_out()
    weights = {
        name: (round(one * _size(name), 3), round(two * _size(name), 3))
        for name, one, two in zip(names, ones, twos, strict=False)
    }
    for name, weight in zip((BEFORE, AFTER), twos[len(names) :], strict=True):
        weights[name] = (0.0, round(weight * NEAR_SCALE, 3))
    return FindingModel(
        (round(first.bias(), 3), round(second.bias(), 3)),
        {name: both for name, both in sorted(weights.items()) if max(map(abs, both)) >= MIN_WEIGHT},
    )


def _known(items: Sequence[Asked]) -> set[str]:
    """The features that are learnt: not the rare, nor the words of few fields; every doubt, however rare."""
    counts = Counter(name for item in items for name in item.features)
    fields: dict[str, set[str]] = {}
    for item in items:
        for name in item.features:
            fields.setdefault(name, set()).add(item.field)
    common = {name for name, count in counts.items() if count >= MIN_COUNT}
    topical = {name for name in common if _is_word(name) and len(fields[name]) < MIN_FIELDS}
    return common - topical | {name for name in counts if name.startswith("doubt=")}


def _is_word(name: str) -> bool:
    return name.startswith(("w=", "opens=")) or "_" in name


class _Pass:
    """A logistic regression, and the slope and shift that Platt's scaling gives it."""

    def __init__(self, table: csr_matrix, gold: NDArray[np.bool_], groups: Sequence[str], drawn: int) -> None:
        folds = GroupKFold(FOLDS)
        held_out = cross_val_predict(_regression(), table, gold, groups=groups, cv=folds, method="decision_function")
        platt = LogisticRegression(C=1e6).fit(held_out[:drawn].reshape(-1, 1), gold[:drawn])
        self._slope, self._shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
        self._model = _regression().fit(table, gold)

    def probabilities(self, decisions: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(1.0 / (1.0 + np.exp(-(decisions * self._slope + self._shift))))

    def weights(self) -> list[float]:
        return [float(weight) * self._slope for weight in self._model.coef_[0]]

    def bias(self) -> float:
        return float(self._model.intercept_[0]) * self._slope + self._shift


def _regression() -> LogisticRegression:
    return LogisticRegression(C=1 / PENALTY, max_iter=3000)


def _row(features: Sequence[str], known: set[str]) -> dict[str, float]:
    return {name: _size(name) for name in features if name in known}


def _size(name: str) -> float:
    return DOUBT_SCALE if name.startswith("doubt=") else 1.0


def work(paper_id: str) -> str:
    """The paper behind copies, versions, source and digest: "2005.11401v4_b", "digest:2005.11401" -> "2005.11401"."""
    return paper_id.removeprefix("digest:").removeprefix("source:").split("_")[0].split("v")[0]


def rebuild() -> None:
    """Write the model, trained on the labelled sentences that no rule leaves out."""
    drawn = [*asked_of_fields("train"), *(item for part in DRAWN for item in asked_about(part))]
    more = [item for part in MORE for item in asked_about(part)]
    papers = len({item.work for item in (*drawn, *more)})
    write_finding(
        train_finding(drawn, more),
        f"{len(drawn) + len(more)} sentences of {papers} papers of machine learning with digests in the sample library "
        "(labels/body_claims.tsv) and of many other fields (labels/field_claims.tsv), those that no rule leaves out",
    )


def write_finding(model: FindingModel, trained_on: str) -> None:
    """Write `synth/claims/models/finding.json`: two weights a feature, one a line."""
    about = (
        "P(finding): two logistic regressions over named features of a sentence and its section, Platt-scaled; of each "
        "feature its weight in the first pass, and in the second, which knows the first pass of its neighbours"
    )
    content = {
        "about": about,
        "trained_on": trained_on,
        "rebuild": COMMAND,
        "bias": model.bias,
        "weights": model.weights,
    }
    text = re.sub(r"\[\s+(\S+),\s+(\S+)\s+\]", r"[\1, \2]", json.dumps(content, indent=1, ensure_ascii=False)) + "\n"
    (MODELS / "finding.json").write_text(text, encoding="utf-8")
