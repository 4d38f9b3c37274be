"""Sentences of whole papers with the labels of `labels/body_claims.tsv`, found again in the shared PDFs."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.quality.datasets import DATA
from synth.models import Document, Section, Sentence
from synth.reading import read_paper
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings

LABELS = Path(__file__).parent / "labels" / "body_claims.tsv"


@dataclass(frozen=True)
class BodySentence:
    """A sentence of a paper's body, in its section, and whether it was labelled a claim."""

    paper_id: str
    section: Section
    sentence: Sentence
    is_claim: bool


def sentence_key(text: str) -> str:
    """12 hex digits of the SHA-256 of a sentence's letters and digits, lower case: readers differ in white space."""
    letters = "".join(re.findall(r"[^\W_]", text.lower()))
    return hashlib.sha256(letters.encode()).hexdigest()[:12]


@cache
def digests() -> tuple[Document, ...]:
    """The digests of the sample library, called as in `LABELS`."""
    folder = Path(__file__).resolve().parents[2] / "corpus" / "sample"
    read = ((path.parent.name, read_paper(path.parent)) for path in sorted(folder.glob("*/main.tex")))
    return tuple(document.model_copy(update={"paper_id": f"digest:{name}"}) for name, document in read)


@cache
def documents() -> tuple[Document, ...]:
    """The shared PDFs as read, by the name of their file."""
    folder = DATA.parent / "arxiv_pdfs" / "pdfs"
    return tuple(read_pdf(path.read_bytes(), path.stem, ReadingSettings()) for path in sorted(folder.glob("*.pdf")))


def body_sentences(part: str) -> list[BodySentence]:
    """The labelled sentences of `part`, one of those in `LABELS`, that are still read as when they were labelled."""
    places = {(paper, sentence_key(s.text)): (section, s) for paper, section, s in _sentences()}
    with LABELS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            BodySentence(row["paper_id"], *places[row["paper_id"], row["sentence"]], row["claim"] == "1")
            for row in rows
            if row["part"] == part and (row["paper_id"], row["sentence"]) in places
        ]


def _sentences() -> Iterator[tuple[str, Section, Sentence]]:
    for document in (*documents(), *digests()):
        for section in document.sections:
            for sentence in section.sentences:
                yield document.paper_id, section, sentence
