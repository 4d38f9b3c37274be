"""Claims of papers with near passages of the same and of other papers, labelled in `labels/pairs.tsv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.quality.bodies import documents, sentence_key
from benchmarks.quality.datasets import LabelledPair
from benchmarks.quality.field_bodies import field_paper
from synth.checking.content_signals import Placement
from synth.checking.passages import PassageIndex
from synth.claims import extract_claims
from synth.models import Document, Section, Sentence, Stance
from synth.settings import CheckSettings, ClaimSettings

LABELS = Path(__file__).parent / "labels" / "pairs.tsv"


@dataclass(frozen=True)
class RealPair:
    """A claim, a passage of 1 or 2 sentences that is not the claim's own place, and what the passage says of it.

    The passage is `section.sentences[first : first + length]` of `document`; `claims` are the claim, behind the
    sentence that is quoted with it, if any. `part` is test, train or content; no paper stands in test and another.
    """

    part: str
    claim_document: Document
    claims: tuple[Sentence, ...]
    document: Document
    section: Section
    first: int
    length: int
    stance: Stance

    @property
    def claim(self) -> str:
        """The claim's text."""
        return " ".join(sentence.text for sentence in self.claims)

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
    reading, window, own = _window(pair)
    before, after = ([reading.sentences[row].text for row in side if row not in own] for side in reading.around(window))
    sentences = (*before, pair.passage, *after)
    return LabelledPair(pair.claim, sentences, pair.stance, (len(before),), pair.group), len(before)


def placement(pair: RealPair) -> Placement:
    """Where the passage of a pair stands, and what it is there."""
    reading, window, own = _window(pair)
    return reading.placement(window, own, same_paper=pair.same_paper)


def _window(pair: RealPair) -> tuple[PassageIndex, range, frozenset[int]]:
    """The passage of a pair in the reading of its paper, and the rows of the claim in it."""
    reading = _reading(pair.document)
    opening = pair.section.sentences[pair.first]
    first = next(row for row, sentence in enumerate(reading.sentences) if sentence is opening)
    spans = [span for sentence in pair.claims for span in sentence.spans]
    return reading, range(first, first + pair.length), reading.rows_at(spans) if pair.same_paper else frozenset()


_READINGS: dict[str, PassageIndex] = {}


def _reading(document: Document) -> PassageIndex:
    if document.paper_id not in _READINGS:
        findings = extract_claims(document, ClaimSettings())
        _READINGS[document.paper_id] = PassageIndex([document], CheckSettings().passage_sentences, findings)
    return _READINGS[document.paper_id]


def real_pairs(part: str) -> list[RealPair]:
    """The labelled pairs of a part that are still read as when they were labelled."""
    found = []
    with LABELS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            if row["part"] != part:
                continue
            claim_keys, keys = row["claim"].split("+"), row["passage"].split("+")
            claim, passage = _place(row["claim_paper"], claim_keys), _place(row["passage_paper"], keys)
            if claim and passage:
                claim_document, document = _paper(row["claim_paper"]), _paper(row["passage_paper"])
                sentences = claim[0].sentences[claim[1] : claim[1] + len(claim_keys)]
                stance = _STANCES[row["stance"]]
                found.append(RealPair(part, claim_document, sentences, document, *passage, len(keys), stance))
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
    sections = _paper(paper_id).sections
    return [(section, [sentence_key(sentence.text) for sentence in section.sentences]) for section in sections]


@cache
def _papers() -> dict[str, Document]:
    return {document.paper_id: document for document in documents()}


def _paper(paper_id: str) -> Document:
    """One of the shared PDFs; "topic/name" is one of `shared/data/fields`."""
    return field_paper(paper_id) if "/" in paper_id else _papers()[paper_id]


_STANCES: dict[str, Stance] = {"supports": "supports", "contradicts": "contradicts", "silent": "silent"}
