"""Lean 4, where there is one, settles derivations of exact numbers: each statement by `decide`, beside its negation.

A printed value is a fraction of natural numbers (54.3 is 543/10). An inequality of fractions is multiplied out and its
subtractions are moved to the other side, so that nothing is left but +, * and ≤ on natural numbers, for which the
smallest part of Lean's library is enough.
"""

import ast
import math
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from synth.audit.derivation import exact
from synth.errors import SandboxError
from synth.models import Derivation, Proof, ProofOutcome, json_lines
from synth.models.run_files import PROOFS, PROOFS_INDEX
from synth.settings import LeanSettings, SandboxSettings
from synth.system.disk import temporary_folder
from synth.system.sandbox import ENVIRONMENT, missing_sandbox, run_sealed

LEAN_VARIABLE = "SYNTH_LEAN"
HEADER = "prelude\nimport Init.Core\n\n"
MAX_STATEMENT_CHARS = 4_000
PLACES = 6
"""The decimals that a tolerance has in a statement, rounded up."""
_ERROR = re.compile(r"^[^\n]*?Statements\.lean:(\d+):\d+: error\b", re.MULTILINE)


class _Ratio(NamedTuple):
    """(plus - minus) / over, each a Lean expression of natural numbers, and the value; `over` is positive."""

    plus: str
    minus: str
    over: str
    value: Fraction


def find_lean(environ: Mapping[str, str]) -> str | None:
    """The `lean` to use: SYNTH_LEAN, else the first on the PATH; None where there is none."""
    return shutil.which(environ.get(LEAN_VARIABLE) or "lean", path=environ.get("PATH", os.defpath))


def prove(derivations: Iterable[Derivation], environ: Mapping[str, str], settings: LeanSettings) -> tuple[Proof, ...]:
    """What becomes of the statement of each derivation that can be stated: proved, refuted, or why neither."""
    stated = [(one, statement) for one in derivations if (statement := statement_of(one))]
    lean = find_lean(environ)
    proofs: list[Proof] = []
    for first in range(0, len(stated), settings.theorems_per_file):
        part = stated[first : first + settings.theorems_per_file]
        failed, why = _run(lean, [statement for _, statement in part], environ, settings)
        for number, (derivation, statement) in enumerate(part):
            outcome = _outcome(number, failed) if failed is not None else "not attempted"
            proofs.append(_proof(derivation, statement, outcome, why))
    return tuple(proofs)


def proof_files(proofs: Sequence[Proof]) -> dict[str, bytes]:
    """The files of proofs/ by path: one Lean file a statement, and index.jsonl; nothing without a proof."""
    files = {f"{PROOFS}{proof.derivation_id}.lean": proof.source.encode() for proof in proofs}
    return files | ({PROOFS_INDEX: json_lines(proofs).encode()} if proofs else {})


def statement_of(derivation: Derivation) -> str | None:
    """What a derivation claims, as one line of Lean: its value lies within the tolerance, on the side of its bound.

    "From 52.1 to 54.3, a gain of 2.2", with a tolerance of 0.15, is 2.05 ≤ 54.3 - 52.1 ≤ 2.35. None for a formula
    beyond + - * / abs() min() max(), for a negative divisor and for a statement of more than 4,000 characters.
    """
    values = {operand.name: exact(operand.value) for operand in derivation.operands}
    reported = exact(derivation.reported.value)
    allowed = Fraction(math.ceil(exact(derivation.tolerance) * 10**PLACES), 10**PLACES)
    try:
        claims: list[str] = []
        computed = _ratio(ast.parse(derivation.formula, mode="eval").body, values, claims)
        if derivation.bound != "at least":
            claims.append(_at_most(computed, _constant(reported + allowed)))
        if derivation.bound != "at most":
            claims.append(_at_most(_constant(reported - allowed), computed))
    except (NotImplementedError, ZeroDivisionError):
        return None
    statement = " ∧ ".join(claims)
    return statement if len(statement) <= MAX_STATEMENT_CHARS else None


def _ratio(node: ast.expr, values: Mapping[str, Fraction], claims: list[str]) -> _Ratio:
    """A formula as a fraction; `claims` gains what has to hold so that it is that one."""
    match node:
        case ast.Name(id=name):
            return _constant(values[name])
        case ast.Constant(value=int(whole)):
            return _constant(Fraction(whole))
        case ast.BinOp(left=left, op=operator, right=right):
            return _joined(operator, _ratio(left, values, claims), _ratio(right, values, claims))
        case ast.Call(func=ast.Name(id="abs"), args=[argument]):
            inner = _ratio(argument, values, claims)
            size = inner if inner.value >= 0 else _negated(inner)
            claims.append(_at_most(_constant(Fraction(0)), size))
            return size
        case ast.Call(func=ast.Name(id="min" | "max" as name), args=arguments):
            parts = [_ratio(argument, values, claims) for argument in arguments]
            chosen = (min if name == "min" else max)(parts, key=lambda part: part.value)
            claims += [_at_most(*((chosen, part) if name == "min" else (part, chosen))) for part in parts]
            return chosen
    raise NotImplementedError(ast.unparse(node))


