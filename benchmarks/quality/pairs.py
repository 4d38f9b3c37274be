"""Claims of the shared PDFs with near passages of the same and of other papers, labelled in `labels/pairs.tsv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.quality.bodies import documents, sentence_key
from benchmarks.quality.datasets import LabelledPair
from synth.checking.passages import Reading, Window
from synth.models import Document, Section, Sentence, Stance
from synth.settings import CheckSettings

LABELS = Path(__file__).parent / "labels" / "pairs.tsv"


@dataclass(frozen=True)
class RealPair:
    """A claim, a passage of 1 or 2 sentences that is not the claim's own place, and what the passage says of it.

    The passage is `section.sentences[first : first + length]` of `document`. `part` is test or train: no paper stands
    on both sides.
    """

    part: str
    claim_document: Document
    claim: Sentence
    document: Document
    section: Section
    first: int
    length: int
    stance: Stance

    @property
    def passage(self) -> str:
        """The passage's text."""
        return " ".join(sentence.text for sentence in self.section.sentences[self.first : self.first + self.length])

    @property
    def group(self) -> str:
        """The claim's paper: it must not stand on both sides of a split."""
        return self.claim_document.paper_id

    @property
    def same_paper(self) -> bool:
        """Whether the passage stands in the claim's own paper."""
        return self.claim_document.paper_id == self.document.paper_id


def surrounded(pair: RealPair) -> tuple[LabelledPair, int]:
    """A pair with the sentences around its passage, as the checks read it, and the passage's place among them."""
    reading = _reading(pair.document)
    opening = pair.section.sentences[pair.first]
    first = next(index for index, sentence in enumerate(reading.sentences) if sentence is opening)
    before, after = (
        [reading.sentences[index].text for index in side if reading.sentences[index] is not pair.claim]
        for side in reading.around(Window(first, pair.length))
    )
    sentences = (*before, pair.passage, *after)
    return LabelledPair(pair.claim.text, sentences, pair.stance, (len(before),), pair.group), len(before)


_READINGS: dict[str, Reading] = {}


def _reading(document: Document) -> Reading:
    if document.paper_id not in _READINGS:
        _READINGS[document.paper_id] = Reading([document], CheckSettings().passage_sentences)
    return _READINGS[document.paper_id]


def real_pairs(part: str) -> list[RealPair]:
    """The labelled pairs of a part that are still read as when they were labelled."""
    found = []
    with LABELS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            keys = row["passage"].split("+")
            claim, passage = _place(row["claim_paper"], [row["claim"]]), _place(row["passage_paper"], keys)
            if row["part"] == part and claim and passage:
                claim_document, document = _papers()[row["claim_paper"]], _papers()[row["passage_paper"]]
                sentence = claim[0].sentences[claim[1]]
                stance = _STANCES[row["stance"]]
                found.append(RealPair(part, claim_document, sentence, document, *passage, len(keys), stance))
    return found


def _place(paper_id: str, keys: list[str]) -> tuple[Section, int] | None:
    """The section in which sentences of these keys follow each other, and the index of the first."""
    for section, read in _read(paper_id):
        for first in range(len(read) - len(keys) + 1):
            if read[first : first + len(keys)] == keys:
                return section, first
    return None


@cache
def _read(paper_id: str) -> list[tuple[Section, list[str]]]:
    """The sections of a paper, each with its sentences' keys."""
    sections = _papers()[paper_id].sections
    return [(section, [sentence_key(sentence.text) for sentence in section.sentences]) for section in sections]


@cache
def _papers() -> dict[str, Document]:
    return {document.paper_id: document for document in documents()}


_STANCES: dict[str, Stance] = {"supports": "supports", "contradicts": "contradicts", "silent": "silent"}
