"""How papers were sought and screened, told so that somebody can do it again: sources, queries, filters, limits."""

from synth.models import Grid, Paragraph, RunSource
from synth.phrasing import listed, quoted
from synth.synthesis.evidence_base import EvidenceBase
from synth.synthesis.prose import plain

SOURCES: dict[RunSource, str] = {
    "papers": "the user's own papers",
    "library": "the papers kept on the user's disk",
    "sample": "the sample library of digests",
    "arxiv": "arXiv",
}


def search_blocks(base: EvidenceBase) -> list[Paragraph | Grid]:
    """Where papers were sought, the queries put to arXiv with their counts, and how papers were chosen for reading."""
    grids = [_queries(base)] if base.queries else []
    return [plain(f"{_sources(base)} {_filters(base)}".strip()), *grids, plain(_screening(base))]


def _sources(base: EvidenceBase) -> str:
    sought = [SOURCES[source] for source in base.asked.sources]
    if base.asked.papers:
        sought[0] += f" ({listed([quoted(name) for name in base.asked.papers])})"
    told = f"Papers were sought among {listed(sought)}."
    if "arxiv" not in base.asked.sources:
        return f"{told} No question was put to arXiv."
    search = base.settings.search
    wanted = search.max_papers * search.candidates_per_paper
    return (
        f"{told} The queries below were put to arXiv's API in this order, from narrow to wide, each sorted by "
        f"relevance and its first {wanted} papers taken, until {wanted} papers were found, or {search.max_papers} "
        "before the widest."
    )


def _filters(base: EvidenceBase) -> str:
    search = base.settings.search
    filters = [f"submitted since {search.since.isoformat()}"] if search.since else []
    filters += [f"in the categories {listed(search.categories)}"] if search.categories else []
    if not filters:
        return ""
    spared = ", the user's own apart" if "papers" in base.asked.sources else ""
    return f"Only papers {listed(filters)} were taken{spared}."


def _queries(base: EvidenceBase) -> Grid:
    rows = tuple(
        (run.search_query, run.searched_on.isoformat(), str(run.total), str(run.received)) for run in base.queries
    )
    return Grid(
        caption="Queries put to the arXiv API, in order.",
        header=("Query", "Date", "On arXiv", "Received"),
        rows=rows,
        align=("p", "l", "r", "r"),
    )


def _screening(base: EvidenceBase) -> str:
    if base.sample:
        return "Since one digest bears on the question by the words of its title and abstract, all were read."
    search = base.settings.search
    own = "; those that the user named were read whatever theirs" if "papers" in base.asked.sources else ""
    return (
        "Title and abstract were compared with the question by the cosine of TF-IDF vectors. Papers below "
        f"{search.min_relevance:g} were left out, and of the others the {search.max_papers} most relevant were "
        f"read{own}."
    )
