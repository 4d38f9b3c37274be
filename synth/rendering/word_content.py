"""What a Word document has of a report, in order: headings, paragraphs and tables, before any file format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from synth.models.csl import visible
from synth.models.figure import Figure
from synth.models.report import Block, ClaimRow, Fragment, ItemList, Paragraph, Report, ReportSection
from synth.rendering.drawn_tables import figure_table
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date, passage_locator, struck_reason
from synth.rendering.references import StyledText
from synth.rendering.tables import CLAIM_HEADER, MARKS

Style = Literal["text", "notice", "bullet", "caption", "entry"]


@dataclass(frozen=True)
class WordRun:
    """A stretch of text, or the mark of a footnote where it has a `footnote`.

    `place` names the run, so that others refer to it; `refers_to` is the place that it leads to, of which it repeats
    the text; `address` leads out of the document.
    """

    text: str = ""
    italic: bool = False
    bold: bool = False
    place: str | None = None
    refers_to: str | None = None
    address: str | None = None
    footnote: str | None = None


@dataclass(frozen=True)
class WordHeading:
    """A heading of level 1 and deeper; the title of the document stands above all of them."""

    level: int
    text: str


@dataclass(frozen=True)
class WordParagraph:
    """A paragraph: running text, a notice, the item of a list, the caption of the table below it, a reference."""

    runs: tuple[WordRun, ...]
    style: Style = "text"


@dataclass(frozen=True)
class WordTable:
    """Cells of runs under a header; `align` has one of l, r, p (wraps) for each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[WordRun, ...], ...], ...]
    align: tuple[str, ...]


WordBlock = WordHeading | WordParagraph | WordTable


def word_content(report: Report, entries: Mapping[int, Sequence[StyledText]]) -> Iterator[WordBlock]:
    """All that stands below the title. `entries` are the references, by number.

    A quotation has a footnote with the place of its claim and what became of its check; citations and the numbers of
    claims refer to where these are listed.
    """
    rows = {row.number: row for row in report.claims}
    yield _plain(f"Published by {report.publisher}, {long_date(report.made_on)}. {report.record_id}")
    if report.sample:
        yield _plain(f"Sample report. {SAMPLE_NOTICE}", "notice")
    yield WordHeading(1, "Abstract")
    for paragraph in report.abstract:
        yield _running(paragraph, report, rows)
    for number, section in enumerate(report.sections):
        yield from _section(section, 1, report, rows)
        if number == 0:
            yield _plain(report.standing)
    if not report.brief:
        yield WordHeading(1, "Claims table")
        yield from _claims(report)
    yield WordHeading(1, "References")
    for reference in report.printed_references:
        number = reference.number
        styled = (WordRun(visible(run.text), run.italic, address=run.address) for run in entries[number])
        yield WordParagraph(
            (WordRun("["), WordRun(str(number), place=_reference(number)), WordRun("] "), *styled), "entry"
        )
    if not report.brief:
        yield WordHeading(1, "Evidence")
        for row in report.claims:
            yield from _evidence(row, report.reference_numbers)
        for section in report.appendices:
            yield from _section(section, 1, report, rows)


def _plain(text: str, style: Style = "text") -> WordParagraph:
    return WordParagraph((WordRun(visible(text)),), style)


def _section(section: ReportSection, level: int, report: Report, rows: Mapping[int, ClaimRow]) -> Iterator[WordBlock]:
    yield WordHeading(level, visible(section.heading))
    for block in section.blocks:
        yield from _block(block, report, rows)
    for below in section.subsections:
        yield from _section(below, level + 1, report, rows)


def _block(block: Block, report: Report, rows: Mapping[int, ClaimRow]) -> Iterator[WordBlock]:
    if isinstance(block, ItemList):
        for item in block.items:
            yield _running(item, report, rows, "bullet")
    elif isinstance(block, Paragraph):
        yield _running(block, report, rows)
    else:
        grid = figure_table(block) if isinstance(block, Figure) else block
        yield _plain(block.caption, "caption")
        yield WordTable(
            grid.header, tuple(tuple((WordRun(visible(cell)),) for cell in row) for row in grid.rows), grid.align
        )


