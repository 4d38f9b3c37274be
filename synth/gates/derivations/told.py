"""Averages and totals that sentences tell of the rows and columns of a table."""

import re
from collections.abc import Sequence

from synth.gates.derivations.arithmetic import mean
from synth.gates.derivations.best import best
from synth.gates.derivations.columns import is_average, is_summary
from synth.gates.derivations.grid import Grid
from synth.gates.derivations.labels import tokens
from synth.gates.derivations.listed import one_measure, states_average, states_total
from synth.gates.derivations.lookup import Scope, comparable, referenced
from synth.gates.derivations.pairs import named_places, rows_named
from synth.gates.derivations.parts import share_of_parts, sum_of_parts
from synth.gates.derivations.stated import Reading, Stated, agrees, derive
from synth.models import Derivation
from synth.numerals import SPELLED

_CONDITION = re.compile(r"\b(?:without|with|when|if|after|before|using|under|nearly|compared)\b", re.I)
"""A setting that the row named may not be in: such an average is judged only where it agrees."""
_SPLITS = frozenset({"train", "dev", "test", "val"})
_COUNT_OF = re.compile(
    r"\b(?:over|across|of|on|for) (?:all |the |these |its |our )*"
    r"(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
)


def told(scope: Scope, tables: Sequence[Grid], paper_id: str) -> Derivation | None:
    """What a level follows from that a sentence calls an average, a total or the best; None where it does not say."""
    quantity = scope.quantity
    if not tables or scope.change is not None or quantity.baseline or quantity.upper:
        return None
    stated = _stated(scope)
    if stated is None or not re.search(r"\d", quantity.number.text):
        return None
    averaged, summed = states_average(scope.line, stated[0]), states_total(scope.line, stated[0])
    named = referenced(scope.line)
    chosen = [grid for grid in tables if grid.title in named] or list(tables)
    made = [
        derivation
        for grid in chosen
        for view in (grid, grid.transposed())
        for derivation in (
            _average(scope, view, stated, paper_id) if averaged else None,
            _total(scope, view, stated, paper_id) if summed else None,
            best(scope, view, bool(named), stated[1], paper_id),
            share_of_parts(scope, view, stated[1], paper_id),
            sum_of_parts(scope, view, stated[1], paper_id),
        )
        if derivation is not None
    ]
    values = {(item.kind, tuple(sorted(operand.value for operand in item.operands))) for item in made}
    return made[0] if len(values) == 1 else None


def _stated(scope: Scope) -> tuple[int, Stated] | None:
    number = scope.quantity.number
    for index, item in enumerate(scope.line.numbers):
        if item.start == number.start:
            return index, scope.line.state(number, "reported", scope.line.ends[index])
    return None


def _average(scope: Scope, grid: Grid, found: tuple[int, Stated], paper_id: str) -> Derivation | None:
    """ "BM25 averages 61.3 over the four data sets": the row that is named, over all columns of results."""
    if sum(number.is_figure for number in scope.line.numbers) > 2:  # the sentence itself says of what it is the average
        return None
    rows = [row for row in rows_named(grid, scope) if not is_summary(row)]
    columns = comparable(grid)
    said = _COUNT_OF.search(scope.line.text)
    given = [column.index for column in grid.columns if is_average(column)]
    before = [column for column in columns if given and column.index < given[0]]
    columns = before if len(given) == 1 and len(before) > 1 else columns
    if not rows and len(grid.rows) == 1 and said and _about(scope, grid):  # "the mean of the four monthly rates"
        rows, columns = list(grid.rows), [column for column in grid.columns if not is_summary(column)]
    if not rows and said:  # "the mean throughput of the three stores on Load"
        rows = [row for row in dict.fromkeys(row for row, _, _ in named_places(grid, scope)) if not is_summary(row)]
    if len(rows) != 1:
        return None
    metric = {token.stem for token in tokens(scope.quantity.metric or "")}
    inner = [column for column in columns if metric and metric <= {token.stem for token in tokens(column.own)}]
    columns = inner if len(inner) > 1 else columns
    if said and SPELLED.get(said["count"], 0) not in {0, len(columns)}:
        return None
    cells = [grid.at(rows[0], column) for column in columns]
    if (
        len(cells) < 2
        or any(cell is None for cell in cells)
        or (len({column.groups for column in columns}) > 1 and not inner)
    ):
        return None
    operands = [cell.named(column.name) for cell, column in zip(cells, columns, strict=True) if cell is not None]
    if not one_measure([item.number for item in operands], found[1].number):
        return None
    reading = Reading("average", mean([f"{{{place}}}" for place in range(len(operands))]))
    made = derive(paper_id, scope.line.text, found[1], operands, [reading])
    if made is None or agrees(made):
        return made
    over_all = bool(said) or (len(columns) > 2 and not _CONDITION.search(scope.line.text))
    printed = any(cell.value == found[1].value for cell in operands)  # "averages 36.02": a cell is read, none averaged
    return made if over_all and not printed else None


def _about(scope: Scope, grid: Grid) -> bool:
    """Whether a sentence speaks of what a table of one row or column holds: two words of its headers and caption."""
    kept = f"{grid.caption} {' '.join(grid.corner)} {grid.rows[0].name} {' '.join(grid.columns[0].groups)}"
    said = {token.stem for token in tokens(scope.line.text)}
    return len(said & {token.stem for token in tokens(kept) if len(token.stem) > 2}) >= 2


def _total(scope: Scope, grid: Grid, found: tuple[int, Stated], paper_id: str) -> Derivation | None:
    """ "12,345 questions in total": the splits of the row that is named, or that counts what is counted."""
    splits = [column for column in grid.columns if _SPLITS & {token.stem for token in tokens(column.own)}]
    splits = [column for column in splits if not is_summary(column)]
    if len(splits) < 2 or len({column.groups for column in splits}) > 1:
        return None
    rows = [row for row in grid.rows if not is_summary(row)]
    unit = {token.stem for token in tokens(scope.quantity.unit)}
    counting = [row for row in rows if unit and unit <= {token.stem for token in tokens(row.own)}]
    named = [row for row in rows_named(grid, scope) if row in rows]
    chosen = named if len(named) == 1 else counting if len(counting) == 1 else rows if len(rows) == 1 else []
    if len(chosen) != 1:
        return None
    cells = [grid.at(chosen[0], column) for column in splits]
    if any(cell is None for cell in cells):
        return None
    operands = [
        cell.named(column.own).counted() for cell, column in zip(cells, splits, strict=True) if cell is not None
    ]
    reading = Reading("sum", " + ".join(f"{{{place}}}" for place in range(len(operands))))
    return derive(paper_id, scope.line.text, found[1].counted(), operands, [reading])
