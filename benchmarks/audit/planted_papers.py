"""The planted papers: LaTeX written for this, with a label for each number that follows, truly or not, or does not."""

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from synth.audit.derivation import agrees
from synth.audit.find import find_derivations
from synth.models import Derivation
from synth.reading import read_paper

PLANTED = Path(__file__).resolve().parent / "planted"


class Label(NamedTuple):
    """A number of a planted paper; `truth` is "true", "false" or "none", `where` stands in its sentence or cell."""

    file: str
    truth: str
    kind: str
    reported: str
    where: str


class Score(NamedTuple):
    """What became of the labelled numbers: verdicts by (truth, verdict), and the wrong ones, a line each.

    A verdict is "holds", "charged", "doubted" or "none", where nothing was derived.
    """

    verdicts: Counter[tuple[str, str]]
    wrong: list[str]

    @property
    def false_charges(self) -> int:
        """Charges of numbers that are right, or that follow from nothing."""
        return self.verdicts["true", "charged"] + self.verdicts["none", "charged"]

    @property
    def reproduced(self) -> int:
        """True numbers that hold."""
        return self.verdicts["true", "holds"]

    @property
    def charged(self) -> int:
        """False numbers that are charged."""
        return self.verdicts["false", "charged"]


def labels(folder: Path = PLANTED) -> list[Label]:
    """The labels of the planted papers."""
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as file:
        return [Label(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def verdict(derivation: Derivation | None) -> str:
    """What becomes of a number by its derivation."""
    if derivation is None:
        return "none"
    return "holds" if agrees(derivation) else "doubted" if derivation.doubt else "charged"


def score(folder: Path = PLANTED) -> Score:
    """The verdicts on the labelled numbers; what is charged without a label counts as a number that is right."""
    verdicts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    of_file: dict[str, list[Label]] = {}
    for label in labels(folder):
        of_file.setdefault(label.file, []).append(label)
    for name, told in of_file.items():
        found = find_derivations(read_paper(folder / f"{name}.tex"))
        used: set[str] = set()
        for label in told:
            of = next((one for one in found if _is_of(one, label) and one.derivation_id not in used), None)
            used |= {of.derivation_id} if of else set()
            verdicts[label.truth, verdict(of)] += 1
            if (label.truth, verdict(of)) in {("true", "charged"), ("none", "charged"), ("false", "holds")}:
                wrong.append(f"{label.truth}, and {verdict(of)}: {name}: {label.where}")
        for one in found:
            if one.derivation_id not in used and verdict(one) == "charged":
                verdicts["true", "charged"] += 1
                wrong.append(f"not labelled, and charged: {name}: {one.text}")
    return Score(verdicts, wrong)


def _is_of(derivation: Derivation, label: Label) -> bool:
    printed, reported = derivation.reported.text.lstrip("+"), label.reported.lstrip("+")
    whole = printed.startswith(reported) and not printed.removeprefix(reported)[:1].isdigit()
    if label.where not in derivation.text or not whole:
        return False
    at, number = derivation.text.find(label.where), derivation.reported
    in_cell = bool(derivation.labels) or label.reported not in label.where
    return in_cell or at <= number.start < at + len(label.where)
