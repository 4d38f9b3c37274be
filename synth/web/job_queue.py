"""The questions that a server answers: a few at a time, each in a process of its own, kept on disk until they end."""

import logging
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from synth.batch.running import Shared, TopicResult
from synth.batch.topics import Topic
from synth.errors import BusyError, RecordError, StorageError, SynthError, UsageError
from synth.models import json_text
from synth.paths import read_plain_file
from synth.question import describe_question, parse_question, remarks
from synth.system.clock import Clock, utc_now
from synth.system.disk import make_folder, remove, write_atomically
from synth.web.job_process import answer, run_apart, understand
from synth.web.jobs import UNFINISHED, Ask, Job, JobState, JobStatus, StageProgress
from synth.web.record_files import page_of

log = logging.getLogger(__name__)

JOBS = ".jobs"
"""In the folder of runs: ID.json and, while the job has not ended, ID/ with what was uploaded."""
MAX_JOB_BYTES = 100_000
PAUSE_S = 5.0
"""After a failure that is not the question's, such as a full disk."""

Result = TypeVar("Result")


class JobQueue:
    """The jobs in RUNS/.jobs, of one server at a time; used from any thread.

    A job that was running when its server ended runs again. `ended` is called after each job that made a record. Use it
    as a context: within it jobs run, and leaving it ends their processes and keeps what is known of them. Raises
    StorageError where another server has the folder.
    """

    def __init__(self, shared: Shared, ended: Callable[[], object], now: Clock = utc_now) -> None:
        if shared.out is None:
            raise ValueError("a server has a folder of runs")
        self._folder = shared.out / JOBS
        self._shared = shared
        self._limits = shared.settings.server
        self._ended = ended
        self._now = now
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._progress: dict[str, StageProgress] = {}
        self._cancelled: dict[str, threading.Event] = {}
        self._closing = threading.Event()
        self._lock = FileLock(self._folder / ".lock")
        self._threads = ThreadPoolExecutor(shared.settings.batch.jobs + 1, thread_name_prefix="job")

    def __enter__(self) -> "JobQueue":
        make_folder(self._folder)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise StorageError("another server answers questions there", item=str(self._folder.parent)) from error
        for path in sorted(self._folder.glob("*.json")):
            self._load(path)
        for path in self._folder.iterdir():
            if path.is_dir() and path.name not in self._jobs:  # uploaded, and then the server was killed
                remove(path)
        for _ in range(self._shared.settings.batch.jobs):
            self._threads.submit(self._work, "waiting", self._answer)
        self._threads.submit(self._work, "draft", self._search_ahead)
        return self

    def __exit__(self, *error: object) -> None:
        with self._changed:
            self._closing.set()
            for event in self._cancelled.values():
                event.set()
            self._changed.notify_all()
        self._threads.shutdown()
        self._lock.release()

    def submit(
        self, asks: Sequence[Ask], client: str, papers: Mapping[str, bytes] | None = None, *, draft: bool = False
    ) -> list[Job]:
        """New jobs, in order, that wait for their turn, or as drafts for their asker.

        `papers` are the bytes of each uploaded file by its name here. Raises QuestionError for a question that cannot
        be understood, UsageError for sources that are not to be asked, BusyError where there are too many,
        StorageError.
        """
        self._check_sources(asks, papers or {})
        understood = [_understood_at_once(ask) for ask in asks]
        now = self._now()
        ids = [secrets.token_hex(8) for _ in asks]
        jobs = [
            Job(
                id=job_id,
                group=ids[0],
                ask=ask,
                papers=tuple(papers or ()),
                client=client,
                state="draft" if draft else "waiting",
                created=now + timedelta(microseconds=place),
                understood=lines,
            )
            for place, (job_id, ask, lines) in enumerate(zip(ids, asks, understood, strict=True))
        ]
        try:
            for job in jobs:  # before anybody has to wait for it
                for name, data in (papers or {}).items():
                    write_atomically(self._folder / job.id / name, data)
            with self._changed:
                self._forget_old()
                self._refuse_too_many(len(jobs), client)
                return [self._keep(job) for job in jobs]
        except SynthError:
            for job in jobs:
                if job.id not in self._jobs:
                    remove(self._folder / job.id)
            raise

    def job(self, job_id: str) -> Job:
        """What is known of a job. Raises RecordError where there is none of this id."""
        with self._changed:
            if job_id not in self._jobs:
                raise RecordError("no such question, or it ended long ago", item=job_id, stage="serve")
            return self._jobs[job_id]

    def status(self, job_id: str) -> JobStatus:
        """A job as its asker sees it. Raises RecordError where there is none of this id."""
        with self._changed:
            return self._statuses([self.job(job_id)])[0]

    def statuses(self, group: str | None = None) -> list[JobStatus]:
        """All jobs as their askers see them, the newest first; or those of one list, in its order.

        Raises RecordError where there is no such list.
        """
        with self._changed:
            jobs = sorted(self._jobs.values(), key=lambda job: job.created, reverse=group is None)
            listed = [job for job in jobs if group in (None, job.group)]
            if group is not None and not listed:
                raise RecordError("no such list, or it ended long ago", item=group, stage="serve")
            return self._statuses(listed)

    def _statuses(self, jobs: Sequence[Job]) -> list[JobStatus]:
        waiting = sorted((job for job in self._jobs.values() if job.state == "waiting"), key=lambda job: job.created)
        places = {job.id: place for place, job in enumerate(waiting, start=1)}
        shared = JobStatus.model_fields.keys() & Job.model_fields.keys()
        return [
            JobStatus(
                **{name: getattr(job, name) for name in shared},
                place=places.get(job.id),
                progress=self._progress.get(job.id) if job.state == "running" else None,
                page=job.record_id and f"/{page_of(job.record_id)}/",
            )
            for job in jobs
        ]

    def agree(self, job_id: str) -> Job:
        """Let a draft wait for its turn; any other job stays as it is. Raises RecordError."""
        return self._move(job_id, frozenset({"draft"}), "waiting")

    def cancel(self, job_id: str) -> Job:
        """End a job, whatever it does; one that has ended stays as it is. Raises RecordError."""
        return self._move(job_id, UNFINISHED, "cancelled")

    def _move(self, job_id: str, states: frozenset[JobState], state: JobState) -> Job:
        """A job in one of some states, ended and put into another; any other job as it is. Raises RecordError."""
        with self._changed:
            job = self.job(job_id)
            if job.state in states:
                job = self._keep(job.model_copy(update={"state": state}))
                self._stop(job_id)
            return job

    def _stop(self, job_id: str) -> None:
        """End the process that works at a job, if there is one."""
        if job_id in self._cancelled:
            self._cancelled[job_id].set()

    def _work(self, state: JobState, work: Callable[[Job, threading.Event], None]) -> None:
        """Take up the jobs in one state, one after the other; what goes wrong with one costs it alone."""
        while taken := self._take(state):
            job, cancelled = taken
            try:
                work(job, cancelled)
            except StorageError:  # the disk is full perhaps: later it may have room
                log.exception("job %s is tried again", job.id)
                with self._changed:
                    self._jobs[job.id] = job
                self._closing.wait(PAUSE_S)
            except Exception as error:
                log.exception("job %s", job.id)
                with self._changed:
                    self._jobs[job.id] = job.model_copy(update={"state": "failed", "error": type(error).__name__})
            finally:
                with self._changed:
                    self._cancelled.pop(job.id)
                    self._progress.pop(job.id, None)
                    self._changed.notify_all()

    def _take(self, state: JobState) -> tuple[Job, threading.Event] | None:
        """The oldest job in a state that nobody works at, once there is one, and what ends it; None at the end."""
        with self._changed:
            while not self._closing.is_set():
                for job in sorted(self._jobs.values(), key=lambda job: job.created):
                    if job.state == state and job.id not in self._cancelled and not (state == "draft" and job.searched):
                        self._cancelled[job.id] = threading.Event()
                        return job, self._cancelled[job.id]
                self._changed.wait()
            return None

    def _search_ahead(self, draft: Job, cancelled: threading.Event) -> None:
        """Make a draft's searches for its asker to see; without them the draft may be agreed to as well."""
        try:
            lines = tuple(self._apart(understand, draft, self._limits.understand_timeout_s, cancelled))
        except (SynthError, CancelledError) as error:
            lines = (*draft.understood, f"searched ahead without a result: {self._public(error)}")
        with self._changed:
            job = self._jobs.get(draft.id)
            if job is not None and job.state == "draft" and not self._closing.is_set():
                self._keep(job.model_copy(update={"understood": lines, "searched": True}))

    def _answer(self, waiting: Job, cancelled: threading.Event) -> None:
        """Run a job to its end."""
        with self._changed:
            if self._jobs[waiting.id].state != "waiting":  # cancelled meanwhile
                return
            job = self._keep(waiting.model_copy(update={"state": "running"}))
        try:
            result = self._apart(answer, job, self._shared.settings.batch.time_limit_s, cancelled)
        except (SynthError, CancelledError) as error:
            result = TopicResult(question=job.ask.question, error=str(error))
        if result.folder is not None:
            try:
                self._ended()
            except SynthError:
                log.exception("the pages were not made again")
        with self._changed:
            if self._closing.is_set() or self._jobs[job.id].state == "cancelled":
                return  # a job that still is running on disk runs again
            made = {
                "state": "failed" if result.folder is None else "done",
                "record_id": result.record_id,
                "headline": result.headline,
                "error": result.error and self._public(result.error),
            }
            self._keep(job.model_copy(update=made))

    def _apart(
        self,
        work: Callable[[Topic, Shared, Connection], Result],
        job: Job,
        time_limit_s: float,
        cancelled: threading.Event,
    ) -> Result:
        def note(stage: str, done: int, total: int) -> None:
            with self._changed:
                self._progress[job.id] = StageProgress(stage=stage, done=done, total=total)

        return run_apart(
            work,
            job.topic(self._folder / job.id),
            self._shared._replace(offline=self._shared.offline or job.ask.offline),
            time_limit_s=time_limit_s,
            progress=note,
            cancelled=cancelled,
        )

    def _keep(self, job: Job) -> Job:
        """Write what is known of a job; what was uploaded for one that has ended is removed. Raises StorageError."""
        write_atomically(self._folder / f"{job.id}.json", json_text(job).encode())
        self._jobs[job.id] = job
        if job.state not in UNFINISHED:
            remove(self._folder / job.id)
        self._changed.notify_all()
        return job

    def _load(self, path: Path) -> None:
        """A job of an earlier server; a file that is none is left alone."""
        try:
            job = Job.model_validate_json(read_plain_file(path, MAX_JOB_BYTES))
        except (ValidationError, SynthError) as error:
            log.warning("%s is no job: %s", path, error)
            return
        if job.id == path.stem:
            self._jobs[job.id] = job.model_copy(update={"state": "waiting"}) if job.state == "running" else job

    def _check_sources(self, asks: Sequence[Ask], papers: Collection[str]) -> None:
        """Raises UsageError for what this server, or a question, excludes."""
        named = [ask for ask in asks if ask.sources]
        if self._shared.sample and (papers or named):
            raise UsageError("this server answers from the sample library alone", item="sources" if named else "papers")
        if any(self._shared.offline or ask.offline for ask in named):
            raise UsageError("no database is to be asked", item="sources")

    def _forget_old(self) -> None:
        """Drop drafts that nobody agreed to and what is known of jobs that ended days ago."""
        lifetimes: dict[JobState, timedelta] = {
            "draft": timedelta(seconds=self._limits.draft_lifetime_s),
            **dict.fromkeys(("done", "failed", "cancelled"), timedelta(days=self._limits.job_lifetime_days)),
        }
        for job in [*self._jobs.values()]:
            if self._now() - job.created > lifetimes.get(job.state, timedelta.max):
                remove(self._folder / f"{job.id}.json")
                remove(self._folder / job.id)
                del self._jobs[job.id]

    def _refuse_too_many(self, new: int, client: str) -> None:
        unfinished = [job for job in self._jobs.values() if job.state in UNFINISHED]
        own = sum(job.client == client for job in unfinished)
        if own + new > self._limits.max_per_client:
            message = f"you have {own} questions that have not ended; {self._limits.max_per_client} are taken at a time"
            raise BusyError(message, stage="serve", remedy="cancel some, or ask again later")
        waiting = sum(job.state != "running" for job in unfinished)
        if waiting + new > self._limits.max_waiting:
            message = f"{waiting} questions wait already; {self._limits.max_waiting} are taken"
            raise BusyError(message, stage="serve", remedy="ask again later")

    def _public(self, error: BaseException | str) -> str:
        """An error without the folders of this machine."""
        text = str(error) or "cancelled"
        for folder in (self._shared.out, self._shared.library):
            text = text.replace(f"{folder}/", "") if folder else text
        return text


def _understood_at_once(ask: Ask) -> tuple[str, ...]:
    """How a question is understood, and what its asker should know of it. Raises QuestionError."""
    question = parse_question(ask.question, compare=ask.compare, against=";".join(ask.against), outcome=ask.outcome)
    return describe_question(question), *remarks(question)
