"""Abstracts of all fields that people labelled for a question: which sentences answer it directly, and which way.

`abstracts.tsv` has a line a paper: question, arXiv id, the paper's label, and the labels of some of its sentences by
their number in the abstract. Labels are f(or), a(gainst), n(o difference), m(ixed) and u(nclear), with b where a
sentence says so as background. The abstracts are those of shared `arxiv_metadata`.
"""

import csv
import json
import lzma
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.answers.scorers import fit_scorer, write_scorer
from benchmarks.answers.statements import DATA
from synth.answer.directness import features_of
from synth.answer.relevance import rank_claims
from synth.answer.scorer import Scorer
from synth.answer.voting import claim_probabilities
from synth.claims import extract_claims, read_card
from synth.errors import ReadingError
from synth.language.sides import Sides
from synth.models import Document
from synth.question import parse_question
from synth.reading import read_paper
from synth.settings import Settings

LABELS = Path(__file__).with_name("abstracts.tsv")
METADATA = DATA / "arxiv_metadata"
FOLDS = 8
REGULARISATION = 0.1
"""C of the regression over standardised features."""
_PAPER = """\\documentclass{article}
\\title{%s}
\\author{A. Nonym}
\\begin{document}
\\maketitle
\\begin{abstract}
%s
\\end{abstract}
\\section{Introduction}
This is all.
\\end{document}
"""


class Labelled(NamedTuple):
    """One abstract for one question: its own label and those of its sentences by number."""

    question: str
    arxiv_id: str
    label: str
    sentences: dict[int, str]


class Row(NamedTuple):
    """A labelled sentence: its question, its features, and whether it answers the question as the paper's finding."""

    question: str
    features: dict[str, float]
    answers: bool


def labelled() -> list[Labelled]:
    """All labelled abstracts, by question."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(question, arxiv_id, label, {int(n): of for n, of in (mark.split(":") for mark in marks.split())})
            for question, arxiv_id, label, marks in csv.reader(file, delimiter="\t")
        ]


def read_abstracts(ids: set[str], folder: Path) -> dict[str, Document]:
    """The abstracts of some papers as documents, by arXiv id."""
    found: dict[str, Document] = {}
    for path in sorted(METADATA.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if record["id"] in ids and record["id"] not in found:
                    place = folder / f"{re.sub(r'[^0-9A-Za-z]', '_', record['id'])}.tex"
                    place.write_text(_PAPER % (_escaped(record["title"]), _escaped(record["abstract"])))
                    try:
                        found[record["id"]] = read_paper(place)
                    except ReadingError as error:
                        print(f"skipped: {record['id']}: {error.message}")
    return found


def _escaped(text: str) -> str:
    return re.sub(r"(?<!\\)([%&#])", r"\\\1", text)


def rows() -> Iterator[Row]:
    """The labelled sentences that are claims, with their features."""
    by_question: dict[str, list[Labelled]] = {}
    for one in labelled():
        by_question.setdefault(one.question, []).append(one)
    settings = Settings().claims.model_copy(update={"min_score": 0.1})
    with TemporaryDirectory() as folder:
        documents = read_abstracts({one.arxiv_id for some in by_question.values() for one in some}, Path(folder))
        for text, some in by_question.items():
            question = parse_question(text)
            papers = [documents[one.arxiv_id] for one in some if one.arxiv_id in documents]
            labels = {documents[one.arxiv_id].paper_id: one for one in some if one.arxiv_id in documents}
            sides = Sides(question, [read_card(paper) for paper in papers])
            claims = [claim for paper in papers for claim in extract_claims(paper, settings)]
            fronts = {paper.paper_id: (paper.title or "", paper.abstract) for paper in papers}
            number = {
                (paper.paper_id, sentence.text): n
                for paper in papers
                for n, sentence in enumerate(sentence for section in paper.sections for sentence in section.sentences)
            }
            for ranked in rank_claims(question, claims, sides, fronts, 0.0):
                claim = ranked.claim
                label = labels[claim.paper_id].sentences.get(number[claim.paper_id, claim.text], "")
                if label:
                    named, told = (
                        sides.of(claim.paper_id).named(claim.text),
                        claim_probabilities(question, claim, sides),
                    )
                    yield Row(text, features_of(question, ranked, named, told), label in "fanm")


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
