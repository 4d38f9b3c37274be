"""Which claims answer a question: relevant to it, different from each other, copies merged with their sources."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from synth.claims.relevance import QuestionMatcher
from synth.models import Claim, Question, rounded
from synth.settings import ClaimSettings
from synth.text import content_stems, idf

Vector = dict[str, float]


def select_claims(
    question: Question,
    claims: Sequence[Claim],
    settings: ClaimSettings,
    *,
    acronyms: Mapping[str, str] | None = None,
) -> tuple[Claim, ...]:
    """The claims to put before a reader, most relevant first, ties by id; empty where none bears on the question.

    A near-copy of a claim already chosen is merged into it: its paper goes into `also_in`. No more than
    `settings.max_claims`, and `settings.max_claims_per_paper` of one paper, none below `settings.min_relevance`.
    """
    matcher = QuestionMatcher(question, acronyms or {})
    ranked = sorted(
        (-rounded(matcher.relevance(claim.text) * claim.score**0.5), claim.claim_id, claim) for claim in claims
    )
    chosen: list[Claim] = []
    vectors: list[Vector] = []
    merged: dict[int, set[str]] = {}
    taken: Counter[str] = Counter()
    for value, _, claim in ranked:
        if -value < settings.min_relevance:
            break
        vector = unit_vector(claim.text)
        copy = _copy_of(claim, vector, chosen, vectors, settings)
        if copy is not None:
            merged.setdefault(copy, set()).add(claim.paper_id)
        elif len(chosen) < settings.max_claims and taken[claim.paper_id] < settings.max_claims_per_paper:
            chosen.append(claim)
            vectors.append(vector)
            taken[claim.paper_id] += 1
    return tuple(
        claim.model_copy(update={"also_in": tuple(sorted({*claim.also_in, *merged.get(index, ())} - {claim.paper_id}))})
        for index, claim in enumerate(chosen)
    )


def unit_vector(text: str) -> Vector:
    """TF-IDF weights of a text's stems, sublinear and of length 1; empty for a text without content words."""
    counts = Counter(content_stems(text))
    weights = {word: (1 + math.log(count)) * idf(word) for word, count in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / norm for word, weight in weights.items()} if norm else {}


def _copy_of(
    claim: Claim, vector: Vector, chosen: Sequence[Claim], vectors: Sequence[Vector], settings: ClaimSettings
) -> int | None:
    """Index of the first chosen claim that says the same; a paper's own rewording is told by a lower threshold."""
    for index, (other, theirs) in enumerate(zip(chosen, vectors, strict=True)):
        same_paper = claim.paper_id in (other.paper_id, *other.also_in)
        limit = settings.same_paper_duplicate if same_paper else settings.near_duplicate
        if rounded(sum(weight * theirs.get(word, 0.0) for word, weight in vector.items())) >= limit:
            return index
    return None
