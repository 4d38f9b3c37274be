"""The finished sample report as a production editor and a screen reader find it, in both styles."""

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

from synth import generate
from synth.models import Fragment, ItemList, Paragraph, Report, ReportSection
from synth.records.reader import read_report
from synth.rendering.compilation import find_tex
from synth.rendering.template import render_report
from synth.settings import RenderSettings, Settings, Style
from tests.unit.rendering.typesetting import BODY, pages

QUESTION = "Does retrieval augmentation reduce hallucination compared with longer context windows?"
pytestmark = pytest.mark.skipif(find_tex() is None, reason="TeX is absent")


@dataclass(frozen=True)
class Typeset:
    """A report, its PDF after one pass, what TeX said of it, and the folder where it ran."""

    report: Report
    pdf: pymupdf.Document
    log: str
    folder: Path


@pytest.fixture(scope="module")
def sample_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("sample")
    record = generate(QUESTION, sample=True, pdf=False, library=folder / "library", out=folder / "out")
    return read_report(Path(record.folder))


@pytest.fixture(scope="module", params=["one-column", "two-column"])
def typeset(sample_report: Report, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Typeset:
    style: Style = request.param
    rendered = render_report(sample_report, RenderSettings(style=style))
    folder = tmp_path_factory.mktemp("tex")
    for path, text in {"report.tex": rendered.tex, **rendered.figures}.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    _run_tex(folder)
    log = (folder / "report.log").read_text(encoding="utf-8", errors="replace")
    return Typeset(sample_report, pymupdf.open(stream=(folder / "report.pdf").read_bytes()), log, folder)


def _run_tex(folder: Path) -> None:
    subprocess.run(
        ["xelatex", "-interaction=nonstopmode", "report.tex"],
        cwd=folder,
        env={**os.environ, "max_print_line": "1000"},
        capture_output=True,
        check=True,
        timeout=120,
    )


def test_sample_report_passes_no_margin_by_two_points(typeset: Typeset) -> None:
    assert "Output written" in typeset.log
    assert [said for said in re.findall(r"Overfull .*?\((.*?)pt too", typeset.log) if float(said) > 2] == []


def test_sample_report_links_lead_somewhere(typeset: Typeset) -> None:
    links = [link for page in pages(typeset.pdf) for link in page.get_links()]
    inner = [link for link in links if "uri" not in link]
    assert len(inner) > len(typeset.report.claims)
    assert all(0 <= link["page"] < typeset.pdf.page_count for link in inner)
    outer = {link["uri"] for link in links if "uri" in link}
    assert outer == {f"https://arxiv.org/abs/{entry.paper.cited_id}" for entry in typeset.report.references}


def test_sample_report_numbers_its_pages(typeset: Typeset) -> None:
    assert typeset.pdf.page_count > 3
    for number, page in enumerate(pages(typeset.pdf), start=1):
        assert page.get_text().splitlines()[-1] == str(number)


def test_sample_report_needs_no_second_pass(typeset: Typeset) -> None:
    _run_tex(typeset.folder)
    with pymupdf.open(typeset.folder / "report.pdf") as again:
        assert again.get_toc() == typeset.pdf.get_toc()
        for once, twice in zip(pages(typeset.pdf), pages(again), strict=True):
            assert twice.get_text("words") == once.get_text("words")
            assert [link["from"] for link in twice.get_links()] == [link["from"] for link in once.get_links()]


def test_sample_report_outline_names_every_section(typeset: Typeset) -> None:
    titles = [title for _, title, _ in typeset.pdf.get_toc()]
    assert titles == [
        *headings(typeset.report.sections),
        "Claims table",
        "References",
        "Evidence",
        *headings(typeset.report.appendices),
    ]


def test_sample_report_reads_in_order_without_anything_spliced_in(typeset: Typeset) -> None:
    text = bare("".join(page.get_text(clip=BODY) for page in pages(typeset.pdf)))
    start = 0
    for told in read_aloud(typeset.report):
        found = text.find(bare(told), start)
        assert found >= start, told
        start = found + len(bare(told))


def headings(sections: Sequence[ReportSection]) -> Iterator[str]:
    for section in sections:
        yield section.heading
        yield from headings(section.subsections)


def read_aloud(report: Report) -> Iterator[str]:
    """Headings and whole paragraphs in order, then claims, titles of references, and claims again as evidence."""
    yield report.title
    yield from map(running, report.abstract)
    for section in report.sections:
        yield from of_section(section)
    yield from ("Claims table", *(row.checked.claim.quotation for row in report.claims))
    yield from ("References", *(entry.paper.title for entry in report.references))
    yield from ("Evidence", *(row.checked.claim.quotation for row in report.claims))
    for section in report.appendices:
        yield from of_section(section)


def of_section(section: ReportSection) -> Iterator[str]:
    yield section.heading
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield running(block)
        elif isinstance(block, ItemList):
            yield from map(running, block.items)
    for below in section.subsections:
        yield from of_section(below)


def running(paragraph: Paragraph) -> str:
    return "".join(f"{shown(fragment)}{cited(fragment)}" for fragment in paragraph.fragments)


def shown(fragment: Fragment) -> str:
    return f"“{fragment.text}”" if fragment.kind == "quote" else fragment.text


def cited(fragment: Fragment) -> str:
    numbers = [str(number) for number in sorted(fragment.cites)]
    claim = [f"C{fragment.claim}"] if fragment.claim is not None else []
    return f" [{', '.join(numbers + claim)}]" if numbers + claim else ""


def bare(text: str) -> str:
    """Text in NFKC without white space, and without hyphens, which a line's end adds."""
    return re.sub(r"[\s‐-]", "", unicodedata.normalize("NFKC", text))


def test_brief_sample_report_has_at_most_four_pages(tmp_path: Path) -> None:
    brief = Settings(rendering=RenderSettings(brief=True))
    record = generate(QUESTION, sample=True, settings=brief, library=tmp_path / "library", out=tmp_path / "out")
    with pymupdf.open(Path(record.folder) / "report.pdf") as pdf:
        assert 1 < pdf.page_count <= 4
        assert "Claims table" not in [title for _, title, _ in pdf.get_toc()]
