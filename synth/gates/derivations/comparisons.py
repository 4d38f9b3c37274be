"""Differences, relative changes and ratios that sentences state, of cells of tables or of levels in sentences."""

import re
from collections.abc import Sequence
from dataclasses import replace

from synth.gates.derivations.changes_told import change_told, ends_in_sentence
from synth.gates.derivations.conditions import is_elsewhere
from synth.gates.derivations.facts import Facts
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.labels import mentioned, tokens
from synth.gates.derivations.lookup import Scope, column_of, comparable, referenced, unit_header
from synth.gates.derivations.pairs import Pair, pair_of
from synth.gates.derivations.stated import Reading, Stated, agrees, derive
from synth.models import Change, Derivation, Quantity
from synth.numerals import is_measured_unit

_ERROR_REDUCTION = re.compile(
    r"\berrors?(?: rate)?[ -](?:rate )?reductions?|reduc\w+ (?:of |in )?(?:the )?(?:relative )?errors?\b"
    r"|of the (?:remaining )?errors?\b",
    re.I,
)
_ERROR_METRIC = re.compile(r"\berr|\bWER\b|\bCER\b|\bloss\b|rate", re.I)
_ON_AVERAGE = re.compile(
    r"\bon average\b|\baverage (?:gain|improvement|drop|difference|reduction|increase|margin)"
    r"|\baveraged over\b|\bavg\b",
    re.I,
)
_UP_TO = re.compile(r"\bup to\s\+?$")
_HEDGED = re.compile(
    r"\b(?:would|could|might|may|expect(?:ed)?|hypothes\w+|significance|p-value|confidence|standard deviations?)\b",
    re.I,
)
_TRADED = re.compile(r"\b(?:faster|slower|quicker|speed)", re.I)


def comparisons(scope: Scope, tables: Sequence[Grid], facts: Facts, paper_id: str) -> Derivation | None:
    """What a quantity that tells a change follows from; None where its sentence does not determine it.

    Levels in the sentence itself come first ("from 52.1 to 54.3"), but stand for cells where these say the same.
    """
    change = scope.change
    if change is None or _HEDGED.search(scope.line.text):
        return None
    near = _in_sentence(scope, change, paper_id)
    far = _in_tables(scope, change, tables, paper_id)
    if near is not None and far is not None:
        same = sorted(item.value for item in near.operands) == sorted(item.value for item in far.operands)
        return far if same else near
    return near or far or _in_facts(scope, change, facts, paper_id)


def _in_tables(scope: Scope, change: Change, tables: Sequence[Grid], paper_id: str) -> Derivation | None:
    """By cells: in the table that the sentence refers to, else in the only one, or the only values, that fit."""
    named = referenced(scope.line)
    chosen = [grid for grid in tables if grid.title in named]
    made: list[tuple[tuple[bool, int], Derivation]] = []
    for grid in chosen or tables:
        for view in (grid, grid.transposed()):
            found = pair_of(view, scope)
            derivation = _in_view(scope, change, view, found, paper_id) if found else None
            if found and derivation is not None:
                made.append(((found[0].ordered, _covered(scope, view, derivation)), derivation))
    best = max((rank for rank, _ in made), default=None)
    left = [derivation for rank, derivation in made if rank == best]
    values = {tuple(sorted(item.value for item in derivation.operands)) for derivation in left}
    return left[0] if len(values) == 1 else None


def _covered(scope: Scope, grid: Grid, derivation: Derivation) -> int:
    """How many words of the sentence the operands' labels and the caption hold: of two tables the more special one."""
    said = {token.stem for token in tokens(scope.line.text)}
    places = " ".join(operand.place for operand in derivation.operands)
    return len(said & {token.stem for token in tokens(f"{places} {grid.caption} {' '.join(grid.corner)}")})


def _in_view(
    scope: Scope, change: Change, grid: Grid, found: tuple[Pair, list[tuple[int, int]]], paper_id: str
) -> Derivation | None:
    pair, taken = found
    column = column_of(grid, scope, taken)
    if column is not None:
        made = _of_cells(scope, change, grid, pair, column, paper_id)
        return None if made and not agrees(made) and _doubtful(scope, change, grid, pair, column) else made
    return _over_columns(scope, change, grid, pair, paper_id)


def _of_cells(scope: Scope, change: Change, grid: Grid, pair: Pair, column: Entry, paper_id: str) -> Derivation | None:
    """By the two cells of a pair in one column."""
    new, old = grid.at(pair.new, column), grid.at(pair.old, column)
    if new is None or old is None or not _measure_fits(scope.quantity, new, column, grid):
        return None
    number = scope.quantity.number
    named = [grid.in_unit_of(number, new).named(pair.new.own), grid.in_unit_of(number, old).named(pair.old.own)]
    return derive(paper_id, scope.line.text, _reported(scope), named, _readings(scope, change, named, pair.ordered))


def _doubtful(scope: Scope, change: Change, grid: Grid, pair: Pair, column: Entry) -> bool:
    """Whether what disagrees may be the link, and not the number: a row or column that is not named fits another way.

    "It is 5.1 points better than DPR" is held against a paper only if no other row is 5.1 points better than DPR.
    """
    text = scope.line.text
    others: list[tuple[Pair, Entry]] = []
    named = {item.label for item in mentioned(text, grid.columns, grid.corner)}
    if not named & set(column.labels):
        others += [(pair, other) for other in grid.columns if other != column]
    rows = {item.label for item in mentioned(text, grid.rows, grid.corner)}
    if not pair.sure or not pair.ordered or not rows & set(pair.new.labels):
        others += [(Pair(row, pair.old, pair.ordered), column) for row in grid.rows if row not in (pair.new, pair.old)]
    made = (_of_cells(scope, change, grid, other, at, "") for other, at in others)
    return not pair.sure or is_elsewhere(scope, grid) or any(item is not None and agrees(item) for item in made)


