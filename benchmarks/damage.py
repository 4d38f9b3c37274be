"""Change single bytes of a record at random, one at a time, and count how many `synth verify` finds and names.

    python -m benchmarks.damage RUN [--changes 200] [--seed 0] [--runs 5]

Half of the changes fall on a file drawn evenly, half on a byte drawn evenly over all files (most are in documents/). A
change is found where verifying gives a fault, and named where a fault's path is the changed file's. The record is
copied first and stays as it is. The time is that of the whole command, median over the runs, nothing run again.
"""

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synth.runs.verification import verify


def changed(data: bytes, place: int, flip: int) -> bytes:
    """The bytes with one of them changed."""
    return data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]


def damage(run: Path, changes: int, seed: int) -> dict[str, object]:
    """Make the changes in a copy of a record; returns the counts, and what was missed."""
    choose = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copytree(run, Path(name) / run.name))
        if not verify(copy).holds:
            raise SystemExit(f"{run} does not hold before anything is changed")
        files = [path for path in sorted(copy.rglob("*")) if path.is_file() and path.stat().st_size]
        sizes = [path.stat().st_size for path in files]
        found, named, missed, touched = 0, 0, [], set()
        for number in range(changes):
            path = choose.choice(files) if number % 2 else choose.choices(files, sizes)[0]
            data = path.read_bytes()
            place, flip = choose.randrange(len(data)), choose.randrange(1, 256)
            path.write_bytes(changed(data, place, flip))
            faults = verify(copy).faults
            path.write_bytes(data)
            relative = path.relative_to(copy).as_posix()
            found += bool(faults)
            touched.add(relative)
            if any(fault.path == relative for fault in faults):
                named += 1
            else:
                missed.append(f"{relative} at {place}")
        return {"changes": changes, "files_touched": len(touched), "found": found, "named": named, "missed": missed}


def seconds(run: Path, runs: int) -> float:
    """Wall seconds of `synth verify`, the median."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "synth", "verify", str(run)], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    measured = damage(arguments.run.resolve(), arguments.changes, arguments.seed)
    print(json.dumps({**measured, "verify_s": round(seconds(arguments.run, arguments.runs), 2)}, indent=1))


if __name__ == "__main__":
    main()
