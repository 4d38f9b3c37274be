"""What is killed: commands on a small offline library, each with the folder that it starts from."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from synth.library import Library

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
OTHER = "Does dense retrieval improve top-20 accuracy?"
TEN = (
    QUESTION,
    OTHER,
    "Is BM25 better than dense retrieval on SQuAD?",
    "Does dense retrieval beat BM25 on Natural Questions?",
    "Which retrieval method has the best top-20 accuracy?",
    "How much does dense retrieval improve accuracy over BM25?",
    "Does BM25 outperform dense retrieval?",
    "Is dense retrieval more accurate than BM25?",
    "Do dense passages beat sparse ones?",
    "Is retrieval by BM25 as good as dense retrieval?",
)
TEX = r"""\documentclass{article}
\title{TITLE}
\author{AUTHOR}
\begin{document}
\maketitle
\begin{abstract}
We compare dense retrieval with BM25 on open-domain question answering over five datasets.
Dense retrieval improves top-20 accuracy over BM25 by GAIN points on Natural Questions.
\end{abstract}
\section{Results}
Our dense retrieval model outperforms BM25 by GAIN points of top-20 accuracy on Natural Questions.
On SQuAD, however, BM25 still outperforms dense retrieval by 4.5 points of top-20 accuracy.
\end{document}
"""
PAPERS = {"one": ("Dense passages beat sparse ones", "Ada Lovelace", "12.3"), "two": ("Again", "Alan Turing", "9.1")}
SETUP = {"papers": "papers", "library": "library", "out": "out"}

Run = Callable[[Sequence[str]], int]
"""Runs the command line `synth` with these arguments in a process of its own; returns its exit code."""


class Scenario(NamedTuple):
    """A command by its arguments, and what makes the folder that it starts from; `typesets` where it takes TeX.

    One that typesets, or has `only_random_kills`, is not ended at each of its operations.
    """

    name: str
    prepare: Callable[[Path, Run], object]
    arguments: Callable[[Path], Sequence[str]]
    typesets: bool = False
    only_random_kills: bool = False


def state(folder: Path) -> dict[str, str]:
    """Everything that counts below a folder: the SHA-256 of each file, and the papers in the library's index.

    Tantivy names its files at random; what is in them is compared.
    """
    files = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.name != ".synth.lock" and path.parent.name != "index"
    }
    papers = sorted(paper.model_dump_json() for paper in Library(folder / "library").papers())
    return files | {"index": sha256(json.dumps(papers).encode()).hexdigest()}


def runs(folder: Path) -> list[Path]:
    """The run folders."""
    return sorted(path.parent for path in (folder / "out").glob("[!.]*/manifest.json"))


def _papers(folder: Path, run: Run, gain: str | None = None) -> None:
    for name, (title, author, points) in PAPERS.items():
        (folder / "papers" / name).mkdir(parents=True, exist_ok=True)
        tex = TEX.replace("TITLE", title).replace("AUTHOR", author).replace("GAIN", gain or points)
        (folder / "papers" / name / "main.tex").write_text(tex)
    (folder / "topics.txt").write_text(f"{QUESTION}\n{OTHER}\n")


def _ten_topics(folder: Path, run: Run) -> None:
    _papers(folder, run)
    (folder / "topics.txt").write_text("\n".join(TEN))


def _batch(folder: Path) -> list[str]:
    return ["batch", str(folder / "topics.txt"), *_places(folder)]


def _places(folder: Path) -> list[str]:
    return ["--offline", "--papers", str(folder / "papers"), *_library(folder), "--out", str(folder / "out")]


def _library(folder: Path) -> list[str]:
    return ["--library", str(folder / "library")]


def _generate(folder: Path) -> list[str]:
    return ["generate", QUESTION, "--no-pdf", *_places(folder)]


def _answered(folder: Path, run: Run) -> None:
    _papers(folder, run)
    run(_generate(folder))


def _answered_otherwise(folder: Path, run: Run) -> None:
    _papers(folder, run, gain="7.7")
    run(_generate(folder))
    _papers(folder, run)


def _damaged_run(folder: Path, run: Run) -> None:
    _answered(folder, run)
    os.truncate(runs(folder)[0] / "report.tex", 10)


def _damaged_library(folder: Path, run: Run) -> None:
    _papers(folder, run)
    run(["library", "add", str(folder / "papers"), *_library(folder)])
    for kind in ("blobs", "results"):
        files = sorted(path for path in (folder / "library" / kind).rglob("*") if path.is_file())
        os.truncate(files[0], 10)
    words = next(path for path in sorted((folder / "library" / "index").iterdir()) if path.suffix == ".term")
    os.truncate(words, words.stat().st_size - 1)
    shutil.rmtree(folder / "papers")


SCENARIOS = (
    Scenario("generate", _papers, _generate),
    Scenario("generate, where another result was", _answered_otherwise, _generate),
    Scenario("generate, where a damaged one was", _damaged_run, _generate),
    Scenario("batch", _papers, _batch),
    Scenario("batch of ten topics", _ten_topics, _batch, only_random_kills=True),
    Scenario(
        "correct",
        _answered,
        lambda folder: ["correct", str(runs(folder)[0]), "--claim", "C1", "--reason", "Table 2 says 41.5."],
    ),
    Scenario("library add", _papers, lambda folder: ["library", "add", str(folder / "papers"), *_library(folder)]),
    Scenario(
        "library check --repair", _damaged_library, lambda folder: ["library", "check", "--repair", *_library(folder)]
    ),
    Scenario("generate, with a PDF", _papers, lambda folder: ["generate", QUESTION, *_places(folder)], typesets=True),
)
