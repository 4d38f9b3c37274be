"""Arithmetic inside a table: averages, totals, best-of, F1, differences and shares that its headers announce."""

import re
from collections.abc import Iterator, Sequence

from synth.gates.derivations.arithmetic import mean
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.listed import F1
from synth.gates.derivations.stated import Reading, agrees, derive
from synth.models import Derivation

_AVERAGE = re.compile(
    r"(?-i:[a-z\d])(?-i:Average|Avg|Mean)$|^(?:macro[- ]?|unweighted )?(?:avg|average|mean|ave"
    r"|Ø)\b\.?(?! (?:length|len|time|number|#|tokens|words|score per|per\b))",
    re.I,
)
_TOTAL = re.compile(r"^(?:grand )?(?:total|sum|∑|Σ|in total)\b(?! (?:time|params|parameters|loss|cost))", re.I)
_ALL = re.compile(r"(?:all|overall)\b(?! of)", re.I)
_BEST = re.compile(r"^(?:best|max|maximum|highest)(?: (?:of|over) (?:all|both|these|the \w+))?$", re.I)
_CHANGE = re.compile(
    r"^(?:[ΔδΔ∆](?!\w)|delta|diff(?:erence|\.)?$|gain|improvement|abs(?:olute|\.) (?:gain|improvement"
    r"|diff\w*)|change$|drop$)",
    re.I,
)
_AGAINST = re.compile(r"\b(?:vs\.?|over|to|against|from|w\.?r\.?t\.?|versus)\s(?P<base>.+)$", re.I)
_RELATIVE = re.compile(r"%|rel", re.I)
_SPREAD = re.compile(
    r"^(?:std|s\.?d\.?|stdev|σ|variance|±|ci|#? ?runs|p-?value|rank|min|max|median|year)\b|^(?:std|σ|±)", re.I
)
OTHER_MEASURE = re.compile(
    r"hours?\b|cost|price|\$|energy|power|param|size|time|latency|speed|flop|cost|memory|#|\bk\b|dim|steps"
    r"|epochs|length|throughput|\w/s\b|per second|fps|qps|ppl"
    r"|perplex|Δ|∆|gain|rank",
    re.I,
)
"""Headers of columns that hold no results: sizes, times, changes."""
_SHARE_HEADER = re.compile(r"^(?:%|share|percent(?:age)?|proportion|fraction|pct\.?|ratio)\b|^%|\(%\)$|\bshare\b", re.I)
_COUNT_HEADER = re.compile(
    r"^(?:#|n$|no\.|num|number|count|freq|total|questions|examples|samples|instances|sentences|documents"
    r"|errors|cases|papers|items|queries|articles|pages|tokens)|#|\bcount\b",
    re.I,
)
_PRECISION = re.compile(r"^(?:\w{1,3} )?(?:l?p|u?p|prec|precision|pre)\.?(?: \(?%\)?)?$", re.I)
_RECALL = re.compile(r"^(?:\w{1,3} )?(?:l?r|u?r|rec|recall)\.?(?: \(?%\)?)?$", re.I)
_F1 = re.compile(
    r"^(?:\w{1,3} )?(?:l?f|u?f|f[-_]?[1₁]|f[- ]?(?:score|measure)|f[-_]?1[- ]?(?:score|measure))(?: \(?%\)?)?$", re.I
)
_MACRO = re.compile(r"\bmacro|\bweighted|averaged over (?:class|label)", re.I)
_MIN_OPERANDS = 2
_ALONE = 1


def columns(grid: Grid, paper_id: str) -> Iterator[Derivation]:
    """What follows within a table, by rows and by columns, as far as the table itself bears the reading out.

    "Avg." may be weighted, or over columns that are not shown; F1 may be averaged over classes: what a header seems to
    announce is judged only where at least half of the cells under it agree with it.
    """
    seen: set[tuple[object, ...]] = set()
    for turned in (grid, grid.transposed()):
        found = [
            *_summaries(turned, paper_id),
            *_f1(turned, paper_id),
            *_changes(turned, paper_id),
            *_shares(turned, paper_id),
        ]
        for made in found:
            if made.spans not in seen:
                seen.add(made.spans)
                yield made


def _summaries(grid: Grid, paper_id: str) -> Iterator[Derivation]:
    for column in grid.columns:
        for kind, pattern in (("average", _AVERAGE), ("sum", _TOTAL), ("best", _BEST)):
            level = next((at for at, label in enumerate(column.labels) if pattern.search(label)), None)
            if kind == "sum" and _ALL.match(column.own) and (_has_splits(grid) or _counts(grid, column)):
                level = len(column.labels) - 1
            if level is None:
                continue
            choices = [
                _down(grid, column, operands, _over(kind, len(operands)), paper_id)
                for operands in _summed(grid, column, level, kind)
                if len(operands) >= _MIN_OPERANDS
            ]
            yield from _borne_out(choices)


