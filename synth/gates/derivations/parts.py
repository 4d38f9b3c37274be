"""Shares and sums of a table's parts that sentences tell: "A accounts for 13% of the tokens", "A and B together"."""

import re

from synth.gates.derivations.columns import is_total
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.labels import label_stems, mentioned, tokens
from synth.gates.derivations.lookup import Scope, column_of
from synth.gates.derivations.pairs import named_places
from synth.gates.derivations.stated import Reading, Stated, agrees, derive
from synth.models import Derivation, Number
from synth.numerals import SPELLED, numbers

_SHARE_OF = re.compile(r"^\s?(?:%|per ?cent)?\s(?:out )?of\s(?P<all>all\b|the (?:total|entire|whole)\b)?", re.I)
_HOLDS = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|m(?:ade|akes?|aking) up|contribut(?:es?|ed|ing)|represent(?:s|ed|ing)?"
    r"|constitut(?:es?|ed|ing)|compris(?:es?|ed|ing)|provid(?:es?|ed)|cover(?:s|ed)?|t(?:akes?|ook) up"
    r"|suppl(?:y|ies|ied)"
    r"|form(?:s|ed)?|consum(?:es?|ed)|receiv(?:es?|ed))\s(?:about |roughly |only |just |nearly |almost |over )?$",
    re.I,
)
_IS_SHARE = re.compile(
    r"^[^,;:()]{0,40}\b(?:is|are|was|were|make up|makes up|made up|form|forms|account for|accounts for)\s(?:\w+ )?$",
    re.I,
)
_DETERMINER = re.compile(r"\s*\b(?:the|all|those|these|its|our|their|total|number|of)\b\s*", re.I)
_TOGETHER = re.compile(
    r"\b(?:taken together|together|combined|jointly|summed(?: up)?|adding up|in (?:sum|total|all)|altogether"
    r"|all told|overall|totals?)\b",
    re.I,
)
_COUNT = re.compile(
    r"\b(?P<count>both|two|three|four|five|six|seven|eight|nine|ten)\s(?:\w+\s)?(?P<noun>[^\W\d_]{3,})", re.I
)
_REACH = 45
"""How many characters behind "of" the whole is named."""
_APART = re.compile(r"[;:]\s|,\sand\s(?:the|in|it|on)\b|\b(?:while|whereas|but)\b")
_NO_SUM = frozenset({"%", "x", "points"})


def share_of_parts(scope: Scope, grid: Grid, found: Stated, paper_id: str) -> Derivation | None:
    """ "Hadran accounts for 13.4% of the tokens", "26% of the triggered events remain in the volume": of two rows.

    The whole is the row named behind "of", else the total, printed or summed; summed, it is held against the paper
    only where the sentence says "of all".
    """
    number, text = found.number, scope.line.text
    of = _SHARE_OF.match(text[number.end :])
    if number.unit != "%" or of is None:
        return None
    places = named_places(grid, scope)
    rows = list(dict.fromkeys(row for row, _, _ in places if not is_total(row)))
    column = column_of(grid, scope, [(start, end) for _, start, end in places])
    if column is None or not rows or is_total(column):
        return None
    reach = number.end + of.end() + _REACH
    wholes = [(row, start, end) for row, start, end in places if number.end < start < reach and not is_total(row)]
    if wholes and len(rows) == 2:
        whole, first, last = wholes[0]
        part = next(row for row in rows if row != whole)
        at = [(start, end) for row, start, end in places if row == part]
        direct = len(_DETERMINER.sub("", text[number.end + of.end() : first])) < 2
        if not direct or not any(_is_part(text, number, start, end, last) for start, end in at):
            return None
        cells = [grid.at(part, column), grid.at(whole, column)]
        operands = [cell.named(row.own).counted() for cell, row in zip(cells, (part, whole), strict=True) if cell]
        if len(operands) < 2 or not 0 < operands[0].value < operands[1].value or not all(c.counts for c in operands):
            return None
        return derive(paper_id, text, found, operands, [Reading("share", "100 * {0} / {1}")])
    if len(rows) != 1 or wholes or not _HOLDS.search(text[: number.start]):
        return None
    return _of_total(scope, grid, found, rows[0], column, bool(of["all"]), paper_id)


