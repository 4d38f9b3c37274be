"""How well sentences that answer a question directly are told from others, and the model that tells them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.answers.abstracts import Abstracts, read_labelled
from benchmarks.answers.scorers import fit_scorer, write_scorer
from benchmarks.answers.statements import pubmedqa
from benchmarks.answers.training import fit_votes, in_place, tuning_keys
from synth.answer.directness import features_of
from synth.answer.relevance import rank_claims
from synth.answer.scorer import Scorer
from synth.answer.voting import address, claim_probabilities
from synth.claims import extract_claims
from synth.settings import Settings

FOLDS = 8
VOTE_FOLDS = 4
"""Votes are read by models that saw none of a question: else they would be surer here than of any other."""
REGULARISATION = 0.1
"""C of the regression over standardised features."""


class Row(NamedTuple):
    """A labelled sentence: its question, its features, and whether it answers the question as the paper's finding."""

    question: str
    features: dict[str, float]
    answers: bool


def rows() -> Iterator[Row]:
    """The labelled sentences that are claims, with their features."""
    keys, others = tuning_keys([]), pubmedqa()
    read = read_labelled()
    for fold in range(VOTE_FOLDS):
        part = read[fold::VOTE_FOLDS]
        out = {one.question.text for one in part}
        with in_place(vote=fit_votes([*(one for one in keys if one.topic not in out), *others])):
            for one in part:
                yield from _rows_of(one)


def _rows_of(abstracts: Abstracts) -> Iterator[Row]:
    question, sides, papers = abstracts
    settings = Settings().claims.model_copy(update={"min_score": 0.1})
    claims = [claim for _, paper in papers.values() for claim in extract_claims(paper, settings)]
    fronts = {paper_id: (paper.title or "", paper.abstract) for paper_id, (_, paper) in papers.items()}
    number = {
        (paper_id, sentence.text): n
        for paper_id, (_, paper) in papers.items()
        for n, sentence in enumerate(sentence for section in paper.sections for sentence in section.sentences)
    }
    for ranked in rank_claims(question, claims, sides, fronts, 0.0):
        claim = ranked.claim
        label = papers[claim.paper_id][0].sentences.get(number[claim.paper_id, claim.text], "")
        if label:
            named, _ = address(question, claim, sides)
            told = claim_probabilities(question, claim, sides)
            yield Row(question.text, features_of(question, ranked, named, told), label in "fanm")


def _fit(some: Sequence[Row]) -> Scorer:
    return fit_scorer([row.features for row in some], [int(row.answers) for row in some], REGULARISATION)


def directness_figures() -> dict[str, float]:
    """How well sentences that answer are told from others, each question by a model that saw none of it."""
    some = list(rows())
    questions = sorted({row.question for row in some})
    told = np.zeros(len(some))
    for fold in range(FOLDS):
        out = set(questions[fold::FOLDS])
        scorer = _fit([row for row in some if row.question not in out])
        for n, row in enumerate(some):
            if row.question in out:
                told[n] = 1 / (1 + np.exp(-scorer.log_odds(row.features)))
    answers = np.array([row.answers for row in some])
    return {
        "questions": float(len(questions)),
        "sentences": float(len(some)),
        "answer": round(float(answers.mean()), 3),
        "average precision": round(float(average_precision_score(answers, told)), 3),
        "area under ROC": round(float(roc_auc_score(answers, told)), 3),
        "mean told": round(float(told.mean()), 3),
    }


def train_directness() -> None:
    """Fit the model on all and write it."""
    some = list(rows())
    questions = {row.question for row in some}
    on = f"{len(some)} sentences of abstracts of all fields, labelled for {len(questions)} questions"
    write_scorer("directness", _fit(some), on)
