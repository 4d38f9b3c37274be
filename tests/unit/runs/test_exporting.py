import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import docx
import pytest
import rispy
import yaml
from click.testing import CliRunner
from openpyxl import load_workbook
from pybtex.database import parse_string

from synth import cli
from synth.cli.runs import EXPORTS
from synth.errors import RecordError, UsageError
from synth.models import Screened
from synth.models.run_files import REPORT, SCREENING
from synth.records import read_report, read_screened, record_files, write_run
from synth.rendering import render_report
from synth.runs.exporting import Format, export
from synth.settings import RenderSettings
from tests.examples import checked, claim, document, manifest, record, report, review, source

QUESTION = "Does dense retrieval beat BM25?"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    claims = (checked(claim(0), "corroborated", document("2001.00002v1")), checked(claim(2)))
    content = report(QUESTION, claims)
    files = record_files(content, claims, [], review(), [document()])
    files["references.bib"] = render_report(content, RenderSettings()).bib.encode()
    write_run(tmp_path / "run", files, manifest(files, settings=RenderSettings()))
    return tmp_path / "run"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("bibtex", "@misc{author2020,"),
        ("csl-json", '"title": "Paper 1"'),
        ("ris", "TI  - Paper 1\r\n"),
        ("markdown", "# Does dense retrieval beat BM25?"),
        ("html", "<title>Does dense retrieval beat BM25?</title>"),
        ("csv", "Dense retrieval beats BM25 on Natural Questions by 9 points.,corroborated,0.8,0.5,supports"),
    ],
)
def test_export_gives_each_format_from_the_run_folder_alone(run: Path, form: Format, told: str) -> None:
    exported = export(run, form).decode()
    assert told in exported
    assert export(run, form).decode() == exported
    assert "The gain over BM25 is 9 points. Training took one day." not in exported  # documents/ holds that


def test_export_gives_a_workbook_and_refuses_a_damaged_screening(run: Path) -> None:
    sheets = load_workbook(io.BytesIO(export(run, "xlsx")))
    assert sheets["Claims"]["A2"].value == "C1"
    files = {SCREENING: b"paper_id\n"}
    write_run(run.parent / "damaged", files | {REPORT: (run / REPORT).read_bytes()}, manifest(files))
    with pytest.raises(RecordError, match=r"screening\.csv is damaged"):
        read_screened(run.parent / "damaged")


def test_export_gives_a_word_document_with_headings_tables_and_references(run: Path) -> None:
    exported = export(run, "docx")
    assert export(run, "docx") == exported
    word = docx.Document(io.BytesIO(exported))
    headings = [part.text for part in word.paragraphs if str(part.style and part.style.name) in ("Title", "Heading 1")]
    assert headings[:2] == [QUESTION, "Abstract"]
    assert {"Claims table", "References", "Evidence"} <= set(headings)
    claims = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    assert claims[0] == ["No.", "Claim", "Source", "Mark", "Sim.", "Conf."]
    assert claims[1][:2] == ["C1", "“Dense retrieval beats BM25 on Natural Questions by 9 points.”"]
    assert any(part.text.startswith("[1] ") and "Paper 1" in part.text for part in word.paragraphs)


