"""Time a batch of many topics on the same papers against a lone first question; prints one JSON line a run.

    python -m benchmarks.speed.batch FOLDER [--topics 40] [--runs lone,one,two] [--no-pdf] [--library DIR]

Three runs, each with a library of its own, or all with that of --library, whose papers a run before has read: `lone`,
one question; `one` and `two`, the topics with one job and with two.
After all three, `topic_ratio` is what a topic of `one` took on average over `lone`, the reading of the papers included;
`two_jobs_ratio` what `one` took over `two`. Both in time and, since other work on the machine distorts that, in CPU
seconds of all processes: two jobs that took as many of these as one would be twice as fast on two cores of their own.
`two_processes_ratio` is what two processes that share nothing gain on this machine over one after the other, before
and after the runs: what two jobs can gain at most.
`peak_mb` is that of the largest process, `own_mb` that of the one that hands out the topics.
"""

import argparse
import ctypes
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

METHODS = ("retrieval augmentation", "dense retrieval", "BM25", "reranking", "a longer context window")
OUTCOMES = (
    "accuracy on open-domain question answering",
    "hallucination",
    "factual accuracy",
    "top-20 accuracy",
    "exact match on Natural Questions",
    "perplexity",
    "latency",
    "robustness to noisy passages",
)
SETTINGS = ("", " for small models", " in few-shot settings", " in the biomedical domain", " on long documents")
ENDED = (0, 3, 4)  # exit codes of a batch that was done, some of it Falsified or without an answer
PR_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h
RUNS = "lone,one,two"
WORK = """
from collections import Counter
words = [f"w{number * 7919 % 2_000}" for number in range(4_000)]
for _ in range(400):
    sorted(Counter(" ".join(words).split()).items())
"""
"""Half a second of what topics do most: strings split, counted and sorted."""


class Taken(NamedTuple):
    """What a command took: wall seconds, CPU seconds of all processes, peak memory in MB, its own and the largest's."""

    wall_s: float
    cpu_s: float
    own_mb: float
    peak_mb: float


def timed(arguments: list[str]) -> Taken:
    """Run synth, and wait for all that it started: what topics are forked from ends by itself, a little later."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "synth", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(own[1])
    wall_s = time.perf_counter() - started
    if process.returncode not in ENDED:
        raise SystemExit(f"{command} ended with {process.returncode}")
    ended = [own]
    with suppress(ChildProcessError):
        while True:
            ended.append(os.wait4(-1, 0))
    cpu_s = sum(usage.ru_utime + usage.ru_stime for _, _, usage in ended)
    peak_kb = max(usage.ru_maxrss for _, _, usage in ended)
    return Taken(wall_s, cpu_s, own[2].ru_maxrss / 1024, peak_kb / 1024)


def two_processes_ratio() -> float:
    """How many times as fast two processes that share nothing do the same work side by side as one after the other.

    The median of seven tries: two cores of a virtual machine may be two halves of one, or others may use them.
    """

    def taken_s(count: int) -> float:
        started = time.perf_counter()
        for process in [subprocess.Popen([sys.executable, "-c", WORK]) for _ in range(count)]:
            process.wait()
        return time.perf_counter() - started

    return statistics.median(2 * taken_s(1) / taken_s(2) for _ in range(7))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--topics", type=int, default=40, help="at most 200")
    parser.add_argument("--runs", default=RUNS)
    parser.add_argument("--no-pdf", action="store_true", help="without typesetting")
    parser.add_argument("--library", type=Path)
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    parts = itertools.product(SETTINGS, OUTCOMES, METHODS)
    questions = [f"Does {method} improve {outcome}{setting}?" for setting, outcome, method in parts][: options.topics]
    common = ["--offline", "--papers", str(options.papers), *(["--no-pdf"] if options.no_pdf else [])]
    taken: dict[str, Taken] = {}
    gain_before = two_processes_ratio() if options.runs == RUNS else 0.0
    with tempfile.TemporaryDirectory() as name:
        topics = Path(name) / "topics.txt"
        topics.write_text("\n".join(questions), encoding="utf-8")
        verbs = {
            "lone": ["generate", questions[0]],
            "one": ["batch", str(topics), "--jobs", "1"],
            "two": ["batch", str(topics), "--jobs", "2"],
        }
        for run in options.runs.split(","):
            where = ["--library", str(options.library or f"{name}/{run}/library"), "--out", f"{name}/{run}/out"]
            taken[run] = timed([*verbs[run], *common, *where])
            numbers = {key: round(value, 1) for key, value in taken[run]._asdict().items()}
            print(json.dumps({"run": run, "topics": 1 if run == "lone" else len(questions), **numbers}), flush=True)
    if len(taken) == len(verbs):
        lone, one, two = (taken[run] for run in verbs)
        ratios = {
            "topic_ratio": one.wall_s / len(questions) / lone.wall_s,
            "topic_cpu_ratio": one.cpu_s / len(questions) / lone.cpu_s,
            "two_jobs_ratio": one.wall_s / two.wall_s,
            "two_jobs_cpu_ratio": one.cpu_s / two.cpu_s,
            "two_processes_ratio": gain_before,
            "two_processes_ratio_after": two_processes_ratio(),
        }
        print(json.dumps({name: round(ratio, 2) for name, ratio in ratios.items()}))


if __name__ == "__main__":
    main()
