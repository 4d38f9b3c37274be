"""Findings are weighed: each paper gets a direction, papers of common authors count once, and the rest is arithmetic.

Votes are counted by the direction of the effect, never by significance, as in the Cochrane Handbook, chapter 12
(McKenzie & Brennan 2023, "Synthesizing and presenting findings using other methods").
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import comb

from synth.authors import author_groups
from synth.models import Paper, Question, rounded
from synth.models.answer import VOTES, Answer, Certainty, PaperAnswer, SignTest, Vote, Weighed, with_direction

HAS_DIRECTION = ("comparison", "effect", "whether")
"""Kinds of question that a direction answers."""
MIN_DIRECTED = 2
"""Independent groups with a direction below which all papers together have none."""
MIN_GROUPS = 5
"""Groups for or against from which a sign test is made; fewer are too few to count."""
MIN_WEIGHT = 0.03
"""The least weight of votes by which a paper has a direction; `python -m benchmarks.answers papers`."""
ONE_WAY = 0.95
"""The share of its votes from which a paper has their direction; the same command."""
SURE = 0.7
"""P(vote) from which a single claim gives a paper its direction, and two of opposite sides make it mixed."""
MIXED_SHARE = 0.4
"""The share of its votes on the smaller side from which a paper is mixed; the same command."""


def weigh(
    question: Question, weighed: Sequence[Weighed], papers: Mapping[str, Paper], files: Mapping[str, str] | None = None
) -> Answer:
    """The answer that some weighed claims give.

    Papers come in the order in which their claims do. `papers` by paper_id hold all papers that were read,
    `files` where those of the user came from.
    """
    group_of = author_groups({paper_id: paper.authors for paper_id, paper in papers.items()})
    by_paper: dict[str, list[Weighed]] = {}
    for item in weighed:
        by_paper.setdefault(item.paper_id, []).append(item)
    answers = tuple(
        _paper_answer(paper_id, (files or {}).get(paper_id), group_of[paper_id], found)
        for paper_id, found in by_paper.items()
    )
    counts = Counter(one.direction for one in answers)
    groups = Counter(_group_directions(answers).values())
    has_direction = question.kind in HAS_DIRECTION
    certainty, reason = _certainty(groups) if has_direction else ("very_low", "a question without a direction")
    return Answer(
        kind=question.kind,
        direction=_overall(groups) if has_direction else None,
        certainty=certainty,
        certainty_reason=reason,
        counts={vote: counts[vote] for vote in VOTES},
        groups={vote: groups[vote] for vote in VOTES},
        sign_test=sign_test(groups["for"], groups["against"]) if has_direction else None,
        papers=answers,
    )


def paper_direction(found: Sequence[Weighed]) -> Vote:
    """Which way the claims of one paper point together: the weights of their votes, side against side.

    Unclear where they hardly weigh, or point different ways without a plain finding on either side.
    """
    sums: dict[Vote, float] = dict.fromkeys(VOTES, 0.0)
    surest: dict[Vote, float] = dict.fromkeys(VOTES, 0.0)
    numbers = Counter(item.vote for item in found)
    for item in found:
        if item.vote != "unclear":
            sums[item.vote] += item.weight * item.told[item.vote]
            surest[item.vote] = max(surest[item.vote], item.told[item.vote])
    total = sum(sums.values())
    if total < MIN_WEIGHT:
        return "unclear"
    best = max(VOTES, key=lambda vote: sums[vote])
    if sums[best] >= ONE_WAY * total and (numbers[best] > 1 or surest[best] >= SURE):
        return best
    fewer, more = sorted((sums["for"], sums["against"]))
    both = min(surest["for"], surest["against"]) >= SURE and fewer >= MIXED_SHARE * (fewer + more)
    return "mixed" if both else "unclear"


def sign_test(first: int, second: int) -> SignTest | None:
    """The exact two-sided binomial test of `first` against `second` at one half; None below `MIN_GROUPS` of both."""
    n = first + second
    if n < MIN_GROUPS:
        return None
    tail = sum(comb(n, k) for k in range(min(first, second) + 1)) / 2**n
    return SignTest(n=n, p=rounded(min(1.0, 2 * tail)))


def _paper_answer(paper_id: str, file: str | None, group: int, found: Sequence[Weighed]) -> PaperAnswer:
    direction = paper_direction(found)
    sides = ("for", "against") if direction == "mixed" else (direction,)
    decided = [item for item in found if item.vote in (*sides, "mixed")]
    return PaperAnswer(
        paper_id=paper_id,
        file=file,
        group=group,
        direction=direction,
        claims=tuple(item.claim_id for item in decided) if direction != "unclear" else (),
    )


def _group_directions(answers: Sequence[PaperAnswer]) -> dict[int, Vote]:
    """One direction a group: that of most of its papers that have one, mixed where both sides have as many."""
    found: dict[int, Counter[Vote]] = {}
    for one in answers:
        found.setdefault(one.group, Counter())[one.direction] += 1
    directions: dict[int, Vote] = {}
    for group, votes in found.items():
        votes.pop("unclear", None)
        most = max(votes.values(), default=0)
        best = [vote for vote in VOTES if most and votes[vote] == most]
        directions[group] = "unclear" if not best else best[0] if len(best) == 1 else "mixed"
    return directions


def _overall(groups: Mapping[Vote, int]) -> Vote:
    """Which way all groups point together: where two thirds of those with a direction do."""
    total = sum(with_direction(groups))
    if total < MIN_DIRECTED:
        return "unclear"
    best = max(VOTES[:-1], key=lambda vote: groups.get(vote, 0))
    return best if 3 * groups.get(best, 0) >= 2 * total else "mixed"


def _certainty(groups: Mapping[Vote, int]) -> tuple[Certainty, str]:
    """The certainty with its rule: how many independent groups have a direction, and what share of them agrees."""
    total, best = sum(with_direction(groups)), max(with_direction(groups))
    share = best / total if total else 0.0
    reason = f"{best} of {total} independent groups with a direction agree"
    if total >= 6 and share >= 0.8:
        return "high", reason
    if total >= 4 and share >= 0.7:
        return "moderate", reason
    if total >= 2 and share >= 0.6:
        return "low", reason
    return "very_low", reason
