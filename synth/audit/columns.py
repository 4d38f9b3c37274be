"""Arithmetic inside a table: averages, totals, best-of, F1, differences and shares that its labels announce."""

import re
from collections.abc import Iterator, Sequence

from synth.audit.derivation import Calculation, Stated, agrees, derive, mean
from synth.audit.grid import GridCell, LabelledGrid
from synth.language.lexicon import any_of, words_of
from synth.models import Derivation

_AVERAGE = re.compile(
    r"(?-i:[a-z\d])(?-i:Average|Avg|Mean)$|^(?:macro[- ]?|unweighted )?(?:avg|average|mean|ave"
    r"|Ø)\b\.?+(?! (?:length|len|time|number|#|tokens|words|score per|per\b))",
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
_CHANGE_OF = re.compile(r"^\W*(?:[ΔδΔ∆]|delta|gain|improvement|diff\w*\.?|change)(?: in)?\W*", re.I)
_AGAINST = re.compile(r"\b(?:vs\.?|over|to|against|from|w\.?r\.?t\.?|versus)\s(?P<base>.+)$", re.I)
_SPREAD = re.compile(
    r"^(?:std|s\.?d\.?|stdev|σ|variance|±|ci|#? ?runs|p-?value|rank|min|max|median|year)\b|^(?:std|σ|±)", re.I
)
_OTHER_MEASURE = re.compile(
    r"hours?\b|cost|price|\$|energy|power|param|size|time|latency|speed|flop|cost|memory|#|\bk\b|dim|steps"
    r"|epochs|length|throughput|\w/s\b|per second|fps|qps|ppl|perplex|Δ|∆|gain|rank",
    re.I,
)
"""Headers of columns that hold no results: sizes, times, changes."""
_SHARE_HEADER = re.compile(r"^(?:%|share|percent(?:age)?|proportion|fraction|pct\.?|ratio)\b|^%|\(%\)$|\bshare\b", re.I)
_COUNT_HEADER = re.compile(rf"^(?:n$|{any_of(words_of('audit', 'counts'))})|#|\bcount\b", re.I)
_PRECISION = re.compile(r"^(?:\w{1,3} )?(?:l?p|u?p|prec|precision|pre)\.?(?: \(?%\)?)?$", re.I)
_RECALL = re.compile(r"^(?:\w{1,3} )?(?:l?r|u?r|rec|recall)\.?(?: \(?%\)?)?$", re.I)
_F1 = re.compile(
    r"^(?:\w{1,3} )?(?:l?f|u?f|f[-_]?[1₁]|f[- ]?(?:score|measure)|f[-_]?1[- ]?(?:score|measure))(?: \(?%\)?)?$", re.I
)
_MACRO = re.compile(r"\bmacro|\bweighted|averaged over (?:class|label)", re.I)

MIN_OPERANDS = 2
MIN_WITNESSES = 2
"""Other cells of the same measure that have to bear the labels out before one that disagrees is a charge."""
MAX_DISAGREEING = 0.2
"""The share of cells that may disagree: beyond it the labels mean something else. One may always."""
FEW_WITNESSES = "too few other cells of the same measure bear the labels out"
OTHER_MEASURES = "what the table compares stands on the other side, so the labels may mean another thing here"
OVERLAP = "what is counted may overlap"


def columns(grid: LabelledGrid, paper_id: str) -> Iterator[Derivation]:
    """What follows within a table, by rows and by columns, as far as the table itself bears the labels out.

    "Avg." may be weighted, or over columns that are not shown; F1 may be averaged over classes: what a label seems to
    announce is judged only where at least half of the cells under it agree with it.
    """
    seen: set[tuple[object, ...]] = set()
    for turned in (grid, grid.transposed()):
        for made in (*_summaries(turned, paper_id), *_f1(turned, paper_id), *_changes(turned, paper_id)):
            if made.spans not in seen:
                seen.add(made.spans)
                yield made
        for made in _shares(turned, paper_id):
            if made.spans not in seen:
                seen.add(made.spans)
                yield made


Row = tuple[GridCell, Derivation]
"""A derivation with the row (a column, where the grid is turned) that it stands in."""


def _consistent(grid: LabelledGrid, column: GridCell, choices: Sequence[Sequence[Row]]) -> Iterator[Derivation]:
    """The choice that agrees with most of its cells, if it does with at least half; a lone cell has to agree.

    A cell that disagrees is doubted unless others of the same measure bear the labels out, on the side of the table
    where the things compared stand: "Total" over users who may come twice, and an average row whose F1 is that of the
    averages, are no errors.
    """
    best = max(choices, key=lambda made: (sum(agrees(one) for _, one in made), -len(made)), default=())
    agreeing = [row for row, one in best if agrees(one)]
    if 2 * len(agreeing) < len(best) or not agreeing:
        return
    disagreeing = len(best) - len(agreeing)
    for row, one in best:
        if one.doubt or agrees(one):
            yield one
            continue
        measure = grid.measures.get((row.index, column.index))
        witnesses = sum(grid.measures.get((other.index, column.index)) == measure for other in agreeing)
        doubt = ""
        if witnesses < MIN_WITNESSES or disagreeing > max(1, MAX_DISAGREEING * len(best)):
            doubt = FEW_WITNESSES
        elif (grid.compared == "columns") != grid.turned:
            doubt = OTHER_MEASURES
        elif one.kind == "sum" and _may_overlap(one):
            doubt = OVERLAP
        yield one.model_copy(update={"doubt": doubt})


def _may_overlap(total: Derivation) -> bool:
    """Whether things may have been counted twice: users of two years are fewer than the users of each, added up."""
    counted_once = any(word in total.text.lower() for word in ("unique", "distinct", "different"))
    return total.reported.value < sum(part.value for part in total.operands) or counted_once


def _summaries(grid: LabelledGrid, paper_id: str) -> Iterator[Derivation]:
    for column in grid.columns:
        for kind, pattern in (("average", _AVERAGE), ("sum", _TOTAL), ("best", _BEST)):
            level = next((at for at, label in enumerate(column.labels) if pattern.search(label)), None)
            if kind == "sum" and _ALL.match(column.own) and (_has_splits(grid) or _counts(grid, column)):
                level = len(column.labels) - 1
            if level is None:
                continue
            summed = {tuple(entry.index for entry in operands): operands for operands in _summed(grid, column, level)}
            choices = [
                _down(grid, column, operands, _over(kind, len(operands)), paper_id)
                for operands in summed.values()
                if len(operands) >= MIN_OPERANDS
            ]
            yield from _consistent(grid, column, choices)


def _has_splits(grid: LabelledGrid) -> bool:
    """Whether columns are the parts of a data set, so that "All" is their sum."""
    owns = " ".join(entry.own.lower() for entry in grid.columns)
    return "train" in owns and "test" in owns


def _over(kind: str, count: int) -> Calculation:
    names = [f"{{{place}}}" for place in range(count)]
    if kind == "average":
        return Calculation("average", mean(names))
    return Calculation("sum", " + ".join(names)) if kind == "sum" else Calculation("best", f"max({', '.join(names)})")


def _summed(grid: LabelledGrid, column: GridCell, level: int) -> Iterator[list[GridCell]]:
    """The columns that a summary may be over, likeliest first."""
    others = [entry for entry in grid.columns if entry.index != column.index and not _is_summary(entry)]
    if level < len(column.labels) - 1:  # "Avg." over "EM": the EM columns of all groups
        inner = column.labels[level + 1 :]
        yield [entry for entry in others if entry.labels[-len(inner) :] == inner]
        return
    if column.groups:
        siblings = [entry for entry in others if entry.groups == column.groups]
        yield siblings
        yield [entry for entry in siblings if entry.index < column.index]
    run = _run(grid, column)
    yield [entry for entry in run if not _OTHER_MEASURE.search(entry.name)]
    yield run
    yield [entry for entry in others if not _OTHER_MEASURE.search(entry.name)]
    yield others


def _run(grid: LabelledGrid, column: GridCell) -> list[GridCell]:
    """The columns beside a summary up to the next summary: those before it, or, where there are none, behind it."""
    before: list[GridCell] = []
    behind: list[GridCell] = []
    for entry in grid.columns:
        if entry.index < column.index:
            before = [] if _is_summary(entry) else [*before, entry]
        elif entry.index > column.index:
            if _is_summary(entry):
                break
            behind.append(entry)
    return before or behind


def _is_summary(entry: GridCell) -> bool:
    """Whether a row or column is computed from the others."""
    return any(
        pattern.search(label) for label in entry.labels for pattern in (_AVERAGE, _TOTAL, _BEST, _CHANGE, _SPREAD)
    )


def _down(
    grid: LabelledGrid, column: GridCell, operands: Sequence[GridCell], by: Calculation, paper_id: str
) -> list[Row]:
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
        made += _row(grid, row, column, derive(paper_id, _cell(grid, row, column), reported, named, [by]))
    return made


def _row(grid: LabelledGrid, row: GridCell, column: GridCell, made: Derivation | None) -> list[Row]:
    return [(row, made)] if made else []


def _f1(grid: LabelledGrid, paper_id: str) -> Iterator[Derivation]:
    """F1 as 2PR / (P + R), where precision, recall and F1 stand side by side."""
    if _MACRO.search(grid.caption):
        return
    by = Calculation("F1", "2 * {0} * {1} / ({0} + {1})")
    for place in range(len(grid.columns) - 2):
        precision, recall, score = three = grid.columns[place : place + 3]
        if len({entry.groups for entry in three}) > 1 or any(_MACRO.search(entry.name) for entry in three):
            continue
        if not (_PRECISION.match(precision.own) and _RECALL.match(recall.own) and _F1.match(score.own)):
            continue
        made: list[Row] = []
        for row in grid.rows:
            p, r, f = (grid.at(row, entry) for entry in three)
            if p is None or r is None or f is None or min(p.value, r.value, f.value) <= 0:
                continue
            if not _MACRO.search(row.name) and not _AVERAGE.search(row.own):
                operands = [p.named("precision"), r.named("recall")]
                made += _row(grid, row, score, derive(paper_id, _cell(grid, row, score), f, operands, [by]))
        yield from _consistent(grid, score, [made])


def _changes(grid: LabelledGrid, paper_id: str) -> Iterator[Derivation]:
    """A column of differences, where just two columns of its group can be compared."""
    for column in grid.columns:
        if not _CHANGE.search(column.own):
            continue
        others = [
            entry
            for entry in grid.columns
            if entry.index != column.index and not _is_summary(entry) and entry.groups == column.groups
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
        relative = Calculation("relative change", "100 * ({1} - {0}) / {0}")
        absolute = Calculation("difference", "{1} - {0}")
        swapped = Calculation("difference", "{0} - {1}")
        first = relative if "%" in column.own or "rel" in column.own.lower() else absolute
        choices = [_down(grid, column, pair, by, paper_id) for by in (first, swapped, relative)]
        yield from _consistent(grid, column, choices)


def _against_reference(
    grid: LabelledGrid, column: GridCell, others: Sequence[GridCell], paper_id: str
) -> Iterator[Derivation]:
    """A column of differences from one row, whose own cell is empty or 0: of the column that its header names."""
    named = _CHANGE_OF.sub("", column.own).strip()
    chosen = [entry for entry in others if entry.own == named] if named else []
    if not chosen:
        comparable = [entry for entry in others if not _OTHER_MEASURE.search(entry.name)]
        chosen = comparable if len(comparable) == 1 else []
    blank = [row for row in grid.rows if (cell := grid.at(row, column)) is None or not cell.value]
    if len(chosen) != 1 or len(blank) != 1:
        return
    reference = grid.at(blank[0], chosen[0])
    readings = [Calculation("difference", "{0} - {1}"), Calculation("difference", "{1} - {0}")]
    made: list[Row] = []
    for row in grid.rows:
        reported, value = grid.at(row, column), grid.at(row, chosen[0])
        if reported is None or value is None or reference is None or row == blank[0]:
            continue
        operands = [value.named(row.own), reference.named(blank[0].own)]
        made += _row(grid, row, column, derive(paper_id, _cell(grid, row, column), reported, operands, readings))
    yield from _consistent(grid, column, [made])


def _shares(grid: LabelledGrid, paper_id: str) -> Iterator[Derivation]:
    """A column of percentages beside a column of counts: of the total that is printed, else of their sum."""
    for place, column in enumerate(grid.columns):
        if not _SHARE_HEADER.search(column.own):
            continue
        beside = [grid.columns[at] for at in (place - 1, place + 1) if 0 <= at < len(grid.columns)]
        counted = next((entry for entry in beside if entry.groups == column.groups and _counts(grid, entry)), None)
        if counted is None or not (_COUNT_HEADER.search(counted.own) or len(grid.columns) == 2):
            continue
        totals = [row for row in grid.rows if any(_TOTAL.search(label) or label == "All" for label in row.labels)]
        parts = {
            row: cell.counted().named(row.name)
            for row in grid.rows
            if row not in totals and (cell := grid.at(row, counted)) is not None
        }
        whole = grid.at(totals[0], counted) if len(totals) == 1 else None
        if len(totals) < 2 and len(parts) >= MIN_OPERANDS:
            made = list(_of_whole(grid, column, parts, whole, paper_id))
            yield from _consistent(grid, column, [made])


def _of_whole(
    grid: LabelledGrid, column: GridCell, parts: dict[GridCell, Stated], whole: Stated | None, paper_id: str
) -> Iterator[Row]:
    for row, part in parts.items():
        reported = grid.at(row, column)
        if reported is None:
            continue
        if whole is not None:
            operands = [part, whole.counted().named("total")]
            by = Calculation("share", "100 * {0} / {1}")
        else:
            operands = [part, *(other for index, other in parts.items() if index != row)]
            names = " + ".join(f"{{{place}}}" for place in range(len(operands)))
            by = Calculation("share", f"100 * {{0}} / ({names})")
        yield from _row(grid, row, column, derive(paper_id, _cell(grid, row, column), reported, operands, [by]))


def _counts(grid: LabelledGrid, column: GridCell) -> bool:
    cells = [grid.at(row, column) for row in grid.rows]
    return all(cell is None or cell.counted().counts for cell in cells) and any(cells)


def _cell(grid: LabelledGrid, row: GridCell, column: GridCell) -> str:
    """A cell in words: "Table 2, row BM25, column EM: 54.3"."""
    stated = grid.at(row, column)
    value = stated.number.text if stated else ""
    row, column = (column, row) if grid.turned else (row, column)
    return f"{grid.title}, row {row.name or row.index}, column {column.name or column.index}: {value}"
