"""Real titles and abstracts that break naive escaping, and what no real paper would dare: all of it must just print."""

import json
from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from synth.models import Fragment, Grid, ItemList, Paragraph, Report, ReportReference, ReportSection
from synth.models import Paper as PaperModel
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from tests.unit.rendering.typesetting import (
    bare,
    claim_row,
    needs_tex,
    pages,
    paragraph,
    quotation,
    report,
    shown,
    typeset,
    unseen,
)

RIGHT_MARGIN_PT = 595.3 - 76.5
TOLERANCE_PT = 2.0

HOSTILE = (
    r"\input{/etc/passwd} \immediate\write18{touch /tmp/x} \def\a{\a}\a \csname end\endcsname",
    r"\end{document} \catcode`\%=12 \openin5=x \special{ps:} \directlua{os.exit()} ^^5cinput ^^M ^^00",
    "}}}} {{{{ } { unbalanced \\",
    "$$ $ \\[ \\( & && # ## % %% _ __ ^ ^^ ~ ~~",
    "-- --- `` '' ?` !` << >> ,, \" ' ` fi ffi Th",
    "NUL \x00 bell \x07 escape \x1b delete \x7f zero\u200bwidth \ufeff joiner\u200d hyphen\u00adated",
    "override \u202egnirts\u202c isolate \u2067x\u2069 mark \u200f",
    "lone \ud800 surrogate \udfff replacement \ufffd",
    "[x] *y \\\\ [2em] \\\\* \\par \\newline & \\tabularnewline \\hline",
    "line\r\nbreaks\n\nand\ttabs\x0b\x0c\x85\u2028\u2029here",
    "\u0301leading mark, a\u0301\u0302\u0303\u0304\u0305 stack, 11\u03041\u0304",
    "#1 #2 \\the\\year \\jobname \\meaning\\x \\string",
    "x" * 10_000,
    "$\\mathcal{O}(n\\log^{2}n/\\varepsilon^{2})_{k=1,\\ldots,m}$" * 40,
    "耿" * 2_000,
)

SCRIPTS = (
    "耿秀萍 与 かな カナ 한국어, 。「」（）",
    "Ελληνικά ά ΐ Кириллица й ё Ђ Ә",
    "Ångström [ˈânːdɛʂ ˈjûːnas ˈɔ̂ŋːstrœm] Đặng Nguyễn Łukasz Šimůnek İbrahim ǧ",
    "𝔸 ∑ ≤ ℝ 𝛼𝜷𝓛 ∀∃∈∉⊂∪ ∫∮√∞ ⟨x⟩ ℓ ℏ ⊗ ⊕ ← → ⇒ ↦ ⟶ ≅ ≠ ≪",
    "😀 👍 ❤ ☃ ★ ✓ ✗ ♞ ☢",
    "ﬁ ﬀ ½ ² ™ € £ ¥ … – — “ ” ‘ ’ « » • ° ± × ÷ µ ¶ §",
    "สวัสดีชาวโลก",
    "Հայերեն ქართული አማርኛ ᠮᠣᠩᠭᠣᠯ",
)


def report_of(cells: Sequence[str], headings: Sequence[str], quoted: Sequence[str]) -> Report:
    """Texts as table cells; as heading, item, caption and reference; as quotation and in the claims table."""
    return report(
        title=headings[0],
        standing=headings[-1],
        abstract=tuple(quotation(text) for text in quoted),
        sections=(
            *(ReportSection(heading=heading, blocks=(paragraph(heading),)) for heading in headings),
            ReportSection(
                heading="Cells",
                blocks=(
                    Grid(
                        caption=" ".join(headings[:3]),
                        header=("", ""),  # it comes again on each page, between the parts of a long cell
                        rows=tuple(("C", text) for text in cells),
                        align=("l", "p"),
                    ),
                    ItemList(
                        items=tuple(
                            Paragraph(fragments=(Fragment(text=heading, kind="emphasis"),)) for heading in headings
                        )
                    ),
                ),
            ),
        ),
        claims=tuple(claim_row(number, text, paper_id="2005.00001v1") for number, text in enumerate(quoted, 1)),
        references=tuple(
            ReportReference(
                number=number,
                key=heading,
                paper=PaperModel(paper_id=f"2005.{number:05d}v1", title=heading, authors=(heading,)),
                kind="pdf",
            )
            for number, heading in enumerate(headings, 1)
        ),
    )


def assert_all_within_margin(document: pymupdf.Document) -> None:
    words = [word for page in pages(document) for word in page.get_text("words")]
    assert [word[4] for word in words if word[2] > RIGHT_MARGIN_PT + TOLERANCE_PT] == []


@needs_tex
def test_typeset_prints_hostile_text_as_it_is() -> None:
    document = typeset(report_of(HOSTILE, [text[:300] for text in HOSTILE], HOSTILE))
    assert unseen(HOSTILE, document) == []
    assert_all_within_margin(document)


@needs_tex
def test_typeset_shows_every_script() -> None:
    content = report_of(SCRIPTS, SCRIPTS, SCRIPTS)
    assert render_report(content, RenderSettings()).substitutions == {}
    document = typeset(content)
    assert unseen(SCRIPTS, document) == []
    assert_all_within_margin(document)
    assert [entry[1] for entry in document.get_toc()][:1] == [SCRIPTS[0]]


@needs_tex
def test_typeset_reads_right_to_left_back_in_order_and_prints_numbers_for_what_no_font_has() -> None:
    hebrew, arabic, dna = "Before שלום עולם after.", "السلام عليكم", "DNA \U0001f9ec double"
    page_text = shown(typeset(report(abstract=(paragraph(hebrew), paragraph(arabic), paragraph(dna)))))
    assert bare(hebrew) in page_text
    assert bare(arabic) in page_text
    assert "DNA[U+1F9EC]double" in page_text


@pytest.fixture
def adversarial(shared_data: Path) -> tuple[list[str], list[str]]:
    """Texts and, of them, titles."""
    records = [
        json.loads(line)
        for path in sorted((shared_data / "adversarial").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    titles = [record["title"] for record in records if "title" in record]
    abstracts = [record["abstract"] for record in records if "abstract" in record]
    return [*titles, *abstracts, *(record["text"] for record in records if "text" in record)], titles


@needs_tex
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_typeset_prints_every_adversarial_text(adversarial: tuple[list[str], list[str]], step: int) -> None:
    every, titles = adversarial
    assert len(every) > 300
    texts, titles = every[::step], titles[::step]
    document = typeset(report_of(texts, titles, texts[::8]))
    assert unseen(texts, document) == []
    assert_all_within_margin(document)
    assert document.get_toc()[0][1].removesuffix("…") in titles[0]
