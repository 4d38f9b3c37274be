"""The sentences of a document as lines: their numbers with spans, and the text with each number's digits masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from synth.changes import bound_of
from synth.gates.derivations.stated import Stated
from synth.models import Document, Number, Quantity, Sentence, Span
from synth.numerals import numbers
from synth.quantities import MAX_CHARS, MAX_NUMBERS, quantities
from synth.text import normalise

_DIGITS = re.compile(
    r"[$€£]?\s?[−+-]?(?:\d[\d,.\u2009\u202f]*\d|\d|\.\d+)"
    r"(?:\s?[×·*]\s?10(?:\^\{?[−+-]?\d+\}?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[kKMBT](?!\w)"
    r"|[ \u00a0-]?(?i:hundred|thousand|million|billion|trillion)s?\b)?"
)
_DIGIT = re.compile(r"\d")
_SPELLED = re.compile(
    r"(?:(?:an?|one|two|three)[ -](?:third|quarter|half)s?|(?:an |one )?order of magnitude|[A-Za-z]+(?:-[a-z]+)?)"
    r"(?: (?:hundred|thousand|million|billion|trillion))?"
)
_FRACTION = re.compile(
    r"(?<![\w/.])(?P<part>\d{1,3}(?:,\d{3})+|\d+)\s?/\s?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?![\w/]|[.,]\d)"
)
_OF = re.compile(
    r"(?<![\w/.,])(?P<part>\d{1,3}(?:,\d{3})+|\d+) (?:out )?of (?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?![\w/]|[.,]\d)"
)
_SIDES = re.compile(r"(?<![\w/.,])(?=\d{1,7}\s?[×x]\s?\d)(?P<side>\d+)|(?<=\d\s[×x]\s)(?P<other>\d+)(?![\w.,]\d)")
"""The sides of "512 × 2048", of which the second alone would be a year."""
OPEN, CLOSE = "⟦", "⟧"
"""Around the index of a masked number."""


@dataclass(frozen=True)
class Line:
    """One sentence, caption or footnote; `home` is its own name, `paragraph` names the paragraph that it stands in."""

    text: str
    sentence: Sentence
    place: str
    home: str
    paragraph: str

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers in order, "37/50" as two."""
        found = {number.start: number for number in numbers(self.text)}
        for pattern in (_FRACTION, _OF, _SIDES) if _DIGIT.search(self.text) else ():
            for match in pattern.finditer(self.text):
                for part in (name for name, said in match.groupdict().items() if said):
                    found.setdefault(match.start(part), _whole(match[part], match.start(part)))
        return tuple(found[start] for start in sorted(found))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its quantities; none where it is longer than any sentence."""
        whole = len(self.text) <= MAX_CHARS and 0 < len(self.numbers) <= MAX_NUMBERS
        return quantities(self.text) if whole else ()

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where the digits of each number end: its unit stands behind."""
        ends = []
        for number in self.numbers:
            match = _DIGITS.match(self.text, number.start) or _SPELLED.match(self.text, number.start)
            ends.append(min(match.end(), number.end) if match else number.end)
        return tuple(ends)

    @cached_property
    def masked(self) -> str:
        """The text with the digits of its n-th number as ⟦n⟧, and white space as single spaces."""
        pieces, at = [], 0
        for index, (number, end) in enumerate(zip(self.numbers, self.ends, strict=True)):
            if number.start < at:
                continue
            pieces += [self.text[at : number.start], f"{OPEN}{index}{CLOSE}"]
            at = end
        return "".join([*pieces, self.text[at:]])

    def stated(self, index: int, name: str = "") -> Stated:
        """The n-th number with its place in the document."""
        number = self.numbers[index]
        return self.state(number, name or number.unit or "value", self.ends[index])

    def state(self, number: Number, name: str, end: int | None = None) -> Stated:
        """A number of this line with its place in the document; `end` is where its digits end."""
        return Stated(
            number=number,
            spans=spans_of(self.sentence, number.start, end or number.end),
            place=self.place,
            home=self.home,
            name=name,
            bound=bound_of(self.text[max(0, number.start - 24) : number.start]),
        )


def lines(document: Document) -> Iterator[Line]:
    """The running text, the captions and the footnotes of a document, in order."""
    for number, section in enumerate(document.sections):
        name = normalise(f"{section.number or ''} {section.heading}")
        heading = f"Section {name}" if section.number else name or "beginning"
        for index, sentence in enumerate(section.sentences):
            place = f"{heading}, par. {sentence.paragraph}"
            yield Line(sentence.text, sentence, place, f"s{number}.{index}", f"s{number}.p{sentence.paragraph}")
    for kind, sentences in (("caption", document.captions), ("footnote", document.footnotes)):
        for index, sentence in enumerate(sentences):
            yield Line(sentence.text, sentence, kind, f"{kind}.{index}", f"{kind}.{index}")


def spans_of(sentence: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """The spans in the document of `sentence.text[start:end]`, which is its spans joined by single spaces."""
    found, at = [], 0
    for span in sentence.spans:
        length = span.end - span.start
        first, last = max(start, at), min(end, at + length)
        if first < last:
            found.append(Span(span.page, span.start + first - at, span.start + last - at))
        at += length + 1
    return tuple(found)


def _whole(printed: str, start: int) -> Number:
    return Number(
        text=printed,
        value=float(printed.replace(",", "")),
        decimals=0,
        tolerance=0.5,
        unit="",
        start=start,
        end=start + len(printed),
    )
