"""Training the finding model: a logistic regression on labelled sentences of whole papers, Platt-scaled."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.quality.bodies import BodySentence, body_sentences
from benchmarks.quality.sentences import asked_about
from synth.claims.findings import FindingModel, finding_features

MODELS = Path(__file__).resolve().parents[2] / "synth" / "claims" / "models"
COMMAND = "python -m benchmarks.quality.train findings"
MIN_COUNT = 6
PENALTY = 10.0
FOLDS = 8


def train_finding(drawn: Sequence[BodySentence], more: Sequence[BodySentence]) -> FindingModel:
    """Fit on all, then scale by Platt on scores of folds that hold whole papers apart; both come out as one model.

    Strong regularisation makes a regression timid; the scaling (slope and shift) undoes that. It is fitted on `drawn`,
    which were drawn at random from what the model is asked about; `more` were chosen by cue words, by an earlier
    model's doubt, or are digests.
    """
    items = [*drawn, *more]
    features = [finding_features(item.sentence.text, item.section.role) for item in items]
    counts = Counter(name for names in features for name in names)
    rows = [{name: 1.0 for name in names if counts[name] >= MIN_COUNT} for names in features]
    gold = np.array([item.is_claim for item in items])
    groups = [work(item.paper_id) for item in items]
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
        {name: round(float(weight), 3) for name, weight in sorted(weights.items()) if abs(weight) >= 0.01},
    )


def work(paper_id: str) -> str:
    """The paper behind copies, versions and its digest: "2005.11401v4_b" and "digest:2005.11401" -> "2005.11401"."""
    return paper_id.removeprefix("digest:").split("_")[0].split("v")[0]


def rebuild() -> None:
    """Write the model, trained on the labelled sentences that no rule leaves out."""
    asked = {part: asked_about(body_sentences(part)) for part in ("candidates", "train", "unsure", "digests")}
    drawn, *more = asked.values()
    write_finding(
        train_finding(drawn, [item for part in more for item in part]),
        f"{sum(map(len, asked.values()))} sentences of 20 shared PDFs and of their digests in the sample library "
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
