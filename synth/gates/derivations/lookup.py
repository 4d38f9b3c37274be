"""From a sentence to the column of a table that one of its quantities is a value of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from synth.gates.derivations.changes_told import change_told
from synth.gates.derivations.columns import OTHER_MEASURE, is_summary, is_total
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.labels import Mention, Names, forms, label_stems, mentioned, tokens
from synth.gates.derivations.prose import Line
from synth.metrics import metrics
from synth.models import Change, Quantity

_CUT = re.compile(
    r"[;:]\s|,\s(?:while|whereas|but|and)\b|\b(?:while|whereas)\b|\band\b(?=\s(?:[\w@-]+\s){1,3}by\b)"
    r"|\band\b(?=\s(?:on|by|for|in|of|to|it)\b)|\.\s"
)
_LISTED = re.compile(r"^(?:\s?%|-?\s?points?|\s[A-Z][\w@]*)?,?\s?(?:and|&|or)?\s?(?:by\s)?$")
_GOES_ON = re.compile(
    r"^\s?(?:\([^()]{1,40}\)|(?:on|for|in|at) (?:the )?[\w-]+(?: [\w-]+)?)?(?:,\s(?:and\s)?|\sand\s"
    r"|;\s)(?:by\s)?$"
)
_GENERIC = frozenset({"acc", "score", "rate", "avg", "overall"})
"""Metrics that are called so in words whatever their header says."""
_THERE = re.compile(r"^(?:There|Here|In this (?:case|setting|task|setup)|On this (?:task|set|data set|benchmark)),?\s")
_SET = re.compile(r"\b(?:at|with|for)\s$", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:Tables?|Tabs?\.)[\s~](?P<number>[A-Z]?\.?\d+(?:\.\d+)?)")
_FAST = re.compile(r"\b(?:fast|slow|quick|speed|throughput)|\bas long\b", re.I)
_CHEAP = re.compile(r"\bcheap|\bexpens|\bcosts?\b|\bprice", re.I)
_COSTS = re.compile(r"cost|price|\$|€|dollar", re.I)
_UNITS = {
    **dict.fromkeys(("minute", "min"), re.compile(r"\(min\w*\.?\)|\bminutes?\b", re.I)),
    **dict.fromkeys(("hour", "h"), re.compile(r"\((?:GPU )?h(?:ours?)?\)|\bhours?\b", re.I)),
    **dict.fromkeys(("second", "sec", "s"), re.compile(r"\(s(?:ec\w*)?\.?\)|\bseconds?\b", re.I)),
}
"""Headers of columns in a unit of time."""
_TIMED = re.compile(
    r"latency|time|\b[mµ]?s\b|\bsec|second|speed|throughput|tokens/|/s\b|hours?|\(h\)|QPS|fps|minutes", re.I
)


@dataclass(frozen=True)
class Scope:
    """A sentence, one of its quantities, and the tables that it may speak of."""

    line: Line
    before: Line | None
    quantities: Sequence[Quantity]
    at: int
    names: Names

    @property
    def quantity(self) -> Quantity:
        """The quantity that is judged."""
        return self.quantities[self.at]

    @cached_property
    def change(self) -> Change | None:
        """What kind of change the quantity tells; the next one of a list tells the same: "by 1.8 (A), 2.1 (B)"."""
        told = change_told(self.line, self.quantity)
        if told is not None or not self.at:
            return told
        before = self.quantities[self.at - 1].number
        if self.quantity.unit not in {before.unit, ""} or not _GOES_ON.match(
            self.line.text[before.end : self.quantity.number.start]
        ):
            return None
        return replace(self, at=self.at - 1).change

    @property
    def tail(self) -> str:
        """What stands behind the quantity, up to the next one or the clause's end."""
        end = self.quantity.number.end
        behind = [item.number.start for item in self.quantities[self.at + 1 :] if not self._is_setting(item)]
        following = behind[0] if behind else None
        return _CUT.split(self.line.text[end:following])[0]

    @property
    def head(self) -> str:
        """What stands before the quantity, back to the one before it or the clause's beginning."""
        before = [item.number.end for item in self.quantities[: self.at] if not self._is_setting(item)]
        start = before[-1] if before else 0
        return _CUT.split(self.line.text[start : self.quantity.number.start])[-1]

    def _is_setting(self, item: Quantity) -> bool:
        """Whether a number only says where: "29% more slowly at 0.6 M"."""
        return not item.unit and bool(_SET.search(self.line.text[: item.number.start]))

    @property
    def listed(self) -> tuple[int, int]:
        """(place, length) of the quantity in a list of quantities: "by 2.2 and 3.1 points"."""
        text, first, last = self.line.text, self.at, self.at
        while first and _LISTED.match(
            text[self.quantities[first - 1].number.end : self.quantities[first].number.start]
        ):
            first -= 1
        while last + 1 < len(self.quantities) and _LISTED.match(
            text[self.quantities[last].number.end : self.quantities[last + 1].number.start]
        ):
            last += 1
        return self.at - first, last - first + 1


def referenced(line: Line) -> set[str]:
    """The tables that a line refers to, as "Table 2"."""
    return {f"Table {match['number']}" for match in _REFERENCE.finditer(line.text)}


