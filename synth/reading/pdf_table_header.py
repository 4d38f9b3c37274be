"""The lines above a table's first rule -> headings, each over the columns that it heads."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from synth.reading.pdf_table_columns import CELL_GAP, Columns, Piece
from synth.reading.pdf_table_lines import TableLine, runs_of
from synth.reading.pdf_table_page import Rule, Word

ALIGNED = 2.5  # points by which the edges or middles of cells set alike may differ
LOOSE = 7.0  # points by which a heading over several columns may stand off their middle in print that is not TeX's
EXACT = 0.8  # points, for two words, which may stand so by chance
HALF_COVERED = 0.5  # of a heading: the rule below it is its own if it covers as much
MAX_CHOICES = 2_000
SPACE = 0.34  # of the size: two words that are nearer are one heading
CUT_GAP = 0.45  # of the size: headings that are as near are two where columns part between them

_NUMBER = re.compile(r"\(?\d{1,2}\)?|\([ivxIVX]+\)")

Span = tuple[int, int]
"""The first and the last of some columns."""

Lines = tuple[Sequence[Sequence[Piece]], Sequence[Sequence[Piece]]]
"""The lines of a header above and below one of them."""

Heading = tuple[int, int, list[Piece]]
"""The first and the last column of a heading, and its lines."""


def headings_of(
    lines: Sequence[TableLine], columns: Columns, partial: Sequence[Rule], foot: float
) -> list[list[Heading]] | None:
    """The headings of each level, from the widest; None where it cannot be told what a heading is over.

    `partial` are the rules over some of the columns, `foot` is where the body begins.
    """
    levels: list[tuple[list[Piece], bool]] = []
    sure: set[int] = set()
    laid = [_pieces(line, columns) for line in lines]
    for place, (line, pieces) in enumerate(zip(lines, laid, strict=True)):
        bottom = lines[place + 1].baseline if place + 1 < len(lines) else foot
        rules = [rule for rule in partial if line.baseline - 1 < rule.at < bottom]
        others = (laid[:place], laid[place + 1 :])
        y = line.baseline - 0.3 * line.size
        spread = _spread(pieces, others, columns, rules, y)
        if spread is None:
            return None
        sure |= {id(piece.words) for piece in spread if _is_framed(piece, spread, rules, columns, y)}
        numbered = all(_NUMBER.fullmatch(piece.text) for piece in spread)  # "(1) | (2)" are headings by themselves
        if numbered and levels:
            levels[-1] = (levels[-1][0], True)
        levels.append((spread, bool(rules) or numbered))
    stacked = _stacked(levels)
    for level in stacked:
        for first, last, pieces in level:
            if last == first or _are_headed(first, last, level, stacked):
                continue
            glued = any(len(_under(word, columns)) > 1 for piece in pieces for word in piece.words)
            if glued or id(pieces[-1].words) not in sure:
                return None  # one heading over several columns that have none of their own
    return None if _are_alike(stacked, levels, len(columns.columns)) else stacked


def _are_alike(stacked: Sequence[list[Heading]], levels: Sequence[tuple[list[Piece], bool]], width: int) -> bool:
    """Whether columns have the same headings though their header has a further line for some others.

    What stands over the first of them to the left may then be over all: "Dev" over "P R F", and "Test" over "P R F".
    """
    paths = [
        tuple(
            " ".join(piece.text for piece in pieces)
            for level in stacked
            for first, last, pieces in level
            if first <= place <= last
        )
        for place in range(width)
    ]
    if len({len(pieces) for pieces, _ in levels}) < 2:
        return False
    known = [path for path in paths[1:] if path]
    return any(
        known.count(path) > 1
        and not any(first < last for level in stacked for first, last, _ in level if first <= place <= last)
        for place, path in enumerate(paths)
        if place and path
    )


def _under(word: Word, columns: Columns) -> list[int]:
    """The columns whose middles a word stands over."""
    return [place for place, each in enumerate(columns.columns) if word.x0 < (each.x0 + each.x1) / 2 < word.x1]


def _are_headed(first: int, last: int, level: list[Heading], stacked: Sequence[list[Heading]]) -> bool:
    """Whether each of some columns has a heading below a level."""
    below = stacked[[id(each) for each in stacked].index(id(level)) + 1 :]
    covered = {place for headings in below for left, right, _ in headings for place in range(left, right + 1)}
    return all(place in covered for place in range(first, last + 1))


def _pieces(line: TableLine, columns: Columns) -> list[Piece]:
    """The headings of a line, each with the columns that it touches."""
    pieces: list[Piece] = []
    for run in runs_of(line.words, CELL_GAP):
        if _are_apart(run, columns):
            pieces.extend(Piece([word], *(2 * columns.touched(word.x0, word.x1))) for word in run)
            continue
        start = 0
        for place in range(1, len(run) + 1):
            if place < len(run):
                before, after = run[place - 1], run[place]
                gap = (after.x0 - before.x1) / line.size
                crossed = columns.touched(before.x0, before.x1)[-1] < columns.touched(after.x0, after.x1)[0]
                if gap < CUT_GAP or not crossed:
                    continue
            words = run[start:place]
            touched = columns.touched(words[0].x0, words[-1].x1)
            pieces.append(Piece(words, touched[0], touched[-1]))
            start = place
    return pieces


def _are_apart(words: Sequence[Word], columns: Columns) -> bool:
    """Whether words that stand close to each other are each set as a column of its own is: "GPT-2 OPT-2.7 Neo-2.7"."""
    places = [columns.touched(word.x0, word.x1) for word in words]
    if len(words) < 2 or any(len(place) > 1 for place in places) or len({place[0] for place in places}) < len(words):
        return False
    if len(words) == 2 and words[1].x0 - words[0].x1 < SPACE * words[0].size:
        return False  # "Enhanced LAS-F1" in the middle of two columns
    within = EXACT if len(words) == 2 else ALIGNED
    for word, (place,) in zip(words, places, strict=True):
        column = columns.columns[place]
        off = (word.x0 - column.x0, word.x1 - column.x1, word.middle - (column.x0 + column.x1) / 2)
        if min(map(abs, off)) > within:
            return False
    return True


def _spread(
    pieces: Sequence[Piece], others: Lines, columns: Columns, rules: Sequence[Rule], y: float
) -> list[Piece] | None:
    """The headings of a line over all the columns that they head; None where that cannot be told."""
    settled: list[Piece] = []
    open_pieces: list[Piece] = []
    rules = [rule for rule in rules if len(rule.parts) > 1 or _count_over(rule, pieces) < 2]
    for piece in pieces:
        rule = _own_rule(piece, pieces, rules)
        framed = columns.reach(piece.first, piece.last, y) or _between_rules(piece, pieces, others[1], columns, y)
        if framed is not None:
            settled.append(Piece(piece.words, *framed))
        elif rule is not None:
            under = columns.below(rule)
            if not under:
                return None
            settled.append(Piece(piece.words, under[0], under[-1]))
        else:
            open_pieces.append(piece)
    if open_pieces and not rules:
        spread = _by_middles(open_pieces, settled, others, columns)
        if spread is None:
            return None
        open_pieces = spread
    settled += open_pieces
    settled.sort(key=lambda piece: piece.x0)
    if any(one.last >= other.first for one, other in pairwise(settled)):
        return None
    return settled


def _between_rules(
    piece: Piece, pieces: Sequence[Piece], below: Sequence[Sequence[Piece]], columns: Columns, y: float
) -> Span | None:
    """The columns between two vertical rules in whose middle a heading stands alone, above headings of each of them."""
    span = first, last = columns.between_rules(piece.first, y)
    if (
        not first <= piece.first <= piece.last <= last
        or first == last
        or (first == 0 and last + 1 == len(columns.columns))
    ):
        return None
    if any(other is not piece and other.first <= last and other.last >= first for other in pieces):
        return None
    headed = any(set(range(first, last + 1)) <= {each.first for each in line} for line in below)
    left, right = _extent(span, below, columns)
    return span if headed and abs((left + right) / 2 - piece.middle) < LOOSE else None


def _count_over(rule: Rule, pieces: Sequence[Piece]) -> int:
    return sum(rule.start < piece.middle < rule.end for piece in pieces)


def _is_framed(piece: Piece, pieces: Sequence[Piece], rules: Sequence[Rule], columns: Columns, y: float) -> bool:
    """Whether rules tell what a heading is over."""
    return _own_rule(piece, pieces, rules) is not None or columns.reach(piece.first, piece.last, y) is not None


def _own_rule(piece: Piece, pieces: Sequence[Piece], rules: Sequence[Rule]) -> Rule | None:
    """The rule drawn below a heading, or that part of one over several headings."""
    for rule in rules:
        covered = min(rule.end, piece.x1) - max(rule.start, piece.x0)
        if covered > HALF_COVERED * (piece.x1 - piece.x0):
            if _count_over(rule, pieces) < 2:
                return rule
            for start, end in rule.parts:
                if start - ALIGNED < piece.x0 and piece.x1 < end + ALIGNED:
                    others = sum(start < other.middle < end for other in pieces)
                    return Rule(rule.at, start, end) if others < 2 else rule
            return rule
    return None


def _by_middles(
    pieces: Sequence[Piece], settled: Sequence[Piece], others: Lines, columns: Columns
) -> list[Piece] | None:
    """Headings without rules below them: each is set like its one column, or in the middle of several."""
    width = len(columns.columns)
    elsewhere = {place for piece in settled for place in range(piece.first, piece.last + 1)}
    taken = elsewhere | {place for piece in pieces for place in range(piece.first, piece.last + 1)}
    loose = [list(_groups(piece, taken, others, columns, LOOSE)) for piece in pieces]
    free = [place for place in range(width) if place not in elsewhere]
    if len(pieces) > 1 and all(loose) and (alike := _alike(_tilings(loose, free))) is not None:
        return [Piece(piece.words, *span) for piece, span in zip(pieces, alike, strict=True)]
    choices: list[list[Span]] = []
    for piece in pieces:
        groups = list(_groups(piece, taken, others, columns))
        if piece.first == piece.last and not groups and loose[len(choices)]:
            return None
        alone = piece.first == piece.last and (
            not groups or _fits(piece, (piece.first, piece.last), others[1], columns)
        )
        choices.append([*([(piece.first, piece.last)] if alone else []), *groups])
    rest = [place for place in free if place > 0]
    title = [place for place, piece in enumerate(pieces) if piece.first > 0]
    if len(title) == 1 and rest and all(_is_wide(each) for each in settled):
        beside = any(each.first > 0 for each in settled)  # where rules frame the other headings, less is to be told
        span = (rest[0], rest[-1])
        if span in (loose if beside else choices)[title[0]]:
            choices[title[0]] = [span]
    chosen = _chosen(choices, free)
    if chosen is None:
        return None
    if any(one[1] >= other[0] for one, other in pairwise(chosen)):
        return None
    return [Piece(piece.words, *span) for piece, span in zip(pieces, chosen, strict=True)]


def _is_wide(piece: Piece) -> bool:
    """Whether a heading is over several columns, or over the labels of the rows."""
    return piece.last > piece.first or piece.first == 0


def _chosen(choices: Sequence[Sequence[Span]], free: Sequence[int]) -> list[Span] | None:
    """One of the choices for each heading of a line; None where more than one is likely."""
    if all(len(options) == 1 for options in choices):
        return [options[0] for options in choices]
    if any(not options for options in choices):
        return None
    tilings = _tilings(choices, free)
    if len(choices) > 1 and (alike := _alike(tilings)) is not None:
        return alike
    alone = [options[0][0] == options[0][1] for options in choices]
    if all(alone):
        return None
    fitting = [
        tiling
        for tiling in tilings
        if all(not single or span[0] == span[1] for single, span in zip(alone, tiling, strict=True))
    ]
    return fitting[0] if len(tilings) == 1 == len(fitting) else None


def _alike(tilings: Sequence[list[Span]]) -> list[Span] | None:
    """The one tiling with several columns for each heading, if it gives as many to each."""
    wide = [tiling for tiling in tilings if all(last > first for first, last in tiling)]
    return wide[0] if len(wide) == 1 and len({last - first for first, last in wide[0]}) == 1 else None


def _tilings(choices: Sequence[Sequence[Span]], free: Sequence[int]) -> list[list[Span]]:
    """The ways to lay headings over their groups so that from the first one on no column is left without one."""
    count = 1
    for options in choices:
        count *= len(options)
    if count > MAX_CHOICES:
        return []
    found = []
    for chosen in product(*choices):
        covered = [place for first, last in chosen for place in range(first, last + 1)]
        if covered == [place for place in free if place >= covered[0]] and any(last > first for first, last in chosen):
            found.append(list(chosen))
    return found


def _groups(piece: Piece, taken: set[int], others: Lines, columns: Columns, within: float = ALIGNED) -> Iterator[Span]:
    """Several columns side by side, with no other heading over them, in whose middle a heading stands."""
    first = piece.first
    while True:
        last = piece.last
        while True:
            if last > first and _is_over(piece, (first, last), others, columns, within):
                yield first, last
            last += 1
            if last >= len(columns.columns) or last in taken:
                break
        first -= 1
        if first < 1 or first in taken:
            break


def _extent(span: Span, below: Sequence[Sequence[Piece]], columns: Columns) -> tuple[float, float]:
    """From the left edge of the first of some columns to the right edge of the last, the headings below included."""
    first, last = columns.columns[span[0]], columns.columns[span[1]]
    heads = [piece for line in below for piece in line if span[0] <= piece.first and piece.last <= span[1]]
    return min([first.x0, *(piece.x0 for piece in heads)]), max([last.x1, *(piece.x1 for piece in heads)])


def _is_over(piece: Piece, span: Span, others: Lines, columns: Columns, within: float) -> bool:
    """Whether a heading stands in the middle of some columns that have headings of their own on one line, or none."""
    above, below = (
        [{each.first for each in line if span[0] <= each.first and each.last <= span[1]} for line in lines]
        for lines in others
    )
    if (any(below) and max(map(len, below)) <= span[1] - span[0]) or any(len(line) > 1 for line in above):
        return False
    left, right = _extent(span, others[1], columns)
    return abs((left + right) / 2 - piece.middle) < within


def _fits(piece: Piece, span: Span, below: Sequence[Sequence[Piece]], columns: Columns) -> bool:
    """Whether a heading is set as its one column is: to the left, to the right or in the middle."""
    left, right = _extent(span, below, columns)
    if piece.x0 < left and piece.x1 > right:
        return True
    return (
        abs(piece.x0 - left) < ALIGNED
        or abs(piece.x1 - right) < ALIGNED
        or abs((left + right) / 2 - piece.middle) < ALIGNED
    )


def _stacked(levels: Sequence[tuple[list[Piece], bool]]) -> list[list[Heading]]:
    """Headings by level, those that go on over several lines joined: set below each other over the same columns."""
    stacked: list[list[Heading]] = []
    open_ones: dict[tuple[int, int], Heading] = {}
    depth: dict[int, int] = {}
    parted: set[int] = set()
    for pieces, ruled in levels:
        for piece in pieces:
            span = (piece.first, piece.last)
            over = range(piece.first, piece.last + 1)
            before = open_ones.get(span)
            if before is not None and not any(place in parted for place in over):
                before[2].append(piece)
                continue
            level = max((depth.get(place, 0) for place in over), default=0)
            while len(stacked) <= level:
                stacked.append([])
            heading: Heading = (piece.first, piece.last, [piece])
            stacked[level].append(heading)
            for place in over:
                depth[place] = level + 1
            open_ones = {each: one for each, one in open_ones.items() if each[1] < piece.first or each[0] > piece.last}
            open_ones[span] = heading
        parted = {place for piece in pieces for place in range(piece.first, piece.last + 1)} if ruled else set()
    return stacked
