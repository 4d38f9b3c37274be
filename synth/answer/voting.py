"""The claims put before a reader vote: each is read for the question, with the names that its paper's card gives."""

from collections.abc import Sequence

from synth.answer.directness import directness
from synth.answer.relevance import RankedClaim
from synth.answer.vote import Names, called, probabilities
from synth.answer.weighing import LEAST
from synth.language.sides import COMPARATOR, SUBJECT, Sides
from synth.models import VOTES, Claim, Question, Vote, Weighed, rounded


def weigh_claims(question: Question, ranked: Sequence[RankedClaim], sides: Sides) -> list[Weighed]:
    """The votes of some claims, in order; each weighs what it is probable that the claim answers the question."""
    weighed = []
    for item in ranked:
        told = told_by(question, item.claim, sides)
        weight = directness(question, item, sides.of(item.claim.paper_id).named(item.claim.text), told)
        weighed.append(
            Weighed(
                claim_id=item.claim.claim_id,
                paper_id=item.claim.paper_id,
                weight=weight,
                told=told,
                vote=called(told) if weight >= LEAST else "unclear",
            )
        )
    return weighed


def told_by(question: Question, claim: Claim, sides: Sides) -> dict[Vote, float]:
    """P(vote) of a claim, read with the sentence that it is quoted with and the names of its paper's card."""
    names = sides.of(claim.paper_id).names
    context = claim.context.text if claim.context else ""
    told = probabilities(question, claim.text, context, Names(names.get(SUBJECT, ()), names.get(COMPARATOR, ())))
    return {vote: rounded(told[vote]) for vote in VOTES}
