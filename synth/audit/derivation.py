"""A number that follows from others: operands, formula, exact arithmetic, tolerance; what speaks against a charge."""

import ast
import hashlib
import json
import keyword
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from synth.errors import SynthError
from synth.models import Bound, Derivation, DerivationKind, Number, Operand, Span

_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}
TAILS = ("stdtr", "fdtrc", "chdtrc", "ndtr", "sqrt")
"""What a formula may call beyond abs, min, max and round: names of `scipy.special`, which compute in floats."""
FLOAT_ERROR = Fraction(1, 10**9)
"""Relative: what binary arithmetic may add."""
LARGEST = 10**100  # no paper measured more; a float holds 10**308
MAX_OPERANDS = 60
_TAKEN = frozenset({"abs", "min", "max", "round", "row", "file", "csv", "float", "open", "print", "Fraction", *TAILS})
_ABOUT_SHARE = Fraction(5, 100)
"""How far "about 50" reaches, as a share of it."""
_ROUND_ZEROS = 2
"""A whole number that ends in more zeros ("12,000") may be rounded, where what is computed has two digits more."""
CUT = "holds if digits were cut off instead of rounded"


@dataclass(frozen=True)
class Stated:
    """A number of the paper: its place as spans and in words, and what it is the value of.

    `home` tells sentences and cells apart: two numbers of one home stand in the same one. `counts` is whether it counts
    whole things, so that it is exact as printed. `labels` are those of a cell's row and column.
    """

    number: Number
    spans: tuple[Span, ...]
    place: str
    home: str
    name: str = ""
    bound: Bound | None = None
    counts: bool = False
    labels: tuple[str, ...] = ()

    @property
    def value(self) -> Fraction:
        """The value as a fraction."""
        return exact(self.number.value)

    @property
    def half_unit(self) -> Fraction:
        """Half a unit of the last printed place; nothing for a count."""
        return Fraction(0) if self.counts else exact(self.number.tolerance)

    def named(self, name: str) -> "Stated":
        """The same number under another name."""
        return replace(self, name=name)

    def counted(self) -> "Stated":
        """The same number as a count, if it is a whole one printed in full."""
        number = self.number
        whole = number.value == int(number.value) and number.decimals == 0 and number.tolerance in (0.0, 0.5)
        return replace(self, counts=whole)


@dataclass(frozen=True)
class Calculation:
    """One way in which a number may follow: `formula` has {0}, {1} ... for the operands; `note` names the way.

    One with an `excuse` is not what the words say: that it agrees only speaks against a charge.
    """

    kind: DerivationKind
    formula: str
    note: str = ""
    excuse: str = ""


def derive(
    paper_id: str,
    text: str,
    reported: Stated,
    operands: Sequence[Stated],
    readings: Sequence[Calculation],
    doubt: str = "",
) -> Derivation | None:
    """The derivation by the first reading that agrees with what is reported, else by the first; None if none computes.

    A disagreement is a charge only where it holds in every reading, and also if the printed digits were cut off
    instead of rounded; whatever else speaks against a charge is `doubt`.
    """
    if not operands or len(operands) > MAX_OPERANDS:
        return None
    names = _names(operands)
    values = {name: operand.value for name, operand in zip(names, operands, strict=True)}
    steps = {name: operand.half_unit for name, operand in zip(names, operands, strict=True)}
    judged: list[tuple[Calculation, str, Fraction, Fraction, bool]] = []  # with what it allows, and whether it is near
    for reading in readings:
        formula = reading.formula.format(*names)
        computed = compute(formula, values)
        if computed is not None:
            slack = _slack(reported, computed)
            allowed = tolerance(formula, values, steps, slack)
            wide = tolerance(formula, values, {name: 2 * step for name, step in steps.items()}, 2 * slack)
            if max(abs(computed), wide) <= LARGEST:
                judged.append((reading, formula, computed, allowed, holds(reported, computed, wide)))
    if not judged:
        return None
    meant = [item for item in judged if not item[0].excuse]
    agreeing = next((item for item in meant if holds(reported, item[2], item[3])), None)
    reading, formula, _, allowed, _ = agreeing or meant[0]
    note = reading.note
    if agreeing is None:
        doubt = next((item[0].excuse or CUT for item in judged if item[-1]), doubt)
        if len(meant) > 1:
            others = "; ".join(f"{item[0].note or item[0].kind}: {float(item[2]):.4g}" for item in meant)
            note = f"read in {len(meant)} ways: {others}"
    made = tuple(
        Operand(
            name=name,
            text=operand.number.text,
            value=operand.number.value,
            spans=operand.spans,
            place=operand.place,
            outside=operand.home != reported.home,
        )
        for name, operand in zip(names, operands, strict=True)
    )
    identity = [paper_id, reported.spans, reading.kind, [[item.name, item.value, item.spans] for item in made]]
    digest = hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:10]
    return Derivation(
        derivation_id=f"d-{digest}",
        paper_id=paper_id,
        text=text,
        spans=reported.spans,
        place=reported.place,
        kind=reading.kind,
        reported=reported.number,
        bound=reported.bound,
        operands=made,
        formula=formula,
        tolerance=float(allowed),
        note=note,
        doubt="" if agreeing else doubt,
        labels=reported.labels,
    )


