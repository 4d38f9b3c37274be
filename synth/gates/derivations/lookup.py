"""From a sentence to cells: which two entries of a table it compares, and in which column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from synth.gates.derivations.changes_told import change_told
from synth.gates.derivations.columns import OTHER_MEASURE, is_summary
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.labels import Mention, Names, forms, is_full, label_stems, mentioned, ours, tokens
from synth.gates.derivations.prose import Line
from synth.metrics import metrics
from synth.models import Change, Quantity
from synth.numerals import numbers

_CUE = re.compile(
    r"\b(?:that of|those of|than|over|versus|vs\.?|against|compared (?:to|with)|relative to|(?:out|under)perform\w*"
    r"|surpass\w*|beat\w*|exceed\w*"
    r"|improv\w* (?:up)?on|trail\w*|lags? behind|behind|above|below|ahead of|under|from"
    r"|with respect to|(?:los\w+|lost|inferior)\s[^,;]{0,30}\bto)\s(?:that of |those of )?"
    r"(?:(?:the|a|an|our|its|their|both|strong\w*|plain|standard|vanilla|even|previous|best|original"
    r"|simple|single|\w+ing|\w+al"
    r"|corresponding|competing|next|second|second-best)\s){0,3}$",
    re.IGNORECASE,
)
"""Before the entry that something is compared with."""
_CONDITION = re.compile(r"\b(?:on|in|at|across|under)\s(?:the\s|both\s)?$", re.IGNORECASE)
"""Before what something is measured on, which is not what is compared: "on Irish", "in precision"."""
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
_GAINS = re.compile(r"\b(?:improvements?|gains?|advantage|margin|lead)\b", re.IGNORECASE)
_SETS_APART = re.compile(r"\b(?:between|differences?|gap|than|apart)\b", re.IGNORECASE)
_IT = re.compile(r"(?:^|,\s|^On (?:the )?[\w-]+,? )(?:[Ii]ts?|This|That|[Tt]his (?:model|system|variant|is|method))\b")
_REFERENCE = re.compile(r"\b(?:Tables?|Tabs?\.)[\s~](?P<number>[A-Z]?\.?\d+(?:\.\d+)?)")
_FAST = re.compile(r"\b(?:fast|slow|quick|speed|throughput)", re.I)
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
class Pair:
    """Two entries that a sentence compares: `new` with `old`; `ordered` is whether it says which is which.

    `sure` is whether it says which two they are, so that a number that disagrees with them can be held against it.
    """

    new: Entry
    old: Entry
    ordered: bool
    sure: bool = True


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

    @property
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
        following = self.quantities[self.at + 1].number.start if self.at + 1 < len(self.quantities) else None
        return _CUT.split(self.line.text[end:following])[0]

    @property
    def head(self) -> str:
        """What stands before the quantity, back to the one before it or the clause's beginning."""
        start = self.quantities[self.at - 1].number.end if self.at else 0
        return _CUT.split(self.line.text[start : self.quantity.number.start])[-1]

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
    near = (number.start, number.end + len(scope.tail))
    stages = [near, (number.start - len(scope.head), number.start), (0, scope.quantities[0].number.start)]
    if scope.listed[1] > 1 or sum(item.change is not None for item in scope.quantities) <= 1:
        stages.append((0, len(text)))
    said = _outside(text, grid, taken)
    left = list(grid.columns)
    kind = _kind_of(scope)
    if kind is not None:
        left = [entry for entry in left if kind.search(entry.name)]
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
    place, length = scope.listed
    if said and length > 1 and len(left) == length:
        chosen = sorted(left, key=lambda entry: _position(entry, said))[place]
        return chosen if fits(grid, chosen, scope) else None
    if said and len(left) < len(grid.columns):
        return None
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


