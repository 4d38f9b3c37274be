"""Cases for the gates: a run on a few sentences of a few papers, with whatever evidence a test wants."""

from collections.abc import Sequence
from dataclasses import dataclass

from synth.models import CheckedClaim, Claim, Document, Evidence, Mark, Passage, Run, Sentence, Stance
from synth.report.ordering import outline
from synth.review.case import Case
from synth.stages.judging import case_of, without
from tests import examples
from tests.examples import document, source

QUESTION = "Does dense retrieval reduce hallucination compared with longer context windows?"
SENTENCES = (
    "Dense retrieval reduces hallucination more than longer context windows do, to 12.5%.",
    "With longer context windows hallucination falls further than with dense retrieval.",
    "Dense retrieval beats BM25 on Natural Questions by 9.3 points.",
    "Longer context windows help on NarrativeQA.",
    "Hallucination is rare in long answers.",
    "Training took one day on 8 machines.",
    "Dense retrieval and longer context windows differ little in cost.",
    "The reader falls to 31.8 exact match without reranking.",
)
SURNAMES = ("Ash", "Birch", "Cedar", "Elder", "Fir")
PAPERS = tuple(f"200{n}.0000{n}v1" for n in range(1, 6))


@dataclass(frozen=True)
class Witness:
    """A passage for or against a claim: the number of its paper, and the sentence there."""

    paper: int
    sentence: int
    stance: Stance = "supports"
    independent: bool = True
    confidence: float = 0.8


def document_of(paper: int, sentences: Sequence[str] = SENTENCES) -> Document:
    """A paper that has all the sentences."""
    return document(PAPERS[paper], tuple(sentences))


def claim_of(
    paper: int, sentence: int, witnesses: Sequence[Witness] = (), mark: Mark | None = None, copy: int = 0
) -> CheckedClaim:
    """A sentence of a paper with what bears on it; without a mark, that which follows from the witnesses.

    A `copy` of it has the same words and evidence under another identifier.
    """
    stands = document_of(paper).sections[0].sentences[sentence]
    claim = Claim(
        claim_id=f"c-{paper}-{sentence}-{copy}",
        paper_id=PAPERS[paper],
        text=stands.text,
        section="Results",
        section_role="result",
        paragraph=stands.paragraph,
        spans=stands.spans,
        role="result",
        score=0.9,
    )
    evidence = tuple(_evidence(claim, paper, number, witness) for number, witness in enumerate(witnesses))
    return CheckedClaim(
        claim=claim,
        mark=mark or mark_of(evidence),
        stance=evidence[0].stance if evidence else "silent",
        similarity=0.5,
        confidence=max((one.confidence for one in evidence), default=0.1),
        evidence=evidence,
        why="",
    )


def mark_of(evidence: Sequence[Evidence]) -> Mark:
    """The mark that follows from evidence."""
    against = max((one.confidence for one in evidence if one.stance == "contradicts"), default=0.0)
    supporting = [one for one in evidence if one.stance == "supports"]
    if against and against >= max((one.confidence for one in supporting), default=0.0):
        return "contradicted"
    if any(one.independent for one in supporting):
        return "corroborated"
    return "verified" if any(one.same_paper for one in supporting) else "unsupported"


def run_of(claims: Sequence[CheckedClaim], question: str = QUESTION, silent: int = 0) -> Run:
    """A run that checked these claims, with some papers beside that were read and say nothing."""
    run = examples.run_of(question, tuple(claims))
    screening = list(run.screening)
    papers = {
        paper_id: paper.model_copy(update={"authors": (f"Ada {SURNAMES[PAPERS.index(paper_id)]}",)})
        for paper_id, paper in run.papers.items()
    }
    for number in range(silent):
        paper_id = f"2101.0000{number}v1"
        papers[paper_id] = next(iter(papers.values())).model_copy(
            update={"paper_id": paper_id, "title": f"Silence {number}", "authors": ("Sid Lence",)}
        )
        told = {"paper_id": paper_id, "decision": "skipped", "stage": "select", "reason": "no statement"}
        screening.append(screening[0].model_copy(update=told))
    documents = {
        paper_id: document_of(PAPERS.index(paper_id)) if paper_id in PAPERS else document(paper_id)
        for paper_id in dict.fromkeys([*PAPERS, *papers])
    }
    inputs = tuple(source(paper_id) for paper_id in papers)
    found = {"inputs": inputs, "papers": papers, "documents": documents, "screening": tuple(screening)}
    return run.model_copy(update=found)


def case(
    claims: Sequence[CheckedClaim],
    question: str = QUESTION,
    struck: dict[str, str] | None = None,
    silent: int = 0,
    documents: dict[str, Document] | None = None,
) -> Case:
    """The case of a run that checked these claims."""
    run = without(run_of(claims, question, silent), struck or {})
    run = run.model_copy(update={"documents": run.documents | (documents or {})})
    return case_of(run, outline(run))


def unfit(sentence: Sentence) -> Sentence:
    """The sentence as one that must not be quoted."""
    return sentence.model_copy(update={"unfit": "spliced by a float"})


def _evidence(claim: Claim, paper: int, number: int, witness: Witness) -> Evidence:
    stands = document_of(witness.paper).sections[0].sentences[witness.sentence]
    same = witness.paper == paper
    return Evidence(
        evidence_id=f"e-{claim.claim_id}-{number}",
        claim_id=claim.claim_id,
        passage=Passage(
            passage_id=f"p-{witness.paper}-{witness.sentence}",
            paper_id=PAPERS[witness.paper],
            text=stands.text,
            section="Results",
            spans=stands.spans,
        ),
        same_paper=same,
        independent=witness.independent and not same,
        similarity=0.5,
        confidence=witness.confidence,
        stance=witness.stance,
        why="matched: 9",
    )
