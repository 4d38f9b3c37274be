"""The lines of a table's body -> rows: cells over several lines are joined, labels of several rows repeated."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from synth.reading.pdf_table_columns import NUMERIC, Column, Columns, Piece
from synth.reading.pdf_table_lines import TableLine
from synth.reading.pdf_table_page import Rule

_OWN_NUMBER = re.compile(r"[+\-−–<>≈~$£€]?\s?(?:\d|\.\d)")  # "(0.3)" and "± 0.3" belong to the number above them
NUMBERS = 0.5  # of a column's cells: with more numbers it is no column of words
BETWEEN = 0.8  # of the pitch: a label nearer than this to the lines above and below it stands between them
CENTRED = 0.3  # of the pitch: how far the middle of its rows may be from a label
APART = 1.3  # times: steps between rows are this much wider than those between the lines of a row
INDENT = 2.5  # points
LOOSE = 1.15  # of the pitch: what is set off further begins something else
NEAREST = 0.85  # of the size: the least that two rows are apart
TIGHT = 0.9  # of the pitch: lines of one cell may be this much closer than rows are


@dataclass(slots=True)
class TableRow:
    """A row: its cells by column, each as the lines that it is printed on; `repeats` are columns told by one above."""

    band: int
    top: float
    foot: float
    cells: dict[int, list[Piece]] = field(default_factory=dict)
    repeats: dict[int, int] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        """Half-way between the baselines of its first and last line."""
        return (self.top + self.foot) / 2


def rows_of(
    lines: Sequence[TableLine], laid: Sequence[list[Piece]], columns: Columns, across: Sequence[Rule]
) -> list[TableRow] | None:
    """The rows of a body; None where it cannot be told which lines belong together."""
    worded = _worded(laid, columns)
    rows = [
        TableRow(line.band, line.baseline, line.baseline, {piece.first: [piece] for piece in pieces})
        for line, pieces in zip(lines, laid, strict=True)
    ]
    rows = _centred(rows, lines[0].size)
    pitch = _pitch(rows, lines, worded)
    ruled = _is_ruled(rows)
    spaced = _spaced(rows, columns, lines)
    if spaced is not None:
        rows = spaced
        pitch = median([after.top - before.foot for before, after in pairwise(rows)])
    if all(worded):
        merged = _worded_rows(rows, columns, ruled)
    else:
        rows = _in_bands(rows, worded) if ruled else rows
        if rows is None or any(map(_is_stray, rows, rows[1:])):
            return None
        merged = _numbered_rows(rows, columns, worded, pitch)
    if merged is None:
        return None
    grouped = _grouped(merged, columns, worded, across, pitch)
    if grouped is None or any(_overlap(before, row, lines[0].size) for before, row in pairwise(grouped)):
        return None
    return grouped


def _centred(rows: Sequence[TableRow], size: float) -> list[TableRow]:
    """The rows with cells of two lines, half a line above and below the others of their row, joined to these."""
    merged: list[TableRow] = []
    for row in rows:
        if (
            len(merged) > 1
            and row.top - merged[-1].foot < NEAREST * size > merged[-1].top - merged[-2].foot
            and 0 in merged[-1].cells
            and row.cells.keys() == merged[-2].cells.keys()
            and row.cells.keys().isdisjoint(merged[-1].cells)
            and len(row.cells) < len(merged[-1].cells)
        ):
            middle = merged.pop()
            _join(merged[-1], middle)
            _join(merged[-1], row)
            merged[-1].cells = dict(sorted(merged[-1].cells.items()))
        else:
            merged.append(row)
    return merged


def _overlap(before: TableRow, row: TableRow, size: float) -> bool:
    """Whether two rows are nearer than lines of type can be: what stands between two rows is of both."""
    return row.top - before.foot < NEAREST * size


def _pitch(rows: Sequence[TableRow], lines: Sequence[TableLine], worded: Sequence[bool]) -> float:
    """How far rows are apart: lines with numbers, where there are any; labels may stand between two of them."""
    numbered = [row for row in rows if any(not worded[place] for place in row.cells)] or rows
    steps = [after.top - before.top for before, after in pairwise(numbered) if after.band == before.band]
    return max(median(steps), lines[0].size) if steps else 1.2 * lines[0].size


def _worded(laid: Sequence[list[Piece]], columns: Columns) -> list[bool]:
    """For each column, whether it is one of words."""
    worded: list[bool] = []
    for place in range(len(columns.columns)):
        cells = [piece for pieces in laid for piece in pieces if piece.first == place == piece.last]
        texts = [piece.text for piece in cells if any(map(str.isalnum, piece.text))]
        numbers = sum(NUMERIC.fullmatch(text) is not None for text in texts)
        worded.append(not texts or numbers <= NUMBERS * len(texts))
    return worded


def _spaced(rows: Sequence[TableRow], columns: Columns, lines: Sequence[TableLine]) -> list[TableRow] | None:
    """The rows where the lines of one cell are clearly nearer to each other than to other cells; None where not."""
    steps = sorted(after.baseline - before.baseline for before, after in pairwise(lines))
    jumps = [(after / before, before) for before, after in pairwise(steps) if before > 0]
    if not jumps or max(jumps)[0] < APART:
        return None
    near = max(jumps)[1] * 1.05
    merged: list[TableRow] = []
    joins = 0
    for row in rows:
        if merged and row.top - merged[-1].foot <= near:
            before = merged[-1]
            whole = len(row.cells) >= len(before.cells) and len(row.cells) > 1
            if (
                row.band != before.band
                or whole
                or _have_numbers(before, row)
                or (0 in row.cells and _goes_on(before, row, columns, (0,)) is False)
            ):
                return None
            _join(before, row)
            joins += 1
        else:
            if 0 not in row.cells:
                return None
            merged.append(
                TableRow(row.band, row.top, row.foot, {place: list(pieces) for place, pieces in row.cells.items()})
            )
    return merged if joins else None


def _have_numbers(above: TableRow, below: TableRow) -> bool:
    """Whether two lines have each a number of its own in one column."""
    return any(
        _OWN_NUMBER.match(above.cells[place][-1].text) and _OWN_NUMBER.match(pieces[0].text)
        for place, pieces in below.cells.items()
        if place in above.cells
    )


def _is_ruled(rows: Sequence[TableRow]) -> bool:
    """Whether a rule follows nearly each row."""
    bands = {row.band for row in rows}
    return len(bands) > 2 and len(bands) >= 0.4 * len(rows)


def _join(row: TableRow, further: TableRow) -> None:
    """Let a row go on with another's lines."""
    for place, pieces in further.cells.items():
        row.cells.setdefault(place, []).extend(pieces)
    row.foot = further.foot


