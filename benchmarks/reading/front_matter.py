"""What is read of the front pages of papers whose title, authors, year and venue are known.

python -m benchmarks.reading.front_matter SHARED_DATA [--part tuned|held_out|all] [--faults]
python -m benchmarks.reading.front_matter --papers FOLDER [--faults]

The papers are those of `fields/front_matter.jsonl` in the shared data and its arXiv PDFs, whose titles its manifest
has; front_matter.tsv beside this file has their authors, year and venue as their first page prints them (names and
dates, written down by reading the pages). The reader was tuned on vision_mlp, detection, rest_testing, clinical_ml and
every other arXiv PDF; the rest is held out. Texts are compared without case, accents, punctuation and white space; a
venue is right where one of the two holds the other, all numbers aside. Year and venue count where they are printed, and
what is read where none is printed is counted apart.

With --papers, the papers are the PDFs in a folder and below it that title_pages.jsonl beside this file knows by their
SHA-256: articles of hundreds of journals, conferences and series of 1948 to 2026, from authors' home pages. A venue
may be abbreviated there.
"""

import argparse
import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.errors import SynthError
from synth.language.text import STOP_WORDS
from synth.models import Document
from synth.reading import read_paper

TRUTH = Path(__file__).with_name("front_matter.tsv")
TITLE_PAGES = Path(__file__).with_name("title_pages.jsonl")
TUNED = frozenset({"vision_mlp", "detection", "rest_testing", "clinical_ml"})
PARTS = ("tuned", "held_out", "all")
KINDS = ("title", "authors", "year", "venue")


class Front(NamedTuple):
    """One paper's file and what its front says; `tuned` is whether the reader was made with it in sight, `more` whether
    authors follow those given.
    """

    path: Path
    tuned: bool
    title: str
    authors: tuple[str, ...]
    year: int | None
    venue: str | None
    more: bool = False


def title_pages(folder: Path) -> Iterator[Front]:
    """The papers in a folder and those below it whose title page is known."""
    known = {row["sha256"]: row for row in map(json.loads, TITLE_PAGES.read_text(encoding="utf-8").splitlines())}
    for path in sorted(folder.rglob("*.pdf")):
        row = known.pop(hashlib.sha256(path.read_bytes()).hexdigest(), None)
        if row:
            more = row.get("more", False)
            yield Front(path, True, row["title"], tuple(row["authors"]), row["year"], row["venue"], more)


def fronts(shared_data: Path) -> Iterator[Front]:
    """The papers with known fronts: those of the fields, then the arXiv PDFs."""
    for line in (shared_data / "fields" / "front_matter.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        tuned = row["file"].partition("/")[0] in TUNED
        path = shared_data / "fields" / row["file"]
        yield Front(path, tuned, row["title"], tuple(row["authors"]), row["year"], row["venue"])
    folder = shared_data / "arxiv_pdfs"
    manifest = map(json.loads, (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    titles = {row["file"].removeprefix("pdfs/"): row["title"] for row in manifest}
    with TRUTH.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        year = int(row["year"]) if row["year"] else None
        title = row["title"] or titles[row["file"]]
        authors = tuple(row["authors"].split("; "))
        yield Front(folder / "pdfs" / row["file"], row["part"] == "tuned", title, authors, year, row["venue"] or None)


def faults(front: Front, document: Document | None) -> dict[str, str]:
    """What is wrong in a document, by kind; None is a paper that could not be read."""
    title, authors, year, venue = (
        (document.title or "", document.authors, document.year, document.venue) if document else ("", (), None, None)
    )
    wrong: dict[str, str] = {}
    if _letters(title) != _letters(front.title):
        wrong["title"] = f"{title!r} for {front.title!r}"
    shown = authors[: len(front.authors)] if front.more else authors
    if [_letters(name) for name in shown] != [_letters(name) for name in front.authors]:
        wrong["authors"] = f"{'; '.join(authors)} for {'; '.join(front.authors)}"
    if year != front.year:
        wrong["year"] = f"{year} for {front.year}"
    if not _is_same_venue(venue, front.venue):
        wrong["venue"] = f"{venue!r} for {front.venue!r}"
    return wrong


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ø", "o").replace("ł", "l").replace("ı", "i")
    return "".join(char for char in plain if char.isalnum())


def _is_same_venue(venue: str | None, truth: str | None) -> bool:
    if venue is None or truth is None:
        return venue is truth
    one, other = (re.sub(r"\d+", "", _letters(re.sub(r"\[.*?\]", "", text))) for text in (venue, truth))
    return one != "" and (one in other or other in one or _abbreviates(venue, truth))


def _abbreviates(venue: str, truth: str) -> bool:
    """Whether the words of one name begin those of another, small words aside: "Sci. Adv.", "Science Advances"."""
    one, other = (
        [word for word in re.findall(r"\w+", text.casefold()) if word not in STOP_WORDS] for text in (venue, truth)
    )
    return len(one) == len(other) > 0 and all(
        first.startswith(second) or second.startswith(first) for first, second in zip(one, other, strict=True)
    )


def main(arguments: Sequence[str]) -> int:
    """Print the shares that are read rightly, as JSON, and the faults where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared_data", type=Path, nargs="?")
    parser.add_argument("--papers", type=Path)
    parser.add_argument("--part", choices=PARTS, default="all")
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args(arguments)
    if (options.shared_data is None) == (options.papers is None):
        parser.error("give SHARED_DATA or --papers FOLDER")
    known = title_pages(options.papers) if options.papers else fronts(options.shared_data)
    counts = counted(known, options.part, options.faults)
    print(json.dumps({"papers": counts["papers"], **_told(counts)}, indent=1))
    return 0


def counted(known: Iterable[Front], part: str = "all", show: bool = False) -> Counter[str]:
    """How many papers have a title, authors, a year and a venue, and of how many they are read rightly."""
    counts: Counter[str] = Counter()
    for front in known:
        if part != "all" and front.tuned != (part == "tuned"):
            continue
        try:
            document = read_paper(front.path)
        except SynthError as error:
            print(f"{front.path.name}: {error}", file=sys.stderr)
            document = None
        _count(front, faults(front, document), counts, show)
    return counts


def shares(counts: Counter[str]) -> dict[str, float]:
    """What share of those printed is read rightly, by kind; in [0, 1]."""
    return {kind: round(counts[f"{kind} right"] / max(1, counts[f"{kind} papers"]), 4) for kind in KINDS}


def _count(front: Front, wrong: dict[str, str], counts: Counter[str], show: bool) -> None:
    counts["papers"] += 1
    for kind in KINDS:
        printed = getattr(front, kind) is not None
        name = kind if printed else f"{kind} not printed"
        counts[f"{name} papers"] += 1
        counts[f"{name} right"] += kind not in wrong
        if show and kind in wrong:
            print(f"{front.path.name}: {kind}: {wrong[kind]}", file=sys.stderr)


def _told(counts: Counter[str]) -> dict[str, str]:
    names = [f"{kind}{rest}" for rest in ("", " not printed") for kind in KINDS]
    return {
        name: f"{counts[f'{name} right']} of {counts[f'{name} papers']}" for name in names if counts[f"{name} papers"]
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
