"""Small models that tests share: one document, a claim on it, its check, and a report's evidence base."""

from datetime import date

from synth.models import (
    Asked,
    CheckedClaim,
    Claim,
    Counts,
    Document,
    Evidence,
    Input,
    Manifest,
    Mark,
    Paper,
    Passage,
    Report,
    Screened,
    Section,
    Sentence,
    Span,
    Stance,
)
from synth.question import parse_question
from synth.records import outputs_of, seal
from synth.settings import RenderSettings, Settings
from synth.synthesis import EvidenceBase, compose_report, outline

TEXTS = (
    "Dense retrieval beats BM25 on Natural Questions by 9 points.",
    "The gain over BM25 is 9 points.",
    "Training took one day.",
)


def document(paper_id: str = "2001.00001v1", texts: tuple[str, ...] = TEXTS) -> Document:
    """One section of the given sentences, each at its own spans."""
    text, sentences = "", []
    for sentence in texts:
        sentences.append(
            Sentence(
                text=sentence, spans=(Span(1, len(text), len(text) + len(sentence)),), paragraph=len(sentences) + 1
            )
        )
        text += sentence + " "
    section = Section(heading="Results", number="4", role="result", sentences=tuple(sentences))
    return Document(paper_id=paper_id, reader="pdf", text=text, sections=(section,), pages=1)


def claim(
    number: int = 0, paper_id: str = "2001.00001v1", texts: tuple[str, ...] = TEXTS, cites: tuple[int, ...] = ()
) -> Claim:
    """The claim that is sentence `number` of `document(paper_id, texts)`."""
    sentence = document(paper_id, texts).sections[0].sentences[number]
    return Claim(
        claim_id=f"c-{paper_id}-{number}",
        paper_id=paper_id,
        text=sentence.text,
        section="Results",
        section_role="result",
        paragraph=sentence.paragraph,
        spans=sentence.spans,
        role="result",
        score=0.9,
        citations=cites,
    )


def checked(
    of: Claim, mark: Mark = "unsupported", other: Document | None = None, number: int = 1, stance: Stance = "supports"
) -> CheckedClaim:
    """A claim with a mark, and for a mark that needs one a passage: sentence `number` of `other`."""
    evidence: tuple[Evidence, ...] = ()
    if other is not None:
        sentence = other.sections[0].sentences[number]
        passage = Passage(
            passage_id=f"p-{other.paper_id}-{number}",
            paper_id=other.paper_id,
            text=sentence.text,
            section="Results",
            spans=sentence.spans,
        )
        evidence = (
            Evidence(
                evidence_id=f"e-{of.claim_id}-{other.paper_id}-{number}",
                claim_id=of.claim_id,
                passage=passage,
                same_paper=other.paper_id == of.paper_id,
                independent=other.paper_id != of.paper_id,
                similarity=0.5,
                confidence=0.8,
                stance=stance,
                why="matched: bm25, 9, points",
            ),
        )
    return CheckedClaim(
        claim=of,
        mark=mark,
        stance=stance if evidence else "silent",
        similarity=0.5 if evidence else 0.1,
        confidence=0.8 if evidence else 0.1,
        evidence=evidence,
        why="matched: bm25, 9, points" if evidence else "nothing supports it",
    )


def evidence_base(
    question: str, claims: tuple[CheckedClaim, ...], acronyms: dict[str, str] | None = None
) -> EvidenceBase:
    """What an offline run on the papers of these claims would have found."""
    ids = dict.fromkeys(
        paper_id
        for item in claims
        for paper_id in (item.claim.paper_id, *item.claim.also_in, *(e.passage.paper_id for e in item.evidence))
    )
    papers = {
        paper_id: Paper(paper_id=paper_id, title=f"Paper {n}", authors=(f"Ada Author{n}",), published=date(2020, 1, n))
        for n, paper_id in enumerate(ids, start=1)
    }
    return EvidenceBase(
        question=parse_question(question),
        asked=Asked(sources=("papers",), papers=("theirs",)),
        settings=Settings(),
        version="0.1.0",
        papers=papers,
        kinds=dict.fromkeys(ids, "pdf"),
        checked=claims,
        screening=tuple(
            Screened(paper_id=paper_id, title=paper.title, decision="used", stage="compose", reason="")
            for paper_id, paper in papers.items()
        ),
        queries=(),
        searched_on=date(2026, 11, 21),
        sentences_read=30,
        claims_found=len(claims) + 1,
        acronyms=acronyms or {},
        sample=False,
    )


def report(question: str, claims: tuple[CheckedClaim, ...]) -> Report:
    """The report that such a run would have made."""
    base = evidence_base(question, claims)
    return compose_report(base, outline(base), RenderSettings())


def manifest(
    files: dict[str, bytes], inputs: tuple[Input, ...] = (), settings: RenderSettings | None = None
) -> Manifest:
    """The sealed manifest of a run that left these files."""
    return seal(
        Manifest(
            record_id="SRCH:01234567",
            question=parse_question("Does dense retrieval beat BM25?"),
            asked=Asked(sources=("papers",)),
            settings={"rendering": settings.model_dump(mode="json")} if settings else {},
            searched_on=date(2026, 11, 21),
            queries=(),
            counts=Counts(found=1, used=1, merged=0, skipped=0),
            inputs=inputs,
            outputs=outputs_of(files),
            versions={},
            status="Unverified",
            level="L0",
            tier="Watchlist",
            publisher="synth",
            licence="",
        )
    )
