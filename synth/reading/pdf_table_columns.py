"""The words between a table's rules -> lines of pieces, each piece in its column or over several."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from synth.reading.pdf_table_lines import TableLine, runs_of
from synth.reading.pdf_table_page import Rule, Word

WIDE_GAP = 0.8  # of the size: words further apart stand in two cells
CELL_GAP = 0.55  # of the size: the least that columns are apart, but for columns of numbers
NUMBER_GAP = 0.28
NARROW_GAP = 0.38  # of the size: columns may come as near where other lines leave WIDE_GAP between them
OVER = 1.5  # points: what reaches further over the edge of a column stands in both
EXACT = 0.8  # points: words that begin as near to each other are set to begin at one place
FEW = 0.6  # of the pieces that most lines have: a line with fewer may have cells over several columns
SELDOM = 0.2  # of the lines may have a word in the middle of two columns
RULED = 0.6  # of a table's height: a vertical rule that is longer parts columns

NUMERIC = re.compile(r"[<>≤≥~≈∼(\[$€£±+\-−–*†‡]*\s?(?:\d|\.\d)[^A-Za-z]*(?:[%kKMBxs×]|\^\w{1,2}|e[+-]?\d+)?\W*")
"""What a column of numbers is made of."""
_BARE_NUMBER = re.compile(r"[+\-−–]?\d+\.?\d*%?[*⋆∗★†‡]*")


@dataclass(slots=True)
class Column:
    """A column: what its words cover, from `x0` to `x1`, and its zone, which ends half-way to the next column."""

    x0: float
    x1: float
    left: float
    right: float


@dataclass(slots=True)
class Piece:
    """Words of a line that belong to one cell, over the columns from `first` to `last`."""

    words: list[Word]
    first: int
    last: int

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.words[-1].x1

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)

    @property
    def style(self) -> int | None:
        """The style of its words, where it is one."""
        styles = {word.style for word in self.words}
        return styles.pop() if len(styles) == 1 else None


@dataclass(slots=True)
class Columns:
    """The columns of a table; `narrow` are those that only a narrow gap between numbers parts from the one before.

    `ruled` has, for the columns that vertical rules part from the one before, those rules.
    """

    columns: list[Column]
    narrow: frozenset[int] = frozenset()
    ruled: dict[int, list[Rule]] = field(default_factory=dict)

    def is_open(self, place: int, y: float) -> bool | None:
        """Whether a cell at height `y` reaches from one column into `place`, the next; None where no rule tells."""
        rules = self.ruled.get(place)
        return None if rules is None else not any(rule.start - OVER < y < rule.end + OVER for rule in rules)

    def reach(self, first: int, last: int, y: float) -> tuple[int, int] | None:
        """The columns of a cell over `first` to `last` as vertical rules frame it; None where these do not tell."""
        if any(self.is_open(place, y) is False for place in range(first + 1, last + 1)):
            return None
        while first > 0 and (opened := self.is_open(first, y)) is not False:
            if opened is None:
                return None
            first -= 1
        while last + 1 < len(self.columns) and (opened := self.is_open(last + 1, y)) is not False:
            if opened is None:
                return None
            last += 1
        return first, last

    def between_rules(self, place: int, y: float) -> tuple[int, int]:
        """The columns from one vertical rule to the next, or to the table's edge, about a column at height `y`."""
        first = last = place
        while first > 0 and self.is_open(first, y) is not False:
            first -= 1
        while last + 1 < len(self.columns) and self.is_open(last + 1, y) is not False:
            last += 1
        return first, last

    def touched(self, x0: float, x1: float) -> list[int]:
        """The columns whose words a stretch lies over or under; else the one in whose zone its middle is."""
        found = [place for place, each in enumerate(self.columns) if each.x0 < x1 - OVER and each.x1 > x0 + OVER]
        middle = (x0 + x1) / 2
        return found or [
            next(
                (place for place, each in enumerate(self.columns) if each.left <= middle < each.right),
                0 if middle < self.columns[0].left else len(self.columns) - 1,
            )
        ]

    def below(self, rule: Rule) -> list[int]:
        """The columns that a rule over or under some of them is drawn for."""
        return [
            place
            for place, each in enumerate(self.columns)
            if rule.start - OVER < (each.x0 + each.x1) / 2 < rule.end + OVER
        ]


