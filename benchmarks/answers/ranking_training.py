"""Fit anew the model that ranks claims by relevance, which learns from key findings.

python -m benchmarks.answers.ranking_training [KEY.json]...

Trained on the topics of shared `fields` that are tuned on, and on the key files named.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers.papers import NEEDED, TUNED, keys_of_fields, keys_of_file
from benchmarks.answers.scorers import fit_scorer, write_scorer
from synth.answer.relevance import QuestionRelevance
from synth.answer.scorer import Scorer
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
STRENGTH = 0.001
"""C of the regression; 0.001 to 0.1 rank as many key findings of topics left out."""


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
    return fit_scorer(features, labels, STRENGTH, weights)


def main(files: Sequence[Path]) -> None:
    """Fit the model and write it."""
    questions = [*keyed_questions(files)]
    on = f"key findings of shared fields ({', '.join(TUNED)}) and of {len(files)} further questions"
    write_scorer("relevance", fit_relevance(questions), on)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