def _would_fit(before: Sequence[Piece], after: Piece, column: Column) -> bool:
    """Whether the first word of a line would have had room on the line before it, in the same column."""
    last, first = before[-1], after.words[0]
    return last.x1 - last.x0 + 0.25 * first.size + (first.x1 - first.x0) <= column.x1 - column.x0 + 0.5


def _goes_on(above: TableRow, below: TableRow, columns: Columns, places: Sequence[int] = ()) -> bool | None:
    """Whether all cells of a row (in some columns) are the further lines of those above; None where it may be so."""
    continued: list[bool] = []
    for place, pieces in below.cells.items():
        if places and place not in places:
            continue
        if place not in above.cells or pieces[0].last != place:
            return False
        last = above.cells[place][-1]
        styles = {pieces[0].style, last.style} - {None}
        if len(styles) > 1 or (pieces[0].x1 < last.x1 and pieces[0].x0 < last.x0 - INDENT):
            return False  # "Study 2" in bold or italics, or further to the left, heads rows of its own
        text = above.cells[place][-1].text
        if text.endswith("-") or (0 not in below.cells and pieces[0].text[:1].islower()):
            continued.append(True)
            continue
        if _would_fit(above.cells[place], pieces[0], columns.columns[place]):
            return False
        continued.append(pieces[0].text[:1].islower())
    return True if all(continued) else None


