"""The group of authors behind most of the evidence, where there is one.

The report prints the names, so none must be wrong: two authors in common, by their full first names, are required,
where `synth.language.authors` takes one surname and initial for a doubt about independence.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from synth.language.text import without_accents
from synth.models import CheckedClaim, Model, Paper
from synth.models.csl import csl_name

FEW_AUTHORS = 3
"""Papers with at most this many authors are linked by one in common; others by two, since common names recur."""
RECURS = 3
MAX_NAMED = 3


class Group(Model):
    """Papers linked by their authors: `claims` are how many come from them, `authors` those of most of these papers."""

    papers: tuple[str, ...]
    claims: int
    authors: tuple[str, ...]


def leading_group(checked: Sequence[CheckedClaim], papers: Mapping[str, Paper]) -> Group | None:
    """The papers with common authors that give more than half of the claims; None where no such group does.

    Two papers are linked by two authors in common, or by one where one of them has at most `FEW_AUTHORS`; links are
    transitive, and a paper by who is behind at least `RECURS` and half of a group's is its, too. A name is its first
    given name and its family name, without accents: all who are called "Wei Wang" are one person here, and "W. Wang" is
    another.
    """
    claims = Counter(item.claim.paper_id for item in checked)
    authors = {paper_id: _names(papers[paper_id].authors) for paper_id in sorted(claims)}
    group_of = {paper_id: paper_id for paper_id in authors}
    for one, other in combinations(authors, 2):
        shared = len(authors[one].keys() & authors[other].keys())
        if shared > 1 or (shared and min(len(authors[one]), len(authors[other])) <= FEW_AUTHORS):
            merged = group_of[other]
            group_of = {paper: group_of[one] if of == merged else of for paper, of in group_of.items()}
    for leader in dict.fromkeys(group_of.values()):
        linked = [paper_id for paper_id, of in group_of.items() if of == leader]
        recurring = {key for key, times in _times(linked, authors).items() if times >= max(RECURS, len(linked) / 2)}
        members = [one for one in authors if one in linked or not recurring.isdisjoint(authors[one])]
        number = sum(claims[paper_id] for paper_id in members)
        if 2 * number > len(checked):
            written = _times(members, authors)
            spelt = {key: name for paper_id in members for key, name in authors[paper_id].items()}
            most = [key for key in sorted(written, key=lambda key: (-written[key], key)) if written[key] > 1]
            return Group(papers=tuple(members), claims=number, authors=tuple(spelt[key] for key in most[:MAX_NAMED]))
    return None


def _times(papers: Sequence[str], authors: Mapping[str, Mapping[str, str]]) -> Counter[str]:
    """Of how many of some papers each is an author."""
    return Counter(key for paper_id in papers for key in authors[paper_id])


def _names(authors: Sequence[str]) -> dict[str, str]:
    """Names as written, by their normal form."""
    return {key: name for name in authors if (key := _key(name))}


def _key(name: str) -> str:
    parts = csl_name(name)
    if parts is None or parts.literal or not parts.given:
        return ""
    written = f"{parts.given.split()[0]} {parts.particle or ''} {parts.family}".lower()
    return " ".join(without_accents(written).split())
