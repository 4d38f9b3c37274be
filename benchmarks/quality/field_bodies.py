"""Sentences of papers of many fields with the labels of `labels/field_claims.tsv`, found again in those papers.

Some are topics of `shared/data/fields`; the others are read from the folder that SYNTH_FIELD_PAPERS names, as
`pdf/PAPER_ID.pdf` or `latex/PAPER_ID/`. `labels/field_papers.tsv` tells their titles and the repositories they are of.
"""

import csv
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.quality.bodies import BodySentence, sentence_key
from benchmarks.quality.datasets import DATA
from synth.claims.attribution import Attribution
from synth.errors import ReadingError
from synth.models import Document
from synth.reading import read_paper

LABELS = Path(__file__).parent / "labels" / "field_claims.tsv"
VARIABLE = "SYNTH_FIELD_PAPERS"
FIELDS = DATA.parent / "fields"
TOPICS = ("vision_mlp", "detection", "rest_testing", "clinical_ml")
"""Topics of `shared/data/fields` that are tuned on; the others are left for the end."""


@dataclass(frozen=True)
class FieldSentence:
    """A labelled sentence with the field of its paper, and whose work the paper's sentences tell of."""

    field: str
    body: BodySentence
    told: Attribution


@cache
def field_sentences(part: str) -> tuple[FieldSentence, ...]:
    """The labelled sentences of `part`, train or held-out, that are still read as when they were labelled.

    Raises:
        FileNotFoundError: the papers are not there.
    """
    rows = [row for row in _labels() if row["part"] == part]
    found = []
    for paper_id in dict.fromkeys(row["paper_id"] for row in rows):
        document = field_paper(paper_id)
        told = Attribution(document)
        places = {
            sentence_key(sentence.text): (section, index)
            for section in document.sections
            for index, sentence in enumerate(section.sentences)
        }
        found += [
            FieldSentence(row["field"], BodySentence(paper_id, *places[row["sentence"]], row["claim"] == "1"), told)
            for row in rows
            if row["paper_id"] == paper_id and row["sentence"] in places
        ]
    return tuple(found)


def has_field_papers() -> bool:
    """Whether the folder that `VARIABLE` names is there."""
    return Path(os.environ.get(VARIABLE, "nowhere")).is_dir()


@cache
def field_paper(paper_id: str) -> Document:
    """A paper as read: "topic/name" is one of `shared/data/fields`.

    Raises:
        FileNotFoundError: it is not there.
    """
    if "/" in paper_id:
        return read_paper(
            next(path for path in sorted(FIELDS.glob(f"{paper_id}*")) if path.stem == Path(paper_id).name)
        )
    if not has_field_papers():
        raise FileNotFoundError(f"{VARIABLE} must name the folder of the papers of labels/field_papers.tsv")
    folder = Path(os.environ[VARIABLE])
    pdf = folder / "pdf" / f"{paper_id}.pdf"
    return read_paper(pdf if pdf.exists() else folder / "latex" / paper_id)


@cache
def topic_papers() -> dict[str, Document]:
    """The papers of `TOPICS` as read, by topic and name of their file; without those that cannot be read."""
    papers = {}
    for path in sorted(path for topic in TOPICS for path in (FIELDS / topic).iterdir()):
        try:
            papers[f"{path.parent.name}/{path.name}"] = read_paper(path)
        except ReadingError:
            continue
    return papers


@cache
def _labels() -> tuple[dict[str, str], ...]:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
