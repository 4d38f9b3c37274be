"""What a finished report says, read back from its PDF: quotations with their claim, reference and place; references."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf

from benchmarks.trace.streams import letters

_FOOT = re.compile(r"\d+ of \d+")
_CITED = re.compile(r"\s*\[((?:C?\d+)(?:,\s*C?\d+)*)\]")
_PLACE = re.compile(r"\[(\d+)\]\s*(.*?)(?:,\s*(?:p\.\s*(\d+)|par\.\s*(\d+)))?\s*(?:;\s*also in .*)?$", re.S)
_PLACE_NAMED = r"\[(\d+)\]\s*((?:(?!”\s*\[).)*?)(?:,\s*(?:p\.\s*(\d+)|par\.\s*(\d+)))?"
_ITS_CLAIM = re.compile(rf"\s*“(.*)”\s*{_PLACE_NAMED}\.\s*$", re.S)


def _printed(words: str) -> str:
    """A pattern for words that lines may break anywhere, as in "sim-" and "ilarity"."""
    return r"\s+".join(r"(?:-\n)?".join(map(re.escape, word)) for word in words.split())


_STANCES = "|".join(map(_printed, ("For it", "Against it", "Nearest passage, which does not settle it")))
_SIMILARITY, _CONFIDENCE = map(_printed, ("similarity", "confidence"))
_PASSAGE = re.compile(
    rf"^(?:{_STANCES})\s+{_PLACE_NAMED}\s*\({_SIMILARITY}\s+[\d.]+,\s*{_CONFIDENCE}\s+[\d.]+\):\s*“",
    re.S | re.M,
)
_WHY = re.compile(r"^(?:✓\s*✓|✓|×|≠)(?:\s|$)", re.M)
_LABEL = re.compile(r"C(\d+)$")
_ENTRY = re.compile(r"\[(\d+)\](?:\s|$)")
_ARXIV = re.compile(r"arXiv:\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\s*\d{7})(?:v\d+)?)")
_LOCAL = re.compile(r"local:\s*([0-9a-f]{12})")


@dataclass(frozen=True)
class Line:
    """A printed line or a cell's part of one; `size` of its type in points, `x` its left edge, `y` its base line."""

    page: int
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Quotation:
    """A stretch in quotation marks that the report ascribes to a paper, and where it says that it stands.

    `stands_in` is "body", "claims table", or of the appendix "evidence" (a passage) and "its claim" (what it bears on).
    `section` is None where none is named, and so are the others.
    """

    text: str
    stands_in: str
    references: tuple[int, ...]
    claim: int | None
    section: str | None = None
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True)
class Printed:
    """A report as read back: its quotations in order, its reference list as `arXiv id or local:...` by number.

    `body` are the lines between the introduction and the claims table.
    """

    quotations: tuple[Quotation, ...]
    papers: Mapping[int, str]
    unascribed: tuple[str, ...]
    body: tuple[Line, ...]


def read_report(path: Path) -> Printed:
    """Read a report.pdf. Quotations of the body get section and page from the claims table and the evidence."""
    with pymupdf.open(path) as document:
        lines = _without_furniture([_lines(page, number) for number, page in enumerate(document, start=1)])
    opening, body, claims, references, evidence = _parts(lines)
    rows = _claims_table(claims)
    passages = evidence_quotations([line.text for line in evidence])
    quoted, unascribed = body_quotations("\n".join(line.text for line in [*opening, *_running_text(body)]))
    quotations = [*placed(quoted, rows, passages), *rows, *passages]
    papers = reference_list([line.text for line in references])
    return Printed(tuple(quotations), papers, tuple(unascribed), tuple(body))


def body_quotations(text: str) -> tuple[list[Quotation], list[str]]:
    """The quotations of running text that a "[3, C5]" follows, and the other stretches in quotation marks.

    Marks may be nested; a stray one in the quoted text must not lose the quotation: where the marks do not balance, it
    begins with the first mark behind the quotation before.
    """
    quotations: list[Quotation] = []
    others: list[str] = []
    starts: list[int] = []
    first = -1  # the outermost mark since the quotation before, which a stray ” may have closed
    for place, char in enumerate(text):
        if char == "“":
            starts.append(place)
            first = place if first < 0 else first
        if char != "”" or first < 0:
            continue
        cited = _CITED.match(text, place + 1)
        names_claim = cited is not None and "C" in cited[1]
        outermost = starts[0] if starts else first
        opened = starts.pop() if starts else first
        if cited is not None and (names_claim or not starts):
            marks = cited[1].replace(" ", "").replace("\n", "").split(",")
            claim = next((int(mark[1:]) for mark in marks if mark.startswith("C")), None)
            numbers = tuple(int(mark) for mark in marks if not mark.startswith("C"))
            quotations.append(Quotation(text[outermost + 1 : place], "body", numbers, claim))
            starts, first = [], -1
        elif not starts:
            others.append(text[opened + 1 : place])
            first = first if text[place + 1 : place + 2].isalnum() else -1
    return quotations, others


def placed(
    quoted: Sequence[Quotation], rows: Sequence[Quotation], passages: Sequence[Quotation]
) -> Iterator[Quotation]:
    """Quotations of the body with their places: of a claim as its row says, of a passage as the appendix says."""
    by_claim = {row.claim: row for row in rows}
    by_words = {(each.references, letters(each.text)): each for each in passages}
    for quotation in quoted:
        if quotation.claim is None:
            place = by_words.get((quotation.references, letters(quotation.text)))
        else:
            place = by_claim.get(quotation.claim)
        if place is not None:
            quotation = replace(quotation, section=place.section, page=place.page, paragraph=place.paragraph)
        yield quotation


