"""Training the finding model: a logistic regression on labelled sentences of whole papers, Platt-scaled."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.quality.bodies import attribution, body_sentences
from synth.claims.exclusion import WEIGHED, exclusion, silent_section
from synth.claims.findings import FindingModel, finding_features

MODELS = Path(__file__).resolve().parents[2] / "synth" / "claims" / "models"
COMMAND = "python -m benchmarks.quality.train findings"
DRAWN = ("candidates", "sources")
MORE = ("train", "unsure", "likely", "unlikely", "ruled", "digests")
"""Parts of the labels: drawn at random from what the model is asked about, and chosen otherwise."""
MIN_COUNT = 6
MIN_WEIGHT = 0.02
PENALTY = 10.0
FOLDS = 8


@dataclass(frozen=True)
class Asked:
    """A sentence that no rule leaves out: of which paper, with which features, and whether it is a claim."""

    work: str
    features: list[str]
    is_claim: bool


def asked_about(part: str) -> list[Asked]:
    """The sentences of `part` in `labels/body_claims.tsv` of which `extract_claims` asks the score."""
    found = []
    for item in body_sentences(part):
        told = attribution(item.paper_id)
        reason = exclusion(item.sentence)
        is_left_out = silent_section(item.section) or told.is_others(item.section, item.index)
        if not is_left_out and reason in (None, *WEIGHED):
            features = finding_features(item.section, item.index, told, reason)
            found.append(Asked(work(item.paper_id), features, item.is_claim))
    return found


def train_finding(drawn: Sequence[Asked], more: Sequence[Asked]) -> FindingModel:
    """Fit on all, then scale by Platt on scores of folds that hold whole papers apart; both come out as one model.

    Strong regularisation makes a regression timid; the scaling (slope and shift) undoes that. It is fitted on `drawn`,
    which were drawn at random from what the model is asked about; `more` were chosen by cue words, by an earlier
    model's doubt, or are digests.
    """
    items = [*drawn, *more]
    counts = Counter(name for item in items for name in item.features)
    rows = [{name: 1.0 for name in item.features if counts[name] >= MIN_COUNT} for item in items]
    gold = np.array([item.is_claim for item in items])
    groups = [item.work for item in items]
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=1 / PENALTY, max_iter=3000)
    held_out = cross_val_predict(model, table, gold, groups=groups, cv=GroupKFold(FOLDS), method="decision_function")
    platt = LogisticRegression(C=1e6).fit(held_out[: len(drawn)].reshape(-1, 1), gold[: len(drawn)])
    slope, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    model.fit(table, gold)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0] * slope, strict=True))
    return FindingModel(
        round(float(model.intercept_[0]) * slope + shift, 3),
        {name: round(float(weight), 3) for name, weight in sorted(weights.items()) if abs(weight) >= MIN_WEIGHT},
    )


def work(paper_id: str) -> str:
    """The paper behind copies, versions, source and digest: "2005.11401v4_b", "digest:2005.11401" -> "2005.11401"."""
    return paper_id.removeprefix("digest:").removeprefix("source:").split("_")[0].split("v")[0]


def rebuild() -> None:
    """Write the model, trained on the labelled sentences that no rule leaves out."""
    drawn = [item for part in DRAWN for item in asked_about(part)]
    more = [item for part in MORE for item in asked_about(part)]
    papers = len({item.work for item in (*drawn, *more)})
    write_finding(
        train_finding(drawn, more),
        f"{len(drawn) + len(more)} sentences of {papers} shared papers and of their digests in the sample library "
        "(labels/body_claims.tsv), those that no rule leaves out",
    )


def write_finding(model: FindingModel, trained_on: str) -> None:
    """Write `synth/claims/models/finding.json`: one weight a feature."""
    about = "P(finding): logistic regression over named features of a sentence and its section, Platt-scaled"
    content = {
        "about": about,
        "trained_on": trained_on,
        "rebuild": COMMAND,
        "bias": model.bias,
        "weights": model.weights,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (MODELS / "finding.json").write_text(text, encoding="utf-8")
