"""A derivation is computed again by a script that a stranger can run, sealed, and attacked by changing its inputs."""

import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from synth.audit.derivation import compute, exact, tolerance
from synth.audit.find import find_derivations
from synth.audit.reproduction import WORKERS, inputs_of, recompute, reproduction_files, script_of
from synth.errors import SandboxError
from synth.models import Derivation
from synth.settings import SandboxSettings
from synth.system.sandbox import missing_sandbox, python_paths, run_sealed
from tests.unit.audit.papers import with_table, with_text

sealed = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")
TOTALS = with_table("Set | A | B | Total\nX | 10 | 20 | 30\nY | 1 | 2 | 3\nZ | 5 | 6 | 11\nW | 7 | 8 | 25")
SAMPLES = {
    "sum": TOTALS,
    "average": with_table("Model | A | B | Avg.\nBM25 | 41.5 | 48.9 | 45.2\nDPR | 44.5 | 51.2 | 47.9"),
    "best": with_table("Model | A | B | Best\nBM25 | 41.5 | 48.9 | 48.9\nDPR | 44.5 | 51.2 | 51.2"),
    "p value": with_text("Groups differed, t(28) = 2.20, p = .036."),
    "granularity": with_text("It covers 80% of the 10 targets."),
    "difference": with_text("Recall rose from 52.1 to 54.3, a gain of 2.2 points."),
}


def first(kind: str) -> Derivation:
    return find_derivations(SAMPLES[kind])[0]


@pytest.mark.parametrize("kind", SAMPLES)
def test_script_runs_for_a_stranger_and_never_sees_the_reported_value(kind: str, tmp_path: Path) -> None:
    derivation = first(kind)
    script = script_of(derivation)
    assert derivation.kind == kind
    assert all(operand.text not in script for operand in derivation.operands if "." in operand.text)
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    (tmp_path / "inputs.csv").write_text(inputs_of(derivation), encoding="utf-8")
    run = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    values = {operand.name: exact(operand.value) for operand in derivation.operands}
    assert float(run.stdout) == pytest.approx(float(compute(derivation.formula, values) or 0))


@sealed
def test_recompute_judges_by_the_tolerance_of_the_digits() -> None:
    found = recompute(find_derivations(TOTALS), SandboxSettings())
    assert [(item.outcome, item.survived, item.verdict) for item in found] == [
        ("reproduced", True, "computed 30, reported 30, tolerance 0"),
        ("reproduced", True, "computed 3, reported 3, tolerance 0"),
        ("reproduced", True, "computed 11, reported 11, tolerance 0"),
        ("contradicted", True, "computed 15, reported 25, tolerance 0"),
    ]


@sealed
@pytest.mark.parametrize("kind", SAMPLES)
def test_recompute_withstands_the_attack_on_its_inputs(kind: str) -> None:
    (item,) = recompute([first(kind)], SandboxSettings())
    assert (item.outcome, item.survived) == ("reproduced", True), item.why


@sealed
@pytest.mark.parametrize(
    ("result", "found"), [("30", "does not depend on a"), ("a + 2 * b", "where its formula gives"), ("a", "on b")]
)
def test_recompute_finds_a_script_that_computes_something_else(
    result: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "synth.audit.reproduction.script_of", lambda one: script_of(one).replace("float(a + b)", f"float({result})")
    )
    (item,) = recompute([first("sum")], SandboxSettings())
    assert (item.outcome, item.survived) == ("inconclusive", False)
    assert found in item.why


@sealed
def test_recompute_a_script_that_fails_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_derivations(TOTALS)
    monkeypatch.setattr(
        "synth.audit.reproduction.script_of", lambda one: "raise SystemExit(3)" if one == found[2] else script_of(one)
    )
    assert [item.computed for item in recompute(found, SandboxSettings())] == [30, 3, None, 15]


@sealed
def test_recompute_starts_a_sandbox_for_many_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[object] = []

    def counted(command: Sequence[str], shown: Sequence[Path], settings: SandboxSettings, folder: Path) -> str:
        commands.append(command)
        return run_sealed(command, shown, settings, folder)

    monkeypatch.setattr("synth.audit.reproduction.run_sealed", counted)
    assert all(item.attempted for item in recompute(find_derivations(TOTALS) * 5, SandboxSettings()))
    assert len(commands) == WORKERS


def test_recompute_without_a_sandbox_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.audit.reproduction.missing_sandbox", lambda: "bubblewrap is not installed")
    monkeypatch.setattr("synth.audit.reproduction.run_sealed", lambda *_: pytest.fail("it ran"))
    (item,) = recompute([first("sum")], SandboxSettings())
    assert (item.outcome, item.attempted, item.remark) == (
        "inconclusive",
        False,
        "not attempted: bubblewrap is not installed",
    )
    assert set(reproduction_files([item])) == {
        f"reproduction/{item.derivation.derivation_id}/script.py",
        f"reproduction/{item.derivation.derivation_id}/inputs.csv",
        "reproduction/index.jsonl",
    }


def test_reproduction_lines_have_what_scripts_of_others_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.audit.reproduction.missing_sandbox", lambda: "none")
    files = reproduction_files(recompute([first("sum")], SandboxSettings()))
    line = json.loads(files["reproduction/index.jsonl"])
    named = "paper_id text spans kind reported computed tolerance outcome survived"
    assert line.keys() >= set(named.split())


def test_tolerance_carries_the_rounding_of_operands_through() -> None:
    values, steps = {"a": Fraction(50), "b": Fraction(20)}, {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    assert tolerance("(a + b) / 2", values, steps, Fraction(1, 2)) == 1
    assert compute("a / (b - 20)", values) is None


@sealed
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9), 1)", "Connection refused"),
        ("open('/usr/planted', 'w')", "Read-only file system"),
        (f"open({str(Path.home() / '.bashrc')!r})", "No such file|Permission denied"),
        ("x = bytearray(2**31)", "MemoryError"),
        ("raise SystemExit(3)", "status 3"),
    ],
)
def test_sandbox_lets_a_script_reach_nothing(script: str, why: str) -> None:
    with pytest.raises(SandboxError, match=why):
        run_sealed([sys.executable, "-I", "-c", script], python_paths(), SandboxSettings())


@sealed
def test_sandbox_passes_no_environment_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    code = "import os; print(sorted(os.environ), os.getuid())"
    printed = run_sealed([sys.executable, "-I", "-c", code], python_paths(), SandboxSettings())
    assert "SECRET_TOKEN" not in printed
    assert "65534" in printed
