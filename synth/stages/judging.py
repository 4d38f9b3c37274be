"""The report put to attackers, gates and reviewers: what falls is struck through, the rest is judged and signed."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from synth.answer import Values, weigh
from synth.checking import check_claims
from synth.models import (
    ARXIV_ID,
    Artifacts,
    CheckedClaim,
    Document,
    HeldText,
    Model,
    Paper,
    Question,
    Report,
    Review,
    Run,
    Strike,
)
from synth.records.canonical import record_id
from synth.records.files import document_path
from synth.report.assembling import compose_report
from synth.report.ordering import Outline, outline
from synth.report.review_appendix import standing_appendix
from synth.review.artifacts import reproduction_gate, struck_by_artifacts, verified_claims
from synth.review.case import Case
from synth.review.citations import citation_auditor
from synth.review.counts import recount
from synth.review.grounding import check_grounding
from synth.review.red_team import counterexample_hunter, red_team_gate, replication_attacker, struck_by_attacks
from synth.review.reviewers import review_claims
from synth.review.standing import stand, standing_line
from synth.settings import Settings
from synth.stages.acquisition import Acquired, read_before
from synth.stages.context import Context

NEWER_VERSIONS = 8
"""How many versions after the one quoted are looked for in the library."""


class LibraryTexts(Model):
    """What the library has read before, and this run has not: `documents` of other papers, with their metadata.

    `later` are newer versions of papers of this run, by the paper_id of the version that it quotes.
    """

    documents: dict[str, Document] = Field(default_factory=dict)
    papers: dict[str, Paper] = Field(default_factory=dict)
    later: dict[str, Document] = Field(default_factory=dict)


def library_text_records(library_texts: LibraryTexts) -> tuple[HeldText, ...]:
    """What provenance.json says of the texts of the library, whose documents the record keeps."""
    others = [(document, library_texts.papers.get(name), None) for name, document in library_texts.documents.items()]
    later = [(document, None, name) for name, document in library_texts.later.items()]
    return tuple(
        HeldText(paper_id=document.paper_id, paper=paper, later_than=name, document=document_path(document.paper_id))
        for document, paper, name in (*others, *later)
    )


def library_texts_of(texts: Sequence[HeldText], documents: Mapping[str, Document]) -> LibraryTexts | None:
    """The same from a record's `documents` by paper_id; None where one of them is absent."""
    if not all(text.paper_id in documents for text in texts):
        return None
    others = [text for text in texts if text.later_than is None]
    return LibraryTexts(
        documents={text.paper_id: documents[text.paper_id] for text in others},
        papers={text.paper_id: text.paper for text in others if text.paper is not None},
        later={text.later_than: documents[text.paper_id] for text in texts if text.later_than is not None},
    )


class Judged(NamedTuple):
    """A report after judgement, signed with its identifier; `run` knows what was struck."""

    report: Report
    review: Review
    run: Run


def look_in_library(question: Question, read: Sequence[Acquired], context: Context) -> LibraryTexts:
    """The library's papers on the question that were read before, best first, and newer versions of those read now."""
    library, settings = context.library, context.settings
    known = {item.paper.work_id for item in read}
    named = {document_path(item.paper.paper_id).casefold() for item in read}
    documents: dict[str, Document] = {}
    papers: dict[str, Paper] = {}
    for hit in library.search(" ".join(question.terms), settings.standing.library_papers + len(read)):
        paper = library.paper(hit.paper_id)
        document = read_before(hit.paper_id, library, settings.reading) if paper else None
        name = document_path(hit.paper_id).casefold()
        new = paper is not None and paper.work_id not in known and name not in named
        if paper and document and new and len(documents) < settings.standing.library_papers:
            named.add(name)
            documents[paper.paper_id], papers[paper.paper_id] = document, paper
    later: dict[str, Document] = {}
    for item in read:
        parts = ARXIV_ID.fullmatch(item.paper.paper_id)
        if parts and parts["version"]:
            first = int(parts["version"][1:]) + 1
            for number in range(first, first + NEWER_VERSIONS):
                newer = read_before(f"{parts['base']}v{number}", library, settings.reading)
                if newer is not None:
                    later[item.paper.paper_id] = newer
    return LibraryTexts(documents=documents, papers=papers, later=later)


