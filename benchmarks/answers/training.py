"""Train the models that read directions and votes; their weights are committed, the statements are not.

python -m benchmarks.answers train [KEYS]...   writes synth/language/models/{ranked,sign,change,vote,conclusion}.json

KEYS are files of further keys (one JSON object a line: id, question, sentence, direction, also_ok).

The vocabulary is cut to the features of largest weight and the model fitted again on those. Weights are written with
four digits, so that a new fit of the same data writes the same file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.answers.abstracts import statements_of_abstracts, statements_of_questions
from benchmarks.answers.statements import (
    FIELDS,
    PUBMEDQA,
    UNTUNED,
    Asked,
    Statement,
    compsent,
    evidence_inference,
    keyed,
    pubmedqa,
)
from synth.answer.vote import Names
from synth.answer.vote_cues import conclusion_cues, read_for, vote_cues
from synth.language.cues import change_cues, comparison_cues
from synth.language.direction_models import SignModel
from synth.language.linear import Linear, load_linear
from synth.language.sequence import sequence
from synth.language.signed import signed_cues
from synth.models import Question
from synth.question import parse_question

MODELS = Path(__file__).resolve().parents[2] / "synth" / "language" / "models"
COMMAND = "python -m benchmarks.answers train"
KEPT = 20_000
"""How many features a model keeps."""


class Examples(NamedTuple):
    """Features of some statements, their labels and weights."""

    features: list[list[str]]
    labels: list[str]
    weights: list[float]


def fit_linear(examples: Examples, strength: float, least: int = 2, kept: int = KEPT) -> Linear:
    """One logistic regression a label over TF-IDF; `strength` is scikit-learn's C, `least` the fewest statements a
    feature is in.
    """
    labels = tuple(sorted(set(examples.labels)))
    vocabulary: list[str] | None = None
    for _ in range(2):
        vectors = TfidfVectorizer(
            analyzer=_same,
            lowercase=False,
            min_df=least if vocabulary is None else 1,
            sublinear_tf=True,
            vocabulary=vocabulary,
        )
        matrix = vectors.fit_transform(examples.features)
        told = np.array(examples.labels)
        coefficients, intercepts = [], []
        for label in labels[1:] if len(labels) == 2 else labels:
            model = LogisticRegression(C=strength, solver="liblinear", max_iter=300)
            model.fit(matrix, told == label, sample_weight=np.array(examples.weights))
            coefficients.append(model.coef_[0])
            intercepts.append(float(model.intercept_[0]))
        names = [str(name) for name in vectors.get_feature_names_out()]
        stacked = np.array(coefficients)
        if len(names) <= kept or vocabulary is not None:
            break
        sizes = np.abs(stacked).max(axis=0)
        vocabulary = sorted(names[index] for index in np.argsort(-sizes, kind="stable")[:kept])
    weights = {
        name: (round(float(vectors.idf_[index]), 3), *(round(float(value), 3) for value in stacked[:, index]))
        for index, name in enumerate(names)
    }
    return Linear(labels, weights, tuple(round(value, 4) for value in intercepts))


def _same(features: list[str]) -> list[str]:
    return features


def fit_sign(examples: Sequence[tuple[dict[str, float], int]], strength: float = 20.0) -> SignModel:
    """Who of the two is better, for statements that rank them; every example also stands with its sides exchanged."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([features for features, _ in examples])
    lengths: NDArray[np.float64] = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    half = csr_matrix(diags(1.0 / np.maximum(lengths, 1.0)) @ matrix)
    whole = csr_matrix(vstack([half, -half]))
    whole.indices, whole.indptr = whole.indices.astype(np.int32), whole.indptr.astype(np.int32)
    labels = np.array([label for _, label in examples])
    model = LogisticRegression(C=strength, solver="liblinear", fit_intercept=False, max_iter=300)
    model.fit(whole, np.concatenate([labels, -labels]))
    names = [str(name) for name in vectors.get_feature_names_out()]
    return SignModel(
        {name: round(float(value), 3) for name, value in zip(names, model.coef_[0], strict=True) if abs(value) >= 0.1}
    )


def ranked_examples(statements: Sequence[Statement]) -> Examples:
    """Whether a sentence ranks the two, each also with its sides exchanged."""
    both = [
        *((one.text, one.sides, one.label) for one in statements),
        *((one.text, one.sides.swapped(), one.label) for one in statements),
    ]
    features = [comparison_cues(sequence(text, sides)) for text, sides, _ in both]
    return Examples(features, ["1" if label else "0" for _, _, label in both], [1.0] * len(both))


def sign_examples(statements: Sequence[Statement]) -> list[tuple[dict[str, float], int]]:
    """The statements that rank, as features that change sign with the sides."""
    return [(signed_cues(sequence(one.text, one.sides)), one.label) for one in statements if one.label]


def change_examples(statements: Sequence[Statement]) -> Examples:
    """Which way the outcome moved; those that name both sides also with the sides exchanged, at half the weight."""
    features, labels, weights = [], [], []
    for one in statements:
        items = sequence(one.text, one.sides)
        features.append(change_cues(items))
        labels.append(str(one.label))
        weights.append(1.0)
        if {"SUBJ", "COMP"} <= {item.word for item in items}:
            features.append(change_cues(sequence(one.text, one.sides.swapped())))
            labels.append(str(-one.label))
            weights.append(0.5)
    return Examples(features, labels, weights)


