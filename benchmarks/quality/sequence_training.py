"""Rebuilding the sequence models of abstracts, `claim.json` and `role.json`.

Labelled abstracts are few and annotators disagree, so each model is the pupil of a teacher. The teacher knows, beside
the features, in which section of a structured abstract each sentence would stand (learnt from the headings of SciFact's
abstracts). It labels abstracts that nobody did, with probabilities, and has its say where annotators were unsure. The
pupil learns from both, and is what is committed: the program needs neither the teacher nor the headings.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain as chained
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from benchmarks.quality.abstracts import (
    SECTIONS,
    annotators_share,
    biomedical_abstracts,
    computing_abstracts,
    sectioned_abstracts,
)
from benchmarks.quality.chain_training import Array, train_chain
from benchmarks.quality.datasets import DATA, LabelledText, claim_sentences, role_sentences
from synth.claims.chain import Chain
from synth.claims.features import sequence_features

MODELS = Path(__file__).resolve().parents[2] / "synth" / "claims" / "models"
COMMAND = "python -m benchmarks.quality.train sequences"
SMALLEST_WEIGHT = 0.03
FOLDS = 5
SEED = 5


@dataclass(frozen=True)
class Task:
    """What is to be told of a sentence, and how; `places` as in `sequence_features`, each a copy to learn from.

    `judged` are the labels whose F1, weighted by their number, counts.
    """

    labels: tuple[str, ...]
    judged: tuple[str, ...]
    places: tuple[bool, ...]
    penalty: float
    min_count: int


CLAIMS = Task(("none", "claim"), ("claim",), (True,), penalty=10.0, min_count=3)
ROLES = Task(
    ("background", "objective", "method", "result", "other"),
    ("background", "objective", "method", "result", "other"),
    (True, False),
    penalty=20.0,
    min_count=8,
)


def rebuild() -> None:
    """Write both models."""
    sections = section_chain(sectioned_abstracts(DATA))
    texts = claim_sentences(DATA, "train")
    unlabelled = biomedical_abstracts(DATA)
    claims = sequence_model(CLAIMS, texts, unlabelled, sections)
    write_chain(claims, "claim", f"detecting_scientific_claim, train (750 abstracts), {len(unlabelled)} of SciFact")
    texts = role_sentences(DATA, "train")
    unlabelled = computing_abstracts(DATA)
    roles = sequence_model(ROLES, texts, unlabelled, sections, annotators_share(DATA))
    write_chain(roles, "role", f"CSAbstruct, train (1,668 abstracts), {len(unlabelled)} of SciTLDR, train")


def section_chain(texts: Sequence[LabelledText]) -> Chain:
    """The section in which each sentence of an abstract would stand, learnt from abstracts with headings."""
    features = [sequence_features(text.sentences, is_abstract=True) for text in texts]
    return train_chain(features, _one_hot(texts, SECTIONS), SECTIONS, penalty=10.0, min_count=4)


def sequence_model(
    task: Task,
    texts: Sequence[LabelledText],
    unlabelled: Sequence[Sequence[str]],
    sections: Chain,
    share: Array | None = None,
) -> Chain:
    """The pupil, with its cut; `share` (sentences,) of annotators chose the label, the teacher speaks for the others.

    The teacher never speaks for, nor is the cut chosen on, a sentence whose label it has learnt.
    """
    labels = _one_hot(texts, task.labels)
    abstracts = [text.sentences for text in texts]
    known = [teacher_features(sentences, sections) for sentences in abstracts]
    guesses = held_out(task, known, labels)
    targets = labels if share is None else share[:, None] * labels + (1.0 - share[:, None]) * guesses
    teacher = train_chain(known, targets, task.labels, penalty=task.penalty, min_count=task.min_count)
    taught = np.vstack([teacher.marginals(teacher_features(sentences, sections)) for sentences in unlabelled])
    features = [
        sequence_features(sentences, is_abstract=place)
        for place in task.places
        for sentences in chained(abstracts, unlabelled)
    ]
    pupil = train_chain(
        features,
        np.vstack([targets, taught] * len(task.places)),
        task.labels,
        penalty=task.penalty * len(task.places),
        min_count=task.min_count * len(task.places),
    )
    return replace(pupil, cut=tuple(map(float, best_cut(task, guesses, labels))))


def teacher_features(sentences: Sequence[str], sections: Chain) -> list[list[str]]:
    """The sentences' features in an abstract, and how probable each section is for them and for their neighbours."""
    features = sequence_features(sentences, is_abstract=True)
    logs = np.log(np.clip(sections.marginals(features), 1e-6, None))
    levels = np.minimum(-1.5 * logs, 7).astype(int)
    named = [[f"section={name}{level}" for name, level in zip(SECTIONS, row, strict=True)] for row in levels]
    for index, names in enumerate(features):
        names += named[index]
        names += [f"before:{name}" for name in (named[index - 1] if index else [])]
        names += [f"after:{name}" for name in (named[index + 1] if index + 1 < len(named) else [])]
    return features


