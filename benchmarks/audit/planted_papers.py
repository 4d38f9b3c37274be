"""The planted papers: LaTeX written for this, with a label for each number that follows, truly or not, or does not."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from synth.models import Derivation
from synth.reading import read_paper
from synth.review import agrees, find_derivations

PLANTED = Path(__file__).resolve().parent / "planted"
HELD_OUT = Path(__file__).resolve().parent / "heldout"  # written without sight of the finder; read since
BLIND = Path(__file__).resolve().parent / "blind"  # a second such set; never tuned on


class Label(NamedTuple):
    """A number of a planted paper; `truth` is "true", "false" or "none", `where` stands in its sentence or cell."""

    file: str
    truth: str
    kind: str
    reported: str
    where: str


class Score(NamedTuple):
    """Counts over labels and verdicts."""

    right: int
    wrong: int
    labelled: int
    distractors: int
    judged_distractors: int
    unlabelled: int

    @property
    def precision(self) -> float:
        """The share of the verdicts that are right; one on a distractor is wrong."""
        return self.right / max(1, self.right + self.wrong + self.judged_distractors)

    @property
    def recall(self) -> float:
        """The share of the true and false numbers that got the right verdict."""
        return self.right / max(1, self.labelled)


def labels(folder: Path = PLANTED) -> list[Label]:
    """The labels of a planted set."""
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as file:
        return [Label(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def score(folder: Path = PLANTED) -> tuple[Score, list[str]]:
    """(the counts, one line for each label that was missed or judged wrongly and for each verdict without a label)."""
    told = labels(folder)
    right = wrong = judged = unlabelled = 0
    notes: list[str] = []
    for name in dict.fromkeys(label.file for label in told):
        found = list(find_derivations(read_paper(folder / f"{name}.tex")))
        used: set[str] = set()
        for label in (label for label in told if label.file == name):
            verdict = next((item for item in found if _is_of(item, label) and item.derivation_id not in used), None)
            if verdict is None:
                if label.truth != "none":
                    notes.append(f"missed    {name}: {label.where}")
                continue
            used.add(verdict.derivation_id)
            said = "true" if agrees(verdict) else "false"
            if label.truth == "none":
                judged += 1
            elif said == label.truth:
                right += 1
                continue
            else:
                wrong += 1
            notes.append(f"wrong     {name}: {label.where}: {label.truth}, judged {said}: {verdict.formula}")
        for item in found:
            if item.derivation_id not in used:
                unlabelled += 1
                notes.append(f"unlabelled {name}: {item.reported.text} | {item.text[:100]} | {item.formula}")
    known = sum(label.truth != "none" for label in told)
    return Score(right, wrong, known, len(told) - known, judged, unlabelled), notes


def by_kind(folder: Path = PLANTED) -> Iterator[tuple[str, int, int]]:
    """(kind, how many of its numbers got the right verdict, how many there are)."""
    told = labels(folder)
    papers = {name: find_derivations(read_paper(folder / f"{name}.tex")) for name in {label.file for label in told}}
    for kind in sorted({label.kind for label in told if label.kind}):
        those = [label for label in told if label.kind == kind]
        right = sum(
            any(_is_of(item, label) and agrees(item) == (label.truth == "true") for item in papers[label.file])
            for label in those
        )
        yield kind, right, len(those)


def _is_of(derivation: Derivation, label: Label) -> bool:
    printed = derivation.reported.text.lstrip("+")
    reported = label.reported.lstrip("+")
    after = printed.removeprefix(reported)
    return (
        label.where in derivation.text
        and printed.startswith(reported)
        and not after[:1].isdigit()
        and _stands(derivation, label)
    )


def _stands(derivation: Derivation, label: Label) -> bool:
    """Whether the reported number is the one that the label's words surround."""
    if label.reported not in label.where:
        return True
    at = derivation.text.find(label.where)
    number = derivation.reported
    return derivation.text.startswith("Table ") or at <= number.start < at + len(label.where)
