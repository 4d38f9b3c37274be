"""From a question to what is to be read: sources opened and asked, papers ranked and screened."""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from synth.errors import NetworkError, NothingFoundError, SourceError, UsageError
from synth.language.phrasing import counted
from synth.language.text import normalise
from synth.library import Library
from synth.models import DATABASES, Asked, DatabaseName, Found, Paper, QueryRun, Question, RunSource, Screened, Skip
from synth.question import build_queries, find_copies, screen_papers, united
from synth.settings import Settings
from synth.sources import ArxivSession, ArxivSource, FolderSource, PaperSource, SampleSource, open_database
from synth.stages.acquisition import Candidate
from synth.stages.context import Context

MAX_NAMED = 10  # of the files that a message names


class Opened(NamedTuple):
    """A source of papers that the run was told to use."""

    name: RunSource
    source: PaperSource


class Search(NamedTuple):
    """What all sources gave: papers with the source that has each, the queries put, and what was no candidate.

    `copies` are the places of copies in `found`, each with that of the one that stays (`find_copies`).
    """

    found: tuple[tuple[Paper, Opened], ...]
    copies: Mapping[int, int]
    queries: tuple[QueryRun, ...]
    skips: tuple[Skip, ...]


class Screening(NamedTuple):
    """What is to be read: works, each its best copy first, and what became of every paper so far."""

    works: tuple[tuple[Candidate, ...], ...]
    rows: tuple[Screened, ...]


def sources_asked(
    paths: Sequence[Path], searched: Sequence[RunSource], settings: Settings, *, sample: bool, offline: bool
) -> Asked:
    """Which sources a run uses: the databases and the library as `searched` names them, else arXiv and OpenAlex.

    Raises UsageError where the sample library would be mixed with real papers, or a database is named and none is to be
    asked.
    """
    if sample and paths:
        raise UsageError("--sample and --papers exclude each other: digests are not mixed with real papers")
    if searched and (sample or offline):
        raise UsageError(f"--source and {'--sample' if sample else '--offline'} exclude each other")
    if sample:
        return Asked(sources=("sample",))
    names = tuple(dict.fromkeys(normalise(Path(os.path.realpath(path)).name) for path in paths))
    own: tuple[RunSource, ...] = ("papers",) if paths else ()
    asked: tuple[RunSource, ...] = tuple(dict.fromkeys(searched)) or _databases_by_default(settings)
    return Asked(sources=(*own, *(("library",) if offline else asked)), papers=names)


def _databases_by_default(settings: Settings) -> tuple[DatabaseName, ...]:
    """ArXiv and OpenAlex; arXiv alone where a mirror of it is set, and none of OpenAlex: then nobody else is asked."""
    mirrored = settings.arxiv.base_url is not None and settings.databases.openalex_url is None
    return ("arxiv",) if mirrored else ("arxiv", "openalex")


def open_sources(asked: Asked, paths: tuple[Path, ...], context: Context) -> tuple[Opened, ...]:
    """The sources asked, the user's own papers first. Raises UsageError."""
    settings, library, now = context.settings, context.library, context.clock
    arxiv = ArxivSource(
        ArxivSession(settings.arxiv, settings.limits), library.path / "arxiv", settings.arxiv, context.clock
    )
    online = not set(DATABASES).isdisjoint(asked.sources)
    opened: dict[RunSource, Callable[[], PaperSource]] = {
        "papers": lambda: FolderSource(paths, settings.limits, arxiv if online else library),
        "library": lambda: library,
        "sample": SampleSource,
        "arxiv": lambda: arxiv,
    }
    for name in DATABASES[1:]:
        opened[name] = partial(open_database, name, settings, library.path, arxiv, now, os.environ)
    return tuple(Opened(name, opened[name]()) for name in asked.sources)


def search(question: Question, sources: Sequence[Opened], context: Context) -> Search:
    """Ask every source; what arXiv gives is added to the library. Raises NothingFoundError, NetworkError.

    A database that does not answer costs its papers and is noted among the queries, unless none answers.
    """
    settings, library, progress = context.settings, context.library, context.progress
    queries = build_queries(question, settings.search.since, settings.search.categories)
    found: list[tuple[Paper, Opened]] = []
    runs: list[QueryRun] = []
    skips: list[Skip] = []
    failures: list[NetworkError] = []
    for number, opened in enumerate(sources):
        progress("search", number, len(sources))
        try:
            answer = opened.source.find(question, queries, settings.search)
        except NetworkError as error:
            failures.append(error)
            answer = no_answer(queries[0].search_query, "arXiv", error, context.clock().date())
        if opened.name == "arxiv":
            library.add(answer.papers)
        found += [(paper, opened) for paper in answer.papers]
        runs += answer.queries
        skips += answer.skips
    progress("search", len(sources), len(sources))
    if runs and all(run.note for run in runs):
        failures.append(NetworkError(runs[0].note or "", item=runs[0].source, stage="search"))
        failures[0].remedy = unreachable_remedy(library.count(question.text))
        raise failures[0]
    searched = joined(with_metadata(found, sources, library), runs, skips)
    if not found:
        raise NothingFoundError(nothing_found(question, sources, searched), stage="search")
    return searched


