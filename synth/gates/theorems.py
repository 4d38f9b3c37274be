"""Derivations of exact numbers become Lean theorems: statements on natural numbers that `decide` settles in core Lean.

A value that was printed is a fraction of natural numbers (54.3 is 543/10). An equation or inequality of fractions is
multiplied out and its subtractions are moved to the other side, so that nothing is left but +, *, = and ≤.
"""

import ast
import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from synth.gates.derivations.arithmetic import exact
from synth.models import Derivation, Theorem

HEADER = "prelude\nimport Init.Core\n\n"
"""The smallest import with = ≤ ∧ ¬ and `decide`: of all of Init, a Lean in WebAssembly takes twice the time."""

STATED, REFUTED = "stated", "refuted"
MAX_STATEMENT_CHARS = 4_000
_TYPED = re.compile(r"\(([0-9]+) : Nat\)")
_ARITHMETIC = re.compile(r"(?:[0-9]+|[()+*=≤∧ ])+")
_SOURCE = re.compile(rf"{re.escape(HEADER)}theorem {STATED} : \((?P<statement>[^\n]+)\) := by decide\n")


def theorems(derivations: Iterable[Derivation]) -> tuple[Theorem, ...]:
    """The theorems that derivations state, in their order; none of one whose operands are no exact numbers.

    Equal theorems of one place are one.
    """
    made = (theorem_of(derivation) for derivation in derivations)
    return tuple({theorem.theorem_id: theorem for theorem in made if theorem}.values())


def theorem_of(derivation: Derivation) -> Theorem | None:
    """What a derivation claims, as a theorem: equality where both sides are exact, else within its tolerance.

    "12 layers of 64 heads give 768" is 12 * 64 = 768. "From 52.1 to 54.3, a gain of 2.2", with a tolerance of 0.15, is
    -0.15 ≤ (54.3 - 52.1) - 2.2 ≤ 0.15, as two inequalities. None for a formula beyond + - * / abs() min() max(), for a
    divisor that is a difference, and for a statement of more than 4,000 characters.
    """
    values = {operand.name: exact(operand.value) for operand in derivation.operands}
    reported, tolerance = exact(derivation.reported.value), exact(derivation.tolerance)
    try:
        conditions: list[str] = []
        computed = _ratio(ast.parse(derivation.formula, mode="eval").body, values, conditions)
        if tolerance == 0 and derivation.bound in (None, "about"):
            claimed = [_compared("=", computed, _constant(reported))]
        else:
            claimed = []
            if derivation.bound != "at least":
                claimed.append(_compared("≤", computed, _constant(reported + tolerance)))
            if derivation.bound != "at most":
                claimed.append(_compared("≤", _constant(reported - tolerance), computed))
    except (_NoStatementError, ZeroDivisionError):
        return None
    statement = " ∧ ".join([*conditions, *claimed])
    if len(statement) > MAX_STATEMENT_CHARS:
        return None
    identity = json.dumps([derivation.paper_id, derivation.spans, statement])
    return Theorem(
        theorem_id=f"t-{hashlib.sha256(identity.encode()).hexdigest()[:10]}",
        paper_id=derivation.paper_id,
        text=derivation.text,
        spans=derivation.spans,
        place=derivation.place,
        source=source_of(statement),
        negation=source_of(statement, negated=True),
        outside=derivation.outside,
    )


def source_of(statement: str, *, negated: bool = False) -> str:
    """A Lean file that states and proves a statement, or its negation."""
    name, proposition = (REFUTED, f"¬ ({statement})") if negated else (STATED, f"({statement})")
    return f"{HEADER}theorem {name} : {proposition} := by decide\n"


def statement_of(theorem: Theorem) -> str | None:
    """The statement of a theorem, None where its source or negation is anything else than what `source_of` writes.

    Only natural numbers, + * = ≤ ∧ and brackets get through: no axiom, no `sorry`, no other tactic, no command.
    """
    stated = _SOURCE.fullmatch(theorem.source)
    if stated is None:
        return None
    statement = stated["statement"]
    untyped = _TYPED.sub(r"\1", statement)
    if not _ARITHMETIC.fullmatch(untyped) or not _balanced(untyped):
        return None
    whole = theorem.source == source_of(statement) and theorem.negation == source_of(statement, negated=True)
    return statement if whole else None


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


class _NoStatementError(Exception):
    """A formula that no theorem is made of."""


@dataclass(frozen=True)
class _Term:
    """A sum or product of natural numbers as Lean text; `number` where it is a literal."""

    text: str
    number: int | None = None
    is_sum: bool = False


@dataclass(frozen=True)
class _Ratio:
    """(plus - minus) / over, where over is positive; `value` is what it comes to."""

    plus: _Term
    minus: _Term
    over: _Term
    value: Fraction


