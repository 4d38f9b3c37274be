"""Lean settles theorems; and whatever is no Lean, or does not end, settles none."""

import json
import os
import stat
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from synth.gates.lean import CONTROLS, find_lean, lean_file, proof_files, prove
from synth.gates.theorems import source_of
from synth.models import Proof, Theorem
from synth.settings import LeanSettings

TRUE = (
    "(12 : Nat) * 64 = 768",
    "(9000 : Nat) + 500 + 500 = 10000",
    "(3 : Nat) * 8 = 24",
    "(1024 : Nat) * 4096 = 4194304",
    "(30522 : Nat) * 768 = 23440896",
    "(5430 : Nat) ≤ 235 + 5210 ∧ (205 : Nat) + 5210 ≤ 5430",
    "(3700 : Nat) ≤ 745 * 5 ∧ (735 : Nat) * 5 ≤ 3700",
    "(135 : Nat) ≤ 3 * 5 * 10",
    "(150 : Nat) ≤ 225 ∧ (225 : Nat) = 225",
    "(3 : Nat) ≤ 5 ∧ (5 : Nat) = 2 + 3",
    "(1 : Nat) + 4 = 5",
    "(0 : Nat) = 0",
    "(0 : Nat) ≤ 0",
    "(2 : Nat) * (821 + 753) = 3148",
    "(175000000000 : Nat) * 300000000000 = 52500000000000000000000",
    "(99999999999999999999999999999999 : Nat) + 1 = 100000000000000000000000000000000",
    "(8 : Nat) * 8 * 32 * 1024 = 2097152",
    "(43 : Nat) + 57 = 100",
    "(7 : Nat) ≤ 1000000000000000000000000",
    "((3 : Nat) * 2 + 9) * 20 ≤ 7 * 4 * 3 + 3 * 4 * 20",
)
FALSE = (
    "(12 : Nat) * 64 = 769",
    "(9000 : Nat) + 500 + 500 = 10001",
    "(3 : Nat) * 8 = 32",
    "(1024 : Nat) * 4096 = 4194303",
    "(30522 : Nat) * 768 = 23440898",
    "(5430 : Nat) ≤ 215 + 5210 ∧ (205 : Nat) + 5210 ≤ 5430",
    "(3700 : Nat) ≤ 735 * 5 ∧ (725 : Nat) * 5 ≤ 3700",
    "(155 : Nat) ≤ 3 * 5 * 10",
    "(250 : Nat) ≤ 225 ∧ (225 : Nat) = 225",
    "(3 : Nat) ≤ 5 ∧ (5 : Nat) = 2 + 4",
    "(1 : Nat) + 4 = 6",
    "(0 : Nat) = 1",
    "(1 : Nat) ≤ 0",
    "(2 : Nat) * (821 + 753) = 2395",
    "(175000000000 : Nat) * 300000000000 = 52500000000000000000001",
    "(99999999999999999999999999999999 : Nat) + 1 = 99999999999999999999999999999999",
    "(8 : Nat) * 8 * 32 * 1024 = 2097153",
    "(43 : Nat) + 57 = 99",
    "(1000000000000000000000000 : Nat) ≤ 7",
    "((3 : Nat) * 2 + 9) * 30 ≤ 7 * 4 * 3 + 3 * 4 * 20",
)
FAST = LeanSettings(timeout_s=10)


def theorem(statement: str) -> Theorem:
    return Theorem(
        theorem_id=f"t-{sha256(statement.encode()).hexdigest()[:10]}",
        paper_id="2001.00001v1",
        text="",
        spans=(),
        place="",
        source=source_of(statement),
        negation=source_of(statement, negated=True),
    )


PAIR = (theorem(TRUE[0]), theorem(FALSE[0]))


def fake(tmp_path: Path, body: str) -> dict[str, str]:
    """A `lean` that does what some Python says, in an environment that names it."""
    program = tmp_path / "lean"
    program.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return {"SYNTH_LEAN": str(program), "PATH": os.defpath}


def outcomes(proofs: tuple[Proof, ...]) -> list[str]:
    return [proof.outcome for proof in proofs]


