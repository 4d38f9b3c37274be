"""How the cells of a table's columns are set, and which cells of its body stand over several columns."""

from collections.abc import Sequence
from statistics import median

from synth.reading.pdf_table_columns import NUMERIC, Columns, Piece

ALIGNED = 1.6  # points by which the edges or middles of cells set alike may differ
CENTRED = 2.5  # points by which the middle of a cell over several columns may differ from theirs
MOST = 0.7  # of a column's cells, that are set alike in a column with a rule
FEWEST = 3  # cells, from which on a column's rule is told


def spread_over(laid: Sequence[list[Piece]], columns: Columns, left: float, right: float) -> bool:
    """Let cells that are set in the middle of several columns stand over these; whether it is certain which do.

    A lone number in the middle of three columns may be that of the middle one, or of all. `left` and `right` are the
    table's edges: what stands alone in their middle heads the rows below it.
    """
    for pieces in laid:
        if len(pieces) == 1 and pieces[0].first > 0 and not NUMERIC.fullmatch(pieces[0].text):
            inner = (columns.columns[0].x0 + columns.columns[-1].x1) / 2
            if min(abs(pieces[0].middle - (left + right) / 2), abs(pieces[0].middle - inner)) < CENTRED:
                pieces[0].first, pieces[0].last = 0, len(columns.columns) - 1
    ways = {
        place: _way([piece for pieces in laid for piece in pieces if piece.first == place == piece.last])
        for place in range(len(columns.columns))
    }
    doubtful: list[int] = []
    for number, pieces in enumerate(laid):
        taken = {place for piece in pieces for place in range(piece.first, piece.last + 1)}
        for piece in pieces:
            if piece.first != piece.last or piece.first == 0:
                continue
            group = _group(piece, taken, columns)
            if group is None:
                continue
            if not _is_set_so(piece, ways[piece.first]):
                piece.first, piece.last = group
            elif len(pieces) <= 2:
                doubtful.append(number)
    return all(number + step in doubtful for number in doubtful for step in (_partner(number, doubtful),))


def _partner(number: int, doubtful: Sequence[int]) -> int:
    """Where beside a line the other of a coefficient and its error may be: 1 below, else 1 above."""
    return 1 if number + 1 in doubtful else -1


def _way(cells: Sequence[Piece]) -> tuple[str, float] | None:
    """The edge, or the middle, that most cells of a column have in common, and where it is; None without one."""
    if len(cells) < FEWEST:
        return None
    best: tuple[int, str, float] | None = None
    for way in ("x0", "x1", "middle"):
        places = [getattr(cell, way) for cell in cells]
        common = median(places)
        count = sum(abs(place - common) < ALIGNED for place in places)
        if best is None or count > best[0]:
            best = (count, way, common)
    assert best is not None
    return best[1:] if best[0] >= MOST * len(cells) else None


def _is_set_so(piece: Piece, way: tuple[str, float] | None) -> bool:
    return way is None or abs(getattr(piece, way[0]) - way[1]) < CENTRED


def _group(piece: Piece, taken: set[int], columns: Columns) -> tuple[int, int] | None:
    """The columns beside each other, without another cell of the line, in whose middle a cell stands."""
    place = piece.first
    first = last = place
    while first > 1 and first - 1 not in taken:
        first -= 1
    while last + 1 < len(columns.columns) and last + 1 not in taken:
        last += 1
    for left in range(place, first - 1, -1):
        for right in range(place, last + 1):
            if right > left:
                middle = (columns.columns[left].x0 + columns.columns[right].x1) / 2
                if abs(middle - piece.middle) < CENTRED:
                    return left, right
    return None
