"""Sentences of whole papers with the labels of `labels/body_claims.tsv`, found again in the shared papers."""

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.quality.datasets import DATA
from synth.claims.attribution import Attribution
from synth.models import Document, Section, Sentence
from synth.reading import read_paper
from synth.reading.pdf import read_pdf
from synth.settings import ReadingSettings

LABELS = Path(__file__).parent / "labels" / "body_claims.tsv"
TRAINING_SOURCES = frozenset(
    {
        "source:1403.0039",
        "source:1804.07212_disentangled_emnlp2018",
        "source:1808.04339_style_transfer",
        "source:1904.10021_pc4312",
        "source:2508.04390_aic_fever8",
        "source:math-0303001",
        "source:math-0303005",
        "source:math-0504297",
        "source:math-0504298",
    }
)
"""LaTeX sources of the training half: no author or paper in common with those of the test half."""
READ_TWICE = frozenset(
    {
        "2002.08909v1_b",
        "2004.04906v3_b",
        "2005.11401v4_b",
        "2005.11401v4_c",
        "source:1810.05995_bleu_simplification",
    }
)
"""Copies of papers that stand in the shared data under another name too."""


@dataclass(frozen=True)
class BodySentence:
    """A sentence of a paper's body, its place in its section, and whether it was labelled a claim."""

    paper_id: str
    section: Section
    index: int
    is_claim: bool

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.section.sentences[self.index]


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


@cache
def sources() -> tuple[Document, ...]:
    """The shared LaTeX sources as read, called "source:" and the name of their folder."""
    folders = sorted((DATA.parent / "arxiv_sources" / "papers").iterdir())
    return tuple(
        read_paper(folder).model_copy(update={"paper_id": f"source:{folder.name}"})
        for folder in folders
        if folder.is_dir()
    )


@cache
def attribution(paper_id: str) -> Attribution:
    """Whose work the sentences of a paper tell of."""
    return next(Attribution(document) for document in _all() if document.paper_id == paper_id)


def test_half() -> tuple[Document, ...]:
    """The shared papers of which no sentence was trained on, each once."""
    trained_on = {row["paper_id"] for row in labels() if row["part"] == "train"} | TRAINING_SOURCES | READ_TWICE
    return tuple(document for document in (*documents(), *sources()) if document.paper_id not in trained_on)


def body_sentences(part: str) -> list[BodySentence]:
    """The labelled sentences of `part`, one of those in `LABELS`, that are still read as when they were labelled."""
    places = _places()
    return [
        BodySentence(row["paper_id"], *places[row["paper_id"], row["sentence"]], row["claim"] == "1")
        for row in labels()
        if row["part"] == part and (row["paper_id"], row["sentence"]) in places
    ]


@cache
def labels() -> tuple[dict[str, str], ...]:
    """The rows of `LABELS`: part, paper_id, sentence (its key) and claim, "1" or "0"."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


@cache
def _places() -> dict[tuple[str, str], tuple[Section, int]]:
    return {
        (document.paper_id, sentence_key(sentence.text)): (section, index)
        for document in _all()
        for section in document.sections
        for index, sentence in enumerate(section.sentences)
    }


def _all() -> tuple[Document, ...]:
    return (*documents(), *digests(), *sources())
