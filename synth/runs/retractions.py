"""What databases say by now of a record's sources: which of them were retracted since."""

import os
from collections.abc import Collection, Iterator, Sequence

from synth.models import DATABASES, DatabaseName, Paper, SourceRead
from synth.sources import ArxivSource, open_database
from synth.stages.context import Context
from synth.stages.looking_up import identifiers_of


def look_for_retractions(
    sources: Sequence[SourceRead], names: Collection[DatabaseName], arxiv: ArxivSource, context: Context
) -> tuple[dict[str, str], list[str]]:
    """Ask databases, today and whatever was kept, for each source that has a DOI or a number of PubMed's.

    Returns who says of which sources, by paper_id, that they were retracted; and lines on databases without answer and
    on expressions of concern.
    """
    at_once = context.settings.databases.model_copy(update={"query_lifetime_s": 0.0})
    settings = context.settings.model_copy(update={"databases": at_once})
    papers = [item.paper for item in sources]
    retracted: dict[str, str] = {}
    notes: list[str] = []
    for name in (each for each in DATABASES[1:] if each in names):
        database = open_database(name, settings, context.library.path, arxiv, context.clock, os.environ)
        for scheme, values in identifiers_of(papers):
            answer = database.look_up(scheme, values)
            notes += [f"{database.title} gave no answer: {run.note}" for run in answer.queries if run.note]
            for paper, same in _matched(papers, answer.papers):
                if same.retracted:
                    retracted.setdefault(paper.paper_id, same.retracted)
                elif same.concern and not paper.concern:
                    notes.append(f"{paper.paper_id}: an expression of concern was published, as {same.concern} says")
    return retracted, list(dict.fromkeys(notes))


def _matched(papers: Sequence[Paper], known: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Each paper with each of those known that shares an identifier with it; no digest, which has words of its own."""
    for paper in papers:
        if not paper.is_digest:
            yield from ((paper, other) for other in known if not paper.identifiers.isdisjoint(other.identifiers))
