"""The sentences of a document in which numbers are looked for, and numbers with their place in the document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from synth.audit.derivation import Stated
from synth.language.changes import bound_of
from synth.models import Document, Number, Sentence, Span

_SIGNS = str.maketrans({"−": "-", "–": "-", ",": None, " ": None})


@dataclass(frozen=True)
class Line:
    """A sentence, caption or footnote that is fit to quote, its place in words, and a name that tells it apart."""

    sentence: Sentence
    place: str
    home: str

    @property
    def text(self) -> str:
        """Its words."""
        return self.sentence.text

    def stated(self, match: re.Match[str], group: str) -> Stated:
        """The number that a group of a match holds, under the group's name."""
        return self.number(match[group], match.start(group), group)

    def number(self, printed: str, start: int, name: str) -> Stated:
        """The number of plain digits that is printed at a place of the text."""
        digits = printed.translate(_SIGNS)
        decimals = len(digits.partition(".")[2])
        end = start + len(printed)
        number = Number(
            text=printed,
            value=float(digits),
            decimals=decimals,
            tolerance=float(f"5e-{decimals + 1}"),
            unit="",
            start=start,
            end=end,
        )
        bound = bound_of(self.text[max(0, start - 24) : start])
        return Stated(number, _spans(self.sentence, start, end), self.place, self.home, name, bound)


def lines(document: Document) -> Iterator[Line]:
    """The running text, the captions and the footnotes of a document, in order, what is unfit to quote left out."""
    for number, section in enumerate(document.sections):
        name = " ".join(f"{section.number or ''} {section.heading}".split())
        heading = f"Section {name}" if section.number else name or "beginning"
        for index, sentence in enumerate(section.sentences):
            if sentence.unfit is None:
                yield Line(sentence, f"{heading}, par. {sentence.paragraph}", f"s{number}.{index}")
    for kind, others in (("caption", document.captions), ("footnote", document.footnotes)):
        for index, sentence in enumerate(others):
            if sentence.unfit is None:
                yield Line(sentence, kind, f"{kind}.{index}")


def _spans(sentence: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """The spans in the document of `sentence.text[start:end]`, which is its spans joined by single spaces."""
    found, at = [], 0
    for span in sentence.spans:
        length = span.end - span.start
        first, last = max(start, at), min(end, at + length)
        if first < last:
            found.append(Span(span.page, span.start + first - at, span.start + last - at))
        at += length + 1
    return tuple(found)