def _over_columns(scope: Scope, change: Change, grid: Grid, pair: Pair, paper_id: str) -> Derivation | None:
    """A change that is the largest, or the average, over all columns: "by up to 4.2 points", "on average"."""
    line, number = scope.line, scope.quantity.number
    before = line.text[max(0, number.start - 12) : number.start]
    up_to, average = _UP_TO.search(before), _ON_AVERAGE.search(line.text)
    columns = comparable(grid)
    if bool(up_to) == bool(average) or len(columns) < 2 or change not in {"absolute", "unclear"}:
        return None
    cells: list[Stated] = []
    for column in columns:
        for entry in (pair.new, pair.old):
            cell = grid.at(entry, column)
            if cell is None:
                return None
            cells.append(cell.named(f"{entry.own} {column.own}"))
    differences = [f"({{{2 * at}}} - {{{2 * at + 1}}})" for at in range(len(columns))]
    if up_to:
        formula = f"max({', '.join(f'abs{difference}' for difference in differences)})"
    else:
        formula = f"abs({' + '.join(differences)}) / {len(columns)}"
    reported = replace(_reported(scope), bound=None)
    made = derive(paper_id, line.text, reported, cells, [Reading("difference", formula)])
    return made if made and agrees(made) else None  # which columns count, the sentence does not say


def _reported(scope: Scope) -> Stated:
    line, number = scope.line, scope.quantity.number
    index = next((at for at, item in enumerate(line.numbers) if item.start == number.start), None)
    stated = line.state(number, "reported", line.ends[index] if index is not None else number.end)
    value = abs(number.value)
    return replace(stated, number=number.model_copy(update={"value": value}), bound=scope.quantity.bound)


def _readings(scope: Scope, change: Change, operands: Sequence[Stated], ordered: bool) -> list[Reading]:
    """How a change may follow from its two operands, {0} the new and {1} the old value."""
    quantity = scope.quantity
    shares = max(abs(item.number.value) for item in operands) <= 1.0
    percent = quantity.unit in {"%", "points"}
    scale = "100 * " if shares and percent and not any(item.number.unit == "%" for item in operands) else ""
    difference = Reading("difference", f"{scale}abs({{0}} - {{1}})", "in points")
    relative = [Reading("relative change", "100 * abs({0} - {1}) / {1}", "as a share of the old value")]
    text = scope.line.text
    if not ordered or _TRADED.search(text):
        relative.append(Reading("relative change", "100 * abs({0} - {1}) / {0}", "as a share of the other value"))
    if _ERROR_REDUCTION.search(text) and not _ERROR_METRIC.search(quantity.metric or ""):
        whole = "1" if shares else "100"
        errors = Reading("relative change", f"100 * abs({{0}} - {{1}}) / ({whole} - {{1}})", "as a share of the errors")
        relative = [errors, *relative]
    match change:
        case "absolute":
            return [replace(difference, note="")]
        case "relative":
            return relative if len(relative) > 1 else [replace(relative[0], note="")]
        case "factor":
            formula = "min({0}, {1}) / max({0}, {1})" if quantity.value < 1 else "max({0}, {1}) / min({0}, {1})"
            return [Reading("ratio", formula)]
        case _:
            return [difference, *relative]


def _measure_fits(quantity: Quantity, cell: Stated, column: Entry, grid: Grid) -> bool:
    """Whether a change in a unit of measure ("26 ms") is one of cells in that unit."""
    if not is_measured_unit(quantity.unit):
        return True
    named = unit_header(quantity.unit)
    if named is not None and named.search(column.name):
        return True
    return cell.number.unit == quantity.unit or bool(
        re.search(rf"(?<!\w){re.escape(quantity.unit)}(?!\w)", f"{column.name} {grid.caption}")
    )


def _in_sentence(scope: Scope, change: Change, paper_id: str) -> Derivation | None:
    """By two levels of the sentence itself: "from 52.1 to 54.3", "54.3 against 52.1"."""
    ends = ends_in_sentence(scope.line, scope.quantity, scope.quantities)
    if ends is None:
        return None
    operands = [ends.new, ends.old]
    return derive(
        paper_id, scope.line.text, _reported(scope), operands, _readings(scope, change, operands, ends.ordered)
    )


def _in_facts(scope: Scope, change: Change, facts: Facts, paper_id: str) -> Derivation | None:
    """By levels that other sentences tell of the two sides."""
    quantity = scope.quantity
    if not quantity.subject or not quantity.other:
        return None
    old = facts.value_of(quantity.other, quantity, scope.line)
    new = facts.value_of(quantity.subject, quantity, scope.line)
    levels = [item for item in scope.quantities if change_told(scope.line, item) is None and item.number.is_figure]
    if new is None and len(levels) == 1 and levels[0].number.start < quantity.number.start:
        new = scope.line.state(levels[0].number, "new")
    if old is None or new is None or old.spans == new.spans:
        return None
    operands = [new.named(quantity.subject), old.named(quantity.other)]
    return derive(paper_id, scope.line.text, _reported(scope), operands, _readings(scope, change, operands, True))
