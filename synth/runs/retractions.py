"""What databases say by now of a record's sources: which of them were retracted since."""

import os
from collections.abc import Collection, Sequence

from synth.models import DATABASES, DatabaseName, SourceRead
from synth.sources import ArxivSource, open_database
from synth.stages.context import Context
from synth.stages.vetting import look_up_standing


def look_for_retractions(
    sources: Sequence[SourceRead], names: Collection[DatabaseName], arxiv: ArxivSource, context: Context
) -> tuple[dict[str, str], list[str]]:
    """Ask databases, today and whatever was kept, for each source by its DOI, that of arXiv's, or its PubMed number.

    Returns who says of which sources, by paper_id, that they were retracted; and lines on databases without answer and
    on expressions of concern.
    """
    at_once = context.settings.databases.model_copy(update={"query_lifetime_s": 0.0})
    settings = context.settings.model_copy(update={"databases": at_once})
    papers = {item.paper.paper_id: item.paper for item in sources}
    retracted: dict[str, str] = {}
    notes: list[str] = []
    for name in (each for each in DATABASES[1:] if each in names):
        database = open_database(name, settings, context.library.path, arxiv, context.clock, os.environ)
        standing = look_up_standing(tuple(papers.values()), database)
        retracted = standing.retracted | retracted
        notes += [f"{database.title} gave no answer: {run.note}" for run in standing.queries if run.note]
        notes += [
            f"{paper_id}: an expression of concern was published, as {says} says"
            for paper_id, says in standing.doubted.items()
            if not papers[paper_id].concern
        ]
    return retracted, list(dict.fromkeys(notes))
