"""The values behind an answer: pairs of both sides by paper, a ranking for "which", amounts for "how much"."""

from collections.abc import Mapping, Sequence

from synth.answer.amounts import find_amounts
from synth.answer.claim_values import values_of_claim
from synth.answer.named_sides import NamedSides
from synth.answer.rankings import rank_things
from synth.answer.table_pairs import TablePair, table_pairs
from synth.answer.weighing import HAS_DIRECTION, Values
from synth.language.sides import Sides
from synth.language.tabular import ResolvedTable
from synth.models import Claim, Question
from synth.models.answer import ValuePair

MAX_PAIRS = 12
"""Pairs per paper: a table of 25 diagnoses adds nothing after these."""


def find_values(
    question: Question, claims: Sequence[Claim], tables: Mapping[str, Sequence[ResolvedTable]], sides: Sides
) -> Values:
    """The values in claims, in their order, and in tables, by paper_id, that the kind of the question calls for."""
    named = {paper_id: NamedSides(question, sides.of(paper_id)) for paper_id in tables}
    if question.kind == "which":
        return Values(ranking=rank_things(tables, named))
    if question.kind == "how_much":
        return Values(amounts=find_amounts(claims, tables, named))
    if question.kind not in HAS_DIRECTION:
        return Values()
    pairs = {}
    for paper_id, paper_sides in named.items():
        from_claims = [
            pair for claim in claims if claim.paper_id == paper_id for pair in values_of_claim(claim, paper_sides)
        ]
        from_tables = [found.pair for found in paper_pairs(question, tables[paper_id], paper_sides)]
        if found := _distinct((*from_claims, *from_tables))[:MAX_PAIRS]:
            pairs[paper_id] = found
    return Values(pairs)


def paper_pairs(question: Question, tables: Sequence[ResolvedTable], sides: NamedSides) -> list[TablePair]:
    """The pairs of a paper's tables, those nearest to the question first, then the first of each table."""
    ranked = []
    for place, table in enumerate(tables):
        for rank, found in enumerate(table_pairs(question, table, sides)):
            ranked.append((-found.nearness, rank, place, found))
    return [found for *_, found in sorted(ranked, key=lambda item: item[:3])]


def _distinct(pairs: Sequence[ValuePair]) -> tuple[ValuePair, ...]:
    """The pairs without repetitions: the same two values in one setting, whatever their outcome is called there."""
    seen: dict[tuple[str, str, str], ValuePair] = {}
    for pair in pairs:
        seen.setdefault((pair.a.rstrip(" %"), pair.b.rstrip(" %"), pair.setting), pair)
    return tuple(seen.values())
