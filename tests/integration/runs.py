"""Whole runs: a question, a paper that answers it, the command in this process or its own, and what a run folder holds."""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from synth.cli import main

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


def write_papers(folder: Path, papers: Mapping[str, str]) -> Path:
    """The folder, with the LaTeX source of each paper in a folder of its own below it."""
    for name, tex in papers.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "main.tex").write_text(tex, encoding="utf-8")
    return folder


def places(folder: Path) -> list[str]:
    """The options that keep a run within a folder."""
    return ["--library", str(folder / "library"), "--out", str(folder / "out")]


def synth(*arguments: str, environ: Mapping[str, str] | None = None) -> Result:
    """What the command does with these arguments, without the time that a process of its own takes to start."""
    return CliRunner().invoke(main, arguments, env=environ)


def run_process(*arguments: str, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a shell starts it."""
    command = [sys.executable, "-m", "synth", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ, check=False)


def answer(folder: Path, *arguments: str, question: str = QUESTION, environ: Mapping[str, str] | None = None) -> Path:
    """The run folder of a run that succeeds. It has no PDF: what is typeset is looked at elsewhere."""
    done = synth("generate", question, "--no-pdf", *arguments, *places(folder), environ=environ)
    assert done.exit_code == 0, done.output
    return Path(done.stdout.splitlines()[-1])


def without_tex(folder: Path) -> dict[str, str]:
    """An environment in which there is no TeX, nor any other program."""
    return {"PATH": str(folder / "nowhere")}


def run_folders(folder: Path) -> list[Path]:
    """The finished runs of a folder of runs."""
    return sorted(path.parent for path in folder.glob("[!.]*/manifest.json"))


def screening(run: Path) -> list[dict[str, str]]:
    """The rows of a run's screening."""
    with (run / "screening.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def lines_of(run: Path, name: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file of a run."""
    return [json.loads(line) for line in (run / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def manifest_of(run: Path) -> dict[str, Any]:
    """The manifest of a run as JSON."""
    manifest: dict[str, Any] = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def contents(run: Path) -> dict[str, bytes]:
    """The bytes of every file of a run."""
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def asking(*names: str) -> list[str]:
    """The options that ask these databases."""
    return [part for name in names for part in ("--source", name)]


def decisions(run: Path) -> dict[str, tuple[str, str]]:
    """What became of each paper of a run, and why, by its id."""
    return {row["paper_id"]: (row["decision"], row["reason"]) for row in screening(run)}
