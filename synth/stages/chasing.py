"""Citations followed from the papers that were read: what they cite, and what cites them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from synth.errors import AnswerError, NetworkError, UsageError
from synth.models import Found, Paper, QueryRun
from synth.settings import Snowball
from synth.sources.arxiv import ArxivSource
from synth.sources.database import MAX_AT_ONCE, DatabaseSource
from synth.sources.protocol import PaperSource
from synth.stages.acquisition import Acquired
from synth.stages.context import Context
from synth.stages.looking_up import no_answer
from synth.stages.searching import Search, joined


class _Step(NamedTuple):
    """One thing to ask: of which source, its name for a reader, in words, and the asking."""

    source: PaperSource
    title: str
    words: str
    ask: Callable[[], Found]


def check_followable(direction: Snowball, sources: Sequence[PaperSource]) -> None:
    """Raise UsageError where citations are to be followed, and nothing that is asked could tell of them."""
    names = {source.name for source in sources}
    if direction in ("forward", "both") and "openalex" not in names:
        raise UsageError("what cites a paper is known to OpenAlex alone: ask it too", item="--snowball", stage="search")
    if direction == "backward" and names.isdisjoint(("arxiv", "openalex")):
        raise UsageError("needs arXiv or OpenAlex among the sources", item="--snowball", stage="search")


def follow(searched: Search, acquired: Sequence[Acquired], sources: Sequence[PaperSource], context: Context) -> Search:
    """The search with the papers that citations of those read lead to, each with the source that has it.

    Of works cited, those come first that most of the papers cite. A database that does not answer is noted.
    """
    known = frozenset[str]().union(*(paper.identifiers for paper, _ in searched.found))
    found: list[tuple[Paper, PaperSource]] = []
    runs: list[QueryRun] = []
    for step in _steps(acquired, known, sources, context):
        try:
            answer = step.ask()
        except (NetworkError, AnswerError) as error:
            answer = no_answer(step.words, step.title, error, context.clock().date())
        found += [(paper, step.source) for paper in answer.papers if known.isdisjoint(paper.identifiers)]
        runs += [run.model_copy(update={"search_query": step.words, "by_citation": True}) for run in answer.queries]
    return joined([*searched.found, *found], [*searched.queries, *runs], searched.skips)


def _steps(
    acquired: Sequence[Acquired], known: Collection[str], sources: Sequence[PaperSource], context: Context
) -> Iterator[_Step]:
    """What to ask: arXiv for what is cited and there, OpenAlex for the other works cited and for those that cite."""
    settings = context.settings.search
    wanted = settings.max_papers * settings.candidates_per_paper
    cited = _cited(acquired, known)
    names = (name for item in acquired for name in item.paper.ids if name.startswith("openalex:"))
    read = [name.removeprefix("openalex:") for name in names]
    backward, forward = settings.snowball in ("backward", "both"), settings.snowball in ("forward", "both")
    for source in sources:
        if isinstance(source, ArxivSource) and backward and (ids := cited["arxiv"][:wanted]):
            words = f"cited by the papers read, by arXiv identifier ({len(ids)})"
            yield _Step(source, "arXiv", words, partial(_at_arxiv, source, ids, context.clock().date()))
        elif isinstance(source, DatabaseSource) and source.name == "openalex":
            for words, condition, ids in (
                ("cited by the papers read, by DOI", "doi", cited["doi"][:wanted] if backward else []),
                ("citing the papers read", "cites", read if forward else []),
            ):
                for start in range(0, len(ids), MAX_AT_ONCE):
                    some = ids[start : start + MAX_AT_ONCE]
                    ask = partial(source.works, f"{condition}:{'|'.join(some)}", wanted)
                    yield _Step(source, source.title, f"{words} ({len(some)})", ask)


def _cited(acquired: Sequence[Acquired], known: Collection[str]) -> dict[str, list[str]]:
    """Identifiers of the works that the papers cite and that were not found yet, by scheme, the most cited first."""
    times: Counter[str] = Counter()
    for item in acquired:
        references = item.document.references
        listed = [Paper(paper_id=each.arxiv_id, title="") for each in references if each.arxiv_id]
        listed += [Paper(paper_id=f"doi:{each.doi}", title="", doi=each.doi) for each in references if each.doi]
        times.update(frozenset[str]().union(*(paper.identifiers for paper in listed)) - frozenset(known))
    ranked = sorted(times, key=lambda name: (-times[name], name))
    return {
        scheme: [name.partition(":")[2] for name in ranked if name.startswith(scheme)] for scheme in ("arxiv", "doi")
    }


def _at_arxiv(source: ArxivSource, arxiv_ids: Sequence[str], today: date) -> Found:
    papers = source.latest(arxiv_ids)
    gave = tuple(paper.paper_id for paper in papers)
    run = QueryRun(search_query="", searched_on=today, total=len(arxiv_ids), received=len(papers), gave=gave)
    return Found(papers=papers, queries=(run,))
