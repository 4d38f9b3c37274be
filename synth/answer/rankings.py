"""Which of several things is best: their mean rank over the papers' own tables, by outcome and setting."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from synth.answer.named_sides import NamedSides
from synth.answer.table_pairs import Along, measure_of, plain
from synth.language.sides import SUBJECT
from synth.language.tabular import ResolvedTable, Value
from synth.models import rounded
from synth.models.answer import Ranked

MIN_RANKED = 3
"""The least number of things, of as many families, in a line; variants of one system make no ranking."""
MAX_RANKED = 24


_OURS = re.compile(r"\s*\((?:ours|this work|proposed)\)", re.IGNORECASE)


class _Place(NamedTuple):
    name: str
    rank: float
    paper_id: str


def rank_things(
    tables: Mapping[str, Sequence[ResolvedTable]], sides: Mapping[str, NamedSides]
) -> tuple[Ranked, ...] | None:
    """The things asked for, ranked by the lines of tables about them, best first; None without such a line.

    Equal values share the mean of their ranks. A thing that a table has twice counts by its best.
    """
    lines: dict[tuple[str, str], list[_Place]] = {}
    asked: set[tuple[str, str]] = set()
    for paper_id in sorted(tables):
        named = sides[paper_id]
        for table in tables[paper_id]:
            for outcome, setting, asks_outcome, places in _lines(table, named, paper_id):
                key = (outcome, setting)
                lines.setdefault(key, []).extend(places)
                if asks_outcome:
                    asked.add(key)
    ranked = [
        _ranked(name, key, [place for place in places if place.name == name], key in asked)
        for key, places in lines.items()
        for name in dict.fromkeys(place.name for place in places)
    ]
    ranked.sort(key=lambda item: item[0])
    return tuple(one for _, one in ranked[:MAX_RANKED]) or None


def _ranked(
    name: str, key: tuple[str, str], places: Sequence[_Place], asked: bool
) -> tuple[tuple[object, ...], Ranked]:
    papers = len({place.paper_id for place in places})
    mean = rounded(sum(place.rank for place in places) / len(places))
    one = Ranked(name=name, outcome=key[0], setting=key[1], rank_mean=mean, papers=papers)
    return (not asked, *key, mean, -papers, name), one


def _lines(table: ResolvedTable, sides: NamedSides, paper_id: str) -> Iterator[tuple[str, str, bool, list[_Place]]]:
    along: Along = table.orientation or "rows"
    seen: dict[tuple[object, ...], list[Value]] = {}
    for value in table.cells:
        line = value.column if along == "rows" else value.row
        seen.setdefault((line, value.metric, value.dataset, value.unit), []).append(value)
    for members in seen.values():
        measure = measure_of(sides, table.caption, members, (), along)
        if measure is None or not measure.sign:
            continue
        best: dict[str, float] = {}
        of_subject = 0
        for value in members:
            name, is_subject = _named(value, sides, along)
            of_subject += is_subject
            score = measure.sign * value.number.value
            best[name] = max(score, best.get(name, score))
        families = {re.split(r"[-/ (]", name)[0] for name in best}
        if min(len(best), len(families)) >= MIN_RANKED and of_subject > len(members) // 2:
            scores = sorted(best.values(), reverse=True)
            ranks = {score: scores.index(score) + 1 + (scores.count(score) - 1) / 2 for score in scores}
            places = [_Place(name, ranks[score], paper_id) for name, score in best.items() if name]
            yield measure.outcome, ", ".join(measure.setting), measure.asked, places


def _named(value: Value, sides: NamedSides, along: Along) -> tuple[str, bool]:
    """The name of what a value belongs to, without "(ours)", and whether its labels name a thing asked for."""
    path = value.labels if along == "rows" else value.header
    if not path:
        return "", False
    side = sides.of(path)
    own = int(along == "rows" and value.group > 0 and len(path) > 1)  # behind the heading of its group
    return _OURS.sub("", plain(path[own])), bool(side and side[0] == SUBJECT)
