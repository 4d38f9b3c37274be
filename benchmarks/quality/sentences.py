"""What the sentence models are worth: claims and roles in abstracts, claims in whole papers."""

from collections.abc import Sequence
from functools import cache

from sklearn.metrics import f1_score, precision_recall_fscore_support

from benchmarks.quality.bodies import BodySentence, digests, documents
from benchmarks.quality.datasets import LabelledText
from synth.claims.attribution import Attribution
from synth.claims.exclusion import exclusion, silent_section
from synth.claims.findings import score_finding
from synth.claims.scoring import label_roles, score_claims

FIRST_PICKS = 30
"""Of the labelled sentences, how many of the highest scores count as what a report would pick first."""


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


def asked_about(sentences: Sequence[BodySentence]) -> list[BodySentence]:
    """The sentences that no rule leaves out: those of which `extract_claims` asks the score."""
    return [item for item in sentences if not _is_left_out(item)]


def body_measures(sentences: Sequence[BodySentence], min_score: float) -> dict[str, object]:
    """Claims of whole papers as `extract_claims` finds them: precision, recall, F1, precision of the first."""
    scores = [0.0 if _is_left_out(item) else score_finding(item.sentence.text, item.section.role) for item in sentences]
    gold = [item.is_claim for item in sentences]
    precision, recall, f1, _ = precision_recall_fscore_support(gold, [s >= min_score for s in scores], average="binary")
    first = sorted(range(len(scores)), key=lambda index: (-scores[index], index))[:FIRST_PICKS]
    return {
        "sentences": len(gold),
        "claims": sum(gold),
        **_named(precision=precision, recall=recall, F1=f1),
        f"precision of the {FIRST_PICKS} highest scores": round(sum(gold[index] for index in first) / FIRST_PICKS, 4),
    }


def _is_left_out(item: BodySentence) -> bool:
    """Whether `extract_claims` leaves the sentence out whatever its score."""
    index = item.section.sentences.index(item.sentence)
    attribution = _attribution(item.paper_id)
    return bool(silent_section(item.section) or exclusion(item.sentence) or attribution.is_others(item.section, index))


@cache
def _attribution(paper_id: str) -> Attribution:
    return next(Attribution(document) for document in (*documents(), *digests()) if document.paper_id == paper_id)


def _named(**measures: float) -> dict[str, float]:
    return {name.replace("_", " "): round(float(value), 4) for name, value in measures.items()}