def _lines(page: pymupdf.Page, number: int) -> list[Line]:
    """The lines of a page in the order in which they were set."""
    lines = []
    for block in page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block.get("lines", ()):
            spans = [span for span in line["spans"] if span["text"].strip()]
            if spans and line["dir"] == (1.0, 0.0):
                first = spans[0]
                text = "".join(span["text"] for span in line["spans"]).strip()
                lines.append(Line(number, first["origin"][0], first["origin"][1], first["size"], text))
    return lines


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Without page numbers, and without the head that all pages but the first have at one height."""
    tops = Counter(round(min(line.y for line in page), 1) for page in pages[1:] if page)
    head = tops.most_common(1)[0][0] + 0.5 if tops else 0.0
    return [
        line for page in pages for line in page if not _FOOT.fullmatch(line.text) and (line.page == 1 or line.y > head)
    ]


def _parts(lines: Sequence[Line]) -> tuple[list[Line], ...]:
    """What stands before the introduction, the body, the claims table, the reference list and the evidence."""
    headings = ("Introduction", "Claims table", "References", "Evidence")
    parts: tuple[list[Line], ...] = ([], [], [], [], [])
    usual = _usual_size(lines)
    part = 0
    for line in lines:
        if line.size > usual + 1 and (name := line.text.lstrip("0123456789A. ")) in headings:
            part = headings.index(name) + 1
        else:
            parts[part].append(line)
    return parts


def _running_text(body: Sequence[Line]) -> list[Line]:
    """The body without figures, tables and captions, whose type is smaller."""
    return [line for line in body if abs(line.size - _usual_size(body)) < 0.3]


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter(round(line.size, 1) for line in lines for _ in line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _claims_table(lines: Sequence[Line]) -> list[Quotation]:
    """The rows of the claims table: number, claim and source by the left edges of their columns."""
    heads = {line.text: line.x for line in lines if line.text in {"No.", "Claim", "Source", "Mark"}}
    if len(heads) < 4:
        return []
    edges = [heads[name] - 2 for name in ("No.", "Claim", "Source", "Mark")]
    begin = next(place for place, line in enumerate(lines) if line.text == "Mark")
    cells: dict[int, tuple[list[str], list[str]]] = {}
    number = 0
    for line in lines[begin + 1 :]:
        column = sum(line.x >= edge for edge in edges) - 1
        label = _LABEL.match(line.text)
        if column == 0 and label:
            number = int(label[1])
        elif column in (1, 2) and number and line.text not in heads:
            cells.setdefault(number, ([], []))[column - 1].append(line.text)
    return [_row(number, "\n".join(claim), _unbroken(source)) for number, (claim, source) in cells.items()]


def _row(number: int, claim: str, source: str) -> Quotation:
    quoted = claim[claim.find("“") + 1 : claim.rfind("”")]
    place = _PLACE.search(source)
    if place is None:
        return Quotation(quoted, "claims table", (), number)
    reference, section, page, paragraph = place.groups()
    return Quotation(quoted, "claims table", (int(reference),), number, section, _number(page), _number(paragraph))


def _unbroken(lines: Sequence[str]) -> str:
    return " ".join(lines)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def evidence_quotations(lines: Sequence[str]) -> list[Quotation]:
    """The quotations of the evidence appendix: under each label the claim, then the passages behind their places."""
    entries: list[list[str]] = []
    for line in lines:
        label = _LABEL.match(line)
        if label and int(label[1]) == len(entries) + 1:
            entries.append([])
        elif entries:
            entries[-1].append(line)
    return [each for claim, texts in enumerate(entries, start=1) for each in _entry("\n".join(texts), claim)]


def _entry(text: str, claim: int) -> Iterator[Quotation]:
    why = list(_WHY.finditer(text))
    text = text[: why[-1].start()] if why else text
    marks = list(_PASSAGE.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    if own := _ITS_CLAIM.match(text[: ends[0]]):
        yield _quotation(own[1], "its claim", claim, own.groups()[1:])
    for mark, end in zip(marks, ends[1:], strict=True):
        yield _quotation(text[mark.end() : text.rfind("”", mark.end(), end)], "evidence", claim, mark.groups())


def _quotation(text: str, stands_in: str, claim: int, place: Sequence[str]) -> Quotation:
    reference, section, page, paragraph = place
    words = " ".join(section.split())
    return Quotation(text, stands_in, (int(reference),), claim, words, _number(page), _number(paragraph))


def reference_list(lines: Sequence[str]) -> dict[int, str]:
    """What paper each number stands for: an arXiv identifier, or "local:" and 12 digits; empty where none is told."""
    entries: list[str] = []
    for line in lines:
        label = _ENTRY.match(line)
        if label and int(label[1]) == len(entries) + 1:
            entries.append(line[label.end() :])
        elif entries:
            entries[-1] += " " + line
    return {number: _paper(entry) for number, entry in enumerate(entries, start=1)}


def _paper(entry: str) -> str:
    local = _LOCAL.search(entry)
    if local:
        return f"local:{local[1]}"
    arxiv = _ARXIV.search(entry)
    return "".join(arxiv[1].split()) if arxiv else ""
