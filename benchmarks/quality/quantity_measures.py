"""Quantities read from sentences of real papers, held to the labels of `labels/quantities.tsv`."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.quality.bodies import documents, sentence_key
from benchmarks.quality.datasets import DATA
from synth.language.quantities import quantities
from synth.language.text import stem
from synth.models import Document, Quantity
from synth.reading import read_paper

LABELS = Path(__file__).parent / "labels" / "quantities.tsv"
NOT_JUDGED = "*"
NONE = "-"


@dataclass(frozen=True)
class Labelled:
    """A labelled quantity: `ends` are its value and, where there is one, its baseline and the end of its range.

    `optional` ones may be read or not. A field of None was not judged, "" says that there is none.
    """

    ends: tuple[float, float | None, float | None]
    optional: bool
    unit: str | None
    metric: str | None
    dataset: str | None
    direction: str | None


@cache
def _sources() -> tuple[Document, ...]:
    """The shared LaTeX sources as read, called as in `LABELS`."""
    folders = sorted(path for path in (DATA.parent / "arxiv_sources" / "papers").iterdir() if path.is_dir())
    return tuple(read_paper(path).model_copy(update={"paper_id": f"source:{path.name}"}) for path in folders)


def labelled_sentences(part: str) -> Iterator[tuple[str, list[Labelled]]]:
    """The sentences of a part, "dev" or "test", that are read as when they were labelled, with their labels."""
    texts = {
        (document.paper_id, sentence_key(sentence.text)): sentence.text
        for document in (*documents(), *_sources())
        for section in document.sections
        for sentence in section.sentences
    }
    found: dict[str, list[Labelled]] = {}
    with LABELS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            text = texts.get((row["paper_id"], row["sentence"]))
            if row["part"] == part and text is not None:
                labels = found.setdefault(text, [])
                if row["value"] != "none":
                    labels.append(_labelled(row))
    yield from found.items()


def _labelled(row: dict[str, str]) -> Labelled:
    value, baseline, upper = re.fullmatch(r"\??([^~^]+)(?:\^([^~]+))?(?:~(.+))?", row["value"]).groups()  # type: ignore[union-attr]
    fields = {
        name: None if row[name] == NOT_JUDGED else row[name].replace(NONE, "") if row[name] == NONE else row[name]
        for name in ("unit", "metric", "dataset", "direction")
    }
    return Labelled(
        (float(value), float(baseline) if baseline else None, float(upper) if upper else None),
        row["value"].startswith("?"),
        **fields,
    )


def quantity_measures(part: str) -> dict[str, object]:
    """Precision and recall of the values with both ends of a change or range; of those found, what else is right."""
    hits = missed = false = 0
    right = dict.fromkeys(("unit", "metric", "dataset", "direction"), 0)
    judged = dict.fromkeys(right, 0)
    told = dict.fromkeys(right, 0)
    told_right = dict.fromkeys(right, 0)
    sentences = list(labelled_sentences(part))
    for text, labels in sentences:
        left = list(quantities(text))
        for label in labels:
            match = next((quantity for quantity in left if _ends(quantity) == label.ends), None)
            if match is None:
                missed += not label.optional
                continue
            left.remove(match)
            hits += not label.optional
            for name in right:
                gold = getattr(label, name)
                if gold is not None and not label.optional:
                    correct = _said(match, name) == _plain(gold)
                    judged[name] += 1
                    right[name] += correct
                    if gold:
                        told[name] += 1
                        told_right[name] += correct
        false += len(left)
    return {
        "sentences": len(sentences),
        "quantities": hits + missed,
        "precision": round(hits / max(1, hits + false), 4),
        "recall": round(hits / max(1, hits + missed), 4),
        "accuracy": {name: round(right[name] / max(1, judged[name]), 4) for name in right},
        "accuracy where there is one": {
            name: {"quantities": told[name], "right": round(told_right[name] / max(1, told[name]), 4)} for name in right
        },
    }


def _ends(quantity: Quantity) -> tuple[float, float | None, float | None]:
    return (
        quantity.number.value,
        quantity.baseline.value if quantity.baseline else None,
        quantity.upper.value if quantity.upper else None,
    )


def _said(quantity: Quantity, name: str) -> str:
    if name == "unit":  # what is counted was not labelled
        unit = quantity.number.unit
        return _plain(unit) if unit in MEASURED_UNITS else ""
    said = getattr(quantity, name)
    return "" if said is None else _plain(str(said))


MEASURED_UNITS = frozenset("% points x GB MB KB TB ms s milliseconds seconds GHz MHz kHz Hz".split())
"""Units that were labelled."""


def _plain(text: str) -> str:
    """Stems of letters and digits, lower case: "Natural Questions" is "NaturalQuestions", "error rates" one."""
    return stem(re.sub(r"[^\w%@-]", "", text).lower()) if text not in ("1", "-1") else text
