"""The claims that a reader sees: the best ones, different from each other, with copies merged."""

from collections import Counter
from collections.abc import Sequence

from synth.claims.copies import Wording, wording
from synth.models import Claim
from synth.settings import ClaimSettings


def select_claims(ranked: Sequence[Claim], settings: ClaimSettings) -> tuple[Claim, ...]:
    """The claims that a reader sees, in the order given, which is best first.

    A near-copy of a claim already chosen is merged into it: its paper goes into `also_in`. Of a claim with a
    context sentence and that sentence itself, only the better one is quoted. No more than `settings.max_claims`, and
    `settings.max_claims_per_paper` of one paper.
    """
    chosen: list[Claim] = []
    wordings: list[Wording] = []
    merged: dict[int, set[str]] = {}
    per_paper: Counter[str] = Counter()
    for claim in ranked:
        if len(chosen) == settings.max_claims:
            break
        if any(_share_a_sentence(claim, other) for other in chosen):
            continue
        worded = wording(claim.quotation)
        copy = _copy_of(claim, worded, chosen, wordings, settings)
        if copy is not None:
            merged.setdefault(copy, set()).add(claim.paper_id)
        elif per_paper[claim.paper_id] < settings.max_claims_per_paper:
            chosen.append(claim)
            wordings.append(worded)
            per_paper[claim.paper_id] += 1
    return tuple(
        claim.model_copy(update={"also_in": tuple(sorted({*claim.also_in, *merged.get(index, ())} - {claim.paper_id}))})
        for index, claim in enumerate(chosen)
    )


def _share_a_sentence(claim: Claim, other: Claim) -> bool:
    """Whether one of two claims is the context sentence of the other."""
    if claim.paper_id != other.paper_id or claim.context is None is other.context:
        return False
    return not set(claim.quoted_spans).isdisjoint(other.quoted_spans)


def _copy_of(
    claim: Claim, worded: Wording, chosen: Sequence[Claim], wordings: Sequence[Wording], settings: ClaimSettings
) -> int | None:
    """Index of the first chosen claim that states the same; within one paper the threshold is lower."""
    for index, (other, other_wording) in enumerate(zip(chosen, wordings, strict=True)):
        same_paper = claim.paper_id in (other.paper_id, *other.also_in)
        limit = settings.same_paper_duplicate if same_paper else settings.near_duplicate
        if worded.cosine(other_wording) >= limit and not worded.differs(other_wording, same_paper=same_paper):
            return index
    return None
