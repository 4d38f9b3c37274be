import io
import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from synth import cli
from synth.cli.runs import EXPORTS
from synth.errors import RecordError, UsageError
from synth.models.run_files import REPORT, SCREENING
from synth.records import read_report, read_screened, record_files, write_run
from synth.rendering import render_report
from synth.runs.exporting import Format, export
from synth.settings import RenderSettings
from tests.examples import checked, claim, document, manifest, report, review

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
    assert runner.invoke(cli.main, ["export", str(run), "--format", "docx"]).exit_code == 2
    (run / "report.json").write_text("{}")
    with pytest.raises(RecordError, match=r"report\.json is not the file that is listed"):
        export(run, "html")
    (run / "report.json").unlink()
    with pytest.raises(RecordError, match=r"report\.json is missing"):
        export(run, "csv")
