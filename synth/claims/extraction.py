"""A document's claims: its own findings, each one sentence, verbatim, with its spans."""

import hashlib

from synth.claims.exclusion import exclusion, silent_section
from synth.claims.scoring import label_roles, score_claims
from synth.models import Claim, Document, Section, Span
from synth.settings import ClaimSettings


def extract_claims(document: Document, settings: ClaimSettings) -> tuple[Claim, ...]:
    """All claims of a document in reading order: sentences with P(claim) of at least `settings.min_score`.

    Whatever the question; sentences that are unfit to quote, that speak of others' work, ask, plan, define, describe
    the paper or dangle are left out (see `exclusion`).
    """
    found: list[Claim] = []
    for section in document.sections:
        if not silent_section(section):
            found += _section_claims(document.paper_id, section, settings.min_score)
    return tuple(found)


def _section_claims(paper_id: str, section: Section, min_score: float) -> list[Claim]:
    candidates = [index for index, sentence in enumerate(section.sentences) if exclusion(sentence) is None]
    if not candidates:
        return []
    texts = [sentence.text for sentence in section.sentences]
    is_abstract = section.role == "abstract"
    scores = score_claims(texts, is_abstract=is_abstract)
    chosen = [index for index in candidates if scores[index] >= min_score]
    roles = label_roles(texts, is_abstract=is_abstract) if chosen else []
    return [
        Claim(
            claim_id=claim_id(paper_id, section.sentences[index].spans),
            paper_id=paper_id,
            text=texts[index],
            section=section.heading,
            section_role=section.role,
            paragraph=section.sentences[index].paragraph,
            spans=section.sentences[index].spans,
            role=roles[index],
            score=scores[index],
            citations=section.sentences[index].citations,
        )
        for index in chosen
    ]


def claim_id(paper_id: str, spans: tuple[Span, ...]) -> str:
    """`c-` and 10 hex digits of the SHA-256 of the paper and the places that the sentence stands in."""
    places = " ".join(f"{span.page}:{span.start}-{span.end}" for span in spans)
    return f"c-{hashlib.sha256(f'{paper_id} {places}'.encode()).hexdigest()[:10]}"
