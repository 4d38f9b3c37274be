"""A folder of runs with a record in it, and a queue whose questions are answered at once by a record made by hand."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from synth.batch import Shared, Topic, TopicResult
from synth.models import Record
from synth.records import load_record
from synth.settings import ServerSettings, Settings
from synth.stages.context import Progress
from synth.web import job_queue
from synth.web.guard import Access
from synth.web.job_process import understand
from synth.web.server import serving
from tests import examples


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder, whole and sound."""
    return examples.record(tmp_path_factory.mktemp("made") / "dense-0123456789ab")


@pytest.fixture
def runs(tmp_path: Path, made: Path) -> Path:
    """A folder of runs with that one in it."""
    shutil.copytree(made, tmp_path / "runs" / made.name)
    return tmp_path / "runs"


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
        record: Record = load_record(next(path for path in shared.out.iterdir() if not path.name.startswith(".")))
        return TopicResult(question=topic.question, folder=record.folder, record_id=record.record_id, headline="Yes.")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """In the place of processes."""
    answers = Answers()
    monkeypatch.setattr(job_queue, "run_apart", answers.run_apart)
    return answers


@pytest.fixture
def shared(runs: Path, tmp_path: Path) -> Shared:
    """How questions are answered, with room for few."""
    settings = Settings(server=ServerSettings(max_waiting=4, max_per_client=3, asks_per_minute=1000))
    return Shared(settings=settings, out=runs, library=tmp_path / "library")


@pytest.fixture
def client(shared: Shared, answers: Answers) -> Iterator[TestClient]:
    """A client of a server without a token."""
    with serving(shared, Access(), []) as app:
        yield TestClient(app, base_url="http://localhost:8000", follow_redirects=False)