def _is_part(text: str, number: Number, start: int, end: int, whole_end: int) -> bool:
    """Whether a row named at a place is the part: "the events that pass are 41.8% of", "26% of ... remain in"."""
    if end <= number.start:
        return bool(_IS_SHARE.search(text[end : number.start]))
    return start >= whole_end and not re.search(r"[,;:()]", text[whole_end:start])


def _of_total(
    scope: Scope, grid: Grid, found: Stated, part: Entry, column: Entry, said_all: bool, paper_id: str
) -> Derivation | None:
    """The share of one row in the total of a column, which the words behind "of" have to name."""
    behind = scope.line.text[found.number.end : found.number.end + 60]
    known = label_stems(column) | {token.stem for token in tokens(grid.caption)}
    cell = grid.at(part, column)
    if cell is None or not known & {token.stem for token in tokens(behind)}:
        return None
    totals = [row for row in grid.rows if is_total(row)]
    if len(totals) == 1 and (total := grid.at(totals[0], column)) is not None:
        operands, formula, sure = [cell.named(part.own), total.named("total")], "100 * {0} / {1}", True
    elif not totals:
        rest = [(row, other) for row in grid.rows if row != part and (other := grid.at(row, column)) is not None]
        operands = [cell.named(part.own), *(other.named(row.own) for row, other in rest)]
        formula, sure = f"100 * {{0}} / ({' + '.join(f'{{{at}}}' for at in range(len(operands)))})", said_all
    else:
        return None
    if _percent(operands) or len(operands) < 2:
        return None
    made = derive(paper_id, scope.line.text, found, operands, [Reading("share", formula)])
    return made if made and (sure or agrees(made)) else None


def sum_of_parts(scope: Scope, grid: Grid, found: Stated, paper_id: str) -> Derivation | None:
    """ "A and B together were named by 355 vendors", "summed over the three habitats": of the rows that are named."""
    number, text = found.number, scope.line.text
    clause = _clause(text, number.start)
    if number.unit in _NO_SUM or not _TOGETHER.search(clause) or scope.quantity.bound:
        return None
    if sum(item.unit not in _NO_SUM and bool(re.search(r"\d", item.text)) for item in numbers(clause)) > 1:
        return None  # "220 hours for training, 22 for testing, 242 in total": the sentence lists its parts itself
    places = named_places(grid, scope)
    rows = list(dict.fromkeys(row for row, _, _ in places if not is_total(row)))
    parts = [row for row in grid.rows if not is_total(row)]
    said = _COUNT.search(clause)
    count = SPELLED.get(said["count"].lower(), 2) if said else 0
    chosen = rows if len(rows) >= 2 and count in {0, len(rows)} else parts if count == len(parts) and not rows else []
    column = column_of(grid, scope, [(start, end) for _, start, end in places])
    if len(chosen) < 2 or column is None or is_total(column):
        return None
    if len(grid.columns) > 1 and not {item.label for item in mentioned(text, grid.columns, grid.corner)}:
        return None
    cells = [grid.at(row, column) for row in chosen]
    if any(cell is None or not cell.counted().counts for cell in cells) or not found.counted().counts:
        return None
    operands = [cell.named(row.own).counted() for cell, row in zip(cells, chosen, strict=True) if cell is not None]
    reading = Reading("sum", " + ".join(f"{{{place}}}" for place in range(len(operands))))
    if any(cell.value >= found.value for cell in operands):
        return None
    return derive(paper_id, text, found.counted(), operands, [reading])


def _percent(operands: list[Stated]) -> bool:
    return any(item.number.unit in _NO_SUM for item in operands)


def _clause(text: str, start: int) -> str:
    """The clause around a place."""
    first = max((match.end() for match in _APART.finditer(text[:start])), default=0)
    last = next((match.start() for match in _APART.finditer(text, start)), len(text))
    return text[first:last]
