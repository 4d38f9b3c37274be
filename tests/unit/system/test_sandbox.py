"""What bubblewrap is asked for where a machine refuses a part of it."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.settings import SandboxSettings
from synth.system import sandbox
from synth.system.sandbox import missing_sandbox, python_paths, run_sealed

BWRAP = shutil.which("bwrap")
REFUSING = """#!/bin/sh
for word; do
    [ "$word" != --proc ] || {{ echo "bwrap: Can't mount proc on /newroot/proc: Operation not permitted" >&2; exit 1; }}
done
exec {bwrap} "$@"
"""


@pytest.fixture
def masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A container whose /proc is masked in part, as Docker's and Podman's are: no other may be mounted there."""
    stand_in = tmp_path / "bwrap"
    stand_in.write_text(REFUSING.format(bwrap=BWRAP))
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    cached = (missing_sandbox, sandbox._own_processes)
    for each in cached:
        each.cache_clear()
    yield
    for each in cached:
        each.cache_clear()


@pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")
@pytest.mark.usefixtures("masked")
def test_a_container_that_mounts_no_proc_has_a_sandbox_that_shows_no_process() -> None:
    assert missing_sandbox() is None
    code = "import os; print(os.listdir('/proc'))"
    for shown in (python_paths(), (*python_paths(), Path("/"))):
        assert run_sealed([sys.executable, "-I", "-c", code], shown, SandboxSettings()) == "[]\n"


@pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")
@pytest.mark.skipif(not Path("/etc/ld.so.cache").exists(), reason="this system has no list of its libraries")
def test_sandbox_finds_libraries_where_the_system_does() -> None:
    """A Python in /usr/local whose libpython is in /usr/local/lib started nowhere else."""
    code = "import os; print(os.listdir('/etc'))"
    assert run_sealed([sys.executable, "-I", "-c", code], python_paths(), SandboxSettings()) == "['ld.so.cache']\n"
