"""Papers to be read are looked up in the databases that did not find them: which were retracted, or are doubted."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from synth.models import Paper, QueryRun, Question
from synth.sources.database import DatabaseSource
from synth.sources.protocol import PaperSource
from synth.stages.context import Context
from synth.stages.looking_up import identifiers_of
from synth.stages.searching import Search, screen


class Standing(NamedTuple):
    """What a database says of papers, by paper_id: that each was retracted, or that its journal doubts it, with the
    database's name; what else it is known by; the queries put, with a note where one was not answered."""

    retracted: dict[str, str]
    doubted: dict[str, str]
    ids: dict[str, tuple[str, ...]]
    queries: tuple[QueryRun, ...]


def vet(question: Question, searched: Search, sources: Sequence[PaperSource], context: Context) -> Search:
    """The search with what databases know of the papers that are to be read: a retraction, a doubt, other identifiers.

    A paper is put to each database that did not give it itself, by its DOI, else by the DOI that arXiv gave it, or its
    PubMed number. Where one is left out as retracted, another takes its place and is looked up in turn. A database
    that did not answer the search is not asked again.
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
        new = [paper for paper, _ in searched.found if paper.paper_id in chosen - vetted]
        if not new:
            break
        vetted = vetted | chosen
        for database in databases:
            standing = look_up_standing([each for each in new if each.paper_id not in given[database.title]], database)
            found = tuple((_with_standing(paper, standing), source) for paper, source in searched.found)
            searched = searched._replace(found=found, queries=(*searched.queries, *standing.queries))
        silent = {run.source for run in searched.queries if run.note}
        databases = [database for database in databases if database.title not in silent]
    return searched


def look_up_standing(papers: Sequence[Paper], database: DatabaseSource) -> Standing:
    """What one database says of papers; nothing of digests, which have words of their own."""
    asked = [paper for paper in papers if not paper.is_digest]
    retracted: dict[str, str] = {}
    doubted: dict[str, str] = {}
    ids: dict[str, tuple[str, ...]] = {}
    queries: list[QueryRun] = []
    for scheme, values in identifiers_of(asked):
        answer = database.look_up(scheme, values, versions=False)
        words = f"retractions, by {scheme.upper()} ({len(values)})"
        queries += [run.model_copy(update={"search_query": words, "gave": ()}) for run in answer.queries]
        for paper in asked:
            for same in answer.papers:
                if paper.identifiers.isdisjoint(same.identifiers):
                    continue
                ids[paper.paper_id] = (*ids.get(paper.paper_id, ()), *same.ids)
                if same.retracted:
                    retracted.setdefault(paper.paper_id, same.retracted)
                elif same.concern:
                    doubted.setdefault(paper.paper_id, same.concern)
    return Standing(retracted, doubted, ids, tuple(queries))


def _with_standing(paper: Paper, standing: Standing) -> Paper:
    known = {
        "retracted": paper.retracted or standing.retracted.get(paper.paper_id),
        "concern": paper.concern or standing.doubted.get(paper.paper_id),
        "ids": tuple(dict.fromkeys([*paper.ids, *standing.ids.get(paper.paper_id, ())])),
    }
    return paper.model_copy(update=known)
