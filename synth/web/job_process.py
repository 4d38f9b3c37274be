"""One question in a process of its own, as in a batch: its progress is seen from outside, and it can be ended."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from synth.batch.processes import TopicProcesses
from synth.batch.running import Shared, TopicResult, answer_topic, settings_of_topic
from synth.batch.topics import Topic
from synth.pipeline import understanding
from synth.stages.context import Progress
from synth.stages.preparing import prepare

POLL_S = 0.1
NICENESS = 10
"""Of a process that answers, so that pages come at once while it computes: python -m benchmarks.serve."""

Result = TypeVar("Result")


def run_apart(
    work: Callable[[Topic, Shared, Connection], Result],
    topic: Topic,
    shared: Shared,
    *,
    time_limit_s: float,
    progress: Progress,
    cancelled: threading.Event,
) -> Result:
    """The result of `answer` or `understand` in a process of its own.

    `progress` is called with what it reports. Once `cancelled` is set the process ends with all that it started, and
    this raises CancelledError (of concurrent.futures) or TopicError; TopicError too where it takes longer than
    `time_limit_s` or dies; else what `work` raises.
    """
    receiving, sending = multiprocessing.Pipe(duplex=False)
    with receiving, sending, TopicProcesses(1, time_limit_s) as processes:
        future = processes.submit(work, topic, shared, sending)
        while not future.done():
            if cancelled.is_set():  # again and again: it may just be starting
                processes.shutdown(wait=False, cancel_futures=True)
            if receiving.poll(POLL_S):
                progress(*receiving.recv())
        return future.result()


def answer(topic: Topic, shared: Shared, sending: Connection) -> TopicResult:
    """Answer a question; each step of its progress is sent. A failure is in the result."""
    os.nice(NICENESS)
    return answer_topic(topic, shared, lambda *step: sending.send(step))


def understand(topic: Topic, shared: Shared, sending: Connection) -> list[str]:
    """What `synth generate --dry-run` prints of a question, but for the folder. Raises SynthError."""
    os.nice(NICENESS)
    task, context = prepare(
        topic.question,
        compare=topic.compare,
        against=";".join(topic.against),
        outcome=topic.outcome,
        papers=topic.papers or shared.papers,
        sources=topic.sources or shared.sources,
        sample=shared.sample,
        offline=shared.offline,
        settings=settings_of_topic(topic, shared.settings),
        library=shared.library,
        out=shared.out,
        workers=shared.workers,
        progress=lambda *step: sending.send(step),
    )
    return understanding(task, context)
