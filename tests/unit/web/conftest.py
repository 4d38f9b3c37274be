"""A folder of runs with a record in it, and a queue whose questions are answered at once by a record made by hand."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from starlette.testclient import TestClient

from synth.batch.running import Shared, TopicResult
from synth.batch.topics import Topic
from synth.models import Record
from synth.records.run_folder import load_record
from synth.settings import ServerSettings, Settings, SiteSettings
from synth.stages.context import Progress
from synth.web import build_site, job_queue, served_records
from synth.web.guard import Access
from synth.web.job_process import understand
from synth.web.served_records import SITE
from synth.web.server import serving
from tests import examples

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs with one in it, whole and sound, and the site of it."""
    runs = tmp_path_factory.mktemp("made") / "runs"
    examples.record(runs / "dense-0123456789ab")
    build_site(runs, runs / SITE, Settings(site=SiteSettings(served=True)))
    return runs


@pytest.fixture
def runs(tmp_path: Path, made: Path) -> Path:
    """A copy of that folder."""
    shutil.copytree(made, tmp_path / "runs")
    return tmp_path / "runs"


class Inline(Executor):
    """Stands in for processes of their own: calls are made at once."""

    def __init__(self, jobs: int, time_limit_s: float) -> None:
        """Take what processes are given."""

    def submit(
        self, work: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_result(work(*args, **kwargs))
        return future


class Answers:
    """Stands in for the processes: what was asked is noted, and answered once that is `let`."""

    def __init__(self) -> None:
        self.topics: list[Topic] = []
        self.shared: list[Shared] = []
        self.began = threading.Semaphore(0)
        self.cancelled = threading.Semaphore(0)
        self.let = threading.Event()
        self.let.set()

    def run_apart(
        self,
        work: Callable[..., object],
        topic: Topic,
        shared: Shared,
        *,
        time_limit_s: float,
        progress: Progress,
        cancelled: threading.Event,
    ) -> object:
        if work is understand:
            return ["Understood.", "about 7 s"]
        self.topics.append(topic)
        self.shared.append(shared)
        progress("read", 3, 24)
        self.began.release()
        while not self.let.wait(0.01):
            if cancelled.is_set():
                self.cancelled.release()
                return TopicResult(question=topic.question, error="its process died: signal SIGKILL")
        if "nothing" in topic.question:
            return TopicResult(question=topic.question, error=f"{shared.out}/papers: no paper was found")
        assert shared.out is not None
        record: Record = load_record(shared.out / "dense-0123456789ab")
        return TopicResult(question=topic.question, folder=record.folder, record_id=record.record_id, headline="Yes.")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """In the place of processes."""
    answers = Answers()
    monkeypatch.setattr(job_queue, "run_apart", answers.run_apart)
    return answers


@pytest.fixture
def shared(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shared:
    """How questions are answered, with room for few; the site is made in this process."""
    monkeypatch.setattr(served_records, "TopicProcesses", Inline)
    settings = Settings(server=ServerSettings(max_waiting=4, max_per_client=3, asks_per_minute=1000))
    return Shared(settings=settings, out=runs, library=tmp_path / "library")


@pytest.fixture
def client(shared: Shared, answers: Answers) -> Iterator[TestClient]:
    """A client of a server without a token."""
    with (
        serving(shared, Access(), []) as app,
        TestClient(app, base_url="http://localhost:8000", follow_redirects=False) as client,
    ):
        yield client
