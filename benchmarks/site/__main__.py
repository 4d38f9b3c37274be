"""Build a site of many records, renew it after one changed, and say how long each took and how large it is.

    python -m benchmarks.site [RUN]... [--records 1000] [--seed 0]

The records are copies of the runs given, else of three made from the sample library, each with an identifier and words
of its own. Prints JSON: seconds that the whole command takes, on the wall and of all processors (which other work slows
less); bytes of the largest page, of the index and of what is searched, as it is and compressed.
"""

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.site.copies import Original, fresh_words
from synth import generate

QUESTIONS = (
    "Is dense retrieval better than BM25 for open-domain question answering?",
    "Does retrieval augmentation reduce hallucination?",
    "How much does retrieval augmentation improve exact match?",
)


def main() -> None:
    """Make the records, build, change one, build again."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("runs", nargs="*", type=Path, metavar="RUN")
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where they are made, and left; else a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="synth-benchmark-") as temporary:
        folder = given.folder or Path(temporary)
        print(json.dumps(measure(folder, given.runs or sample_runs(folder), given.records, given.seed), indent=1))


def sample_runs(folder: Path) -> list[Path]:
    """Runs on the sample library."""
    return [Path(generate(question, sample=True, out=folder / "originals").folder) for question in QUESTIONS]


def measure(folder: Path, originals: list[Path], records: int, seed: int) -> dict[str, object]:
    """The times and sizes of a site of so many records."""
    reword = fresh_words(random.Random(seed))
    sources = [Original(original) for original in originals]
    runs, out = folder / "runs", folder / "site"
    for number in range(records):
        sources[number % len(sources)].copy_to(runs / f"run-{number:05}", reword)
    os.sync()  # what was written before is not the build's to wait for
    build(runs / "run-00000", folder / "first")  # which compiles synth, as installing it does
    built_s, built_cpu_s = build(runs, out)
    sources[0].copy_to(runs / "run-00000", reword)
    renewed_s, renewed_cpu_s = build(runs, out)
    pages = {path.relative_to(out).as_posix(): path.stat().st_size for path in out.rglob("*.html")}
    searched = (out / "search.js").read_bytes()
    return {
        "records": records,
        "built_s": round(built_s, 2),
        "built_cpu_s": round(built_cpu_s, 2),
        "renewed_s": round(renewed_s, 2),
        "renewed_cpu_s": round(renewed_cpu_s, 2),
        "largest_page_bytes": max(pages.values()),
        "index_bytes": pages["index.html"],
        "search_bytes": len(searched),
        "search_gzip_bytes": len(gzip.compress(searched)),
        **searched_s(out),
    }


def searched_s(out: Path) -> dict[str, float]:
    """Seconds until the index is there, and from the first letter typed until what was found is, in Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        started = time.perf_counter()
        page.goto((out / "index.html").as_uri())
        shown = time.perf_counter()
        page.get_by_label("Search").press_sequentially("retrie")
        page.get_by_text(re.compile(r"^\d+ found$")).wait_for()
        found = time.perf_counter()
        page.get_by_label("Search").press_sequentially("val")
        page.get_by_text(re.compile(r"^\d+ found$")).wait_for()
        again = time.perf_counter()
        browser.close()
    times = {"shown_s": shown - started, "first_search_s": found - shown, "next_search_s": again - found}
    return {name: round(seconds, 2) for name, seconds in times.items()}


def build(runs: Path, out: Path) -> tuple[float, float]:
    """Seconds that the command takes, on the wall and of all processors."""
    started, before = time.perf_counter(), os.times()
    command = [sys.executable, "-c", "from synth.cli import main; main()", "-q", "site", str(runs), "--out", str(out)]
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(out.parent / "bytecode")}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | compiled)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, used


if __name__ == "__main__":
    main()
