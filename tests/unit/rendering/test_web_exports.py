"""The report as HTML and as Markdown: all that it says, nothing of it as markup."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from synth.models import Figure, Flow, FlowStep, Grid, ItemList, Report, ReportReference, ReportSection
from synth.models.figure import Drawing, Ten, Yield
from synth.rendering.markdown import render_markdown
from synth.settings import RenderSettings
from tests import examples
from tests.unit.rendering.typesetting import bare, claim_row, paper, paragraph, quotation, report

SETTINGS = RenderSettings()


class Page(HTMLParser):
    """What a page shows, its tags, links and anchors."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.shown: list[str] = []
        self.feed(re.sub(r"<(style|script)\b.*?</\1>", "", source, flags=re.DOTALL))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        known = dict(attrs)
        self.links |= {known["href"] or ""} if "href" in known else set()
        self.anchors |= {known["id"] or ""} if "id" in known else set()

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    @property
    def text(self) -> str:
        return "".join(self.shown)


def html_page(content: Report) -> Page:
    source = examples.page_of(content)
    etree.fromstring(source.encode())  # well-formed: raises on any fault
    return Page(source)


def markdown_page(content: Report) -> Page:
    return Page(MarkdownIt("commonmark").enable("table").render(render_markdown(content, SETTINGS)))


@pytest.mark.parametrize("page_of", [html_page, markdown_page])
def test_exports_say_what_the_report_says(page_of: Callable[[Report], Page]) -> None:
    page = page_of(report())
    for told in (
        "Do tests with 100% & more find $errors$?",
        "SRCH:1a2b3c4d",
        "This report asks whether tests find errors.",
        "One paper says so: “Tests find 5% more errors.” [1, C1] It is the only one.",
        "[1] Lovelace",
        "*none*",
        "Section 4.2 Results, p. 5",
        "Ada Lovelace and Émilie du Châtelet. Retrieval-Augmented Generation for Tests. arXiv:2005.11401v4",
        "6 Discussion, p. 8",
        "“Tests find 5% more errors.”",
    ):
        assert told in page.text
    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert {"claim-1", "reference-1"} <= inner <= page.anchors
    elsewhere = {link.partition("#")[0] for link in page.links if link.startswith("https:")}
    assert {"https://arxiv.org/abs/2005.11401v4"} <= elsewhere
    assert elsewhere <= {"https://arxiv.org/abs/2005.11401v4", "https://arxiv.org/pdf/2005.11401v4"}


def test_markdown_opens_with_its_standing_and_has_a_table_of_claims() -> None:
    page = markdown_page(report())
    for told in (
        "Published by synth, 20 November 2026",
        "Unverified · level L2 · Watchlist",
        "6 Discussion, p. 8 (similarity 0.50, confidence 0.75): “Tests find 5% more errors.”",
    ):
        assert told in page.text
    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inner == {"claim-1", "reference-1", "evidence-1"}


def test_html_has_the_rows_of_every_table_that_the_report_has_behind_its_text() -> None:
    """What the PDF has in an appendix, and the page in its section on the standing."""
    grid = Grid(caption="Numbers.", header=("Place", "Verdict"), rows=(("Table 2", "computed 4.2"),), align=("l", "p"))
    numbers = ReportSection(heading="Numbers computed again", blocks=(grid,))
    page = html_page(report(appendices=(ReportSection(heading="Standing", subsections=(numbers,)),)))
    assert "Numbers computed again" in page.text
    assert "computed 4.2" in page.text


@pytest.mark.parametrize("page_of", [html_page, markdown_page])
def test_exports_of_nothing_say_so(page_of: Callable[[Report], Page]) -> None:
    page = page_of(report(claims=(), references=(), sections=(), sample=True))
    assert "Sample report." in page.text
    assert "No paper is cited." in page.text
    assert "there was none to check" in page.text


@pytest.mark.parametrize(
    ("drawing", "cells"),
    [
        (
            Flow(steps=(FlowStep(phase="Found", lines=("24 papers", "x"), left_out=("Excluded (n=2):", "a", "b")),)),
            "Excluded (n=2): a; b",
        ),
        (Yield(tens=(Ten(first=11, last=14, cited=3),)), "11 to 14 by relevance"),
        (Yield(tens=(), new=(4, 1)), "of query 2"),
    ],
)
@pytest.mark.parametrize("page_of", [html_page, markdown_page])
def test_exports_give_what_a_figure_draws_as_a_table(
    page_of: Callable[[Report], Page], drawing: Drawing, cells: str
) -> None:
    figure = Figure(name="f", caption="A caption.", alternative="In words.", drawing=drawing)
    page = page_of(report(sections=(ReportSection(heading="h", blocks=(figure,)),)))
    assert cells in page.text
    assert "A caption." in page.text


