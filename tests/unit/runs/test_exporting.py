import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import docx
import pytest
import rispy
import yaml
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pybtex.database import parse_string

from synth import cli
from synth.cli.runs import EXPORTS
from synth.errors import RecordError, UsageError
from synth.models import Screened
from synth.models.run_files import REPORT, SCREENING
from synth.records.files import record_files
from synth.records.reader import read_report, read_screened
from synth.records.run_folder import write_run
from synth.rendering.template import render_report
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


@pytest.fixture(params=["pandoc", "python-docx"])
def word_maker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The program that makes Word documents in this test."""
    name = str(request.param)
    if name == "pandoc" and shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    if name == "python-docx":
        without_pandoc(monkeypatch)
    return name


def without_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, *rest, **more: None if name == "pandoc" else found(name))


@pytest.mark.usefixtures("word_maker")
def test_export_gives_a_word_document_with_headings_tables_and_references(run: Path) -> None:
    exported = export(run, "docx")
    assert export(run, "docx") == exported
    word = docx.Document(io.BytesIO(exported))
    assert word.core_properties.title == QUESTION
    headings = [part.text for part in word.paragraphs if str(part.style and part.style.name) in ("Title", "Heading 1")]
    assert headings[:2] == [QUESTION, "Abstract"]
    assert {"Claims table", "References", "Evidence"} <= set(headings)
    claims = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    assert claims[0] == ["No.", "Claim", "Source", "Mark", "Sim.", "Conf."]
    assert claims[1][:2] == ["C1", "“Dense retrieval beats BM25 on Natural Questions by 9 points.”"]
    assert claims[1][2].startswith("[1] ")
    assert word.tables[-1].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert any(part.text.startswith("[1] ") and "Paper 1" in part.text for part in word.paragraphs)


@pytest.mark.usefixtures("word_maker")
def test_export_gives_a_word_document_whose_citations_are_fields(run: Path) -> None:
    body = docx.Document(io.BytesIO(export(run, "docx"))).element
    bookmarks = {str(mark.get(qn("w:name"))): mark for mark in body.xpath("//w:bookmarkStart")}
    fields = [re.findall(r"^ REF (\w+) \\h $", field.text) for field in body.xpath("//w:instrText")]
    assert {"reference1", "claim1", "claim2"} <= {place for found in fields for place in found}
    assert all(len(found) == 1 and found[0] in bookmarks for found in fields)
    assert len({mark.get(qn("w:id")) for mark in bookmarks.values()}) == len(bookmarks)
    marked = body.xpath("//w:bookmarkStart[@w:name='reference1']/following-sibling::w:r[1]/w:t")
    assert [text.text for text in marked] == ["1"]  # what the field shows when Word updates it
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.xpath("//w:fldChar")]
    assert kinds == ["begin", "separate", "end"] * len(fields)


@pytest.mark.usefixtures("word_maker")
def test_export_gives_a_word_document_whose_marks_lead_to_their_evidence(run: Path) -> None:
    body = docx.Document(io.BytesIO(export(run, "docx"))).element
    bookmarks = {str(mark.get(qn("w:name"))) for mark in body.xpath("//w:bookmarkStart")}
    anchors = {str(link.get(qn("w:anchor"))) for link in body.xpath("//w:hyperlink[@w:anchor]")}
    assert {"evidence1", "evidence2"} <= anchors <= bookmarks


@pytest.mark.usefixtures("word_maker")
def test_export_gives_a_word_document_with_a_footnote_for_each_quotation(run: Path) -> None:
    word = docx.Document(io.BytesIO(export(run, "docx")))
    quoted = [fragment.claim for fragment in read_report(run).fragments if fragment.claim]
    marks = [mark.get(qn("w:id")) for mark in word.element.xpath("//w:footnoteReference")]
    assert len(marks) == len(quoted) > 0
    (part,) = [one.target_part for one in word.part.rels.values() if one.reltype.endswith("relationships/footnotes")]
    notes = parse_xml(part.blob).findall(qn("w:footnote"))
    texts = {note.get(qn("w:id")): "".join(text.text for text in note.iter(qn("w:t"))).strip() for note in notes}
    assert set(marks) < set(texts)
    assert texts[marks[0]].startswith("Results, p. 1. ✓✓ corroborated: a paper with no author in common")


def test_export_says_the_same_in_word_whatever_makes_it(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    by_pandoc = words_of(export(run, "docx"))
    without_pandoc(monkeypatch)
    assert words_of(export(run, "docx")) == by_pandoc


def words_of(word: bytes) -> list[str]:
    """The words of a document and its footnotes, in order."""
    opened = zipfile.ZipFile(io.BytesIO(word))
    xml = [opened.read(f"word/{part}.xml") for part in ("document", "footnotes")]
    paragraphs = [paragraph for part in xml for paragraph in parse_xml(part).iter(qn("w:p"))]
    return " ".join("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in paragraphs).split()


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
    without_pandoc(monkeypatch)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError, match=r"needs pandoc or the package python-docx \(pip install 'synth\[office\]'"):
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
