"""How well questions are taken apart: their kind, subject and comparators, outcome, and the sign of a yes.

python -m benchmarks.answers.frames [-v]     frames.tsv, written by hand; -v prints those read wrongly

A facet is right where its stems and those expected overlap by half (Jaccard), a word's first four letters counting.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.language.text import content_stems
from synth.question import parse_question

FRAMES = Path(__file__).with_name("frames.tsv")
PARTS = ("before", "after", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class Expected(NamedTuple):
    """One question with the frame that a person gives it.

    `part` is "before" or "after" the code was written, "third" for those that the code was mended by, and "fourth" for
    those that it then met unseen, before it was mended by them as well; "fifth" and "sixth" were written by others as
    researchers type them, in long and varied words, and "seventh" likewise: of those nothing has been mended yet;
    "eighth" are questions of claims.tsv that it was mended by.
    """

    part: str
    question: str
    kind: str
    asks: str
    sign: int
    subjects: tuple[str, ...]
    outcomes: tuple[str, ...]
    settings: tuple[str, ...]


def expected(path: Path = FRAMES) -> Iterator[Expected]:
    """The questions of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            lists = (
                tuple(part for part in row[name].split("|") if part) for name in ("subjects", "outcomes", "settings")
            )
            yield Expected(row["part"], row["question"], row["kind"], row["asks"], int(row["sign"]), *lists)


def same(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether two lists of phrases say the same."""
    left, right = ({stem[:4] for phrase in side for stem in content_stems(phrase)} for side in (found, wanted))
    return not left | right or 2 * len(left & right) >= len(left | right)


def judged(entry: Expected) -> dict[str, bool]:
    """Which parts of a question are read rightly."""
    made = parse_question(entry.question)
    paired = len(made.subjects) == len(entry.subjects) and all(
        same([left], [right]) for left, right in zip(made.subjects, entry.subjects, strict=True)
    )
    outcome = same(made.outcomes, entry.outcomes)
    return {
        "kind": made.kind == entry.kind,
        "sides and outcome": paired and outcome,
        "sign": made.sign == entry.sign,
        "asks": made.asks == entry.asks,
        "settings": same(made.settings, entry.settings),
    }


def score(*parts: str) -> dict[str, float]:
    """Share of the questions of some parts that are read rightly, by what is read."""
    results = [judged(entry) for entry in expected() if entry.part in parts]
    return {name: round(sum(result[name] for result in results) / len(results), 4) for name in results[0]}


def main() -> None:
    """Print the shares, and with -v each question that is read wrongly."""
    for entry in expected() if "-v" in sys.argv else ():
        wrong = [name for name, right in judged(entry).items() if not right]
        if wrong:
            made = parse_question(entry.question)
            read = made.kind, made.asks, made.sign, made.subjects, made.outcomes, made.settings
            print(f"{', '.join(wrong)}: {entry.question}\n    {read}")
    for part in PARTS:
        print(part, score(part))
    print("all", score(*PARTS))


if __name__ == "__main__":
    main()
