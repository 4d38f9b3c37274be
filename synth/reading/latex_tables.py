"""Turn the body of a LaTeX tabular into a rectangle of cells."""

import re
from collections.abc import Callable
from typing import NamedTuple

from synth.reading.latex_scanner import arguments

TABULAR_ENVIRONMENTS = {
    "tabular": "om",
    "tabular*": "mom",
    "tabularx": "mom",
    "tabulary": "mom",
    "longtable": "om",
    "supertabular": "om",
    "xtabular": "om",
    "tabu": "m",
    "tblr": "om",
    "NiceTabular": "om",
    "array": "om",
    "deluxetable": "m",
    "deluxetable*": "m",
}
"""Environments that hold cells, with the pattern of their arguments."""

_MAX_COLUMNS = 100
_MAX_ROWS = 2_000
_RULE = re.compile(
    r"""\\(?:
      (?P<mid>midrule|hline|colrule|tableline|startdata)
    | top(?:rule|line) | bottom(?:rule|line) | Xhline\s*\{[^{}]*\} | specialrule\s*\{[^{}]*\}\s*\{[^{}]*\}\s*\{[^{}]*\}
    | c(?:line|midrule)\s*(?:\[[^\]]*\])?\s*(?:\([^)]*\))?\s*\{[^{}]*\} | addlinespace | hhline\s*\{[^{}]*\}
    | morecmidrules | noalign\s*\{[^{}]*\} | arrayrulecolor\s*\{[^{}]*\} | rowcolor\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}
    | enddata | hdashline | cdashline\s*\{[^{}]*\} | cutinhead\s*\{[^{}]*\} | thickhline | tabletypesize\s*\{[^{}]*\}
    )(?![A-Za-z])\s*(?:\[[^\]]*\])?""",
    re.VERBOSE,
)
_SEPARATOR = re.compile(
    r"(?P<rowbreak>\\\\\*?(?:[ \t]*\[[^\]\n]*\])?|\\(?:tabularnewline|cr)(?![A-Za-z]))"
    r"|\\(?P<environment>begin|end)\s*(?=\{)|\\.|(?P<brace>[{}])|(?P<cell>&)",
    re.DOTALL,
)
_LONGTABLE_PART = re.compile(r"\\end(firsthead|head|foot|lastfoot)(?![A-Za-z])")
_NUMBER = re.compile(r"[~<>≈±−-]*\d[\d.,]*(?:%|[kMB]|\s*[±(].*)?$")


class RawCell(NamedTuple):
    """A cell's text; `repeats` is true where a spanning neighbour's text is repeated."""

    text: str
    repeats: bool = False


class Grid(NamedTuple):
    """The rows of a table, all of one length, its first `header_rows` being headers."""

    header_rows: int
    rows: tuple[tuple[RawCell, ...], ...]


def read_tabular(latex: str, render: Callable[[str], str]) -> Grid:
    """The cells of a tabular's body (without its column specification); `render` gives a cell's plain text.

    Cells that span stand repeated; rows without any text are left out. Headers are the rows above the first rule that
    has rows above and below; without such a rule the first row, unless it holds numbers already.
    """
    latex = _without_repeated_parts(latex)
    rows: list[list[RawCell]] = []
    pending: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
    header_rows = 0
    for raw in _split(latex, rows_wanted=True)[:_MAX_ROWS]:
        ruled, raw = _without_rules(raw)
        if ruled and rows and not header_rows:
            header_rows = len(rows)
        row = _row(raw, pending, render)
        if any(cell.text for cell in row):
            rows.append(row)
    width = max((len(row) for row in rows), default=0)
    rectangle = [(*row, *[RawCell("")] * (width - len(row))) for row in rows]
    if header_rows >= len(rows) or header_rows > max(3, len(rows) // 2):
        header_rows = 0
    if rows and not header_rows and not any(_NUMBER.match(cell.text) for cell in rows[0][1:]):
        header_rows = 1
    return Grid(header_rows, tuple(rectangle))


def _without_repeated_parts(latex: str) -> str:
    """A longtable's body with the head of its first page only, and without what it prints at the foot of a page."""
    pieces = _LONGTABLE_PART.split(latex)
    parts = dict(zip(pieces[1::2], pieces[::2], strict=False))
    return parts.get("firsthead", parts.get("head", "")) + pieces[-1]


def _without_rules(row: str) -> tuple[bool, str]:
    """Whether a row begins with a rule over the whole width, and the row without any rule."""
    return any(match["mid"] for match in _RULE.finditer(row)), _RULE.sub(" ", row)


def _split(latex: str, rows_wanted: bool) -> list[str]:
    """The rows of a body, or the cells of a row: cut outside of braces and inner environments."""
    pieces, depth, start = [], 0, 0
    for match in _SEPARATOR.finditer(latex):
        if match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
        elif match["environment"]:
            depth += 1 if match["environment"] == "begin" else -1
        elif depth <= 0 and match["rowbreak" if rows_wanted else "cell"]:
            pieces.append(latex[start : match.start()])
            start = match.end()
    return [*pieces, latex[start:]]


def _row(latex: str, pending: dict[int, tuple[int, str]], render: Callable[[str], str]) -> list[RawCell]:
    row: list[RawCell] = []
    for cell in _split(latex, rows_wanted=False):
        columns, lines, text = _cell(cell, render)
        column = len(row)
        if column in pending and not text:
            left, repeated = pending[column]
            row.append(RawCell(repeated, True))
            pending[column] = (left - 1, repeated)
            if left <= 1:
                del pending[column]
            continue
        pending.pop(column, None)
        if lines > 1 and text:
            for offset in range(columns):
                pending[column + offset] = (lines - 1, text)
        row.append(RawCell(text))
        row.extend([RawCell(text, bool(text))] * (columns - 1))
        if len(row) >= _MAX_COLUMNS:
            break
    return row[:_MAX_COLUMNS]


def _cell(latex: str, render: Callable[[str], str]) -> tuple[int, int, str]:
    """(columns, rows, text) of one cell; `\\multicolumn` and `\\multirow` may stand in each other."""
    columns, lines = 1, 1
    for _ in range(4):
        match = re.search(r"\\(multicolumn|multirow)\s*(?=[\[{*\d])", latex)
        if match is None:
            break
        if match[1] == "multicolumn":
            (count, _, inner), end = arguments(latex, match.end(), "mmm")
            columns = min(_MAX_COLUMNS, max(columns, _integer(count)))
        else:
            found, end = arguments(latex, match.end(), "omomom")  # [place]{rows}[bigstruts]{width}[shift]{text}
            count, inner = found[1], found[5]
            lines = min(_MAX_ROWS, max(lines, _integer(count)))
        latex = f"{latex[: match.start()]} {inner or ''} {latex[end:]}"
    return columns, lines, render(latex)


def _integer(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\s*\d{1,4}\s*", text) else 1