def _running(
    paragraph: Paragraph, report: Report, rows: Mapping[int, ClaimRow], style: Style = "text"
) -> WordParagraph:
    return WordParagraph(
        tuple(run for fragment in paragraph.fragments for run in _fragment(fragment, report, rows)), style
    )


def _fragment(fragment: Fragment, report: Report, rows: Mapping[int, ClaimRow]) -> Iterator[WordRun]:
    text = visible(fragment.text)
    yield WordRun(
        f"“{text}”" if fragment.kind == "quote" else text, fragment.kind == "emphasis", fragment.kind == "strong"
    )
    links = [_citation(number) for number in sorted(fragment.cites)]
    row = rows.get(fragment.claim) if fragment.claim is not None else None
    if row is not None and not report.brief:  # a brief report has no table of claims
        links.append(WordRun(f"C{row.number}", refers_to=_claim(row.number)))
    if links:
        yield from _listed(links)
    if row is not None:
        yield WordRun(footnote=visible(f"{row.locator}. {_mark(row)}"))


def _listed(links: Sequence[WordRun]) -> Iterator[WordRun]:
    """Citations in brackets, " [3, C7]"."""
    for number, link in enumerate(links):
        yield WordRun(", " if number else " [")
        yield link
    yield WordRun("]")


def _claims(report: Report) -> Iterator[WordBlock]:
    if not report.claims:
        yield _plain("No claim addresses the question, so there was none to check.")
        return
    yield _plain("; ".join(f"{glyph} {words}" for glyph, words in MARKS.values()) + ".", "caption")
    rows = (
        (
            (WordRun(f"C{row.number}", place=_claim(row.number)),),
            (WordRun(visible(f"“{row.checked.claim.quotation}”{_struck(row)}")),),
            (WordRun("["), _citation(row.reference), WordRun(visible(f"] {row.locator}"))),
            (WordRun(MARKS[row.checked.mark][0]),),
            (WordRun(f"{row.checked.similarity:.2f}"),),
            (WordRun(f"{row.checked.confidence:.2f}"),),
        )
        for row in report.claims
    )
    yield WordTable(CLAIM_HEADER, tuple(rows), ("l", "p", "p", "l", "r", "r"))


def _evidence(row: ClaimRow, numbers: Mapping[str, int]) -> Iterator[WordBlock]:
    """A claim with what speaks for it and against it, as one list."""
    claim = row.checked.claim
    number = WordRun(f"C{row.number}", refers_to=_claim(row.number))
    place = WordRun(visible(f"] {row.locator}."))
    yield WordParagraph((number, WordRun(visible(f" “{claim.quotation}” [")), _citation(row.reference), place))
    for item in row.checked.evidence:
        cited = numbers.get(item.passage.paper_id)
        source = WordRun(visible(item.passage.paper_id)) if cited is None else _citation(cited)
        scores = f"(similarity {item.similarity:.2f}, confidence {item.confidence:.2f})"
        rest = f"] {passage_locator(item.passage)} {scores}: “{item.passage.text}”"
        yield WordParagraph((WordRun(f"{STANCES[item.stance]}: ["), source, WordRun(visible(rest))), "bullet")
    yield _plain(f"{MARKS[row.checked.mark][0]} {row.checked.why}", "bullet")


def _mark(row: ClaimRow) -> str:
    glyph, words = MARKS[row.checked.mark]
    return f"{glyph} {words}.{_struck(row)}"


def _struck(row: ClaimRow) -> str:
    return "" if row.struck is None else f" {struck_reason(row.struck)}"


def _citation(number: int) -> WordRun:
    return WordRun(str(number), refers_to=_reference(number))


def _reference(number: int) -> str:
    return f"reference{number}"


def _claim(number: int) -> str:
    return f"claim{number}"
