"""The answer of a record as tables: the direction of every paper, and the evidence behind it, also for spreadsheets."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from synth.models import VOTES, PaperAnswer, Report, ValuePair, Vote
from synth.models.answer import Better
from synth.models.csl import letters
from synth.records.csv_cells import csv_text
from synth.records.workbook import workbook
from synth.report.evidence_table import value_headings
from synth.report.first_page import ARROWS
from synth.report.headline import side_words

SIGNS: dict[Vote, str] = {**ARROWS, "unclear": "○"}
"""The sign of each direction, where each paper has one."""


class PaperDirection(NamedTuple):
    """One paper of the effect direction plot; `claims` are numbers of the claims that decided its direction."""

    reference: int | None
    name: str
    group: str
    vote: Vote
    sign: str
    words: str
    claims: tuple[int, ...]
    values: tuple[ValuePair, ...]
    conditions: tuple[str, ...]


class EvidenceRow(NamedTuple):
    """One row of the evidence table: its cells, and the reference and the claim that the first and last lead to."""

    cells: tuple[str, ...]
    reference: int | None = None
    claim: int | None = None


class EvidenceTable(NamedTuple):
    """The evidence table: findings of both sides, a ranking or amounts, whatever the question asks for."""

    header: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]


def vote_words(report: Report) -> dict[Vote, str]:
    """What each direction means for the question: "BM25 better"."""
    words: dict[Vote, str] = {vote: phrase for vote, (*_, phrase) in side_words(report.question).items()}
    return {vote: words.get(vote, "unclear") for vote in VOTES}


def paper_directions(report: Report, names: dict[str, str]) -> list[PaperDirection]:
    """The direction of every paper, those of one direction and of one group of authors together."""
    words, numbers, claims = vote_words(report), report.reference_numbers, report.claim_numbers
    papers = sorted(report.answer.papers, key=lambda one: (VOTES.index(one.direction), one.group))
    groups = {group: place for place, group in enumerate(dict.fromkeys(one.group for one in papers))}
    return [
        PaperDirection(
            reference=numbers.get(one.paper_id),
            name=names.get(one.paper_id, one.paper_id),
            group=letters(groups[one.group]).upper(),
            vote=one.direction,
            sign=SIGNS[one.direction],
            words=words[one.direction],
            claims=tuple(sorted(claims[claim] for claim in one.claims if claim in claims)),
            values=one.values,
            conditions=one.conditions,
        )
        for one in papers
    ]


def evidence_of(report: Report, names: dict[str, str]) -> EvidenceTable:
    """The evidence table, without the columns that are empty in every row."""
    answer = report.answer
    if answer.ranking is not None:
        header: tuple[str, ...] = ("Ranked", "Outcome", "Setting", "Mean rank", "Papers")
        rows = [
            EvidenceRow((one.name, one.outcome, one.setting, f"{one.rank_mean:g}", str(one.papers)))
            for one in answer.ranking
        ]
    elif answer.amounts is not None:
        header = ("Paper", "Amount", "Unit", "Quantity", "Setting", "Finding", "Where")
        rows = [*_amounts(report, names)]
    else:
        sides = value_headings(report.question)
        header = ("Paper", "Direction", "Finding", "Outcome", "Setting", *sides, "Better", "Where")
        rows = [*_findings(report, names)]
    used = [place for place in range(len(header)) if any(row.cells[place] for row in rows)]
    kept = tuple(row._replace(cells=tuple(row.cells[place] for place in used)) for row in rows)
    return EvidenceTable(tuple(header[place] for place in used), kept)


def _findings(report: Report, names: dict[str, str]) -> Iterator[EvidenceRow]:
    """Of each paper the claims that decided its direction and have no pair of values, then its pairs."""
    words, numbers, claims = vote_words(report), report.reference_numbers, report.claim_numbers
    quotations, struck = _quotations(report), _struck(report)
    first, second = value_headings(report.question)
    better: dict[Better, str] = {"a": first, "b": second, "equal": "equal", "unclear": ""}
    for one in sorted(report.answer.papers, key=lambda one: (VOTES.index(one.direction), one.group)):
        opening = (names.get(one.paper_id, one.paper_id), words[one.direction])
        for number in _without_pair(one, claims):
            if number not in struck:
                cells = (*opening, quotations[number], "", "", "", "", "", f"C{number}")
                yield EvidenceRow(cells, numbers.get(one.paper_id), number)
        for pair in one.values:
            claim = claims.get(pair.place)
            if claim in struck:
                continue
            yield EvidenceRow(
                (
                    *opening,
                    quotations[claim] if claim else pair.place,
                    pair.outcome,
                    pair.setting,
                    f"{_value(pair.a, pair.unit)} {pair.subject}".strip(),
                    f"{_value(pair.b, pair.unit)} {pair.comparator}".strip(),
                    better[pair.better],
                    f"C{claim}" if claim else pair.place.partition(", ")[0],
                ),
                numbers.get(one.paper_id),
                claim,
            )


def _amounts(report: Report, names: dict[str, str]) -> Iterator[EvidenceRow]:
    numbers, claims = report.reference_numbers, report.claim_numbers
    quotations, struck = _quotations(report), _struck(report)
    for one in report.answer.amounts or ():
        claim = claims.get(one.place)
        if claim in struck:
            continue
        name, unit = names.get(one.paper_id, one.paper_id), "" if one.unit in one.value else one.unit
        finding, where = (quotations[claim], f"C{claim}") if claim else ("", one.place)
        cells = (name, one.value, unit, one.outcome, one.setting, finding, where)
        yield EvidenceRow(cells, numbers.get(one.paper_id), claim)


def _without_pair(one: PaperAnswer, claims: dict[str, int]) -> list[int]:
    paired = {pair.place for pair in one.values}
    return sorted(claims[claim] for claim in one.claims if claim in claims and claim not in paired)


def _value(value: str, unit: str) -> str:
    return value if not unit or unit in value else f"{value}{'' if unit == '%' else ' '}{unit}"


def _quotations(report: Report) -> dict[int, str]:
    return {row.number: row.checked.claim.quotation for row in report.claims}


def _struck(report: Report) -> set[int]:
    return {row.number for row in report.claims if row.struck is not None}


def evidence_as_csv(table: EvidenceTable) -> bytes:
    """The table as CSV in UTF-8; no cell is a formula."""
    return csv_text([table.header, *(row.cells for row in table.rows)]).encode()


def evidence_as_xlsx(table: EvidenceTable, made_on: date) -> bytes:
    """The table as a workbook of one sheet, every cell a text, the same bytes for the same table."""
    return workbook({"Evidence": [table.header, *(row.cells for row in table.rows)]}, made_on)
