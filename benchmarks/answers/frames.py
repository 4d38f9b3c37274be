"""How well questions are taken apart: their kind, sides and outcomes, settings, and what a yes states.

python -m benchmarks.answers.frames [-v]     question_labels.tsv by its parts; -v prints what was not learnt from, read
                                             wrongly

A facet is right where its stems and those expected overlap by half (Jaccard), a word's first four letters counting.
"""

import sys
from collections.abc import Sequence

from benchmarks.answers.question_labels import Labelled, labelled
from synth.language.text import content_stems
from synth.question import parse_question
from synth.question.marked import as_noun

UNSEEN = ("test", "as typed", "forms")
PARTS = (*UNSEEN, "train")


def same(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether two lists of phrases name the same."""
    left, right = ({stem[:4] for phrase in side for stem in content_stems(phrase)} for side in (found, wanted))
    return not left | right or 2 * len(left & right) >= len(left | right)


def judged(entry: Labelled) -> dict[str, bool]:
    """Which parts of a question are read rightly."""
    made = parse_question(entry.question)
    paired = len(made.subjects) == len(entry.subjects) and all(
        same([left], [right]) for left, right in zip(made.subjects, entry.subjects, strict=True)
    )
    outcomes = [as_noun(outcome, entry.kind) for outcome in entry.outcomes]
    return {
        "kind": made.kind == entry.kind,
        "sides and outcome": paired and (same(made.outcomes, outcomes) or same(made.outcomes, entry.outcomes)),
        "settings": same(made.settings, entry.settings),
        "asks and sign": (made.asks, made.sign) == (entry.asks, entry.sign),
        "sign": made.sign == entry.sign,
    }


def score(*parts: str) -> dict[str, float]:
    """Share of the questions of some parts that are read rightly, by what is read."""
    results = [judged(entry) for entry in labelled(*parts)]
    return {name: round(sum(result[name] for result in results) / len(results), 4) for name in results[0]}


def main() -> None:
    """Print the shares, and with -v each question that is read wrongly."""
    for entry in labelled(*UNSEEN) if "-v" in sys.argv else ():
        wrong = [name for name, right in judged(entry).items() if not right]
        if wrong:
            made = parse_question(entry.question)
            read = made.kind, made.asks, made.sign, made.subjects, made.outcomes, made.settings
            print(f"{', '.join(wrong)}: {entry.question}\n    {read}")
    for part in PARTS:
        print(part, score(part))


if __name__ == "__main__":
    main()
