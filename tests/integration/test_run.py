"""Whole runs on the sample library and on the user's own papers, with the command as a user has it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from synth import generate
from synth.records.reader import read_report
from synth.rendering.compilation import find_tex
from synth.runs.exporting import export
from synth.settings import Settings
from synth.web import build_site
from tests.integration.runs import (
    PAPER,
    QUESTION,
    answer,
    contents,
    lines_of,
    manifest_of,
    places,
    run_folders,
    run_process,
    screening,
    synth,
    without_tex,
    write_papers,
)

needs_tex = pytest.mark.skipif(find_tex() is None, reason="TeX is absent")


@pytest.fixture(scope="module")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on the sample library, with its PDF where there is TeX."""
    folder = tmp_path_factory.mktemp("sample")
    environ = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    done = run_process("generate", QUESTION, "--sample", *places(folder), environ=environ)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


@needs_tex
def test_sample_run_leaves_every_file_of_the_contract(sample_run: Path) -> None:
    files = contents(sample_run)
    manifest = json.loads(files["manifest.json"])
    expected = {
        "report.pdf",
        "report.tex",
        "references.bib",
        "claims.jsonl",
        "evidence.jsonl",
        "screening.csv",
        "review.json",
    }
    assert expected <= set(files)
    assert {output["path"] for output in manifest["outputs"]} == set(files) - {"manifest.json"}
    assert manifest["searched_on"] == "2023-11-14"
    assert not any(str(Path.home()) in text or "/tmp/" in text for text in [files["manifest.json"].decode()])


def test_sample_run_accounts_for_every_paper(sample_run: Path) -> None:
    rows = screening(sample_run)
    counts = manifest_of(sample_run)["counts"]
    decisions = [row["decision"] for row in rows]
    assert counts["found"] == len(rows) == counts["used"] + counts["merged"] + counts["skipped"]
    assert all(decisions.count(name) == counts[name] for name in ("used", "merged", "skipped"))
    assert all(row["reason"] for row in rows if row["decision"] != "used")


def test_sample_run_claims_stand_verbatim_at_their_spans(sample_run: Path) -> None:
    lines = [*lines_of(sample_run, "claims"), *lines_of(sample_run, "evidence")]
    assert lines
    for line in lines:
        name = line["paper_id"].replace(":", "-") + ".json"
        text = json.loads((sample_run / "documents" / name).read_text())["text"]
        assert " ".join(text[start:end] for _, start, end in line["spans"]) == line["text"]


def test_sample_run_claim_is_never_its_own_evidence(sample_run: Path) -> None:
    claims = {line["id"]: line for line in lines_of(sample_run, "claims")}
    for evidence in lines_of(sample_run, "evidence"):
        claim = claims[evidence["claim_id"]]
        assert claim["text"] not in evidence["text"]
        assert evidence["paper_id"] != claim["paper_id"] or not set(map(tuple, claim["spans"])) & set(
            map(tuple, evidence["spans"])
        )


@needs_tex
def test_sample_run_says_digest_everywhere(sample_run: Path) -> None:
    with pymupdf.open(sample_run / "report.pdf") as pdf:
        pages = [pdf[number].get_text() for number in range(pdf.page_count)]
    assert "digest" in pages[0]
    used = sum(row["decision"] == "used" for row in screening(sample_run))
    assert len(re.findall(r"Digest of:", " ".join(pages))) == used
    assert "digest" not in (sample_run / "references.bib").read_text()  # it becomes part of users' libraries


@needs_tex
def test_sample_run_has_a_light_page(sample_run: Path, tmp_path: Path) -> None:
    """As many claims, papers and passages as a record has: tests/unit/web/test_site_benchmark.py weighs small ones."""
    (record,) = build_site(sample_run, tmp_path / "site", Settings()).records
    assert sum(record.marks.values()) == Settings().claims.max_claims
    assert (tmp_path / "site" / record.page / "index.html").stat().st_size < 200_000
    assert len(export(sample_run, "html")) < 200_000


def test_two_runs_give_the_same_bytes_whatever_surrounds_them(sample_run: Path, tmp_path: Path) -> None:
    around = {
        "SOURCE_DATE_EPOCH": "1700000000",
        "TZ": "Pacific/Apia",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "OMP_NUM_THREADS": "1",
    }
    again = run_process("generate", QUESTION, "--sample", *places(tmp_path), environ={**os.environ, **around})
    run = Path(again.stdout.splitlines()[-1])
    assert run.name == sample_run.name
    assert contents(run) == contents(sample_run)


def test_run_without_tex_keeps_the_tex_and_render_finishes(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "papers", {"one": PAPER})
    done = synth(
        "generate", QUESTION, "--offline", "--papers", str(papers), *places(tmp_path), environ=without_tex(tmp_path)
    )
    run = Path(done.stdout.splitlines()[-1])
    assert done.exit_code == 0
    assert len(done.stderr.splitlines()) == 1
    assert "TeX is not installed" in done.stderr
    assert f"synth render {run}" in done.stderr
    assert (run / "report.tex").is_file()
    assert not (run / "report.pdf").exists()
    if find_tex() is not None:
        rendered = synth("render", str(run))
        assert rendered.stdout == f"{run / 'report.pdf'}\n", rendered.stderr
        assert "report.pdf" in {output["path"] for output in manifest_of(run)["outputs"]}


