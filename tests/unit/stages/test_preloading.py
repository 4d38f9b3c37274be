"""What topics' processes are forked from has all that they need, and looks for its parent no longer than it loads."""

import subprocess
import sys

import pytest

from synth.system.garbage import GARBAGE_OBJECTS

CODE = """
import gc, os, signal, sys
os.environ["SYNTH_STARTED_BY"] = f"{os.getppid()} {os.getppid() + int(sys.argv[1])}"
from synth.stages import preloading
from synth.models import Document, Manifest
assert Document.__pydantic_complete__ and Manifest.__pydantic_complete__  # their validators are built
print(*sorted(set(preloading.NEEDED) - set(sys.modules)), signal.getitimer(signal.ITIMER_REAL), signal.getsignal(signal.SIGALRM).name, gc.get_threshold()[0])
"""


@pytest.mark.parametrize("another_thread", ["0", "1"])
def test_preloading_loads_all_and_leaves_no_timer(another_thread: str) -> None:
    run = subprocess.run([sys.executable, "-c", CODE, another_thread], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"(0.0, 0.0) SIG_DFL {GARBAGE_OBJECTS}"
