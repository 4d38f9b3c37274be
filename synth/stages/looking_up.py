"""What databases and the library know of the user's own papers, asked for by their identifiers."""

from collections.abc import Sequence
from datetime import date

from synth.errors import AnswerError, NetworkError, SourceError
from synth.models import Found, Paper, QueryRun
from synth.sources import ArxivSource
from synth.stages.context import Context
from synth.stages.opening import Opened


def no_answer(search_query: str, source: str, error: SourceError, today: date) -> Found:
    """What a database gave that did not answer: a query with a note."""
    run = QueryRun(search_query=search_query, source=source, searched_on=today, total=0, received=0, note=error.message)
    return Found(papers=(), queries=(run,))


def with_metadata(
    found: Sequence[tuple[Paper, Opened]], sources: Sequence[Opened], context: Context
) -> tuple[list[tuple[Paper, Opened]], list[QueryRun]]:
    """Give the user's own papers that have an arXiv identifier and no authors what arXiv or the library knows of them.

    Also gives the query that arXiv did not answer, where it did not.
    """
    library = context.library
    unnamed = [paper for paper, opened in found if opened.name == "papers" and paper.arxiv_id and not paper.authors]
    known = {paper.paper_id: library.paper(paper.paper_id) or library.paper(paper.work_id) for paper in unnamed}
    missing = [paper for paper in unnamed if known[paper.paper_id] is None]
    arxiv = next((opened.source for opened in sources if isinstance(opened.source, ArxivSource)), None)
    unanswered: list[QueryRun] = []
    if missing and arxiv is not None:
        try:
            looked_up = {paper.work_id: paper for paper in arxiv.look_up([paper.paper_id for paper in missing])}
        except (NetworkError, AnswerError) as error:
            looked_up = {}
            words = f"your own papers, by arXiv identifier ({len(missing)})"
            unanswered += no_answer(words, "arXiv", error, context.clock().date()).queries
        known |= {paper.paper_id: looked_up.get(paper.work_id) for paper in missing}
    named = {
        paper_id: metadata.model_copy(update={"paper_id": paper_id}) for paper_id, metadata in known.items() if metadata
    }
    return [(named.get(paper.paper_id, paper), opened) for paper, opened in found], unanswered
