"""Claims against everything that was read: evidence, stance and the mark of each claim."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from synth.checking.independence import paper_authors, work_key, works_cited
from synth.checking.judgement import Judgement, judge
from synth.checking.passages import make_passages
from synth.checking.signals import Statement
from synth.checking.vectors import Vectors
from synth.models import CheckedClaim, Claim, Document, Evidence, Mark, Paper, Passage
from synth.settings import CheckSettings

BLOCK = 64
"""Claims compared with all passages at once: 64 x 15,000 cosines are 8 MB."""


@dataclass(frozen=True)
class Origin:
    """What is known of the paper that a text stands in."""

    document: Document
    work: str
    authors: frozenset[str]


@dataclass(frozen=True)
class Weighed:
    """A passage and what it says of the claim, before it becomes evidence."""

    passage: Passage
    same_paper: bool
    independent: bool
    judgement: Judgement


def check_claims(
    claims: Sequence[Claim], documents: Sequence[Document], papers: Mapping[str, Paper], settings: CheckSettings
) -> tuple[CheckedClaim, ...]:
    """Check each claim against the passages of all documents, its own paper's other places included, in order.

    Marks follow section 2 of the design. `papers` are the metadata by paper_id; where they are absent, what the document
    says of its own title and authors counts. Raises KeyError for a claim of a paper that is not among the documents.
    """
    known = dict(papers)
    origins = {
        document.paper_id: Origin(document, work_key(document, known), paper_authors(document, known))
        for document in documents
    }
    passages = [passage for document in documents for passage in make_passages(document, settings)]
    units = [[sentence.text for section in d.sections for sentence in section.sentences] for d in documents]
    vectors = Vectors([passage.text for passage in passages], units)
    statements: dict[int, Statement] = {}
    checked = []
    for first in range(0, len(claims), BLOCK):
        block = claims[first : first + BLOCK]
        cosines = vectors.cosines([claim.text for claim in block])
        for claim, row in zip(block, cosines, strict=True):
            weighed = _weigh(claim, row, passages, statements, origins, settings)
            checked.append(_mark(claim, weighed, settings))
    return tuple(checked)


def _weigh(
    claim: Claim,
    cosines: np.ndarray,
    passages: Sequence[Passage],
    statements: dict[int, Statement],
    origins: Mapping[str, Origin],
    settings: CheckSettings,
) -> list[Weighed]:
    """Judge the passages nearest to a claim: `settings.candidates` of its own paper, as many of the others."""
    own = origins[claim.paper_id]
    cited = works_cited(own.document, claim.citations)
    statement = Statement(claim.text)
    left = {True: settings.candidates, False: settings.candidates}
    weighed: list[Weighed] = []
    for index in _nearest(cosines, settings.candidates * 8):
        passage = passages[index]
        origin = origins[passage.paper_id]
        same_paper = origin.work == own.work or passage.paper_id in claim.also_in
        if not left[same_paper]:
            continue
        other = statements.setdefault(index, Statement(passage.text))
        if _is_copy(claim, passage, statement, other, float(cosines[index]), settings):
            continue
        left[same_paper] -= 1
        independent = (
            not same_paper
            and bool(own.authors)
            and bool(origin.authors)
            and not own.authors & origin.authors
            and not cited & works_cited(origin.document, passage.citations)
        )
        judgement = judge(statement, other, float(cosines[index]), settings.min_support)
        weighed.append(Weighed(passage, same_paper, independent, judgement))
    return weighed


def _nearest(cosines: np.ndarray, count: int) -> list[int]:
    """Indices of the highest positive cosines, highest first, ties by index."""
    if len(cosines) > count:
        floor = np.partition(cosines, -count)[-count]
        indices = np.flatnonzero((cosines >= floor) & (cosines > 0))
    else:
        indices = np.flatnonzero(cosines > 0)
    return [int(index) for index in sorted(indices, key=lambda index: (-cosines[index], index))][:count]


def _is_copy(
    claim: Claim, passage: Passage, mine: Statement, theirs: Statement, cosine: float, settings: CheckSettings
) -> bool:
    """Whether a passage holds the claim's own sentence, or one that repeats it nearly word by word."""
    if passage.paper_id == claim.paper_id and set(passage.spans) & set(claim.spans):
        return True
    if cosine >= settings.copy_similarity:
        return True
    return bool(mine.pairs) and len(mine.pairs & theirs.pairs) >= settings.copy_similarity * len(mine.pairs)


def _mark(claim: Claim, weighed: list[Weighed], settings: CheckSettings) -> CheckedClaim:
    """The mark by the strongest support and the strongest contradiction."""
    supporting = [item for item in weighed if item.judgement.stance == "supports"]
    against = [item for item in weighed if item.judgement.stance == "contradicts"]
    support = max((item.judgement.confidence for item in supporting), default=0.0)
    mark: Mark
    if against and max(item.judgement.against for item in against) >= support:
        mark, deciding = "contradicted", against
    elif any(item.independent for item in supporting):
        mark, deciding = "corroborated", [item for item in supporting if item.independent]
    elif any(item.same_paper for item in supporting):
        mark, deciding = "verified", [item for item in supporting if item.same_paper]
    else:
        mark, deciding = "unsupported", []
    best = max(deciding or weighed, key=_strength, default=None)
    rest = sorted((item for item in supporting + against if item is not best), key=_strength, reverse=True)
    kept = [best, *rest] if best is not None and deciding else rest
    return CheckedClaim(
        claim=claim,
        mark=mark,
        stance=best.judgement.stance if best else "silent",
        similarity=best.judgement.similarity if best else 0.0,
        confidence=best.judgement.confidence if best else 0.0,
        evidence=tuple(_evidence(claim, item) for item in kept[: settings.max_evidence]),
        why=_why(mark, best),
    )


def _strength(item: Weighed) -> tuple[float, float, str]:
    return max(item.judgement.confidence, item.judgement.against), item.judgement.similarity, item.passage.passage_id


def _why(mark: Mark, best: Weighed | None) -> str:
    if best is None:
        return "no other passage shares a content word"
    where = "the same paper" if best.same_paper else best.passage.paper_id
    verb = {
        "corroborated": "supported by independent authors",
        "verified": "supported elsewhere",
        "contradicted": "contradicted",
        "unsupported": "nothing supports it; nearest",
    }[mark]
    return f"{verb} in {where}: {best.judgement.why}"


def _evidence(claim: Claim, item: Weighed) -> Evidence:
    digest = hashlib.sha256(f"{claim.claim_id} {item.passage.passage_id}".encode()).hexdigest()[:10]
    return Evidence(
        evidence_id=f"e-{digest}",
        claim_id=claim.claim_id,
        passage=item.passage,
        same_paper=item.same_paper,
        independent=item.independent,
        similarity=item.judgement.similarity,
        confidence=item.judgement.confidence,
        stance=item.judgement.stance,
        why=item.judgement.why,
    )
