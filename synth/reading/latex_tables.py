"""Turn the body of a LaTeX table into a rectangle of cells, or tell why it cannot be done with certainty."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from synth.reading.document_text import RawCell
from synth.reading.latex_columns import ColumnSpec
from synth.reading.latex_commands import signatures
from synth.reading.latex_keys import key_values
from synth.reading.latex_marks import LOST
from synth.reading.latex_quantities import typeset_power
from synth.reading.latex_scanner import argument, control_word
from synth.reading.latex_signature import arguments

TABULAR_ENVIRONMENTS = {
    "tabular": ("om", 1),
    "tabular*": ("mom", 2),
    "tabularx": ("mom", 2),
    "tabulary": ("mom", 2),
    "tabularht": ("mom", 2),
    "longtable": ("om", 1),
    "longtable*": ("om", 1),
    "longtabu": ("m", 0),
    "ltablex": ("om", 1),
    "xltabular": ("omm", 2),
    "supertabular": ("om", 1),
    "supertabular*": ("mm", 1),
    "mpsupertabular": ("om", 1),
    "xtabular": ("om", 1),
    "xtabular*": ("mm", 1),
    "mpxtabular": ("om", 1),
    "tabu": ("m", 0),
    "tblr": ("om", 1),
    "longtblr": ("om", 1),
    "talltblr": ("om", 1),
    "NiceTabular": ("omo", 1),
    "NiceTabular*": ("momo", 2),
    "NiceTabularX": ("momo", 2),
    "array": ("om", 1),
    "deluxetable": ("om", 1),
    "deluxetable*": ("om", 1),
    "splitdeluxetable": ("om", 1),
    "splitdeluxetable*": ("om", 1),
}
"""Environments that hold cells: the signature of their arguments, and which of these is the column specification."""

_MAX_COLUMNS = 100
_MAX_ROWS = 2_000
_RULES_ACROSS = {
    "hline": "", "midrule": "o", "colrule": "", "tableline": "", "startdata": "", "Midrule": "o", "hlineB": "m",
    "specialrule": "mmm", "hdashline": "o", "botrule": "", "thickhline": "", "Xhline": "m", "Hline": "o", "hhline": "m",
}  # fmt: skip
_OTHER_RULES = signatures("between rows")
_RULE_SIGNATURES = {**_RULES_ACROSS, **_OTHER_RULES}
"""Rules and other commands between rows that print no cell, with what they take."""
_RULE = control_word(_RULE_SIGNATURES, r"\s*")
_SEPARATOR = re.compile(
    r"(?P<rowbreak>\\\\\*?(?:[ \t]*\[[^\]\n]*\]|\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?"
    r"|\\(?:tabularnewline|cr|crcr)(?![A-Za-z]))"
    r"|\\(?P<environment>begin|end)\s*(?=\{)|\\.|(?P<brace>[{}])|(?P<cell>&)",
    re.DOTALL,
)
_LONGTABLE_PART = re.compile(r"\\end(firsthead|head|foot|lastfoot)(?![A-Za-z])")
_NUMBER = re.compile(r"[~<>≈±−-]*\d[\d.,]*(?:%|[kMB]|\s*[±(].*)?$")
_SPAN = re.compile(r"\\(multicolumn|multirow|multirowcell|twocolhead|SetCell|Block)\s*(?=[\[{*\d<])")
_SIGNATURES = {"multicolumn": "mmm", "multirow": "omomom", "multirowcell": "mom", "twocolhead": "m", "SetCell": "om",
               "Block": "omd<>m"}  # fmt: skip
_SIGN_GROUND = re.compile(r"\\(?:row|cell|column)color|\\rowcolors|\\colorbox|\\SetRow|\\SetCell|bg\s*=")
_WHITE = re.compile(r"\\textcolor\s*\{white\}\s*(?=\{)")


class CellGrid(NamedTuple):
    """The rows of a table, all of one length, its first `header_rows` being headers; `doubt` is why it is uncertain."""

    header_rows: int
    rows: tuple[tuple[RawCell, ...], ...]
    doubt: str | None = None


class _Cell(NamedTuple):
    """A cell as written: the columns and rows that it spans (rows upwards below 0), its text.

    `covers` is whether the cells below the span stand in the source all the same, as tabularray has it.
    """

    columns: int
    rows: int
    text: str
    covers: bool = False


def read_tabular(
    latex: str, render: Callable[[str], str], columns: Sequence[ColumnSpec] = (), options: str = ""
) -> CellGrid:
    """The cells of a table's body (without its column specification); `render` gives a cell's text.

    Cells that span stand repeated; rows without any text are left out. Headers are the rows above the first rule that
    has rows above and below; without such a rule the first row, unless it holds numbers already. `options` are those
    of tabularray. A mark `LOST` in a cell makes the table doubtful, as do more cells in a row than it has columns.
    """
    latex = re.sub(r"\\CodeBefore(?![A-Za-z]).*?\\Body(?![A-Za-z])", " ", latex, flags=re.DOTALL)  # nicematrix
    latex = re.sub(r"(?<=rule)\(\)", "", latex)  # pandoc's booktabs
    latex = latex if _SIGN_GROUND.search(latex) else _without_white(latex)
    latex, head = _parts(latex)
    table = _Table(render, columns, _spans_of(options))
    for raw in _split(latex, rows_wanted=True)[:_MAX_ROWS]:
        ruled, raw = _without_rules(raw)
        table.rule(ruled or None)
        table.add(raw)
    rows, header_rows = table.finished(head or _integer(key_values(options).get("rowhead"), 0))
    if header_rows >= len(rows) or header_rows > max(3, len(rows) // 2) or _all_numbers(rows[:header_rows]):
        header_rows = 0
    if rows and not header_rows and not any(_NUMBER.match(cell.text) for cell in rows[0][1:]):
        header_rows = 1
    return CellGrid(header_rows, tuple(rows), table.doubt)


def _all_numbers(rows: list[tuple[RawCell, ...]]) -> bool:
    """Whether several rows hold nothing but numbers beside their labels, as no header does."""
    cells = [cell.text for row in rows for cell in row[1:] if cell.text and not cell.repeats]
    return len(rows) > 1 and bool(cells) and all(_NUMBER.match(text) for text in cells)


class _Table:
    """A rectangle that grows row by row."""

    def __init__(
        self, render: Callable[[str], str], columns: Sequence[ColumnSpec], spans: dict[tuple[int, int], tuple[int, int]]
    ) -> None:
        self.doubt: str | None = None
        self._render = render
        self._columns = columns
        self._spans = spans
        self._rows: list[list[RawCell]] = []
        self._pending: dict[int, tuple[int, str, bool]] = {}  # column -> rows still to fill, text, covers
        self._header = 0

    def rule(self, ruled: bool | None) -> None:
        """Take note of a rule above the next row."""
        if ruled and not self._header:
            self._header = len(self._rows) if any(cell.text for row in self._rows for cell in row) else 0

    def add(self, latex: str) -> None:
        """Add a row."""
        row: list[RawCell] = []
        skipped = 0
        for written in _split(latex, rows_wanted=False):
            if skipped:
                skipped -= 1
                continue
            cell = self._cell(written, len(row))
            skipped = cell.columns - 1 if cell.covers else 0
            self._place(row, cell)
            if len(row) >= _MAX_COLUMNS:
                break
        if self._columns and len(row) > len(self._columns) and any(cell.text for cell in row[len(self._columns) :]):
            self.doubt = self.doubt or "a row has more cells than the table has columns"
        self._rows.append(row[:_MAX_COLUMNS])

    def _place(self, row: list[RawCell], cell: _Cell) -> None:
        column = len(row)
        pending = self._pending.get(column)
        if pending and (not cell.text or pending[2]):
            for offset in range(cell.columns):
                row.append(self._repeated(column + offset) or RawCell(""))
            return
        for offset in range(cell.columns):
            self._pending.pop(column + offset, None)
            if cell.rows > 1 and cell.text:
                self._pending[column + offset] = (cell.rows - 1, cell.text, cell.covers)
        row.append(RawCell(cell.text))
        row.extend([RawCell(cell.text, bool(cell.text))] * (cell.columns - 1))
        if cell.rows < -1 and cell.text:
            self._fill_upwards(row, column, cell)

    def _repeated(self, column: int) -> RawCell | None:
        """The cell that a span from above fills, one row less being left to fill; None where none does."""
        if column not in self._pending:
            return None
        left, text, covers = self._pending.pop(column)
        if left > 1:
            self._pending[column] = (left - 1, text, covers)
        return RawCell(text, True)

    def _fill_upwards(self, row: list[RawCell], column: int, cell: _Cell) -> None:
        r"""`\multirow{-2}`: the text is written below the rows that it stands for; the topmost has it first."""
        above = self._rows[max(0, len(self._rows) + cell.rows + 1) :]
        empty = []
        for other in reversed(above):
            if any(place < len(other) and other[place].text for place in range(column, column + cell.columns)):
                break
            empty.append(other)
        for other in empty:
            other.extend([RawCell("")] * (column + cell.columns - len(other)))
        for order, line in enumerate([*reversed(empty), row]):
            for place in range(column, column + cell.columns):
                line[place] = RawCell(cell.text, bool(order) or place > column)

    def _cell(self, written: str, column: int) -> _Cell:
        cell = _read_cell(written, self._render_in(column))
        columns, rows = self._spans.get((len(self._rows) + 1, column + 1), (1, 1))
        if (columns, rows) != (1, 1):
            cell = cell._replace(columns=columns, rows=rows, covers=True)
        if LOST in cell.text:
            text = " ".join(cell.text.replace(f"??{LOST}", "??").replace(LOST, " ").split())
            if LOST in cell.text.replace(f"??{LOST}", "") and not _NUMBER.fullmatch(text):
                self.doubt = self.doubt or "a cell holds a command that is not understood"
            cell = cell._replace(text=text)
        return cell

    def _render_in(self, column: int) -> Callable[[str], str]:
        """How a cell of this column is rendered: as a formula, as a number of siunitx, or as text."""
        kind = self._columns[column] if column < len(self._columns) else ColumnSpec("l")
        if kind.formula:
            return lambda latex: self._render(f"${latex}$" if latex.strip() and "$" not in latex else latex)
        if kind.letter == "S":
            return lambda latex: typeset_power(self._render(latex))
        return self._render

    def finished(self, header: int) -> tuple[list[tuple[RawCell, ...]], int]:
        """The rectangle without empty rows, and how many of its rows are headers; `header` is how many are, if told."""
        header = header or self._header
        width = max((len(row) for row in self._rows), default=0)
        filled = [any(cell.text for cell in row) for row in self._rows]
        rows = [
            (*row, *[RawCell("")] * (width - len(row)))
            for row, any_text in zip(self._rows, filled, strict=True)
            if any_text
        ]
        return self._joined(rows), sum(filled[:header])

    def _joined(self, rows: list[tuple[RawCell, ...]]) -> list[tuple[RawCell, ...]]:
        """The rows with the columns put together that `@{.}` or `@{$\\pm$}` joins: "12 & 5" is 12.5."""
        for place in range(min(len(self._columns), len(rows[0]) if rows else 0) - 1, 0, -1):
            sign = self._columns[place].joined_by
            if not sign:
                continue
            printed = self._render(sign).strip()
            joined = []
            for row in rows:
                left, right = row[place - 1], row[place]
                text = left.text if right.repeats or not right.text else f"{left.text}{printed}{right.text}"
                joined.append((*row[: place - 1], RawCell(text, left.repeats), *row[place + 1 :]))
            rows = joined
        return rows


def _parts(latex: str) -> tuple[str, int]:
    """A table's body with its head once, without what is printed at the foot of pages; how many rows the head has.

    longtable has its parts in front of the body, deluxetable its head in an argument and its data between commands.
    """
    if "\\startdata" in latex:
        return _deluxe_parts(latex)
    pieces = _LONGTABLE_PART.split(latex)
    if len(pieces) == 1:
        return latex, 0
    parts = dict(zip(pieces[1::2], pieces[::2], strict=False))
    head = parts.get("firsthead", parts.get("head", ""))
    return f"{head}\n\\midrule {pieces[-1]}", 0


def _deluxe_parts(latex: str) -> tuple[str, int]:
    head = ""
    match = re.search(r"\\tablehead\s*(?=\{)", latex)
    taken = argument(latex, match.end()) if match else None
    if taken:
        head = re.sub(r"\\\\\s*(?:\[[^\]]*\])?\s*$", "", taken.text.strip())
    start = latex.index("\\startdata") + len("\\startdata")
    end = latex.find("\\enddata", start)
    body = latex[start : end if end >= 0 else len(latex)]
    body = re.sub(r"\\(?:cutinhead|sidehead)\s*(\{(?:[^{}]|\{[^{}]*\})*\})", r"\1 \\\\ ", body)  # a row of its own
    rows = len(_split(head, rows_wanted=True)) if head else 0
    return (f"{head} \\\\ {body}" if head else body), rows


def _without_rules(row: str) -> tuple[bool, str]:
    """Whether a row begins with a rule over the whole width, and the row without any rule."""
    ruled = False
    pieces, at = [], 0
    while match := _RULE.search(row, at):
        ruled = ruled or match[1] in _RULES_ACROSS
        pieces.append(row[at : match.start()] + " ")
        at = arguments(row, match.end(), _RULE_SIGNATURES[match[1]])[1]
    return ruled, "".join([*pieces, row[at:]])


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


def _read_cell(latex: str, render: Callable[[str], str]) -> _Cell:
    """A cell with what it spans; the commands that span may stand in each other."""
    columns, rows, covers = 1, 1, False
    for _ in range(4):
        match = _SPAN.search(latex)
        if match is None:
            break
        values, end = arguments(latex, match.end(), _SIGNATURES[match[1]])
        inner = values[-1] or ""
        if match[1] == "multicolumn":
            columns = max(columns, _integer(values[0]))
        elif match[1] == "twocolhead":
            columns = max(columns, 2)
        elif match[1] == "multirow":  # [place]{rows}[bigstruts]{width}[shift]{text}
            rows = _integer(values[1])
        elif match[1] == "multirowcell":
            rows = _integer(values[0])
        elif match[1] == "SetCell":
            spans = key_values(values[0] or "")
            columns, rows = _integer(spans.get("c")), _integer(spans.get("r"))
            covers, inner = columns > 1 or rows > 1, ""
        else:
            size = re.fullmatch(r"\s*(\d+)-(\d+)\s*", values[1] or "")
            rows, columns = (int(size[1]), int(size[2])) if size else (1, 1)
            covers = columns > 1 or rows > 1
        latex = f"{latex[: match.start()]} {inner} {latex[end:]}"
    return _Cell(min(_MAX_COLUMNS, columns), max(-_MAX_ROWS, min(_MAX_ROWS, rows)), render(latex), covers)


def _spans_of(options: str) -> dict[tuple[int, int], tuple[int, int]]:
    """What tabularray's options let cells span: "cell{1}{2}={c=3}{c}" by row and column, from 1."""
    found = {}
    for name, value in key_values(options).items():
        place = re.fullmatch(r"cell\{(\d+)\}\{(\d+)\}", name.replace(" ", ""))
        taken = argument(value, 0) if value.startswith("{") else None
        spans = key_values(taken.text if taken else value) if place else {}
        if place and ("c" in spans or "r" in spans):
            found[int(place[1]), int(place[2])] = (_integer(spans.get("c")), _integer(spans.get("r")))
    return found


def _without_white(latex: str) -> str:
    """The body without what is set in white, as "\\textcolor{white}{0}1.5" is to align numbers."""
    while match := _WHITE.search(latex):
        taken = argument(latex, match.end())
        latex = latex[: match.start()] + latex[taken.end if taken else match.end() :]
    return latex


def _integer(text: str | None, otherwise: int = 1) -> int:
    return round(float(text)) if text and re.fullmatch(r"\s*-?\d{1,4}(?:\.\d+)?\s*", text) else otherwise
