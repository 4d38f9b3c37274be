"""Claims of the shared PDFs with near passages of the same and of other papers, labelled in `labels/pairs.tsv`."""

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.bodies import documents, sentence_key
from synth.models import Document, Section, Sentence, Stance

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
    def same_paper(self) -> bool:
        """Whether the passage stands in the claim's own paper."""
        return self.claim_document.paper_id == self.document.paper_id


def real_pairs(part: str) -> list[RealPair]:
    """The labelled pairs of a part that are still read as when they were labelled."""
    papers = {document.paper_id: document for document in documents()}
    places = {
        (paper_id, sentence_key(sentence.text)): (section, index)
        for paper_id, document in papers.items()
        for section in document.sections
        for index, sentence in enumerate(section.sentences)
    }
    found = []
    with LABELS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            keys = row["passage"].split("+")
            claim = places.get((row["claim_paper"], row["claim"]))
            passage = places.get((row["passage_paper"], keys[0]))
            if row["part"] != part or claim is None or passage is None:
                continue
            section, first = passage
            read = [sentence_key(sentence.text) for sentence in section.sentences[first : first + len(keys)]]
            if read == keys:
                found.append(
                    RealPair(
                        part,
                        papers[row["claim_paper"]],
                        claim[0].sentences[claim[1]],
                        papers[row["passage_paper"]],
                        section,
                        first,
                        len(keys),
                        _STANCES[row["stance"]],
                    )
                )
    return found


_STANCES: dict[str, Stance] = {"supports": "supports", "contradicts": "contradicts", "silent": "silent"}
