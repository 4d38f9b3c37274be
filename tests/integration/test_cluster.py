"""A batch on a Dask cluster of three workers: one is killed in the middle, one joins late, the bytes are the same."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from synth.batch.cluster import ClusterExecutor
from synth.batch.processes import TopicProcesses
from synth.batch.running import Shared, run_batch
from synth.batch.topics import Topic
from synth.errors import NetworkError, TopicError
from synth.settings import ArxivSettings, Settings
from tests.integration.arxiv_papers import PAPERS
from tests.integration.arxiv_server import serving
from tests.integration.test_batch_run import bytes_of, write_paper

pytest.importorskip("distributed")

QUESTIONS = [f"Does {name} reduce hallucination?" for name in ("retrieval", "dense retrieval", "BM25", "filtering")]
LOOPBACK = ["--host", "127.0.0.1", "--no-dashboard"]


@contextmanager
def started(program: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
        stderr=subprocess.DEVNULL, env={**os.environ, **environment}, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """The file by which workers and clients find a scheduler."""
    file = folder / "scheduler.json"
    with started("dask_scheduler", "--port", "0", "--scheduler-file", str(file), *LOOPBACK):
        while not file.exists():
            time.sleep(0.05)
        yield str(file)


def worker(
    file: str, name: str, daemon: str = "False", **environment: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    arguments = ["--scheduler-file", file, "--nthreads", "1", "--name", name, *LOOPBACK]
    return started("dask_worker", *arguments, DASK_DISTRIBUTED__WORKER__DAEMON=daemon, **environment)


def address_in(file: str) -> str:
    return str(json.loads(Path(file).read_text())["address"])


def shared_in(folder: Path, papers: Path) -> Shared:
    return Shared(Settings(), papers=(papers,), offline=True, library=folder / "library", out=folder / "out", pdf=False)


def test_a_batch_on_a_cluster_has_the_same_bytes_as_on_one_machine(tmp_path: Path) -> None:
    write_paper(tmp_path / "papers", "One", "Ada Ash", 4.1)
    topics = [Topic(question=question) for question in QUESTIONS]
    here, there = shared_in(tmp_path / "here", tmp_path / "papers"), shared_in(tmp_path / "there", tmp_path / "papers")
    with TopicProcesses(2, time_limit_s=300) as processes:
        assert [result.error for result in run_batch(topics, here, processes)] == [None] * len(topics)
    with scheduler(tmp_path) as file, worker(file, "first"), worker(file, "lost") as lost:
        ended: list[str] = []
        with ClusterExecutor(address_in(file), time_limit_s=300) as executor, worker(file, "late"):

            def lose_one(result: object) -> None:
                if not ended:
                    os.killpg(lost.pid, signal.SIGKILL)
                ended.append("ended")

            results = run_batch(topics, there.anywhere(), executor, lose_one)
    assert [result.error for result in results] == [None] * len(topics)
    assert len(ended) == len(topics)
    assert bytes_of(tmp_path / "there" / "out") == bytes_of(tmp_path / "here" / "out")


def test_workers_that_share_nothing_but_the_library_take_turns_at_arxiv(tmp_path: Path) -> None:
    interval_s = 0.4
    topics = [Topic(question=question) for question in QUESTIONS]
    with serving(*PAPERS) as server, scheduler(tmp_path) as file:
        settings = Settings(arxiv=ArxivSettings(base_url=server.url, interval_s=interval_s))
        shared = Shared(settings, sources=("arxiv",), library=tmp_path / "library", out=tmp_path / "out", pdf=False)
        caches = [{"XDG_CACHE_HOME": str(tmp_path / name)} for name in ("here", "there")]  # as on two machines
        with (
            worker(file, "here", **caches[0]),
            worker(file, "there", **caches[1]),
            ClusterExecutor(address_in(file), time_limit_s=300) as executor,
        ):
            results = run_batch(topics, shared.anywhere(), executor)
        times_s = [request.time_s for request in server.requests]
        fetched = [path for path in server.paths() if path != "/api/query"]
    assert any(result.folder for result in results)
    assert len(fetched) >= len(PAPERS)
    assert min(later - earlier for earlier, later in pairwise(times_s)) > 0.9 * interval_s
    assert len(fetched) == len(set(fetched))


def test_a_worker_that_may_start_no_processes_is_named_with_the_remedy(tmp_path: Path) -> None:
    with (
        scheduler(tmp_path) as file,
        worker(file, "daemon", daemon="True"),
        ClusterExecutor(address_in(file), time_limit_s=60) as executor,
        pytest.raises(TopicError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"),
    ):
        executor.submit(len, "a").result()


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.batch.cluster.CONNECT_S", 0.2)
    with pytest.raises(NetworkError, match="tcp://127.0.0.1:1: no Dask scheduler answers"):
        ClusterExecutor("tcp://127.0.0.1:1", time_limit_s=60)
