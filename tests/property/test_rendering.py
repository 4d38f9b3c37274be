import os
import re
import unicodedata
from datetime import date

import pymupdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from synth.answer import weigh
from synth.models import Fragment, Paper, Paragraph, Question, Report, ReportReference, ReportSection
from synth.rendering import escape_latex
from synth.rendering.bibtex_entries import render_bibliography
from synth.rendering.compilation import compile_pdf, find_tex
from synth.rendering.template import render_report
from synth.settings import RenderSettings

HOSTILE = st.text(st.sampled_from("\\{}$&#%_^~[]*-`',<>?! ab1é中ש𝔸😀\u0301\u200b\x00\n\ud800"), max_size=60)
ANY = st.text(st.characters(), max_size=60)

COMMANDS = re.compile(
    r"\\(?:textbackslash|textasciicircum|textasciitilde|allowbreak)\{\}|\\[{}$&#%_]"
    r"|\\noglyph\{[0-9A-F]{2,6}\}|\\glyphs\{[A-Za-z0-9_-]+\.(?:ttf|ttc:2|otf)\}(?=\{)|\\(?:rtl|ltr)(?=\{)"
)


@given(HOSTILE | ANY)
def test_escape_latex_leaves_no_active_character_and_balanced_braces(text: str) -> None:
    bare = COMMANDS.sub("", escape_latex(text))
    assert not set(bare) & set("\\$&#%_^~")
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0


@given(HOSTILE | ANY)
def test_escape_latex_has_no_control_character_no_line_end_and_no_ligature(text: str) -> None:
    escaped = escape_latex(text)
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in escaped)
    assert not re.search(r"--|``|''|,,|<<|>>|[?!]`", escaped)


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=24))
def test_escape_latex_loses_nothing(text: str) -> None:
    printed = {
        r"\textbackslash{}": "\\",
        r"\textasciicircum{}": "^",
        r"\textasciitilde{}": "~",
        "{[}": "[",
        "{]}": "]",
        "{*}": "*",
        r"\allowbreak{}": "",
        "{}": "",
    }
    pattern = "|".join(map(re.escape, printed)) + r"|\\([{}$&#%_])"
    back = re.sub(pattern, lambda match: match[1] or printed.get(match[0], ""), escape_latex(text))
    assert back == re.sub(" +", " ", text)


@given(st.lists(st.tuples(HOSTILE | ANY, HOSTILE, HOSTILE), max_size=3))
def test_render_bibliography_always_loads(fields: list[tuple[str, str, str]]) -> None:
    references = [
        ReportReference(
            number=number,
            key=key,
            paper=Paper(paper_id="2005.11401v1", title=title, authors=(name,), doi=name, journal_ref=title),
            kind="pdf",
        )
        for number, (key, title, name) in enumerate(fields, 1)
    ]
    assert len(parse_string(render_bibliography(references), "bibtex").entries) == len(fields)


@pytest.mark.skipif(find_tex() is None, reason="TeX is not installed")
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(HOSTILE | ANY, min_size=150, max_size=150))
def test_render_report_always_compiles(texts: list[str]) -> None:
    question = Question(text="q", kind="open", subjects=("q",), terms=("q",))
    report = Report(
        answer=weigh(question, (), {}),
        title=texts[0],
        publisher=texts[1],
        made_on=date(2026, 11, 20),
        record_id=texts[2],
        standing=texts[3],
        question=question,
        sample=False,
        abstract=tuple(Paragraph(fragments=(Fragment(text=text),)) for text in texts),
        sections=tuple(ReportSection(heading=text) for text in texts[:40]),
        claims=(),
        references=(),
    )
    tex = render_report(report, RenderSettings()).tex
    pdf = pymupdf.open(stream=compile_pdf(tex, report.made_on, RenderSettings(), os.environ), filetype="pdf")
    assert pdf[0].get_text()
