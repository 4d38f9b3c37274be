"""What a finished report says, read back from its PDF: quotations with their claim, reference and place; references."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf

_FOOT = re.compile(r"\d+ of \d+")
_CITED = re.compile(r"\s*\[((?:C?\d+)(?:,\s*C?\d+)*)\]")
_PLACE = re.compile(r"\[(\d+)\]\s*(.*?)(?:,\s*(?:p\.\s*(\d+)|par\.\s*(\d+)))?\s*(?:;\s*also in .*)?$", re.S)
_EVIDENCE = re.compile(
    r"\[(\d+)\]\s*([^“”\[\]]*?)(?:,\s*p\.\s*(\d+))?\s*\(similarity\s+[\d.]+,\s*confidence\s+[\d.]+\):\s*“", re.S
)
_LABEL = re.compile(r"C(\d+)$")
_ENTRY = re.compile(r"\[(\d+)\](?:\s|$)")
_ARXIV = re.compile(r"arXiv:\s*(\S+?)(?:\s*\[|\.\s|\.?$)")
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

    `stands_in` is "body", "claims table" or "evidence". `section` is None where none is named, and so are the others.
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
    """A report as read back: its quotations in order, its reference list as `arXiv id or local:...` by number."""

    quotations: tuple[Quotation, ...]
    papers: Mapping[int, str]
    unascribed: tuple[str, ...]


def read_report(path: Path) -> Printed:
    """Read a report.pdf. A quotation of the body gets its section and page from its row of the claims table."""
    with pymupdf.open(path) as document:
        lines = _without_furniture([_lines(page, number) for number, page in enumerate(document, start=1)])
    opening, body, claims, references, evidence = _parts(lines)
    rows = _claims_table(claims)
    places = {row.claim: row for row in rows}
    quoted, unascribed = body_quotations("\n".join(line.text for line in [*opening, *_running_text(body)]))
    quotations = [_placed(each, places) for each in quoted] + rows + _evidence(evidence)
    return Printed(tuple(quotations), _references(references), tuple(unascribed))


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


def _placed(quotation: Quotation, rows: Mapping[int | None, Quotation]) -> Quotation:
    row = rows.get(quotation.claim) if quotation.claim is not None else None
    if row is None:
        return quotation
    return replace(quotation, section=row.section, page=row.page, paragraph=row.paragraph)


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


def _evidence(lines: Sequence[Line]) -> list[Quotation]:
    """The passages of the evidence appendix, each under its claim's label, behind its reference and place."""
    entries: list[tuple[int, list[str]]] = []
    edge = min((line.x for line in lines if _LABEL.match(line.text)), default=0.0) + 2
    for line in lines:
        label = _LABEL.match(line.text)
        if label and line.x <= edge:
            entries.append((int(label[1]), []))
        elif entries:
            entries[-1][1].append(line.text)
    quotations = []
    for claim, texts in entries:
        text = "\n".join(texts)
        marks = list(_EVIDENCE.finditer(text))
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        for mark, end in zip(marks, ends, strict=False):
            passage = text[mark.end() : text.rfind("”", mark.end(), end)]
            section = " ".join(mark[2].split())
            quotations.append(Quotation(passage, "evidence", (int(mark[1]),), claim, section, _number(mark[3])))
    return quotations


def _references(lines: Sequence[Line]) -> dict[int, str]:
    """What paper each number stands for: an arXiv identifier, or "local:" and 12 digits."""
    entries: dict[int, str] = {}
    number = 0
    edge = min((line.x for line in lines if _ENTRY.match(line.text)), default=0.0) + 6
    for line in lines:
        label = _ENTRY.match(line.text)
        if label and line.x <= edge:
            number = int(label[1])
            entries[number] = line.text[label.end() :]
        elif number:
            entries[number] += " " + line.text
    return {number: _paper(entry) for number, entry in entries.items()}


def _paper(entry: str) -> str:
    local = _LOCAL.search(entry)
    if local:
        return f"local:{local[1]}"
    arxiv = _ARXIV.search(entry)
    return arxiv[1] if arxiv else ""
