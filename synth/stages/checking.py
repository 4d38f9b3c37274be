"""Claims selected and weighed, then checked: what a report is composed of, before it is judged."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from synth import __version__
from synth.answer import find_values, rank_again, rank_claims, weigh, weigh_claims
from synth.checking import PassageIndex, check_claims, prepare_check
from synth.claims import collect_acronyms, select_claims
from synth.language.sides import Sides
from synth.language.tabular import resolve
from synth.models import Asked, CheckedClaim, Claim, Document, Paper, QueryRun, Question, Run
from synth.settings import CheckSettings
from synth.stages.acquisition import Acquired
from synth.stages.context import Context


class Selected(NamedTuple):
    """The claims selected, in order, and the run without their verdicts."""

    claims: tuple[Claim, ...]
    run: Run


def select(
    question: Question,
    asked: Asked,
    read: Sequence[Acquired],
    queries: tuple[QueryRun, ...],
    searched_on: date,
    context: Context,
) -> Selected:
    """Select the claims that bear on the question, and weigh them. There may be none: the report then says so."""
    settings = context.settings
    documents = [item.document for item in read]
    papers = {item.document.paper_id: item.paper for item in read}
    claims = [claim for item in read for claim in item.claims]
    acronyms = collect_acronyms(documents)
    sides = Sides(question, [item.card for item in read])
    fronts = {item.paper.paper_id: (item.paper.title, item.document.abstract or item.paper.abstract) for item in read}
    ranked = rank_claims(question, claims, sides, fronts, settings.claims.min_relevance)
    read_for_votes = weigh_claims(question, ranked, sides, settings.claims.max_weighed)
    selected = select_claims(rank_again(question, ranked, read_for_votes), settings.claims)
    vote_of = {item.claim_id: item for item in read_for_votes}
    weighed = [vote_of[claim.claim_id] for claim in selected if claim.claim_id in vote_of]
    tables = {document.paper_id: tuple(map(resolve, document.tables)) for document in documents}
    values = find_values(question, selected, tables, sides)
    answer = weigh(question, weighed, papers, {item.paper.paper_id: item.source.origin for item in read}, values)
    run = Run(
        question=question,
        asked=asked,
        settings=settings,
        version=__version__,
        queries=queries,
        searched_on=searched_on,
        screening=(),
        inputs=tuple(item.source for item in read),
        papers=papers,
        documents={document.paper_id: document for document in documents},
        sentences_read=sum(len(section.sentences) for document in documents for section in document.sections),
        claims_found=len(claims),
        acronyms=acronyms,
        checked=(),
        weighed=tuple(weighed),
        answer=answer,
    )
    return Selected(tuple(selected), run)


class Readings(NamedTuple):
    """What claims are checked against: all that was read, prepared for it."""

    documents: Sequence[Document]
    papers: dict[str, Paper]
    passages: PassageIndex
    settings: CheckSettings


def prepare(read: Sequence[Acquired], settings: CheckSettings) -> Readings:
    """Prepare what was read for the check of claims, whichever are selected."""
    documents = [item.document for item in read]
    papers = {item.document.paper_id: item.paper for item in read}
    findings = [claim for item in read for claim in item.claims]
    return Readings(documents, papers, prepare_check(documents, settings, findings), settings)


def check(readings: Readings, claims: Sequence[Claim]) -> tuple[CheckedClaim, ...]:
    """Check each claim against all that was read."""
    documents, papers, passages, settings = readings
    own = {claim.paper_id for claim in claims}
    tables = {one.paper_id: tuple(map(resolve, one.tables)) for one in documents if one.paper_id in own}
    return check_claims(claims, documents, papers, settings, tables=tables, passages=passages)
