import re
from pathlib import Path

import pytest

from synth.models import Grid, Mark, ReportReference, ReportSection
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from tests.unit.rendering.typesetting import claim_row, paper, paragraph, report

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "templates" / "latex").rglob("*.j2"))


def rendered(**fields: object) -> str:
    return render_report(report(**fields), RenderSettings()).tex


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_nothing_whose_result_is_escaped_twice(template: Path) -> None:
    statements = re.findall(r"<%.*?%>|<<.*?>>", template.read_text(encoding="utf-8"), re.DOTALL)
    banned = re.compile(r"\b(macro|call|super|filter|recursive|safe)\b|\bset\s+\w+\s*[-+]?%>")
    assert [statement for statement in statements if banned.search(statement)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_values_apart_from_commands(template: Path) -> None:
    """`\\hfil<<value>>` became the command \\hfilSRCH."""
    assert re.findall(r"\\[A-Za-z]+<<", template.read_text(encoding="utf-8").replace(r"\<<", "")) == []


def test_render_report_escapes_every_value() -> None:
    hostile = r"\write18{id} 50% $x$"
    tex = rendered(
        title=hostile,
        publisher=hostile,
        record_id=hostile,
        standing=hostile,
        abstract=(paragraph(hostile),),
        sections=(
            ReportSection(
                heading=hostile,
                blocks=(Grid(caption=hostile, header=(hostile,), rows=((hostile,),), align=("l",)),),
            ),
        ),
        claims=(claim_row(1, hostile),),
        references=(
            ReportReference(
                number=1,
                key="k",
                kind="pdf",
                paper=paper(
                    title=hostile,
                    authors=(hostile,),
                    journal_ref=hostile,
                    doi=hostile,
                    primary_category=hostile,
                    link="https://evil.example/",
                ),
            ),
        ),
    )
    assert r"\write18" not in tex
    assert "evil.example" not in tex
    assert tex.count(r"\textbackslash{}write18\{id\} 50\% \$x\$") >= 15


def test_render_report_links_quotations_claims_and_references() -> None:
    tex = rendered()
    assert r"“Tests find 5\% more errors.”~{[}\citelink{1},~\claimlink{1}{]}" in tex
    assert r"\target{claim.1}{C1}" in tex
    assert r"\target{reference.1}{{[}1{]}}" in tex
    assert r"\href{https://arxiv.org/abs/2005.11401v4}" in tex


def test_render_report_sets_a_lone_quotation_as_a_block() -> None:
    assert "\\begin{claimquote}\n“Tests find" in rendered()


def test_render_report_of_samples_says_digest_of_everywhere() -> None:
    tex = rendered(sample=True)
    opening, table = tex.split(r"\section{Claims table}")
    assert r"\textbf{Sample report.} Every paper in this report is a digest" in opening
    rows = [line for line in table.splitlines() if line.startswith(r"\target{claim.")]
    assert rows
    assert all("&digest of {[}" in row for row in rows)
    assert "\nDigest of: Ada Lovelace" in table
    assert "digest of" not in rendered().lower()


def test_render_report_marks_have_glyphs_and_a_legend() -> None:
    marks: tuple[Mark, ...] = ("corroborated", "verified", "unsupported", "contradicted")
    tex = rendered(claims=tuple(claim_row(number, "x", mark) for number, mark in enumerate(marks, 1)))
    rows = [line for line in tex.splitlines() if line.startswith(r"\target{claim.")]
    tick = r"\glyphs{Symbola_hint.ttf}"
    for row, glyph in zip(rows, (f"{tick}{{✓✓}}", f"{tick}{{✓}}", "○", "≠"), strict=True):
        assert rf"{{{glyph}}}&" in row
    assert all(f"~{mark}" in tex for mark in ("corroborated", "verified", "stated once", "contradicted"))


def test_render_report_lists_what_no_font_shows() -> None:
    output = render_report(report(abstract=(paragraph("DNA \U0001f9ec and \ue000"),)), RenderSettings())
    assert output.substitutions == {"\ue000": "[U+E000]", "\U0001f9ec": "[U+1F9EC]"}
    assert render_report(report(), RenderSettings()).substitutions == {}


def test_render_report_names_authors_up_to_the_limit() -> None:
    many = paper(authors=tuple(f"A. Author{number}" for number in range(2900)))
    reference = ReportReference(number=1, key="k", paper=many, kind="pdf")
    assert "A. Author39, et al. Retrieval" in rendered(references=(reference,))
    assert "Author2899, A.}" in render_report(report(references=(reference,)), RenderSettings()).bib


def test_render_report_shortens_a_long_heading_in_the_outline_only() -> None:
    heading = "words " * 40
    tex = rendered(sections=(ReportSection(heading=heading),))
    ((outline, printed),) = re.findall(r"\\section\[(.*)\]\{(.*)\}", tex)
    assert len(outline) <= 120
    assert outline.endswith("…")
    assert printed == heading


def test_render_report_splits_a_cell_longer_than_a_page() -> None:
    grid = Grid(caption="c", header=("a", "b"), rows=(("word " * 3000, "x"),), align=("p", "l"))
    tex = rendered(sections=(ReportSection(heading="h", blocks=(grid,)),))
    rows = [line for line in tex.splitlines() if line.startswith("word word")]
    assert len(rows) > 5
    assert "".join(row.split("&")[0] for row in rows).count("word") == 3000


def test_render_report_leaves_width_to_every_column() -> None:
    grid = Grid(caption="c", header=("a", "b", "c"), rows=(("x", "y" * 10_000, "z"),), align=("l", "l", "r"))
    tex = rendered(sections=(ReportSection(heading="h", blocks=(grid,)),))
    shares = [
        float(share) for share in re.findall(r"[LR]\{([\d.]+)\}", tex.split(r"\begin{longtable}")[1].split("\n")[0])
    ]
    assert len(shares) == 3
    assert min(shares) > 0.04
    assert sum(shares) <= 1.0002


def test_render_report_shows_the_evidence_behind_each_claim() -> None:
    tex = rendered()
    appendix = tex[tex.index(r"\section{Evidence}") :]
    assert r"\hyperlink{evidence.1}" in tex
    assert r"\target{evidence.1}{C1}" in appendix
    assert appendix.count("“Tests find 5\\% more errors.”") == 2  # the claim, and the passage that repeats it
    assert "(similarity 0.50, confidence 0.75): “" in appendix
