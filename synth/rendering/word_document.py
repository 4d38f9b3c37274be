"""A report becomes a Word document (.docx), by pandoc where it is installed, else by python-docx."""

import shutil
from pathlib import Path

from synth.models.report import Report
from synth.rendering.references import format_references
from synth.rendering.text_content import text_content
from synth.rendering.word_by_pandoc import docx_by_pandoc
from synth.rendering.word_by_python import docx_by_python
from synth.settings import RenderSettings


def render_docx(report: Report, settings: RenderSettings, templates: Path | None = None) -> bytes:
    """The report as .docx, in Word's own headings, lists, tables, footnotes and fields, so that a house style fits it.

    A pure function of its arguments, the citation style and the program that makes it, but for the times in its zip.
    `templates` may hold another style, csl/references.csl. Raises RenderingError where pandoc fails, UsageError where
    neither it nor the package python-docx is installed.
    """
    entries = format_references(
        report.references, sample=report.sample, max_authors=settings.authors_named, templates=templates
    )
    content = text_content(report, entries)
    pandoc = shutil.which("pandoc")
    if pandoc is not None:
        return docx_by_pandoc(pandoc, report, content)
    return docx_by_python(report, content)
