"""A report becomes LaTeX, BibTeX and PDF, a web page, Markdown or a Word document."""

from synth.rendering.escaping import escape_latex

__all__ = ["escape_latex"]
