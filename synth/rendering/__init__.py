"""A report becomes LaTeX, BibTeX and PDF."""

from synth.rendering.bibliography import render_bibliography
from synth.rendering.compilation import compile_pdf, find_tex
from synth.rendering.escaping import Tex, escape_latex, escape_url
from synth.rendering.template import Rendered, Substitution, render_report

__all__ = [
    "Rendered",
    "Substitution",
    "Tex",
    "compile_pdf",
    "escape_latex",
    "escape_url",
    "find_tex",
    "render_bibliography",
    "render_report",
]
