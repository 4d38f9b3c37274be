"""Papers to be read are looked up in the databases that did not find them: which were retracted, or are doubted."""

from collections import defaultdict
from collections.abc import Sequence

from synth.models import Paper, QueryRun, Question
from synth.sources.database import DatabaseSource
from synth.sources.protocol import PaperSource
from synth.stages.context import Context
from synth.stages.looking_up import identifiers_of
from synth.stages.searching import Search, screen


def vet(question: Question, searched: Search, sources: Sequence[PaperSource], context: Context) -> Search:
    """The search with what databases know of the papers that are to be read: a retraction, a doubt, other identifiers.

    A paper is put to each database that did not give it itself, by its DOI, else by the DOI that arXiv gave it, or its
    PubMed number. Where one is left out as retracted or doubted, another takes its place and is looked up in turn. A
    database that did not answer the search is not asked again.
    """
    silent = {run.source for run in searched.queries if run.note}
    databases = [source for source in sources if isinstance(source, DatabaseSource)]
    databases = [database for database in databases if database.title not in silent]
    own = {paper.paper_id for paper, source in searched.found if source.name == "papers"}  # looked up when found
    given: dict[str, set[str]] = defaultdict(set)
    for run in searched.queries:
        given[run.source].update(run.gave)
    vetted = own
    while databases:
        chosen = {candidate.paper.paper_id for work in screen(question, searched, context).works for candidate in work}
        new = {paper.paper_id for paper, _ in searched.found} & chosen - vetted
        if not new:
            break
        vetted = vetted | chosen
        for database in databases:
            wanted = new - given[database.title]
            asked = [paper for paper, _ in searched.found if paper.paper_id in wanted]
            known, queries = look_up_standing(asked, database)
            found = tuple((known.get(paper.paper_id, paper), source) for paper, source in searched.found)
            searched = searched._replace(found=found, queries=(*searched.queries, *queries))
        silent = {run.source for run in searched.queries if run.note}
        databases = [database for database in databases if database.title not in silent]
    return searched


def look_up_standing(papers: Sequence[Paper], database: DatabaseSource) -> tuple[dict[str, Paper], list[QueryRun]]:
    """Papers by their paper_id, each with what one database knows of it, and the queries put, with a note where one was
    not answered. Digests, which have words of their own, are not asked for."""
    known = {paper.paper_id: paper for paper in papers}
    asked = [paper for paper in papers if not paper.is_digest]
    queries: list[QueryRun] = []
    for scheme, values in identifiers_of(asked):
        answer = database.look_up(scheme, values, versions=False)
        words = f"retractions, by {scheme.upper()} ({len(values)})"
        queries += [run.model_copy(update={"search_query": words, "gave": ()}) for run in answer.queries]
        for paper in asked:
            for same in answer.papers:
                if not paper.identifiers.isdisjoint(same.identifiers):
                    known[paper.paper_id] = _with_standing(known[paper.paper_id], same)
    return known, queries


def _with_standing(paper: Paper, same: Paper) -> Paper:
    known = {
        "retracted": paper.retracted or same.retracted,
        "concern": paper.concern or same.concern,
        "ids": tuple(dict.fromkeys([*paper.ids, *same.ids])),
    }
    return paper.model_copy(update=known)