def test_html_fetches_nothing_and_runs_its_own_script_alone() -> None:
    source = examples.page_of(report())
    assert not Page(source).tags & {"link", "img", "iframe", "object", "form"}
    assert re.findall(r"""\bsrc=|\bon\w+=|\bstyle=["']""", re.sub(r"(?s)<script.*?</script>", "", source)) == []
    policy = re.search('Content-Security-Policy" content="(.*?)"', source)
    parts = re.findall(r"(?s)<(?:style|script)>(.*?)</(?:style|script)>", source)
    sources = [f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" for part in parts]
    assert policy
    assert policy[1].startswith(f"default-src 'none'; style-src {sources[0]}; script-src {sources[1]}; base-uri 'none'")


def test_html_brings_its_evidence_along() -> None:
    content = examples.report("Does dense retrieval beat BM25?", (examples.checked(examples.claim(0)),))
    source = examples.page_of(content)
    (data,) = re.findall('href="data:text/csv;base64,([^"]+)" download="[0-9a-f]+-evidence.csv"', source)
    assert b64decode(data).decode().startswith("Paper,Direction,Finding")


HOSTILE = st.text(
    st.sampled_from("\\`*_{}[]<>()#|~$&!^@-+=.:/'\" \n1ab;é中ש😀\u0301\u200b\x00\ud800\ufdd0\uffff"), max_size=40
)
KNOWN = ("<script>alert(1)</script>", "![x](http://e.example)", "- [ ] x", "1. x", "# x", "| x |", "&lt;", "{{ 7*7 }}",
         "www.e.example", "a@e.example", "```x", "    x", "---", "[x]: http://e.example", "<!-- x", "</p></body>", "*x*")  # fmt: skip


def filled(text: str) -> Report:
    return report(
        title=text,
        standing=text,
        abstract=(paragraph(text), quotation(text)),
        sections=(
            ReportSection(
                heading=f"h {text}",
                blocks=(
                    ItemList(items=(paragraph(text),)),
                    Grid(caption=text, header=(text, "b"), rows=((text, text),), align=("l", "r")),
                ),
            ),
        ),
        claims=(claim_row(1, text),),
        references=(
            ReportReference(
                number=1, key="k", kind="pdf", paper=paper(title=text, authors=(text,), journal_ref=text, doi=text)
            ),
        ),
    )


def assert_only_shown(page: Page, text: str, plain: Page, times: int) -> None:
    letters = re.sub(r"\s", "", bare(re.sub("[\ufdd0\uffff]", "\ufffd", text)))
    assert letters == "" or re.sub(r"\s", "", bare(page.text)).count(letters) >= times
    assert page.tags <= plain.tags | {"p", "i", "em"}
    known = ("#", "https://arxiv.org/", "https://doi.org/", "data:text/csv;")
    assert {link for link in page.links if not link.startswith(known)} == plain.links - {
        link for link in plain.links if link.startswith(known)
    }


@pytest.mark.parametrize("text", KNOWN)
def test_exports_show_hostile_text_as_it_is(text: str) -> None:
    plain = filled("plain")
    for page_of in (html_page, markdown_page):
        assert_only_shown(page_of(filled(text)), text, page_of(plain), 9)


@given(HOSTILE)
def test_exports_show_any_text_as_it_is(text: str) -> None:
    assert_only_shown(markdown_page(filled(text)), text, markdown_page(filled("plain")), 9)
    read = text.replace("\ud800", "")  # a record with a lone surrogate is not read: it is no JSON
    assert_only_shown(html_page(filled(read)), read, html_page(filled("plain")), 9)


@pytest.mark.parametrize("page_of", [html_page, markdown_page])
def test_brief_exports_have_no_link_that_leads_nowhere(page_of: Callable[[Report], Page]) -> None:
    row = claim_row(1, "Recall rises.", paper_id="2005.00001v1")
    entry = ReportReference(number=1, key="a", paper=paper(), kind="pdf")
    said = quotation("Recall rises.", cites=(1,), claim=1)
    whole = report(abstract=(said,), sections=(), claims=(row,), references=(entry,))
    page = page_of(whole.model_copy(update={"brief": True}))
    assert "Recall rises." in page.text
    if page_of is markdown_page:  # the page of a record has its claims all the same
        assert "Claims table" in page_of(whole).text
        assert not {"Claims table", "Evidence"} & set(page.text.split("\n"))
    assert "C1" in page.text
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors
