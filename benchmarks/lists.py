"""How well lists of papers are read: `python -m benchmarks.lists [--entries 500] [--seed 1]`.

Entries of real .bib files (Zotero, JabRef, INSPIRE, people's own, and those of the papers' sources), as synth reads
them, against pybtex, an independent parser: an entry is right where title, family names, year and identifiers are. Both
texts are compared by their letters and digits alone, without accents. An entry counts once, in whichever files it is.
Entries that pybtex does not read are left out, and titles with commands that their authors define elsewhere.
"""

import argparse
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pybtex import errors
from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

from benchmarks.answers.statements import DATA
from synth.models import Paper
from synth.models.csl import csl_name, is_suffix
from synth.settings import LimitSettings
from synth.sources.listed import Listed
from synth.sources.paper_list import read_list

PLACES = ("bibtex", "arxiv_sources", "fields")
_TEX = LatexNodes2Text()
_ARXIV = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.ASCII)


def expected(path: Path) -> dict[str, Entry]:
    """The entries of a file by key as pybtex reads them."""
    with errors.capture():  # what is broken, or has one field twice, is passed over
        return dict(Parser(encoding="utf-8").parse_file(str(path)).entries)


def faults(paper: Paper, entry: Entry) -> Iterator[str]:
    """The parts in which a paper is not as the entry has it."""
    fields = {name.lower(): value for name, value in entry.fields.items()}
    title = fields.get("title", "")
    if letters(paper.title) != letters(text_of(title)) and not undefined_in(title):
        yield "title"
    people = [person for person in entry.persons.get("author", []) if letters(str(person)) not in ("others", "etal")]
    wanted = [_family(person) for person in people]
    read = [csl_name(name) for name in paper.authors]
    families = [letters(name.literal or f"{name.particle or ''}{name.family or ''}") for name in read if name]
    if people and wanted != families:
        yield "authors"
    year = re.search(r"(?:1[5-9]|20)\d\d", fields.get("year", "") or fields.get("date", ""))
    if year and paper.printed_year != int(year[0]):
        yield "year"
    doi = re.search(r"10\.\d{4,9}/\S+", fields.get("doi", "").replace("\\", ""))
    if doi and letters(doi[0]) != letters(paper.doi or ""):
        yield "DOI"
    eprint = _ARXIV.search(fields.get("eprint", ""))
    if (
        eprint
        and "arxiv" in fields.get("archiveprefix", fields.get("eprinttype", "")).lower()
        and paper.work_id != eprint[0]
    ):
        yield "arXiv identifier"


def _family(person: Person) -> str:
    """A family name with its particle, without "Jr." and the like, which synth keeps apart."""
    names = text_of(" ".join((*person.prelast_names, *person.last_names))).replace("\xa0", " ").split()
    return letters(" ".join(name for name in names if not is_suffix(name)) or " ".join(names))


def undefined_in(tex: str) -> bool:
    """Whether a value has a command of its authors' own, which no parser can know: "\\DDb"."""
    known = get_default_latex_context_db().get_macro_spec
    return any(known(name) is None for name in re.findall(r"\\([A-Za-z]{2,})", tex))


def text_of(tex: str) -> str:
    """A value without its TeX; as it is where pylatexenc fails, which does at a \\href without its second group."""
    try:
        return str(_TEX.latex_to_text(tex))
    except IndexError:
        return tex


def letters(text: str) -> str:
    """The letters and digits of a text, without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum() and not unicodedata.combining(char))


def main() -> None:
    """Print how many entries are right, and of each part how many are wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--entries", type=int, default=500)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--show", action="store_true", help="print what differs")
    given = asked.parse_args()
    found: dict[tuple[str, str], tuple[Paper, Entry]] = {}
    for path in (path for place in PLACES for path in sorted((DATA / place).rglob("*.bib"))):
        entries = expected(path)
        read = list(read_list(path, LimitSettings()))
        papers = [entry for entry in read if isinstance(entry, Listed)]
        left_out = len(read) - len(papers)
        print(f"{path.name}: {len(entries)} entries by pybtex; by synth {len(papers)}, {left_out} left out")
        for entry in (entry for entry in papers if entry.key in entries):
            found[entry.key, entry.paper.title] = (entry.paper, entries[entry.key])
    pairs = list(found.values())
    chosen = random.Random(given.seed).sample(pairs, min(given.entries, len(pairs)))
    wrong: Counter[str] = Counter()
    right = 0
    for paper, entry in chosen:
        parts = list(faults(paper, entry))
        wrong.update(parts)
        right += not parts
        if parts and given.show:
            print(
                entry.key,
                parts,
                repr(paper),
                {**entry.fields, "persons": list(map(str, entry.persons.get("author", [])))},
            )
    print(f"{right} of {len(chosen)} entries are right ({len(pairs)} that pybtex reads); {dict(wrong)}")


if __name__ == "__main__":
    main()
