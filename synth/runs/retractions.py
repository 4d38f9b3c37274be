"""What databases say by now of a record's sources: which of them were retracted since."""

import os
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from synth.models import DATABASES, DatabaseName, Paper, SourceRead
from synth.sources import ArxivSource, open_database
from synth.stages.context import Context
from synth.stages.looking_up import identifiers_of


class Retractions(NamedTuple):
    """Who says of which sources, by paper_id, that they were retracted, and a line for each database without answer."""

    retracted: dict[str, str]
    notes: tuple[str, ...]


def look_for_retractions(
    sources: Sequence[SourceRead], names: Collection[DatabaseName], arxiv: ArxivSource, context: Context
) -> Retractions:
    """Ask databases, today and whatever was kept, for each source that has a DOI or a number of PubMed's."""
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
            for paper_id, says in _reported(papers, answer.papers):
                retracted.setdefault(paper_id, says)
    return Retractions(retracted, tuple(dict.fromkeys(notes)))


def _reported(papers: Sequence[Paper], known: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """The papers that are among the retracted ones of those known, by any identifier, and who says so."""
    says = {name: other.retracted for other in known if other.retracted for name in other.identifiers}
    for paper in papers:
        named = next((says[name] for name in sorted(paper.identifiers) if name in says), None)
        if named and not paper.is_digest:
            yield paper.paper_id, named