def _has_splits(grid: Grid) -> bool:
    """Whether columns are the parts of a data set, so that "All" is their sum."""
    owns = " ".join(entry.own.lower() for entry in grid.columns)
    return "train" in owns and "test" in owns


def _over(kind: str, count: int) -> Reading:
    names = [f"{{{place}}}" for place in range(count)]
    if kind == "average":
        return Reading("average", mean(names))
    return Reading("sum", " + ".join(names)) if kind == "sum" else Reading("best", f"max({', '.join(names)})")


def _summed(grid: Grid, column: Entry, level: int, kind: str) -> Iterator[list[Entry]]:
    """The columns that a summary may be over, likeliest first."""
    others = [entry for entry in grid.columns if entry.index != column.index and not is_summary(entry)]
    if level < len(column.labels) - 1:  # "Avg." over "EM": the EM columns of all groups
        inner = column.labels[level + 1 :]
        yield [entry for entry in others if entry.labels[-len(inner) :] == inner]
        return
    if column.groups:
        siblings = [entry for entry in others if entry.groups == column.groups]
        yield siblings
        yield [entry for entry in siblings if entry.index < column.index]
    run = _run(grid, column)
    yield [entry for entry in run if not OTHER_MEASURE.search(entry.name)]
    yield run
    alike = [entry for entry in others if not OTHER_MEASURE.search(entry.name)]
    yield alike
    yield others


def _run(grid: Grid, column: Entry) -> list[Entry]:
    """The columns beside a summary up to the next summary: those before it, or, where there are none, behind it."""
    before: list[Entry] = []
    behind: list[Entry] = []
    for entry in grid.columns:
        if entry.index < column.index:
            before = [] if is_summary(entry) else [*before, entry]
        elif entry.index > column.index:
            if is_summary(entry):
                break
            behind.append(entry)
    return before or behind


def is_summary(entry: Entry) -> bool:
    """Whether a row or column is computed from the others."""
    return any(
        pattern.search(label) for label in entry.labels for pattern in (_AVERAGE, _TOTAL, _BEST, _CHANGE, _SPREAD)
    )


def is_average(entry: Entry) -> bool:
    """Whether a row or column is the average of others."""
    return bool(_AVERAGE.search(entry.own))


def is_total(entry: Entry) -> bool:
    """Whether a row or column is the total of the others."""
    return bool(_TOTAL.search(entry.own) or _ALL.match(entry.own))


def _down(grid: Grid, column: Entry, operands: Sequence[Entry], by: Reading, paper_id: str) -> list[Derivation]:
    """One derivation for each row in which the column and all of its operands hold numbers."""
    made = []
    for row in grid.rows:
        reported = grid.at(row, column)
        cells = [grid.at(row, entry) for entry in operands]
        if reported is None or any(cell is None for cell in cells):
            continue
        named = [cell.named(entry.name) for cell, entry in zip(cells, operands, strict=True) if cell is not None]
        if by.kind == "sum":
            if reported.number.unit == "%":  # shares need not add up to 100: labels may overlap, and digits are rounded
                continue
            reported, named = reported.counted(), [cell.counted() for cell in named]
        derivation = derive(paper_id, _told(grid, row, column), reported, named, [by])
        if derivation:
            made.append(derivation)
    return made


def _f1(grid: Grid, paper_id: str) -> Iterator[Derivation]:
    if _MACRO.search(grid.caption):
        return
    for place in range(len(grid.columns) - 2):
        three = grid.columns[place : place + 3]
        if len({entry.groups for entry in three}) > 1 or any(_MACRO.search(entry.name) for entry in three):
            continue
        precision, recall, score = three
        if not (_PRECISION.match(precision.own) and _RECALL.match(recall.own) and _F1.match(score.own)):
            continue
        made = []
        for row in grid.rows:
            cells = [grid.at(row, entry) for entry in (precision, recall, score)]
            if (
                any(cell is None or cell.value <= 0 for cell in cells)
                or _MACRO.search(row.name)
                or _AVERAGE.search(row.own)
            ):
                continue
            p, r, f = (cell for cell in cells if cell is not None)
            derivation = derive(paper_id, _told(grid, row, score), f, [p.named("precision"), r.named("recall")], [F1])
            if derivation:
                made.append(derivation)
        yield from _borne_out([made])


def _changes(grid: Grid, paper_id: str) -> Iterator[Derivation]:
    """A column of differences, where just two columns of its group can be compared."""
    for column in grid.columns:
        if not _CHANGE.search(column.own):
            continue
        others = [
            entry
            for entry in grid.columns
            if entry.index != column.index and not is_summary(entry) and entry.groups == column.groups
        ]
        yield from _against_reference(grid, column, others, paper_id)
        before = [entry for entry in others if entry.index < column.index]
        pair = others if len(others) == 2 else before[-2:] if len(before) == 2 else []
        named = _AGAINST.search(column.own)
        base = next((entry for entry in others if named and entry.own == named["base"].strip()), None)
        if base is not None and before and before[-1] != base:
            pair = [base, before[-1]]
        if len(pair) != 2:
            continue
        relative = Reading("relative change", "100 * ({1} - {0}) / {0}")
        absolute = Reading("difference", "{1} - {0}")
        swapped = Reading("difference", "{0} - {1}")
        first = relative if _RELATIVE.search(column.own) else absolute
        choices = [_down(grid, column, pair, by, paper_id) for by in (first, swapped, relative)]
        yield from _borne_out(choices)


