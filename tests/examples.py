"""Small models that tests share: one document, a claim on it, its check, and the run that checked it."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from synth.answer import weigh
from synth.models import (
    VOTES,
    Asked,
    CheckedClaim,
    Claim,
    Code,
    Counts,
    Document,
    Evidence,
    Gate,
    GateStatus,
    Manifest,
    Mark,
    Paper,
    Passage,
    Question,
    Record,
    Report,
    Review,
    Run,
    Screened,
    Section,
    Sentence,
    Source,
    SourceKind,
    Span,
    Stance,
    Vote,
    Weighed,
    json_text,
)
from synth.pages.record_content import RecordContent
from synth.pages.record_page import render_file
from synth.question import parse_question
from synth.records.canonical import record_id, result_settings
from synth.records.files import record_files
from synth.records.head import heads_of
from synth.records.provenance import provenance_of
from synth.records.run_folder import outputs_of, seal, write_run
from synth.rendering.template import render_report
from synth.report.assembling import compose_report
from synth.report.ordering import outline
from synth.settings import RenderSettings, Settings

TEXTS = (
    "Dense retrieval beats BM25 on Natural Questions by 9 points.",
    "The gain over BM25 is 9 points.",
    "Training took one day.",
)


def document(paper_id: str = "2001.00001v1", texts: tuple[str, ...] = TEXTS) -> Document:
    """One section of the given sentences, each at its own spans."""
    text = ""
    sentences: list[Sentence] = []
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


def run_of(question: str, claims: tuple[CheckedClaim, ...], acronyms: dict[str, str] | None = None) -> Run:
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
    asked = parse_question(question)
    weighed = tuple(weighed_as(item, _vote(asked, item)) for item in claims)
    return Run(
        question=asked,
        asked=Asked(sources=("papers",), papers=("theirs",)),
        settings=Settings(),
        version="0.1.0",
        queries=(),
        searched_on=date(2026, 11, 21),
        screening=tuple(
            Screened(paper_id=paper_id, title=paper.title, decision="used", stage="compose", reason="")
            for paper_id, paper in papers.items()
        ),
        inputs=tuple(source(paper_id) for paper_id in ids),
        papers=papers,
        documents={},
        sentences_read=30,
        claims_found=len(claims) + 1,
        acronyms=acronyms or {},
        checked=claims,
        weighed=weighed,
        answer=weigh(asked, weighed, papers),
    )


def source(paper_id: str, kind: SourceKind = "pdf", data: bytes = b"") -> Source:
    """The bytes of a paper, as a file of its name."""
    return Source(paper_id=paper_id, kind=kind, sha256=sha256(data).hexdigest(), origin=f"{paper_id}.{kind}")


def weighed_as(item: CheckedClaim, vote: Vote) -> Weighed:
    """A claim that votes so, without a doubt."""
    of = item.claim
    probabilities: dict[Vote, float] = {each: float(each == vote) for each in VOTES}
    return Weighed(
        claim_id=of.claim_id, paper_id=of.paper_id, weight=0.5, probabilities=probabilities, vote=vote, concludes=True
    )


def _vote(question: Question, item: CheckedClaim) -> Vote:
    """For it, where a claim names all that is asked about word by word."""
    named = (*question.subjects, *question.outcomes[:1])
    return "for" if all(name.lower() in item.claim.text.lower() for name in named) else "unclear"


def report(question: str, claims: tuple[CheckedClaim, ...]) -> Report:
    """The report that such a run would have made."""
    run = run_of(question, claims)
    return compose_report(run, outline(run), RenderSettings())


def manifest(
    files: dict[str, bytes], inputs: tuple[Source, ...] = (), settings: RenderSettings | None = None
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


def review(*statuses: GateStatus) -> Review:
    """What was judged where the gates have these statuses, in their order."""
    gates = tuple(
        Gate(number=number, name=name, status=status, reason="an example")
        for number, (name, status) in enumerate(
            zip(("grounding", "reproduction", "red team"), statuses, strict=False), 1
        )
    )
    return Review(
        score=None,
        reviewers=(),
        gates=gates,
        status="Falsified" if "Falsified" in statuses else "Unverified",
        level="L2" if statuses[:1] == ("Verified",) else "L0",
        tier="Watchlist",
    )


def page_of(content: Report, templates: Path | None = None) -> str:
    """The page of a record of this report, as a file by itself."""
    described = manifest({}).model_copy(update={"record_id": content.record_id or "SRCH:01234567"})
    head = heads_of(described, ())[-1]
    return render_file(RecordContent(described, content, review(), (), (), head, RenderSettings(), ()), "", templates)


def outcome(status: GateStatus = "Unverified", pdf_missing: str | None = None) -> Record:
    """What `generate` returns of a run that nobody made."""
    described = manifest({}).model_copy(update={"status": status})
    return Record(record_id=described.record_id, folder="out/run", manifest=described, pdf_missing=pdf_missing)


def record(folder: Path, attack: GateStatus = "Unverified", pdf: bytes | None = None) -> Path:
    """A whole and sound record at `folder`: two papers, a corroborated claim and an unsupported one.

    `attack` is what its gate 3 says, `pdf` its report.pdf, if it has one.
    """
    question = "Does dense retrieval beat BM25?"
    documents = (document(), document("2002.00002v1"))
    claims = (checked(claim(0), "corroborated", documents[1]), checked(claim(2)))
    run = run_of(question, claims)
    inputs = tuple(source(item.paper_id, data=item.text.encode()) for item in documents)
    run = run.model_copy(update={"inputs": inputs, "documents": {item.paper_id: item for item in documents}})
    content = compose_report(run, outline(run), RenderSettings())
    judged = review("Verified", "Unverified", attack)
    identifier = record_id(content.question, Settings(), inputs, claims, judged)
    content = content.model_copy(update={"record_id": identifier})
    rendered = render_report(content, RenderSettings())
    files = record_files(content, claims, run.screening, judged, documents)
    texts = {"report.tex": rendered.tex, "references.bib": rendered.bib, **rendered.figures}
    provenance = provenance_of(identifier, run, [Code(stage="read", version="1", module="synth.reading")])
    files |= {path: text.encode() for path, text in texts.items()} | {"provenance.json": json_text(provenance).encode()}
    files |= {"report.pdf": pdf} if pdf else {}
    described = manifest(files, inputs).model_copy(
        update={
            "record_id": identifier,
            "settings": result_settings(Settings()),
            "counts": Counts(found=2, used=2, merged=0, skipped=0),
            **{name: getattr(judged, name) for name in ("status", "level", "tier", "score", "gates")},
        }
    )
    write_run(folder, files, seal(described))
    return folder
