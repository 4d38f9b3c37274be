"""A report becomes a Word document (.docx): Word's own headings, lists and tables, so that a house style fits it."""

import io
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from synth.errors import UsageError
from synth.models.csl import visible
from synth.models.figure import Figure
from synth.models.report import Block, ClaimRow, Fragment, Grid, ItemList, Paragraph, Report, ReportSection
from synth.rendering.drawn_tables import figure_table
from synth.rendering.phrases import SAMPLE_NOTICE, STANCES, long_date, passage_locator, struck_reason
from synth.rendering.references import format_references
from synth.rendering.tables import MARKS
from synth.settings import RenderSettings

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph as WordParagraph

DEEPEST = 9  # heading of Word


def render_docx(report: Report, settings: RenderSettings, templates: Path | None = None) -> bytes:
    """The report as .docx, a pure function of its arguments and the citation style but for the times in its zip.

    `templates` may hold another style, csl/references.csl. Raises UsageError where the package python-docx is missing.
    """
    try:
        from docx import Document as new_document
    except ImportError as error:
        raise UsageError("needs the package python-docx", item="docx", remedy="pip install 'synth[office]'") from error

    word = new_document()
    properties = word.core_properties
    properties.title, properties.author = visible(report.title)[:255], visible(report.publisher)[:255]
    properties.comments = report.record_id
    properties.created = properties.modified = datetime.combine(report.made_on, time())
    entries = format_references(
        report.references, sample=report.sample, max_authors=settings.authors_named, templates=templates
    )

    word.add_heading(visible(report.title), 0)
    _add(word, f"Published by {report.publisher}, {long_date(report.made_on)}. {report.record_id}")
    if report.sample:
        _add(word, f"Sample report. {SAMPLE_NOTICE}", "Intense Quote")
    word.add_heading("Abstract", 1)
    for paragraph in report.abstract:
        _fill(word.add_paragraph(), paragraph)
    for number, section in enumerate(report.sections):
        _section(word, section, 1)
        if number == 0:
            _add(word, report.standing)
    if not report.brief:
        word.add_heading("Claims table", 1)
        _claims(word, report)
    word.add_heading("References", 1)
    for reference in report.printed_references:
        entry = word.add_paragraph()
        _bookmark(entry, reference.number)
        entry.add_run(" ")
        for run in entries[reference.number]:
            entry.add_run(visible(run.text)).italic = run.italic
    if not report.brief:
        word.add_heading("Evidence", 1)
        for row in report.claims:
            _evidence(word, row, report.reference_numbers)
        for section in report.appendices:
            _section(word, section, 1)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _add(word: "WordDocument", text: str, style: str | None = None) -> "WordParagraph":
    return word.add_paragraph(visible(text), style)


def _section(word: "WordDocument", section: ReportSection, level: int) -> None:
    word.add_heading(visible(section.heading), min(level, DEEPEST))
    for block in section.blocks:
        _block(word, block)
    for below in section.subsections:
        _section(word, below, level + 1)


def _block(word: "WordDocument", block: Block) -> None:
    if isinstance(block, ItemList):
        for item in block.items:
            _fill(word.add_paragraph(style="List Bullet"), item)
    elif isinstance(block, Paragraph):
        _fill(word.add_paragraph(), block)
    else:
        grid = figure_table(block) if isinstance(block, Figure) else block
        _add(word, block.caption, "Caption")
        _table(word, grid)


def _table(word: "WordDocument", grid: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = word.add_table(rows=0, cols=len(grid.header), style="Light Grid Accent 1")
    for row in (grid.header, *grid.rows):
        cells = table.add_row().cells
        for cell, text, side in zip(cells, row, grid.align, strict=True):
            cell.text = visible(text)
            if side == "r":
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fill(paragraph: "WordParagraph", content: Paragraph) -> None:
    for fragment in content.fragments:
        run = paragraph.add_run(_text(fragment))
        run.italic = fragment.kind == "emphasis"
        run.bold = fragment.kind == "strong"
        before = " ["
        for number in sorted(fragment.cites):
            paragraph.add_run(before)
            _link(paragraph, number)
            before = ", "
        if fragment.claim is not None:
            paragraph.add_run(f"{before}C{fragment.claim}")
        if fragment.cites or fragment.claim is not None:
            paragraph.add_run("]")


def _bookmark(entry: "WordParagraph", number: int) -> None:
    """The number of a reference, as a place that links lead to (ISO/IEC 29500-1, 17.13.6.2)."""
    entry._p.append(_element("w:bookmarkStart", id=str(number), name=_place(number)))
    entry.add_run(f"[{number}]")
    entry._p.append(_element("w:bookmarkEnd", id=str(number)))


def _link(paragraph: "WordParagraph", number: int) -> None:
    """A citation that leads to its reference (ISO/IEC 29500-1, 17.16.22)."""
    link = _element("w:hyperlink", anchor=_place(number))
    link.append(paragraph.add_run(str(number))._r)
    paragraph._p.append(link)


def _element(tag: str, **attributes: str) -> "BaseOxmlElement":
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _place(number: int) -> str:
    return f"reference{number}"


def _text(fragment: Fragment) -> str:
    text = visible(fragment.text)
    return f"“{text}”" if fragment.kind == "quote" else text


def _claims(word: "WordDocument", report: Report) -> None:
    if not report.claims:
        _add(word, "No claim addresses the question, so there was none to check.")
        return
    _add(word, "; ".join(f"{glyph} {words}" for glyph, words in MARKS.values()) + ".")
    rows = [
        (
            f"C{row.number}",
            f"“{row.checked.claim.quotation}”" + ("" if row.struck is None else f" {struck_reason(row.struck)}"),
            f"[{row.reference}] {row.locator}",
            MARKS[row.checked.mark][0],
            f"{row.checked.similarity:.2f}",
            f"{row.checked.confidence:.2f}",
        )
        for row in report.claims
    ]
    header = ("No.", "Claim", "Source", "Mark", "Sim.", "Conf.")
    _table(word, Grid(caption="", header=header, rows=tuple(rows), align=("l", "p", "p", "l", "r", "r")))


def _evidence(word: "WordDocument", row: ClaimRow, numbers: dict[str, int]) -> None:
    """A claim with what speaks for it and against it, as one list."""
    claim = row.checked.claim
    _add(word, f"C{row.number} “{claim.quotation}” [{row.reference}] {row.locator}.")
    for item in row.checked.evidence:
        place = f"[{numbers.get(item.passage.paper_id, item.passage.paper_id)}] {passage_locator(item.passage)}"
        scores = f"similarity {item.similarity:.2f}, confidence {item.confidence:.2f}"
        _add(word, f"{STANCES[item.stance]}: {place} ({scores}): “{item.passage.text}”", "List Bullet")
    _add(word, f"{MARKS[row.checked.mark][0]} {row.checked.why}", "List Bullet")
