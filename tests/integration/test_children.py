"""What synth starts dies with it, however it is killed: workers, TeX, sealed scripts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from synth.system.sandbox import missing_sandbox

WAIT_S = 120.0  # for a start, on a machine that has much else to do
GONE_S = 10.0  # it takes milliseconds, on a machine that has nothing else to do

WORKERS = """
import time
from synth.settings import Settings
from synth.stages.workers import Workers, results_in_order
list(results_in_order(Workers(Settings()), time.sleep, [(600,), (600,)]))
"""
TOPICS = """
import time
from synth.batch.processes import TopicProcesses
with TopicProcesses(2, 600.0) as processes:
    list(processes.map(time.sleep, [600, 600]))
"""
TEX = """
import os, sys, time
from datetime import date
from synth.rendering import compilation
from synth.settings import RenderSettings
if "unsealed" in sys.argv:
    compilation.missing_sandbox = lambda: "left out"
compilation.compile_pdf("x", date(2024, 1, 1), RenderSettings(), os.environ)
"""
SCRIPT = """
import sys
from synth.system.sandbox import python_paths, run_sealed
from synth.settings import SandboxSettings
run_sealed([sys.executable, "-I", "-c", "import time; time.sleep(600)"], python_paths(), SandboxSettings())
"""
SLEEPS = "#!/bin/sh\nsleep 600 &\nwait\n"


def descendants(pid: int) -> set[int]:
    """The processes that one started, and those that they started."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        try:
            tasks = [*Path(f"/proc/{waiting.pop()}/task").iterdir()]
            children = {int(child) for task in tasks for child in (task / "children").read_text().split()}
        except OSError:  # it has ended meanwhile
            continue
        found |= children
        waiting += children
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def program_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


needs_linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="not on Linux")


@contextmanager
def started(code: str, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process, killed at the end, in a temporary folder of its own, for which TeX is a program that sleeps and starts another."""
    (folder / "xelatex").write_text(SLEEPS)
    (folder / "xelatex").chmod(0o755)
    environ = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(folder)}
    with subprocess.Popen([sys.executable, "-c", code, *arguments], env=environ) as parent:
        try:
            yield parent
        finally:
            parent.kill()


def left_after(children: set[int]) -> list[str]:
    """The programs of those that are still there after a while, which is over when none is."""
    deadline = time.monotonic() + GONE_S
    while (left := [program_of(child) for child in children if alive(child)]) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


@needs_linux
@pytest.mark.parametrize(
    ("code", "arguments", "last", "count"),
    [
        (WORKERS, (), "", 2),
        (TOPICS, (), "forkserver", 4),
        (TEX, ("unsealed",), "sleep 600", 2),
        (TEX, ("sealed",), "sleep 600", 2),
        (SCRIPT, ("sealed",), "time.sleep", 2),
    ],
)
def test_children_die_with_a_parent_that_is_killed(
    tmp_path: Path, code: str, arguments: tuple[str, ...], last: str, count: int
) -> None:
    if "sealed" in arguments and (missing := missing_sandbox()):
        pytest.skip(missing)
    with started(code, tmp_path, *arguments) as parent:
        deadline = time.monotonic() + WAIT_S
        children: set[int] = set()
        while len(children) < count or not any(last in program_of(child) for child in children):
            assert parent.poll() is None, "it ended by itself"
            assert time.monotonic() < deadline, [program_of(child) for child in children]
            time.sleep(0.005)
            children = descendants(parent.pid)
        parent.send_signal(signal.SIGKILL)
        assert left_after(children) == []


LOADING = "import pathlib\npathlib.Path(__file__).with_name('there').touch()\n"
ENDLESS = "import itertools\nsum(itertools.repeat(1))\n"  # in C, where no signal handler of Python gets a turn
STARTING = """
import os, pathlib, sys, time
parent = os.getppid()
if 'forkserver' in ' '.join(sys.orig_argv):
    pathlib.Path(__file__).with_name('there').touch()
    while os.getppid() == parent:
        time.sleep(0.01)
"""


@needs_linux
@pytest.mark.parametrize(
    "modules",
    [
        {"pebble": f"{LOADING}import time\ntime.sleep(600)\n"},
        {"pebble": LOADING + ENDLESS},
        {"sitecustomize": STARTING, "pebble": ENDLESS},
    ],
    ids=["while it loads", "in a long call of a library", "before it loads"],
)
def test_what_topics_are_forked_from_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modules: dict[str, str]
) -> None:
    """Found by kills at random times: it was about to load or to end in order, and others had the processor.

    One whose parent was killed before it looked for that took whoever had become its parent for the one to look at.
    """
    for name, code in modules.items():
        (tmp_path / f"{name}.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with started(TOPICS, tmp_path) as parent:
        deadline = time.monotonic() + WAIT_S
        while not (tmp_path / "there").exists():
            assert time.monotonic() < deadline
            time.sleep(0.005)
        children = descendants(parent.pid)
        parent.send_signal(signal.SIGKILL)
        left = left_after(children)
        for child in filter(alive, children):
            os.kill(child, signal.SIGKILL)
        assert left == []


def test_what_topics_are_forked_from_outlives_the_thread_that_asked_first(tmp_path: Path) -> None:
    code = """
import os, threading
from synth.batch.processes import TopicProcesses
def parent():
    with TopicProcesses(1, 600.0) as processes:
        forked_from.append(processes.submit(os.getppid).result())
forked_from = []
asking = threading.Thread(target=parent)
asking.start()
asking.join()
parent()
print(len(set(forked_from)))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1", run.stderr


@needs_linux
@pytest.mark.skipif(missing_sandbox() is not None, reason="nothing can be run sealed here")
@pytest.mark.parametrize("delay_ms", [0, 6, 15])
def test_what_a_starting_sandbox_runs_dies_with_a_parent_that_is_killed(tmp_path: Path, delay_ms: int) -> None:
    """Its processes are not known before; what they run has a name that nothing else has."""
    mark = f"{tmp_path.name}-{delay_ms}"
    with started(SCRIPT.replace("import time;", f"import time; '{mark}';"), tmp_path) as parent:
        deadline = time.monotonic() + WAIT_S
        while not descendants(parent.pid) and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(delay_ms / 1000)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        time.sleep(0.25)
        marked = {int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()}
        assert left_after({pid for pid in marked if mark in program_of(pid)}) == []
