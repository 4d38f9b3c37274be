"""How well copies of a work are found: `python -m benchmarks.deduplication [--seed S]`.

Pairs are made of real arXiv metadata. In a true one the second is the same record as a journal's database would have
it: without arXiv's identifier, in its own spelling of title and names, a year or two later. In a false one it is the
record of an author of the same name whose title is nearest, but for titles of the same words, which are copies within
arXiv. The journal's database knows neither's identifier. Thresholds were chosen with seed 1.
"""

import argparse
import json
import lzma
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.answers.statements import DATA
from synth.language.authors import family_key
from synth.language.text import STOP_WORDS, words
from synth.models import Paper
from synth.question.same_work import is_same_work
from synth.sources.metadata import plain_text

METADATA = DATA / "arxiv_metadata" / "arxiv_physics_math_sample_1991_2019.jsonl.xz"
PAIRS = 5_000


class Pair(NamedTuple):
    """Two records, whether they are one work, and how the second was changed."""

    first: Paper
    second: Paper
    same: bool
    how: str


def papers() -> list[Paper]:
    """The records with an author and a title."""
    with lzma.open(METADATA, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Paper(
            paper_id=record["id"],
            title=plain_text(record["title"]),
            authors=tuple(filter(None, map(plain_text, record["authors"]))),
            printed_year=int(record["created"][:4]),
        )
        for record in records
        if record["authors"] and record["title"]
    ]


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _initials(name: str) -> str:
    *given, family = name.split()
    return " ".join([*(f"{part[0]}." for part in given), family])


def _reworded(title: str, others: random.Random) -> str:
    """The title with one word in six in another's place, at least one, as between a preprint and its print."""
    parts = title.split()
    for at in others.sample(range(len(parts)), max(1, len(parts) // 6)):
        parts[at] = others.choice(("improved", "novel", "general", "approach", "analysis", "revisited"))
    return " ".join(parts)


def _without_subtitle(title: str) -> str:
    return re.split(r": | - ", title)[0]


TITLES: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda title, others: title,
    "capitals": lambda title, others: title.upper(),
    "plain letters": lambda title, others: _ascii(title),
    "no subtitle": lambda title, others: _without_subtitle(title),
    "reworded": _reworded,
}


def published(paper: Paper, how: str, others: random.Random) -> Paper:
    """A record as a journal's database would have it."""
    authors = paper.authors
    for change in (_initials, _ascii):
        authors = tuple(map(change, authors)) if others.random() < 0.5 else authors
    few = len(authors) > 6 and others.random() < 0.3
    return Paper(
        paper_id=f"doi:10.1000/{paper.paper_id}",
        title=TITLES[how](paper.title, others),
        authors=authors[:6] if few else authors,
        and_others=few,
        printed_year=(paper.year or 2000) + others.choice((0, 0, 1, 1, 2)),
    )


def pairs(seed: int) -> Iterator[Pair]:
    """`PAIRS` true pairs, the kinds of change in turn, and as many false ones."""
    others = random.Random(seed)
    known = papers()
    by_family: dict[str, list[Paper]] = {}
    for paper in known:
        for family in {family_key(name) for name in paper.authors}:
            by_family.setdefault(family, []).append(paper)
    for number, paper in enumerate(others.sample(known, PAIRS)):
        how = list(TITLES)[number % len(TITLES)]
        if how == "no subtitle" and len(words(_without_subtitle(paper.title))) < 3:
            how = "as it is"
        yield Pair(paper, published(paper, how, others), True, how)
    others.shuffle(known)
    false = 0
    for paper in known:
        near = {other.paper_id: other for name in paper.authors for other in by_family[family_key(name)]}
        near = {name: other for name, other in near.items() if _overlap(paper.title, other.title) < 1}
        if near and false < PAIRS:
            best = max(near.values(), key=lambda other: (_overlap(paper.title, other.title), other.paper_id))
            yield Pair(paper, published(best, "as it is", others), False, "another work")
            false += 1


def _overlap(first: str, second: str) -> float:
    one, two = ({word for word in words(title) if word not in STOP_WORDS} for title in (first, second))
    return len(one & two) / len(one | two) if one and two else 0.0


def figures(seed: int = 0) -> dict[str, object]:
    """Precision and recall over all pairs, and the recall of each kind of change."""
    found: dict[str, list[bool]] = {}
    true = false = 0
    for pair in pairs(seed):
        told = is_same_work(pair.first, pair.second)
        found.setdefault(pair.how, []).append(told)
        true += told and pair.same
        false += told and not pair.same
    return {
        "precision": round(true / max(1, true + false), 4),
        "recall": round(true / PAIRS, 4),
        "by kind": {how: round(sum(each) / len(each), 3) for how, each in sorted(found.items())},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    print(json.dumps(figures(parser.parse_args().seed), indent=1))
