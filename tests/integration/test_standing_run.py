"""What becomes of a report whose answer rests on a number that can be computed again."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import synth
from synth.audit import reproduction
from synth.cli import main
from synth.errors import SandboxError
from synth.runs.verification import verify
from synth.system.sandbox import missing_sandbox

QUESTION = "Does dense retrieval improve accuracy compared with BM25?"
PAPER = r"""
\documentclass{article}
\usepackage{booktabs}
\title{Dense passages against sparse ones}
\author{Ada Lovelace}
\begin{document}
\maketitle
\begin{abstract}
We compare dense retrieval with BM25 on three collections of questions and answers.
\end{abstract}
\section{Introduction}
Answering questions over a large collection of documents needs a retriever that finds the right passages.
\section{Results}
Table~\ref{tab:main} gives the accuracy of all systems on the test questions.
\begin{table}
\caption{Accuracy (\%) on the test questions.}\label{tab:main}
\begin{tabular}{lccc}
\toprule
System & NQ & TriviaQA & Avg. \\
\midrule
BM25 & 52.1 & 60.4 & 56.3 \\
Sparse expansion & 54.0 & 61.0 & 57.5 \\
Late interaction & 66.2 & 70.6 & 68.4 \\
Dense retrieval & 68.7 & 71.9 & MEAN \\
\bottomrule
\end{tabular}
\end{table}
Dense retrieval improves accuracy over BM25 and reaches MEAN on average.
We found no further change when the collections were made larger or smaller.
\section{Conclusion}
Sparse retrieval remains a strong baseline wherever training data are scarce.
\end{document}
"""

pytestmark = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")


def answer(folder: Path, mean: str) -> Path:
    """The run folder of a report on one paper that reports this average."""
    (folder / "paper.tex").write_text(PAPER.replace("MEAN", mean), encoding="utf-8")
    record = synth.generate(
        QUESTION,
        papers=[folder / "paper.tex"],
        offline=True,
        library=folder / "library",
        out=folder / "out",
        pdf=False,
    )
    return Path(record.folder)


def review_of(run: Path) -> dict[str, Any]:
    review: dict[str, Any] = json.loads((run / "review.json").read_text(encoding="utf-8"))
    return review


def test_a_number_that_follows_from_the_papers_table_verifies_the_answer(tmp_path: Path) -> None:
    run = answer(tmp_path, "70.3")
    review = review_of(run)
    assert review["gates"][1]["status"] == "Verified"
    assert "computed 70.3, reported 70.3, tolerance" in review["gates"][1]["reason"]
    assert review["struck"] == []
    lines = [json.loads(one) for one in (run / "reproduction/index.jsonl").read_text(encoding="utf-8").splitlines()]
    line = lines[0]  # those of claims come first
    assert (len(lines), line["reported"]) == (4, 70.3)
    assert (line["outcome"], line["survived"], line["kind"]) == ("reproduced", True, "average")
    script = (run / line["script"]).read_text(encoding="utf-8")
    assert "70.3" not in script
    assert "68.7" in (run / line["script"]).with_name("inputs.csv").read_text(encoding="utf-8")


def test_a_number_that_does_not_follow_falsifies_the_record_and_leaves_the_answer(tmp_path: Path) -> None:
    run = answer(tmp_path, "80.3")
    review = review_of(run)
    assert (review["status"], review["tier"]) == ("Falsified", "Watchlist")
    (struck,) = review["struck"]
    assert struck["answered"]
    assert "computed 70.3, reported 80.3" in struck["reason"]
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    (row,) = [row for row in report["claims"] if "80.3" in row["checked"]["claim"]["text"]]
    assert "computed 70.3, reported 80.3" in row["struck"]
    assert "answers" not in {(piece["count"] or {}).get("name") for piece in report["abstract"][0]["fragments"]}


def test_generate_says_by_its_exit_code_that_a_record_is_falsified(tmp_path: Path) -> None:
    (tmp_path / "paper.tex").write_text(PAPER.replace("MEAN", "80.3"), encoding="utf-8")
    arguments = ["generate", QUESTION, "--papers", str(tmp_path / "paper.tex"), "--offline", "--no-pdf"]
    result = CliRunner().invoke(main, [*arguments, "--library", str(tmp_path / "l"), "--out", str(tmp_path / "o")])
    assert result.exit_code == 3, result.output
    assert Path(result.stdout.splitlines()[-1]).is_dir()


def test_verify_again_runs_the_artifacts_and_names_one_that_comes_out_otherwise(tmp_path: Path) -> None:
    run = answer(tmp_path, "70.3")
    assert verify(run, again=True).faults == ()
    script = next(run.glob("reproduction/*/script.py"))
    script.write_text("print(70.3)\n", encoding="utf-8")
    told = {(fault.path, fault.message) for fault in verify(run, again=True).faults}
    assert (f"reproduction/{script.parent.name}/script.py", "gives another result when it is run again") in told


def test_an_attacker_that_could_attack_nothing_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> str:
        raise SandboxError("the machine has run out of memory", stage="audit")

    monkeypatch.setattr(reproduction, "run_sealed", fails)  # it worked when it was tried
    review = review_of(answer(tmp_path, "70.3"))
    assert review["status"] == "Unverified"
    assert [one["name"] for one in review["attackers"]] == ["counterexample hunter", "citation auditor"]
    why = "not attempted: the machine has run out of memory"
    assert (review["gates"][1]["status"], review["gates"][1]["reason"]) == ("Unverified", why)
    assert review["gates"][2]["status"] == "Unverified"
    assert "replication attacker (the machine has run out of memory)" in review["gates"][2]["reason"]


def lean_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    (folder / "lean").write_text(f"#!/bin/sh\n{does}\n")
    (folder / "lean").chmod(0o755)
    monkeypatch.setenv("SYNTH_LEAN", str(folder / "lean"))


def test_a_lean_that_fails_otherwise_damages_no_record_and_hides_no_other_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lean_that("exit 0", tmp_path / "silent", monkeypatch)
    run = answer(tmp_path, "70.3")
    assert '"outcome":"inconclusive"' in (run / "proofs/index.jsonl").read_text()
    lean_that("exit 3", tmp_path / "broken", monkeypatch)
    found = verify(run, again=True)
    assert found.faults == ()
    assert any("lean failed" in note for note in found.notes)
    script = next(run.glob("reproduction/*/script.py"))
    script.write_text("print(70.3)\n", encoding="utf-8")
    told = {(fault.path, fault.message) for fault in verify(run, again=True).faults}
    assert (f"reproduction/{script.parent.name}/script.py", "gives another result when it is run again") in told
