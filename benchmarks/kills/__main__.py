"""Kill commands, let the power fail, run them again, and compare every byte with an undisturbed run.

    python -m benchmarks.kills [--stride 1] [--kills 200] [--seed 0] [--only NAME]...

Each command ends at each of its operations that change the disk (makes, writes, syncs, renames or removes a file or a
folder), three times: killed; killed, and what was not synced has lost its bytes; and the names that were not synced
too, but the last. With a stride, at every so-manieth operation. Then it is run again. `differing` are the faults after
which that did not leave what an undisturbed run leaves, `broken` those after which a record did not hold. Besides, as
many kills as are asked for come at a time drawn evenly from that which the command takes. `orphans` are the
processes that are left ten seconds later.
"""

import argparse
import ctypes
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, get_args

from benchmarks.kills.faults import FaultyOs, Loss, faulty_disk, lose
from benchmarks.kills.scenarios import SCENARIOS, Scenario, runs, state
from synth.claims import extract_claims, read_card
from synth.cli import main as synth
from synth.reading import read_paper
from synth.runs.verification import verify
from synth.settings import ClaimSettings
from synth.system import clock

NEVER = 1_000_000_000
ORPHANS_S = 10.0  # most are ended by the kernel; some, such as multiprocessing's resource tracker, by themselves
PR_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h
DAY_S = 1_700_000_000
BAD = ("broken", "differing")


class Trial:
    """One scenario in a folder that is made anew each time, at the same place, from the one that it starts from."""

    def __init__(self, scenario: Scenario, place: Path) -> None:
        self.scenario = scenario
        self.start = place / "start"
        self.folder = place / "folder"
        self.journal = place / "journal"
        self.start.mkdir(parents=True)
        self.start.rename(self.folder)  # made where it is used, should a path be kept anywhere
        scenario.prepare(self.folder, lambda arguments: in_child(lambda: synth_verb(arguments)))
        self.folder.rename(self.start)
        self.expected: dict[str, str] = {}
        self.again()
        started = time.perf_counter()
        self.run()
        self.time_s = time.perf_counter() - started
        self.expected = state(self.folder)
        self.orphans: list[str] = []

    def again(self) -> None:
        """Back to the start."""
        for path in (self.folder, self.journal):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.start, self.folder, symlinks=True)

    def run(self, last: int = NEVER, kill_after_s: float | None = None) -> int:
        """Run the command, with a fault; returns how many operations were carried out."""
        arguments = self.scenario.arguments(self.folder)
        faulty = FaultyOs(last, self.journal, die) if kill_after_s is None else None

        def act() -> int:
            if not self.scenario.typesets:
                os.environ["PATH"] = os.devnull  # there is no TeX then
            with ExitStack() as stack:
                if faulty is not None:
                    stack.enter_context(faulty_disk(faulty))
                return synth_verb(arguments)

        code = in_child(act, kill_after_s)
        assert code == 0 or last != NEVER or kill_after_s or self.expected, f"{self.scenario.name} ends with {code}"
        return faulty.done if faulty is not None else 0

    def judged(self) -> tuple[bool, bool]:
        """Whether all records hold as they were left, and whether running again leaves what is expected."""
        self.orphans += orphans()
        whole = all(verify(run).holds for run in runs(self.folder)) or "damaged" in self.scenario.name
        shutil.rmtree(self.journal, ignore_errors=True)
        self.run()
        return whole, state(self.folder) == self.expected


def die() -> NoReturn:
    """Kill the command, from any of its processes."""
    os.kill(int(os.environ["KILLED_PID"]), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def synth_verb(arguments: Sequence[str]) -> int:
    """The exit code of the command line."""
    try:
        synth([*arguments])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def in_child(act: Callable[[], int], kill_after_s: float | None = None) -> int:
    """Do something in a process forked from this one, which is killed after a time; returns the exit code."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            os.environ["KILLED_PID"] = str(os.getpid())
            nothing = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nothing, descriptor)
            code = act()
        finally:
            os._exit(code)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def warm_up(folder: Path) -> None:
    """Load here what every command loads, so that the forked ones have it: rules, models, scikit-learn."""
    SCENARIOS[0].prepare(folder, synth_verb)
    document = read_paper(folder / "papers" / "one" / "main.tex")
    extract_claims(document, ClaimSettings())
    read_card(document)
    with open(os.devnull, "w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        synth_verb(SCENARIOS[0].arguments(folder))


def orphans() -> list[str]:
    """What processes of the killed, which are this one's now, run that are left after ten seconds; they end then."""
    deadline = time.monotonic() + ORPHANS_S
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.002)
        except ChildProcessError:
            return []
    children = [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    left = [Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode() for pid in children]
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return [*filter(None, left)]  # nothing is left of a command line where the process has just ended


def at_each_operation(trial: Trial, stride: int, shift: int) -> dict[str, object]:
    """End the command at every `stride`th operation from the `shift`th on, in each of the ways."""
    trial.again()
    operations = trial.run()
    broken, differing, faults = [], [], 0
    for last in range(1 + shift % stride, operations + 1, stride):
        for loss in get_args(Loss):
            trial.again()
            trial.run(last)
            lose(trial.folder, trial.journal, loss)
            whole, same = trial.judged()
            faults += 1
            broken += [] if whole else [f"{last} {loss}"]
            differing += [] if same else [f"{last} {loss}"]
    return {"operations": operations, "faults": faults, "broken": broken, "differing": differing}


def at_random(trial: Trial, kills: int, choose: random.Random) -> dict[str, object]:
    """Kill the command at random times."""
    broken, differing = [], []
    for _ in range(kills):
        trial.again()
        after_s = choose.uniform(0, trial.time_s)
        trial.run(kill_after_s=after_s)
        whole, same = trial.judged()
        broken += [] if whole else [f"{after_s:.3f} s"]
        differing += [] if same else [f"{after_s:.3f} s"]
    return {"kills": kills, "broken": broken, "differing": differing}


def main() -> None:
    """Print one JSON line a scenario."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200, help="in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append", choices=[scenario.name for scenario in SCENARIOS])
    options = parser.parse_args()
    chosen = [scenario for scenario in SCENARIOS if not options.only or scenario.name in options.only]
    os.environ["SOURCE_DATE_EPOCH"] = str(DAY_S)
    clock.utc_now = lambda: datetime.fromtimestamp(DAY_S, tz=UTC)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    choose = random.Random(options.seed)
    failed = False
    with tempfile.TemporaryDirectory() as name:
        os.environ["TMPDIR"] = name
        tempfile.tempdir = name
        warm_up(Path(name) / "first")
        for number, scenario in enumerate(chosen):
            trial = Trial(scenario, Path(name) / str(number))
            bounded = scenario.typesets or scenario.only_random_kills
            found = {} if bounded else at_each_operation(trial, options.stride, number)
            kills = options.kills // len(chosen) + (number < options.kills % len(chosen))
            killed = at_random(trial, kills, choose)
            line = {"scenario": scenario.name, **found, "random": killed, "orphans": trial.orphans}
            print(json.dumps(line), flush=True)
            failed |= bool(trial.orphans) or any(each.get(way) for each in (found, killed) for way in BAD)
    sys.exit(failed)


if __name__ == "__main__":
    main()
