"""The arithmetic of derivations: formulas over named operands, computed exactly, and tolerances from printed digits."""

import ast
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache

_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}


def compute(formula: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """What a formula of names, whole numbers, + - * /, abs(), min() and max() gives; None for a division by 0."""
    try:
        return _evaluate(_parsed(formula), values)
    except ZeroDivisionError:
        return None


def exact(value: float) -> Fraction:
    """A printed value as the fraction that its digits say: 54.3 is 543/10."""
    return Fraction(repr(value))


def tolerance(
    formula: str, values: Mapping[str, Fraction], half_units: Mapping[str, Fraction], reported: Fraction
) -> Fraction:
    """How far computed and reported may lie apart: the half unit reported, and those of the operands carried through.

    Linear propagation in the worst case: |f(x + h) - f(x)| or |f(x - h) - f(x)|, whichever is larger, for each
    operand's half unit h, summed. Exact for sums, differences and averages; for ratios, right up to second order.
    """
    computed = compute(formula, values)
    allowed = reported
    if computed is None:
        return allowed
    for name, half_unit in half_units.items():
        if not half_unit:
            continue
        moved = [compute(formula, {**values, name: values[name] + step}) for step in (half_unit, -half_unit)]
        allowed += max((abs(value - computed) for value in moved if value is not None), default=Fraction(0))
    return allowed


def mean(names: Sequence[str]) -> str:
    """The formula of an average."""
    return f"({' + '.join(names)}) / {len(names)}"


@cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _evaluate(node: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=int(whole)):
            return Fraction(whole)
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id="abs"), args=[argument]):
            return abs(_evaluate(argument, values))
        case ast.Call(func=ast.Name(id="max"), args=arguments):
            return max(_evaluate(argument, values) for argument in arguments)
        case ast.Call(func=ast.Name(id="min"), args=arguments):
            return min(_evaluate(argument, values) for argument in arguments)
    raise ValueError(f"no formula: {ast.unparse(node)}")
