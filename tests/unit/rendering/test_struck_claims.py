"""A claim that was struck through: its row says so by a line, and by the reason below it."""

import html
import re

import pytest
from markdown_it import MarkdownIt

from synth.models import ClaimRow, Report
from synth.rendering.markdown import render_markdown
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from tests.examples import page_of
from tests.unit.rendering.typesetting import bare, claim_row, needs_tex, pages, report, shown, typeset, unseen

SETTINGS = RenderSettings()
REASON = "gate 2 computed 4.2 and not 42 (100% & more)"
HOSTILE = (
    r"\end{longtable} & \\ # $x$ {~ ~~ ^",
    "~~not struck~~ </del><b>x</b> | y",
    "word" * 60,
    "短い日本語の文。" * 30,
    "עברית with English 42 and עוד עברית " * 6,
    "العربية والنص " * 20,
    "हिन्दी पाठ " * 20,
    "DNA \U0001f9ec \ue000 ✓ 𝔸 e\u0301",
    "",
    "A long claim of words that break over lines. " * 60,
)


def struck(text: str, reason: str = REASON, number: int = 1) -> ClaimRow:
    return claim_row(number, text).model_copy(update={"struck": reason})


def of(*rows: ClaimRow) -> Report:
    return report(claims=rows, sections=())


def test_struck_claim_is_crossed_out_and_its_reason_is_not() -> None:
    tex = render_report(of(struck("Tests find 5% more."), claim_row(2, "Tests are slow.")), SETTINGS).tex
    assert r"\struck{“Tests find 5\% more.”}" in tex
    assert r"Struck through: gate 2 computed 4.2 and not 42 (100\% \& more)." in tex
    assert "C2}&“Tests are slow.”&" in tex


@needs_tex
def test_struck_claims_stand_in_the_pdf_with_a_line_through_each_line() -> None:
    document = typeset(of(struck("A claim of some words that do not fit on one line of the table. " * 3)))
    page = next(page for page in pages(document) if "Struck through:" in page.get_text())
    words = [word for word in page.get_text("words") if word[4] in ("fit", "line", "table.", "table.”")]
    rules = [path["rect"] for path in page.get_drawings() if path["rect"].height < 1]
    in_table = [word for word in words if word[0] < 320 and word[1] < page.search_for("Struck through:")[0].y0]
    assert len(in_table) >= 9
    for x0, y0, x1, y1, *_ in in_table:
        assert any(rule.x0 <= x0 + 1 and x1 - 1 <= rule.x1 and y0 < rule.y0 < y1 for rule in rules)
    assert not any(rule.y0 > page.search_for("Struck through:")[0].y0 + 2 and rule.x1 < 300 and rule.x0 > 100
                   and rule.y1 < page.search_for("Struck through:")[0].y1 for rule in rules)  # fmt: skip


@needs_tex
def test_struck_claims_of_any_text_are_typeset_and_those_of_most_scripts_read_as_text() -> None:
    rows = [struck(text, reason=text or "no reason", number=number) for number, text in enumerate(HOSTILE, start=1)]
    rows += [struck(HOSTILE[-1], number=len(rows) + 1), claim_row(len(rows) + 2, "The last one stands.")]
    document = typeset(of(*rows))
    assert shown(document).count("Struckthrough:") == len(rows) - 1
    assert unseen([*HOSTILE[:4], "The last one stands."], document) == []
    assert unseen(["A long claim of words that break over lines. " * 20, REASON], document) == []


@pytest.mark.parametrize("text", [*HOSTILE, "Tests find 5% more."])
def test_struck_claim_is_a_deletion_in_the_exports(text: str) -> None:
    page = page_of(of(struck(text, reason=text), claim_row(2, "Slow.")))
    marked = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(
        render_markdown(of(struck(text, reason=text), claim_row(2, "Slow.")), SETTINGS)
    )  # fmt: skip
    for source in (page, marked):
        (deleted,) = re.findall(r"<(?:del|s)>(.*?)</(?:del|s)>", source, re.DOTALL)
        assert bare(html.unescape(deleted)) == bare(f"“{text}”")
        assert "Struck through: " in source
        assert bare(f"Struck through: {text.rstrip('.')}") in bare(html.unescape(re.sub("<[^>]*>", "", source)))