def test_lean_that_is_there_tells_true_from_false() -> None:
    """With a real `lean` (make lean, or SYNTH_LEAN): twenty true and twenty false theorems in one file."""
    checkout = Path(__file__).resolve().parents[3] / ".venv" / "bin"
    environ = {**os.environ, "PATH": f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{checkout}"}
    if find_lean(environ) is None:
        pytest.skip("there is no lean: make lean sets one up")
    statements = [*TRUE, *FALSE]
    proofs = prove([theorem(statement) for statement in statements], environ, LeanSettings())
    told = [(proof.outcome, proof.why) for proof in proofs]
    assert outcomes(proofs) == ["proved"] * len(TRUE) + ["refuted"] * len(FALSE), told
    assert len(TRUE) == len(FALSE) == 20
    assert all("lean proved the" in why for _, why in told)


def test_lean_that_is_missing_is_not_attempted(tmp_path: Path) -> None:
    proofs = prove(PAIR, {"PATH": str(tmp_path)}, FAST)
    assert outcomes(proofs) == ["not attempted"] * 2
    assert "there is no lean" in proofs[0].why
    assert prove((), {"PATH": str(tmp_path)}, FAST) == ()


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(0)",
        "sys.exit(1)",
        "print('proved, all of it')",
        "sys.stdout.buffer.write(os.urandom(100_000))",
        'print(\'{"severity": "error"}\')',
        "print('{' * 100_000)",
        "sys.exit(3)",
        "os.kill(os.getpid(), 9)",
        # an error at every line, and at none but the controls'
        "for n in range(1, 30): print(json.dumps({'severity': 'error', 'pos': {'line': n}, 'data': 'no', 'fileName': sys.argv[-1]}))",
        "print(json.dumps({'severity': 'error', 'pos': {'line': 6}, 'data': 'no', 'fileName': sys.argv[-1]}))",
        "print(json.dumps({'severity': 'error', 'pos': {'line': 8}, 'data': 'no', 'fileName': 'Other.lean'}))",
        "while True: print('x' * 1_000_000)",
    ],
)
def test_lean_that_does_not_check_proves_nothing(tmp_path: Path, body: str) -> None:
    proofs = prove(PAIR, fake(tmp_path, body), LeanSettings(timeout_s=10, output_bytes=1_000_000))
    assert outcomes(proofs) == ["not attempted"] * 2, proofs[0].why


@pytest.mark.parametrize("body", ["time.sleep(60)", "os.system('sleep 60')", "os.fork(); time.sleep(60)"])
def test_lean_that_hangs_is_ended_and_not_attempted(tmp_path: Path, body: str) -> None:
    started = time.monotonic()
    proofs = prove(PAIR, fake(tmp_path, body), LeanSettings(timeout_s=0.5))
    assert outcomes(proofs) == ["not attempted"] * 2
    assert proofs[0].why == "lean took longer than 0.5 s"
    assert time.monotonic() - started < 10


CHECKER = """
source = open(sys.argv[-1]).read().splitlines()
def say(line, severity, data):
    print(json.dumps({"severity": severity, "pos": {"line": line, "column": 0}, "data": data, "fileName": sys.argv[-1]}))
proved = set()
for n, line in enumerate(source, start=1):
    words = line.split()
    if line.startswith("theorem"):
        claim = line.split(" : ", 1)[1].removesuffix(" := by decide").replace(" : Nat", "")
        claim = claim.replace("¬", "not").replace("∧", "and").replace("≤", "<=").replace(" = ", " == ")
        if eval(claim):
            proved.add(words[1])
        else:
            say(n, "error", "Tactic `decide` proved that the proposition is false")
    elif line.startswith("#print"):
        name = words[-1]
        used = AXIOMS if name in proved else "depends on axioms: [sorryAx]"
        say(n, SEVERITY, used if SEVERITY == "error" else f"'{name}' {used}")
"""


