"""The values in the papers' own tables that bear on the question: of what it names, each with its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from synth.facets import Facet, families
from synth.models import Grid, Number
from synth.numerals import same_value
from synth.phrasing import shortened
from synth.report.evidence_base import EvidenceBase, Outline
from synth.report.prose import short_name
from synth.tabular import ResolvedTable, Value

MAX_CELL = 48  # characters of what is measured


class _Choice(NamedTuple):
    """A value to be shown; `rank` puts tables with all that is compared first, then columns that the question names."""

    rank: tuple[bool, bool, int, int, int, int]
    paper_id: str
    table: ResolvedTable
    value: Value


def table_values(base: EvidenceBase, order: Outline, told: Mapping[str, Sequence[Number]]) -> Grid | None:
    """Values of the cited papers' tables, the most relevant first; None without any.

    A table bears on the question where it has a row (or column) of each subject compared, or one of a subject with a
    metric, data set or caption that names an outcome or setting asked about. Of a column with several rows for one
    subject the plainest label is taken, then the better value. `told` are numbers by paper_id that
    a statement has given already.
    """
    settings = base.settings.rendering
    chosen: list[_Choice] = []
    for paper_id in order.reference_numbers:
        choices = sorted(_of_paper(base, paper_id, told.get(paper_id, ())), key=lambda choice: choice.rank)
        chosen += _whole_lines(choices, settings.max_table_values_per_paper)
    chosen.sort(key=lambda choice: (choice.rank[:2], order.reference_numbers[choice.paper_id], choice.rank))
    chosen = _whole_lines(chosen, settings.max_table_values)
    if not chosen:
        return None
    return Grid(
        caption="What tables of the cited papers report of it, the most relevant values first. “Best of” so many: none "
        "of the values that stand with it in its column, or in its row where columns are compared, is better by that "
        "metric. Blank: the table does not say.",
        header=("Paper", "Measured", "On", "By", "Value", "Where"),
        rows=tuple(_row(base, order, choice) for choice in chosen),
        align=("p", "p", "p", "p", "l", "p"),
    )


def _whole_lines(choices: Sequence[_Choice], limit: int) -> list[_Choice]:
    """The first choices up to a limit; a column (or row) that would be cut, leaving one side alone, is left out."""
    taken: list[_Choice] = []
    for _, line in groupby(choices, key=lambda choice: (choice.paper_id, *choice.rank[2:4])):
        whole = list(line)
        if len(taken) + len(whole) > limit:
            break
        taken += whole
    return taken


def _row(base: EvidenceBase, order: Outline, choice: _Choice) -> tuple[str, ...]:
    table, value = choice.table, choice.value
    printed = f"{value.number.text} {'' if value.number.unit else value.unit}".rstrip()
    best = f", best of {len(table.rivals(value))}" if value.best else ""
    return (
        f"{short_name(base.papers[choice.paper_id])} [{order.reference_numbers[choice.paper_id]}]",
        shortened(_measured(table, value), MAX_CELL),
        shortened(value.dataset, MAX_CELL),
        value.metric,
        printed + best,
        table.place(value),
    )


def _of_paper(base: EvidenceBase, paper_id: str, told: Sequence[Number]) -> Iterator[_Choice]:
    """What may be shown of a paper, no value that a statement has told."""
    subjects = _facets(base, base.question.subjects)
    asked = _facets(base, (*base.question.outcomes, *base.question.settings))
    for place, table in enumerate(base.tables.get(paper_id, ())):
        of_subject = {
            name: _named(subjects, name) for name in dict.fromkeys(_subject(table, value) for value in table.cells)
        }
        # A label that names two subjects is a mixture of both, and the value of neither.
        one = {name: hits[0] for name, hits in of_subject.items() if len(hits) == 1}
        compares = len(subjects) > 1 and len(set(one.values())) == len(subjects)
        in_caption = bool(_named(asked, table.caption))
        taken: dict[tuple[int, int], _Choice] = {}
        for value in table.cells:
            subject = one.get(_subject(table, value))
            if subject is None or not value.metric:
                continue
            named = bool(_named(asked, f"{value.metric} {value.dataset} {value.row_label} {value.column_header}"))
            if not (compares or named or in_caption):
                continue
            line = value.column if table.orientation != "columns" else value.row
            choice = _Choice((not compares, not named, place, line, value.row, value.column), paper_id, table, value)
            taken[line, subject] = _better(taken.get((line, subject)), choice)
        yield from (
            choice for choice in taken.values() if not any(same_value(choice.value.number, number) for number in told)
        )


def _better(one: _Choice | None, other: _Choice) -> _Choice:
    """Of two values of one subject in a column that of the plainer label ("NVDM", not "NVDM + Triplet").

    Of equally plain ones the better, where it is known which that is; else the first.
    """
    if one is None:
        return other
    plain, plainer = (len(families(_subject(each.table, each.value))) for each in (one, other))
    if plain != plainer:
        return one if plain < plainer else other
    way = one.value.better
    alike = (one.value.metric, one.value.dataset) == (other.value.metric, other.value.dataset)
    return other if way and alike and way * other.value.number.value > way * one.value.number.value else one


def _measured(table: ResolvedTable, value: Value) -> str:
    """The name of what is measured; of a long one its own label, without the heading of its group."""
    whole = _subject(table, value)
    parts = value.header if table.orientation == "columns" else value.labels
    return whole if len(whole) <= MAX_CELL else parts[-1]


def _subject(table: ResolvedTable, value: Value) -> str:
    """Whose value it is; where the table does not tell what it compares, the question must name its row."""
    return value.row_label if table.orientation is None else table.subject(value)


def _facets(base: EvidenceBase, phrases: Iterable[str]) -> list[Facet]:
    facets = (Facet(phrase, base.acronyms) for phrase in phrases)
    return [facet for facet in facets if not facet.is_bare]


def _named(facets: Sequence[Facet], text: str) -> list[int]:
    return [number for number, facet in enumerate(facets) if facet.names(text)]
