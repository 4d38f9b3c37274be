"""The values of both sides in a table: a row of the subject and one of the comparator in one column, or transposed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from synth.answer.named_sides import COST, NamedSides
from synth.language.facets import Facet
from synth.language.metrics import better
from synth.language.outcomes import polarity
from synth.language.sides import SUBJECT
from synth.language.table_labels import is_count, metric_of
from synth.language.tabular import ResolvedTable, Value
from synth.models import Number, Question
from synth.models.answer import Better, ValuePair

Along = Literal["rows", "columns"]

_NO_OUTCOME = re.compile(
    r"(?i:\b(?:p\d?|p-?values?|ratio|sd|std|deviation|diff\w*|signif\w*|n|t|df|ci|rank|age|year|id|ids)\b)|[#%Â]|\d\s?vs\.?"
)
"""What is not an outcome beside those that a caption names: tests, spreads, counts."""
_NO_RIVAL = re.compile(r"(?i:\b(?:upper bound|oracle|humans?|ceiling|gold|topline|average|avg|mean|overall)\b)")
"""What is not compared: bounds, humans, and averages."""
_CITED = re.compile(r"\s*(?:\[[\d,;\s–-]+\]|\([^()]*\b(?:19|20)\d\d[a-z]?\)|[*†‡§⋄⋆])")


class TablePair(NamedTuple):
    """A pair of a table; `nearness` counts what the question asks about and the table names: outcomes, settings."""

    pair: ValuePair
    nearness: int


class Entry(NamedTuple):
    """A cell whose labels name one side; `others` are its other labels on that axis, `group` the heading above it."""

    value: Value
    role: str
    name: str
    others: tuple[str, ...]
    group: int


class CellMeasure(NamedTuple):
    """What some cells measure: the outcome, the setting, whether the question asks for it.

    `sign` is 1 where more is better, -1 where less is, 0 where that is not known.
    """

    outcome: str
    setting: tuple[str, ...]
    sign: int
    asked: bool


def table_pairs(question: Question, table: ResolvedTable, sides: NamedSides) -> list[TablePair]:
    """The values of both sides in a table, in its order.

    Within a group of rows the two that share all other labels are compared, else the best of each side; the paper's own
    system represents its side. Where it is not known whether more is better, a side must have one value alone. Measures
    of cost are left out unless they are asked about.
    """
    near = sum(Facet(setting, {}).names(table.caption) for setting in question.settings)
    order: tuple[Along, ...] = ("columns", "rows") if table.orientation == "columns" else ("rows", "columns")
    for along in order:
        found = [
            TablePair(_pair(table, measure, subject, other, along), near + measure.asked)
            for measure, subject, other in _matched(sides, table.caption, list(_entries(table, sides, along)), along)
        ]
        if found:
            return found
    return []


def plain(label: str) -> str:
    """A label without citations and marks of footnotes."""
    return _CITED.sub("", label).strip()


def which_is_better(a: Number, b: Number, sign: int) -> Better:
    """Which value is better, where `sign` is 1 if more is better, -1 if less is, 0 if unknown.

    Compared at the precision of the coarser one: 0.699 and 0.70 are equal.
    """
    if abs(a.value - b.value) <= max(a.tolerance, b.tolerance):
        return "equal"
    if sign == 0:
        return "unclear"
    return "a" if (a.value > b.value) == (sign > 0) else "b"


def _entries(table: ResolvedTable, sides: NamedSides, along: Along) -> Iterator[Entry]:
    for value in table.cells:
        path = value.labels if along == "rows" else value.header
        side = sides.of(path)
        if side and not any(map(_NO_RIVAL.search, path)):
            role, place = side
            group = value.group if along == "rows" else 0
            if group and len(path) > 1 and sides.roles(path[0]):
                group, place = 0, max(1, place)  # "Two-stage methods" is the heading of a side, not of a setting
            others = tuple(plain(label) for at, label in enumerate(path) if at != place and not sides.roles(label))
            yield Entry(value, role, plain(path[place]), others, group)


def _matched(
    sides: NamedSides, caption: str, entries: Sequence[Entry], along: Along
) -> Iterator[tuple[CellMeasure, Entry, Entry]]:
    """The best of each side in a line among those that share all labels, else among those of one group."""
    lines: dict[tuple[int, str, str, str], list[Entry]] = {}
    for entry in entries:
        value = entry.value
        line = value.column if along == "rows" else value.row
        lines.setdefault((line, value.metric, value.dataset, value.unit), []).append(entry)
    for members in (_without_rivals_of_own(sides, line) for line in lines.values()):
        for role in sorted({entry.role for entry in members} - {SUBJECT}):
            for share_all in (True, False):
                found = list(_together(sides, caption, members, role, along, share_all=share_all))
                if found:
                    yield from found
                    break


def _together(
    sides: NamedSides, caption: str, members: Sequence[Entry], role: str, along: Along, *, share_all: bool
) -> Iterator[tuple[CellMeasure, Entry, Entry]]:
    settings = _recurring(members)
    both: dict[tuple[int, tuple[str, ...]], tuple[list[Entry], list[Entry]]] = {}
    for entry in members:
        if entry.role in (SUBJECT, role):
            key = (entry.group, entry.others if share_all or along == "columns" else ())
            both.setdefault(key, ([], []))[entry.role == role].append(entry)
    for (_, shared), (subjects, others) in both.items():
        measure = (
            measure_of(sides, caption, [one.value for one in (*subjects, *others)], shared, along)
            if subjects and others
            else None
        )
        if measure:
            subject, other = _best(subjects, measure.sign), _best(others, measure.sign)
            if subject and other and not any(label in settings for label in {*subject.others} ^ {*other.others}):
                yield measure, subject, other


def _recurring(members: Sequence[Entry]) -> set[str]:
    """Labels that several names share: a value under one ("COCO") is not comparable with one under another."""
    names: dict[str, set[str]] = {}
    for entry in members:
        for label in entry.others:
            names.setdefault(label, set()).add(entry.name)
    return {label for label, of in names.items() if len(of) > 1}


def _without_rivals_of_own(sides: NamedSides, members: Sequence[Entry]) -> list[Entry]:
    """The entries, of the side of the paper's own system that system alone: it represents the side in its paper."""
    own = [entry for entry in members if any(map(sides.is_own, (entry.name, *entry.others)))]
    own_roles = {entry.role for entry in own}
    return [entry for entry in members if entry in own or entry.role not in own_roles]


