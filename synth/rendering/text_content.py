"""A report as running text, in order: headings, paragraphs, tables; of it Markdown and Word documents are made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from synth.models.csl import visible
from synth.models.figure import Figure
from synth.models.report import Block, ClaimRow, Fragment, ItemList, Paragraph, Report, ReportSection
from synth.rendering.drawn_tables import figure_table
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date, passage_locator, struck_reason
from synth.rendering.tables import CLAIM_HEADER, MARKS

Style = Literal["text", "notice", "bullet", "caption", "entry"]


@dataclass(frozen=True)
class TextRun:
    """A stretch of text, or the mark of a footnote where it has a `footnote`.

    `place` names the run, so that others refer to it; `refers_to` is the place that it leads to, of which it repeats
    the text; `address` leads out of the document or, as "#place", to a run with another text.
    """

    text: str = ""
    italic: bool = False
    address: str | None = None
    bold: bool = False
    struck: bool = False
    place: str | None = None
    refers_to: str | None = None
    footnote: str | None = None


@dataclass(frozen=True)
class TextHeading:
    """A heading of level 1 and deeper; the title of the document stands above all of them."""

    level: int
    text: str


@dataclass(frozen=True)
class TextParagraph:
    """A paragraph: running text, a notice, the item of a list, the caption of the table below it, a reference."""

    runs: tuple[TextRun, ...]
    style: Style = "text"


@dataclass(frozen=True)
class TextTable:
    """Cells of runs under a header; `align` has one of l, r, p (wraps) for each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[TextRun, ...], ...], ...]
    align: tuple[str, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """The width of each column in characters: no word is broken, and what a line has left goes to long cells."""
        texts = [["".join(run.text for run in cell) for cell in column] for column in zip(*self.rows, strict=True)]
        columns = [[name, *cells] for name, cells in zip(self.header, texts or [[]] * len(self.header), strict=True)]
        longest = [max(len(word) for cell in cells for word in (cell.split() or [""])) for cells in columns]
        least = [min(WIDEST_WORD, length) + MARGIN for length in longest]
        wanted = [max(least[at], min(LINE, max(map(len, cells)) + MARGIN)) for at, cells in enumerate(columns)]
        missing = sum(wanted) - sum(least)
        share = min(1.0, max(0, LINE - sum(least)) / missing) if missing else 0.0
        return tuple(few + int((much - few) * share) for few, much in zip(least, wanted, strict=True))


LINE, MARGIN, WIDEST_WORD = 72, 4, 24
"""Characters on a line of a table, those that the edges of a cell take, and those of a word that may be broken."""

TextBlock = TextHeading | TextParagraph | TextTable


def text_content(report: Report, entries: Mapping[int, Sequence[TextRun]]) -> Iterator[TextBlock]:
    """All that stands below the title. `entries` are the references, by number.

    A quotation has a footnote with the place of its claim and what became of its check; citations and the numbers of
    claims refer to where these are listed.
    """
    rows = {row.number: row for row in report.claims}
    yield _plain(f"Published by {report.publisher}, {long_date(report.made_on)}. {report.record_id}")
    if report.sample:
        yield TextParagraph((TextRun("Sample report.", bold=True), TextRun(f" {SAMPLE_NOTICE}")), "notice")
    yield TextHeading(1, "Abstract")
    for paragraph in report.abstract:
        yield _running(paragraph, report, rows)
    for section in report.sections[:1]:
        yield from _section(section, 1, report, rows)
    yield _plain(report.standing)
    for section in report.sections[1:]:
        yield from _section(section, 1, report, rows)
    if not report.brief:
        yield TextHeading(1, "Claims table")
        yield from _claims(report)
    yield TextHeading(1, "References")
    for reference in report.printed_references:
        number = reference.number
        styled = (TextRun(visible(run.text), run.italic, run.address) for run in entries[number])
        yield TextParagraph(
            (TextRun("["), TextRun(str(number), place=_reference(number)), TextRun("] "), *styled), "entry"
        )
    if not entries:
        yield _plain("No paper is cited.")
    if not report.brief:
        yield TextHeading(1, "Evidence")
        for row in report.claims:
            yield from _evidence(row, report.reference_numbers)
        if not report.claims:
            yield _plain("No claim addresses the question, so there is no evidence to show.")
        for section in report.appendices:
            yield from _section(section, 1, report, rows)


def _plain(text: str, style: Style = "text") -> TextParagraph:
    return TextParagraph((TextRun(visible(text)),), style)


def _section(section: ReportSection, level: int, report: Report, rows: Mapping[int, ClaimRow]) -> Iterator[TextBlock]:
    yield TextHeading(level, visible(section.heading))
    for block in section.blocks:
        yield from _block(block, report, rows)
    for below in section.subsections:
        yield from _section(below, level + 1, report, rows)


def _block(block: Block, report: Report, rows: Mapping[int, ClaimRow]) -> Iterator[TextBlock]:
    if isinstance(block, ItemList):
        for item in block.items:
            yield _running(item, report, rows, "bullet")
    elif isinstance(block, Paragraph):
        yield _running(block, report, rows)
    else:
        grid = figure_table(block) if isinstance(block, Figure) else block
        yield _plain(block.caption, "caption")
        yield TextTable(
            grid.header, tuple(tuple((TextRun(visible(cell)),) for cell in row) for row in grid.rows), grid.align
        )


def _running(
    paragraph: Paragraph, report: Report, rows: Mapping[int, ClaimRow], style: Style = "text"
) -> TextParagraph:
    return TextParagraph(
        tuple(run for fragment in paragraph.fragments for run in _fragment(fragment, report, rows)), style
    )


def _fragment(fragment: Fragment, report: Report, rows: Mapping[int, ClaimRow]) -> Iterator[TextRun]:
    text = visible(fragment.text)
    quoted = f"“{text}”" if fragment.kind == "quote" else text
    yield TextRun(quoted, italic=fragment.kind == "emphasis", bold=fragment.kind == "strong")
    links = [_citation(number) for number in sorted(fragment.cites)]
    row = rows.get(fragment.claim) if fragment.claim is not None else None
    if row is not None:  # a brief report has no table of claims that its number could lead to
        links.append(TextRun(f"C{row.number}", refers_to=None if report.brief else _claim(row.number)))
    if links:
        yield from _listed(links)
    if row is not None:
        yield TextRun(footnote=visible(f"{row.locator}. {_mark(row)}"))


def _listed(links: Sequence[TextRun]) -> Iterator[TextRun]:
    """Citations in brackets, " [3, C7]"."""
    for number, link in enumerate(links):
        yield TextRun(", " if number else " [")
        yield link
    yield TextRun("]")


def _claims(report: Report) -> Iterator[TextBlock]:
    if not report.claims:
        yield _plain("No claim addresses the question, so there was none to check.")
        return
    yield _plain("; ".join(f"{glyph} {words}" for glyph, words in MARKS.values()) + ".", "caption")
    rows = (
        (
            (TextRun(f"C{row.number}", place=_claim(row.number)),),
            (TextRun(visible(f"“{row.checked.claim.quotation}”"), struck=bool(_struck(row))), TextRun(_struck(row))),
            (TextRun("["), _citation(row.reference), TextRun(visible(f"] {row.locator}"))),
            (TextRun(MARKS[row.checked.mark][0], address=f"#{_place_of_evidence(row.number)}"),),
            (TextRun(f"{row.checked.similarity:.2f}"),),
            (TextRun(f"{row.checked.confidence:.2f}"),),
        )
        for row in report.claims
    )
    yield TextTable(CLAIM_HEADER, tuple(rows), ("l", "p", "p", "l", "r", "r"))


def _evidence(row: ClaimRow, numbers: Mapping[str, int]) -> Iterator[TextBlock]:
    """A claim with what speaks for it and against it, as one list."""
    claim = row.checked.claim
    number = TextRun(f"C{row.number}", refers_to=_claim(row.number))
    quotation = TextRun(visible(f"“{claim.quotation}”"), place=_place_of_evidence(row.number))
    place = TextRun(visible(f"] {row.locator}."))
    yield TextParagraph((number, TextRun(" "), quotation, TextRun(" ["), _citation(row.reference), place))
    for item in row.checked.evidence:
        cited = numbers.get(item.passage.paper_id)
        source = TextRun(visible(item.passage.paper_id)) if cited is None else _citation(cited)
        scores = f"(similarity {item.similarity:.2f}, confidence {item.confidence:.2f})"
        rest = f"] {passage_locator(item.passage)} {scores}: “{item.passage.text}”"
        yield TextParagraph((TextRun(f"{STANCES[item.stance]}: ["), source, TextRun(visible(rest))), "bullet")
    yield _plain(f"{MARKS[row.checked.mark][0]} {row.checked.why}", "bullet")


def _mark(row: ClaimRow) -> str:
    glyph, words = MARKS[row.checked.mark]
    return f"{glyph} {words}.{_struck(row)}"


def _struck(row: ClaimRow) -> str:
    return "" if row.struck is None else visible(f" {struck_reason(row.struck)}")


def _citation(number: int) -> TextRun:
    return TextRun(str(number), refers_to=_reference(number))


def _reference(number: int) -> str:
    return f"reference{number}"


def _claim(number: int) -> str:
    return f"claim{number}"


def _place_of_evidence(number: int) -> str:
    return f"evidence{number}"
