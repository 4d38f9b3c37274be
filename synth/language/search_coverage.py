"""How complete a search is: what each query and each ten papers added, and what two databases may have missed."""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import NamedTuple

from synth.models import QueryRun, Screened, Ten

MIN_COMMON = 5
"""The fewest papers in common from which what both missed is estimated."""


class Coverage(NamedTuple):
    """Two databases: how many of the papers screened in each found, how many both, and how many there may be in all."""

    first: str
    second: str
    found: int
    of_first: int
    of_second: int
    common: int
    estimate: int | None

    @property
    def missed(self) -> int | None:
        """How many neither may have found."""
        return None if self.estimate is None else self.estimate - self.found


def beyond_reason(max_papers: int) -> str:
    """Why a paper that was screened in is not read: there were that many more relevant ones."""
    return f"beyond the {max_papers} most relevant"


def cited_by_ten(screening: Sequence[Screened]) -> tuple[Ten, ...]:
    """Of each ten papers read, in order of their relevance to the question, how many the report cites.

    Where the last are cited as often as the first, papers that were not read would have been cited as well.
    """
    read = [row for row in screening if row.decision == "used" or row.stage == "select"]
    read.sort(key=lambda row: (-(row.relevance or 0), row.paper_id))
    tens = [read[start : start + 10] for start in range(0, len(read), 10)]
    return tuple(
        Ten(first=10 * number + 1, last=10 * number + len(ten), cited=sum(row.decision == "used" for row in ten))
        for number, ten in enumerate(tens)
    )


def relevant_papers(screening: Sequence[Screened], min_relevance: float) -> frozenset[str]:
    """The papers found that were screened in, whether there was room to read them or not."""
    return frozenset(
        row.paper_id
        for row in screening
        if row.decision != "merged" and (row.stage != "screening" or (row.relevance or 0) >= min_relevance)
    )


def new_by_query(queries: Sequence[QueryRun], relevant: Collection[str]) -> tuple[int, ...]:
    """How many relevant works each query gave that none before it had given."""
    seen: set[str] = set()
    new = []
    for run in queries:
        given = set(run.gave).intersection(relevant) - seen
        new.append(len(given))
        seen |= given
    return tuple(new)


def search_coverage(queries: Sequence[QueryRun], relevant: Collection[str]) -> Coverage | None:
    """The two databases with the most relevant papers in common; None where fewer than two gave any.

    The estimate, by capture and recapture, is Chapman's (1951, Univ. Calif. Publ. Stat. 1:131),
    (a + 1)(b + 1) / (c + 1) - 1 for a and b papers of which c are common; it takes the databases for independent, and
    is too low where one follows the other.
    """
    found: dict[str, set[str]] = {}
    for run in queries:
        if not run.by_citation:
            found.setdefault(run.source, set()).update(set(run.gave).intersection(relevant))
    pairs = [(one, two) for one, two in combinations(found, 2) if found[one] and found[two]]
    if not pairs:
        return None
    first, second = max(pairs, key=lambda pair: len(found[pair[0]] & found[pair[1]]))
    a, b, c = len(found[first]), len(found[second]), len(found[first] & found[second])
    estimate = round((a + 1) * (b + 1) / (c + 1) - 1) if c >= MIN_COMMON else None
    return Coverage(first, second, len(found[first] | found[second]), a, b, c, estimate)
