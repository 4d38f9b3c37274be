"""Claims of whole papers that were labelled for questions: which of them answer, and which way.

`claims.tsv` has a line a question and paper: the question, the first sixteen digits of the SHA-256 of the paper's file,
and its labelled claims, each by the first eight digits of the SHA-1 of its letters and figures. Behind it stands what
the claim says to the question: f(or), a(gainst), n(o difference), m(ixed), nothing if it says nothing; with i where it
is on the question only in part, with b where it is background or somebody else's. `claims_papers.tsv` says where the
papers are public. The claims are the ones that the program itself weighed. The labels are those of language models,
not of people, that read the question, the titles of the papers, and each claim with its section and the sentence
before; second labels of four questions agree in 89 to 95 %.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from synth.answer.relevance import RankedClaim, rank_claims
from synth.claims import extract_claims, read_card
from synth.errors import ReadingError
from synth.language.sides import Sides
from synth.models import Claim, Question
from synth.models.card import Card
from synth.question import parse_question
from synth.reading import read_paper
from synth.settings import ClaimSettings

LABELS = Path(__file__).with_name("claims.tsv")
FOLDS = 6


class ReadPaper(NamedTuple):
    """What reading one paper gave."""

    card: Card
    claims: Sequence[Claim]
    front: tuple[str, str]


class LabelledClaims(NamedTuple):
    """A question with the labelled claims of its papers, as ranked, and their labels in the same order."""

    question: Question
    sides: Sides
    ranked: list[RankedClaim]
    labels: list[str]
    papers: frozenset[str]


def mark_of(text: str) -> str:
    """The mark of a claim in `claims.tsv`."""
    return hashlib.sha1("".join(filter(str.isalnum, text.casefold())).encode()).hexdigest()[:8]


def labels_by_question() -> dict[str, dict[str, dict[str, str]]]:
    """The labels by question, paper and mark."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for question, paper, marks in csv.reader(file, delimiter="\t"):
            of_paper = found.setdefault(question, {}).setdefault(paper, {})
            of_paper.update((mark, label or "u") for mark, _, label in (each.partition(":") for each in marks.split()))
    return found


def _read(path: Path) -> ReadPaper | None:
    try:
        paper = read_paper(path)
    except ReadingError as error:
        print(f"skipped: {path.name}: {error.message}")
        return None
    return ReadPaper(read_card(paper), extract_claims(paper, ClaimSettings()), (paper.title or "", paper.abstract))


@cache
def read_claims(folder: Path) -> list[LabelledClaims]:
    """The labelled questions, of each those papers that are in a folder or below it, found by their SHA-256."""
    labels = labels_by_question()
    wanted = {paper for papers in labels.values() for paper in papers}
    files = {hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path for path in sorted(folder.rglob("*.*"))}
    here = sorted(wanted & files.keys())
    print(f"{len(here)} of {len(wanted)} papers are here")
    with ProcessPoolExecutor(2) as executor:
        found = zip(here, executor.map(_read, [files[paper] for paper in here], chunksize=8), strict=True)
        read = {paper: of for paper, of in found if of}
    return [one for text, marks in labels.items() if (one := _labelled(text, marks, read)).ranked]


def _labelled(text: str, marks: dict[str, dict[str, str]], read: dict[str, ReadPaper]) -> LabelledClaims:
    question = parse_question(text)
    papers = {paper: read[paper] for paper in marks if paper in read}
    sides = Sides(question, [of.card for of in papers.values()])
    claims = [claim for of in papers.values() for claim in of.claims]
    fronts = {of.card.paper_id: of.front for of in papers.values()}
    by_id = {of.card.paper_id: marks[paper] for paper, of in papers.items()}
    settings = ClaimSettings()
    ranked = rank_claims(question, claims, sides, fronts, settings.min_relevance)[: settings.max_weighed]
    labels = [by_id[item.claim.paper_id].get(mark_of(item.claim.text), "") for item in ranked]
    kept = [(item, label) for item, label in zip(ranked, labels, strict=True) if label]
    return LabelledClaims(question, sides, [item for item, _ in kept], [of for _, of in kept], frozenset(papers))


def is_direct(label: str) -> bool:
    """Whether a claim with this label answers the question as a finding of its paper."""
    return len(label) == 1 and label != "u"


def folds(some: Sequence[LabelledClaims], number: int) -> Iterator[tuple[list[LabelledClaims], list[LabelledClaims]]]:
    """Questions to learn from and questions to be tested on, which have no paper in common."""
    for fold in range(number):
        tested = list(some[fold::number])
        papers = frozenset().union(*(one.papers for one in tested))
        yield [one for one in some if papers.isdisjoint(one.papers)], tested