def joined(found: Sequence[tuple[Paper, Opened]], runs: Sequence[QueryRun], skips: Sequence[Skip]) -> Search:
    """A search of papers that each stand once, with the first source that has it and with what all know of it."""
    first: dict[str, int] = {}
    again = {
        number: first[paper.paper_id]
        for number, (paper, _) in enumerate(found)
        if first.setdefault(paper.paper_id, number) != number
    }
    papers = united([paper for paper, _ in found], again)
    once = [(papers[number], opened) for number, (_, opened) in enumerate(found) if number not in again]
    copies = find_copies([paper for paper, _ in once])
    original = {paper.paper_id: once[copies.get(number, number)][0].paper_id for number, (paper, _) in enumerate(once)}
    put = (
        run.model_copy(update={"gave": tuple(dict.fromkeys(original.get(given, given) for given in run.gave))})
        for run in runs
    )
    return Search(tuple(once), copies, tuple(put), tuple(skips))


def no_answer(search_query: str, source: str, error: SourceError, today: date) -> Found:
    """What a database gave that did not answer: a query with a note."""
    run = QueryRun(search_query=search_query, source=source, searched_on=today, total=0, received=0, note=error.message)
    return Found(papers=(), queries=(run,))


def with_metadata(
    found: Sequence[tuple[Paper, Opened]], sources: Sequence[Opened], library: Library
) -> list[tuple[Paper, Opened]]:
    """Give the user's own papers that have an arXiv identifier and no authors what arXiv or the library knows of them.

    Raises NetworkError, AnswerError.
    """
    unnamed = [paper for paper, opened in found if opened.name == "papers" and paper.arxiv_id and not paper.authors]
    known = {paper.paper_id: library.paper(paper.paper_id) or library.paper(paper.work_id) for paper in unnamed}
    missing = [paper for paper in unnamed if known[paper.paper_id] is None]
    arxiv = next((opened.source for opened in sources if isinstance(opened.source, ArxivSource)), None)
    if missing and arxiv is not None:
        looked_up = {paper.work_id: paper for paper in arxiv.look_up([paper.paper_id for paper in missing])}
        known |= {paper.paper_id: looked_up.get(paper.work_id) for paper in missing}
    named = {
        paper_id: metadata.model_copy(update={"paper_id": paper_id}) for paper_id, metadata in known.items() if metadata
    }
    return [(named.get(paper.paper_id, paper), opened) for paper, opened in found]


def screen(question: Question, searched: Search, context: Context) -> Screening:
    """Choose what is read. A copy stands by, to be read where the one it is a copy of cannot be."""
    copies = searched.copies
    papers = united([paper for paper, _ in searched.found], copies)
    named = [index for index, (_, opened) in enumerate(searched.found) if opened.name == "papers"]
    rows = screen_papers(question, papers, copies, context.settings.search, must_keep=named)
    if any(row.decision == "used" and papers[index].is_digest for index, row in enumerate(rows)):
        # A digest's abstract is too short to judge by: where one digest bears on the question, all are read.
        rows = screen_papers(question, papers, copies, context.settings.search, must_keep=range(len(papers)))
    works = []
    for index, row in enumerate(rows):
        if row.decision == "used":
            same = [index, *(copy for copy, kept in sorted(copies.items()) if kept == index)]
            works.append(tuple(Candidate(n, papers[n], searched.found[n][1].source.fetch) for n in same))
    return Screening(tuple(works), rows)


def unreachable_remedy(available: int) -> str:
    """What to do when arXiv does not answer."""
    papers = counted(available, "paper")
    return f"the library holds {papers} on this; --offline uses them, with those of --papers, and asks arXiv nothing"


def nothing_found(question: Question, sources: Sequence[Opened], searched: Search) -> str:
    """What was tried, where no source had a paper, and why files were left out."""
    tried = [f"{run.search_query!r} ({run.note or f'{run.total} on {run.source}'})" for run in searched.queries]
    tried += [opened.name for opened in sources if opened.name in ("papers", "library", "sample")]
    named = "; ".join(f"{skip.title}: {skip.reason}" for skip in searched.skips[:MAX_NAMED])
    others = "; ..." if len(searched.skips) > MAX_NAMED else ""
    left_out = f"; {len(searched.skips)} left out: {named}{others}" if named else ""
    return f"no paper was found for {question.text!r}; tried: {'; '.join(tried)}{left_out}"


def nothing_read(
    question: Question, searched: Search, screening: Screening, failed: Mapping[int, Skip]
) -> NothingFoundError:
    """Why none of the papers found could be used: the most frequent reason, and how often it was given."""
    skipped = [row.reason for number, row in enumerate(screening.rows) if number not in failed and row.reason]
    reason, times = _most_frequent([*skipped, *(skip.reason for skip in [*failed.values(), *searched.skips])])
    return NothingFoundError(
        f"none of the {len(searched.found)} papers found could be used; {times} because: {reason}",
        item=question.text,
        stage="read",
        remedy="widen the question, or add papers with --papers",
    )


def _most_frequent(reasons: Sequence[str]) -> tuple[str, int]:
    """The reason given most often, ties by the alphabet, and how often."""
    return min(Counter(reasons).items(), key=lambda item: (-item[1], item[0]))
