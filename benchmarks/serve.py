"""Time a server's pages for many people at once while a question is answered, and print the times as JSON.

    python -m benchmarks.serve [--people 50] [--seconds 30] [--pause 1]

A server with the sample library on a port of this machine, which the people share with it. It answers one question
after the other, so that one is running all the time; each person opens one page after the other, at random but with a
seed, and looks at each for `pause` seconds. Times are milliseconds from request to the last byte; `idle` are those
without a question that runs. An index with one record and those of the questions that end meanwhile is served.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import httpx2

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"


async def measured(people: int, seconds: float, pause: float) -> dict[str, object]:
    """Start a server, have people use it without and with a question that runs, and stop it."""
    with tempfile.TemporaryDirectory(prefix="synth-benchmark-") as name:
        runs, library = Path(name, "runs"), Path(name, "library")
        server = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "synth", "serve", str(runs), "--sample", "--port", "0", "--library", str(library),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert server.stdout is not None
        address = (await server.stdout.readline()).decode().strip()
        limits = httpx2.Limits(max_connections=people + 2)
        try:
            async with httpx2.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
                record = await answered(client, "The first")
                pages = [
                    "/",
                    f"{record}",
                    "/ask",
                    "/jobs",
                    "/style.css",
                    "/api/records",
                    "/api/search?q=dense+retrieval",
                ]
                pages.append(f"/api/records/SRCH:{record.split('/')[2]}/claims")
                idle = await used(client, pages, people, seconds, pause)
                asking = asyncio.create_task(always_asking(client))
                busy = await used(client, pages, people, seconds, pause)
                asking.cancel()
                with suppress(asyncio.CancelledError):
                    await asking
        finally:
            server.terminate()
            await server.wait()
    return {"people": people, "pause_s": pause, "idle": summary(idle), "one question runs": summary(busy)}


async def answered(client: httpx2.AsyncClient, title: str) -> str:
    """Ask, and wait for the record; its page."""
    job = (await client.post("/api/jobs", json={"question": QUESTION, "title": title})).json()
    while True:
        await asyncio.sleep(0.5)
        job = (await client.get(f"/api/jobs/{job['id']}")).json()
        if job["state"] == "done":
            return str(job["page"])
        if job["state"] not in ("waiting", "running"):
            raise RuntimeError(job["error"])


async def always_asking(client: httpx2.AsyncClient) -> None:
    """One question after the other, each of which is answered anew."""
    for number in range(1_000_000):
        await answered(client, f"Number {number}")


async def used(
    client: httpx2.AsyncClient, pages: list[str], people: int, seconds: float, pause: float
) -> dict[str, list[float]]:
    """What people waited for each page, in milliseconds."""
    times: dict[str, list[float]] = defaultdict(list)
    ends = time.perf_counter() + seconds

    async def person(seed: int) -> None:
        chosen = random.Random(seed)
        await asyncio.sleep(chosen.random() * pause)
        while time.perf_counter() < ends:
            page = chosen.choice(pages)
            began = time.perf_counter()
            response = await client.get(page)
            times[page].append((time.perf_counter() - began) * 1000)
            response.raise_for_status()
            await asyncio.sleep(pause)

    await asyncio.gather(*(person(seed) for seed in range(people)))
    return times


def summary(times: dict[str, list[float]]) -> dict[str, object]:
    """Median and 95th percentile of all pages, and of each."""

    def of(some: list[float]) -> dict[str, float]:
        return {"requests": len(some), "median_ms": round(statistics.median(some), 1),
                "p95_ms": round(statistics.quantiles(some, n=20)[-1], 1), "max_ms": round(max(some), 1)}  # fmt: skip

    return {
        "all": of([each for some in times.values() for each in some]),
        **{page: of(some) for page, some in times.items()},
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=1)
    given = parser.parse_args()
    print(json.dumps(asyncio.run(measured(given.people, given.seconds, given.pause)), indent=1))


if __name__ == "__main__":
    main()