def held_out(task: Task, sequences: list[list[list[str]]], targets: Array) -> Array:
    """Marginals of each abstract's sentences by a chain that was trained on the other folds."""
    fold = np.random.default_rng(SEED).permutation(len(sequences)) % FOLDS
    fold_of_row = np.repeat(fold, [len(sequence) for sequence in sequences])
    found = np.zeros_like(targets)
    for number in range(FOLDS):
        others = [sequence for sequence, own in zip(sequences, fold, strict=True) if own != number]
        chain = train_chain(
            others, targets[fold_of_row != number], task.labels, penalty=task.penalty, min_count=task.min_count
        )
        asked = [sequence for sequence, own in zip(sequences, fold, strict=True) if own == number]
        found[fold_of_row == number] = np.vstack([chain.marginals(sequence) for sequence in asked])
    return found


def best_cut(task: Task, guesses: Array, labels: Array) -> Array:
    """Log-odds to add to each label so that choosing the largest has the best F1; found one label at a time."""
    gold, logs = labels.argmax(axis=1), np.log(guesses.clip(1e-6))
    judged = [task.labels.index(label) for label in task.judged]

    def measure(cut: Array) -> float:
        return float(f1_score(gold, (logs + cut).argmax(axis=1), labels=judged, average="weighted"))

    cut = np.zeros(len(task.labels))
    for step in (0.3, 0.1, 0.1):
        for index in judged:
            moved = [cut + step * by * np.eye(len(cut))[index] for by in (0, -1, 1, -2, 2)]
            cut = max(moved, key=measure)
    return cut


def _one_hot(texts: Sequence[LabelledText], labels: tuple[str, ...]) -> Array:
    return np.eye(len(labels))[[labels.index(label) for text in texts for label in text.labels]]


def write_chain(chain: Chain, name: str, trained_on: str) -> None:
    """Write a chain as `synth/claims/models/{name}.json`, one feature a line, weights to two decimals."""
    head = {"about": f"Linear-chain CRF over sentences: {name}", "trained_on": trained_on, "rebuild": COMMAND}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    lines.append(f' "labels": {json.dumps(chain.labels)},')
    for coefficients in ("start", "cut", "steps"):
        lines.append(f' "{coefficients}": {json.dumps(np.round(getattr(chain, coefficients), 3).tolist())},')
    lines.append(' "weights": {')
    rounded = {feature: np.round(row, 2) for feature, row in sorted(chain.weights.items())}
    kept = {feature: row.tolist() for feature, row in rounded.items() if abs(row).max() >= SMALLEST_WEIGHT}
    rows = [f"  {json.dumps(feature, ensure_ascii=False)}: {json.dumps(row)}" for feature, row in kept.items()]
    text = "\n".join([*lines, ",\n".join(rows), " }"])
    (MODELS / f"{name}.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")
