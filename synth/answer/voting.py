"""The votes of the most relevant claims: each is read for the question, with the names that its paper's card gives."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from synth.answer.directness import Addressed, directness, features_of
from synth.answer.figure_votes import vote_of_figures
from synth.answer.relevance import RankedClaim
from synth.answer.vote import Names, decide_vote, nearly_sure, vote_probabilities
from synth.answer.weighing import HAS_DIRECTION, MIN_SHARE
from synth.language.conditions import condition_in, contrasts_another, exception_in, is_limited, proposes
from synth.language.lexicon import words_of
from synth.language.outcomes import reversing_word
from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT, Sides, other_side
from synth.language.text import content_stems, stem
from synth.models import VOTES, Claim, Question, Vote, Weighed, rounded
from synth.models.answer import NEAR, SIGNED, share_of

BOTH, PLAINLY = 0.3, 0.8
"""How strongly a claim must name each side to vote, and one side of a comparison where the other is the paper's own, or
what acts where another thing is set against it; `python -m benchmarks.answers papers`."""
SAME_OUTCOME = 0.5
"""The same for the outcome that is asked to be the same on both sides: words related to it alone may be on another."""
IN_TITLE = 0.5
"""How much a side counts that only the title of a claim's paper names; the same command."""


def rank_again(question: Question, ranked: Sequence[RankedClaim], weighed: Sequence[Weighed]) -> list[Claim]:
    """The claims, best first: those that were weighed, the first of `ranked`, by relevance and by how directly they
    answer; where a question has no direction, as they were.
    """
    if question.kind not in HAS_DIRECTION:
        return [item.claim for item in ranked]
    pairs = zip(ranked, weighed, strict=False)
    first = sorted(pairs, key=lambda pair: (-pair[0].relevance - pair[1].weight, pair[0].claim.claim_id))
    return [*(item.claim for item, _ in first), *(item.claim for item in ranked[len(weighed) :])]


def weigh_claims(question: Question, ranked: Sequence[RankedClaim], sides: Sides, most: int) -> list[Weighed]:
    """The votes of the first claims, at most so many, in order; each weighs P(it answers the question)."""
    weighed = []
    of_effect = len(question.subjects) == 1 and bool(question.outcomes)
    on_outcome = _papers_that_name(OUTCOME, ranked, sides) if of_effect else None
    places: Counter[str] = Counter()
    for item in ranked[:most]:
        claim = item.claim
        places[claim.paper_id] += 1
        probabilities = claim_probabilities(question, claim, sides)
        addressed = address(question, claim, sides)
        if on_outcome is not None and claim.paper_id not in on_outcome:
            addressed = addressed._replace(enough=False)
        features = features_of(question, item, places[claim.paper_id], addressed, probabilities)
        weight = directness(features, claim.text)
        weighed.append(
            Weighed(
                claim_id=claim.claim_id,
                paper_id=claim.paper_id,
                weight=weight,
                probabilities=probabilities,
                vote=_vote_shown(probabilities) if addressed.enough and weight >= NEAR else "unclear",
                condition=condition_in(claim.text),
                exception=exception_in(claim.text),
                concludes=claim.concludes,
                counts=addressed.enough,
            )
        )
    return weighed


def _papers_that_name(role: str, ranked: Sequence[RankedClaim], sides: Sides) -> set[str]:
    """The papers that name a side in a claim or their title: one with related words alone may be on something else."""
    texts = {(item.claim.paper_id, item.claim.text) for item in ranked}
    texts |= {(paper_id, sides.of(paper_id).card.title) for paper_id, _ in texts}
    return {paper_id for paper_id, text in texts if sides.of(paper_id).named(text).get(role, 0.0) >= BOTH}


