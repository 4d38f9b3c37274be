"""A batch as it is run: in processes, again where something changed, killed and taken up again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synth.batch import Shared, Topic, TopicProcesses, TopicResult, run_batch
from synth.settings import Settings

QUESTIONS = ("Is dense retrieval better than BM25?", "Does retrieval reduce hallucination?")
TEX = """\\documentclass{{article}}\\title{{{title}}}\\author{{{author}}}\\begin{{document}}\\maketitle
\\begin{{abstract}}We study retrieval. We find that dense retrieval outperforms BM25 by {gain} points in accuracy on
Natural Questions.\\end{{abstract}}\\section{{Results}}Dense retrieval significantly improves accuracy over BM25, and
retrieval reduces hallucination of language models by {gain} percent.\\end{{document}}
"""


def write_paper(folder: Path, title: str, author: str, gain: float) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{title}.tex").write_text(TEX.format(title=title, author=author, gain=gain))


def answered(tmp_path: Path, *, jobs: int = 2, again: bool = False) -> list[TopicResult]:
    shared = Shared(
        Settings(),
        papers=(tmp_path / "papers",),
        offline=True,
        library=tmp_path / "library",
        out=tmp_path / "out",
        pdf=False,
        again=again,
    )
    with TopicProcesses(jobs, time_limit_s=120) as executor:
        return run_batch([Topic(question=question) for question in QUESTIONS], shared, executor)


def bytes_of(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_batch_does_what_is_missing_or_out_of_date(tmp_path: Path) -> None:
    write_paper(tmp_path / "papers", "One", "Ada Ash", 4.1)
    first = answered(tmp_path)
    assert [(result.error, result.is_current, result.used) for result in first] == [(None, False, 1)] * 2
    before = bytes_of(tmp_path / "out")

    assert [result.is_current for result in answered(tmp_path)] == [True, True]
    shutil.rmtree(tmp_path / "out" / Path(first[1].folder or "").name)
    assert [result.is_current for result in answered(tmp_path)] == [True, False]
    assert bytes_of(tmp_path / "out") == before
    assert [result.is_current for result in answered(tmp_path, again=True)] == [False, False]
    assert bytes_of(tmp_path / "out") == before

    write_paper(tmp_path / "papers", "Two", "Bea Birch", 2.2)
    later = answered(tmp_path)
    assert [(result.error, result.is_current) for result in later] == [(None, False)] * 2
    assert all(result.replaced and "previous" in result.replaced for result in later)
    assert [result.is_current for result in answered(tmp_path)] == [True, True]


def batch_command(tmp_path: Path) -> list[str]:
    (tmp_path / "topics.txt").write_text("\n".join(QUESTIONS))
    return [
        sys.executable, "-m", "synth", "batch", str(tmp_path / "topics.txt"), "--offline", "--no-pdf",
        "--papers", str(tmp_path / "papers"), "--library", str(tmp_path / "library"), "--out", str(tmp_path / "out"),
        "--jobs", "2", "--json",
    ]  # fmt: skip


def test_a_batch_that_was_killed_ends_in_the_same_bytes(tmp_path: Path) -> None:
    for name, author in (("One", "Ada Ash"), ("Two", "Bea Birch")):
        write_paper(tmp_path / "papers", name, author, 3.3)
    command = batch_command(tmp_path)
    whole = subprocess.run(command, capture_output=True, text=True, check=True)
    assert sorted(json.loads(line)["question"] for line in whole.stdout.splitlines()) == sorted(QUESTIONS)
    expected = bytes_of(tmp_path / "out")
    assert "batch.json" in expected
    assert "index.html" in expected
    for wait_s in (0.5, 2.0):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait_s)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    subprocess.run(command, capture_output=True, check=True)
    assert bytes_of(tmp_path / "out") == expected


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_two_batches_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    write_paper(tmp_path / "papers", "One", "Ada Ash", 4.1)
    command = batch_command(tmp_path)
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert all(json.loads(line)["error"] is None for output in outputs for line in output.splitlines())
    assert not list((tmp_path / "out").glob("previous/*"))
