"""Which claims are put before a reader: the best, different from each other, copies merged with their sources."""

from collections import Counter
from collections.abc import Sequence

from synth.claims.copies import Wording, wording
from synth.models import Claim
from synth.settings import ClaimSettings


def select_claims(ranked: Sequence[Claim], settings: ClaimSettings) -> tuple[Claim, ...]:
    """The claims to put before a reader, in the order given, which is best first.

    A near-copy of a claim already chosen is merged into it: its paper goes into `also_in`. Of a claim that needs the
    sentence before it and that sentence, only the better one is quoted. No more than `settings.max_claims`, and
    `settings.max_claims_per_paper` of one paper.
    """
    chosen: list[Claim] = []
    wordings: list[Wording] = []
    merged: dict[int, set[str]] = {}
    taken: Counter[str] = Counter()
    for claim in ranked:
        if len(chosen) == settings.max_claims:
            break
        if any(_share_a_sentence(claim, other) for other in chosen):
            continue
        worded = wording(claim.quotation)
        copy = _copy_of(claim, worded, chosen, wordings, settings)
        if copy is not None:
            merged.setdefault(copy, set()).add(claim.paper_id)
        elif taken[claim.paper_id] < settings.max_claims_per_paper:
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
