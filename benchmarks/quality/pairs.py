"""Claims of papers with near passages of the same and of other papers, labelled in `labels/pairs.tsv`, and of papers of
all kinds of fields, which a folder has as PDFs, in `labels/found_pairs.tsv`.
"""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.bodies import documents, sentence_key
from benchmarks.quality.datasets import LabelledPair
from benchmarks.quality.field_bodies import field_paper
from synth.checking.content_signals import Placement
from synth.checking.passages import PassageIndex
from synth.claims import extract_claims
from synth.models import Document, Section, Sentence, Stance
from synth.reading import read_paper
from synth.settings import CheckSettings, ClaimSettings

LABELS = Path(__file__).parent / "labels" / "pairs.tsv"
FOUND = Path(__file__).parent / "labels" / "found_pairs.tsv"


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
    """The labelled pairs of a part of `LABELS` that are still read as when they were labelled."""
    rows = (row for row in _rows(LABELS) if row["part"] == part)
    return [pair for row in rows if (pair := _pair(row, part, _paper))]


class FoundPair(NamedTuple):
    """A pair of `FOUND`, its label, and how many pairs that the program finds it stands for."""

    pair: RealPair
    label: str
    stands_for: float


def found_pairs(folder: Path) -> list[FoundPair]:
    """The pairs of `FOUND` whose papers are in a folder or below it, found by their SHA-256.

    What supports a part of a claim is silent of the whole.
    """
    rows = _rows(FOUND)
    wanted = {row[name] for row in rows for name in ("claim_paper", "passage_paper")}
    files = {hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path for path in sorted(folder.rglob("*.pdf"))}
    papers = {paper: read_paper(files[paper]) for paper in sorted(wanted & files.keys())}
    print(f"{len(papers)} of {len(wanted)} papers are here")
    pairs = ((row, _pair(row, "found", papers.get)) for row in rows)
    return [FoundPair(pair, row["stance"], float(row["weight"])) for row, pair in pairs if pair]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def _pair(row: dict[str, str], part: str, paper_of: Callable[[str], Document | None]) -> RealPair | None:
    """The pair of a row; None where a paper is not here, or is read otherwise now."""
    claim_document, document = paper_of(row["claim_paper"]), paper_of(row["passage_paper"])
    if claim_document is None or document is None:
        return None
    claim_keys, keys = row["claim"].split("+"), row["passage"].split("+")
    claim, passage = _place(claim_document, claim_keys), _place(document, keys)
    if claim is None or passage is None:
        return None
    sentences = claim[0].sentences[claim[1] : claim[1] + len(claim_keys)]
    return RealPair(part, claim_document, sentences, document, *passage, len(keys), _STANCES[row["stance"]])


def _place(document: Document, keys: list[str]) -> tuple[Section, int] | None:
    """The section in which sentences of these keys follow each other, and the index of the first."""
    if document.paper_id not in _KEYS:
        _KEYS[document.paper_id] = [
            (section, [sentence_key(sentence.text) for sentence in section.sentences]) for section in document.sections
        ]
    for section, read in _KEYS[document.paper_id]:
        for first in range(len(read) - len(keys) + 1):
            if read[first : first + len(keys)] == keys:
                return section, first
    return None


_KEYS: dict[str, list[tuple[Section, list[str]]]] = {}
"""The sections of papers, each with its sentences' keys."""


@cache
def _papers() -> dict[str, Document]:
    return {document.paper_id: document for document in documents()}


def _paper(paper_id: str) -> Document:
    """One of the shared PDFs; "topic/name" is one of `shared/data/fields`."""
    return field_paper(paper_id) if "/" in paper_id else _papers()[paper_id]


_STANCES: dict[str, Stance] = {
    "supports": "supports", "contradicts": "contradicts", "silent": "silent", "part": "silent",
}  # fmt: skip