def _best(entries: Sequence[Entry], sign: int) -> Entry | None:
    if len(entries) == 1:
        return entries[0]
    return max(entries, key=lambda entry: sign * entry.value.number.value) if sign else None


def measure_of(
    sides: NamedSides, caption: str, members: Sequence[Value], shared: tuple[str, ...], along: Along
) -> CellMeasure | None:
    """What some cells of one line measure, `shared` being labels of all of them.

    None where headings and caption name no outcome.
    """
    value = members[0]
    across = [plain(label) for label in (value.header if along == "rows" else value.labels)]
    parts = [*across, *(shared if along == "columns" else ())]
    is_asked = [sides.names_outcome(part) for part in parts]
    measures = [
        part for part, asked_for in zip(parts, is_asked, strict=True) if asked_for or metric_of(part, trio=False)
    ]
    excluded = measures or any(map(_NO_OUTCOME.search, parts)) or any(map(COST.search, parts))
    titled = "" if excluded else sides.outcome_in(caption, alone=True)
    if not titled and not any(is_asked) and (not sides.asks_quality or any(map(COST.search, parts))):
        return None
    if not measures and not titled and not _is_by_caption(value.metric, parts, members):
        return None
    outcome = " ".join(measures) or titled or value.metric
    asked = bool(titled) or any(is_asked)
    sign = value.better or better(outcome) or (sides.polarity if asked else 0) or polarity(outcome)
    settings = [part for part in parts if part not in measures]
    settings += [] if along == "columns" else shared
    if value.dataset and value.dataset not in " ".join((outcome, *settings)):
        settings.append(plain(value.dataset))
    return CellMeasure(outcome.rstrip(" ↑↓"), tuple(dict.fromkeys(filter(None, settings))), sign, asked)


def _is_by_caption(metric: str, parts: Iterable[str], members: Sequence[Value]) -> bool:
    """Whether the caption's metric is that of some cells: decimals, in a line other than "Resolution" or "FLOPs"."""
    figures = sum(value.number.is_figure and not value.number.text[-1].isalpha() for value in members)
    return bool(metric) and 2 * figures >= len(members) and not any(map(is_count, parts))


def _pair(table: ResolvedTable, measure: CellMeasure, subject: Entry, other: Entry, along: Along) -> ValuePair:
    a, b = subject.value, other.value
    units = [a.number.unit, b.number.unit, *(["%"] if a.unit == "%" else [])]
    stated = (*measure.setting, measure.outcome)
    place = [table.name or "a table"]
    if along == "rows":
        place += [f"rows {plain(a.row_label)} and {plain(b.row_label)}", f"column {plain(a.column_header)}"]
    else:
        place += [f"columns {plain(a.column_header)} and {plain(b.column_header)}", f"row {plain(a.row_label)}"]
    return ValuePair(
        subject=_name(subject, (*other.others, *stated)),
        comparator=_name(other, (*subject.others, *stated)),
        outcome=measure.outcome,
        setting=", ".join(measure.setting) or plain(table.caption),
        a=a.number.text,
        b=b.number.text,
        unit=next(filter(None, units), ""),
        better=which_is_better(a.number, b.number, measure.sign),
        source="table",
        place=", ".join(place),
    )


def _name(entry: Entry, stated: Sequence[str]) -> str:
    """The name of a cell's side, with those of its labels that are not stated elsewhere."""
    own = [label for label in entry.others if label and all(label not in words for words in stated)]
    return f"{entry.name} ({', '.join(own)})" if own else entry.name
