"""What there is to count in a run, and the counts that its report states, held against it.

A report prints a number only as a fragment that says what it counts; its own words have none. So each is compared by
value with what the models of the run give, whatever the sentence around it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from synth.language.phrasing import NONE, count_word
from synth.language.search_coverage import cited_by_ten, new_by_query, relevant_papers, search_coverage
from synth.language.value_summary import amount_spread, first_ranking, median_lead
from synth.models import CheckedClaim, Fragment
from synth.models.figure import Figure, Flow, Yield
from synth.models.report import Count, Grid, ReportSection
from synth.models.source import RETRACTED
from synth.review.case import SUPPORTED, Case


class Recount(NamedTuple):
    """What came of counting again: the faults, each in a line, and the names of the counts that are stated rightly."""

    wrong: tuple[str, ...]
    stated: frozenset[str]
    recounted: int


def recount(case: Case) -> Recount:
    """Count again what the report states, in its running text, flow diagram and queries, and look up values."""
    real = counts(case)
    wrong: list[str] = []
    stated: set[str] = set()
    recounted = 0
    for piece in case.report.fragments:
        fault = _fault(case, piece, real)
        if fault:
            wrong.append(fault)
        elif piece.count:
            stated.add(piece.count.name)
        recounted += piece.count is not None
    wrong += [fault for section in case.report.sections for fault in _drawn(case, section, real)]
    wrong += _values(case)
    return Recount(tuple(wrong), frozenset(stated), recounted)


def counts(case: Case) -> dict[str, float]:
    """What there is to count in a whole run, by name; settings go by their slice and name ("claims.max_claims")."""
    decisions = Counter(row.decision for row in case.screening)
    kinds = Counter(item.kind for item in case.inputs)
    marks = Counter(item.mark for item in case.checked)
    papers: dict[str, set[str]] = {name: set() for name in marks}
    for item in case.checked:
        papers[item.mark].add(item.claim.paper_id)
    answer = case.answer
    left = Counter(row.stage == "select" for row in case.screening if row.decision == "skipped")
    slices = {name: getattr(case.settings, name) for name in ("search", "claims", "checking")}
    search = case.settings.search
    lead, amounts = median_lead(answer), [one for one in answer.amounts or () if one.place not in case.struck]
    spread, ranking = amount_spread(amounts), first_ranking(answer)
    return {
        "pairs": lead.values if lead else 0,
        "paired papers": lead.papers if lead else 0,
        "amounts": spread.values if spread else 0,
        "amount papers": spread.papers if spread else 0,
        "ranked": len(ranking),
        "ranking papers": ranking[0].papers if ranking else 0,
        **_covered(case),
        **_yielded(case),
        "found": len(case.screening),
        "used": decisions["used"],
        "merged": decisions["merged"],
        "skipped": decisions["skipped"],
        "read": len(case.inputs),
        "latex": kinds["latex"],
        "jats": kinds["jats"],
        "pdf": kinds["pdf"],
        "abstract": kinds["abstract"],
        "sentences": case.sentences_read,
        "extracted": case.claims_found,
        "checked": len(case.checked),
        "corroborated": marks["corroborated"],
        "verified": marks["verified"],
        "unsupported": marks["unsupported"],
        "contradicted": marks["contradicted"],
        "directed papers": answer.directed_papers,
        "directed groups": answer.directed_groups,
        "groups agreeing": answer.agreeing_groups,
        **{f"groups {vote}": number for vote, number in answer.groups.items()},
        "unknown authors": sum(not case.papers[item.paper_id].authors for item in case.inputs),
        "brought": sum(item.claim.context is not None for item in case.checked),
        "unread": left[False],
        "silent": left[True],
        "retracted": sum(row.stage == RETRACTED for row in case.screening),
        "struck": len(case.struck),
        "borne out": sum(
            item.mark == "corroborated" and any(one.independent and one.stance == "supports" for one in item.evidence)
            for item in case.checked
        ),
        "denied": sum(
            item.mark == "contradicted" and any(one.stance == "contradicts" for one in item.evidence)
            for item in case.standing
        ),
        "wanted": search.max_papers * search.candidates_per_paper,
        **{f"papers {name}": len(of) for name, of in papers.items()},
        **{f"papers {vote}": number for vote, number in answer.counts.items()},
        **{
            f"{name}.{field}": value
            for name, part in slices.items()
            for field, value in part.model_dump().items()
            if isinstance(value, int | float)
        },
    }


def _over(claims: Sequence[CheckedClaim]) -> dict[str, float]:
    """What there is to count over some claims, by name."""
    return {
        "findings": len(claims),
        "papers": len({item.claim.paper_id for item in claims}),
        "supported": sum(item.mark in SUPPORTED for item in claims),
        "contradicted": sum(item.mark == "contradicted" for item in claims),
    }


def _fault(case: Case, piece: Fragment, real: dict[str, float]) -> str | None:
    """What is wrong with one fragment of the report; None where nothing is."""
    if piece.count is None:
        own = piece.kind in ("text", "emphasis") and not piece.cites and any(map(str.isdecimal, piece.text))
        named = piece.kind == "emphasis"  # a paper, whose name has its year
        return f"a number that is no count: “{piece.text[:80]}”" if own and not named else None
    value = _counted(case, piece.count, real)
    if value is None:
        return f"nothing is counted as “{piece.count.name}”"
    if value != piece.count.value:
        return f"{piece.count.value:g} stated, {value:g} counted ({piece.count.name})"
    if piece.text.lower() not in (count_word(value), *([] if value else [NONE])):
        return f"“{piece.text}” printed for {piece.count.value:g} ({piece.count.name})"
    return None


def _counted(case: Case, count: Count, real: dict[str, float]) -> float | None:
    if not count.claims:
        return real.get(count.name)
    numbers = case.report.claim_numbers
    claims = [item for item in case.checked if numbers.get(item.claim.claim_id) in count.claims]
    return _over(claims).get(count.name) if len(claims) == len(count.claims) else None


def _new(case: Case) -> tuple[int, ...]:
    return new_by_query(case.queries, _relevant(case))


def _relevant(case: Case) -> frozenset[str]:
    return relevant_papers(case.screening, case.settings.search.min_relevance)


def _covered(case: Case) -> dict[str, float]:
    """How many papers two databases found, and may have missed."""
    coverage = search_coverage(case.queries, _relevant(case))
    if coverage is None:
        return {}
    return {
        "of first": coverage.of_first,
        "of second": coverage.of_second,
        "in common": coverage.common,
        "within reach": coverage.estimate or 0,
        "missed": coverage.missed or 0,
    }


def _yielded(case: Case) -> dict[str, float]:
    """How many are cited of the first and of the last ten papers read, and how many these last are."""
    tens = cited_by_ten(case.screening)
    if not tens:
        return {}
    return {
        "first ten cited": tens[0].cited,
        "last ten": tens[-1].last - tens[-1].first + 1,
        "last ten cited": tens[-1].cited,
    }


def _drawn(case: Case, section: ReportSection, real: dict[str, float]) -> Iterator[str]:
    """What a section's flow diagram and queries state otherwise than the run."""
    for block in section.blocks:
        if isinstance(block, Figure) and isinstance(block.drawing, Flow):
            lines = [line for step in block.drawing.steps for line in step.lines]
            heads = [int(number) for line in lines for number in re.findall(r"\(n=(\d+)\)", line)]
            if (heads[0], heads[-1]) != (real["found"], real["used"]):
                yield f"the flow of papers goes from {heads[0]} to {heads[-1]}"
        elif isinstance(block, Figure) and isinstance(block.drawing, Yield):
            for drawn, there in ((block.drawing.tens, cited_by_ten(case.screening)), (block.drawing.new, _new(case))):
                if drawn and drawn != there:
                    yield "the papers cited of each ten read, or new of each query, are others"
        elif isinstance(block, Grid) and "Received" in block.header:
            put = [
                (run.search_query, run.source, run.searched_on.isoformat(), run.total, run.received, new)
                for run, new in zip(case.queries, _new(case), strict=True)
            ]
            if [(*row[:3], *map(int, row[3:])) for row in block.rows] != put:
                yield "the queries listed are not those that were put"
    for part in section.subsections:
        yield from _drawn(case, part, real)


def _values(case: Case) -> Iterator[str]:
    """Values of both sides: each must stand in a table of its paper, or in the claim that it is said to be of."""
    texts = {item.claim.claim_id: [item.claim.text] for item in case.checked}
    for one in case.report.answer.papers:
        document = case.documents.get(one.paper_id)
        tables = document.tables if document else ()
        cells = [cell.text for table in tables for row in table.rows for cell in row]
        for pair in one.values:
            within = cells if pair.source == "table" else texts.get(pair.place, [])
            lost = [value for value in (pair.a, pair.b) if not any(value in text for text in within)]
            if lost:
                yield f"{', '.join(lost)} does not stand where {one.paper_id} is said to have it: {pair.place}"
