"""Small inputs made after public bug reports, and what of them has to be read: cases.tsv beside this file.

python -m benchmarks.reading.cases [NAME]...     each case that is not read as expected, and how many are

The inputs are those of `cases` in the shared data. A line of cases.tsv has the case, its file (or folder), what must
appear and what must not, parts joined by " ¦ ". A part is looked for in the lines of `lines_of`: what must appear in
any of them, what must not in any but those of unfit sentences. "!" before a part of what must appear asks for a line
that is just that part. A case without a file is tried by a test of its own, which its "must" names.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.errors import SynthError
from synth.models import Document, Table
from synth.reading import read_paper

CASES = Path(__file__).with_name("cases.tsv")
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "cases"


class Case(NamedTuple):
    """One input, and what has to be read of it."""

    name: str
    file: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]


def cases(path: Path = CASES) -> list[Case]:
    """The cases, in the order of their names."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Case(row["case"], row["file"], _parts(row["must"]), _parts(row["must_not"])) for row in rows]


def lines_of(document: Document) -> list[str]:
    """A document as lines, each with what it is: "title: ...", "heading: 3 Results", "table: a | b"."""
    return list(_lines(document))


def faults(case: Case, data: Path = DATA) -> list[str]:
    """What is not as expected in a case; empty where all of it is."""
    try:
        lines = lines_of(read_paper(data / case.name / case.file))
    except SynthError as error:
        lines = [f"refused: {error.message}"]
    found = [part for part in case.must if not _appears(part, lines)]
    fit = [line for line in lines if not line.startswith("unfit: ")]
    return [f"missing: {part}" for part in found] + [f"there: {part}" for part in case.must_not if _appears(part, fit)]


def main(names: Sequence[str]) -> int:
    """Print the faults of the cases named, or of all; 1 where there are any."""
    chosen = [case for case in cases() if case.file and (not names or any(name in case.name for name in names))]
    wrong = 0
    for case in chosen:
        told = faults(case)
        wrong += bool(told)
        print("\n".join(f"{case.name}: {line}" for line in told), end="\n" if told else "")
    print(f"{len(chosen) - wrong} of {len(chosen)} read as expected")
    return 1 if wrong else 0


def _lines(document: Document) -> Iterator[str]:
    yield f"title: {document.title}"
    yield from (f"author: {name}" for name in document.authors)
    yield from (f"note: {note}" for note in document.notes)
    for section in document.sections:
        yield f"heading: {section.number or ''} {section.heading}".replace(":  ", ": ").strip()
        for sentence in section.sentences:
            kind = "unfit" if sentence.unfit else "sentence"
            yield f"{kind}: {sentence.text}"
            if sentence.environment:
                yield f"environment: {sentence.environment}: {sentence.text}"
    yield from (f"caption: {sentence.text}" for sentence in document.captions)
    yield from (f"footnote: {sentence.text}" for sentence in document.footnotes)
    yield from (line for table in document.tables for line in _table(table))
    for number, reference in enumerate(document.references, start=1):
        yield f"reference {number}: {reference.text}"
        authors = "; ".join(reference.authors)
        parts = (reference.title, authors, reference.year, reference.arxiv_id, reference.doi)
        yield f"reference {number} is: {' / '.join(str(part) for part in parts)}"


def _table(table: Table) -> Iterator[str]:
    yield f"table caption: {table.caption}"
    for place, row in enumerate(table.rows):
        kind = "header" if place < table.header_rows else "table"
        yield f"{kind}: {' | '.join(cell.text for cell in row)}"


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(" ¦ ") if part)


def _appears(part: str, lines: Sequence[str]) -> bool:
    return part[1:] in lines if part.startswith("!") else any(part in line for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