def agrees(derivation: Derivation) -> bool:
    """Whether what is computed lies within the tolerance of what is reported."""
    values = {operand.name: exact(operand.value) for operand in derivation.operands}
    computed = compute(derivation.formula, values)
    return computed is not None and agrees_with(derivation, computed)


def agrees_with(derivation: Derivation, computed: Fraction) -> bool:
    """Whether a value computed elsewhere, in floats, lies within the tolerance of what is reported, or its bound."""
    reported = Stated(derivation.reported, (), "", "", bound=derivation.bound)
    return holds(reported, computed, exact(derivation.tolerance) + FLOAT_ERROR * abs(computed))


def holds(reported: Stated, computed: Fraction, allowed: Fraction) -> bool:
    """Whether a computed value agrees with the reported one, whose bound ("over", "up to") it may lie beyond."""
    if reported.bound == "at least":
        return computed >= reported.value - allowed
    if reported.bound == "at most":
        return computed <= reported.value + allowed
    return abs(computed - reported.value) <= allowed


def _slack(reported: Stated, computed: Fraction) -> Fraction:
    """Half a unit of the last digit of the reported number, more where a word says that it is rough."""
    slack = reported.half_unit
    if reported.bound == "about":
        slack = max(slack, abs(reported.value) * _ABOUT_SHARE)
    whole = int(reported.number.value)
    digits = str(abs(whole)) if whole == reported.number.value else ""
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros > _ROUND_ZEROS and computed % 10 ** (zeros - 1):
        slack = max(slack, Fraction(10**zeros, 2))
    return slack


def _names(operands: Sequence[Stated]) -> list[str]:
    """Identifiers for operands, from what they are the value of; unique."""
    names: list[str] = []
    for operand in operands:
        label = re.sub(r"\[[\d,;\s–-]+\]|\([^()]*\)", " ", operand.name)
        name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:30].strip("_") or "value"
        if not name[0].isalpha() or keyword.iskeyword(name) or name in _TAKEN:
            name = f"x_{name}"
        stem, number = name, 2
        while name in names:
            name, number = f"{stem}_{number}", number + 1
        names.append(name)
    return names


def compute(formula: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """What a formula of names, whole numbers, + - * / and the functions above gives; None where it has no value."""
    try:
        return _evaluate(_parsed(formula), values)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None


@lru_cache(maxsize=10_000)
def exact(value: float) -> Fraction:
    """A printed value as the fraction that its digits say: 54.3 is 543/10."""
    return Fraction(repr(value))


def tolerance(
    formula: str, values: Mapping[str, Fraction], steps: Mapping[str, Fraction], reported: Fraction
) -> Fraction:
    """How far computed and reported may lie apart: the step of the reported value, and those of the operands.

    Linear propagation in the worst case: |f(x + h) - f(x)| or |f(x - h) - f(x)|, whichever is larger, for each
    operand's step h, summed. Exact for sums, differences and averages; for ratios, right up to second order.
    """
    slopes = _slopes_of(formula)
    if slopes is not None:
        return reported + sum(abs(slope) * steps[name] for name, slope in slopes.items())
    computed = compute(formula, values)
    allowed = reported
    if computed is None:
        return allowed
    for name, step in steps.items():
        if step:
            moved = [compute(formula, {**values, name: values[name] + way}) for way in (step, -step)]
            allowed += max((abs(value - computed) for value in moved if value is not None), default=Fraction(0))
    return allowed


def mean(names: Sequence[str]) -> str:
    """The formula of an average."""
    return f"({' + '.join(names)}) / {len(names)}"


@cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


@lru_cache(maxsize=1_000)
def _slopes_of(formula: str) -> Mapping[str, Fraction] | None:
    return _slopes(_parsed(formula))


def _slopes(node: ast.expr) -> dict[str, Fraction] | None:
    """By how much a formula rises with each of its names where that is the same everywhere, as in a sum or an average.

    None where it is not: the formula is then computed anew for each step, in time that grows with the square of them.
    """
    match node:
        case ast.Name(id=name):
            return {name: Fraction(1)}
        case ast.Constant():
            return {}
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as operator, right=right):
            one, other = _slopes(left), _slopes(right)
            if one is None or other is None:
                return None
            way = 1 if isinstance(operator, ast.Add) else -1
            return one | {name: one.get(name, 0) + way * slope for name, slope in other.items()}
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int(whole))) if whole:
            slopes = _slopes(left)
            return slopes and {name: slope / whole for name, slope in slopes.items()}
    return None


def _evaluate(node: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=int(whole)):
            return Fraction(whole)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, values)
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _called(name, [_evaluate(argument, values) for argument in arguments])
    raise SynthError(f"not a formula: {ast.unparse(node)}", stage="audit")


def _called(name: str, arguments: Sequence[Fraction]) -> Fraction:
    if name == "round":
        return Fraction(round(arguments[0]))
    exactly: dict[str, Callable[..., Fraction]] = {"abs": abs, "min": min, "max": max}
    if name in exactly:
        return exactly[name](*arguments)
    if name == "sqrt":
        return exact(math.sqrt(arguments[0]))
    import scipy.special as tails  # takes a tenth of a second: only where a paper prints a test

    value = float(getattr(tails, name)(*map(float, arguments)))
    if not math.isfinite(value):
        raise ValueError(f"{name} has no value there")
    return exact(value)