def _against_reference(grid: Grid, column: Entry, others: Sequence[Entry], paper_id: str) -> Iterator[Derivation]:
    """A column of differences from one row, whose own cell is empty or 0: of the column that its header names."""
    named = re.sub(
        r"^\W*(?:[ΔδΔ∆]|delta|gain|improvement|diff\w*\.?|change)(?: in)?\W*", "", column.own, flags=re.I
    ).strip()
    chosen = [entry for entry in others if entry.own == named] if named else []
    if not chosen:
        comparable = [entry for entry in others if not OTHER_MEASURE.search(entry.name)]
        chosen = comparable if len(comparable) == 1 else []
    blank = [row for row in grid.rows if (cell := grid.at(row, column)) is None or not cell.value]
    if len(chosen) != 1 or len(blank) != 1:
        return
    reference = grid.at(blank[0], chosen[0])
    made = []
    for row in grid.rows:
        reported, value = grid.at(row, column), grid.at(row, chosen[0])
        if reported is None or value is None or reference is None or row == blank[0]:
            continue
        operands = [value.named(row.own), reference.named(blank[0].own)]
        readings = [Reading("difference", "{0} - {1}"), Reading("difference", "{1} - {0}")]
        derivation = derive(paper_id, _told(grid, row, column), reported, operands, readings)
        if derivation:
            made.append(derivation)
    yield from _borne_out([made])


def _shares(grid: Grid, paper_id: str) -> Iterator[Derivation]:
    """A column of percentages beside a column of counts: of the total that is printed, else of their sum."""
    for place, column in enumerate(grid.columns):
        if not _SHARE_HEADER.search(column.own):
            continue
        beside = [grid.columns[at] for at in (place - 1, place + 1) if 0 <= at < len(grid.columns)]
        counted = next((entry for entry in beside if entry.groups == column.groups and _counts(grid, entry)), None)
        if counted is None or not (_COUNT_HEADER.search(counted.own) or len(grid.columns) == 2):
            continue
        totals = [row for row in grid.rows if any(_TOTAL.search(label) or label == "All" for label in row.labels)]
        parts = [row for row in grid.rows if row not in totals and grid.at(row, counted)]
        choices = [[*_of_total(grid, column, counted, parts, totals, paper_id)]]
        yield from _borne_out(choices)


def _counts(grid: Grid, column: Entry) -> bool:
    cells = [grid.at(row, column) for row in grid.rows]
    return all(cell is None or cell.counted().counts for cell in cells) and any(cells)


def _of_total(
    grid: Grid, column: Entry, counted: Entry, parts: Sequence[Entry], totals: Sequence[Entry], paper_id: str
) -> Iterator[Derivation]:
    cells = {row.index: cell.counted().named(row.name) for row in parts if (cell := grid.at(row, counted))}
    total = grid.at(totals[-1], counted) if len(totals) == 1 else None
    if len(totals) > 1 or len(cells) < _MIN_OPERANDS:
        return
    for row in parts:
        reported = grid.at(row, column)
        if reported is None:
            continue
        part, text = cells[row.index], _told(grid, row, column)
        if total is not None:
            operands = [part, total.counted().named("total")]
            reading = Reading("share", "100 * {0} / {1}")
        else:
            operands = [part, *(cell for index, cell in cells.items() if index != row.index)]
            whole = " + ".join(f"{{{place}}}" for place in range(len(operands)))
            reading = Reading("share", f"100 * {{0}} / ({whole})")
        derivation = derive(paper_id, text, reported, operands, [reading])
        if derivation:
            yield derivation


def _borne_out(choices: Sequence[Sequence[Derivation]]) -> Sequence[Derivation]:
    """The choice that agrees with most of its cells, if it does with at least half; a lone cell has no say."""
    best = max(choices, key=lambda made: (sum(map(agrees, made)), -len(made)), default=())
    agreeing = sum(map(agrees, best))
    if not best or (len(best) > _ALONE and 2 * agreeing < len(best)):
        return ()
    return best


def _told(grid: Grid, row: Entry, column: Entry) -> str:
    row, column = (column, row) if grid.turned else (row, column)
    stated = grid.cells.get((column.index, row.index) if grid.turned else (row.index, column.index))
    value = stated.number.text if stated else ""
    return f"{grid.title}, row {row.name or row.index}, column {column.name or column.index}: {value}"