def address(question: Question, claim: Claim, sides: Sides) -> Addressed:
    """Which sides of the question a claim addresses: both of a comparison; for an effect what acts and what it acts on,
    which may stand in the sentence before, and one of them in the title.
    """
    of_paper = sides.of(claim.paper_id)
    here = of_paper.addressed(claim.text)
    title = of_paper.addressed_in_title
    before = of_paper.addressed(claim.context.text) if claim.context else {}
    if len(question.subjects) > 1:
        return Addressed(here, title, names_both(question, claim.text, here, of_paper.own_role))
    named = {role: max(strength, before.get(role, 0.0)) for role, strength in here.items()}
    plainly = of_paper.named(claim.quotation).get(SUBJECT, 1.0) >= PLAINLY or not contrasts_another(claim.text)
    enough = plainly and names_effect(question, claim.quotation, named, title)
    return Addressed({role: max(strength, IN_TITLE * title[role]) for role, strength in named.items()}, title, enough)


def _vote_shown(probabilities: Mapping[Vote, float]) -> Vote:
    """The vote under which a claim is quoted: that of its sentence, if as large a share is for it as a paper needs."""
    vote = decide_vote(probabilities)
    return "unclear" if vote in SIGNED and share_of(vote, probabilities) < MIN_SHARE else vote


def names_both(question: Question, text: str, named: Mapping[str, float], own_role: str | None = None) -> bool:
    """Whether a claim names both sides of a comparison, or one plainly where the paper's own thing is the other; one
    where the question asks which of them something is.

    Where the question asks about a change, or whether an outcome is the same, it must also name the outcome, or
    results in general.
    """
    subject = named.get(SUBJECT, 0.0)
    other = other_side(named)
    if question.asks_identity:
        return max(subject, other) >= BOTH
    if own_role == SUBJECT:
        subject = max(subject, BOTH if other >= PLAINLY else 0.0)
    elif own_role:
        other = max(other, BOTH if subject >= PLAINLY else 0.0)
    if min(subject, other) < BOTH:
        return False
    of_outcome = question.asks == "change" or question.asks_same
    if not of_outcome or named.get(OUTCOME, 1.0) >= (SAME_OUTCOME if question.asks_same else BOTH):
        return True
    return not words_of("sides", "in general").isdisjoint(text.lower().split())


def names_effect(question: Question, text: str, named: Mapping[str, float], title: Mapping[str, float]) -> bool:
    """Whether a claim with the sentence before it names what acts and what it acts on, or one of them where its paper's
    title names the other.

    `text` are both sentences, `named` and `title` how strongly they and the title name each side of the question, which
    may have an outcome or none. "Accuracy" alone does not name a "gap in accuracy".
    """
    turning = [word for outcome in question.outcomes if (word := reversing_word(outcome))]
    if turning and {stem(word) for word in turning}.isdisjoint(content_stems(text)):
        return False
    roles = [role for role in (SUBJECT, OUTCOME) if role in named]
    here = [role for role in roles if named[role] >= BOTH]
    return bool(here or not roles) and all(title[role] >= BOTH for role in roles if role not in here)


def claim_probabilities(question: Question, claim: Claim, sides: Sides) -> dict[Vote, float]:
    """P(vote) of a claim, read with its context sentence and the names of its paper's card."""
    names = sides.of(claim.paper_id).names
    context = claim.context.text if claim.context else ""
    exact = vote_of_figures(question, claim.text, sides.of(claim.paper_id), claim.quantities)
    if exact:
        return nearly_sure(exact)
    if proposes(claim.text):
        return nearly_sure("unclear")
    probabilities = vote_probabilities(
        question, claim.text, context, Names(*(names.get(role, ()) for role in (SUBJECT, COMPARATOR, OUTCOME)))
    )
    if is_limited(claim.text):  # what holds under one condition alone does not hold under others
        limited = math.fsum(probabilities[vote] for vote in ("for", "against", "mixed"))
        probabilities |= {"for": 0.0, "against": 0.0, "mixed": limited}
    return {vote: rounded(probabilities[vote]) for vote in VOTES}