def column_of(grid: Grid, scope: Scope, taken: Sequence[tuple[int, int]]) -> Entry | None:
    """The column that a quantity is a value of, None where the sentence does not determine it.

    What stands nearest decides first: the quantity with what follows it, then what precedes it in its clause, then what
    precedes it in the sentence, and what follows only where the sentence tells no other quantity.
    """
    text, number = scope.line.text, scope.quantity.number
    if mentioned(text, grid.unread) and not mentioned(text, grid.columns, grid.corner):
        return None  # "on NQ", where the table says "n/a"
    near = (number.start, number.end + len(scope.tail))
    stages = [near, (number.start - len(scope.head), number.start), (0, scope.quantities[0].number.start)]
    if scope.listed[1] > 1 or sum(item.change is not None for item in scope.quantities) <= 1:
        stages.append((0, len(text)))
    said = _outside(text, grid, taken)
    left = list(grid.columns)
    kind = _kind_of(scope)
    if kind is not None:
        left = [entry for entry in left if kind.search(entry.name)] or left
        if len(left) == 1:
            return left[0]
    for start, end in stages:
        labels = {item.label for item in said if start <= item.start < end}
        left = _narrowed(left, labels | _scattered(left, text[start : max(end, near[1])]))
        if len(left) == 1:
            return left[0] if fits(grid, left[0], scope) else None
    if len(left) < len(grid.columns):  # "by 0.039 AUROC at Site A and by 0.033 at Site B": the rest from what was said
        left = _narrowed(left, {item.label for item in said if item.start < number.start})
        if len(left) == 1:
            return left[0] if fits(grid, left[0], scope) else None
    if scope.before is not None and _THERE.match(text):  # "There, Marlin completes 46K more operations"
        left = _narrowed(left, {item.label for item in _outside(scope.before.text, grid, [])})
        if len(left) == 1:
            return left[0] if fits(grid, left[0], scope) else None
    place, length = scope.listed
    if said and length > 1 and len(left) == length:
        chosen = sorted(left, key=lambda entry: _position(entry, said))[place]
        return chosen if fits(grid, chosen, scope) else None
    if said and len(left) < len(grid.columns):
        return None
    counted = {token.stem for token in tokens(f"{scope.quantity.unit} {scope.tail[:30]}")}
    totals = [entry for entry in grid.columns if is_total(entry)]
    if len(totals) == 1 and counted & {token.stem for token in tokens(grid.caption)}:  # "makes 60 fewer errors"
        return totals[0]
    plain = comparable(grid)
    return plain[0] if len(plain) == 1 and fits(grid, plain[0], scope) else None


def _kind_of(scope: Scope) -> re.Pattern[str] | None:
    """Which columns a change can be of by its own words: "faster" of times, "cheaper" of costs, "3 minutes"."""
    number, text = scope.quantity.number, scope.line.text
    around = text[max(0, number.start - 30) : number.end + 30]
    if number.unit in {"x", "%"}:
        return _TIMED if _FAST.search(around) else _COSTS if _CHEAP.search(around) else None
    return unit_header(number.unit)


def unit_header(unit: str) -> re.Pattern[str] | None:
    """What headers of columns in a unit of time look like, None for other units."""
    return _UNITS.get(unit.lower().removesuffix("s") if len(unit) > 2 else unit)


def _scattered(entries: Sequence[Entry], text: str) -> set[str]:
    """The labels of several words that a text names in pieces: "Test EM" by "2.9 EM points on the test set"."""
    said = {token.stem for token in tokens(text)}
    longer = {label: max(forms(label), key=len, default=()) for entry in entries for label in entry.labels}
    spelled = {label: form for label, form in longer.items() if not any(part.isdigit() for part in form)}
    return {label for label, form in spelled.items() if len(form) > 1 and set(form) <= said}


def _narrowed(entries: Sequence[Entry], labels: set[str]) -> list[Entry]:
    """The entries that have the labels said: at each level one of those said of that level, if any is."""
    left = list(entries)
    depth = max((len(entry.labels) for entry in left), default=0)
    for level in range(depth):
        here = [entry for entry in left if len(entry.labels) > level and entry.labels[level] in labels]
        left = here or left
    return left


def comparable(grid: Grid) -> list[Entry]:
    """The columns that hold results: no summaries, sizes or times."""
    return [entry for entry in grid.columns if not is_summary(entry) and not OTHER_MEASURE.search(entry.name)]


def fits(grid: Grid, column: Entry, scope: Scope) -> bool:
    """Whether the metric and the data set that the sentence names are not others than the table's."""
    quantity = scope.quantity
    around = f"{column.name} {grid.caption} {' '.join(grid.corner)}"
    known = {token.stem for token in tokens(around)}
    metric = set(next(iter(forms(quantity.metric)), ())) if quantity.metric else set()
    own = label_stems(column)
    known |= own
    if _TIMED.search(quantity.metric or "") and _TIMED.search(column.name):
        metric = set()
    foreign = not metric <= known and not metric & own and not metric <= _GENERIC
    if foreign and (metrics(column.name) or metrics(grid.caption) or OTHER_MEASURE.search(column.name)):
        return False
    if quantity.dataset and grid.title not in referenced(scope.line):
        known |= {token.stem for entry in (*grid.rows, *grid.columns) for token in tokens(entry.name)}
        return all(part in known for part in next(iter(forms(quantity.dataset)), ()))
    return True


def _outside(text: str, grid: Grid, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """The columns that a text names, apart from where it names rows."""
    found = mentioned(text, grid.columns, grid.corner)
    return [item for item in found if not any(first < item.end and item.start < last for first, last in taken)]


def _position(entry: Entry, found: Sequence[Mention]) -> int:
    return min((item.start for item in found if item.label in entry.labels), default=0)
