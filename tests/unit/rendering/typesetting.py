"""What the tests of rendering share: small reports, and the text that a PDF shows."""

import os
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

import pymupdf
import pytest

from synth.answer import weigh
from synth.models import (
    CheckedClaim,
    Claim,
    ClaimRow,
    Evidence,
    Fragment,
    Grid,
    ItemList,
    Mark,
    Paper,
    Paragraph,
    Passage,
    Question,
    Report,
    ReportReference,
    ReportSection,
    Span,
)
from synth.question import parse_question
from synth.rendering.compilation import compile_pdf, find_tex
from synth.rendering.template import render_report
from synth.settings import RenderSettings

MADE_ON = date(2026, 11, 20)
BODY = pymupdf.Rect(0, 65, 596, 770)
"""An A4 page, in points, without its running head and foot."""

READ = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
"""Without that flag, since MuPDF takes a printed U+FFFD for an unknown character and gives its glyph's number."""

needs_tex = pytest.mark.skipif(find_tex() is None, reason="TeX is not installed")


def paragraph(text: str) -> Paragraph:
    return Paragraph(fragments=(Fragment(text=text),))


def quotation(text: str, claim: int = 1, cites: tuple[int, ...] = (1,)) -> Paragraph:
    return Paragraph(fragments=(Fragment(text=text, kind="quote", cites=cites, claim=claim),))


def paper(paper_id: str = "2005.11401v4", **fields: object) -> Paper:
    known = {
        "paper_id": paper_id,
        "title": "Retrieval-Augmented Generation for Tests",
        "authors": ("Ada Lovelace", "Émilie du Châtelet"),
        "published": date(2020, 5, 22),
        "primary_category": "cs.CL",
    }
    return Paper.model_validate(known | fields)


def claim_row(number: int, text: str, mark: Mark = "verified", paper_id: str = "2005.11401v4") -> ClaimRow:
    claim = Claim(
        claim_id=f"c-{number:010x}",
        paper_id=paper_id,
        text=text,
        section="4.2 Results",
        section_role="result",
        paragraph=1,
        spans=(Span(5, 0, len(text)),),
        role="result",
        score=0.9,
    )
    passage = Passage(
        passage_id=f"p-{number}", paper_id=paper_id, text=text, section="6 Discussion", spans=(Span(8, 0, 9),)
    )
    evidence = Evidence(
        evidence_id=f"e-{number}",
        claim_id=claim.claim_id,
        passage=passage,
        same_paper=True,
        independent=False,
        similarity=0.5,
        confidence=0.75,
        stance="supports",
        why="",
    )
    checked = CheckedClaim(
        claim=claim, mark=mark, stance="supports", similarity=0.5, confidence=0.75, evidence=(evidence,), why=""
    )
    return ClaimRow(number=number, checked=checked, reference=1, locator="Section 4.2 Results, p. 5")


def report(**fields: object) -> Report:
    reference = ReportReference(number=1, key="lovelace2020", paper=paper(), kind="latex")
    small = {
        "title": "Do tests with 100% & more find $errors$?",
        "publisher": "synth",
        "made_on": MADE_ON,
        "record_id": "SRCH:1a2b3c4d",
        "standing": "Unverified · level L2 · Watchlist",
        "question": Question(text="Do tests find errors?", kind="open", subjects=("tests",), terms=("tests", "errors")),
        "sample": False,
        "abstract": (paragraph("This report asks whether tests find errors."),),
        "sections": (
            ReportSection(
                heading="Results",
                blocks=(
                    Paragraph(
                        fragments=(
                            Fragment(text="One paper says so: "),
                            Fragment(text="Tests find 5% more errors.", kind="quote", cites=(1,), claim=1),
                            Fragment(text=" It is the "),
                            Fragment(text="only", kind="emphasis"),
                            Fragment(text=" one."),
                        )
                    ),
                    quotation("Tests find 5% more errors."),
                    ItemList(items=(paragraph("first"), paragraph("second"))),
                ),
                subsections=(
                    ReportSection(
                        heading="Figures",
                        blocks=(
                            Grid(
                                caption="Errors found.",
                                header=("Paper", "Errors"),
                                rows=(("[1] Lovelace", "5"), ("*none*", "0")),
                                align=("l", "r"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        "claims": (claim_row(1, "Tests find 5% more errors."),),
        "references": (reference,),
    }
    small["answer"] = weigh(parse_question("Do tests help?"), (), {})
    return Report.model_validate(small | fields)


def typeset(content: Report) -> pymupdf.Document:
    """The report as the PDF that a reader opens."""
    settings = RenderSettings()
    rendered = render_report(content, settings)
    return open_pdf(compile_pdf(rendered.tex, content.made_on, settings, os.environ, rendered.figures))


def open_pdf(data: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=data, filetype="pdf")


def pages(document: pymupdf.Document) -> list[pymupdf.Page]:
    """The pages in order."""
    return [document[number] for number in range(document.page_count)]


def shown(document: pymupdf.Document) -> str:
    """The text of all pages, without running heads and feet, as `bare`."""
    return bare("".join(page.get_text(clip=BODY, flags=READ) for page in pages(document)))


def bare(text: str) -> str:
    """Text in NFKC without white space, hyphens, and what has no glyph: what must be equal on both sides."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", unicodedata.normalize("NFKC", text))
    return "".join(
        char
        for char in text
        if not char.isspace() and char not in "-‐" and unicodedata.category(char) not in ("Cc", "Cf")
    )


def unseen(texts: Sequence[str], document: pymupdf.Document) -> list[str]:
    """Those of the texts that the PDF does not show."""
    page_text = shown(document)
    return [text for text in texts if bare(text) not in page_text]
