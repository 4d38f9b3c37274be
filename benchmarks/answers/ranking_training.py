"""Fit the ranking of claims anew: which claims of a question's papers are among its key findings.

python -m benchmarks.answers.ranking_training [KEY.json]...

Trained on the topics of shared `fields` that are tuned on, and on the key files named. Each question weighs by how many
key findings it has, up to `FULL`, and its other claims ten times as much together.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.answers.papers import NEEDED, TUNED, keys_of_fields, keys_of_file
from benchmarks.answers.scorers import fit_scorer, write_scorer
from synth.answer.relevance import QuestionRelevance
from synth.claims import extract_claims, read_card
from synth.errors import ReadingError
from synth.language.sides import Sides
from synth.language.text import content_stems
from synth.models import Claim, Document
from synth.question import parse_question
from synth.reading import read_paper
from synth.settings import Settings

FULL = 30
REGULARISATION = 0.001
"""C of the regression; 0.001 to 0.1 find as many key findings of topics left out."""


def rows_of(
    question: str, papers: Sequence[Document], keys: dict[str, list[str]]
) -> tuple[list[dict[str, float]], list[int]]:
    """The features of every claim of some papers, and whether it is a key finding; `keys` by paper_id."""
    settings = Settings()
    asked = parse_question(question)
    claims = [claim for paper in papers for claim in extract_claims(paper, settings.claims)]
    fronts = {paper.paper_id: (paper.title or "", paper.abstract) for paper in papers}
    relevance = QuestionRelevance(asked, Sides(asked, [read_card(paper) for paper in papers]), claims, fronts)
    return [relevance.features(claim) for claim in claims], [_is_key(claim, keys) for claim in claims]


def _is_key(claim: Claim, keys: dict[str, list[str]]) -> int:
    words = set(content_stems(claim.text))
    wanted = (set(content_stems(text)) for text in keys.get(claim.paper_id, ()))
    return int(any(len(one & words) >= NEEDED * len(one) for one in wanted))


def main(files: Sequence[Path]) -> None:
    """Fit the model and write it."""
    found: list[dict[str, float]] = []
    labels: list[int] = []
    weights: list[float] = []
    questions = [item for item in keys_of_fields() if item[0] == "fields, tuned on"]
    for _, question, paths in [*questions, *map(keys_of_file, files)]:
        documents = {}
        for path in paths:
            try:
                documents[path.name] = read_paper(path)
            except ReadingError as error:
                print(f"skipped: {path.name}: {error.message}")
        keys = {
            documents[name].paper_id: [finding["text"] for finding in paper.get("findings") or ()]
            for paper in question["papers"]
            if (name := Path(paper["file"]).name) in documents
        }
        features, of_claims = rows_of(question["question"], list(documents.values()), keys)
        positive = max(1, sum(of_claims))
        share = min(FULL, positive) / FULL
        found += features
        labels += of_claims
        weights += [share * (100 / positive if of else 1000 / (len(of_claims) - positive)) for of in of_claims]
    on = f"key findings of shared fields ({', '.join(TUNED)}) and of {len(files)} further questions"
    write_scorer("relevance", fit_scorer(found, labels, REGULARISATION, weights), on)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