def judge(
    run: Run,
    order: Outline,
    artifacts: Artifacts,
    library_texts: LibraryTexts,
    absent: Collection[str] = (),
    templates: Path | None = None,
) -> Judged:
    """Compose the report, attack it, strike what falls, compose it again without that, review it and sign it.

    Gates 2 and 3 judge the report as it was before anything was struck; gate 1 and the reviewers what is printed.
    `absent` are the papers whose bytes the store no longer has under their SHA-256; `templates` are the user's own.
    """
    settings = run.settings
    attacked = case_of(run, order, templates)
    red_team = (
        counterexample_hunter(attacked, _checked_elsewhere(attacked, library_texts, settings), library_texts.documents),
        citation_auditor(attacked, library_texts.later, settings.standing),
        replication_attacker(artifacts),
    )
    attackers = tuple(attacker for attacker in red_team if attacker)
    struck = _once((*struck_by_artifacts(attacked, artifacts), *struck_by_attacks(attacked, attackers)))
    case = attacked
    if struck:
        run = without(run, {strike.claim_id: strike.reason for strike in struck})
        case = case_of(run, outline(run), templates)
    recounted = recount(case)
    gates = (
        check_grounding(case, recounted, absent, library_texts.later),
        reproduction_gate(attacked, artifacts),
        red_team_gate(attacked, attackers, artifacts.not_run),
    )
    confirmed = [one for one in artifacts.reproductions if one.confirmed]
    reviewers = review_claims(case, recounted, confirmed, settings.standing)
    verified = verified_claims(case, artifacts)
    judged = stand(case, gates, reviewers, attackers, struck, verified, settings.standing)
    appendix = standing_appendix(judged, artifacts, case.report.reference_numbers)
    signed = case.report.model_copy(
        update={
            "record_id": record_id(run.question, settings, run.inputs, run.checked, judged),
            "standing": standing_line(judged),
            "appendices": (appendix,),
        }
    )
    return Judged(signed, judged, run)


def without(run: Run, fallen: Mapping[str, str]) -> Run:
    """The run with claims struck, the reason by claim_id: its answer is what the others give."""
    standing = [item for item in run.weighed if item.claim_id not in fallen]
    files = {one.paper_id: one.file for one in run.answer.papers if one.file}
    pairs = {
        one.paper_id: tuple(pair for pair in one.values if pair.place not in fallen)
        for one in run.answer.papers
        if one.values
    }
    values = Values(pairs, run.answer.ranking, run.answer.amounts)
    answer = weigh(run.question, standing, run.papers, files, values)
    return run.model_copy(update={"struck": dict(fallen), "answer": answer})


def case_of(run: Run, order: Outline, templates: Path | None = None) -> Case:
    """A run with its report, whose answer uses what answers the question and what the abstract quotes."""
    report = compose_report(run, order, run.settings.rendering, templates)
    quoted = {piece.claim for paragraph in report.abstract for piece in paragraph.fragments if piece.claim}
    in_abstract = [row.checked.claim.claim_id for row in report.claims if row.number in quoted]
    answers = dict.fromkeys([*(item.claim.claim_id for item in order.answers), *in_abstract])
    return Case(**dict(run), report=report, answers=tuple(answers), directions=dict(order.votes))


def _checked_elsewhere(case: Case, library_texts: LibraryTexts, settings: Settings) -> tuple[CheckedClaim, ...]:
    """The claims checked against what the library holds besides; as they are where it holds nothing."""
    if not library_texts.documents:
        return case.checked
    own = dict.fromkeys(item.claim.paper_id for item in case.checked)
    documents = [*(case.documents[paper_id] for paper_id in own), *library_texts.documents.values()]
    claims = [item.claim for item in case.checked]
    return check_claims(claims, documents, {**case.papers, **library_texts.papers}, settings.checking)


def _once(strikes: Sequence[Strike]) -> tuple[Strike, ...]:
    """Each claim once, its reasons together, in the order of the claims."""
    merged: dict[str, Strike] = {}
    for strike in strikes:
        known = merged.get(strike.claim_id)
        reason = f"{known.reason}; {strike.reason}" if known else strike.reason
        merged[strike.claim_id] = strike.model_copy(update={"reason": reason})
    return tuple(merged.values())
