"""What a user may choose of the look: two columns, and templates of their own."""

import os
from pathlib import Path

import pymupdf
import pytest

from synth.errors import RenderingError, UsageError
from synth.models import Figure, Flow, FlowStep, Grid, ReportSection
from synth.rendering.compilation import compile_pdf
from synth.rendering.markdown import render_markdown
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from synth.template_folders import template_folders, templates_digest
from tests.examples import page_of
from tests.unit.rendering.typesetting import needs_tex, paragraph, report, shown, typeset

GRID = Grid(caption="Marks.", header=("Mark", "Claims"), rows=(("✓ verified", "3"),) * 20, align=("p", "r"))
LONG = report(sections=(ReportSection(heading="Results", blocks=(*(paragraph("Words. " * 80),) * 12, GRID)),))


@needs_tex
def test_two_columns_stand_side_by_side_until_the_claims_table() -> None:
    rendered = render_report(LONG, RenderSettings(style="two-column"))
    pdf = compile_pdf(rendered.tex, LONG.made_on, RenderSettings(), os.environ, rendered.figures)
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        lines = [pymupdf.Rect(line[:4]) for line in document[0].get_text("blocks") if line[4].startswith("Words.")]
        assert max(rect.x0 for rect in lines) > document[0].rect.width / 2 > min(rect.x1 for rect in lines)
        assert all(rect.width < document[0].rect.width / 2 for rect in lines)
        assert "Claims table" in shown(document).replace("Claimstable", "Claims table")


def own(folder: Path, name: str, text: str) -> Path:
    """A folder of a user's own templates that holds one file."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_own_latex_template_takes_the_place_of_the_one_of_its_name(tmp_path: Path) -> None:
    templates = own(tmp_path, "latex/partials/opening.tex.j2", "HOUSE STYLE << report.title >>")
    tex = render_report(report(title="50 % & more"), RenderSettings(), templates).tex
    assert r"HOUSE STYLE 50 \% \& more" in tex
    assert r"\section{References}" in tex
    assert "HOUSE STYLE" not in render_report(report(), RenderSettings()).tex


def test_own_html_template_takes_the_place_of_the_page(tmp_path: Path) -> None:
    templates = own(tmp_path, "html/report.html.j2", "<p>HOUSE STYLE {{ report.title }}</p>")
    assert page_of(report(title="<b>"), templates) == "<p>HOUSE STYLE &lt;b&gt;</p>"
    assert "HOUSE STYLE" not in page_of(report())


def test_own_html_template_may_use_the_parts_and_the_style(tmp_path: Path) -> None:
    parts = '{% from "report_parts.html.j2" import cited, entry, running, section_of with context %}'
    text = parts + '{% include "style.html.j2" %}{% for one in report.sections %}{{ section_of(one, 2) }}{% endfor %}'
    page = page_of(report(), own(tmp_path, "html/report.html.j2", text + "{{ pdf }}{{ entry(entries[1]) }}"))
    assert page.startswith("<style>")
    assert "Ada Lovelace and Émilie du Châtelet" in page


def test_own_citation_style_reaches_every_form(tmp_path: Path) -> None:
    csl = (template_folders("csl")[0] / "references.csl").read_text(encoding="utf-8")
    templates = own(
        tmp_path, "csl/references.csl", csl.replace('<layout suffix=".">', '<layout suffix=" (house style).">')
    )
    for form in (
        render_report(report(), RenderSettings(), templates).tex,
        page_of(report(), templates),
        render_markdown(report(), RenderSettings(), templates),
    ):
        assert "(house style)." in form
    assert "(house style)" not in render_markdown(report(), RenderSettings())


@pytest.mark.parametrize("fault", ["<% if %>", "<< report.no_such_thing >>", "<% include 'absent.j2' %>"])
def test_own_latex_template_at_fault_is_named(tmp_path: Path, fault: str) -> None:
    templates = own(tmp_path, "latex/report.tex.j2", fault)
    with pytest.raises(RenderingError, match="a template is at fault"):
        render_report(report(), RenderSettings(), templates)


def test_own_html_template_at_fault_is_named(tmp_path: Path) -> None:
    templates = own(tmp_path, "html/report.html.j2", "{% if %}")
    with pytest.raises(RenderingError, match=r"a template is at fault: report\.html\.j2, line 1"):
        page_of(report(), templates)


def test_templates_digest_tells_other_templates_and_refuses_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no template"):
        templates_digest(own(tmp_path, "report.tex.j2", "not where synth looks"))
    digests = {templates_digest(tmp_path) for name in ("latex/report.tex.j2", "html/report.html.j2", "csl/references.csl")
               for text in ("one", "two") if own(tmp_path, name, text)}  # fmt: skip
    assert len(digests) == 6


def test_wide_table_crosses_both_columns_and_a_narrow_one_comes_in_pieces() -> None:
    words = ("hallucination", "Retrieval-augmented", "Fusion-in-Decoder", "42.8", "hallucination", "C15")
    wide = Grid(caption="Wide.", header=("Measured", "Against", "By", "Value", "On", "Claim"), rows=(words,) * 20,
                align=("p",) * 6)  # fmt: skip
    sections = (ReportSection(heading="Tables", blocks=(GRID, wide, paragraph("Behind."))),)
    tex = render_report(report(sections=sections), RenderSettings(style="two-column")).tex
    body = tex[tex.index(r"\section{Tables}") : tex.index(r"\section{Claims table}")]
    assert body.count(r"\begin{onepiece}{Marks.}") == 2
    assert body.count(r"\glyphs{Symbola_hint.ttf}{✓} verified") == 20
    left, table, again = (
        body.index(part) for part in (r"\leavecolumns", r"\begin{longtable}", "\\entercolumns\nBehind.")
    )
    assert left < table < again


@needs_tex
def test_drawing_stands_between_paragraphs_and_never_in_a_sentence() -> None:
    flow = Flow(steps=(FlowStep(phase="Found", lines=("three papers",)),))
    figure = Figure(name="flow", caption="Papers by fate.", alternative="Three found.", drawing=flow)
    long = paragraph("Start. " + "Words run on over the page. " * 40 + "Stop.")
    content = report(sections=(ReportSection(heading="Results", blocks=(long, long, figure, long, long)),))
    text = shown(typeset(content))
    assert "Figure1.Papersbyfate." in text
    assert text.count("Start." + "Wordsrunonoverthepage." * 40 + "Stop.") == 4
