"""Whole runs on the sample library and on the user's own papers, with the command as a user has it."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from synth.rendering import find_tex

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
PAPER = r"""
\documentclass{article}
\title{Dense passages beat sparse ones}
\author{Ada Lovelace}
\begin{document}
\maketitle
\begin{abstract}
We compare dense retrieval with BM25 on open-domain question answering over five datasets.
Dense retrieval improves top-20 accuracy over BM25 by 12.3 points on Natural Questions.
\end{abstract}
\section{Introduction}
Open-domain question answering needs a retriever that finds the right passages in a large collection of documents.
\section{Results}
Our dense retrieval model outperforms BM25 by 12.3 points of top-20 accuracy on Natural Questions.
On SQuAD, however, BM25 still outperforms dense retrieval by 4.5 points of top-20 accuracy.
\section{Conclusion}
We have shown that dense retrieval outperforms BM25 on four of five open-domain question answering datasets.
\end{document}
"""

needs_tex = pytest.mark.skipif(find_tex() is None, reason="TeX is absent")


def synth(*arguments: str, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "synth", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **(environ or {})},
        timeout=180,
        check=False,
    )


def places(folder: Path) -> list[str]:
    return ["--library", str(folder / "library"), "--out", str(folder / "out")]


def rows_of(run: Path) -> list[dict[str, str]]:
    with (run / "screening.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def lines_of(run: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def contents(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def without_tex(folder: Path) -> dict[str, str]:
    """A PATH on which only Python is."""
    programs = folder / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(sys.executable)
    return {"PATH": str(programs)}


@pytest.fixture(scope="module")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    done = synth("generate", QUESTION, "--sample", *places(folder), environ={"SOURCE_DATE_EPOCH": "1700000000"})
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
    rows = rows_of(sample_run)
    counts = json.loads((sample_run / "manifest.json").read_text())["counts"]
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
    import pymupdf

    with pymupdf.open(sample_run / "report.pdf") as pdf:
        first, whole = pdf[0].get_text(), " ".join(page.get_text() for page in pdf)
    assert "digest" in first
    used = sum(row["decision"] == "used" for row in rows_of(sample_run))
    assert len(re.findall(r"Digest of:", whole)) == used
    assert (sample_run / "references.bib").read_text().lower().count("digest of") >= used


@needs_tex
def test_two_runs_give_the_same_bytes_whatever_surrounds_them(sample_run: Path, tmp_path: Path) -> None:
    around = {
        "SOURCE_DATE_EPOCH": "1700000000",
        "TZ": "Pacific/Apia",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "OMP_NUM_THREADS": "1",
    }
    again = synth("generate", QUESTION, "--sample", *places(tmp_path), environ=around)
    run = Path(again.stdout.splitlines()[-1])
    assert run.name == sample_run.name
    assert contents(run) == contents(sample_run)


def test_run_without_tex_keeps_the_tex_and_render_finishes(tmp_path: Path) -> None:
    done = synth("generate", QUESTION, "--sample", *places(tmp_path), environ=without_tex(tmp_path))
    run = Path(done.stdout.splitlines()[-1])
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "TeX is not installed" in done.stderr
    assert f"synth render {run}" in done.stderr
    assert (run / "report.tex").is_file()
    assert not (run / "report.pdf").exists()
    if find_tex() is not None:
        rendered = synth("render", str(run))
        assert rendered.stdout == f"{run / 'report.pdf'}\n", rendered.stderr
        outputs = json.loads((run / "manifest.json").read_text())["outputs"]
        assert "report.pdf" in {output["path"] for output in outputs}


def test_own_papers_are_read_and_bad_ones_skipped_with_reasons(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("good", "copy"):
        (papers / name).mkdir()
        (papers / name / "main.tex").write_text(PAPER)
    (papers / "cut.pdf").write_bytes(b"%PDF-1.5\n1 0 obj\n<<")
    (papers / "page.pdf").write_text("<html><body>Not found</body></html>")
    (papers / "empty.pdf").write_text("")
    (papers / "notes.docx").write_bytes(b"PK\x03\x04")
    done = synth(
        "generate", QUESTION, "--offline", "--papers", str(papers), *places(tmp_path), environ=without_tex(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    run = Path(done.stdout.splitlines()[-1])
    rows = rows_of(run)
    decisions = {row["title"]: row["decision"] for row in rows}
    assert len(rows) == 6
    assert decisions["Dense passages beat sparse ones"] == "used"
    assert sorted(decisions.values()) == ["merged", "skipped", "skipped", "skipped", "skipped", "used"]
    assert all(row["reason"] for row in rows if row["decision"] == "skipped")
    assert any("BM25 by 12.3 points" in line["text"] for line in lines_of(run, "claims"))


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (["", "--sample"], 1, "question"),
    (["What is the of and?", "--sample"], 1, "question"),
    ([QUESTION, "--offline"], 1, "no paper was found"),
    ([QUESTION, "--offline", "--papers", "absent.pdf"], 1, "absent.pdf"),
    (["Does the moon affect the ripening of cheese?", "--sample"], 1, "cheese"),
])  # fmt: skip
def test_bad_input_gets_one_clear_line(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    done = synth("generate", *arguments, *places(tmp_path))
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert not [path for path in (tmp_path / "out").glob("*") if path.is_dir()]


def test_own_papers_without_a_finding_give_a_report_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "main.tex").write_text(PAPER)
    question = "Does the moon affect the ripening of cheese?"
    done = synth(
        "generate", question, "--offline", "--papers", str(tmp_path / "paper"), *places(tmp_path),
        environ=without_tex(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    run = Path(done.stdout.strip())
    assert [(row["decision"], row["stage"]) for row in rows_of(run)] == [("skipped", "select")]
    assert lines_of(run, "claims") == []
    assert "No sentence was found" in (run / "report.tex").read_text()


def test_unwritable_output_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = synth("generate", QUESTION, "--sample", *places(tmp_path))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "--out" in done.stderr
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
@pytest.mark.parametrize("after_s", [0.8, 2.0])
def test_killed_run_leaves_nothing_and_the_next_one_finishes(
    tmp_path: Path, sent: signal.Signals, code: int, after_s: float
) -> None:
    command = [sys.executable, "-m", "synth", "generate", QUESTION, "--sample", *places(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(after_s)
    finished = process.poll() is not None
    process.send_signal(sent)
    stdout, stderr = process.communicate(timeout=60)
    if not finished and process.returncode != 0:
        assert (process.returncode, stdout) == (code, "")
        assert "Traceback" not in stderr
        assert not [path for path in (tmp_path / "out").glob("[!.]*") if path.is_dir()]
    done = synth("generate", QUESTION, "--sample", *places(tmp_path), environ=without_tex(tmp_path))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").glob("*") if path.is_dir()] == [Path(done.stdout.strip()).name]


def test_batch_does_what_is_missing_and_no_more(tmp_path: Path) -> None:
    topics = tmp_path / "topics.txt"
    topics.write_text(f"{QUESTION}\nthe of and\nDoes retrieval reduce hallucination?\n")
    environ = without_tex(tmp_path)
    first = synth("batch", str(topics), "--sample", *places(tmp_path), environ=environ)
    assert first.returncode == 4
    assert first.stdout.splitlines()[-1] == "3 questions: 2 done, 0 there before, 1 failed"
    runs = sorted(path for path in (tmp_path / "out").glob("*") if path.is_dir())
    times = [(run / "manifest.json").stat().st_mtime_ns for run in runs]
    shutil.rmtree(runs[0])
    second = synth("batch", str(topics), "--sample", *places(tmp_path), environ=environ)
    assert second.stdout.splitlines()[-1] == "3 questions: 1 done, 1 there before, 1 failed"
    assert sorted(path for path in (tmp_path / "out").glob("*") if path.is_dir()) == runs
    assert (runs[1] / "manifest.json").stat().st_mtime_ns == times[1]