def pair_of(grid: Grid, scope: Scope) -> tuple[Pair, list[tuple[int, int]]] | None:
    """The two rows that a quantity compares, and where the sentence names rows; None where that is not determined."""
    text = scope.line.text
    reach = scope.quantity.number.end + len(scope.tail) if scope.listed[1] == 1 else len(text)
    everywhere = _places(grid, text, scope.names)
    places = [place for place in everywhere if place[1] < reach]
    alone = len({entry for entry, _, _ in places}) < 2
    if alone and not any(
        _is_compared(text, start) for _, start, _ in places
    ):  # "precision by 6 and recall by 5 points over X"
        places = everywhere
    spans = [(start, end) for _, start, end in places]
    distinct = list(dict.fromkeys(entry for entry, _, _ in places))
    compared = [(entry, start) for entry, start, _ in places if _is_compared(text, start)]
    others = list(dict.fromkeys(entry for entry, _ in compared))
    removed = [(entry, start, end) for entry, start, end in places if _is_without(entry)]
    if removed and len(removed) == len(places):  # each is compared with what it was taken from
        first, last = scope.quantity.number.start - len(scope.head), scope.quantity.number.end + len(scope.tail)
        near = list(dict.fromkeys(entry for entry, start, _ in removed if first <= start < last))
        distinct, others = near if len(near) == 1 else distinct, []
    if len(distinct) == 2 and len(others) < 2 and not (removed and len(removed) == len(places)):
        if len(others) == 1:
            new = next(entry for entry in distinct if entry != others[0])
            return Pair(new, others[0], True), spans
        if grid.turned and not _SETS_APART.search(text):  # two columns that a sentence names are seldom compared
            return None
        return Pair(distinct[0], distinct[1], False), spans
    if len(distinct) == 1:
        base = _base(grid, distinct[0], scope, is_other=bool(others))
        return (base, spans) if base else None
    if not distinct:
        return None
    return _among(scope, grid, places, others, spans)


def _is_compared(text: str, start: int) -> bool:
    """Whether what is named at a place is what something else is compared with."""
    return bool(_CUE.search(text[max(0, start - 60) : start]))


def _is_without(entry: Entry) -> bool:
    return next(iter(forms(entry.own)), ())[:1] == ("without",)


def _among(
    scope: Scope,
    grid: Grid,
    places: Sequence[tuple[Entry, int, int]],
    others: Sequence[Entry],
    spans: list[tuple[int, int]],
) -> tuple[Pair, list[tuple[int, int]]] | None:
    """The pair where a sentence names more than two rows: by what stands in the quantity's own clause."""
    number = scope.quantity.number
    first, last = number.start - len(scope.head), number.end + len(scope.tail)
    near = [(entry, start) for entry, start, _ in places if first <= start < last]
    old = list(dict.fromkeys(entry for entry, _ in near if entry in others))
    new = list(dict.fromkeys(entry for entry, _ in near if entry not in others))
    place, length = scope.listed
    subjects = list(dict.fromkeys(entry for entry, _, _ in places if entry not in others))
    if length > 1 and len(others) == length and len(subjects) == 1:
        return Pair(subjects[0], others[place], True), spans
    behind = [entry for entry, start in near if start >= number.end and entry in others]
    old = list(dict.fromkeys(behind)) or old or list(others)
    new = new or subjects or _spoken_of(scope, grid)
    if len(old) == 1 and len(new) == 1 and old[0] != new[0]:
        return Pair(new[0], old[0], True), spans
    return None


