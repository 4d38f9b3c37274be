"""How well findings are read.

python -m benchmarks.answers compsent|plain|trials|untuned    CompSent-19, and its plain words of better and worse;
Evidence Inference 2; fields' topics not tuned on
python -m benchmarks.answers topics|pubmedqa [KEYS]...        the tuned topics, each left out in turn; PubMedQA
python -m benchmarks.answers statements                       how often sure plain statements are right
python -m benchmarks.answers figures                          sentences with figures of both sides, or of others
python -m benchmarks.answers keys KEYS...                     totals over files of keys
python -m benchmarks.answers papers [KEY.json | FOLDER]...    whole answers: key findings printed, papers' directions;
a FOLDER has PDFs of the questions in `keys`
python -m benchmarks.answers values                          rows of values, to be looked up in the papers by hand
python -m benchmarks.answers directness                       abstracts: sentences that answer told from others
python -m benchmarks.answers claims FOLDER                    claims of whole papers, each question left out in turn
python -m benchmarks.answers train|train-votes [KEYS]...      fit the committed models anew
python -m benchmarks.answers train-directness FOLDER          and those of directness

FOLDER has the papers of `claims.tsv`; `claims_papers.tsv` says where they are public.

Data that are absent are skipped by name.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.answers.abstracts import METADATA
from benchmarks.answers.directions import compsent_figures, plain_figures, trials_figures
from benchmarks.answers.directness import claims_figures, directness_figures, train_directness
from benchmarks.answers.figures import SENTENCES, figures_figures
from benchmarks.answers.papers import answers_figures
from benchmarks.answers.statements import FIELDS, STATEMENTS
from benchmarks.answers.training import train, train_votes
from benchmarks.answers.values import value_rows
from benchmarks.answers.votes import (
    keys_figures,
    pubmedqa_figures,
    statements_figures,
    topics_figures,
    untuned_figures,
)

MEASURES: dict[str, Callable[[], object]] = {
    "compsent": compsent_figures,
    "plain": plain_figures,
    "trials": trials_figures,
    "untuned": untuned_figures,
    "statements": statements_figures,
    "figures": figures_figures,
    "topics": topics_figures,
    "pubmedqa": pubmedqa_figures,
    "directness": directness_figures,
}
NEEDS = {
    "compsent": STATEMENTS / "compsent19",
    "plain": STATEMENTS / "compsent19",
    "trials": STATEMENTS / "evidence-inference-v2",
    "untuned": FIELDS,
    "statements": METADATA,
    "figures": SENTENCES,
    "topics": FIELDS,
    "pubmedqa": STATEMENTS / "pubmedqa",
    "directness": METADATA,
}


def main(arguments: Sequence[str]) -> int:
    """Run one measure, or train."""
    name, *rest = arguments or ["help"]
    files = [Path(argument) for argument in rest]
    needed = NEEDS.get(name, FIELDS)
    if not needed.exists():
        print(f"skipped: {needed.name} is absent")
        return 0
    if name in ("train", "train-votes"):
        (train if name == "train" else train_votes)(files)
    elif name == "train-directness":
        train_directness(files[0])
    elif name == "claims":
        print(json.dumps(claims_figures(files[0]), indent=1))
    elif name == "papers":
        with TemporaryDirectory() as library:
            print(json.dumps(answers_figures(files, Path(library)), indent=1))
    elif name == "values":
        with TemporaryDirectory() as library:
            for row in value_rows(Path(library)):
                print(row)
    elif name == "keys":
        print(json.dumps(keys_figures(files)))
    elif name in ("topics", "pubmedqa"):
        print(json.dumps((topics_figures if name == "topics" else pubmedqa_figures)(files)))
    elif name in MEASURES:
        print(json.dumps(MEASURES[name]()))
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