def asked_cues(one: Asked) -> list[str]:
    """The features of a question and a statement."""
    return _cues(parse_question(one.question), one, one.names)


def _cues(question: Question, one: Asked, names: Names) -> list[str]:
    reading = read_for(question, one.text, one.context, frozenset(names.subject), frozenset(names.comparator))
    return vote_cues(question, one.text, reading)


def vote_examples(some: Sequence[Asked]) -> Examples:
    """Votes by their weights."""
    found = [example for one in some for example in _examples_of(one)]
    return Examples([cues for cues, _, _ in found], [label for _, label, _ in found], [weight for *_, weight in found])


@cache
def _examples_of(one: Asked) -> list[tuple[list[str], str, float]]:
    """Features, vote and weight of a statement; but for PubMedQA's also with the question turned round, at half."""
    cues = asked_cues(one)
    if one.topic == PUBMEDQA:
        return [(cues, told_vote(one, cues), one.weight)]
    opposite = {"for": "against", "against": "for"}.get(one.vote, one.vote)
    return [
        (cues, one.vote, one.weight),
        *(
            (_cues(question, one, names), opposite, 0.5 * one.weight)
            for question, names in turned(parse_question(one.question), one.names)
        ),
    ]


def turned(question: Question, names: Names) -> list[tuple[Question, Names]]:
    """The questions whose yes is this one's no: with the other sign, and with the sides exchanged."""
    if question.sign == 0 or question.asks not in ("better", "change"):
        return []
    found = [(question.model_copy(update={"sign": -question.sign}), names)]
    if len(question.subjects) == 2:
        exchanged = question.model_copy(update={"subjects": question.subjects[::-1]})
        found.append((exchanged, Names(names.comparator, names.subject, names.outcome)))
    return found


def fit_votes(some: Sequence[Asked]) -> Linear:
    """The model of votes of single sentences."""
    return fit_linear(vote_examples(some), 3.0)


def fit_conclusions(some: Sequence[Asked]) -> Linear:
    """The model of conclusions: yes, no, or maybe."""
    features = [conclusion_cues(asked_cues(one)) for one in some]
    return fit_linear(Examples(features, [one.vote for one in some], [1.0] * len(some)), 1.0, least=3)


def told_vote(one: Asked, cues: Sequence[str]) -> str:
    """PubMedQA's "no" as no difference where the sentence says so or a difference was asked for, else as against."""
    same = one.vote == "against" and ("same" in cues or "a:difference" in cues)
    return "no_difference" if same else one.vote


def tuning_keys(files: Sequence[Path]) -> list[Asked]:
    """What was labelled and may be learnt from: the tuned topics of `fields`, abstracts, and the files given."""
    return [
        *(one for one in keyed(FIELDS) if one.topic not in UNTUNED),
        *statements_of_abstracts(),
        *statements_of_questions(),
        *(one for path in files for one in keyed(path)),
    ]


@contextmanager
def in_place(**models: Linear) -> Iterator[None]:
    """Votes are read with some models in the place of the committed ones, by name."""
    with patch("synth.answer.vote.load_linear", lambda name: models.get(name) or load_linear(name)):
        yield


def write_linear(name: str, model: Linear, trained_on: str, command: str = COMMAND) -> None:
    """Write a model as JSON, with what it was trained on and how."""
    stored = {
        "trained_on": trained_on,
        "command": command,
        "labels": model.labels,
        "intercepts": model.intercepts,
        "weights": model.weights,
    }
    _write(MODELS / f"{name}.json", stored)


def _write(path: Path, stored: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def train(files: Sequence[Path] = ()) -> None:
    """Fit and write all models of `synth/language/models`; `files` are further keys."""
    some = compsent()
    on = "CompSent-19 (data.csv, 5,759 sentences; github.com/uhh-lt/comparative), objects masked; weights only, no text"
    write_linear("ranked", fit_linear(ranked_examples(some), 5.0), on)
    sign = fit_sign(sign_examples(some))
    _write(MODELS / "sign.json", {"trained_on": on, "command": COMMAND, "weights": sign.weights})
    trials = evidence_inference("train")
    of_trials = (
        "Evidence Inference 2.0 (train part, gold evidence; github.com/jayded/evidence-inference), prompts masked; "
    )
    of_trials += "weights only, no text"
    write_linear("change", fit_linear(change_examples(trials), 3.0), of_trials)
    train_votes(files)


def train_votes(files: Sequence[Path] = ()) -> None:
    """Fit and write the model of votes, which reads the others' probabilities."""
    keys = tuning_keys(files)
    of_conclusions = "PubMedQA (500 of train.json, conclusions; github.com/pubmedqa/pubmedqa); weights only, no text"
    on = f"{len(keys)} sentences with their votes (the tuned topics of fields/directions.jsonl, abstracts.tsv, "
    on += f"questions.tsv, and further keys); {of_conclusions}"
    write_linear("vote", fit_votes([*keys, *pubmedqa()]), on)
    write_linear("conclusion", fit_conclusions(pubmedqa()), of_conclusions)
