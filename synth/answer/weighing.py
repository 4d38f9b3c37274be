"""Findings are weighed: each paper gets a direction, papers with common authors count once, the rest is arithmetic.

Votes are counted by the direction of the effect, never by significance, as in the Cochrane Handbook, chapter 12
(McKenzie & Brennan 2023, "Synthesizing and presenting findings using other methods").
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synth.answer.orientation import sign_of_yes
from synth.answer.vote import SURE
from synth.language.authors import author_groups
from synth.models import Paper, Question, rounded
from synth.models.answer import (
    CERTAINTY_RULES,
    DIRECTED,
    SIGNED,
    VOTES,
    Amount,
    Answer,
    Certainty,
    PaperAnswer,
    Ranked,
    SignTest,
    ValuePair,
    Vote,
    Weighed,
    with_direction,
)

HAS_DIRECTION = ("comparison", "effect", "whether")
"""Kinds of question that a direction answers."""
MIN_DIRECTED = 2
"""The least number of papers with a direction for an overall one."""
MIN_GROUPS = 5
"""The least number of groups for or against for a sign test."""
MIN_SHARE = 0.65
"""The share of the weight of a paper's claims and values from which it has a direction. This and what follows: `python
-m benchmarks.answers claims FOLDER`."""
CONCLUDES = 1.5
"""How many times a claim counts that stands in its paper's abstract or conclusion."""
PAIR, MAX_PAIRS = 0.5, 3
"""The weight of a pair of values, which are exact, and how many count."""
NAMES: dict[Vote, str] = {"for": "yes", "against": "no", "no_difference": "no difference", "mixed": "mixed"}
"""The names of directions in a condition."""


class Values(NamedTuple):
    """The values behind an answer: pairs of both sides by paper_id, a ranking of things, amounts."""

    pairs: Mapping[str, tuple[ValuePair, ...]] = {}
    ranking: tuple[Ranked, ...] | None = None
    amounts: tuple[Amount, ...] | None = None


NO_VALUES = Values()


def weigh(
    question: Question,
    weighed: Sequence[Weighed],
    papers: Mapping[str, Paper],
    files: Mapping[str, str] | None = None,
    values: Values = NO_VALUES,
) -> Answer:
    """The answer from weighed claims and values.

    Papers are in the order of their claims, then those with values only, then those with neither. `papers` has all
    papers that were read, by paper_id, and `files` where the user's own came from.
    """
    group_of = author_groups({paper_id: paper.authors for paper_id, paper in papers.items()})
    by_paper: dict[str, list[Weighed]] = {}
    for item in weighed:
        by_paper.setdefault(item.paper_id, []).append(item)
    for paper_id in (*values.pairs, *papers):
        by_paper.setdefault(paper_id, [])
    has_direction = question.kind in HAS_DIRECTION
    answers = []
    for paper_id, found in by_paper.items():
        pairs = values.pairs.get(paper_id, ())
        direction = paper_direction(question, found, pairs) if has_direction else "unclear"
        answers.append(
            PaperAnswer(
                paper_id=paper_id,
                file=(files or {}).get(paper_id),
                group=group_of[paper_id],
                direction=direction,
                conditions=_conditions(direction, found),
                claims=_deciding(direction, found),
                values=pairs,
            )
        )
    counts = Counter(one.direction for one in answers)
    groups = Counter(_group_directions(answers).values())
    certainty, reason = _certainty(groups) if has_direction else ("very_low", "a question without a direction")
    return Answer(
        kind=question.kind,
        direction=_overall(groups, sum(with_direction(counts))) if has_direction else None,
        certainty=certainty,
        certainty_reason=reason,
        counts={vote: counts[vote] for vote in VOTES},
        groups={vote: groups[vote] for vote in VOTES},
        sign_test=sign_test(groups["for"], groups["against"]) if has_direction else None,
        papers=tuple(answers),
        ranking=values.ranking,
        amounts=values.amounts,
    )


def paper_direction(question: Question, weighed: Sequence[Weighed], pairs: Sequence[ValuePair] = ()) -> Vote:
    """The direction of one paper: the vote with most of the weight of its claims and values, if a conclusion states it.

    Only claims that address both sides of the question count. Claims for and against make it unclear, not mixed: of
    such papers most are on one side in the whole.
    """
    sums: dict[Vote, float] = dict.fromkeys(DIRECTED, 0.0)
    counted = _counted(weighed)
    for item in counted:
        weight = item.weight * (CONCLUDES if _concludes(item) else 1.0)
        for vote in DIRECTED:
            sums[vote] += weight * item.probabilities[vote]
    votes = [vote for pair in pairs if (vote := pair_vote(question, pair)) != "unclear"]
    for vote in votes:
        sums[vote] += PAIR * min(1.0, MAX_PAIRS / len(votes))
    best = max(DIRECTED, key=lambda vote: sums[vote])
    stated = bool(votes) or any(item.vote in (best, "mixed") and _concludes(item) for item in counted)
    return best if stated and sums[best] >= MIN_SHARE * math.fsum(sums.values()) else "unclear"


def _counted(weighed: Sequence[Weighed]) -> list[Weighed]:
    """The claims that move their paper's direction."""
    return [item for item in weighed if item.counts and item.is_near]


def _conditions(direction: Vote, weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """The conditions under which plain claims differ from their paper's direction, and the exceptions they name."""
    if direction in ("unclear", "mixed"):
        return ()  # each side of mixed results differs from them
    conditions: list[str] = []
    for item in weighed:
        if item.vote == direction and item.exception:
            conditions.append(f"{item.exception}: not {NAMES[item.vote]}")
        elif item.vote in SIGNED and item.vote != direction and item.condition and item.is_plain:
            conditions.append(f"{item.condition}: {NAMES[item.vote]}")
    return tuple(dict.fromkeys(conditions))


def pair_vote(question: Question, pair: ValuePair) -> Vote:
    """The vote of two values: the better one is the subject's, or the comparator's, or neither is better."""
    if pair.better == "unclear":
        return "unclear"
    if pair.better == "equal":
        return "for" if question.or_equal or question.asks_same else "no_difference"
    if question.asks_same:
        return "unclear"  # two values may differ by chance
    return "for" if (pair.better == "a") == (sign_of_yes(question) > 0) else "against"


def sign_test(first: int, second: int) -> SignTest | None:
    """The exact two-sided binomial test of `first` against `second` at one half; None below `MIN_GROUPS` of both."""
    n = first + second
    if n < MIN_GROUPS:
        return None
    tail = sum(math.comb(n, k) for k in range(min(first, second) + 1)) / 2**n
    return SignTest(n=n, p=rounded(min(1.0, 2 * tail)))


def _concludes(item: Weighed) -> bool:
    """Whether a claim is a conclusion of its paper: by its place, or since it states the answer plainly."""
    return item.concludes or item.probabilities[item.vote] >= SURE


def _deciding(direction: Vote, weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """The ids of the claims that decide a paper's direction."""
    sides = {"unclear": (), "mixed": ("for", "against", "mixed")}.get(direction, (direction, "mixed"))
    return tuple(item.claim_id for item in _counted(weighed) if item.vote in sides)


def _group_directions(answers: Sequence[PaperAnswer]) -> dict[int, Vote]:
    """One direction a group: that of most of its papers that have one, mixed where both sides have as many."""
    votes_by_group: dict[int, Counter[Vote]] = {}
    for one in answers:
        votes_by_group.setdefault(one.group, Counter())[one.direction] += 1
    directions: dict[int, Vote] = {}
    for group, votes in votes_by_group.items():
        votes.pop("unclear", None)
        most = max(votes.values(), default=0)
        best = [vote for vote in VOTES if most and votes[vote] == most]
        directions[group] = "unclear" if not best else best[0] if len(best) == 1 else "mixed"
    return directions


def _overall(groups: Mapping[Vote, int], papers: int) -> Vote:
    """The overall direction: that of three quarters of the groups with a direction, else mixed."""
    total = sum(with_direction(groups))
    if papers < MIN_DIRECTED:
        return "unclear"
    best = max(VOTES[:-1], key=lambda vote: groups.get(vote, 0))
    return best if 4 * groups.get(best, 0) >= 3 * total else "mixed"


def _certainty(groups: Mapping[Vote, int]) -> tuple[Certainty, str]:
    """The certainty with its rule: how many independent groups have a direction, and what share of them agrees."""
    total, best = sum(with_direction(groups)), max(with_direction(groups))
    if not total:
        return "very_low", "no direction was read from any paper"
    share = best / total
    reason = f"{best} of {total} independent groups with a direction agree"
    for certainty, min_groups, min_share in CERTAINTY_RULES:
        if total >= min_groups and share >= min_share:
            return certainty, reason
    return "very_low", reason
