"""Which claims answer a question: relevant to it, different from each other, copies merged with their sources."""

from collections import Counter
from collections.abc import Mapping, Sequence

from synth.claims.copies import Wording, wording
from synth.claims.relevance import QuestionMatcher
from synth.models import Claim, Question, rounded
from synth.settings import ClaimSettings


def select_claims(
    question: Question,
    claims: Sequence[Claim],
    settings: ClaimSettings,
    *,
    acronyms: Mapping[str, str] | None = None,
) -> tuple[Claim, ...]:
    """The claims to put before a reader, most relevant first, ties by id; empty where none bears on the question.

    A near-copy of a claim already chosen is merged into it: its paper goes into `also_in`. A claim that needs the
    sentence before it is half as relevant as it is itself and half as that makes it; where one of the two is quoted
    already, it is left out. No more than
    `settings.max_claims`, and `settings.max_claims_per_paper` of one paper, none below `settings.min_relevance` nor of
    a P(finding) below `settings.min_quoted_score`.
    """
    matcher = QuestionMatcher(question, acronyms or {})
    ranked = sorted(
        (-rounded(_relevance(matcher, claim) * claim.score**0.5), claim.claim_id, claim)
        for claim in claims
        if claim.score >= settings.min_quoted_score
    )
    chosen: list[Claim] = []
    wordings: list[Wording] = []
    merged: dict[int, set[str]] = {}
    taken: Counter[str] = Counter()
    for value, _, claim in ranked:
        if -value < settings.min_relevance:
            break
        if any(_share_a_sentence(claim, other) for other in chosen):
            continue
        worded = wording(claim.quotation)
        copy = _copy_of(claim, worded, chosen, wordings, settings)
        if copy is not None:
            merged.setdefault(copy, set()).add(claim.paper_id)
        elif len(chosen) < settings.max_claims and taken[claim.paper_id] < settings.max_claims_per_paper:
            chosen.append(claim)
            wordings.append(worded)
            taken[claim.paper_id] += 1
    return tuple(
        claim.model_copy(update={"also_in": tuple(sorted({*claim.also_in, *merged.get(index, ())} - {claim.paper_id}))})
        for index, claim in enumerate(chosen)
    )


def _share_a_sentence(claim: Claim, other: Claim) -> bool:
    """Whether one of two claims is the sentence that is quoted with the other."""
    if claim.paper_id != other.paper_id or claim.context is None is other.context:
        return False
    return not set(claim.quoted_spans).isdisjoint(other.quoted_spans)


def _relevance(matcher: QuestionMatcher, claim: Claim) -> float:
    alone = matcher.relevance(claim.text)
    return alone if claim.context is None else (alone + matcher.relevance(claim.quotation)) / 2


def _copy_of(
    claim: Claim, worded: Wording, chosen: Sequence[Claim], wordings: Sequence[Wording], settings: ClaimSettings
) -> int | None:
    """Index of the first chosen claim that says the same; a paper's own rewording is told by a lower threshold."""
    for index, (other, theirs) in enumerate(zip(chosen, wordings, strict=True)):
        same_paper = claim.paper_id in (other.paper_id, *other.also_in)
        limit = settings.same_paper_duplicate if same_paper else settings.near_duplicate
        if worded.cosine(theirs) >= limit and not worded.differs(theirs, same_paper=same_paper):
            return index
    return None
