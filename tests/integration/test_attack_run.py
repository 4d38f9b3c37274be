"""What tries to break a whole run: readers that hang or crash, full disks, signals, hostile names and questions."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synth import acquisition, generate
from synth.models import Document, Record, Source
from synth.reading import read_source
from synth.settings import ReadingSettings, Settings

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
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
    folder = tmp_path / "papers"
    for number in (1, 2):
        (folder / f"p{number}").mkdir(parents=True)
        (folder / f"p{number}" / "main.tex").write_text(PAPER % ((number,) + (number + 10,) * 3))
    return folder


@pytest.fixture
def no_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def reasons(run: Record) -> dict[str, str]:
    with (Path(run.folder) / "screening.csv").open(encoding="utf-8") as lines:
        return {row["title"]: row["reason"] for row in csv.DictReader(lines)}


class UnpicklableError(Exception):
    """As MuPDF's: it holds an object that no process can hand to another."""

    def __init__(self) -> None:
        self.held = iter(())


def hang() -> None:
    time.sleep(60)


def crash() -> None:
    os._exit(11)


def fail() -> None:
    raise UnpicklableError


def swell() -> None:
    bytearray(64_000_000_000)


@pytest.mark.usefixtures("no_tex")
@pytest.mark.parametrize(("misfortune", "reason"), [
    (hang, "reading it took longer than 2 s"),
    (crash, "the reader crashed on it"),
    (fail, "the reader failed on it: UnpicklableError"),
    (swell, "reading it takes too much memory"),
])  # fmt: skip
def test_a_paper_that_breaks_the_reader_costs_only_itself(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, misfortune: object, reason: str
) -> None:
    def read_or_break(data: bytes, source: Source, settings: ReadingSettings) -> Document:
        if b"part 2" in data:
            misfortune()  # type: ignore[operator]
        return read_source(data, source, settings)

    library, out = tmp_path / "library", tmp_path / "out"
    settings = Settings(reading=ReadingSettings(timeout_s=2))
    with monkeypatch.context() as broken:
        broken.setattr(acquisition, "read_source", read_or_break)
        run = generate(QUESTION, papers=[papers], offline=True, settings=settings, library=library, out=out)
    assert reasons(run) == {"Dense passages beat sparse ones, part 1": "", "p2": reason}
    again = generate(QUESTION, papers=[papers], offline=True, settings=settings, library=library, out=out)
    assert again.manifest.counts.used == 2, "what failed by chance was believed by a later run"


SLOW_RUN = """
import sys, time
from synth import acquisition, cli
def slow(data, source, settings):
    open(sys.argv[-1], "a").close()
    time.sleep(30)
acquisition.read_source = slow
cli.main(sys.argv[1:-1])
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_and_its_workers_at_once(
    papers: Path, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    started = tmp_path / "started"
    places = ["--library", str(tmp_path / "library"), "--out", str(tmp_path / "out")]
    arguments = ["generate", QUESTION, "--offline", "--papers", str(papers), *places, str(started)]
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_RUN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not started.exists() and process.poll() is None:
        time.sleep(0.05)
    sent_at = time.monotonic()
    process.send_signal(sent)
    stdout, stderr = process.communicate(timeout=25)  # ends only when the workers have closed their ends, too
    assert time.monotonic() - sent_at < 5
    assert (process.returncode, stdout, stderr) == (code, "", "synth: interrupted\n")
    assert os.listdir(tmp_path / "out") == []


def test_a_title_longer_than_a_page_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "synth", "generate", QUESTION, "--sample", "--out", str(tmp_path / "out")]
    done = subprocess.run([*command, "--title", "long " * 4000], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "synth: --title: has 20000 characters, more than 500\n"
