"""What becomes of a report whose answer rests on a number that can be computed again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import synth
from synth import pipeline, rechecking
from synth.cli import main
from synth.gates import missing_sandbox
from synth.models import Artifacts
from synth.reproducing import run_artifacts
from synth.verification import verify

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
Table~\ref{tab:main} gives the accuracy of both systems on the test questions.
\begin{table}
\caption{Accuracy (\%) on the test questions.}\label{tab:main}
\begin{tabular}{lcc}
\toprule
System & NQ & TriviaQA \\
\midrule
BM25 & 52.1 & 60.4 \\
Dense retrieval & 68.7 & 71.9 \\
\bottomrule
\end{tabular}
\end{table}
Dense retrieval improves accuracy over BM25 by GAIN points on NQ.
We found no further change when the collections were made larger or smaller.
\section{Conclusion}
Sparse retrieval remains a strong baseline wherever training data are scarce.
\end{document}
"""

pytestmark = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")


def answer(folder: Path, gain: str) -> Path:
    """The run folder of a report on one paper that reports this gain."""
    (folder / "paper.tex").write_text(PAPER.replace("GAIN", gain), encoding="utf-8")
    record = synth.generate(
        QUESTION, papers=[folder / "paper.tex"], offline=True, library=folder / "library", out=folder / "out"
    )
    return Path(record.folder)


def review_of(run: Path) -> dict[str, Any]:
    review: dict[str, Any] = json.loads((run / "review.json").read_text(encoding="utf-8"))
    return review


def test_a_number_that_follows_from_the_papers_table_verifies_the_answer(tmp_path: Path) -> None:
    run = answer(tmp_path, "16.6")
    review = review_of(run)
    assert review["gates"][1]["status"] == "Verified"
    assert "computed 16.6, reported 16.6, tolerance" in review["gates"][1]["reason"]
    assert review["struck"] == []
    (line,) = [json.loads(one) for one in (run / "reproduction/index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (line["outcome"], line["survived"], line["kind"]) == ("reproduced", True, "difference")
    script = (run / line["script"]).read_text(encoding="utf-8")
    assert "16.6" not in script
    assert "68.7" in (run / line["script"]).with_name("inputs.csv").read_text(encoding="utf-8")


def test_a_number_that_does_not_follow_falsifies_the_record_and_leaves_the_answer(tmp_path: Path) -> None:
    run = answer(tmp_path, "26.6")
    review = review_of(run)
    assert (review["status"], review["tier"]) == ("Falsified", "Watchlist")
    (struck,) = review["struck"]
    assert struck["answered"]
    assert "computed 16.6, reported 26.6" in struck["reason"]
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    (row,) = [row for row in report["claims"] if "26.6" in row["checked"]["claim"]["text"]]
    assert "computed 16.6, reported 26.6" in row["struck"]
    assert "No included paper" in json.dumps(report["abstract"])


def test_generate_says_by_its_exit_code_that_a_record_is_falsified(tmp_path: Path) -> None:
    (tmp_path / "paper.tex").write_text(PAPER.replace("GAIN", "26.6"), encoding="utf-8")
    arguments = ["generate", QUESTION, "--papers", str(tmp_path / "paper.tex"), "--offline"]
    result = CliRunner().invoke(main, [*arguments, "--library", str(tmp_path / "l"), "--out", str(tmp_path / "o")])
    assert result.exit_code == 3, result.output
    assert Path(result.stdout.splitlines()[-1]).is_dir()


def test_verify_again_runs_the_artifacts_and_names_one_that_comes_out_otherwise(tmp_path: Path) -> None:
    run = answer(tmp_path, "16.6")
    assert verify(run, again=True).faults == ()
    (script,) = run.glob("reproduction/*/script.py")
    script.write_text("print(16.6)\n", encoding="utf-8")
    told = {(fault.path, fault.message) for fault in verify(run, again=True).faults}
    assert (f"reproduction/{script.parent.name}/script.py", "comes out otherwise when it is run again") in told


def test_an_attacker_that_could_attack_nothing_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretender = tmp_path / "bin" / "bwrap"
    pretender.parent.mkdir()
    pretender.write_text("#!/bin/sh\nprintf '0 0 3 0\\n42\\n'\n")  # right for the first question that it is asked
    pretender.chmod(0o755)
    monkeypatch.setenv("PATH", str(pretender.parent))
    missing_sandbox.cache_clear()
    try:
        review = review_of(answer(tmp_path, "16.6"))
    finally:
        missing_sandbox.cache_clear()
    assert review["status"] == "Unverified"
    assert [one["name"] for one in review["attackers"]] == ["counterexample hunter", "citation auditor"]
    why = "not attempted: bubblewrap failed: it printed nothing"
    assert (review["gates"][1]["status"], review["gates"][1]["reason"]) == ("Unverified", why)
    assert review["gates"][2]["status"] == "Unverified"
    assert "replication attacker (bubblewrap failed" in review["gates"][2]["reason"]


def lean_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    (folder / "lean").write_text(f"#!/bin/sh\n{does}\n")
    (folder / "lean").chmod(0o755)
    monkeypatch.setenv("SYNTH_LEAN", str(folder / "lean"))


def test_a_lean_that_fails_otherwise_damages_no_record_and_hides_no_other_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lean_that("exit 0", tmp_path / "silent", monkeypatch)
    run = answer(tmp_path, "16.6")
    assert "lean did not tell a true control from a false one" in (run / "proofs/index.jsonl").read_text()
    lean_that("exit 3", tmp_path / "broken", monkeypatch)
    found = verify(run, again=True)
    assert found.faults == ()
    assert any("lean broke off with exit status 3" in note for note in found.notes)
    (script,) = run.glob("reproduction/*/script.py")
    script.write_text("print(16.6)\n", encoding="utf-8")
    told = {(fault.path, fault.message) for fault in verify(run, again=True).faults}
    assert (f"reproduction/{script.parent.name}/script.py", "comes out otherwise when it is run again") in told


def test_a_lean_that_says_the_same_in_other_words_damages_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saying(words: str, outcome: str) -> Callable[..., Artifacts]:
        def run(*given: object) -> Artifacts:
            made = run_artifacts(*given)  # type: ignore[arg-type]
            proofs = (one.model_copy(update={"outcome": outcome, "why": words}) for one in made.proofs)
            return made.model_copy(update={"proofs": tuple(proofs)})

        return run

    lean_that("exit 0", tmp_path / "lean", monkeypatch)
    monkeypatch.setattr(pipeline, "run_artifacts", saying("without axioms", "proved"))
    run = answer(tmp_path, "16.6")
    monkeypatch.setattr(rechecking, "run_artifacts", saying("this lean does not list axioms", "proved"))
    found = verify(run, again=True)
    assert found.faults == ()
    assert any("comes to the same in other words" in note for note in found.notes)
    monkeypatch.setattr(rechecking, "run_artifacts", saying("without axioms", "refuted"))
    assert "proofs/index.jsonl" in {fault.path for fault in verify(run, again=True).faults}
