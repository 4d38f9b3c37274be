"""Read inputs that were changed at random, in synth's own worker processes, and keep those on which a reader fails.

    python -m benchmarks.fuzz [--seconds 600] [--inputs N] [--seed 0] [--kind KIND]... [--timeout-s 30] [--workers 2]
                            [--corpus DIR]

An input fails where its reader raises another error than it documents, crashes, takes longer than --timeout-s or more
memory than `limits.worker_memory_bytes`, or gives what contradicts itself (a sentence that is not at its spans; a
change of a record that `verify` does not find). A paper that is ended by one of the two limits is counted apart: so it
is in a run, where it is a skip. Both are kept in DIR (output/fuzz, which git ignores) with the reason beside them; what
failed is tried first the next time. Prints the counts as JSON; exit code 1 where an input failed. The same seed gives
the same inputs. Folders of ../shared/data that are absent are named, and lend no seeds.
"""

import argparse
import gc
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.fuzz.mutations import mutated
from benchmarks.fuzz.readers import READERS, read_record
from benchmarks.fuzz.seeds import ROOT, Kind, absent_folders, kinds
from benchmarks.memory import memory_bytes, proportional_bytes
from synth.errors import ReadingError
from synth.models.run_files import MANIFEST
from synth.records.reader import read_manifest
from synth.settings import Settings
from synth.stages.workers import MAX_WORKERS, Workers, results_in_order

RECORD = "record"
FORGED = "forged record"
PAPERS = frozenset(
    {"latex", "archive", "pdf", "jats", "bibtex"}
)  # which synth reads in worker processes, as they are here
QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
OFTEN = {"latex": 5, "pdf": 4, "archive": 2, RECORD: 2, FORGED: 2}
"""How many of a round of inputs are of a kind; of the others one is."""


class Fuzzed(NamedTuple):
    """An input: its kind, for records the file that it takes the place of, and its bytes."""

    kind: str
    path: str
    data: bytes


class Fuzzer:
    """Inputs by number, made anew wherever they are needed, and how they are read."""

    def __init__(self, seed: int, chosen: Sequence[str], run: Path) -> None:
        self._seed, self._run = seed, run
        every = {**kinds(), RECORD: Kind(()), FORGED: Kind(())}
        self._kinds = {name: every[name] for name in chosen or every}
        self._round = [name for name in self._kinds for _ in range(OFTEN.get(name, 1))]
        self._files = [output.path for output in read_manifest(run).outputs if not output.path.startswith("documents/")]

    def kind(self, number: int) -> str:
        """The kind of the input of a number."""
        return self._round[number % len(self._round)]

    def input(self, number: int) -> Fuzzed:
        """The input of a number."""
        choose = random.Random(f"{self._seed} {number}")
        kind = self.kind(number)
        if kind in (RECORD, FORGED):
            path = choose.choice((MANIFEST, *self._files))
            data = (self._run / path).read_bytes()
            return Fuzzed(kind, path, mutated(choose, data, (data,)))
        seeds, packed = self._kinds[kind]
        data = choose.choice(seeds)
        if packed is None:
            return Fuzzed(kind, "", mutated(choose, data, seeds))
        if choose.random() < 0.7:
            return Fuzzed(kind, "", packed(mutated(choose, data, seeds)))
        return Fuzzed(kind, "", mutated(choose, packed(data), (packed(data),)))

    def examine(self, item: Fuzzed | int) -> tuple[str, str]:
        """What became of an input: "read", "refused", or "failed" with the reason."""
        item = self.input(item) if isinstance(item, int) else item
        try:
            if item.kind in (RECORD, FORGED):
                read_record(self._run, item.path, item.data, forged=item.kind == FORGED)
                return "read", ""
            reader, documented = READERS[item.kind]
            try:
                reader(item.data)
            except documented:
                return "refused", ""
        except MemoryError:
            raise
        except Exception:  # whatever it is: it is what is looked for
            return "failed", traceback.format_exc(limit=-6)
        return "read", ""


