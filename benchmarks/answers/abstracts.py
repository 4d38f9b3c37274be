"""Abstracts of all fields that were labelled for questions: which sentences answer one directly, and which way.

`abstracts.tsv` has a line a paper: question, arXiv id, the paper's label, and the labels of some of its sentences by
their number in the abstract. Labels are f(or), a(gainst), n(o difference), m(ixed) and u(nclear), with b where a
sentence says so as background. `questions.tsv` has a line a question that was written to a sentence of an abstract,
for readers who have not seen it: arXiv id, number of the sentence, its label, question. The abstracts are those of
shared `arxiv_metadata`.
"""

import csv
import json
import lzma
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.answers.statements import DATA, Asked
from synth.answer.vote import Names
from synth.claims import read_card
from synth.errors import ReadingError
from synth.language.sides import COMPARATOR, SUBJECT, Sides
from synth.models import Document, Question, Vote
from synth.question import parse_question
from synth.reading import read_paper

LABELS = Path(__file__).with_name("abstracts.tsv")
QUESTIONS = Path(__file__).with_name("questions.tsv")
METADATA = DATA / "arxiv_metadata"
VOTE_OF: dict[str, Vote] = {"f": "for", "a": "against", "n": "no_difference", "m": "mixed", "u": "unclear"}
UNCLEAR_WEIGHT = 0.05
"""What a sentence that does not answer counts beside one that does, of which there are a tenth as many."""
WRITTEN_WEIGHT, WRITTEN_UNCLEAR_WEIGHT = 0.1, 0.02
"""What a question that was written to a sentence counts beside one that was asked of many: its no is often only the
sentence's finding turned round. The second, where the sentence does not answer it."""
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


class Abstracts(NamedTuple):
    """The labelled papers of one question that could be read, by paper_id, with what the question calls its sides."""

    question: Question
    sides: Sides
    papers: dict[str, tuple[Labelled, Document]]


@cache
def read_labelled() -> list[Abstracts]:
    """All labelled abstracts that are here, by question."""
    by_question: dict[str, list[Labelled]] = {}
    for one in labelled():
        by_question.setdefault(one.question, []).append(one)
    read = []
    with TemporaryDirectory() as folder:
        documents = read_abstracts({one.arxiv_id for some in by_question.values() for one in some}, Path(folder))
        for text, some in by_question.items():
            question = parse_question(text)
            papers = {
                documents[one.arxiv_id].paper_id: (one, documents[one.arxiv_id])
                for one in some
                if one.arxiv_id in documents
            }
            read.append(
                Abstracts(question, Sides(question, [read_card(paper) for _, paper in papers.values()]), papers)
            )
    return read


def statements_of_abstracts() -> list[Asked]:
    """The labelled sentences as statements with the votes that people gave, of a topic a question."""
    found = []
    for question, sides, papers in read_labelled():
        for one, paper in papers.values():
            for n, label in one.sentences.items():
                weight = UNCLEAR_WEIGHT if VOTE_OF[label[0]] == "unclear" else 1.0
                found.append(_asked(question, sides, paper, n, label, question.text, weight))
    return found


@cache
def statements_of_questions() -> list[Asked]:
    """The sentences that questions were written to, with their votes, of a topic an abstract."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = [(arxiv_id, int(n), label, text) for arxiv_id, n, label, text in csv.reader(file, delimiter="\t")]
    with TemporaryDirectory() as folder:
        documents = read_abstracts({row[0] for row in rows}, Path(folder))
    cards = {arxiv_id: read_card(document) for arxiv_id, document in documents.items()}
    found = []
    for arxiv_id, n, label, text in rows:
        if arxiv_id in documents:
            question = parse_question(text)
            weight = WRITTEN_UNCLEAR_WEIGHT if VOTE_OF[label] == "unclear" else WRITTEN_WEIGHT
            sides = Sides(question, [cards[arxiv_id]])
            found.append(_asked(question, sides, documents[arxiv_id], n, label, arxiv_id, weight))
    return found


def _asked(question: Question, sides: Sides, paper: Document, n: int, label: str, topic: str, weight: float) -> Asked:
    """The sentence of number `n` of an abstract as a statement for a question, with the one before it and the names."""
    names = sides.of(paper.paper_id).names
    of_paper = Names(frozenset(names.get(SUBJECT, ())), frozenset(names.get(COMPARATOR, ())))
    sentences = [sentence.text for section in paper.sections for sentence in section.sentences]
    before = sentences[n - 1] if n else ""
    return Asked(question.text, sentences[n], VOTE_OF[label[0]], "", topic, before, of_paper, weight)


def _escaped(text: str) -> str:
    return re.sub(r"(?<!\\)([%&#])", r"\\\1", text)
