"""Findings in fields outside machine learning: held-out labels of whole fields, and the key findings of four topics."""

import json
import re
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import precision_recall_fscore_support

from benchmarks.quality.field_bodies import FIELDS, TOPICS, FieldSentence, field_sentences, topic_papers
from benchmarks.quality.picks import PLAIN
from synth.claims import extract_claims
from synth.claims.attribution import Attribution
from synth.claims.exclusion import is_excluded_section
from synth.claims.extraction import finding_scores
from synth.models import Document
from synth.settings import ClaimSettings

BINS = 10
MIN_LETTERS = 25
"""A shorter sentence is not looked for in a key: "See Table 2" stands in many."""


def held_out_measures(settings: ClaimSettings) -> dict[str, object]:
    """Precision, recall and F1 on whole fields that nothing was trained on, at the two thresholds, and calibration.

    Raises:
        FileNotFoundError: the papers are not there.
    """
    sentences = field_sentences("held-out")
    scores = np.array([_score(item) for item in sentences])
    gold = np.array([item.body.is_claim for item in sentences])
    measures: dict[str, object] = {"sentences": len(gold), "claims": int(gold.sum())}
    for threshold in (settings.min_score, PLAIN):
        precision, recall, f1, _ = precision_recall_fscore_support(gold, scores >= threshold, average="binary")
        measures[f"at {threshold}"] = {
            "precision": round(float(precision), 4),
            "recall": round(float(recall), 4),
            "F1": round(float(f1), 4),
        }
    order = np.argsort(scores, kind="stable")
    bins = zip(np.array_split(scores[order], BINS), np.array_split(gold[order], BINS), strict=True)
    error = sum(len(held) * abs(float(told.mean()) - float(held.mean())) for told, held in bins) / len(gold)
    return {**measures, "expected calibration error": round(error, 4)}


def key_measures(settings: ClaimSettings) -> dict[str, object]:
    """Of the key findings of `TOPICS`, how many were found in the papers as read, scored high, and extracted."""
    papers = topic_papers()
    found: list[tuple[float, bool]] = []
    findings = 0
    scored = {file: _scored(paper, settings) for file, paper in papers.items()}
    for file, text in _key_findings():
        findings += 1
        key = _letters(text)
        hits = [hit for letters, *hit in scored.get(file, ()) if letters in key or key in letters]
        if hits:
            found.append((max(score for score, _ in hits), any(is_claim for _, is_claim in hits)))
    return {
        "key findings": findings,
        "found as sentences": len(found),
        "P at least 0.5": round(sum(score >= 0.5 for score, _ in found) / len(found), 4),
        "extracted": round(sum(is_claim for _, is_claim in found) / len(found), 4),
    }


def _score(item: FieldSentence) -> float:
    if is_excluded_section(item.body.section):
        return 0.0
    return finding_scores(item.body.section, item.told)[item.body.index]


def _scored(paper: Document, settings: ClaimSettings) -> list[tuple[str, float, bool]]:
    """Letters, P(finding) and whether extracted, of each sentence of a paper."""
    told = Attribution(paper)
    claims = {claim.spans for claim in extract_claims(paper, settings)}
    rows = []
    for section in paper.sections:
        quiet = is_excluded_section(section)
        scores: Sequence[float] = [0.0] * len(section.sentences) if quiet else finding_scores(section, told)
        rows += [
            (_letters(sentence.text), score, sentence.spans in claims)
            for sentence, score in zip(section.sentences, scores, strict=True)
        ]
    return [row for row in rows if len(row[0]) > MIN_LETTERS]


def _key_findings() -> list[tuple[str, str]]:
    """File and text of each key finding of the topics."""
    stored = json.loads((FIELDS / "keys.json").read_text(encoding="utf-8"))
    return [
        (paper["file"], finding["text"])
        for question in stored["questions"]
        if question["topic"] in TOPICS
        for paper in question["papers"]
        for finding in paper.get("findings", [])
    ]


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text.lower()))
