"""Lean settles statements; whatever is no Lean, or does not end, settles none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from synth.audit.find import find_derivations
from synth.audit.lean import find_lean, proof_files, prove, statement_of
from synth.models import Document
from synth.settings import LeanSettings
from synth.system.sandbox import missing_sandbox
from tests.unit.audit.papers import with_table, with_text

TABLE = "Set | A | B | Total\nX | 10 | 20 | 30\nY | 1 | 2 | 3\nZ | 5 | 6 | 12"
_SEARCHED = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
LEAN = find_lean({**os.environ, "PATH": _SEARCHED})
"""The real Lean, if there is one: in the virtual environment, where `make lean` puts it, or where synth looks."""

sealed = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")


def lean_that(does: str, folder: Path) -> dict[str, str]:
    """An environment whose Lean does this; the file that it is given is $1."""
    lean = folder / "lean"
    lean.write_text(f"#!/bin/sh\n{does}\n")
    lean.chmod(0o755)
    return {"SYNTH_LEAN": str(lean), "PATH": os.defpath}


def decided(statement: str) -> bool:
    """What Lean would say of a statement of sums and products."""
    python = statement.replace(" : Nat", "").replace("≤", "<=").replace("∧", "and")
    return bool(eval(python))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (with_table(TABLE), [True, True, False]),
        (with_table("M | A | B | Avg.\nX | 41.5 | 48.9 | 45.2\nY | 44.5 | 51.2 | 47.9"), [True, True]),
        (with_table("T | P | R | F1\nA | 81.0 | 70.0 | 75.1\nB | 84.2 | 79.8 | 81.9"), [True, True]),
        (with_table("M | A | B | Best\nX | 41.5 | 48.9 | 48.9\nY | 44.5 | 51.2 | 51.2"), [True, True]),
        (with_text("Recall fell from 54.3 to 52.1, a drop of 2.2 points."), [True]),
        (with_text("Of the 4,800 questions, 1,200 (26%) are long."), [False]),
    ],
)
def test_statement_says_what_the_arithmetic_says(document: Document, expected: list[bool]) -> None:
    statements = [statement_of(one) for one in find_derivations(document)]
    assert [decided(one) for one in statements if one] == expected


@sealed
@pytest.mark.parametrize(
    ("does", "outcomes"),
    [
        # it refuses the negation of the first two, and the third statement
        (
            'for line in 5 7 8; do echo "$1:$line:0: error: tactic decide failed"; done; exit 1',
            ["proved", "proved", "refuted"],
        ),
        ("exit 0", ["inconclusive"] * 3),
        ("exit 3", ["not attempted"] * 3),
    ],
)
def test_prove_believes_what_refuses_the_opposite(does: str, outcomes: list[str], tmp_path: Path) -> None:
    found = prove(find_derivations(with_table(TABLE)), lean_that(does, tmp_path), LeanSettings())
    assert [proof.outcome for proof in found] == outcomes


def test_prove_without_lean_says_so() -> None:
    assert find_lean({"PATH": "/nowhere"}) is None
    found = prove(find_derivations(with_table(TABLE)), {"PATH": "/nowhere"}, LeanSettings())
    assert {proof.outcome for proof in found} == {"not attempted"}
    assert "SYNTH_LEAN" in found[0].why


@pytest.mark.nightly
@sealed
@pytest.mark.skipif(LEAN is None, reason="there is no lean here; make lean")
def test_lean_proves_what_is_true_and_refutes_what_is_not(tmp_path: Path) -> None:
    environ = {**os.environ, "SYNTH_LEAN": str(LEAN)}
    found = prove(find_derivations(with_table(TABLE)), environ, LeanSettings())
    assert [proof.outcome for proof in found] == ["proved", "proved", "refuted"], found[0].why
    for path, source in proof_files(found).items():
        if path.endswith(".lean"):
            (tmp_path / "Statement.lean").write_bytes(source)
            assert subprocess.run([str(LEAN), str(tmp_path / "Statement.lean")], check=False).returncode == 0