def test_own_papers_are_read_and_bad_ones_skipped_with_reasons(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "papers", {"good": PAPER, "copy": PAPER})
    (papers / "cut.pdf").write_bytes(b"%PDF-1.5\n1 0 obj\n<<")
    (papers / "page.pdf").write_text("<html><body>Not found</body></html>")
    (papers / "empty.pdf").write_text("")
    (papers / "notes.docx").write_bytes(b"PK\x03\x04")
    run = answer(tmp_path, "--offline", "--papers", str(papers))
    rows = screening(run)
    decisions = {row["title"]: row["decision"] for row in rows}
    assert len(rows) == 6
    assert decisions["Dense passages beat sparse ones"] == "used"
    assert sorted(decisions.values()) == ["merged", "skipped", "skipped", "skipped", "skipped", "used"]
    assert all(row["reason"] for row in rows if row["decision"] == "skipped")
    assert any("BM25 by 12.3 points" in line["text"] for line in lines_of(run, "claims"))


@pytest.mark.parametrize(("arguments", "said"), [
    ([QUESTION, "--offline"], "no paper was found"),
    ([QUESTION, "--offline", "--papers", "absent.pdf"], "absent.pdf"),
    (["Does the moon affect the ripening of cheese?", "--sample"], "cheese"),
])  # fmt: skip
def test_bad_input_gets_one_clear_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = synth("generate", *arguments, *places(tmp_path))
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert run_folders(tmp_path / "out") == []


def test_each_of_a_few_files_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "cut.pdf").write_bytes(b"%PDF-1.5\n1 0 obj\n<<")
    (papers / "notes.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "ids.txt").write_text("10.1000/182\n")
    given = ["--papers", str(papers), "--papers", str(tmp_path / "ids.txt")]
    done = synth("generate", QUESTION, "--offline", *given, *places(tmp_path))
    assert done.exit_code == 1
    assert "none of the 3 papers found could be used" in done.stderr
    for name, reason in (
        ("cut", "damaged"),
        ("papers/notes.docx", "save it as PDF first"),
        ("doi:10.1000/182", "no file of it was given"),
    ):
        assert re.search(rf"{name}: [^;]*({reason})", done.stderr)


def test_own_papers_without_a_finding_give_a_report_that_says_so(tmp_path: Path) -> None:
    papers = write_papers(tmp_path / "papers", {"one": PAPER})
    question = "Does the moon affect the ripening of cheese?"
    run = answer(tmp_path, "--offline", "--papers", str(papers), question=question)
    assert [(row["decision"], row["stage"]) for row in screening(run)] == [("skipped", "select")]
    assert lines_of(run, "claims") == []
    counts = [fragment.count for part in read_report(run).abstract for fragment in part.fragments if fragment.count]
    assert [(count.name, count.value) for count in counts] == [("read", 1)]


def test_generate_reports_the_progress_of_each_stage(tmp_path: Path) -> None:
    reached: dict[str, tuple[int, int]] = {}

    def note(stage: str, done: int, total: int) -> None:
        reached[stage] = (done, total)

    papers = write_papers(tmp_path / "papers", {"one": PAPER})
    library, out = tmp_path / "library", tmp_path / "out"
    generate(QUESTION, papers=[papers], offline=True, library=library, out=out, pdf=False, progress=note)
    assert {"search", "fetch", "read", "check", "typeset"} <= reached.keys()
    assert all(done == total for done, total in reached.values())


def test_unwritable_output_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = synth("generate", QUESTION, "--sample", *places(tmp_path))
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
    assert "--out" in done.stderr
    assert not (tmp_path / "library").exists()


STOPS_WHILE_WRITING = """
import sys, time
from synth import cli
from synth.records import run_folder
def stop(source, target):
    print("written", flush=True)
    time.sleep(600)
run_folder.move = stop
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_killed_run_leaves_nothing_and_the_next_one_finishes(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    papers = write_papers(tmp_path / "papers", {"one": PAPER})
    arguments = ["generate", QUESTION, "--no-pdf", "--offline", "--papers", str(papers), *places(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-c", STOPS_WHILE_WRITING, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # "written"
        process.send_signal(sent)
        stdout, stderr = process.communicate()
    assert (process.returncode, stdout) == (code, "")
    assert "Traceback" not in stderr
    assert [name for name in os.listdir(tmp_path / "out") if not name.startswith(".")] == []
    run = answer(tmp_path, "--offline", "--papers", str(papers))
    assert sorted(os.listdir(tmp_path / "out")) == [".synth.lock", run.name]


def test_batch_does_what_is_missing_and_no_more(tmp_path: Path) -> None:
    topics = tmp_path / "topics.txt"
    topics.write_text(f"{QUESTION}\nthe of and\nDoes dense retrieval improve accuracy?\n")
    papers = write_papers(tmp_path / "papers", {"one": PAPER})
    arguments = ["batch", str(topics), "--offline", "--papers", str(papers), *places(tmp_path)]
    first = synth(*arguments, environ=without_tex(tmp_path))
    assert first.exit_code == 4
    assert "3 topics: 2 done, 0 current, 1 failed; " in first.stdout.splitlines()[-1]
    runs = run_folders(tmp_path / "out")
    times = [(run / "manifest.json").stat().st_mtime_ns for run in runs]
    shutil.rmtree(runs[0])
    second = synth(*arguments, environ=without_tex(tmp_path))
    assert "3 topics: 1 done, 1 current, 1 failed; " in second.stdout.splitlines()[-1]
    assert run_folders(tmp_path / "out") == runs
    assert (runs[1] / "manifest.json").stat().st_mtime_ns == times[1]
