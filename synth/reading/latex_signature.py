"""The arguments that a command takes: signatures in the grammar of xparse, and the values that a text gives them.

A signature has a letter an argument: m mandatory, o in square brackets, O{x} the same with a default, d<> between two
signs and D<>{x}, r() likewise, s a star, t+ another sign, g in braces if they are there, G{x}. "+" and "!" change
nothing; what ">" hands an argument to is not called. Every signature of this package is written so.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from synth.reading.latex_scanner import MAX_ARGUMENT, Argument, argument, optional, skip_space


class Parameter(NamedTuple):
    """One argument of a command: its kind, the signs around it (or the sign it is), and its default."""

    kind: Literal["mandatory", "delimited", "sign", "group", "body"]
    opening: str = ""
    closing: str = ""
    default: str | None = None


@lru_cache(maxsize=4096)
def parameters(signature: str) -> tuple[Parameter, ...]:
    """The arguments that a signature names, in their order; what is not understood in it is passed over."""
    found: list[Parameter] = []
    at = 0
    while at < len(signature):
        letter = signature[at]
        at += 1
        if letter == ">":
            skipped = argument(signature, at)
            at = skipped.end if skipped else len(signature)
        elif letter in "mvlu":
            found.append(Parameter("mandatory"))
        elif letter == "b":
            found.append(Parameter("body"))
        elif letter in "st":
            found.append(Parameter("sign", "*" if letter == "s" else signature[at : at + 1]))
            at += letter == "t"
        elif letter in "oO":
            default, at = _default(signature, at, letter == "O")
            found.append(Parameter("delimited", "[", "]", default))
        elif letter in "gG":
            default, at = _default(signature, at, letter == "G")
            found.append(Parameter("group", "{", "}", default))
        elif letter in "dDrR":
            opening, closing = signature[at : at + 1], signature[at + 1 : at + 2]
            default, at = _default(signature, at + 2, letter in "DR")
            found.append(Parameter("delimited", opening, closing, default))
        elif letter in "eE":
            signs = argument(signature, at)
            at = signs.end if signs else len(signature)
            if letter == "E":
                _, at = _default(signature, at, True)
            found.extend(Parameter("sign", sign) for sign in (signs.text if signs else ""))
    return tuple(found)


def _default(signature: str, at: int, wanted: bool) -> tuple[str | None, int]:
    taken = argument(signature, at) if wanted else None
    return (taken.text, taken.end) if taken else (None, at)


def arguments(text: str, start: int, signature: str) -> tuple[list[str | None], int]:
    """The values of the arguments that a signature asks for, and the place behind them; None for what is absent."""
    values: list[str | None] = []
    for parameter in parameters(signature):
        value, start = read_value(text, start, parameter)
        values.append(value)
    return values, start


def read_value(text: str, start: int, parameter: Parameter) -> tuple[str | None, int]:
    """The value of one argument, its default where it is absent, and the place behind it."""
    taken: Argument | None = None
    if parameter.kind == "mandatory":
        taken = argument(text, start)
    elif parameter.kind == "sign":
        at = skip_space(text, start)
        taken = Argument(parameter.opening, at + 1) if text[at : at + 1] == parameter.opening else None
    elif parameter.kind == "group":
        taken = argument(text, start) if text[start : start + 1] == "{" else None
    elif parameter.kind == "delimited":
        taken = optional(text, start) if parameter.opening == "[" else _between(text, start, parameter)
    return (taken.text, taken.end) if taken else (parameter.default, start)


def _between(text: str, start: int, parameter: Parameter) -> Argument | None:
    """What stands between two signs, the first of which stands right here: "a (b)" in running text is no argument."""
    opening, closing = parameter.opening, parameter.closing
    if not opening or not closing or text[start : start + 1] != opening:
        return None
    depth, level = 0, 0
    pattern = re.compile(rf"\\.|[{{}}]|{re.escape(opening)}|{re.escape(closing)}", re.DOTALL)
    for match in pattern.finditer(text, start, start + MAX_ARGUMENT):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
            if depth < 0:
                return None
        elif depth == 0 and match[0] == closing and (level == 1 or (opening == closing and match.start() > start)):
            return Argument(text[start + 1 : match.start()], match.end())
        elif depth == 0 and match[0] in (opening, closing):
            level += 1 if match[0] == opening else -1
    return None


def given(values: Sequence[str | None]) -> list[str]:
    """The values, the empty text for what is absent."""
    return [value or "" for value in values]
