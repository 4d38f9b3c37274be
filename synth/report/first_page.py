"""The first page below the answer: which way each paper points, the values of both sides, a quotation of each side."""

from synth.models import VOTES, CheckedClaim, Fragment, Grid, ReportSection, Vote
from synth.models.answer import PaperAnswer
from synth.phrasing import claim_ranges
from synth.report.composing import Composer
from synth.report.evidence_base import EvidenceBase, Outline, is_answerable
from synth.report.evidence_table import WAYS, evidence_table, without_empty_columns
from synth.report.headline import nearest, plainest, side_words
from synth.report.prose import short_name

ARROWS: dict[Vote, str] = {"for": "▲", "against": "▼", "no_difference": "●", "mixed": "◆", "unclear": ""}


def first_page(base: EvidenceBase, order: Outline, composer: Composer) -> ReportSection | None:
    """None where there is nothing to show."""
    directions = direction_plot(base, order) if is_answerable(base) else None
    evidence = evidence_table(base, order)
    words = {vote: told[:1].upper() + told[1:] for vote, (*_, told) in side_words(base.question).items()}
    shown: list[tuple[str, CheckedClaim]] = []
    if is_answerable(base):
        sides: list[Vote] = ["for", "against"]
        if base.answer.counts["no_difference"] and not base.answer.counts["against"]:
            sides[1] = "no_difference"
        for vote in sides:
            best = plainest(base, order, vote)
            if best is not None:
                shown.append((words[vote], best))
        if not shown and directions:
            shown = [("Nearest to the question", item) for item in nearest(base)]
    elif evidence is not None:
        shown = [("Another near finding", item) for item in nearest(base)[1:]]
    if not (directions or evidence or shown):
        return None
    return composer.section(
        "first_page",
        directions=directions,
        unclear=_unclear(base, order) if directions else [],
        evidence=evidence,
        plainest=[
            {
                "heading": heading,
                "claim": item,
                "paper": Fragment(text=short_name(base.papers[item.claim.paper_id]), kind="emphasis"),
            }
            for heading, item in shown
        ],
    )


def direction_plot(base: EvidenceBase, order: Outline) -> Grid | None:
    """An effect direction plot: which way each paper points, and each of its findings and pairs of values, by group."""
    directed = [
        one for one in base.answer.papers if one.paper_id in order.reference_numbers and one.direction != "unclear"
    ]
    if not directed:
        return None
    directed.sort(key=lambda one: (VOTES.index(one.direction), one.group, order.reference_numbers[one.paper_id]))
    groups = list(dict.fromkeys(one.group for one in directed))
    shared = len(groups) < len(directed)
    rows = []
    for one in directed:
        number = order.reference_numbers[one.paper_id]
        group = (chr(ord("A") + groups.index(one.group) % 26),) if shared else ()
        values = "".join(WAYS[pair.better] for pair in one.values[:12])
        named = f"{short_name(base.papers[one.paper_id])} [{number}]"
        rows.append((named, *group, ARROWS[one.direction], _findings(order, one), values))
    (*_, first), (*_, second) = (side_words(base.question)[vote] for vote in ("for", "against"))
    by_group = "; papers of one group share authors" if shared else ""
    grid = Grid(
        caption=f"Which way each paper points, and its findings and pairs of values one by one{by_group}. ▲ "
        f"{first}, ▼ {second}, ● no difference, ◆ both ways.",
        header=("Paper", *(("Group",) if shared else ()), "Direction", "Findings", "Values"),
        rows=tuple(rows),
        align=("p", *(("l",) if shared else ()), "l", "p", "l"),
    )
    return without_empty_columns(grid)


def _unclear(base: EvidenceBase, order: Outline) -> list[Fragment]:
    """The papers cited that have no direction."""
    return [
        Fragment(text=short_name(base.papers[one.paper_id]), kind="name", cites=(order.reference_numbers[one.paper_id],))
        for one in base.answer.papers
        if one.direction == "unclear" and one.paper_id in order.reference_numbers
    ]


def _findings(order: Outline, one: PaperAnswer) -> str:
    """The claims of a paper by the way they point: "▲ C1, C3; ▼ C14"."""
    numbers: dict[Vote, list[int]] = {}
    for claim_id in one.claims:
        vote = order.votes.get(claim_id, "unclear")
        if claim_id in order.claim_numbers and vote != "unclear":
            numbers.setdefault(vote, []).append(order.claim_numbers[claim_id])
    return "; ".join(f"{ARROWS[vote]} {claim_ranges(sorted(numbers[vote]))}" for vote in VOTES if vote in numbers)