def _worded_rows(rows: Sequence[TableRow], columns: Columns, ruled: bool) -> list[TableRow] | None:
    """The rows of a table of words alone: between rules, or each on a line of its own, or told by their distance."""
    if ruled:
        merged: list[TableRow] = []
        for row in rows:
            if merged and merged[-1].band == row.band:
                if 0 in row.cells and _goes_on(merged[-1], row, columns) is False:
                    return None
                _join(merged[-1], row)
            else:
                merged.append(row)
        return merged
    if all(len(row.cells) == len(columns.columns) for row in rows):
        return list(rows)
    merged = []
    for row in rows:
        before = merged[-1] if merged and merged[-1].band == row.band else None
        on = before is not None and _goes_on(before, row, columns)
        if before is not None and on is not False and (0 not in row.cells or len(row.cells) < len(before.cells)):
            if on is None and list(row.cells) == [0]:
                return None
            _join(before, row)  # "Trees (XGBoost) | that grows greedily" below "Gradient Boosted | A ... | Non-linear"
        elif 0 in row.cells and on is False and not (before and _opens_low(before, row, columns)):
            merged.append(row)
        else:
            return None  # it may be a row of its own as well as a further line
    return merged


def _opens_low(before: TableRow, row: TableRow, columns: Columns) -> bool:
    """Whether a label without a capital had no room behind the one above: it may be its further line."""
    return not row.cells[0][0].text[:1].isupper() and _goes_on(before, row, columns, (0,)) is not False


def _in_bands(rows: Sequence[TableRow], worded: Sequence[bool]) -> list[TableRow]:
    """The rows of a table with a rule after nearly each: between two rules is one, where no column has two numbers."""
    bands: dict[int, list[TableRow]] = {}
    for row in rows:
        bands.setdefault(row.band, []).append(row)
    merged: list[TableRow] = []
    for band in bands.values():
        counts = [sum(place in row.cells for row in band) for place, words in enumerate(worded) if not words]
        if len(band) > 1 and max(counts) <= 1 and sum(0 in row.cells for row in band) == 1 and 0 in band[0].cells:
            for row in band[1:]:
                _join(band[0], row)
            band = band[:1]
        merged.extend(band)
    return merged


def _is_stray(above: TableRow, row: TableRow) -> bool:
    """Whether a line without a label has few of the numbers that the line above has, and no error in brackets."""
    if 0 in row.cells or row.band != above.band or 0 not in above.cells or len(above.cells) < 3:
        return False
    texts = [piece.text for pieces in row.cells.values() for piece in pieces]
    return 2 * len(row.cells) < len(above.cells) - 1 and not any(text[:1] in "([{±*" for text in texts)


def _numbered_rows(
    rows: Sequence[TableRow], columns: Columns, worded: Sequence[bool], pitch: float
) -> list[TableRow] | None:
    """The rows of a table with columns of numbers: each has a number, heads others, or goes on with its neighbour."""
    merged: list[TableRow] = []
    pending: TableRow | None = None  # the first line of a label whose numbers stand beside its last
    for place, row in enumerate(rows):
        bare = not any(not worded[column] for column in row.cells)
        before = merged[-1] if merged and merged[-1].band == row.band else None
        after = rows[place + 1] if place + 1 < len(rows) and rows[place + 1].band == row.band else None
        if pending is not None:
            _join(pending, row)
            merged.append(pending)
            pending = None
            continue
        if not bare or _is_between(row, before, after, pitch):
            merged.append(row)
            continue
        inside = all(piece.first == piece.last for pieces in row.cells.values() for piece in pieces)
        near = before is not None and row.top - before.foot < LOOSE * pitch
        on = _goes_on(before, row, columns) if before is not None and inside and near else False
        opens = _goes_on(row, after, columns) if after is not None and inside and 0 in after.cells else False
        if after is not None and opens is not False:
            head = TableRow(after.band, after.top, after.foot, {k: v for k, v in after.cells.items() if worded[k]})
            opens = _goes_on(row, head, columns)
        tight = pitch and before is not None and row.top - before.foot < TIGHT * pitch
        if on is not False and (on or 0 not in row.cells or (tight and list(row.cells) == [0])):
            if before is None or (opens is not False and opens is not None):
                return None
            _join(before, row)
        elif on is None or opens or 0 not in row.cells or (opens is None and after is not None):
            return None
        else:
            merged.append(row)
    return merged


