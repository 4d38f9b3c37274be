"""A document's claims: its own findings, each one sentence, verbatim, with its spans."""

import hashlib

from synth.claims.attribution import Attribution
from synth.claims.exclusion import DANGLING, can_be_context, doubts, exclusion, is_excluded_section, is_legend
from synth.claims.findings import SectionFindings
from synth.claims.scoring import label_roles
from synth.language.quantities import quantities
from synth.language.text import words
from synth.models import Claim, Document, Role, Section, Sentence, Span
from synth.settings import ClaimSettings

CAPTIONS, CAPTION_SCORE = "Figures and tables", 0.8
"""The heading of claims that stand in captions, and the least P(finding) of one: most of a caption is a legend."""


def extract_claims(document: Document, settings: ClaimSettings) -> tuple[Claim, ...]:
    """All claims of a document, in reading order, then those of its captions.

    Claims are sentences with P(finding) of at least `settings.min_score`, in a caption of at least `CAPTION_SCORE`.

    Whatever the question; sentences that are unfit to quote, questions or about others' work are left out (see
    `exclusion`), and guesses, plans and definitions are doubted. One that dangles ("It also outperforms BM25") comes
    with the sentence directly before it, or not at all.
    """
    attribution = Attribution(document)
    title = words(document.title or "")
    found: list[Claim] = []
    for section in document.sections:
        if not is_excluded_section(section):
            found += _section_claims(document.paper_id, section, attribution, settings.min_score)
    found += _section_claims(
        document.paper_id, _captions(document), attribution, max(CAPTION_SCORE, settings.min_score)
    )
    return tuple(claim for claim in found if words(claim.text) != title)


def _captions(document: Document) -> Section:
    """The captions as a section, in which a sentence that explains its figure or table is unfit."""
    sentences = tuple(
        sentence.model_copy(update={"unfit": "explains a figure"}) if is_legend(sentence) else sentence
        for sentence in document.captions
    )
    return Section(heading=CAPTIONS, sentences=sentences)


def _section_claims(paper_id: str, section: Section, attribution: Attribution, min_score: float) -> list[Claim]:
    findings = SectionFindings(section, attribution)
    judged = (_judged(section, index, attribution, findings, min_score) for index in range(len(section.sentences)))
    chosen = [
        (index, section.sentences[index], score, _context(section, index) if dangles else None)
        for index, (score, dangles) in enumerate(judged)
        if score >= min_score and not (dangles and _context(section, index) is None)
    ]
    if not chosen:
        return []
    roles = _roles(section, {sentence.paragraph for _, sentence, _, _ in chosen})
    return [
        Claim(
            claim_id=claim_id(paper_id, sentence.spans),
            paper_id=paper_id,
            text=sentence.text,
            section=section.heading,
            section_role=section.role,
            paragraph=sentence.paragraph,
            spans=sentence.spans,
            role=roles[index],
            score=score,
            citations=sentence.citations,
            quantities=quantities(sentence.text),
            context=context,
        )
        for index, sentence, score, context in chosen
    ]


def finding_scores(section: Section, attribution: Attribution, min_score: float = 0.0) -> list[float]:
    """P(finding) of each sentence by itself, in [0, 1]; 0 for one that is left out or below `min_score` anyway."""
    findings = SectionFindings(section, attribution)
    judged = (_judged(section, index, attribution, findings, min_score) for index in range(len(section.sentences)))
    return [0.0 if dangles else score for score, dangles in judged]


def _judged(
    section: Section, index: int, attribution: Attribution, findings: SectionFindings, min_score: float
) -> tuple[float, bool]:
    """P(finding) of a sentence, and whether it dangles; 0 for one that is left out."""
    # A doubt only lowers a score, so it is not computed for the many sentences with a low one.
    score = findings.score(index)
    if score == 0.0 or score < min_score:
        return 0.0, False
    sentence = section.sentences[index]
    reason = exclusion(sentence)
    if reason not in (None, DANGLING) or attribution.is_others(section, index):
        return 0.0, False
    return findings.score(index, [*doubts(sentence), *attribution.doubts(sentence)]), reason == DANGLING


def _context(section: Section, index: int) -> Sentence | None:
    """The sentence directly before, in the same paragraph; None where it cannot be quoted as context."""
    if index == 0:
        return None
    before = section.sentences[index - 1]
    same = before.paragraph == section.sentences[index].paragraph
    return before if same and can_be_context(before) else None


def _roles(section: Section, paragraphs: set[int]) -> dict[int, Role]:
    """The role of each sentence of some paragraphs, by its index in the section; an abstract is read as a whole."""
    is_abstract = section.role == "abstract"
    groups: dict[int, list[int]] = {}
    for index, sentence in enumerate(section.sentences):
        if is_abstract or sentence.paragraph in paragraphs:
            groups.setdefault(0 if is_abstract else sentence.paragraph, []).append(index)
    labelled = (
        zip(
            group, label_roles([section.sentences[index].text for index in group], is_abstract=is_abstract), strict=True
        )
        for group in groups.values()
    )
    return {index: role for pairs in labelled for index, role in pairs}


def claim_id(paper_id: str, spans: tuple[Span, ...]) -> str:
    """`c-` and 10 hex digits of the SHA-256 of the paper and the spans of the sentence."""
    places = " ".join(f"{span.page}:{span.start}-{span.end}" for span in spans)
    return f"c-{hashlib.sha256(f'{paper_id} {places}'.encode()).hexdigest()[:10]}"
