"""A report typeset: LaTeX, figures, references and, where TeX can, the PDF."""

import os
from pathlib import Path
from typing import NamedTuple

from synth.errors import RenderingError
from synth.models import Report
from synth.models.run_files import BIBLIOGRAPHY, PDF, TEX
from synth.settings import Settings
from synth.stages.context import Context
from synth.template_folders import templates_digest

NOT_ASKED = "it was not asked for"


class Typeset(NamedTuple):
    """What typesetting gave: files by path, what stands for characters that no font has, and why there is no PDF."""

    files: dict[str, bytes]
    substitutions: dict[str, str]
    pdf_missing: str | None


def with_templates(settings: Settings, templates: Path | None) -> Settings:
    """The settings with what the user's own templates come to, since those change a result. Raises UsageError."""
    if templates is None:
        return settings
    rendering = settings.rendering.model_copy(update={"templates": templates_digest(templates)})
    return settings.model_copy(update={"rendering": rendering})


def typeset(report: Report, context: Context, templates: Path | None = None, *, pdf: bool = True) -> Typeset:
    """Make report.tex with its figures, references.bib and, where it is wanted and TeX can, report.pdf."""
    from synth.rendering.compilation import compile_pdf
    from synth.rendering.template import render_report

    settings = context.settings.rendering
    context.progress("typeset", 0, 1)
    rendered = render_report(report, settings, templates)
    texts = {TEX: rendered.tex, BIBLIOGRAPHY: rendered.bib, **rendered.figures}
    files = {path: text.encode() for path, text in texts.items()}
    pdf_missing = None if pdf else NOT_ASKED
    try:
        if pdf:
            files[PDF] = compile_pdf(rendered.tex, report.made_on, settings, os.environ, rendered.figures)
    except RenderingError as error:
        pdf_missing = str(error)
    context.progress("typeset", 1, 1)
    return Typeset(files, rendered.substitutions, pdf_missing)
