"""Passages of a document: one to a few neighbouring sentences of one section, fit to quote."""

import hashlib

from synth.models import Document, Passage, Section, Sentence
from synth.settings import CheckSettings


def make_passages(document: Document, settings: CheckSettings) -> tuple[Passage, ...]:
    """All windows of 1 to `settings.passage_sentences` neighbouring fit sentences, in reading order.

    A window never crosses a section's end nor a sentence that is unfit to quote.
    """
    found: list[Passage] = []
    for section in document.sections:
        for start in range(len(section.sentences)):
            for length in range(1, settings.passage_sentences + 1):
                window = section.sentences[start : start + length]
                if len(window) < length or window[-1].unfit is not None:
                    break
                found.append(_passage(document.paper_id, section, window))
    return tuple(found)


def _passage(paper_id: str, section: Section, window: tuple[Sentence, ...]) -> Passage:
    spans = tuple(span for sentence in window for span in sentence.spans)
    places = " ".join(f"{span.page}:{span.start}-{span.end}" for span in spans)
    return Passage(
        passage_id=f"p-{hashlib.sha256(f'{paper_id} {places}'.encode()).hexdigest()[:10]}",
        paper_id=paper_id,
        text=" ".join(sentence.text for sentence in window),
        section=section.heading,
        spans=spans,
        citations=tuple(sorted({number for sentence in window for number in sentence.citations})),
    )
