"""A batch as it is run: in processes, again where something changed, killed and taken up again."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.kills.scenarios import TEN
from synth import generate
from synth.batch.processes import TopicProcesses
from synth.batch.running import Shared, TopicResult, run_batch
from synth.batch.topics import Topic
from synth.errors import UsageError
from synth.records.reader import read_report
from synth.settings import Settings
from tests.integration.arxiv_papers import PAPERS
from tests.integration.arxiv_server import FAULTS, serving
from tests.integration.runs import QUESTION, lines_of, run_folders, synth

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


def test_a_batch_makes_brief_reports_where_it_is_asked_to(tmp_path: Path) -> None:
    (tmp_path / "topics.txt").write_text(QUESTION)
    arguments = ("batch", str(tmp_path / "topics.txt"), "--sample", "--brief", "--max-claims", "7")
    assert synth(*arguments, "--no-pdf", "--out", str(tmp_path / "out")).exit_code == 0
    (run,) = run_folders(tmp_path / "out")
    assert read_report(run).brief
    assert len(lines_of(run, "claims")) == 7


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


def batch_command(tmp_path: Path, questions: Sequence[str] = QUESTIONS) -> list[str]:
    (tmp_path / "topics.txt").write_text("\n".join(questions))
    return [
        sys.executable, "-m", "synth", "batch", str(tmp_path / "topics.txt"), "--offline", "--no-pdf",
        "--papers", str(tmp_path / "papers"), "--library", str(tmp_path / "library"), "--out", str(tmp_path / "out"),
        "--jobs", "2", "--json",
    ]  # fmt: skip


def test_a_batch_of_ten_that_is_killed_again_and_again_ends_in_the_same_bytes(tmp_path: Path) -> None:
    for name, author in (("One", "Ada Ash"), ("Two", "Bea Birch")):
        write_paper(tmp_path / "papers", name, author, 3.3)
    command = batch_command(tmp_path, TEN)
    started_s = time.monotonic()
    whole = subprocess.run(command, capture_output=True, text=True, check=True)
    taken_s = time.monotonic() - started_s
    assert sorted(json.loads(line)["question"] for line in whole.stdout.splitlines()) == sorted(TEN)
    expected = bytes_of(tmp_path / "out")
    assert "batch.json" in expected
    assert "index.html" in expected
    shutil.rmtree(tmp_path / "out")
    shutil.rmtree(tmp_path / "library")
    for share in (0.5, 0.4):  # of the time that it takes, of which each run finds some done
        killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(share * taken_s)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    subprocess.run(command, capture_output=True, check=True)
    assert bytes_of(tmp_path / "out") == expected


def test_a_batch_puts_its_runs_and_pages_at_an_address_too(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    write_paper(tmp_path / "papers", "One", "Ada Ash", 4.1)
    stored = tmp_path / "stored" / "reports"
    command = [*batch_command(tmp_path), "--copy-to", stored.as_uri()]
    for current in (False, True):
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        assert [json.loads(line)["is_current"] for line in ended.stdout.splitlines()] == [current] * 2
        assert bytes_of(stored) == bytes_of(tmp_path / "out")
        fsspec.filesystem("file").rm(str(run_folders(stored)[0]), recursive=True)  # then that one is missing there
    subprocess.run(command, capture_output=True, check=True)
    runs = run_folders(stored)
    assert len(runs) == 2
    for run in runs:
        assert synth("verify", str(run)).exit_code == 0
        assert read_report(run) == read_report(tmp_path / "out" / run.name)


@pytest.mark.parametrize("option", ["--library", "--out"])
def test_an_address_is_refused_as_a_library_and_as_a_place_for_new_runs(tmp_path: Path, option: str) -> None:
    (tmp_path / "topics.txt").write_text(QUESTION)
    for verb in (("batch", str(tmp_path / "topics.txt")), ("generate", QUESTION)):
        ended = synth(*verb, "--sample", option, "s3://bucket/place")
        assert ended.exit_code == 2
        assert "s3://bucket/place: is an address" in ended.stderr
        assert "--copy-to" in ended.stderr
    place = {option[2:]: "s3://bucket/place"}
    with pytest.raises(UsageError, match="s3://bucket/place: is an address"):
        generate(QUESTION, sample=True, library=place.get("library"), out=place.get("out"))


SHORT_TIMES = {
    "SYNTH_ARXIV_BACKOFF_S": "0.001", "SYNTH_ARXIV_MAX_TRIES": "2", "SYNTH_ARXIV_REQUEST_TIMEOUT_S": "1",
    "SYNTH_ARXIV_DEADLINE_S": "4",
}  # fmt: skip


def test_a_batch_on_a_server_with_faults_of_every_kind_ends_with_every_topic(tmp_path: Path) -> None:
    chance = random.Random(5)
    with serving(*PAPERS) as server:
        server.faults = [chance.choice(FAULTS) if chance.random() < 0.3 else None for _ in range(300)]
        command = batch_command(tmp_path, TEN[:3])
        command.remove("--offline")
        del command[command.index("--papers") : command.index("--papers") + 2]
        environ = {**os.environ, **server.environ, **SHORT_TIMES, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        ended = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    results = [json.loads(line) for line in ended.stdout.splitlines()]
    assert sorted(result["question"] for result in results) == sorted(TEN[:3])
    for result in results:
        assert bool(result["error"]) != bool(result["folder"]), result
        assert "unexpected" not in (result["error"] or "")
    assert ended.returncode == (4 if any(result["error"] for result in results) else 0), ended.stderr
    assert len(server.requests) > 10


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_two_batches_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    write_paper(tmp_path / "papers", "One", "Ada Ash", 4.1)
    command = batch_command(tmp_path)
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert all(json.loads(line)["error"] is None for output in outputs for line in output.splitlines())
    assert not list((tmp_path / "out").glob("previous/*"))
