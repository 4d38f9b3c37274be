r"""Read the column specification of a table: "l*{3}{S[table-format=2.1]}@{.}l" has five columns."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from synth.reading.latex_scanner import argument, optional

_MAX_COLUMNS = 100
_NO_TEXT = re.compile(
    r"\\(?:extracolsep|hspace|hskip|vrule|kern|tabcolsep|quad|qquad|enspace|enskip|thinspace|space|arraycolsep|fill|phantom"
    r"|color|vspace|strut|rule)\*?\s*(?:\{[^{}]*\})*|\\[,;:! ]|[\d.]+\s*(?:pt|em|ex|cm|mm|in)|[\s~{}|]"
)
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)
_ARGUMENTS = {"p": 1, "m": 1, "b": 1, "w": 2, "W": 2, "D": 3, "V": 1, "d": 1, "N": 1}
_DEFINITION = re.compile(r"\\newcolumntype\s*\*?\s*\{?\s*(\S)\s*\}?")


class ColumnSpec(NamedTuple):
    """One column: its letter, what `@{}` prints before it, and whether its cells are formulas (">{$}c<{$}")."""

    letter: str
    joined_by: str = ""
    formula: bool = False


class ColumnType(NamedTuple):
    """A column type of the paper's own: how many arguments it takes, and what it stands for."""

    takes: int
    means: str


def column_types(latex: str) -> dict[str, ColumnType]:
    """The column types that a text declares by `\\newcolumntype`."""
    found: dict[str, ColumnType] = {}
    for match in _DEFINITION.finditer(latex):
        count = optional(latex, match.end())
        body = argument(latex, count.end if count else match.end())
        if body:
            found[match[1]] = ColumnType(int(count.text) if count and count.text.isdecimal() else 0, body.text)
    return found


def read_columns(specification: str, types: Mapping[str, ColumnType]) -> list[ColumnSpec]:
    """The columns of a specification, in their order."""
    return _read(specification, types, 0)


def _read(specification: str, types: Mapping[str, ColumnType], depth: int) -> list[ColumnSpec]:
    columns: list[ColumnSpec] = []
    joined_by, formula = "", False
    at = 0
    while at < len(specification) and len(columns) < _MAX_COLUMNS and depth < 8:
        sign = specification[at]
        at += 1
        if sign == "\\":
            command = _COMMAND.match(specification, at - 1)
            at = command.end() if command else at
        elif sign in "@!":
            between = argument(specification, at)
            at = between.end if between else at
            joined_by = between.text.strip() if between and _NO_TEXT.sub("", between.text) else ""
        elif sign in "><":
            code = argument(specification, at)
            at = code.end if code else at
            formula = (
                code is not None and code.text.strip() in {"$", "\\(", "$\\displaystyle"} if sign == ">" else formula
            )
        elif sign == "*":
            count = argument(specification, at)
            repeated = argument(specification, count.end) if count else None
            at = repeated.end if repeated else at
            number = int(count.text) if count and count.text.strip().isdecimal() else 1
            if repeated:
                columns.extend(_read(repeated.text, types, depth + 1) * min(number, _MAX_COLUMNS))
        elif sign in types:
            for _ in range(types[sign].takes):
                taken = argument(specification, at)
                at = taken.end if taken else at
            inner = _read(types[sign].means, types, depth + 1) or [ColumnSpec(sign)]
            columns.extend([inner[0]._replace(joined_by=joined_by), *inner[1:]])
            joined_by, formula = "", False
        elif sign.isalpha():
            columns.append(ColumnSpec(sign, joined_by, formula))
            joined_by, formula = "", False
            at = _past_arguments(specification, at, sign)
    return columns[:_MAX_COLUMNS]


def _past_arguments(specification: str, at: int, letter: str) -> int:
    option = optional(specification, at) if specification[at : at + 1] == "[" else None
    at = option.end if option else at
    for _ in range(_ARGUMENTS.get(letter, 9)):
        if specification[at : at + 1] != "{":
            break
        taken = argument(specification, at)
        at = taken.end if taken else len(specification)
    return at
