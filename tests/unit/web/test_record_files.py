"""The page of one record: what corrections change, its tables as files, its addresses, and what is never served."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from benchmarks.site.copies import Original
from synth.models import Fragment, Paragraph, PublishedRecord, ReportSection
from synth.models.base import json_text
from synth.records.reader import read_manifest
from synth.records.run_folder import outputs_of, seal
from synth.runs.correcting import correct_record
from synth.settings import Settings, SiteSettings
from synth.web import build_site, record_files
from synth.web.public_record import PublicRecord
from tests import examples


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return examples.record(tmp_path / "runs" / "run", pdf=b"%PDF")


def page_of(run: Path, **site: str) -> tuple[PublishedRecord, Path]:
    """The record and the folder of its page."""
    out = run.parent.parent / "site"
    (record,) = build_site(run.parent, out, Settings(site=SiteSettings.model_validate(site))).records
    return record, out / record.page


def test_page_has_the_answer_first_then_standing_claims_and_files(run: Path) -> None:
    record, folder = page_of(run)
    page = (folder / "index.html").read_text()
    order = ["<h1>", 'class="headline"', 'id="evidence"', 'id="record"', 'id="standing"', 'id="claims"', 'id="files"']
    places = [page.index(name) for name in order]
    assert places == sorted(places)
    assert PublishedRecord.model_validate_json((folder / "record.json").read_bytes()) == record
    assert record.marks == {"corroborated": 1, "unsupported": 1}
    assert (folder / "record" / "report.pdf").read_bytes() == (run / "report.pdf").read_bytes()


def test_page_shows_corrections_and_takes_what_they_struck_out_of_the_evidence(run: Path) -> None:
    _, folder = page_of(run)
    before = (folder / "evidence.csv").read_text()
    correct_record(run, "C1", "Table 2 prints 41.5", lambda: datetime(2027, 1, 2, tzinfo=UTC))
    record, folder = page_of(run)
    page = (folder / "index.html").read_text()
    assert (record.state, record.updated, record.marks) == (
        "CORRECTED",
        date(2027, 1, 2),
        {"struck": 1, "unsupported": 1},
    )
    assert "Table 2 prints 41.5" in page
    assert "<del>" in page
    assert "beats BM25" in before
    assert "beats BM25" not in (folder / "evidence.csv").read_text()
    assert "2027-01-02T00:00:00Z" in (folder.parent.parent / "feed.xml").read_text()


def test_page_says_nothing_twice_and_has_no_empty_column(run: Path) -> None:
    record, folder = page_of(run)
    page = (folder / "index.html").read_text()
    assert record.title == record.question
    assert "<dt>Title</dt>" not in page
    assert '<th scope="col">Findings</th></tr>' in page  # no value is compared, and there is no column for them


def test_page_quotes_below_the_answer_what_the_reports_first_page_does(run: Path) -> None:
    original = Original(run)
    quotation = Paragraph(fragments=(Fragment(text="The nearest finding."),))
    opening = ReportSection(heading="The evidence", blocks=(quotation,))
    sections = (opening, *original.report.sections)
    original.report = original.report.model_copy(update={"sections": sections})
    shutil.rmtree(run)
    original.copy_to(run, lambda text: text)
    page = (page_of(run)[1] / "index.html").read_text()
    assert "<p>The nearest finding.</p>" in page[page.index('id="answer"') : page.index('id="record"')]


def test_page_names_papers_as_people_do_and_shows_no_heading_twice(run: Path) -> None:
    def unclear(text: str) -> str:
        return text.replace("beats BM25", "differs")

    original = Original(run)
    checked = original.report.claims[1].checked.model_copy(
        update={"why": "nothing supports it; nearest in 2001.00001v1"}
    )
    rows = (original.report.claims[0], original.report.claims[1].model_copy(update={"checked": checked}))
    original.report = original.report.model_copy(update={"claims": rows})
    shutil.rmtree(run)
    original.copy_to(run, unclear)
    page = (page_of(run)[1] / "index.html").read_text()
    assert "nearest in Author1 (2020)." in page
    report = page[page.index('id="report"') : page.index('id="references"')]
    headings = re.findall("<summary>(.*?)</summary>", report)
    assert headings == [section.heading for section in original.report.sections]
    assert f"“{examples.TEXTS[0]}" in report
    assert "<h3>Methodology</h3>" not in page


def test_page_of_an_answer_without_a_clear_paper_shows_that_each_is_unclear(run: Path) -> None:
    original = Original(run)
    answer = original.report.answer
    papers = tuple(one.model_copy(update={"direction": "unclear", "values": ()}) for one in answer.papers)
    counts = {vote: 2 * (vote == "unclear") for vote in answer.counts}
    changed = {"papers": papers, "counts": counts, "direction": "unclear"}
    original.report = original.report.model_copy(update={"answer": answer.model_copy(update=changed)})
    shutil.rmtree(run)
    original.copy_to(run, lambda text: text)
    page = (page_of(run)[1] / "index.html").read_text()
    assert '<span aria-hidden="true">○○</span> 2 unclear' in page
    assert "<summary>2 papers without a clear direction</summary>" in page


def test_pages_have_whole_addresses_where_the_site_has_one(run: Path) -> None:
    record, folder = page_of(run, address="https://lab.example/syntheses/")
    page = (folder / "index.html").read_text()
    base = f"https://lab.example/syntheses/{record.page}/"
    assert f'<meta name="citation_pdf_url" content="{base}record/report.pdf"/>' in page
    assert f"<loc>{base}index.html</loc>" in (folder.parent.parent / "sitemap.xml").read_text()
    assert 'href="https://lab.example/syntheses/feed.xml"' in (folder.parent.parent / "feed.xml").read_text()


@pytest.mark.parametrize("name", ["page.html", "figure.svg", "a.js", "noending"])
def test_a_record_with_a_file_that_a_browser_might_run_has_no_page(run: Path, name: str) -> None:
    (run / name).write_text("<script>alert(1)</script>")
    manifest = read_manifest(run)
    outputs = (*manifest.outputs, *outputs_of({name: (run / name).read_bytes()}))
    (run / "manifest.json").write_text(json_text(seal(manifest.model_copy(update={"outputs": outputs}))))
    made = build_site(run.parent, run.parent.parent / "site", Settings())
    assert made.records == ()
    assert f"{name} is of no kind that is served" in made.left_out[0]


def test_a_record_that_breaks_its_page_costs_the_others_nothing(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples.record(run.parent / "second", "Falsified")
    made = record_files.page_files
    first = read_manifest(run).record_id

    def broken(public: PublicRecord, made_from: str, site: SiteSettings) -> tuple[PublishedRecord, dict[str, bytes]]:
        if public.content.manifest.record_id == first:
            raise RecursionError("nested without end")
        return made(public, made_from, site)

    monkeypatch.setattr(record_files, "page_files", broken)
    made_site = build_site(run.parent, run.parent.parent / "site", Settings())
    assert [record.status for record in made_site.records] == ["Falsified"]
    assert "unexpected RecursionError: nested without end" in made_site.left_out[0]
