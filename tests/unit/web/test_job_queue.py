"""The questions of a server: in order, within limits, cancelled, and there again after a restart."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from synth.batch.running import Shared
from synth.errors import BusyError, QuestionError, RecordError, StorageError, TopicError
from synth.system.disk import write_atomically
from synth.web import job_queue
from synth.web.job_queue import JOBS, JobQueue
from synth.web.jobs import Ask, JobState
from tests.unit.web.conftest import Answers

QUESTION = Ask(question="Does dense retrieval beat BM25?")


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def ended(queue: JobQueue, job_id: str) -> JobState:
    until(lambda: queue.job(job_id).state not in ("draft", "waiting", "running"))
    return queue.job(job_id).state


def queue_of(shared: Shared) -> JobQueue:
    return JobQueue(shared, lambda: None)


def test_queue_answers_a_question_and_knows_its_record(shared: Shared, answers: Answers) -> None:
    rebuilt = threading.Event()
    with JobQueue(shared, rebuilt.set) as queue:
        (job,) = queue.submit([QUESTION], "a")
        assert job.understood == ("Compares dense retrieval with BM25; a yes means that dense retrieval is better.",)
        assert ended(queue, job.id) == "done"
        status = queue.status(job.id)
    assert (status.headline, status.place, status.progress) == ("Yes.", None, None)
    assert status.record_id is not None
    assert status.page == f"/records/{status.record_id[5:]}/"
    assert rebuilt.is_set()


def test_queue_tells_why_there_is_no_record_without_naming_folders(shared: Shared, answers: Answers) -> None:
    with queue_of(shared) as queue:
        (job,) = queue.submit([Ask(question="Does nothing help?")], "a")
        assert ended(queue, job.id) == "failed"
        assert queue.status(job.id).error == "papers: no paper was found"


def test_queue_answers_one_at_a_time_in_order_and_tells_places_and_progress(shared: Shared, answers: Answers) -> None:
    answers.let.clear()
    with queue_of(shared) as queue:
        jobs = queue.submit([QUESTION, Ask(question="Is A better than B?"), Ask(question="Does C work?")], "a")
        assert answers.began.acquire(timeout=30)
        places = [queue.status(job.id).place for job in jobs]
        progress = queue.status(jobs[0].id).progress
        answers.let.set()
        assert [ended(queue, job.id) for job in jobs] == ["done"] * 3
        assert [job.id for job in queue.statuses(jobs[0].id)] == [job.id for job in jobs]
    assert places == [None, 1, 2]
    assert progress is not None
    assert (progress.stage, progress.done, progress.total) == ("read", 3, 24)
    assert [topic.question for topic in answers.topics] == [job.ask.question for job in jobs]


def test_queue_refuses_what_is_too_much(shared: Shared, answers: Answers) -> None:
    answers.let.clear()
    with queue_of(shared) as queue:
        queue.submit([QUESTION] * 3, "a")
        with pytest.raises(BusyError, match="you have 3 questions that have not ended; 3 are taken"):
            queue.submit([QUESTION], "a")
        assert answers.began.acquire(timeout=30)
        queue.submit([QUESTION] * 2, "b")
        with pytest.raises(BusyError, match="4 questions wait already; 4 are taken"):
            queue.submit([QUESTION], "b")


def test_queue_keeps_no_papers_of_what_it_refuses(shared: Shared, answers: Answers) -> None:
    assert shared.out is not None
    answers.let.clear()
    with queue_of(shared) as queue:
        queue.submit([QUESTION] * 3, "a")
        with pytest.raises(BusyError):
            queue.submit([QUESTION], "a", {"0a.pdf": b"%PDF-1.7"})
        assert [path for path in (shared.out / JOBS).iterdir() if path.is_dir()] == []


def test_queue_goes_on_after_a_fault_of_its_own(
    shared: Shared, answers: Answers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(job_queue, "PAUSE_S", 0.0)
    writes, faults = count(1), iter([ZeroDivisionError("oops")])

    def written(path: Path, data: bytes) -> None:
        if next(writes) == 3:  # the first job is about to run
            raise StorageError("the disk is full")
        write_atomically(path, data)

    def answered(*given: object, **more: object) -> object:
        for fault in faults:
            raise fault
        return answers.run_apart(*given, **more)  # type: ignore[arg-type]

    def not_made() -> None:
        raise TopicError("took too long")

    monkeypatch.setattr(job_queue, "write_atomically", written)
    monkeypatch.setattr(job_queue, "run_apart", answered)
    with JobQueue(shared, not_made) as queue:
        broken, sound = queue.submit([QUESTION, QUESTION], "a")
        assert [ended(queue, job.id) for job in (broken, sound)] == ["failed", "done"]
        assert queue.status(broken.id).error == "ZeroDivisionError"
    assert "is tried again" in caplog.text
    assert "the pages were not made again" in caplog.text


def test_queue_refuses_a_question_without_content_and_keeps_nothing(shared: Shared, answers: Answers) -> None:
    with queue_of(shared) as queue:
        with pytest.raises(QuestionError):
            queue.submit([QUESTION, Ask(question="?")], "a")
        assert queue.statuses() == []


def test_queue_runs_a_draft_only_once_its_asker_agrees(shared: Shared, answers: Answers) -> None:
    with queue_of(shared) as queue:
        (draft,) = queue.submit([QUESTION], "a", draft=True)
        until(lambda: queue.job(draft.id).searched)
        assert queue.job(draft.id).understood == ("Understood.", "about 7 s")
        assert answers.topics == []
        queue.agree(draft.id)
        assert ended(queue, draft.id) == "done"
        assert queue.agree(draft.id).state == "done"


def test_queue_gives_a_job_its_papers_and_removes_them_at_its_end(shared: Shared, answers: Answers) -> None:
    assert shared.out is not None
    answers.let.clear()
    with queue_of(shared) as queue:
        (job,) = queue.submit([Ask(question="Is A better than B?", offline=True)], "a", {"0a.pdf": b"%PDF-1.7"})
        assert answers.began.acquire(timeout=30)
        (paper,) = answers.topics[0].papers
        assert Path(paper).read_bytes() == b"%PDF-1.7"
        assert answers.shared[0].offline
        answers.let.set()
        ended(queue, job.id)
    assert [path.name for path in (shared.out / JOBS).iterdir() if path.name != ".lock"] == [f"{job.id}.json"]


def test_queue_cancels_what_runs_waits_or_is_a_draft(shared: Shared, answers: Answers) -> None:
    answers.let.clear()
    with queue_of(shared) as queue:
        running, waiting = queue.submit([QUESTION, QUESTION], "a")
        (draft,) = queue.submit([QUESTION], "a", draft=True)
        assert answers.began.acquire(timeout=30)
        for job in (waiting, draft, running):
            assert queue.cancel(job.id).state == "cancelled"
        (after,) = queue.submit([QUESTION], "a")
        answers.let.set()
        assert ended(queue, after.id) == "done"
        assert [queue.job(job.id).state for job in (running, waiting, draft)] == ["cancelled"] * 3
        assert queue.cancel(after.id).state == "done"


def test_queue_runs_again_what_ran_when_its_server_ended(shared: Shared, answers: Answers) -> None:
    answers.let.clear()
    with queue_of(shared) as queue:
        running, waiting = queue.submit([QUESTION, Ask(question="Is A better than B?")], "a", {"0a.pdf": b"%PDF-1.7"})
        (cancelled,) = queue.submit([QUESTION], "a")
        queue.cancel(cancelled.id)
        assert answers.began.acquire(timeout=30)
    answers.let.set()
    with queue_of(shared) as queue:
        assert [ended(queue, job.id) for job in (running, waiting)] == ["done", "done"]
        assert queue.job(cancelled.id).state == "cancelled"
    assert [topic.question for topic in answers.topics] == [
        QUESTION.question,
        *(j.ask.question for j in (running, waiting)),
    ]
    assert len(answers.topics[1].papers) == 1


def test_queue_leaves_alone_what_is_no_job_and_removes_uploads_of_none(shared: Shared, answers: Answers) -> None:
    assert shared.out is not None
    (shared.out / JOBS / "0123456789abcdef").mkdir(parents=True)
    for name in ("note.json", "0123456789abcdef.json"):
        (shared.out / JOBS / name).write_text('{"id": "../../etc"}')
    with queue_of(shared) as queue:
        assert queue.statuses() == []
    assert sorted(path.name for path in (shared.out / JOBS).iterdir() if path.name != ".lock") == [
        "0123456789abcdef.json",
        "note.json",
    ]


def test_queue_is_of_one_server_at_a_time(shared: Shared, answers: Answers) -> None:
    with queue_of(shared), pytest.raises(StorageError, match="another server"), queue_of(shared):
        pass
    with queue_of(shared):
        pass


def test_queue_forgets_old_jobs_and_drafts_that_nobody_agreed_to(shared: Shared, answers: Answers) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    today = [day]
    with JobQueue(shared, lambda: None, lambda: today[0]) as queue:
        (done,) = queue.submit([QUESTION], "a")
        (draft,) = queue.submit([QUESTION], "a", draft=True)
        ended(queue, done.id)
        until(lambda: queue.job(draft.id).searched)
        today[0] = day + timedelta(hours=2)
        queue.submit([QUESTION], "a")
        assert queue.job(done.id).state == "done"
        with pytest.raises(RecordError, match="no such question"):
            queue.job(draft.id)
        today[0] = day + timedelta(days=8)
        queue.submit([QUESTION], "a")
        with pytest.raises(RecordError, match="no such question"):
            queue.status(done.id)
