"""What tries to break a whole run: readers that hang or crash, full disks, signals, hostile names and questions."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from synth import generate
from synth.models import Document, Source
from synth.reading import read_source
from synth.settings import ReadingSettings, Settings
from synth.stages import acquisition
from tests.integration.runs import QUESTION, places, screening, synth, write_papers

PAPER = r"""
\documentclass{article}
\title{Dense passages beat sparse ones, part %d}
\author{Ada Lovelace}
\begin{document}
\maketitle
\begin{abstract}
We compare dense retrieval with BM25 on open-domain question answering over five datasets.
Dense retrieval improves top-20 accuracy over BM25 by %d points on Natural Questions.
\end{abstract}
\section{Introduction}
Open-domain question answering needs a retriever that finds the right passages in a large collection of documents.
\section{Results}
Our dense retrieval model outperforms BM25 by %d points of top-20 accuracy on Natural Questions.
On SQuAD, however, BM25 still outperforms dense retrieval by %d points of top-20 accuracy.
\section{Conclusion}
We have shown that dense retrieval outperforms BM25 on four of five open-domain question answering datasets.
\end{document}
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    texts = {f"p{number}": PAPER % ((number,) + (number + 10,) * 3) for number in (1, 2)}
    return write_papers(tmp_path / "papers", texts)


class UnpicklableError(Exception):
    """As MuPDF's: it holds an object that no process can hand to another."""

    def __init__(self) -> None:
        self.held = iter(())


def hang() -> None:
    time.sleep(600)


def crash() -> None:
    os._exit(11)


def fail() -> None:
    raise UnpicklableError


def swell() -> None:
    bytearray(64_000_000_000)


def swell_bit_by_bit() -> None:
    held = []
    while True:
        held.append(bytearray(b"x" * 10_000_000))


@pytest.mark.parametrize(("misfortune", "reason"), [
    (hang, "reading it took longer than 6 s (reading.timeout_s)"),
    (crash, "the reader crashed on it"),
    (fail, "the reader failed on it, by a fault of its own that the log describes"),
    (swell, "reading it takes more than 350 MB of memory (limits.worker_memory_bytes)"),
    (swell_bit_by_bit, "reading it takes more than 350 MB of memory (limits.worker_memory_bytes)"),
])  # fmt: skip
def test_a_paper_that_breaks_the_reader_costs_only_itself(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, misfortune: Callable[[], None], reason: str
) -> None:
    def read_or_break(data: bytes, source: Source, settings: ReadingSettings) -> Document:
        if b"part 2" in data:
            misfortune()
        return read_source(data, source, settings)

    run = partial(
        generate, QUESTION, papers=[papers], offline=True, pdf=False, library=tmp_path / "library", out=tmp_path / "out",
        settings=Settings(reading=ReadingSettings(timeout_s=6 if misfortune is hang else 60)),
    )  # fmt: skip
    with monkeypatch.context() as broken:
        broken.setattr(acquisition, "read_source", read_or_break)
        rows = screening(Path(run().folder))
    assert {row["title"]: row["reason"] for row in rows} == {
        "Dense passages beat sparse ones, part 1": "",
        "p2": reason,
    }
    assert run().manifest.counts.used == 2, "what failed by chance was believed by a later run"


STOPS_WHILE_READING = """
import os, sys, time
from synth import cli
from synth.stages import acquisition
def stop(data, source, settings):
    os.write(1, b"reading\\n")
    time.sleep(600)
acquisition.read_source = stop
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_and_its_workers_at_once(
    papers: Path, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    arguments = ["generate", QUESTION, "--offline", "--papers", str(papers), *places(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-c", STOPS_WHILE_READING, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()  # "reading"
        process.send_signal(sent)
        # It ends only when the workers have closed their ends, too, and they sleep for longer than that.
        stdout, stderr = process.communicate(timeout=300)
    assert (process.returncode, stdout.replace("reading\n", ""), stderr) == (code, "", "synth: interrupted\n")
    assert os.listdir(tmp_path / "out") == []


def test_a_title_longer_than_a_page_is_refused(tmp_path: Path) -> None:
    done = synth("generate", QUESTION, "--sample", *places(tmp_path), "--title", "long " * 4000)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "synth: --title: has 20000 characters, more than 500\n"