def _base(grid: Grid, entry: Entry, scope: Scope, is_other: bool) -> Pair | None:
    """The row that the only one named is compared with: an ablation's full system, or what "it" was."""
    form = next(iter(forms(entry.own)), ())
    parents = [row for row in grid.rows if entry.groups and row.own == entry.groups[-1] and row != entry]
    if len(parents) == 1 and form[:1] in {("without",), ("plus",)}:
        return Pair(entry, parents[0], True)
    block = [row for row in grid.rows if row.groups == entry.groups] or list(grid.rows)
    if form[:1] == ("without",):
        full = [row for row in grid.rows if is_full(row)] or [
            row for row in grid.rows if scope.names.is_ours(row, grid)
        ]
        whole = [row for row in block if row.index < entry.index and not _is_without(row)]
        base = full[0] if len(full) == 1 else whole[-1] if whole and not full else None
        return Pair(entry, base, True) if base and base != entry else None
    if form[:1] == ("plus",):
        at = block.index(entry)
        above = block[at - 1] if at else None
        plain = above is not None and next(iter(forms(above.own)), ())[:1] != ("plus",)
        return Pair(entry, above, True) if above is not None and plain else None
    told = _spoken_of(scope, grid) if is_other else []
    if len(told) == 1 and told[0] != entry:
        return Pair(told[0], entry, True)
    own = [row for row in grid.rows if scope.names.is_ours(row, grid)]
    if is_other and len(own) == 1 and own[0] != entry and _GAINS.search(scope.head):  # "Against X, the gain is"
        return Pair(own[0], entry, True)
    return None


def rows_named(grid: Grid, scope: Scope) -> list[Entry]:
    """The rows that the sentence of a quantity names."""
    return list(dict.fromkeys(entry for entry, _, _ in _places(grid, scope.line.text, scope.names)))


def _spoken_of(scope: Scope, grid: Grid) -> list[Entry]:
    """What "it" is: the rows of which the sentence before tells, and with which it compares nothing."""
    if scope.before is None or not _IT.search(scope.line.text[: scope.quantity.number.start]):
        return []
    said = scope.before.text
    places = _places(grid, said, scope.names)
    return list(dict.fromkeys(row for row, at, _ in places if not _CUE.search(said[max(0, at - 60) : at])))


def _places(grid: Grid, text: str, names: Names) -> list[tuple[Entry, int, int]]:
    """The rows that a text names, each with its place; a name that fits several rows names none."""
    found = mentioned(text, grid.rows, grid.corner)
    places: list[tuple[Entry, int, int]] = []
    for mention in found:
        before = text[max(0, mention.start - 60) : mention.start]
        if _CONDITION.search(before) and not _CUE.search(before):
            continue
        if any(number.start < mention.start <= number.end + 1 for number in numbers(text)):  # "0.7 R-1 points"
            continue
        entries = resolve(grid.rows, [mention, *(other for other in found if other.label != mention.label)])
        named = [entry for entry in entries if mention.label in entry.labels]
        if len(named) == 1:
            places.append((named[0], mention.start, mention.end))
    own = [row for row in grid.rows if names.is_ours(row, grid)]
    if len(own) == 1:
        for start, end in ours(text):
            if not any(first < end and start < last for _, first, last in places):
                places.append((own[0], start, end))
    return sorted(places, key=lambda item: item[1])


def resolve(entries: Sequence[Entry], mentions: Sequence[Mention]) -> list[Entry]:
    """The entries that labels name: by their own, with their groups' where several have it; a group of one too."""
    said = {mention.label for mention in mentions}
    found: list[Entry] = []
    for label in dict.fromkeys(mention.label for mention in mentions):
        alike = [entry for entry in entries if entry.own == label]
        if len(alike) > 1:
            most = max(len(said & set(entry.groups)) for entry in alike)
            alike = [entry for entry in alike if len(said & set(entry.groups)) == most] if most else alike
        if not alike:
            inside = [entry for entry in entries if label in entry.groups]
            alike = inside if len(inside) == 1 else []
        found += alike
    return list(dict.fromkeys(found))


def fits(grid: Grid, column: Entry, scope: Scope) -> bool:
    """Whether the metric and the data set that the sentence names are not others than the table's."""
    quantity = scope.quantity
    around = f"{column.name} {grid.caption} {' '.join(grid.corner)}"
    known = {token.stem for token in tokens(around)}
    metric = set(next(iter(forms(quantity.metric)), ())) if quantity.metric else set()
    own = label_stems(column)
    known |= own
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
