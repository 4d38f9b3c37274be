"""Where the time of a large batch goes: topics on many workers under one request to arXiv in three seconds.

    python -m benchmarks.batch_schedule [--topics 1000] [--workers 50] [--papers 30] [--queries 2] [--compute 60]

A simulation, not a measurement. Each topic puts its queries, fetches the papers that no topic has fetched before, one
request after the other, and computes; a worker has one topic at a time, and all wait for the one turn at arXiv. A share
of the papers is known already: what earlier topics of the same field found. One JSON line a case: hours from the first
request to the last topic's end, how much of that arXiv's turns are taken, and how much of it workers compute.
"""

import argparse
import heapq
import json
import random

INTERVAL_S = 3.0
SHARED = (0.0, 0.3, 0.6)
"""Shares of a topic's papers that another topic has fetched before."""


def simulated(
    topics: int, workers: int, papers: int, queries: int, compute_s: float, known: float, interval_s: float, seed: int
) -> dict[str, float]:
    """Run the batch through; all in hours but the shares."""
    choose = random.Random(seed)
    waiting = [
        (queries + sum(choose.random() >= known for _ in range(papers)), compute_s * choose.uniform(0.5, 1.5))
        for _ in range(topics)
    ]
    asked = sum(requests for requests, _ in waiting)
    computed_s = sum(seconds for _, seconds in waiting)
    turn_s = end_s = 0.0
    # events: when a worker wants its next request, how many its topic has left, and what it then computes
    ready = [(0.0, number, *waiting.pop()) for number in range(min(workers, topics))]
    heapq.heapify(ready)
    while ready:
        now_s, number, requests, seconds = heapq.heappop(ready)
        if requests:
            turn_s = max(now_s, turn_s) + interval_s
            heapq.heappush(ready, (turn_s, number, requests - 1, seconds))
            continue
        done_s = now_s + seconds
        end_s = max(end_s, done_s)
        if waiting:
            heapq.heappush(ready, (done_s, number, *waiting.pop()))
    return {
        "hours": round(end_s / 3600, 2),
        "requests": asked,
        "arxiv_busy": round(asked * interval_s / end_s, 2),
        "workers_computing": round(computed_s / end_s / workers, 3),
    }


def main() -> None:
    """Print one JSON line a case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=50)
    parser.add_argument("--papers", type=int, default=30, help="read for a topic")
    parser.add_argument("--queries", type=int, default=2, help="requests to the search API for a topic")
    parser.add_argument("--compute", type=float, default=60.0, help="seconds of a worker for a topic, on average")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    common = (options.topics, options.workers, options.papers)
    cases = [(f"arXiv, {known:.0%} of the papers known", options.queries, known, INTERVAL_S) for known in SHARED]
    cases += [
        ("metadata in the library, e-prints from arXiv", 0, SHARED[1], INTERVAL_S),
        ("a mirror of one's own, 20 requests a second", options.queries, SHARED[1], 0.05),
        ("the library alone", 0, 1.0, INTERVAL_S),
    ]
    for name, queries, known, interval_s in cases:
        result = simulated(*common, queries, options.compute, known, interval_s, options.seed)
        print(json.dumps({"case": name, **result}), flush=True)


if __name__ == "__main__":
    main()
