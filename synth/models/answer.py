"""The answer of the papers to a question: the direction of each, independent groups, certainty."""

import math
from collections.abc import Mapping
from typing import Literal

from pydantic import ConfigDict, Field

from synth.models.base import Model, Probability
from synth.models.question import QuestionKind

Vote = Literal["for", "against", "mixed", "no_difference", "unclear"]
"""The direction of a finding, or of a paper, on a question."""
VOTES: tuple[Vote, ...] = ("for", "against", "mixed", "no_difference", "unclear")
DIRECTED = VOTES[:-1]
"""The votes that answer a question."""
Certainty = Literal["high", "moderate", "low", "very_low"]
CERTAINTY_RULES: tuple[tuple[Certainty, int, float], ...] = (("high", 6, 0.8), ("moderate", 4, 0.7), ("low", 2, 0.6))
"""The grades above "very_low": from how many independent groups with a direction, and from what share that agrees."""
Better = Literal["a", "b", "equal", "unclear"]


def with_direction(counts: Mapping[Vote, int]) -> list[int]:
    """How many there are of each direction; what is unclear is none."""
    return [counts.get(vote, 0) for vote in DIRECTED]


SIGNED: tuple[Vote, ...] = ("for", "against", "no_difference")
"""The votes for one answer, no difference being one."""
NEAR = 0.15
"""P(the claim answers) from which a claim is near the question, and moves its paper's direction: 90 % of the papers
that answer have one, and 56 % of those that do not; `python -m benchmarks.answers claims FOLDER`."""
PLAIN, PLAIN_WEIGHT = 0.7, 0.3
"""The share of a vote, and P(the claim answers), from which a claim is plain; `python -m benchmarks.answers papers`."""


def share_of(vote: Vote, probabilities: Mapping[Vote, float]) -> float:
    """The probability of a vote among those with a direction."""
    return probabilities[vote] / (math.fsum(probabilities[each] for each in SIGNED) or 1.0)


class Weighed(Model):
    """A claim's vote with its weight: how probable it is that it answers the question.

    `probabilities` has the probability of each vote; they sum to one. `condition` is the claim's own phrase for where
    it applies, and `exception` the one for where it does not; either may be "". A claim that `concludes` stands in its
    paper's abstract or conclusion. One that does not address both sides of the question `counts` for no direction.
    """

    claim_id: str
    paper_id: str
    weight: Probability
    probabilities: dict[Vote, Probability]
    vote: Vote
    condition: str = ""
    exception: str = ""
    concludes: bool = False
    counts: bool = True

    @property
    def is_near(self) -> bool:
        """Whether the claim may be quoted as its paper's nearest finding."""
        return self.weight >= NEAR

    @property
    def is_plain(self) -> bool:
        """Whether the claim surely answers, and surely with its vote."""
        return self.weight >= PLAIN_WEIGHT and share_of(self.vote, self.probabilities) >= PLAIN


class ValuePair(Model):
    """The values of both sides, as one clause or two cells of one column give them.

    `a` is the subject's value and `b` the comparator's, as printed; `place` is the claim's id, or table, rows and
    column.
    """

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    subject: str
    comparator: str
    outcome: str
    setting: str
    a: str
    b: str
    unit: str
    better: Better
    source: Literal["claim", "table"] = Field(alias="from")
    place: str


class PaperAnswer(Model):
    """What one paper answers. `group` is the number of its independent group of authors.

    `conditions` are where its findings differ from its direction, each with theirs: "on HotpotQA: against", "SQuAD: not
    for". `claims` are the ids of those that decided.
    """

    paper_id: str
    file: str | None
    group: int
    direction: Vote
    conditions: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    values: tuple[ValuePair, ...] = ()


class SignTest(Model):
    """The two-sided exact sign test over the groups that are for or against: how many, and the p value."""

    n: int
    p: Probability


class Ranked(Model):
    """One thing of a ranking, with its mean rank over the papers that measure it; 1 is the best."""

    name: str
    outcome: str
    setting: str
    rank_mean: float
    papers: int


class Amount(Model):
    """One amount that a paper gives."""

    paper_id: str
    outcome: str
    setting: str
    value: str
    unit: str
    place: str


class Answer(Model):
    """The answer to a question, for readers and for scripts (answer.json).

    `papers` are all that were read; one without a finding on both sides of the question is unclear. `direction` is
    null where the kind of question has none. `counts` are papers and `groups` independent groups of authors by vote.
    `sign_test` is null with fewer than five groups for or against. `certainty_reason` is the rule that decided the
    certainty.
    """

    kind: QuestionKind
    headline: str = ""
    direction: Vote | None
    certainty: Certainty
    certainty_reason: str
    counts: dict[Vote, int]
    groups: dict[Vote, int]
    sign_test: SignTest | None
    papers: tuple[PaperAnswer, ...]
    ranking: tuple[Ranked, ...] | None = None
    amounts: tuple[Amount, ...] | None = None

    @property
    def directed_papers(self) -> int:
        """How many papers have a direction."""
        return sum(with_direction(self.counts))

    @property
    def directed_groups(self) -> int:
        """How many independent groups have a direction."""
        return sum(with_direction(self.groups))

    @property
    def agreeing_groups(self) -> int:
        """How many of those have the direction that most have."""
        return max(with_direction(self.groups))
