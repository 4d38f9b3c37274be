"""A batch on a server of which 30 % of the answers are faults of every kind, and the same without; a JSON line a run.

    python -m benchmarks.faults [--topics 10] [--papers 20] [--share 0.3] [--seed 0] [--jobs 2]

The server is the stand-in for arXiv of the tests, on this machine. All times by which it is asked (between requests,
before another try, until a request is given up) are a tenth of the defaults, so that the run without faults waits for
its turns as it would for arXiv's, ten times as fast. `ended` counts the topics with a report and those with an error;
`times` is what the run took over the one without faults.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.kills.scenarios import TEN
from synth.settings import ArxivSettings
from tests.integration.arxiv_papers import ABSTRACT, tar_of
from tests.integration.arxiv_server import FAULTS, ServedPaper, serving
from tests.integration.runs import PAPER

SCALED = ("interval_s", "connect_timeout_s", "read_timeout_s", "request_timeout_s", "deadline_s", "backoff_s",
          "max_backoff_s")  # fmt: skip


def served(count: int) -> list[ServedPaper]:
    """So many papers on the topics, each by a group of its own."""
    return [
        ServedPaper(
            f"2101.{number:05}v1",
            f"Dense retrieval and BM25, part {number}",
            ABSTRACT,
            (f"Author Number{number}",),
            source=tar_of({"main.tex": PAPER.replace("Ada Lovelace", f"Author Number{number}")}),
        )
        for number in range(1, count + 1)
    ]


def run(options: argparse.Namespace, share: float) -> dict[str, object]:
    """What a batch comes to where this share of the answers are faults."""
    chance = random.Random(options.seed)
    settings = ArxivSettings()
    times = {f"SYNTH_ARXIV_{name.upper()}": str(getattr(settings, name) / 10) for name in SCALED}
    with tempfile.TemporaryDirectory() as name, serving(*served(options.papers)) as server:
        server.faults = [chance.choice(FAULTS) if chance.random() < share else None for _ in range(10_000)]
        topics = Path(name) / "topics.txt"
        topics.write_text("\n".join(TEN[: options.topics]), encoding="utf-8")
        command = [sys.executable, "-m", "synth", "batch", str(topics), "--no-pdf", "--json", "--source", "arxiv"]
        where = ["--library", f"{name}/library", "--out", f"{name}/out", "--jobs", str(options.jobs)]
        environ = {**os.environ, **server.environ, **times, "XDG_CACHE_HOME": f"{name}/cache"}
        started_s = time.perf_counter()
        ended = subprocess.run([*command, *where], capture_output=True, text=True, env=environ, check=False)
        took_s = time.perf_counter() - started_s
    results = [json.loads(line) for line in ended.stdout.splitlines()]
    failed = [result["error"] for result in results if result["error"]]
    return {
        "share": share,
        "topics": min(options.topics, len(TEN)),
        "ended": {"report": len(results) - len(failed), "error": len(failed)},
        "errors": sorted(set(failed)),
        "papers_used": sum(result["used"] for result in results),
        "requests": len(server.requests),
        "s": round(took_s, 1),
    }


def main() -> None:
    """Print one JSON line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=10)
    parser.add_argument("--papers", type=int, default=20)
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    without = run(options, 0.0)
    print(json.dumps(without), flush=True)
    faulty = run(options, options.share)
    print(json.dumps({**faulty, "times": round(float(str(faulty["s"])) / float(str(without["s"])), 2)}))


if __name__ == "__main__":
    main()
