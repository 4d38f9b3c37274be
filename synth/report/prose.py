"""The claims quoted in the running text: the first of each part, with a limit per paper."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from synth.language.authors import family_name
from synth.language.phrasing import claim_ranges, quoted, shortened
from synth.language.text import words
from synth.models import CheckedClaim, Fragment, Model, Paper, Run
from synth.report.ordering import Outline

MAX_QUOTED_WORDS = 300
"""Of one paper in the body of a report; further claims are in the claims table alone."""
MAX_QUOTED_CLAIMS, MAX_QUOTED_BRIEFLY = 8, 3
"""The most quotations of one group of claims: more would read as a list."""
MAX_OF_ONE_PAPER, MAX_OF_ONE_BRIEFLY = 3, 1
"""The most of those from one paper."""
MAX_NAME, MAX_TITLE = 40, 24


class Passages(Model):
    """The quotations from some claims, by paper; `more` are in the claims table alone."""

    papers: tuple[tuple[Fragment, tuple[CheckedClaim, ...]], ...]
    more: tuple[CheckedClaim, ...]
    named: Fragment


class Quoting:
    """Quotes claims in the order of the report, each once, and counts the words quoted from each paper."""

    def __init__(self, base: Run, order: Outline) -> None:
        self._base = base
        self._order = order
        self._quoted: Counter[str] = Counter()
        brief = base.settings.rendering.brief
        self._most = MAX_QUOTED_BRIEFLY if brief else MAX_QUOTED_CLAIMS
        self._of_one = MAX_OF_ONE_BRIEFLY if brief else MAX_OF_ONE_PAPER

    def passages(self, claims: Sequence[CheckedClaim]) -> Passages:
        """The first of some claims, grouped by paper in the order of each paper's first claim."""
        chosen: dict[str, list[CheckedClaim]] = {}
        for checked in claims:
            own = chosen.get(checked.claim.paper_id, [])
            if sum(map(len, chosen.values())) < self._most and len(own) < self._of_one and self._fits(checked):
                chosen[checked.claim.paper_id] = [*own, checked]
        quoted = [item for own in chosen.values() for item in own]
        left = tuple(item for item in claims if item not in quoted)
        numbers = sorted(self._order.claim_numbers[item.claim.claim_id] for item in left)
        return Passages(
            papers=tuple(
                (Fragment(text=short_name(self._base.papers, paper_id), kind="emphasis"), tuple(own))
                for paper_id, own in chosen.items()
            ),
            more=left,
            named=Fragment(text=claim_ranges(numbers), kind="name"),
        )

    def _fits(self, checked: CheckedClaim) -> bool:
        length = len(words(checked.claim.quotation))
        if self._quoted[checked.claim.paper_id] + length > MAX_QUOTED_WORDS:
            return False
        self._quoted[checked.claim.paper_id] += length
        return True


def short_name(papers: Mapping[str, Paper], paper_id: str) -> str:
    """A paper by its first author's surname and its year, "Lewis et al. (2020)"; without authors by its title.

    Where another of `papers` has the same name, the beginning of the title distinguishes them.
    """
    paper = papers[paper_id]
    named = _authors_of(paper.authors)
    if not named:
        title = quoted(shortened(paper.title, MAX_NAME))
        return f"{title}{_in_brackets(paper.year)}" if paper.title else paper.paper_id
    others = (other for other in papers.values() if other is not paper)
    if all((other.year, _authors_of(other.authors)) != (paper.year, named) for other in others):
        return f"{named}{_in_brackets(paper.year)}"
    title = quoted(shortened(paper.title.partition(":")[0], MAX_TITLE))
    return f"{named}{_in_brackets(f'{paper.year}, {title}' if paper.year else title)}"


def _in_brackets(detail: object) -> str:
    return f" ({detail})" if detail else ""


@lru_cache(maxsize=10_000)
def _authors_of(authors: tuple[str, ...]) -> str:
    """Two surnames, or the first "et al."; "" without authors."""
    surnames = [*filter(None, map(family_name, authors))]
    return " and ".join(surnames) if len(surnames) < 3 else f"{surnames[0]} et al."
