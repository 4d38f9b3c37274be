"""Best values that sentences tell of the columns of a table: "the highest F1 on NQ, 55.9, is that of DPR"."""

import re

from synth.gates.derivations.columns import is_summary
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.labels import label_stems, mentioned, tokens
from synth.gates.derivations.lookup import Scope, column_of
from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Reading, Stated, agrees, derive
from synth.metrics import metrics
from synth.models import Derivation, Number
from synth.text import stem

_BEST = re.compile(
    r"\b(?:(?P<high>highest|largest|greatest|maximum|peak|longest|heaviest)"
    r"|(?P<low>lowest|smallest|shortest|minimum|least|cheapest|lightest|fewest)|(?P<fast>fastest|quickest)|(?P<slow>slowest)"
    r"|(?P<good>best|top|strongest|most accurate))\b(?!\s?-?(?:\d|k\b))",
    re.I,
)
_NOT_BEST = re.compile(
    r"(?<!per )\b(?:second|next|third|previous|prior|best[- ]performing baseline|at best|best[- ]of"
    r"|best practice)\b|\bbest (?:\w+ )?(?:baseline|published|previous|earlier|prior|existing|known)",
    re.I,
)
_LOW_BETTER = re.compile(
    r"\b(?:perplexity|PPL|WER|CER|error|loss|latency|time|ms|FID|MAE|RMSE|MSE|memory|cost|bits|seconds?"
    r"|resolution error)\b|↓",
    re.I,
)
_RATE = re.compile(r"throughput|speed|\w/s\b|/sec|per (?:second|minute|hour)|\bfps\b|\bqps\b", re.I)
_OF_ALL = re.compile(
    r"\b(?:of all|among all|overall|of (?:the|any) (?:\w+ )?(?:systems|models|methods|column|table"
    r"|approaches|rows|variants|configurations|settings)|in the (?:column|table)|across all|any (?:system"
    r"|model|method))\b",
    re.I,
)
_HELD_BY = re.compile(r"\b(?:that of|by|from|with|belongs to|due to|goes to)\s(?:the\s|our\s)?$", re.I)
"""Before whose value it is, which is not in what it is the best."""
_HOLDS = re.compile(
    r"(?:\s\([^()]*\))?,? (?:also )?(?:has|have|had|reach\w*|achiev\w*|obtain\w*|attain\w*|shows?|gets?|got|gives?"
    r"|gave|is|was|yields?|deliver\w*|record\w*|scor\w*) (?:also )?(?:the|its|our) (?:overall |clearly )?",
    re.I,
)
"""Between whose value it is and the superlative: "RuleBook has the highest precision"."""
_IS = re.compile(
    r"(?:\b(?:is|was|are|were|of|at|reach\w*|scor\w+|gets?|got|achiev\w+|obtain\w*|attain\w*|has|had|have|with|being"
    r"|comes? to|amounts? to|gives?|yields?|us(?:es|ed|ing)|process\w*"
    r"|runs?|tak(?:es?|ing)|needs?|requires?)\s|[,(:=–—]\s?)(?:about |also |only |just )?$",
    re.I,
)
"""Between the words for what is best and its value."""
_IS_BEHIND = re.compile(r"^[^.;:()]{0,30}?(?:[,–—]|\s(?:is|was|are|were))\s(?:also\s)?(?:the|its|our)\s$", re.I)
_PREDICATE = re.compile(r"\b(?:rank|judg|perform|work|scor|far|do|did|fare)\w*\s(?:the\s)?$", re.I)
"""Before a superlative that is no attribute: "what BM25 ranks highest gives 38.2%"."""
_CLAUSE = re.compile(r"[;:]\s|,?\s(?:while|whereas|but|although)\b|,\sand\b")
_OF_ANY_TABLE = frozenset(
    stem(word)
    for word in "comparison table compared system model method approach variant configuration any reach achieved "
    "obtained "
    "process take run need observed measured found reported recorded score result value overall attain have use "
    "among all".split()
)
"""Words between a superlative and its value that restrict it to nothing."""


