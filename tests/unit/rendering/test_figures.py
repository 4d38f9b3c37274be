"""Figures: vectors in the text's fonts, with words for those who cannot see them, and safe from their own labels."""

import re

import pymupdf
import pytest

from synth.models import Figure, Flow, FlowStep, ReportSection, Ten, Yield
from synth.models.figure import Drawing
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from tests.unit.rendering.typesetting import bare, needs_tex, pages, paragraph, report, typeset

HOSTILE = "50 % of A&B_{x} \\input{secret}, ] $y$ 中"
FLOW = Flow(
    steps=(
        FlowStep(phase="Identification", lines=("Papers found (n = 49)", HOSTILE), left_out=("Copies (n = 4)",)),
        FlowStep(phase="Included", lines=("Papers cited (n = 45)",)),
    )
)
YIELD = Yield(tens=(Ten(first=1, last=10, cited=9), Ten(first=11, last=14, cited=0)), new=(17, 4, 0))
DRAWINGS: dict[str, Drawing] = {"flow": FLOW, "yield": YIELD}


ALTERNATIVE = "Two boxes: 49 found) >> EMC, 45 cited é中."


@pytest.fixture(scope="module")
def document() -> pymupdf.Document:
    """A report with a figure of each kind, a page each."""
    figures = [
        Figure(name=name, caption=f"The {name}.", alternative=ALTERNATIVE, drawing=drawing)
        for name, drawing in DRAWINGS.items()
    ]
    filler = paragraph("Words run on over the page. " * 150)
    sections = [ReportSection(heading=figure.caption, blocks=(figure, filler)) for figure in figures]
    return typeset(report(sections=tuple(sections)))


@needs_tex
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("flow", ("Identification", "Papers found (n = 49)", "Copies (n = 4)", "50 % of A&B_{x}")),
        ("yield", ("1–10", "11–14", "of these cited")),
    ],
)
def test_figure_prints_its_words_under_a_numbered_caption(
    document: pymupdf.Document, name: str, words: tuple[str, ...]
) -> None:
    # A figure may turn a word upright and break a line between any two: white space is no difference.
    caption = bare(f"Figure {list(DRAWINGS).index(name) + 1}. The {name}.")
    (page,) = [page for page in pages(document) if caption in bare(page.get_text())]
    assert [word for word in words if bare(word) not in bare(page.get_text())] == []
    assert not page.get_images()
    assert page.get_drawings()


@needs_tex
def test_figure_tells_in_words_what_it_shows(document: pymupdf.Document) -> None:
    code = b"".join(page.read_contents() for page in pages(document))
    assert code.count(f"/Alt <FEFF{ALTERNATIVE.encode('utf-16-be').hex().upper()}>".encode()) == len(DRAWINGS)
    assert code.count(b"BDC") == code.count(b"EMC")


def test_every_colour_that_letters_have_or_stand_on_contrasts_enough() -> None:
    tex = render_report(report(), RenderSettings()).tex
    ((rgb, gray),) = re.findall(r"\\definecolor{link}{RGB}{(.*?)}.*?\\definecolor{quiet}{gray}{(.*?)}", tex, re.DOTALL)
    link, grey = tuple(int(part) for part in rgb.split(",")), 255 * float(gray)
    pairs = [(link, (255,) * 3), ((grey,) * 3, (255,) * 3)]
    assert min(contrast(first, second) for first, second in pairs) >= 4.5


def contrast(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """Contrast ratio of two sRGB colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
