"""What databases and the library know of the user's own papers, asked for by their identifiers."""

from collections.abc import Iterator, Sequence
from datetime import date

from synth.errors import AnswerError, NetworkError, SourceError
from synth.models import Found, Paper, QueryRun, Screened
from synth.models.paper import arxiv_doi
from synth.question import united
from synth.sources.arxiv import ArxivSource
from synth.sources.database import SCHEMES, DatabaseSource, Scheme
from synth.sources.folder import FolderSource
from synth.sources.protocol import PaperSource
from synth.stages.context import Context


def no_answer(search_query: str, source: str, error: SourceError, today: date) -> Found:
    """What a database gave that did not answer: a query with a note."""
    run = QueryRun(search_query=search_query, source=source, searched_on=today, total=0, received=0, note=error.message)
    return Found(papers=(), queries=(run,))


def look_up_own(
    found: Sequence[tuple[Paper, PaperSource]], sources: Sequence[PaperSource], context: Context
) -> tuple[list[tuple[Paper, PaperSource]], list[QueryRun], list[Screened]]:
    """Describe the user's own papers by what arXiv or the library, and then the other databases asked, know of them.

    Returns the papers found, what was asked, and what nobody knows.
    A paper that is only listed, by nothing but an identifier that each database which was asked for it does not know,
    is a skip. A database that does not answer is noted.
    """
    own = [paper for paper, source in found if source.name == "papers"]
    named, queries = _on_arxiv([paper for paper in own if paper.arxiv_id and not paper.authors], sources, context)
    own = [named.get(paper.paper_id, paper) for paper in own]
    answered: dict[Scheme, list[str]] = {}
    known: dict[str, list[Paper]] = {}
    for scheme, values in identifiers_of(own):
        for database in sources:
            if isinstance(database, DatabaseSource):
                answer = database.look_up(scheme, values)
                words = f"your own papers, by {scheme.upper()} ({len(values)})"
                queries += [run.model_copy(update={"search_query": words, "gave": ()}) for run in answer.queries]
                if answer.queries and not any(run.note for run in answer.queries):
                    answered.setdefault(scheme, []).append(database.title)
                for paper in answer.papers:
                    for identifier in paper.identifiers:
                        known.setdefault(identifier, []).append(paper)
    described: list[tuple[Paper, PaperSource]] = []
    skips: list[Screened] = []
    for paper, source in found:
        if not isinstance(source, FolderSource):
            described.append((paper, source))
            continue
        paper = named.get(paper.paper_id, paper)
        same = [other for identifier in sorted(paper.identifiers) for other in known.get(identifier, ())]
        has_file = bool(source.forms(paper))
        asked = [title for scheme, _ in identifiers_of([paper]) for title in answered.get(scheme, ())]
        if same:
            described.append((_described(paper, same, has_file=has_file), source))
        elif asked and paper.title == paper.paper_id and not has_file and not paper.arxiv_id:
            reason = f"only listed, and not known to {' or '.join(dict.fromkeys(asked))}"
            skips.append(Screened(paper_id=paper.paper_id, title=paper.title, stage="search", reason=reason))
        else:
            described.append((paper, source))
    return described, queries, skips


def _on_arxiv(
    papers: Sequence[Paper], sources: Sequence[PaperSource], context: Context
) -> tuple[dict[str, Paper], list[QueryRun]]:
    """What the library or arXiv knows of papers with its identifiers, by paper_id; the query that it did not answer."""
    library = context.library
    known = {paper.paper_id: library.paper(paper.paper_id) or library.paper(paper.work_id) for paper in papers}
    missing = [paper for paper in papers if known[paper.paper_id] is None]
    arxiv = next((source for source in sources if isinstance(source, ArxivSource)), None)
    unanswered: list[QueryRun] = []
    if missing and arxiv is not None:
        try:
            looked_up = {paper.work_id: paper for paper in arxiv.look_up([paper.paper_id for paper in missing])}
        except (NetworkError, AnswerError) as error:
            looked_up = {}
            words = f"your own papers, by arXiv identifier ({len(missing)})"
            unanswered += no_answer(words, "arXiv", error, context.clock().date()).queries
        known |= {paper.paper_id: looked_up.get(paper.work_id) for paper in missing}
    named = {name: paper.model_copy(update={"paper_id": name}) for name, paper in known.items() if paper}
    return named, unanswered


def identifiers_of(papers: Sequence[Paper]) -> Iterator[tuple[Scheme, list[str]]]:
    """The identifiers of papers by which databases other than arXiv know them, each kind that there is.

    A paper of arXiv's without a DOI of its own has the one that arXiv registers for each.
    """
    names = dict.fromkeys(name for paper in papers for name in _names_elsewhere(paper))
    for scheme in SCHEMES:
        values = [name.partition(":")[2] for name in names if name.startswith(f"{scheme}:")]
        if values:
            yield scheme, values


def _names_elsewhere(paper: Paper) -> list[str]:
    names = sorted(paper.identifiers)
    if any(name.startswith("doi:") for name in names):
        return names
    return [arxiv_doi(name) if name.startswith("arxiv:") else name for name in names]


def _described(paper: Paper, same: Sequence[Paper], *, has_file: bool) -> Paper:
    """A paper with what databases know of it; one without a file is arXiv's, where that has it."""
    listed = paper.model_copy(update={"title": ""}) if paper.title == paper.paper_id else paper
    complete = united([listed, *same], dict.fromkeys(range(1, len(same) + 1), 0))[0]
    on_arxiv = next((other for other in same if other.arxiv_id), None)
    if on_arxiv is None or has_file or paper.arxiv_id:
        return complete.model_copy(update={"title": complete.title or paper.title})
    return united([on_arxiv, complete], {1: 0})[0]