def _joined(operator: ast.operator, left: _Ratio, right: _Ratio) -> _Ratio:
    match operator:
        case ast.Add() | ast.Sub():
            other = right if isinstance(operator, ast.Add) else _negated(right)
            plus = _sum(_product(left.plus, right.over), _product(other.plus, left.over))
            minus = _sum(_product(left.minus, right.over), _product(other.minus, left.over))
            return _Ratio(plus, minus, _product(left.over, right.over), left.value + other.value)
        case ast.Mult():
            plus = _sum(_product(left.plus, right.plus), _product(left.minus, right.minus))
            minus = _sum(_product(left.plus, right.minus), _product(left.minus, right.plus))
            return _Ratio(plus, minus, _product(left.over, right.over), left.value * right.value)
        case ast.Div() if right.value > 0 and right.minus == "0":
            plus, minus = (_product(part, right.over) for part in (left.plus, left.minus))
            return _Ratio(plus, minus, _product(left.over, right.plus), left.value / right.value)
    raise NotImplementedError("a divisor that is a difference")


def _sum(one: str, other: str) -> str:
    return " + ".join(part for part in (one, other) if part != "0") or "0"


def _product(one: str, other: str) -> str:
    """A product; a factor that is a sum stands in brackets."""
    if "0" in (one, other):
        return "0"
    factors = [f"({part})" if "+" in part else part for part in (one, other) if part != "1"]
    return " * ".join(factors) or "1"


def _negated(one: _Ratio) -> _Ratio:
    return _Ratio(one.minus, one.plus, one.over, -one.value)


def _constant(value: Fraction) -> _Ratio:
    size = str(abs(value.numerator))
    plus, minus = (size, "0") if value >= 0 else ("0", size)
    return _Ratio(plus, minus, str(value.denominator), value)


def _at_most(left: _Ratio, right: _Ratio) -> str:
    """left ≤ right, multiplied out."""
    first = _sum(_product(left.plus, right.over), _product(right.minus, left.over))
    second = _sum(_product(right.plus, left.over), _product(left.minus, right.over))
    return f"({first} : Nat) ≤ {second}"


def _run(
    lean: str | None, statements: Sequence[str], environ: Mapping[str, str], settings: LeanSettings
) -> tuple[frozenset[int] | None, str]:
    """The lines that Lean refused, two a statement; or None and why Lean says nothing."""
    missing = missing_sandbox() if lean else f"there is no lean: {LEAN_VARIABLE} and the PATH name none"
    if lean is None or missing:
        return None, missing or ""
    lines = [line for number, one in enumerate(statements) for line in _theorems(number, one)]
    limits = SandboxSettings(
        timeout_s=settings.timeout_s, cpu_s=int(4 * settings.timeout_s), memory_bytes=settings.memory_bytes
    )
    kept = {name: value for name in ("HOME", "PATH") if (value := environ.get(name))}
    with temporary_folder("lean", {"Statements.lean": HEADER + "\n".join([*lines, ""])}) as folder:
        try:
            printed = run_sealed(
                [lean, str(folder / "Statements.lean")],
                (Path("/"),),
                limits,
                folder,
                environment={**ENVIRONMENT, **kept},
                statuses=(0, 1),
            )
        except SandboxError as error:
            return None, f"lean failed: {error.message}"
    first = HEADER.count("\n") + 1
    return frozenset(int(line) - first for line in _ERROR.findall(printed)), ""


def _theorems(number: int, statement: str) -> tuple[str, str]:
    return (
        f"theorem stated{number} : ({statement}) := by decide",
        f"theorem refuted{number} : ¬ ({statement}) := by decide",
    )


def _outcome(number: int, failed: frozenset[int]) -> ProofOutcome:
    """Proved or refuted where just one of a statement and its negation was accepted."""
    stated, refuted = (2 * number + way not in failed for way in (0, 1))
    return "inconclusive" if stated == refuted else "proved" if stated else "refuted"


_WHY: Mapping[ProofOutcome, str] = {
    "proved": "lean proved the statement, and refused its negation",
    "refuted": "lean proved the negation, and refused the statement",
    "inconclusive": "lean accepted both the statement and its negation, or neither",
}


def _proof(derivation: Derivation, statement: str, outcome: ProofOutcome, why: str) -> Proof:
    shown = _theorems(0, statement)[outcome == "refuted"]
    return Proof(
        derivation_id=derivation.derivation_id,
        paper_id=derivation.paper_id,
        text=derivation.text,
        spans=derivation.spans,
        place=derivation.place,
        source=f"{HEADER}{shown}\n",
        outside=derivation.outside,
        outcome=outcome,
        why=why or _WHY[outcome],
    )
