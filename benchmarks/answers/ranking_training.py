"""Fit anew the models that learn from key findings: the ranking of claims, and the key findings of each paper.

python -m benchmarks.answers.ranking_training relevance|key_finding [KEY.json]...
python -m benchmarks.answers.ranking_training check [KEY.json]...     key findings, each question left out in turn

Trained on the topics of shared `fields` that are tuned on, and on the key files named.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.answers.papers import NEEDED, TUNED, keys_of_fields, keys_of_file
from benchmarks.answers.scorers import fit_scorer, write_scorer
from synth.answer.directness import features_of
from synth.answer.key_findings import key_features
from synth.answer.relevance import QuestionRelevance, rank_claims
from synth.answer.scorer import Scorer
from synth.answer.voting import address, claim_probabilities
from synth.claims import extract_claims, read_card
from synth.errors import ReadingError
from synth.language.sides import Sides
from synth.language.text import content_stems
from synth.models import Claim, Question
from synth.question import parse_question
from synth.reading import read_paper
from synth.settings import ClaimSettings

FULL = 30
"""The number of key findings from which a question has its whole weight for the ranking. Its other claims weigh ten
times as much together.
"""
RELEVANCE_STRENGTH, KEY_STRENGTH = 0.001, 0.1
"""C of the regressions; 0.001 to 0.1 rank as many key findings of topics left out."""


@dataclass(frozen=True, eq=False)
class Keyed:
    """A question with the claims of its papers: their sides, titles and abstracts, and the key findings by paper_id."""

    question: Question
    claims: list[Claim]
    sides: Sides
    fronts: dict[str, tuple[str, str]]
    keys: dict[str, list[str]]

    def is_key(self, claim: Claim) -> int:
        """Whether a claim has most of the words of a key finding of its paper."""
        words = set(content_stems(claim.quotation))
        wanted = (set(content_stems(text)) for text in self.keys.get(claim.paper_id, ()))
        return int(any(len(one & words) >= NEEDED * len(one) for one in wanted))


def keyed_questions(files: Sequence[Path]) -> Iterator[Keyed]:
    """The questions of the tuned topics and of key files, with their papers read."""
    tuned = (item for item in keys_of_fields() if item[0] == "fields, tuned on")
    for _, question, paths in [*tuned, *map(keys_of_file, files)]:
        documents = {}
        for path in paths:
            try:
                documents[path.name] = read_paper(path)
            except ReadingError as error:
                print(f"skipped: {path.name}: {error.message}")
        papers = list(documents.values())
        asked = parse_question(question["question"])
        yield Keyed(
            asked,
            [claim for paper in papers for claim in extract_claims(paper, ClaimSettings())],
            Sides(asked, [read_card(paper) for paper in papers]),
            {paper.paper_id: (paper.title or "", paper.abstract) for paper in papers},
            {
                documents[name].paper_id: [finding["text"] for finding in paper.get("findings") or ()]
                for paper in question["papers"]
                if (name := Path(paper["file"]).name) in documents
            },
        )


def fit_relevance(questions: Sequence[Keyed]) -> Scorer:
    """The ranking of claims: each question weighs by how many key findings it has."""
    features: list[dict[str, float]] = []
    labels: list[int] = []
    weights: list[float] = []
    for one in questions:
        relevance = QuestionRelevance(one.question, one.sides, one.claims, one.fronts)
        features += map(relevance.features, one.claims)
        of_claims = [one.is_key(claim) for claim in one.claims]
        labels += of_claims
        positive = max(1, sum(of_claims))
        share = min(FULL, positive) / FULL
        weights += [share * (100 / positive if of else 1000 / (len(of_claims) - positive)) for of in of_claims]
    return fit_scorer(features, labels, RELEVANCE_STRENGTH, weights)


def fit_key_findings(questions: Sequence[Keyed]) -> Scorer:
    """Which claims are their paper's key findings, of those that are read for their vote."""
    rows = [row for one in questions for row in _key_rows(one)]
    return fit_scorer([row.features for row in rows], [row.is_key for row in rows], KEY_STRENGTH)


class KeyRow(NamedTuple):
    """A claim of a paper with key findings: its features, its relevance, whether it is one of them."""

    paper_id: str
    features: dict[str, float]
    is_key: int


@cache
def _key_rows(one: Keyed) -> list[KeyRow]:
    settings = ClaimSettings()
    ranked = rank_claims(one.question, one.claims, one.sides, one.fronts, settings.min_relevance)
    best: dict[str, float] = {}
    rows = []
    for item in ranked[: settings.max_weighed]:
        claim = item.claim
        named, _ = address(one.question, claim, one.sides)
        probabilities = claim_probabilities(one.question, claim, one.sides)
        highest = best.setdefault(claim.paper_id, item.relevance)
        features = key_features(item, features_of(one.question, item, named, probabilities), highest)
        rows.append(KeyRow(claim.paper_id, features, one.is_key(claim)))
    return rows


def key_figures(questions: Sequence[Keyed]) -> dict[str, int]:
    """Of how many papers with key findings the claim that is most relevant is one, and the one that a model puts first
    which learnt from the other questions.
    """
    figures = Counter[str]()
    for one in questions:
        scorer = fit_key_findings([other for other in questions if other is not one])
        for paper_id in (paper_id for paper_id, findings in one.keys.items() if findings):
            rows = [row for row in _key_rows(one) if row.paper_id == paper_id]
            figures["papers"] += 1
            if rows:
                figures["most relevant"] += max(rows, key=lambda row: row.features["relevance"]).is_key
                figures["most probable"] += max(rows, key=lambda row: scorer.log_odds(row.features)).is_key
    return dict(figures)


FITS: dict[str, Callable[[Sequence[Keyed]], Scorer]] = {"relevance": fit_relevance, "key_finding": fit_key_findings}


def main(name: str, files: Sequence[Path]) -> None:
    """Fit a model and write it, or check how well one does."""
    questions = [*keyed_questions(files)]
    if name == "check":
        print(json.dumps(key_figures(questions)))
    else:
        on = f"key findings of shared fields ({', '.join(TUNED)}) and of {len(files)} further questions"
        write_scorer(name, FITS[name](questions), on)


if __name__ == "__main__":
    main(sys.argv[1], [Path(argument) for argument in sys.argv[2:]])