def _is_between(row: TableRow, before: TableRow | None, after: TableRow | None, pitch: float) -> bool:
    """Whether a label stands between two lines, whose rows it belongs to both."""
    if before is None or after is None or len(row.cells) != 1 or not pitch:
        return False
    place = next(iter(row.cells))
    near = row.top - before.foot < BETWEEN * pitch and after.top - row.foot < BETWEEN * pitch
    return near and place not in before.cells and place not in after.cells


def _grouped(
    rows: list[TableRow], columns: Columns, worded: Sequence[bool], across: Sequence[Rule], pitch: float
) -> list[TableRow] | None:
    """The rows with what stands in the middle of several rows given to each of these; None where that is in doubt."""
    between = {
        id(row)
        for before, row, after in zip(rows, rows[1:], rows[2:], strict=False)
        if _is_between(row, before, after, pitch)
    }
    labels = next((place for place, words in enumerate(worded) if not words), len(worded) - 1)
    for place in range(len(columns.columns)):
        x = (columns.columns[place].x0 + columns.columns[place].x1) / 2
        edges = [rule.at for rule in across if rule.start < x < rule.end]
        parts: dict[int, list[TableRow]] = {}
        shared = place < labels - 1 or any(place in row.cells for row in rows if id(row) in between)
        for row in rows:
            parts.setdefault(sum(edge < row.top for edge in edges), []).append(row)
        for part in parts.values():
            if not shared and (place or place in part[0].cells or all(place not in row.cells for row in part)):
                continue  # only a label below the first row of its part can belong to several
            if not _share(part, place, between, pitch):
                return None
    kept = [row for row in rows if id(row) not in between]
    if any(row.cells for row in rows if id(row) in between):
        return None
    return kept


def _share(part: Sequence[TableRow], place: int, between: set[int], pitch: float) -> bool:
    """Give a label in the middle of some rows to all of them; whether it is certain which rows those are."""
    labels = [
        row
        for row in part
        if (place in row.cells and len(row.cells) > 1) or (place in row.cells and id(row) in between)
    ]
    rows = [row for row in part if id(row) not in between and (len(row.cells) > 1 or place not in row.cells)]
    if not labels or (len(labels) == len(rows) and not any(id(row) in between for row in labels)):
        return True
    if not any(id(row) in between for row in labels) and rows and place in rows[0].cells:
        return True  # set beside the first of its rows
    groups: list[tuple[TableRow, list[TableRow]]] = []
    left = list(rows)
    for number, row in enumerate(labels):
        last = number == len(labels) - 1
        group = _around(row, left, pitch)
        if not group or (last and len(group) < len(left)):
            return False
        groups.append((row, group))
        left = left[len(group) :]
    for row, group in groups:
        pieces = row.cells.pop(place)
        group[0].cells[place] = pieces
        for number, other in enumerate(group[1:], start=1):
            other.repeats[place] = number
    return True


def _around(label: TableRow, rows: Sequence[TableRow], pitch: float) -> list[TableRow]:
    """The first of some rows, as many as a label is in the middle of."""
    for count in range(1, len(rows) + 1):
        middle = (rows[0].top + rows[count - 1].foot) / 2
        if abs(middle - label.middle) < CENTRED * pitch:
            return list(rows[:count])
    return []
