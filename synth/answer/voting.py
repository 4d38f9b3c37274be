"""The claims put before a reader vote: each is read for the question, with the names that its paper's card gives."""

from collections.abc import Mapping, Sequence

from synth.answer.relevance import RankedClaim
from synth.answer.vote import Names, called, probabilities
from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT, Sides
from synth.models import VOTES, Question, Weighed, rounded

SIDED = 0.15
"""How strongly a claim must name what the question sets against each other; `python -m benchmarks.answers papers`."""
ONE_SIDE = 0.5
"""What naming one of two sides counts, against naming both: the other may be "the baseline" of the sentence before."""
SURE_VOTE = 0.6
"""P(vote) below which a claim does not say which way; the same command."""


def weigh_claims(question: Question, ranked: Sequence[RankedClaim], sides: Sides) -> list[Weighed]:
    """The votes of some claims, in order.

    A claim votes only where it names what the question sets against each other: both sides of a comparison, or the
    subject and the outcome of any other question; one of the two counts half.
    """
    weighed = []
    for claim, relevance in ranked:
        of_paper = sides.of(claim.paper_id)
        context = claim.context.text if claim.context else ""
        names = Names(of_paper.names.get(SUBJECT, ()), of_paper.names.get(COMPARATOR, ()))
        told = probabilities(question, claim.text, context, names)
        vote = called(told)
        sided = _sided(question, of_paper.named(claim.text))
        weighed.append(
            Weighed(
                claim_id=claim.claim_id,
                paper_id=claim.paper_id,
                weight=rounded(relevance * sided),
                told={label: rounded(told[label]) for label in VOTES},
                vote=vote if sided >= SIDED and told[vote] >= SURE_VOTE else "unclear",
            )
        )
    return weighed


def _sided(question: Question, named: Mapping[str, float]) -> float:
    """How strongly a claim names the two things that the question is about, in [0, 1]."""
    subject = named.get(SUBJECT, 0.0)
    if len(question.subjects) > 1:
        other = max((value for role, value in named.items() if role.startswith(COMPARATOR)), default=0.0)
    elif OUTCOME in named:
        other = named[OUTCOME]
    else:
        return subject
    return max(min(subject, other), ONE_SIDE * max(subject, other))