def columns_of(
    lines: Sequence[TableLine],
    header: Sequence[TableLine],
    down: Sequence[Rule],
    box: tuple[float, float, float, float],
) -> Columns | None:
    """The columns that the lines of a table's body have in common; None where there are fewer than two."""
    counts = {id(line): len(runs_of(line.words, WIDE_GAP)) for line in lines}
    usual = median(sorted(counts.values())[len(counts) // 3 :]) if counts else 0
    telling = [line for line in lines if counts[id(line)] >= max(2, FEW * usual)]
    if not telling:
        return None
    inner = _inner(down, telling, box)
    telling = _with_asides(telling, lines)
    over = _over_headings(telling, header)
    words = [
        word
        for line in telling
        for word in line.words
        if id(word) not in over and not any(word.x0 + OVER < x < word.x1 - OVER for x in inner)
    ]
    bounds = _bounds(telling, words, header, inner)
    edges = [box[0] - 20, *(x for x, _ in bounds), box[2] + 20]
    columns: list[Column] = []
    for left, right in pairwise(edges):
        inside = [word for word in words if left < word.middle < right]
        if not inside:
            return None
        columns.append(Column(min(word.x0 for word in inside), max(word.x1 for word in inside), left, right))
    if len(columns) < 2:
        return None
    columns = _widened(columns, lines)
    narrow = frozenset(place for place, (_, narrow) in enumerate(bounds, start=1) if narrow)
    if not narrow:
        columns = _with_empty(columns, header)
    return Columns(columns, narrow, _ruled(columns, down, box[3] - box[1]))


def _widened(columns: list[Column], lines: Sequence[TableLine]) -> list[Column]:
    """The columns as wide as all lines make them: a label without numbers behind it may be the widest."""
    for line in lines:
        for run in runs_of(line.words, CELL_GAP):
            x0, x1 = run[0].x0, run[-1].x1
            over = [column for column in columns if column.x0 < x1 - OVER and x0 + OVER < column.x1]
            if len(over) == 1:
                over[0].x0, over[0].x1 = min(over[0].x0, x0), max(over[0].x1, x1)
    for before, after in pairwise(columns):
        if not before.x1 <= before.right <= after.x0:
            before.right = after.left = (before.x1 + after.x0) / 2
    return columns


def _over_headings(lines: Sequence[TableLine], header: Sequence[TableLine]) -> set[int]:
    """Identities of the words that reach from below one heading to below the next, if few lines have such words.

    "26,743" in the middle of two columns is the number of observations of both.
    """
    lowest = max(header, key=lambda line: len(runs_of(line.words, CELL_GAP)), default=None)
    runs = runs_of(lowest.words, CELL_GAP) if lowest else []
    gaps = [(before[-1].x1, after[0].x0) for before, after in pairwise(runs)]
    found = [
        {
            id(word)
            for word in line.words
            if any(word.x0 < left + OVER and word.x1 > right - OVER for left, right in gaps)
        }
        for line in lines
    ]
    return set().union(*found) if sum(map(bool, found)) <= SELDOM * len(lines) else set()


def _with_empty(columns: list[Column], header: Sequence[TableLine]) -> list[Column]:
    """The columns, and those without a word below headings of their own."""
    if not header:
        return columns
    runs = runs_of(header[-1].words, CELL_GAP)
    if len(runs) <= len(columns):
        return columns
    empty = [
        Column(run[0].x0, run[-1].x1, 0.0, 0.0)
        for run in runs
        if not any(column.x0 < run[-1].x1 and run[0].x0 < column.x1 for column in columns)
    ]
    found = sorted([*columns, *empty], key=lambda column: column.x0)
    edges = [columns[0].left, *((before.x1 + after.x0) / 2 for before, after in pairwise(found)), columns[-1].right]
    return [Column(each.x0, each.x1, left, right) for each, (left, right) in zip(found, pairwise(edges), strict=True)]


def _ruled(columns: Sequence[Column], down: Sequence[Rule], height: float) -> dict[int, list[Rule]]:
    """The vertical rules between columns, for those that they part over most of a table's height."""
    ruled: dict[int, list[Rule]] = {}
    for place, (left, right) in enumerate(pairwise(columns), start=1):
        rules = [rule for rule in down if left.x1 - OVER < rule.at < right.x0 + OVER]
        lines = {round(rule.at): sum(other.length for other in rules if abs(other.at - rule.at) < 1) for rule in rules}
        if lines and max(lines.values()) > RULED * height:
            ruled[place] = rules
    return ruled


def joined(columns: Columns, header: Sequence[TableLine]) -> Columns:
    """The columns, those joined again that a narrow gap parts below one heading: "16 01 11.20" is one cell."""
    kept: list[Column] = []
    narrow: set[int] = set()
    for place, column in enumerate(columns.columns):
        if place in columns.narrow and _have_one_heading(columns.columns[place - 1], column, header):
            kept[-1] = Column(kept[-1].x0, column.x1, kept[-1].left, column.right)
        else:
            narrow |= {len(kept)} if place in columns.narrow else set()
            kept.append(column)
    if len(kept) == len(columns.columns):
        return columns
    moved = {}
    for place, rules in columns.ruled.items():
        x = columns.columns[place].x0
        moved[next(number for number, column in enumerate(kept) if column.x0 <= x <= column.x1)] = rules
    return Columns(kept, frozenset(narrow), moved)


def _have_one_heading(left: Column, right: Column, header: Sequence[TableLine]) -> bool:
    """Whether no line of a header has words of its own over each of two columns."""
    for line in header:
        over = [run for run in runs_of(line.words, CELL_GAP) if run[0].x0 < right.x1 and run[-1].x1 > left.x0]
        if len(over) > 1:
            return False
    return True


def _with_asides(telling: Sequence[TableLine], lines: Sequence[TableLine]) -> list[TableLine]:
    """The lines that tell the columns, and those beside all of their words: a label between two rows."""
    covered = [(word.x0, word.x1) for line in telling for word in line.words]
    known = {id(line) for line in telling}
    asides = [
        line
        for line in lines
        if id(line) not in known
        and not any(x0 < line.words[-1].x1 + OVER and line.words[0].x0 - OVER < x1 for x0, x1 in covered)
    ]
    return [*telling, *asides]


def _bounds(
    lines: Sequence[TableLine], words: Sequence[Word], header: Sequence[TableLine], inner: Sequence[float]
) -> list[tuple[float, bool]]:
    """Where columns part: in the gaps that no line crosses, if they are no spaces between words, and at rules.

    With each goes whether it is but a narrow gap between numbers.
    """
    covered: list[list[float]] = []
    for word in sorted(words, key=lambda word: word.x0):
        if covered and word.x0 < covered[-1][1] + 0.3:
            covered[-1][1] = max(covered[-1][1], word.x1)
        else:
            covered.append([word.x0, word.x1])
    bounds: list[tuple[float, bool]] = []
    for (start, left), (right, end) in pairwise(covered):
        middle = (left + right) / 2
        ruled = [x for x in inner if left - OVER < x < right + OVER]
        if ruled:
            bounds.append((ruled[0], False))
        elif (kind := _parting(lines, middle)) is not None:
            bounds.append((middle, kind))
        elif _is_headed(header, (start, left), (right, end)):
            bounds.append((middle, False))
    return bounds


def _inner(down: Sequence[Rule], lines: Sequence[TableLine], box: tuple[float, float, float, float]) -> list[float]:
    """Where vertical rules stand that are nearly as long as a table's body is high, its outer ones left out."""
    lengths: dict[int, float] = {}
    for rule in down:
        if box[0] + 3 < rule.at < box[2] - 3:
            lengths[round(rule.at)] = lengths.get(round(rule.at), 0.0) + rule.length
    height = lines[-1].baseline - lines[0].baseline
    return [x for x, length in sorted(lengths.items()) if length > RULED * height]


def _is_headed(header: Sequence[TableLine], left: tuple[float, float], right: tuple[float, float]) -> bool:
    """Whether the gap between two stretches of the body goes on in the header, between a heading over each."""
    return any(
        after.x0 - before.x1 >= CELL_GAP * line.size
        and left[0] < before.x1 < right[0]
        and left[1] < after.x0 < right[1]
        for line in header
        for before, after in pairwise(line.words)
    )


def _parting(lines: Iterable[TableLine], x: float) -> bool | None:
    """Whether a gap at `x` that parts two columns is but a narrow one between numbers; None where it parts none."""
    gaps: list[float] = []
    starts: list[float] = []
    alone: list[bool] = []
    numbers = total = 0
    for line in lines:
        left = [word for word in line.words if word.middle < x]
        right = [word for word in line.words if word.middle > x]
        if right:
            starts.append(right[0].x0)
            alone.append(not left)
        if left and right:
            gaps.append((right[0].x0 - left[-1].x1) / line.size)
            total += 1
            numbers += all(_BARE_NUMBER.fullmatch(word.text) for word in (left[-1], right[0]))
    if not gaps:
        return False
    if starts and len(gaps) > 1 and max(starts) - min(starts) < EXACT and sum(alone) > 1:
        return False  # "100 MaxRef", and below it " GBP-NUM" where "MaxRef" begins
    least = min(gaps)
    if least >= CELL_GAP or (least >= NARROW_GAP and max(gaps) >= WIDE_GAP):
        return False
    return True if least >= NUMBER_GAP and numbers >= 0.8 * total else None


def _framed(first: int, last: int, line: TableLine, columns: Columns) -> tuple[int, int]:
    """The columns that a cell has by the vertical rules beside it, else by its words."""
    return columns.reach(first, last, line.baseline - 0.3 * line.size) or (first, last)


def pieces_of(line: TableLine, columns: Columns) -> list[Piece] | None:
    """The cells of a line of the body; None where its words cannot be told apart."""
    pieces: list[Piece] = []
    for run in runs_of(line.words, CELL_GAP):
        touched = [columns.touched(word.x0, word.x1) for word in run]
        start = 0
        for place in range(1, len(run) + 1):
            if place < len(run):
                same = touched[place][0] <= touched[place - 1][-1]
                gap = (run[place].x0 - run[place - 1].x1) / line.size
                if same or gap < NUMBER_GAP - 0.06:
                    continue
                both = all(_BARE_NUMBER.fullmatch(word.text) for word in run[place - 1 : place + 1])
                if not both and gap < NARROW_GAP:
                    continue
            words = run[start:place]
            inside = [each for some in touched[start:place] for each in some]
            pieces.append(Piece(words, *_framed(min(inside), max(inside), line, columns)))
            start = place
    merged: list[Piece] = []
    for piece in pieces:
        if merged and piece.first <= merged[-1].last:
            last = merged[-1]
            last.words.extend(piece.words)
            last.last = max(last.last, piece.last)
        else:
            merged.append(piece)
    return merged