def main() -> None:
    """Fuzz for a time, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--inputs", type=int, default=sys.maxsize)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", action="append", default=[], choices=(*READERS, RECORD, FORGED))
    parser.add_argument("--timeout-s", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=MAX_WORKERS)
    parser.add_argument("--corpus", type=Path, default=ROOT / "output" / "fuzz")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="synth-fuzz-") as name:
        tempfile.tempdir = name  # what readers leave behind, killed or not, goes with it
        figures = fuzz(chosen, Path(name))
    print(json.dumps(figures, indent=1))
    sys.exit(1 if figures["failed"] else 0)


def fuzz(chosen: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Read the kept inputs, then new ones until the time is over; the figures, and the names of those that failed."""
    fuzzer = Fuzzer(chosen.seed, chosen.kind, made_record(folder))
    FUZZERS.append(fuzzer)
    for absent in absent_folders():
        print(f"skipped: {absent} is absent", file=sys.stderr)
    kept = [_load(path) for path in sorted(chosen.corpus.glob("*.json"))]
    ends = time.monotonic() + chosen.seconds
    settings = Settings()
    limited = settings.reading.model_copy(update={"timeout_s": chosen.timeout_s})
    gc.freeze()

    def arguments() -> Iterator[tuple[Fuzzed | int]]:
        yield from ((item,) for item in kept)
        for number in range(chosen.inputs):
            if time.monotonic() > ends:
                return
            yield (number,)

    outcomes: Counter[str] = Counter()
    by_kind: Counter[str] = Counter()
    with (
        peak_memory() as peak,
        Workers(settings.model_copy(update={"reading": limited}), chosen.workers) as workers,
    ):
        for place, result in enumerate(results_in_order(workers, _examine, arguments())):
            kind = kept[place].kind if place < len(kept) else fuzzer.kind(place - len(kept))
            outcome, reason = _ended(kind, result) if isinstance(result, ReadingError) else result
            outcomes[outcome] += 1
            by_kind[kind] += 1
            if reason:
                item = kept[place] if place < len(kept) else fuzzer.input(place - len(kept))
                name = _keep(chosen.corpus / ("ended" if outcome == "ended" else ""), item, reason)
                print(f"{outcome}: {name}: {reason.strip().splitlines()[-1][:200]}", file=sys.stderr, flush=True)
    return {
        "inputs": outcomes.total(),
        **{name: outcomes[name] for name in ("read", "refused", "ended", "failed")},
        "by_kind": dict(sorted(by_kind.items())),
        "peak_mb": {name: size // 1_000_000 for name, size in peak.items()},
    }


def made_record(folder: Path) -> Path:
    """A record of the sample library, made by a process of its own: what that loads is not in memory here."""
    places = ["--library", str(folder / "library"), "--out", str(folder / "out")]
    command = [sys.executable, "-m", "synth", "-q", "generate", QUESTION, "--sample", "--offline", "--no-pdf", *places]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return Path(made.stdout.splitlines()[-1])


@contextmanager
def peak_memory() -> Iterator[dict[str, int]]:
    """The most memory in bytes, looked at five times a second: of this process and all its workers at one time."""
    peak = {"all_processes": 0, "parent": 0}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            peak["all_processes"] = max(peak["all_processes"], memory_bytes(os.getpid()))
            peak["parent"] = max(peak["parent"], proportional_bytes(os.getpid()))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    yield peak
    over.set()
    thread.join()


FUZZERS: list[Fuzzer] = []
"""The one of this process, which workers inherit: its seeds are not sent to them with every input."""


def _examine(item: Fuzzed | int) -> tuple[str, str]:
    return FUZZERS[-1].examine(item)


def _ended(kind: str, error: ReadingError) -> tuple[str, str]:
    limited = "took longer" in error.message or "of memory" in error.message
    return ("ended" if limited and kind in PAPERS else "failed"), error.message


def _keep(corpus: Path, item: Fuzzed, reason: str) -> str:
    """Keep an input that failed with its kind and reason, and its bytes beside them."""
    corpus.mkdir(parents=True, exist_ok=True)
    name = f"{item.kind.replace(' ', '-')}-{hashlib.sha256(item.data).hexdigest()[:12]}"
    (corpus / f"{name}.bin").write_bytes(item.data)
    (corpus / f"{name}.json").write_text(json.dumps({"kind": item.kind, "path": item.path, "reason": reason}, indent=1))
    return name


def _load(path: Path) -> Fuzzed:
    described = json.loads(path.read_text(encoding="utf-8"))
    return Fuzzed(described["kind"], described["path"], path.with_suffix(".bin").read_bytes())


if __name__ == "__main__":
    main()
