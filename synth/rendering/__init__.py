"""A report becomes LaTeX, BibTeX and PDF, a web page, Markdown or a Word document."""

from synth.rendering.bibtex_entries import render_bibliography
from synth.rendering.compilation import TEX_PACKAGES, compile_pdf, find_tex, missing_packages, tex_version
from synth.rendering.escaping import Tex, escape_latex, escape_url
from synth.rendering.html import render_html
from synth.rendering.markdown import render_markdown
from synth.rendering.template import Rendered, render_report
from synth.rendering.word_document import render_docx
from synth.template_folders import templates_digest

__all__ = [
    "TEX_PACKAGES",
    "Rendered",
    "Tex",
    "compile_pdf",
    "escape_latex",
    "escape_url",
    "find_tex",
    "missing_packages",
    "render_bibliography",
    "render_docx",
    "render_html",
    "render_markdown",
    "render_report",
    "templates_digest",
    "tex_version",
]
