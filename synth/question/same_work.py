"""Versions and copies of one work among papers found: by any identifier in common, else by title, authors and year."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from synth.language.authors import family_key
from synth.language.text import STOP_WORDS, words
from synth.models import ARXIV_ID, Paper

MIN_TITLE_SHARE = 0.65
"""The least share of the words of both titles together that they have in common;
`python -m benchmarks.deduplication` measures this and what follows."""
MIN_AUTHOR_SHARE = 0.8
"""The least share of the authors of both that they have in common, where their titles differ."""
MAX_YEARS_BETWEEN = 3
"""The most years between a preprint and what became of it."""
MIN_TITLE_WORDS = 3
"""Fewer words ("Erratum", "Reply") are no title to go by, where it is not the same to the letter."""
_PART = re.compile(r"\d+|[ivx]+|[a-c]")
_MARKUP = re.compile(r"[${}\\^_~]")
_SUBTITLE = re.compile(r"[:?!–—]\s|\s-+\s|\.\s(?=[A-Z])")


def find_copies(papers: Sequence[Paper]) -> dict[int, int]:
    """Index of each paper that is a copy -> index of the one that stays: the paper itself rather than its digest, what
    arXiv has rather than another database's entry, the newest version, a known version rather than an unknown one, else
    the first found."""
    group_of = {index: {index} for index in range(len(papers))}
    by_identifier: dict[str, int] = {}
    by_author: dict[str, list[int]] = {}
    for index, paper in enumerate(papers):
        families = _families(paper)
        same = {by_identifier.setdefault(identifier, index) for identifier in paper.identifiers}
        near = sorted({other for family in families for other in by_author.setdefault(family, [])})
        for other in [*sorted(same), *(other for other in near if is_same_work(paper, papers[other]))]:
            joined = group_of[index] | group_of[other]
            if other in same or len({papers[each].work_id for each in joined if papers[each].arxiv_id}) < 2:
                group_of.update(dict.fromkeys(joined, joined))
        for family in families:
            by_author[family].append(index)
    best = {index: min(group, key=lambda each: (*_rank(papers[each]), each)) for index, group in group_of.items()}
    return {index: original for index, original in best.items() if index != original}


def united(papers: Sequence[Paper], copies: Mapping[int, int]) -> tuple[Paper, ...]:
    """The papers, each that stays with what its copies know and it does not: its print, identifiers, a retraction."""
    joined = list(papers)
    for copy, original in sorted(copies.items()):
        one, other = joined[original], papers[copy]
        known = {
            name: getattr(one, name) or getattr(other, name)
            for name in ("title", "abstract", "authors", "published", "doi", "journal_ref", "link", "retracted")
        }
        own = {one.paper_id.lower(), f"doi:{known['doi']}".lower(), f"arxiv:{one.work_id}".lower()}
        files = tuple(dict.fromkeys([*one.open_files, *other.open_files]))
        ids = tuple(sorted(one.identifiers.union(other.identifiers) - own))
        joined[original] = one.model_copy(update=known | {"ids": ids, "open_files": files})
    return tuple(joined)


def is_same_work(paper: Paper, other: Paper) -> bool:
    """Whether two papers without an identifier in common are one work, by title, authors and year.

    Two that arXiv knows by different identifiers are not. A title may lose its subtitle or change a few words on its
    way to print, where the authors are the same; "Part II" is another paper than "Part I".
    """
    if paper.arxiv_id is not None and other.arxiv_id is not None:
        return False
    families, others = _families(paper), _families(other)
    shared = len(families & others)
    if not shared or _years_between(paper, other) > MAX_YEARS_BETWEEN:
        return False
    first, second = _title_words(paper.title), _title_words(other.title)
    if not first or not second:
        return False
    if first == second:
        return True
    if _parts(first) != _parts(second) or shared < MIN_AUTHOR_SHARE * len(families | others):
        return False
    heads = {tuple(_title_words(_SUBTITLE.split(each.title)[0])) for each in (paper, other)}
    if any(len(head) >= MIN_TITLE_WORDS and list(head) in (first, second) for head in heads) and len(heads) == 1:
        return True
    one, two = ({word for word in each if word not in STOP_WORDS} for each in (first, second))
    return min(len(one), len(two)) >= MIN_TITLE_WORDS and len(one & two) >= MIN_TITLE_SHARE * len(one | two)


def _rank(paper: Paper) -> tuple[bool, bool, int]:
    """Papers of which the first stay: no digests, read from the user's files or arXiv, the newest version."""
    match = ARXIV_ID.fullmatch(paper.paper_id)
    version = int(match["version"][1:]) if match and match["version"] else 0
    return paper.is_digest, not (paper.arxiv_id or paper.paper_id.startswith("local:")), -version


def _families(paper: Paper) -> frozenset[str]:
    return frozenset(_plain(family_key(name)) for name in paper.authors) - {""}


def _plain(text: str) -> str:
    """Letters without accents, in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _title_words(title: str) -> list[str]:
    return words(_plain(_MARKUP.sub("", title)).replace("-", " "))


def _parts(title: Sequence[str]) -> list[str]:
    """The numbers of parts and versions in a title: "ii" of "... II. Applications"."""
    return [word for word in title if _PART.fullmatch(word) and word not in STOP_WORDS]


def _years_between(paper: Paper, other: Paper) -> int:
    return abs(paper.year - other.year) if paper.year and other.year else 0
