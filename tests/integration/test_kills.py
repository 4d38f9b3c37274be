"""Commands that are killed, and on which the power fails, leave the same bytes when they are run again."""

import json
import subprocess
import sys

import pytest

from benchmarks.kills.scenarios import SCENARIOS

STRIDE = 55
"""`python -m benchmarks.kills` tries every operation: python -m pytest cannot wait for it."""
TRIED = ["generate", "batch", "correct", "library add", "library check --repair"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="not on Linux")
def test_command_that_is_killed_leaves_the_same_bytes_when_it_is_run_again() -> None:
    assert set(TRIED) <= {scenario.name for scenario in SCENARIOS}
    only = [argument for name in TRIED for argument in ("--only", name)]
    command = [sys.executable, "-m", "benchmarks.kills", "--stride", str(STRIDE), "--kills", str(len(TRIED)), *only]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    found = {line["scenario"]: line for line in map(json.loads, run.stdout.splitlines())}
    assert list(found) == TRIED, run.stderr
    for line in found.values():
        assert line["faults"] >= 3
        assert [line["broken"], line["differing"], line["orphans"]] == [[], [], []], line
        assert line["random"] == {"kills": 1, "broken": [], "differing": []}
    assert run.returncode == 0
