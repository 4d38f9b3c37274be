"""What the sentence models are worth: claims and roles in abstracts, claims in whole papers."""

from collections.abc import Sequence

from sklearn.metrics import f1_score, precision_recall_fscore_support

from benchmarks.quality.bodies import BodySentence, attribution
from benchmarks.quality.datasets import LabelledText
from synth.claims.exclusion import is_excluded_section
from synth.claims.extraction import finding_scores
from synth.claims.scoring import label_roles, score_claims


def claim_measures(texts: Sequence[LabelledText]) -> dict[str, object]:
    """Claim sentences of abstracts: precision, recall and F1 at probability 0.5."""
    gold = [label == "claim" for text in texts for label in text.labels]
    found = [score >= 0.5 for text in texts for score in score_claims(text.sentences)]
    precision, recall, f1, _ = precision_recall_fscore_support(gold, found, average="binary")
    return {"sentences": len(gold), **_named(precision=precision, recall=recall, F1=f1)}


def role_measures(texts: Sequence[LabelledText]) -> dict[str, object]:
    """Roles of abstracts' sentences: weighted F1."""
    gold = [label for text in texts for label in text.labels]
    found = [role for text in texts for role in label_roles(text.sentences)]
    return {"sentences": len(gold), **_named(weighted_F1=f1_score(gold, found, average="weighted"))}


def body_measures(sentences: Sequence[BodySentence], min_score: float) -> dict[str, object]:
    """Claims of whole papers as `extract_claims` finds them: precision, recall and F1 at `min_score`."""
    gold = [item.is_claim for item in sentences]
    found = [_score(item) >= min_score for item in sentences]
    precision, recall, f1, _ = precision_recall_fscore_support(gold, found, average="binary")
    return {"sentences": len(gold), "claims": sum(gold), **_named(precision=precision, recall=recall, F1=f1)}


def _score(item: BodySentence) -> float:
    if is_excluded_section(item.section):
        return 0.0
    return finding_scores(item.section, attribution(item.paper_id))[item.index]


def _named(**measures: float) -> dict[str, float]:
    return {name.replace("_", " "): round(float(value), 4) for name, value in measures.items()}