def best(scope: Scope, grid: Grid, referred: bool, found: Stated, paper_id: str) -> Derivation | None:
    """ "Our best model reaches 54.3 EM on NQ": the largest of the column, the smallest where less is better.

    "Best" may be of some rows only. A value that is not the best is judged only where the words between the
    superlative and it name nothing but the column, the table and their kind, or where the sentence says "of all".
    """
    text, number = scope.line.text, found.number
    said = _superlative(scope.line, number)
    if said is None or _NOT_BEST.search(text) or scope.quantity.bound or scope.line.sentence.citations:
        return None
    named = mentioned(text, grid.columns, grid.corner)
    held = [
        (item.start, item.end)
        for item in named
        if _HELD_BY.search(text[: item.start]) or _HOLDS.fullmatch(text[item.end : max(item.end, said.start())])
    ]
    column = column_of(grid, scope, held)
    if column is None or not (referred or len(named) > len(held) or len(grid.columns) == 1):
        return None
    unit = {token.stem for token in tokens(scope.quantity.unit)}
    counted = bool(unit) and unit <= {token.stem for token in tokens(f"{column.name} {grid.caption}")}
    if not (number.is_figure or scope.quantity.metric or counted):
        return None
    metric = {token.stem for token in tokens(scope.quantity.metric or "")}
    known = label_stems(column) | {token.stem for token in tokens(f"{grid.caption} {' '.join(grid.corner)}")}
    if not metric <= known:
        return None
    groups = {item.label for item in mentioned(text, grid.rows) if any(item.label in row.groups for row in grid.rows)}
    rows = [row for row in grid.rows if not is_summary(row) and (not groups or groups & set(row.groups))]
    cells = [(row, cell) for row in rows if (cell := grid.at(row, column)) is not None]
    if len(cells) < 2:
        return None
    operands = [grid.in_unit_of(number, cell).named(row.own) for row, cell in cells]
    names = ", ".join(f"{{{place}}}" for place in range(len(operands)))
    ways = _ways(said, f"{column.name} {scope.quantity.metric or ''}", grid.caption)
    made = derive(paper_id, text, found, operands, [Reading("best", f"{way}({names})", note) for way, note in ways])
    if made is None or agrees(made):
        return made
    between = text[min(said.end(), number.end) : max(number.start, said.start())]
    whole = _names_no_more(between, column, grid, known | unit | metric) and not _restricted(text, said)
    return made if whole or _OF_ALL.search(text) else None


def _ways(said: re.Match[str], measure: str, caption: str) -> list[tuple[str, str]]:
    """Whether a superlative means the largest or the smallest value, with a note where only the measure could say."""
    if said["fast"] or said["slow"]:
        rate = bool(_RATE.search(f"{measure} {caption}"))
        return [("max" if rate == bool(said["fast"]) else "min", "")]
    if not said["good"]:
        return [("min" if said["low"] else "max", "")]
    if _LOW_BETTER.search(measure):
        return [("min", "")]
    if metrics(measure) or metrics(caption) or "throughput" in f"{measure} {caption}".lower():
        return [("max", "")]
    return [("max", "more is better"), ("min", "less is better")]


def _superlative(line: Line, number: Number) -> re.Match[str] | None:
    """The superlative whose value a number is: in its clause, with no other number between them."""
    text = line.text
    for said in reversed(list(_BEST.finditer(text))):
        if said.end() <= number.start:
            between = text[said.end() : number.start]
            apart = _CLAUSE.search(between) or any(
                said.end() <= other.start < number.start and other.is_figure for other in line.numbers
            )
            if apart or _PREDICATE.search(text[: said.start()]):
                return None
            return said if _IS.search(between) else None
        if said.start() >= number.end and _IS_BEHIND.match(text[number.end : said.start()]):
            return said
    return None


def _names_no_more(between: str, column: Entry, grid: Grid, known: set[str]) -> bool:
    """Whether words name the column, the table and their kind alone, so that nothing restricts the superlative."""
    groups = {token.stem for row in grid.rows for label in row.groups for token in tokens(label)}
    said = {token.stem for token in tokens(between) if len(token.stem) > 1}
    return said <= known | groups | _OF_ANY_TABLE | {token.stem for token in tokens(column.name)}


def _restricted(text: str, said: re.Match[str]) -> bool:
    """Whether a superlative is of somebody's own: "our best model"."""
    return bool(re.search(r"\b(?:our|its|their|whose|\w+[’']s)\s(?:\w+\s)?$", text[: said.start()], re.I))
