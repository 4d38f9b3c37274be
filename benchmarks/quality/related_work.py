"""Related-work paragraphs of the shared papers with the abstracts that they cite.

python -m benchmarks.quality.related_work finds them and writes `labels/related_work.tsv`, ids and places only; the
measure reads that.
"""

import csv
import json
import lzma
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from benchmarks.quality.bodies import READ_TWICE, documents, sources
from benchmarks.quality.datasets import DATA
from synth.errors import ReadingError
from synth.models import Document, Sentence
from synth.reading.abstract import read_abstract
from synth.settings import ReadingSettings

PLACES = Path(__file__).parent / "labels" / "related_work.tsv"
METADATA = DATA.parent / "arxiv_metadata"
MIN_CITED = 3  # abstracts found
MIN_WORDS = 40  # two sentences of usual length: below, a summary is one sentence or none
TEST_PARAGRAPHS = 10
MIN_TITLE_LETTERS = 12  # "Editorial", "Introduction": too short to tell a paper by

_ID = re.compile(r'\{"id": "([^"]+)"')
_CITATION_MARK = re.compile(r"\s*\[\d+(?:,\s*\d+)*\]")
_ROLES = ("background", "introduction")


@dataclass(frozen=True)
class Place:
    """A paragraph of a paper, by the number of its section from 0 and its own from 1, and the ids of what it cites."""

    paper_id: str
    section: int
    paragraph: int
    cited: tuple[str, ...]


@dataclass(frozen=True)
class RelatedWork:
    """What authors wrote of several papers, and those papers' abstracts as sentences."""

    paper_id: str
    text: str
    abstracts: tuple[tuple[str, ...], ...]


def related_work(part: str) -> list[RelatedWork]:
    """The paragraphs of `PLACES`: `part` is test (of LaTeX sources) or train (of PDFs, all of other papers)."""
    with PLACES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        places = [
            Place(row["paper_id"], int(row["section"]), int(row["paragraph"]), tuple(row["cited"].split()))
            for row in rows
            if row["part"] == part
        ]
    papers = {paper.paper_id: paper for paper in _papers(part)}
    wanted = {cited for place in places for cited in place.cited}
    abstracts = {record: abstract for record, _, abstract in _records(part, wanted.__contains__)}
    return [
        RelatedWork(
            place.paper_id,
            paragraph_text(_sentences(papers[place.paper_id], place.section, place.paragraph)),
            tuple(abstract_sentences(abstracts[cited]) for cited in place.cited),
        )
        for place in places
    ]


def paragraph_text(sentences: Iterable[Sentence]) -> str:
    """The paragraph's own words: without the numbers that reading put for citations."""
    return _CITATION_MARK.sub("", " ".join(sentence.text for sentence in sentences))


def abstract_sentences(abstract: str) -> tuple[str, ...]:
    """The sentences of an abstract as synth reads it; none where it cannot be read."""
    try:
        document = read_abstract(abstract.encode(), "abstract", ReadingSettings())
    except ReadingError:
        return ()
    return tuple(sentence.text for sentence in document.sections[0].sentences)


def title_key(title: str) -> str:
    """A title's letters and digits, lower case, accents dropped: bibliographies differ in the rest."""
    return "".join(char for char in unicodedata.normalize("NFKD", title).lower() if char.isalnum())


def cited_records(document: Document, ids: Iterable[str], titles: dict[str, str]) -> dict[int, str]:
    """The known records that a paper's references name, by arXiv id or by title, by the reference's number from 1.

    `ids` are the ids known, `titles` the id of each known title's key.
    """
    known = frozenset(ids)
    found = {}
    for number, reference in enumerate(document.references, 1):
        arxiv_id = re.sub(r"v\d+$", "", reference.arxiv_id or "")
        key = title_key(reference.title or "")
        if arxiv_id in known:
            found[number] = arxiv_id
        elif len(key) >= MIN_TITLE_LETTERS and key in titles:
            found[number] = titles[key]
    return found


def citing_paragraphs(document: Document, found: dict[int, str]) -> list[Place]:
    """Paragraphs of at least `MIN_WORDS` words that cite `MIN_CITED` known papers or more.

    Those of sections on related work come first, then those of the introduction, then others, each as they stand.
    """
    places = []
    for number, section in enumerate(document.sections):
        paragraphs: defaultdict[int, list[Sentence]] = defaultdict(list)
        for sentence in section.sentences:
            paragraphs[sentence.paragraph].append(sentence)
        rank = _ROLES.index(section.role) if section.role in _ROLES else len(_ROLES)
        for paragraph, sentences in paragraphs.items():
            numbers = chain.from_iterable(sentence.citations for sentence in sentences)
            cited = tuple(dict.fromkeys(found[each] for each in numbers if each in found))
            if len(cited) >= MIN_CITED and len(paragraph_text(sentences).split()) >= MIN_WORDS:
                places.append((rank, number, paragraph, Place(document.paper_id, number, paragraph, cited)))
    return [place for *_, place in sorted(places, key=lambda each: each[:3])]


def in_turn(places: Iterable[list[Place]], count: int) -> list[Place]:
    """The first place of every paper, then the second of every one, and so on: at most `count`."""
    return [place for place in chain.from_iterable(zip_longest(*places)) if place is not None][:count]


def _sentences(document: Document, section: int, paragraph: int) -> list[Sentence]:
    return [sentence for sentence in document.sections[section].sentences if sentence.paragraph == paragraph]


def _papers(part: str) -> tuple[Document, ...]:
    if part == "test":
        return sources()
    titles = {title_key(document.title or "") for document in sources()}
    return tuple(
        document
        for document in documents()
        if document.paper_id not in READ_TWICE and title_key(document.title or "") not in titles
    )


def _records(part: str, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    """Id, title and abstract of arXiv's records, then of the shared papers themselves, which may be newer."""
    for path in sorted(METADATA.glob("arxiv_*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from _wanted(lines, is_wanted)
    with (METADATA / "topic_retrieval.jsonl").open(encoding="utf-8") as lines:
        yield from _wanted(lines, is_wanted)
    for document in sources() if part == "test" else (*sources(), *documents()):
        if document.title and document.abstract and is_wanted(document.paper_id):
            yield document.paper_id, document.title, document.abstract


def _wanted(lines: Iterable[str], is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        start = _ID.match(line)
        if start and is_wanted(start[1]):  # parsing every line takes a minute
            row = json.loads(line)
            yield row["id"], row["title"], row["abstract"]


def _find(part: str) -> list[list[Place]]:
    titles: dict[str, str] = {}
    ids = []
    for record, title, _ in _records(part, lambda _: True):
        titles.setdefault(title_key(title), record)
        ids.append(record)
    known = frozenset(ids)
    return [citing_paragraphs(paper, cited_records(paper, known, titles)) for paper in _papers(part)]


def write_places() -> None:
    """Write `PLACES`: the first `TEST_PARAGRAPHS` of the LaTeX sources in turn, and all of the other papers."""
    parts = {"test": in_turn(_find("test"), TEST_PARAGRAPHS), "train": list(chain.from_iterable(_find("train")))}
    with PLACES.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Paragraphs that cite papers whose abstracts are in the shared data; no text, ids and places only.\n"
        )
        file.write("# section from 0, paragraph from 1. Written by python -m benchmarks.quality.related_work\n")
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(("part", "paper_id", "section", "paragraph", "cited"))
        for part, places in parts.items():
            for place in places:
                rows.writerow((part, place.paper_id, place.section, place.paragraph, " ".join(place.cited)))


if __name__ == "__main__":
    write_places()
