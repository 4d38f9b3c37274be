"""A record's sources are looked up again: newer versions, withdrawals, retractions, and the corrections that follow."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.errors import SourceError
from synth.language.phrasing import shortened
from synth.language.text import normalise, words
from synth.library import Library
from synth.models import (
    ARXIV_ID,
    DATABASES,
    Correction,
    DatabaseName,
    Document,
    Fetched,
    Paper,
    Screened,
    SourceKind,
    SourceRead,
)
from synth.records.contents import Contents, read_contents
from synth.records.corrections import Change, correct
from synth.records.reader import read_manifest
from synth.records.run_folder import settings_of
from synth.runs.verification import refuse_damaged
from synth.settings import Settings
from synth.sources.arxiv import ArxivSource
from synth.sources.databases import open_database
from synth.sources.session import ArxivSession
from synth.stages.acquisition import Candidate, Fetch, acquire
from synth.stages.context import Context, Progress, open_context, quiet
from synth.stages.vetting import look_up_standing
from synth.system.clock import Clock
from synth.system.store import sha256

BY = "synth refresh"
OTHER_FORMS: dict[SourceKind, frozenset[SourceKind]] = {
    "latex": frozenset(),
    "jats": frozenset(),
    "pdf": frozenset({"latex"}),
    "abstract": frozenset({"latex", "pdf"}),
}
"""What not to fetch of a newer version: a sentence is compared with one that was read from the same form."""

MAX_COMMENT_CHARS = 300


class Quotation(NamedTuple):
    """A text that a record quotes from a source: of a claim itself, or of a passage that it was checked against."""

    claim_id: str
    text: str
    is_claim: bool


class Newer(NamedTuple):
    """A source of which arXiv has a newer version than was read, or may have: its own version was not named."""

    source: SourceRead
    latest: Paper
    quotations: tuple[Quotation, ...]


def refresh(
    folder: Path,
    library: Path | None,
    asked: Settings,
    now: Clock,
    databases: Sequence[DatabaseName] = (),
    progress: Progress = quiet,
) -> tuple[tuple[Correction, ...], tuple[str, ...]]:
    """Ask arXiv and other databases for each source of a record, and file what follows from the answers.

    Returns the corrections that were filed, and a line about each source of which there is something to be noted.
    A withdrawn or retracted source corrects the claims quoted from it or supported by it; so does a version in which a
    quotation is gone. A newer version that still has them is noted and corrects nothing. Filed once, however often it
    is asked. `asked` says how databases are asked, `databases` which of them for retractions: without any, those that
    the record asked. One of these that does not answer is noted. Raises RecordError where the record does not hold,
    NetworkError, AnswerError where arXiv does not answer.
    """
    refuse_damaged(folder, "corrected")
    manifest = read_manifest(folder)
    contents, _ = read_contents(folder, [output.path for output in manifest.outputs])
    sources = contents.provenance.sources if contents.provenance else ()
    how = {"arxiv": asked.arxiv, "databases": asked.databases}
    context = open_context(settings_of(folder, manifest).model_copy(update=how), library, now, progress)
    source = ArxivSource(ArxivSession(asked.arxiv), context.library.path / "arxiv", asked.arxiv, now)
    bases = {base for item in sources if (base := _base(item.paper)) is not None}
    progress("search", 0, 1)
    latest = {paper.work_id: paper for paper in source.look_up(sorted(bases))}
    names = databases or [name for name in manifest.asked.sources if name in DATABASES]
    retracted, notes = _look_for_retractions(sources, names, source, context)
    progress("search", 1, 1)

    changes: list[Change] = []
    newer: list[Newer] = []
    for item in sources:
        name, found = item.paper.paper_id, latest.get(_base(item.paper) or "")
        quotations = tuple(_quotations(contents, name))
        if name in retracted and quotations:
            changes.append(_retracted(item.paper, quotations, retracted[name]))
        elif name in retracted:
            notes.append(f"{name}: {retracted[name]}; nothing of it is quoted")
        if found is None:
            notes.append(f"{name}: {'arXiv no longer knows it' if _base(item.paper) else 'not on arXiv'}")
        elif found.withdrawn and not quotations:
            notes.append(f"{name}: withdrawn; nothing of it is quoted")
        elif found.withdrawn:
            changes.append(_withdrawn(found, quotations, found.comment or "its abstract says so"))
        elif _is_newer(found, item.paper):
            newer.append(Newer(item, found, quotations))
    with context.executor:
        compared, compared_notes = _compare(newer, source, context)
    return correct(folder, (*changes, *compared), now()), (*notes, *compared_notes)


def _look_for_retractions(
    sources: Sequence[SourceRead], names: Collection[DatabaseName], arxiv: ArxivSource, context: Context
) -> tuple[dict[str, str], list[str]]:
    """Ask databases, today and whatever was kept, for each source by its DOI, that of arXiv's, or its PubMed number.

    Returns of which sources they say, by paper_id, that they were retracted or are doubted, and a line on each database
    without answer.
    """
    at_once = context.settings.databases.model_copy(update={"query_lifetime_s": 0.0})
    settings = context.settings.model_copy(update={"databases": at_once})
    papers = {item.paper.paper_id: item.paper for item in sources}
    notes: list[str] = []
    for name in (each for each in DATABASES[1:] if each in names):
        database = open_database(name, settings, context.library.path, arxiv, context.clock, os.environ)
        papers, queries = look_up_standing(tuple(papers.values()), database)
        notes += [f"{database.title} gave no answer: {run.note}" for run in queries if run.note]
    return {name: paper.notice for name, paper in papers.items() if paper.notice}, list(dict.fromkeys(notes))


def _compare(newer: Sequence[Newer], source: ArxivSource, context: Context) -> tuple[list[Change], list[str]]:
    """What follows from newer versions: corrections, and notes on those that change nothing or cannot be read.

    What is gone from a newer version is looked for once more in the version that the record read, as it is read today:
    a sentence that an older reader put together wrongly was never the paper's to lose.
    """
    quoted = [item for item in newer if item.quotations]
    latest = [[Candidate(row, item.latest, _in_form(item.source, source))] for row, item in enumerate(quoted)]
    documents, failed = _read(latest, context)
    lost = [row for row, item in enumerate(quoted) if row in documents and _gone(item, documents[row])]
    as_read = [
        [Candidate(row, quoted[row].source.paper, _as_read(quoted[row].source, source, context.library))]
        for row in lost
    ]
    before, unread = _read(as_read, context)
    changes: list[Change] = []
    outcomes = {item.latest.paper_id: "nothing of it is quoted" for item in newer if not item.quotations}
    for row, item in enumerate(quoted):
        name = item.latest.paper_id
        if row in unread:
            outcomes[name] = f"which could not be compared with what was read: {unread[row].reason}"
        elif row in documents:
            there = _found(item, before[row]) if row in before else item
            gone = _gone(there, documents[row])
            changes += gone
            found, misread = len(there.quotations), len(item.quotations) - len(there.quotations)
            outcomes[name] = "see the corrections" if gone else f"which still has all {found} quotations"
            if misread:
                outcomes[name] += f"; {misread} more are read otherwise today in the version that was read, too"
        elif failed[row].reason.startswith("withdrawn"):  # an empty source, whose metadata say nothing of it
            changes.append(_withdrawn(item.latest, item.quotations, failed[row].reason))
        else:
            outcomes[name] = f"which could not be compared: {failed[row].reason}"
    read = {item.latest.paper_id: item.source.paper.paper_id for item in newer}
    return changes, [f"{read[name]}: superseded by {name}, {what}" for name, what in outcomes.items()]


def _in_form(read: SourceRead, source: ArxivSource) -> Fetch:
    """Fetches versions of a paper in the form that one was read from, or in what is below it."""
    return lambda paper, without: source.fetch(paper, without | OTHER_FORMS[read.kind])


def _as_read(read: SourceRead, source: ArxivSource, library: Library) -> Fetch:
    """Fetches the bytes that a record was read from, and no others."""

    def fetch(paper: Paper, without: frozenset[SourceKind]) -> Fetched:
        data = library.store.get(read.sha256)
        if data is not None:
            return Fetched(kind=read.kind, data=data, origin=read.origin)
        fetched = _in_form(read, source)(paper, without)
        if sha256(fetched.data) != read.sha256:
            raise SourceError("arXiv gives other bytes of it by now", item=paper.paper_id, stage="fetch")
        return fetched

    return fetch


def _read(works: Sequence[Sequence[Candidate]], context: Context) -> tuple[dict[int, Document], dict[int, Screened]]:
    """The documents of versions of papers, and what could not be read, by row."""
    acquired, failed = acquire(works, context)
    return {item.row: item.document for item in acquired}, failed


def _base(paper: Paper) -> str | None:
    """The arXiv identifier without its version; None for what is not there, and for a digest, which has other words."""
    match = None if paper.is_digest else ARXIV_ID.fullmatch(paper.cited_id or "")
    return match["base"] if match else None


def _is_newer(latest: Paper, read: Paper) -> bool:
    versions = [ARXIV_ID.fullmatch(paper.cited_id or "") for paper in (latest, read)]
    numbers = [int(match["version"][1:]) if match and match["version"] else 0 for match in versions]
    return numbers[0] > numbers[1]


def _quotations(contents: Contents, paper_id: str) -> Iterator[Quotation]:
    """What the record quotes of a paper; a passage that says nothing for or against its claim decides nothing."""
    for claim in contents.claims or ():
        if claim.paper_id == paper_id:
            yield from (Quotation(claim.id, text, is_claim=True) for text in (claim.context, claim.text) if text)
    for passage in contents.evidence or ():
        if passage.paper_id == paper_id and passage.stance != "silent":
            yield Quotation(passage.claim_id, passage.text, is_claim=False)


def _withdrawn(paper: Paper, quotations: Sequence[Quotation], why: str) -> Change:
    return _lost(
        quotations, f"arXiv:{paper.paper_id}", f"was withdrawn: {shortened(normalise(why), MAX_COMMENT_CHARS)}"
    )


def _retracted(paper: Paper, quotations: Sequence[Quotation], notice: str) -> Change:
    named = f"doi:{paper.doi}" if paper.doi else paper.paper_id
    return _lost(quotations, named, f"was {notice}")


def _lost(quotations: Sequence[Quotation], source: str, why: str) -> Change:
    """The correction of all claims with quotations from a source that no longer stands."""
    reason = f"{source}, which it was read from or checked against, {why}"
    claims = tuple(dict.fromkeys(quotation.claim_id for quotation in quotations))
    return Change(by=BY, what="claim corrected", reason=reason, state="CORRECTED", claims=claims)


def _found(item: Newer, document: Document) -> Newer:
    """A newer version with those quotations alone that a document has."""
    body = _body(document)
    there = tuple(one for one in item.quotations if f" {' '.join(words(one.text))} " in body)
    return item._replace(quotations=there)


def _gone(item: Newer, document: Document) -> list[Change]:
    """Corrections: of the claims whose sentence a newer version no longer has, of those whose evidence it lacks."""
    there = set(_found(item, document).quotations)
    gone = [quotation for quotation in item.quotations if quotation not in there]
    claims = tuple(dict.fromkeys(quotation.claim_id for quotation in gone if quotation.is_claim))
    checked = tuple(dict.fromkeys(quotation.claim_id for quotation in gone if not quotation.is_claim))
    read, latest = item.source.paper.cited_id, item.latest.paper_id
    lost = (
        (claims, f"arXiv:{latest} supersedes arXiv:{read}, and no longer has this sentence"),
        (checked, f"arXiv:{latest} supersedes arXiv:{read}, and no longer has a passage that this was checked against"),
    )
    return [
        Change(by=BY, what="claim corrected", reason=reason, state="CORRECTED", claims=about)
        for about, reason in lost
        if about
    ]


def _body(document: Document) -> str:
    """The words of a document, section by section as its sentences run: floats and page ends do not part them."""
    runs = [section.sentences for section in document.sections]
    runs += [(sentence,) for sentence in (*document.captions, *document.footnotes)]
    return "\n".join(f" {' '.join(word for sentence in run for word in words(sentence.text))} " for run in runs)
