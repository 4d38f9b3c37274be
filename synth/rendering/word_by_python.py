"""The content of a Word document becomes .docx by python-docx; footnotes and fields, for which it has no calls, too."""

import io
from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from synth.errors import UsageError
from synth.models.csl import visible
from synth.models.report import Report
from synth.rendering.text_content import Style, TextBlock, TextHeading, TextParagraph, TextRun, TextTable
from synth.rendering.word_fields import reference_field

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph as DocxParagraph

DEEPEST = 9
"""Levels of headings that Word has."""
STYLES: dict[Style, str | None] = {
    "text": None,
    "notice": "Intense Quote",
    "bullet": "List Bullet",
    "caption": "Caption",
    "entry": "List",
}
FOOTNOTE_TEXT, FOOTNOTE_MARK = "footnote text", "footnote reference"  # as Word names them
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
"""The two lines above footnotes, which stand first among them (ISO/IEC 29500-1, 17.11)."""


def docx_by_python(report: Report, content: Iterable[TextBlock]) -> bytes:
    """The content under the title of the report. Raises UsageError where the package python-docx is missing."""
    try:
        from docx import Document as new_document
    except ImportError as error:
        remedy = "pip install 'synth[office]', or install pandoc"
        raise UsageError("needs pandoc or the package python-docx", item="docx", remedy=remedy) from error
    word = new_document()
    properties = word.core_properties
    properties.title, properties.author = visible(report.title)[:255], visible(report.publisher)[:255]
    properties.comments = report.record_id
    properties.created = properties.modified = datetime.combine(report.made_on, time())
    word.add_heading(visible(report.title), 0)
    _Writer(word).write(content)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


class _Writer:
    """Adds blocks to a document, and numbers its bookmarks and footnotes."""

    def __init__(self, word: "DocxDocument") -> None:
        self._word = word
        self._bookmarks = 0
        self._footnotes = 0
        self._notes = self._footnotes_element()

    def write(self, content: Iterable[TextBlock]) -> None:
        for block in content:
            if isinstance(block, TextHeading):
                self._word.add_heading(block.text, min(block.level, DEEPEST))
            elif isinstance(block, TextParagraph):
                self._fill(self._word.add_paragraph(style=STYLES[block.style]), block.runs)
            else:
                self._table(block)

    def _footnotes_element(self) -> "BaseOxmlElement":
        """The root of a new part with the footnotes, and their two styles."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        mark = self._word.styles.add_style(FOOTNOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self._word.styles.add_style(FOOTNOTE_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        root: BaseOxmlElement = parse_xml(f"<w:footnotes {nsdecls('w')}>{RULES}</w:footnotes>")
        package = self._word.part.package
        part = XmlPart(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, root, package)
        self._word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        return root

    def _table(self, table: TextTable) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Emu

        made = self._word.add_table(rows=0, cols=len(table.header), style="Light Grid Accent 1")
        section = self._word.sections[0]
        line = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        widths = [Emu(line * width // sum(table.widths)) for width in table.widths]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for row in (tuple((TextRun(text),) for text in table.header), *table.rows):
            for cell, runs, side, width in zip(made.add_row().cells, row, table.align, widths, strict=True):
                cell.width = width
                self._fill(cell.paragraphs[0], runs)
                if side == "r":
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # repeated on each page

    def _fill(self, paragraph: "DocxParagraph", runs: Iterable[TextRun]) -> None:
        for run in runs:
            if run.footnote is not None:
                self._footnote(paragraph, run.footnote)
            elif run.refers_to is not None:
                self._append(paragraph, reference_field(run.refers_to, run.text))
            elif run.place is not None:
                self._bookmark(paragraph, run.place, run.text)
            elif run.address is not None:
                self._link(paragraph, run)
            else:
                added = paragraph.add_run(run.text)
                added.italic, added.bold, added.font.strike = run.italic or None, run.bold or None, run.struck or None

    def _append(self, paragraph: "DocxParagraph", xml: str) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        for element in list(parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")):
            paragraph._p.append(element)

    def _bookmark(self, paragraph: "DocxParagraph", place: str, text: str) -> None:
        """A named run (ISO/IEC 29500-1, 17.13.6.2)."""
        self._bookmarks += 1
        paragraph._p.append(_element("w:bookmarkStart", id=str(self._bookmarks), name=place))
        paragraph.add_run(text)
        paragraph._p.append(_element("w:bookmarkEnd", id=str(self._bookmarks)))

    def _link(self, paragraph: "DocxParagraph", run: TextRun) -> None:
        """A run that leads out of the document, or to a bookmark in it (ISO/IEC 29500-1, 17.16.22)."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn

        address = run.address or ""
        link = _element("w:hyperlink", **({"anchor": address[1:]} if address[:1] == "#" else {}))
        if address[:1] != "#":
            link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(paragraph.add_run(run.text)._r)
        paragraph._p.append(link)

    def _footnote(self, paragraph: "DocxParagraph", text: str) -> None:
        """A mark here, and its text among the footnotes (ISO/IEC 29500-1, 17.11.14 and 17.11.10)."""
        from docx.text.paragraph import Paragraph as DocxParagraph

        self._footnotes += 1
        styles = self._word.styles
        paragraph.add_run(style=styles[FOOTNOTE_MARK])._r.append(
            _element("w:footnoteReference", id=str(self._footnotes))
        )
        note = _element("w:footnote", id=str(self._footnotes))
        self._notes.append(note)
        note.append(_element("w:p"))
        written = DocxParagraph(note[0], paragraph._parent)
        written.style = styles[FOOTNOTE_TEXT]
        written.add_run(style=styles[FOOTNOTE_MARK])._r.append(_element("w:footnoteRef"))
        written.add_run(f" {text}")


def _element(tag: str, **attributes: str) -> "BaseOxmlElement":
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element