def _ratio(node: ast.expr, values: Mapping[str, Fraction], conditions: list[str]) -> _Ratio:
    """A formula as one ratio. A sign or an order that it rests on (abs, min, max) becomes a condition of its own."""
    match node:
        case ast.Name(id=name) if name in values:
            return _constant(values[name])
        case ast.Constant(value=int(whole)):
            return _constant(Fraction(whole))
        case ast.BinOp(left=left, op=operator, right=right):
            first, second = _ratio(left, values, conditions), _ratio(right, values, conditions)
            return _combined(operator, first, second)
        case ast.Call(func=ast.Name(id="abs"), args=[argument]):
            inner = _ratio(argument, values, conditions)
            if inner.value < 0:
                inner = _Ratio(inner.minus, inner.plus, inner.over, -inner.value)
            if inner.minus.number != 0:
                conditions.append(_relation("≤", inner.minus, inner.plus))
            return inner
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=arguments) if arguments:
            ratios = [_ratio(argument, values, conditions) for argument in arguments]
            chosen = (max if name == "max" else min)(ratios, key=lambda ratio: ratio.value)
            for ratio in ratios:
                if ratio is not chosen:
                    low, high = (ratio, chosen) if name == "max" else (chosen, ratio)
                    conditions.append(_compared("≤", low, high))
            return chosen
    raise _NoStatementError


def _combined(operator: ast.operator, left: _Ratio, right: _Ratio) -> _Ratio:
    match operator:
        case ast.Sub():
            negative = _Ratio(right.minus, right.plus, right.over, -right.value)
            return _combined(ast.Add(), left, negative)
        case ast.Add():
            over, scale, other = _common(left.over, right.over)
            return _Ratio(
                _plus(_times(left.plus, scale), _times(right.plus, other)),
                _plus(_times(left.minus, scale), _times(right.minus, other)),
                over,
                left.value + right.value,
            )
        case ast.Mult():
            return _Ratio(
                _plus(_times(left.plus, right.plus), _times(left.minus, right.minus)),
                _plus(_times(left.plus, right.minus), _times(left.minus, right.plus)),
                _times(left.over, right.over),
                left.value * right.value,
            )
        case ast.Div() if right.minus.number == 0 and right.value > 0:
            return _Ratio(
                _times(left.plus, right.over),
                _times(left.minus, right.over),
                _times(left.over, right.plus),
                left.value / right.value,
            )
    raise _NoStatementError


def _compared(relation: str, left: _Ratio, right: _Ratio) -> str:
    """left = right, or left ≤ right, multiplied out: both denominators are positive."""
    _, scale, other = _common(left.over, right.over)
    first = _plus(_times(left.plus, scale), _times(right.minus, other))
    second = _plus(_times(right.plus, other), _times(left.minus, scale))
    return _relation(relation, first, second)


def _relation(relation: str, left: _Term, right: _Term) -> str:
    """A relation between natural numbers; the type stands at the first literal, and the rest follows from it."""
    typed = re.sub(r"[0-9]+", lambda match: f"({match[0]} : Nat)", left.text, count=1)
    return f"{typed} {relation} {right.text}"


def _constant(value: Fraction) -> _Ratio:
    """A number over a power of ten, as it is printed: 52.5 is 525/10 and not 105/2."""
    over = next((10**places for places in range(20) if 10**places % value.denominator == 0), value.denominator)
    size = _literal(abs(value.numerator) * (over // value.denominator))
    plus, minus = (size, _literal(0)) if value >= 0 else (_literal(0), size)
    return _Ratio(plus, minus, _literal(over), value)


def _common(one: _Term, other: _Term) -> tuple[_Term, _Term, _Term]:
    """A common denominator, and by what each side is multiplied to get there."""
    if one.number is not None and other.number is not None:
        whole = math.lcm(one.number, other.number)
        return _literal(whole), _literal(whole // one.number), _literal(whole // other.number)
    if one.text == other.text:
        return one, _literal(1), _literal(1)
    return _times(one, other), other, one


def _literal(number: int) -> _Term:
    if number.bit_length() > 3 * MAX_STATEMENT_CHARS:  # beyond 4,300 digits Python makes no text of it
        raise _NoStatementError
    return _Term(str(number), number)


def _term(text: str, *, is_sum: bool = False) -> _Term:
    if len(text) > MAX_STATEMENT_CHARS:  # multiplying out can double it again and again
        raise _NoStatementError
    return _Term(text, is_sum=is_sum)


def _plus(one: _Term, other: _Term) -> _Term:
    if one.number == 0:
        return other
    return one if other.number == 0 else _term(f"{one.text} + {other.text}", is_sum=True)


def _times(one: _Term, other: _Term) -> _Term:
    """A product; only powers of ten, which come from printed decimals, are multiplied here and not in Lean."""
    if 0 in (one.number, other.number):
        return _literal(0)
    if one.number == 1:
        return other
    if other.number == 1:
        return one
    if one.number is not None and other.number is not None and (_is_scale(one.number) or _is_scale(other.number)):
        return _literal(one.number * other.number)
    left, right = (f"({term.text})" if term.is_sum else term.text for term in (one, other))
    return _term(f"{left} * {right}")


def _is_scale(number: int) -> bool:
    return set(str(number)[1:]) <= {"0"} and str(number).startswith("1")
