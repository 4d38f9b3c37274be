"""Passages of documents: one to a few neighbouring sentences of one section, fit to quote."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property

from synth.checking.content_signals import Placement
from synth.language.text import content_stems
from synth.models import Claim, Document, Passage, Section, Sentence, Span
from synth.models.document import SectionRole

FRONT: frozenset[SectionRole] = frozenset(("abstract", "introduction", "discussion", "conclusion"))
"""The sections where a paper summarises its findings."""
AROUND = 2
"""Sentences on each side of a passage that are read as its context."""


class PassageIndex:
    """All fit sentences of some documents in a row, and the windows over them that are passages, as their indices.

    `findings` are their sentences that assert a finding.
    """

    def __init__(self, documents: Sequence[Document], passage_sentences: int, findings: Iterable[Claim] = ()) -> None:
        self._findings = {(claim.paper_id, span): claim.score for claim in findings for span in claim.spans}
        self.sentences: list[Sentence] = []
        self.windows: list[range] = []
        self.document_ranges: list[range] = []
        self._places: list[tuple[str, Section]] = []
        for document in documents:
            first = len(self.sentences)
            for section in document.sections:
                self._add(document.paper_id, section, passage_sentences)
            self.document_ranges.append(range(first, len(self.sentences)))

    def _add(self, paper_id: str, section: Section, passage_sentences: int) -> None:
        run = 0  # fit sentences in a row before this one: an unfit sentence separates passages
        for sentence in section.sentences:
            if sentence.unfit is not None:
                run = 0
                continue
            self.sentences.append(sentence)
            self._places.append((paper_id, section))
            run += 1
            end = len(self.sentences)
            self.windows += [range(end - n, end) for n in range(1, min(run, passage_sentences) + 1)]

    @cached_property
    def stems(self) -> list[list[str]]:
        """The content stems of each sentence."""
        return [content_stems(sentence.text) for sentence in self.sentences]

    def paper_id(self, window: range) -> str:
        """The paper_id of a window."""
        return self._places[window.start][0]

    def covered(self, window: range) -> list[Sentence]:
        """The sentences of a window."""
        return self.sentences[window.start : window.stop]

    def rows_at(self, spans: Sequence[Span]) -> frozenset[int]:
        """The sentences of any document at one of these spans, as indices."""
        return frozenset(row for span in spans for row in self._rows.get(span, ()))

    @cached_property
    def _rows(self) -> dict[Span, list[int]]:
        rows: dict[Span, list[int]] = {}
        for row, sentence in enumerate(self.sentences):
            for span in sentence.spans:
                rows.setdefault(span, []).append(row)
        return rows

    def around(self, window: range) -> tuple[range, range]:
        """The sentences of the same section up to `AROUND` before and after a window, as indices."""
        section = self._places[window.start][1]
        start, stop = max(0, window.start - AROUND), min(len(self.sentences), window.stop + AROUND)
        while self._places[start][1] is not section:
            start += 1
        while self._places[stop - 1][1] is not section:
            stop -= 1
        return range(start, window.start), range(window.stop, stop)

    def placement(self, window: range, own: frozenset[int], *, same_paper: bool) -> Placement:
        """Where a window is; `own` are the rows of the claim that it is compared with."""
        paper_id, section = self._places[window.start]
        spans = (span for sentence in self.covered(window) for span in sentence.spans)
        return Placement(
            same_paper=same_paper,
            finding=max((self._findings.get((paper_id, span), 0.0) for span in spans), default=0.0),
            front=section.role in FRONT,
            adjacent=not own.isdisjoint((window.start - 1, window.stop)),
        )

    def text(self, window: range) -> str:
        """The sentences of a window, joined by spaces."""
        return " ".join(sentence.text for sentence in self.covered(window))

    def passage(self, window: range) -> Passage:
        """A window written out."""
        paper_id, section = self._places[window.start]
        sentences = self.covered(window)
        spans = tuple(span for sentence in sentences for span in sentence.spans)
        places = " ".join(f"{span.page}:{span.start}-{span.end}" for span in spans)
        return Passage(
            passage_id=f"p-{hashlib.sha256(f'{paper_id} {places}'.encode()).hexdigest()[:10]}",
            paper_id=paper_id,
            text=self.text(window),
            section=section.heading,
            spans=spans,
            citations=tuple(sorted({number for sentence in sentences for number in sentence.citations})),
        )
