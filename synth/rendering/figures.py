"""Figures as LaTeX: drawings that TikZ and pgfplots set as vectors, in the fonts of the text."""

from synth.rendering.escaping import Tex


def alternative_text(text: str) -> Tex:
    """PDF's code that opens what a screen reader says as `text` (marked content with /Alt, ISO 32000-1, 14.9.3).

    The text goes in as UTF-16 in hexadecimal, so that no character of it can end the string.
    """
    return Tex(f"/Span <</Alt <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>> BDC")
