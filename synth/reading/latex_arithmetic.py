r"""Calculate what `\\numexpr` and `\\fpeval` print: sums, products and roundings of numbers that are typed out."""

import ast
import math
import operator
from collections.abc import Callable

MAX_CHARS = 200
_OPERATIONS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "round": lambda value, places=0: round(value + math.copysign(1e-9, value), int(places)),
    "floor": math.floor,
    "ceil": math.ceil,
    "abs": abs,
    "min": min,
    "max": max,
    "sqrt": math.sqrt,
}


def integer_value(expression: str) -> str | None:
    """What `\\numexpr` gives, which rounds divisions; None for anything but arithmetic."""
    value = _value(expression)
    return None if value is None else str(math.floor(value + 0.5))


def decimal_value(expression: str) -> str | None:
    """What `\\fpeval` gives; None for anything but arithmetic."""
    value = _value(expression)
    if value is None:
        return None
    return str(int(value)) if value == int(value) else f"{value:.12g}"


def _value(expression: str) -> float | None:
    if len(expression) > MAX_CHARS:
        return None
    try:
        value = _of(ast.parse(expression.strip(), mode="eval").body)
    except (SyntaxError, ValueError, TypeError, ArithmeticError, KeyError, RecursionError):
        return None
    return value if math.isfinite(value) else None


def _of(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_of(node.operand)
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_of(node.left), _of(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _FUNCTIONS[node.func.id](*map(_of, node.args))
    raise ValueError(node)
