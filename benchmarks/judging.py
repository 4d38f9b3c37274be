"""What the reviewers and the counterexample hunter make of real papers, as JSON.

python -m benchmarks.judging RUN... [--metadata FILE]

RUN are run folders of real papers. Printed are the scores of each run; and over the sentences of all their papers how
many values are told in full (subject, metric, data set), which pairs of them the hunter would call contradictory, and
which pairs of sentences of one paper are alike but for their figures. FILE is a snapshot of arXiv's metadata: of it
the papers are listed whose title or comment would be taken for a retraction.
"""

import argparse
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from synth.language.numerals import same_value
from synth.language.quantities import quantities
from synth.language.text import STOP_WORDS, stem, words
from synth.models import Document, Quantity, Review, Sentence
from synth.review.citations import retracted
from synth.review.red_team import is_complete, same_matter
from synth.sources.snapshot import Snapshot

ALIKE = 0.6
"""Share of the words of two sentences, numbers left out, from which they are alike."""


def main() -> None:
    """Print the figures of the runs given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--metadata", type=Path)
    arguments = parser.parse_args()
    told: dict[str, object] = {"scores": {run.name: _scores(run) for run in arguments.runs}}
    paths = {path.name: path for run in arguments.runs for path in (run / "documents").glob("*.json")}
    documents = [Document.model_validate_json(path.read_bytes()) for _, path in sorted(paths.items())]
    values = [(document, list(_values(document))) for document in documents]
    in_full = [(document, [one for one in found if is_complete(one[1])]) for document, found in values]
    told["papers"] = len(documents)
    told["sentences"] = sum(len(_sentences(document)) for document in documents)
    told["values told in full"] = sum(len(found) for _, found in in_full)
    told["called contradictory"] = [pair for _, found in in_full for pair in _pairs(found, full=True)]
    told["alike but for figures"] = [pair for _, found in values for pair in _pairs(found, full=False)]
    if arguments.metadata:
        papers = list(Snapshot(arguments.metadata))
        told["records"] = len(papers)
        told["taken for retracted"] = [f"{one.paper_id} {one.title}: {one.comment}" for one in papers if retracted(one)]
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _scores(run: Path) -> dict[str, float | None]:
    review = Review.model_validate_json((run / "review.json").read_bytes())
    scores: dict[str, float | None] = {one.name: one.score for one in review.reviewers}
    return {"score": review.score} | scores | {one.name: one.score for one in review.attackers}


def _sentences(document: Document) -> list[Sentence]:
    return [one for section in document.sections for one in section.sentences if one.unfit is None]


def _values(document: Document) -> Iterator[tuple[Sentence, Quantity]]:
    for sentence in _sentences(document):
        for quantity in quantities(sentence.text):
            if quantity.number.is_figure:
                yield sentence, quantity


def _pairs(found: list[tuple[Sentence, Quantity]], *, full: bool) -> list[str]:
    """Pairs of sentences with other values, of the same matter told in full, or alike in all their words."""
    pairs = {}
    for (one, mine), (two, other) in combinations(found, 2):
        if one.spans != two.spans and mine.unit == other.unit and not same_value(mine.number, other.number):
            meet = same_matter(mine, other) if full else _shared(one.text, two.text) >= ALIKE
            values = [value.number for sentence, value in found if sentence in (one, two)]
            if meet and not any(same_value(*each) for each in combinations(values, 2)):
                pairs[one.spans, two.spans] = f"{one.text} | {two.text}"
    return list(pairs.values())


def _shared(one: str, two: str) -> float:
    left, right = (
        {stem(word) for word in words(text) if word not in STOP_WORDS and not word[0].isdigit()} for text in (one, two)
    )
    return len(left & right) / (len(left | right) or 1)


if __name__ == "__main__":
    main()
