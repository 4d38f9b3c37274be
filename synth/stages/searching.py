"""From a question to what is to be read: sources asked, papers ranked and screened."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synth.errors import AnswerError, NetworkError, NothingFoundError
from synth.language.phrasing import counted
from synth.models import Paper, QueryRun, Question, Screened
from synth.question import build_queries, find_copies, screen_papers, united
from synth.records.reader import shown
from synth.sources.protocol import PaperSource
from synth.stages.acquisition import Candidate
from synth.stages.context import Context
from synth.stages.looking_up import look_up_own, no_answer

MAX_NAMED = 10  # of the files that a message names
REMEDY = "widen the question, or add papers with --papers"

log = logging.getLogger(__name__)


class Search(NamedTuple):
    """What all sources gave: papers with the source that has each, the queries put, and what was no candidate.

    `copies` are the places of copies in `found`, each with that of the one that stays (`find_copies`).
    """

    found: tuple[tuple[Paper, PaperSource], ...]
    copies: Mapping[int, int]
    queries: tuple[QueryRun, ...]
    skips: tuple[Screened, ...]


class Screening(NamedTuple):
    """What is to be read: works, each its best copy first, and what became of every paper so far."""

    works: tuple[tuple[Candidate, ...], ...]
    rows: tuple[Screened, ...]


def search(question: Question, sources: Sequence[PaperSource], context: Context) -> Search:
    """Ask every source; what arXiv gives is added to the library.

    A database that does not answer costs its papers and is noted among the queries. Raises NetworkError where none
    answers and no other source has a paper, else NothingFoundError where none has one.
    """
    settings, library, progress = context.settings, context.library, context.progress
    queries = build_queries(question, settings.search.since, settings.search.categories)
    found: list[tuple[Paper, PaperSource]] = []
    runs: list[QueryRun] = []
    skips: list[Screened] = []
    for number, source in enumerate(sources):
        progress("search", number, len(sources))
        try:
            answer = source.find(question, queries, settings.search)
        except (NetworkError, AnswerError) as error:
            answer = no_answer(queries[0].search_query, "arXiv", error, context.clock().date())
        if source.name == "arxiv":
            library.add(answer.papers)
        found += [(paper, source) for paper in answer.papers]
        runs += answer.queries
        skips += answer.skips
    progress("search", len(sources), len(sources))
    if not found and runs and all(run.note for run in runs):
        raise unreachable(runs, library.count(question.text))
    found, queries_of_own, unknown = look_up_own(found, sources, context)
    searched = joined(found, [*runs, *queries_of_own], [*skips, *unknown])
    if not found:
        remedy = "" if searched.skips else REMEDY
        raise NothingFoundError(nothing_found(question, sources, searched), stage="search", remedy=remedy)
    return searched


def joined(found: Sequence[tuple[Paper, PaperSource]], runs: Sequence[QueryRun], skips: Sequence[Screened]) -> Search:
    """A search of papers that each stand once, with the first source that has it and with what all know of it."""
    first: dict[str, int] = {}
    again = {
        number: first[paper.paper_id]
        for number, (paper, _) in enumerate(found)
        if first.setdefault(paper.paper_id, number) != number
    }
    papers = united([paper for paper, _ in found], again)
    once = [(papers[number], source) for number, (_, source) in enumerate(found) if number not in again]
    copies = find_copies([paper for paper, _ in once])
    original = {paper.paper_id: once[copies.get(number, number)][0].paper_id for number, (paper, _) in enumerate(once)}
    put = (
        run.model_copy(update={"gave": tuple(dict.fromkeys(original.get(given, given) for given in run.gave))})
        for run in runs
    )
    return Search(tuple(once), copies, tuple(put), tuple(skips))


def screen(question: Question, searched: Search, context: Context) -> Screening:
    """Choose what is read. A copy stands by, to be read where the one it is a copy of cannot be."""
    copies = searched.copies
    papers = united([paper for paper, _ in searched.found], copies)
    named = {copies.get(index, index) for index, (_, source) in enumerate(searched.found) if source.name == "papers"}
    rows = screen_papers(question, papers, copies, context.settings.search, must_keep=named)
    if any(row.decision == "used" and papers[index].is_digest for index, row in enumerate(rows)):
        # A digest's abstract is too short to judge by: where one digest bears on the question, all are read.
        rows = screen_papers(question, papers, copies, context.settings.search, must_keep=range(len(papers)))
    works = []
    for index, row in enumerate(rows):
        if row.decision == "used":
            same = [index, *(copy for copy, kept in sorted(copies.items()) if kept == index)]
            works.append(tuple(Candidate(n, papers[n], searched.found[n][1].fetch) for n in same))
    return Screening(tuple(works), rows)


def unreachable(queries: Sequence[QueryRun], available: int) -> NetworkError:
    """That no database answered, each named with its reason, and how many papers the library has instead."""
    reasons = "; ".join(dict.fromkeys(f"{run.source}: {run.note}" for run in queries))
    held = f"the library holds {counted(available, 'paper')} on this"
    remedy = f"{held}; --offline uses them, with those of --papers, and asks no database"
    return NetworkError(reasons, stage="search", remedy=remedy)


def nothing_found(question: Question, sources: Sequence[PaperSource], searched: Search) -> str:
    """What was tried, where no source had a paper, and why files were left out."""
    tried = [f"{run.search_query!r} ({run.note or f'{run.total} on {run.source}'})" for run in searched.queries]
    tried += [source.name for source in sources if source.name in ("papers", "library", "sample")]
    left_out = f"; {len(searched.skips)} left out: {_each_named(searched.skips)}" if searched.skips else ""
    return f"no paper was found for {question.text!r}; tried: {'; '.join(tried)}{left_out}"


def nothing_read(
    question: Question, searched: Search, screening: Screening, failed: Mapping[int, Screened]
) -> NothingFoundError:
    """Why none of the papers found could be used: each with its reason, or of many the most frequent one."""
    rows = [row for number, row in enumerate(screening.rows) if number not in failed and row.decision == "skipped"]
    skipped: list[Screened] = [*failed.values(), *searched.skips, *rows]
    why = _each_named(skipped)
    if len(skipped) > MAX_NAMED:
        reason, times = _most_frequent([one.reason for one in skipped])
        why = f"{times} because: {reason}; -v names each"
    found = len(searched.found) + len(searched.skips)
    own = all(source.name == "papers" for _, source in searched.found)
    unused = (
        "the only paper found could not be used" if found == 1 else f"none of the {found} papers found could be used"
    )
    return NothingFoundError(
        f"{unused}; {why}",
        item=question.text,
        stage="read",
        remedy="give files of them, or ask databases too" if own else REMEDY,
    )


def _each_named(skipped: Sequence[Screened]) -> str:
    """The first of what was left out, each with its reason; the log of -v has all."""
    lines = [f"{one.title or one.paper_id}: {one.reason}" for one in skipped]
    for line in lines:
        log.info("left out: %s", shown(line))
    more = len(lines) - MAX_NAMED
    return "; ".join([*lines[:MAX_NAMED], *([f"and {more} more, which -v names"] if more > 0 else [])])


def _most_frequent(reasons: Sequence[str]) -> tuple[str, int]:
    """The reason given most often, ties by the alphabet, and how often."""
    return min(Counter(reasons).items(), key=lambda item: (-item[1], item[0]))
