"""From a sentence to the two entries of a table that it compares: by name, by "our model", by "it"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.gates.derivations.columns import is_summary
from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.labels import Mention, Names, forms, is_full, mentioned, ours
from synth.gates.derivations.lookup import Scope
from synth.gates.derivations.over_time import over_time
from synth.numerals import numbers

_CUE = re.compile(
    r"\b(?:that of|those of|than|over|versus|vs\.?|against|compared (?:to|with)|relative to|(?:out|under)perform\w*"
    r"|surpass\w*|beat\w*|exceed\w*"
    r"|improv\w* (?:up)?on|trail\w*|lags? behind|behind|above|below|ahead of|under|from"
    r"|as (?:[\w-]+ ){1,5}as|times (?:the|that)(?: [\w-]+){0,3} (?:of|under|for|with)|times"
    r"|with respect to|(?:los\w+|lost|inferior)\s[^,;]{0,30}\bto)\s(?:that of |those of )?"
    r"(?:(?:the|a|an|our|its|their|both|strong\w*|plain|standard|vanilla|even|previous|best|original"
    r"|simple|single|\w+ing|\w+al"
    r"|variant|version|model|system|setting|corresponding|competing|next|second|second-best)\s){0,3}$",
    re.IGNORECASE,
)
"""Before the entry that something is compared with."""
_CONDITION = re.compile(r"\b(?:on|in|at|across|under)\s(?:the\s|both\s)?$", re.IGNORECASE)
"""Before what something is measured on, which is not what is compared: "on Irish", "in precision"."""
_GAINS = re.compile(r"\b(?:improvements?|gains?|advantage|margin|lead)\b", re.IGNORECASE)
_SETS_APART = re.compile(r"\b(?:between|differences?|gap|than|apart)\b", re.IGNORECASE)
_IT = re.compile(
    r"(?:^|,\s|^(?:On|In|At|For|Under) (?:the )?[\w-]+(?: [\w-]+){0,3},? )"
    r"(?:[Ii]ts?|This|That|[Tt]his (?:model|system|variant|is|method))\b"
)
_HOLDER = re.compile(r"\b(?:is|was|are|were) (?:that|those) of (?:the )?$")
"""Before whom a value belongs to: "The highest mIoU, 70.9%, is that of X"."""
_UNDER = re.compile(r"(?<!that )(?<!those )\b(?:under|from|behind) (?:the )?$")
_AND = re.compile(r"(?:\([^()]*\)|[’']s)? (?:and|or|nor) (?:over |of |that of )?(?:the )?")


@dataclass(frozen=True)
class Pair:
    """Two entries that a sentence compares: `new` with `old`; `ordered` is whether it says which is which.

    `sure` is whether it says which two they are, so that a number that disagrees with them can be held against it.
    """

    new: Entry
    old: Entry
    ordered: bool
    sure: bool = True


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
    compared = _compared(text, places)
    others = list(dict.fromkeys(entry for entry, _ in compared))
    removed = [(entry, start, end) for entry, start, end in places if _is_without(entry)]
    if removed and len(removed) == len(places):  # each is compared with what it was taken from
        first, last = scope.quantity.number.start - len(scope.head), scope.quantity.number.end + len(scope.tail)
        near = list(dict.fromkeys(entry for entry, start, _ in removed if first <= start < last))
        distinct, others = near if len(near) == 1 else distinct, []
    if len(distinct) == len(others) == 2:  # "the time under FIFO is 1.57 times that under Tidewater"
        strong = [entry for entry, start in compared if not _UNDER.search(text[:start])]
        others = strong if len(strong) == 1 else others
    times = over_time(grid, text) if not others else None
    if times is not None and set(distinct) <= set(times):
        return Pair(*times, True), spans
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


def _compared(text: str, places: Sequence[tuple[Entry, int, int]]) -> list[tuple[Entry, int]]:
    """What is compared with, each with its place: behind "than", or joined to such a one: "than BM25 and DPR"."""
    found: list[tuple[Entry, int]] = []
    last = -1
    for entry, start, end in places:
        if _is_compared(text, start) or (last >= 0 and start > last and _AND.fullmatch(text[last:start])):
            found.append((entry, start))
            last = end
        else:
            last = -1
    return found


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
    subjects = list(dict.fromkeys(entry for entry, _, _ in places if entry not in others and not is_summary(entry)))
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
        return Pair(parents[0], entry, True) if is_other else Pair(entry, parents[0], True)
    block = [row for row in grid.rows if row.groups == entry.groups] or list(grid.rows)
    if form[:1] == ("without",):
        full = [row for row in grid.rows if is_full(row)] or [
            row for row in grid.rows if scope.names.is_ours(row, grid)
        ]
        whole = [row for row in block if row.index < entry.index and not _is_without(row)]
        base = full[0] if len(full) == 1 else whole[-1] if whole and not full else None
        if base is None or base == entry:
            return None
        return Pair(base, entry, True) if is_other else Pair(entry, base, True)  # "more than without characters"
    if form[:1] == ("plus",):
        at = block.index(entry)
        above = block[at - 1] if at else None
        plain = above is not None and next(iter(forms(above.own)), ())[:1] != ("plus",)
        return Pair(entry, above, True) if above is not None and plain else None
    told = _spoken_of(scope, grid) if is_other else []
    if len(told) == 1 and told[0].groups != entry.groups:  # "On contracts its recall", where statutes were spoken of
        told = [row for row in grid.rows if row.own == told[0].own and row.groups == entry.groups] or told
    if len(told) == 1 and told[0] != entry:
        return Pair(told[0], entry, True)
    own = [row for row in grid.rows if scope.names.is_ours(row, grid)]
    if is_other and len(own) == 1 and own[0] != entry and _GAINS.search(scope.head):  # "Against X, the gain is"
        return Pair(own[0], entry, True)
    return None


def named_places(grid: Grid, scope: Scope) -> list[tuple[Entry, int, int]]:
    """The rows that the sentence of a quantity names, each with its place."""
    return _places(grid, scope.line.text, scope.names, everywhere=True)


def rows_named(grid: Grid, scope: Scope) -> list[Entry]:
    """The rows that the sentence of a quantity names."""
    return list(dict.fromkeys(entry for entry, _, _ in _places(grid, scope.line.text, scope.names)))


def _spoken_of(scope: Scope, grid: Grid) -> list[Entry]:
    """What "it" is: the rows of which the sentence before tells, and with which it compares nothing."""
    if scope.before is None or not _IT.search(scope.line.text[: scope.quantity.number.start]):
        return []
    said = scope.before.text
    places = _places(grid, said, scope.names)
    rivals = {at for _, at in _compared(said, places)}
    return list(dict.fromkeys(row for row, at, _ in places if at not in rivals or _HOLDER.search(said[:at])))


def _places(grid: Grid, text: str, names: Names, everywhere: bool = False) -> list[tuple[Entry, int, int]]:
    """The rows that a text names, each with its place; a name that fits several rows names none.

    What stands behind "on" or "in" is what is measured on, and not compared; `everywhere` takes it too.
    """
    found = mentioned(text, grid.rows, grid.corner)
    places: list[tuple[Entry, int, int]] = []
    for mention in found:
        before = text[max(0, mention.start - 60) : mention.start]
        if not everywhere and _CONDITION.search(before) and not _CUE.search(before):
            continue
        if not everywhere and any(
            number.start < mention.start <= number.end + 1 for number in numbers(text)
        ):  # "0.7 R-1 points"
            continue
        entries = resolve(grid.rows, [mention, *(other for other in found if other.label != mention.label)])
        named = [entry for entry in entries if entry.own == mention.label]
        named = named or [entry for entry in entries if mention.label in entry.labels]
        if len(named) == 1:
            places.append((named[0], mention.start, mention.end))
    own = [row for row in grid.rows if names.is_ours(row, grid)]
    if len(own) > 1 and len({row.own for row in own}) == 1:  # one block of rows for each data set
        said = {mention.label for mention in found}
        own = [row for row in own if said & set(row.groups)]
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
