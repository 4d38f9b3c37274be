"""Versions and copies of one work among papers found: by any identifier in common, else by title, authors and year."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synth.language.authors import family_key
from synth.language.text import STOP_WORDS, without_accents, words
from synth.models import ARXIV_ID, Paper
from synth.models.paper import plain_identifier

MIN_TITLE_SHARE = 0.65
"""The least share of the words of both titles together that they have in common;
`python -m benchmarks.deduplication` measures this and what follows."""
MIN_AUTHOR_SHARE = 0.8
"""The least share of the authors of both that they have in common, where their titles differ."""
MAX_YEARS_BETWEEN = 3
"""The most years between a preprint and what became of it."""
MIN_TITLE_WORDS = 3
"""Fewer words ("Erratum", "Reply") are no title to go by, where it is not the same to the letter."""
KNOWN_BY_COPIES = ("title", "abstract", "authors", "published", "doi", "journal_ref", "link", "retracted", "concern")
"""What one copy of a paper takes from another that knows it."""
_PART = re.compile(r"\d+|[ivx]+|[a-c]")
_MARKUP = str.maketrans("", "", "${}\\^_~")
_SUBTITLE = re.compile(r"[:?!–—]\s|\s-+\s|\.\s(?=[A-Z])")


def find_copies(papers: Sequence[Paper]) -> dict[int, int]:
    """Index of each paper that is a copy -> index of the one that stays: the paper itself rather than its digest, what
    arXiv has rather than another database's entry, the newest version, a known version rather than an unknown one, else
    the first found."""
    group_of = {index: {index} for index in range(len(papers))}
    by_identifier: dict[str, int] = {}
    by_author: dict[str, list[int]] = {}
    compared = [_compared(paper) for paper in papers]
    for index, paper in enumerate(papers):
        families = compared[index].families
        same = {by_identifier.setdefault(identifier, index) for identifier in paper.identifiers}
        near = sorted({other for family in families for other in by_author.setdefault(family, [])})
        for other in [*sorted(same), *(other for other in near if _is_same(compared[index], compared[other]))]:
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
        known = {name: getattr(one, name) or getattr(other, name) for name in KNOWN_BY_COPIES}
        spelled = {plain_identifier(name): name for name in (*other.all_ids, *one.all_ids)}
        own = {plain_identifier(name) for name in (*one.all_ids[:1], f"doi:{known['doi']}")}
        files = tuple(dict.fromkeys([*one.open_files, *other.open_files]))
        ids = tuple(spelled[name] for name in sorted(spelled.keys() - own))
        joined[original] = one.model_copy(update=known | {"ids": ids, "open_files": files})
    return tuple(joined)


def is_same_work(paper: Paper, other: Paper) -> bool:
    """Whether two papers without an identifier in common are one work, by title, authors and year.

    Two that arXiv knows by different identifiers are not. A title may lose its subtitle or change a few words on its
    way to print, where the authors are the same; "Part II" is another paper than "Part I".
    """
    return _is_same(_compared(paper), _compared(other))


class _Compared(NamedTuple):
    """What of a paper is compared: its title's words, those before a subtitle, those with content, and part numbers."""

    on_arxiv: bool
    year: int | None
    families: frozenset[str]
    title: tuple[str, ...]
    head: tuple[str, ...]
    content: frozenset[str]
    parts: tuple[str, ...]


def _compared(paper: Paper) -> _Compared:
    title = _title_words(paper.title)
    return _Compared(
        paper.arxiv_id is not None,
        paper.year,
        frozenset(_plain(family_key(name)) for name in paper.authors) - {""},
        title,
        _title_words(_SUBTITLE.split(paper.title)[0]),
        frozenset(title) - STOP_WORDS,
        tuple(word for word in title if _PART.fullmatch(word) and word not in STOP_WORDS),
    )


def _is_same(one: _Compared, two: _Compared) -> bool:
    shared = len(one.families & two.families)
    years = abs(one.year - two.year) if one.year and two.year else 0
    if (one.on_arxiv and two.on_arxiv) or not shared or years > MAX_YEARS_BETWEEN or not one.title or not two.title:
        return False
    if one.title == two.title:
        return True
    if one.parts != two.parts or shared < MIN_AUTHOR_SHARE * len(one.families | two.families):
        return False
    if one.head == two.head and len(one.head) >= MIN_TITLE_WORDS and one.head in (one.title, two.title):
        return True
    common = len(one.content & two.content)
    return min(len(one.content), len(two.content)) >= MIN_TITLE_WORDS and common >= MIN_TITLE_SHARE * len(
        one.content | two.content
    )


def _rank(paper: Paper) -> tuple[bool, bool, int]:
    """Papers of which the first stay: no digests, read from the user's files or arXiv, the newest version."""
    match = ARXIV_ID.fullmatch(paper.paper_id)
    version = int(match["version"][1:]) if match and match["version"] else 0
    return paper.is_digest, not (paper.arxiv_id or paper.paper_id.startswith("local:")), -version


def _plain(text: str) -> str:
    """Letters without accents, in lower case."""
    return without_accents(text).casefold()


def _title_words(title: str) -> tuple[str, ...]:
    return tuple(words(_plain(title.translate(_MARKUP)).replace("-", " ")))