def test_export_gives_a_word_document_whose_citations_lead_to_its_references(run: Path) -> None:
    word = docx.Document(io.BytesIO(export(run, "docx")))
    anchors = [link.fragment for part in word.paragraphs for link in part.hyperlinks]
    places = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(.*?)"', word.element.xml)
    assert anchors
    assert set(anchors) <= set(places)
    assert any("[1" in part.text and part.hyperlinks for part in word.paragraphs)


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize(
    ("form", "read_as", "written_as"),
    [("bibtex", "bibtex", "csljson"), ("csl-json", "csljson", "plain"), ("docx", "docx", "plain"),
     ("quarto", "markdown", "plain"), ("markdown", "markdown", "plain")],
)  # fmt: skip
def test_export_is_read_by_pandoc_without_a_warning(run: Path, form: Format, read_as: str, written_as: str) -> None:
    command = ["pandoc", "--from", read_as, "--to", written_as, "--fail-if-warnings", "--wrap=none"]
    bibliography = ["--citeproc"] if written_as == "plain" and read_as == "csljson" else []
    done = subprocess.run([*command, *bibliography], input=export(run, form), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert "Paper 1" in text
    if form in ("docx", "quarto", "markdown"):
        assert "Dense retrieval beats BM25 on Natural Questions by 9 points." in text


def test_export_gives_markdown_with_yaml_in_front(run: Path) -> None:
    _, front, body = export(run, "quarto").decode().split("---\n", 2)
    fields = yaml.safe_load(front)
    assert (fields["title"], fields["date"], fields["tags"]) == (QUESTION, "2026-11-21", ["literature-synthesis"])
    assert f"# {QUESTION}\n\n{body.lstrip()}" == export(run, "markdown").decode()


def test_export_names_the_package_that_is_missing(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError, match=r"needs the package python-docx \(pip install 'synth\[office\]'\)"):
        export(run, "docx")


def test_export_gives_the_papers_read_and_not_cited_where_all_are_asked_for(tmp_path: Path) -> None:
    claims = (checked(claim(0)),)
    content = report(QUESTION, claims)
    uncited = document("2001.00009v1").model_copy(update={"authors": ("Ida Old",), "year": 2020, "doi": "10.1234/a"})
    rows = [
        Screened(paper_id=uncited.paper_id, title="Read in vain", decision="skipped", stage="select", reason="none")
    ]
    files = record_files(content, claims, rows, review(), [document(), uncited])
    files["references.bib"] = render_report(content, RenderSettings()).bib.encode()
    inputs = (source("2001.00001v1"), source(uncited.paper_id))
    write_run(tmp_path / "run", files, manifest(files, inputs, settings=RenderSettings()))
    bib = parse_string(export(tmp_path / "run", "bibtex", all_read=True).decode(), "bibtex").entries
    assert list(bib) == ["author2020", "old2020"]
    assert bib["old2020"].fields["title"].strip("{}") == "Read in vain"
    assert [entry["title"] for entry in rispy.loads(export(tmp_path / "run", "ris", all_read=True).decode())] == [
        "Paper 1",
        "Read in vain",
    ]
    items = json.loads(export(tmp_path / "run", "csl-json", all_read=True))
    assert [item["id"] for item in items] == ["author2020", "old2020"]
    asked = ["export", str(tmp_path / "run"), "--format", "html", "--all"]
    assert CliRunner().invoke(cli.main, asked).exit_code == 2


def test_export_uses_templates_of_the_users_own(run: Path, tmp_path: Path) -> None:
    (tmp_path / "own" / "html").mkdir(parents=True)
    (tmp_path / "own" / "html" / "report.html.j2").write_text("<p>HOUSE STYLE</p>")
    asked = ["export", str(run), "--format", "html", "--templates"]
    done = CliRunner().invoke(cli.main, [*asked, str(tmp_path / "own")])
    assert (done.exit_code, done.output) == (0, "<p>HOUSE STYLE</p>")
    with pytest.raises(UsageError, match="holds no template"):
        export(run, "html", templates=tmp_path / "own" / "html")


def test_report_survives_the_run_folder(run: Path) -> None:
    claims = (checked(claim(0), "corroborated", document("2001.00002v1")), checked(claim(2)))
    assert read_report(run) == report(QUESTION, claims)


def test_export_formats_of_the_command_line_are_those_there_are() -> None:
    assert get_args(Format) == EXPORTS


def test_export_verb_prints_or_writes(run: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    printed = runner.invoke(cli.main, ["export", str(run), "--format", "csl-json"])
    assert printed.exit_code == 0
    assert [item["title"] for item in json.loads(printed.stdout)] == ["Paper 1", "Paper 2"]
    target = tmp_path / "new" / "references.json"
    written = runner.invoke(cli.main, ["export", str(run), "--format", "csl-json", "--out", str(target)])
    assert (written.exit_code, written.stdout) == (0, f"{target}\n")
    assert target.read_text(encoding="utf-8") == printed.stdout


def test_export_verb_tells_what_is_wrong_in_one_line(run: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    none = runner.invoke(cli.main, ["export", str(tmp_path), "--format", "html"])
    assert (none.exit_code, none.stderr) == (1, f"synth: {tmp_path}: not a run folder: it has no manifest.json\n")
    assert runner.invoke(cli.main, ["export", str(run), "--format", "odt"]).exit_code == 2
    (run / "report.json").write_text("{}")
    with pytest.raises(RecordError, match=r"report\.json is not the file that is listed"):
        export(run, "html")
    (run / "report.json").unlink()
    with pytest.raises(RecordError, match=r"report\.json is missing"):
        export(run, "csv")


def test_export_as_html_links_to_the_pdf_from_where_it_stands(tmp_path: Path) -> None:
    run = record(tmp_path / "a run", pdf=b"%PDF")
    assert '<a href="report.pdf">PDF</a>' in export(run, "html").decode()
    done = CliRunner().invoke(cli.main, ["export", str(run), "--format", "html", "--out", str(tmp_path / "page.html")])
    assert done.exit_code == 0
    assert '<a href="a%20run/report.pdf">PDF</a>' in (tmp_path / "page.html").read_text()
