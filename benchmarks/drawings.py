"""Drawings of the docs: LaTeX as SVG, its text as outlines, so that it looks the same wherever it is shown."""

import os
from datetime import date
from pathlib import Path

import pymupdf

from synth.rendering.compilation import compile_pdf
from synth.settings import RenderSettings

ROOT = Path(__file__).resolve().parents[1]
PARTIALS = ("fonts", "characters", "figures")


def svg(body: str, width_mm: int, height_mm: int) -> str:
    """A page of this size that holds what `body` draws, with the fonts and packages of a report, as SVG."""
    partials = [
        (ROOT / "templates" / "latex" / "partials" / f"{name}.tex.j2").read_text(encoding="utf-8") for name in PARTIALS
    ]
    tex = "\n".join(
        [
            r"\documentclass[11pt]{article}",
            rf"\usepackage[paperwidth={width_mm}mm,paperheight={height_mm}mm,margin=1mm]{{geometry}}\usepackage{{xcolor}}",
            r"\definecolor{link}{RGB}{26,62,112}\pagestyle{empty}\parindent0pt",
            *partials,
            rf"\begin{{document}}{body}\end{{document}}",
        ]
    )
    pdf = compile_pdf(tex, date(2026, 1, 1), RenderSettings(), os.environ)
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return str(document[0].get_svg_image())
