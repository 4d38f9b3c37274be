"""The first page below the answer: the direction of each paper, the values and quotations of all sides."""

from collections.abc import Sequence

from synth.language.phrasing import claim_ranges
from synth.models import VOTES, CheckedClaim, Fragment, Grid, ReportSection, Run, Vote
from synth.models.answer import PaperAnswer
from synth.report.composing import Composer
from synth.report.evidence_table import BETTER_SIGNS, evidence_table, without_empty_columns
from synth.report.headline import is_near, nearest, plainest, quoted_above, side_words
from synth.report.ordering import Outline, is_answerable
from synth.report.prose import short_name

MAX_OTHERS, MAX_WORDS = 6, 330
"""Papers without a direction whose findings are quoted, and the words on the page from which none has a second one."""
PER_SIDE = 3
"""Papers with a direction whose clearest finding is quoted, of each side."""
MAX_SILENT = 4
"""Names of papers without a finding near the question, and of those of which nothing is quoted."""
ARROWS: dict[Vote, str] = {"for": "▲", "against": "▼", "no_difference": "●", "mixed": "◆", "unclear": ""}


def first_page(base: Run, order: Outline, composer: Composer) -> ReportSection | None:
    """The section below the answer; None where there is nothing to show."""
    directions = direction_plot(base, order) if is_answerable(base) else None
    evidence = evidence_table(base, order)
    sides = _sides(base, order) if directions else []
    unclear = {one.paper_id for one in base.answer.papers if one.direction == "unclear"}
    above = quoted_above(base)
    found = {paper_id: items for paper_id, items in nearest(base).items() if paper_id in unclear}
    shown = {amount.place for amount in base.answer.amounts or ()} | {item.claim.claim_id for item in above}
    near = {paper_id: [item for item in items if is_near(base, item)] for paper_id, items in found.items()}
    named = {item.claim.paper_id for item in above}
    silent = [paper_id for paper_id, items in near.items() if not items and paper_id not in named]
    further = ([item for item in items if item.claim.claim_id not in shown] for items in near.values())
    near_papers = [items for items in further if items]
    quoted = {item.claim.paper_id for item in base.checked}
    unquoted = [paper_id for paper_id in base.papers if paper_id not in quoted]
    others = fitting(base, near_papers[:MAX_OTHERS], [item for _, item in sides])
    if not (directions or evidence or others or silent):
        return None
    return composer.section(
        "first_page",
        directions=directions,
        evidence=evidence,
        sides=[{"heading": heading, "claim": item, "paper": _paper(base, item)} for heading, item in sides],
        quoted_above=bool(above),
        more_others=len(near_papers) > len(others),
        others=[{"claims": items, "paper": _paper(base, items[0])} for items in others],
        silent=_names(base, silent),
        unquoted=_names(base, unquoted),
    )


def fitting(
    base: Run, papers: Sequence[Sequence[CheckedClaim]], quoted: Sequence[CheckedClaim]
) -> list[list[CheckedClaim]]:
    """The first finding of each paper, and of the others the likeliest answers that there is room for beside what is
    `quoted`.
    """
    weight = {item.claim_id: item.weight for item in base.weighed}
    first = [items[0] for items in papers]
    kept = {item.claim.claim_id for item in first}
    room = MAX_WORDS - sum(len(item.claim.quotation.split()) for item in (*first, *quoted))
    further = [item.claim for items in papers for item in items[1:]]
    for claim in sorted(further, key=lambda claim: (-weight.get(claim.claim_id, 0.0), claim.claim_id)):
        room -= len(claim.quotation.split())
        if room < 0:
            break
        kept.add(claim.claim_id)
    return [[item for item in items if item.claim.claim_id in kept] for items in papers]


def _names(base: Run, papers: Sequence[str]) -> list[Fragment | str]:
    """The names of the first few papers, and "others" for more."""
    first = [Fragment(text=short_name(base.papers, paper_id), kind="name") for paper_id in papers[:MAX_SILENT]]
    return [*first, *(["others"] if len(papers) > MAX_SILENT else [])]


def _sides(base: Run, order: Outline) -> list[tuple[str, CheckedClaim]]:
    """The clearest claims of each side, with its heading, by which the directions of most papers can be checked."""
    words = {vote: phrase[:1].upper() + phrase[1:] for vote, (*_, phrase) in side_words(base.question).items()}
    votes: tuple[Vote, ...] = ("for", "against", "no_difference")
    return [(words[vote], item) for vote in votes for item in plainest(base, order, vote, PER_SIDE)]


def _paper(base: Run, item: CheckedClaim) -> Fragment:
    return Fragment(text=short_name(base.papers, item.claim.paper_id), kind="emphasis")


def direction_plot(base: Run, order: Outline) -> Grid | None:
    """An effect direction plot: the directions of each paper, of its findings and of its pairs of values, by group."""
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
        values = "".join(BETTER_SIGNS[pair.better] for pair in one.values[:12])
        named = f"{short_name(base.papers, one.paper_id)} [{number}]"
        rows.append((named, *group, ARROWS[one.direction], _findings(order, one), values))
    (*_, first), (*_, second) = (side_words(base.question)[vote] for vote in ("for", "against"))
    unread = any(not base.papers[one.paper_id].authors for one in directed)
    by_group = (
        f"; papers in one group share authors{', or have none that could be read' if unread else ''}" if shared else ""
    )
    some = "each paper" if len(directed) == len(base.answer.papers) else "each paper with a clear result"
    pairs = " and pairs of values" if any(one.values for one in directed) else ""
    grid = Grid(
        caption=f"Direction of {some}, and of its individual findings{pairs}{by_group}. ▲ "
        f"{first}, ▼ {second}, ● no difference, ◆ mixed.",
        header=("Paper", *(("Group",) if shared else ()), "Direction", "Findings", "Values"),
        rows=tuple(rows),
        align=("p", *(("l",) if shared else ()), "l", "p", "l"),
    )
    return without_empty_columns(grid)


def _findings(order: Outline, one: PaperAnswer) -> str:
    """The claims of a paper by direction: "▲ C1, C3; ▼ C14"."""
    numbers: dict[Vote, list[int]] = {}
    for claim_id in one.claims:
        vote = order.votes.get(claim_id, "unclear")
        if claim_id in order.claim_numbers and vote != "unclear":
            numbers.setdefault(vote, []).append(order.claim_numbers[claim_id])
    return "; ".join(f"{ARROWS[vote]} {claim_ranges(sorted(numbers[vote]))}" for vote in VOTES if vote in numbers)