@pytest.mark.parametrize(
    ("severity", "axioms", "expected"),
    [
        ("information", "does not depend on any axioms", ["proved", "refuted"]),
        ("error", "cannot use `#print axioms` in a `module`; consider", ["proved", "refuted"]),
        ("information", "depends on axioms: [propext]", ["not attempted"] * 2),
        ("information", "depends on axioms: [Lean.ofReduceBool]", ["not attempted"] * 2),
        ("information", "depends on axioms: [sorryAx]", ["not attempted"] * 2),
        ("error", "unknown identifier", ["not attempted"] * 2),
    ],
)
def test_lean_counts_only_where_it_used_no_axiom(
    tmp_path: Path, severity: str, axioms: str, expected: list[str]
) -> None:
    body = f"SEVERITY, AXIOMS = {severity!r}, {axioms!r}\n{CHECKER}"
    assert outcomes(prove(PAIR, fake(tmp_path, body), FAST)) == expected


def test_lean_that_accepts_a_statement_and_its_negation_is_inconclusive(tmp_path: Path) -> None:
    body = f"SEVERITY, AXIOMS = 'information', 'does not depend on any axioms'\n{CHECKER}"
    lenient = body.replace("if eval(claim):", "if eval(claim) or '64' in claim:")
    proofs = prove(PAIR, fake(tmp_path, lenient), FAST)
    assert outcomes(proofs) == ["inconclusive"] * 2
    assert proofs[0].why == "lean accepted both the statement and its negation"
    strict = body.replace("if eval(claim):", "if eval(claim) and '64' not in claim:")
    assert "neither" in prove(PAIR, fake(tmp_path, strict), FAST)[0].why


def test_lean_is_given_many_theorems_in_few_files(tmp_path: Path) -> None:
    body = f"SEVERITY, AXIOMS = 'information', 'does not depend on any axioms'\n{CHECKER}"
    environ = fake(tmp_path, body)
    many = [theorem(statement) for pair in zip(TRUE, FALSE, strict=True) for statement in pair]
    proofs = prove(many, environ, LeanSettings(timeout_s=10, theorems_per_file=15))
    assert outcomes(proofs) == ["proved", "refuted"] * 20
    assert [proof.theorem for proof in proofs] == many


def test_lean_never_sees_more_than_arithmetic(tmp_path: Path) -> None:
    bad = PAIR[0].model_copy(update={"source": PAIR[0].source.replace("by decide", "sorry")})
    body = f"open({str(tmp_path / 'seen')!r}, 'a').write(open(sys.argv[-1]).read())"
    [proof] = prove([bad], fake(tmp_path, body), FAST)
    assert (proof.outcome, proof.why) == ("inconclusive", "its source holds more than arithmetic")
    assert not (tmp_path / "seen").exists()


def test_lean_gets_no_environment_of_the_user(tmp_path: Path) -> None:
    body = f"SEVERITY, AXIOMS = 'information', 'does not depend on any axioms'\nif 'SECRET' in os.environ: sys.exit(0)\n{CHECKER}"
    assert outcomes(prove(PAIR, fake(tmp_path, body) | {"SECRET": "x"}, FAST)) == ["proved", "refuted"]


def test_lean_file_holds_each_statement_with_its_negation() -> None:
    assert lean_file([CONTROLS[0]]).splitlines() == [
        "prelude",
        "import Init.Core",
        "",
        "theorem t0 : ((7 : Nat) * 191 = 1337) := by decide",
        "#print axioms t0",
        "theorem n0 : ¬ ((7 : Nat) * 191 = 1337) := by decide",
        "#print axioms n0",
    ]


def test_proof_files_hold_what_was_accepted_and_an_index() -> None:
    made = [
        Proof(theorem=PAIR[0], outcome="proved", printed="", why="lean proved the statement"),
        Proof(theorem=PAIR[1], outcome="refuted", printed="x", why="lean proved the negation"),
    ]
    files = proof_files(made)
    first, second = (f"proofs/{proof.theorem.theorem_id}.lean" for proof in made)
    assert sorted(files) == sorted([first, second, "proofs/index.jsonl"])
    assert files[first].decode() == PAIR[0].source
    assert files[second].decode() == PAIR[1].negation
    lines = [json.loads(line) for line in files["proofs/index.jsonl"].splitlines()]
    assert [(line["outcome"], line["printed"]) for line in lines] == [("proved", ""), ("refuted", "x")]
    assert proof_files([]) == {}
