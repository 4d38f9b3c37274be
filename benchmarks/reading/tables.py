"""Measure the tables of PDFs against those of the LaTeX sources that they were compiled from; print JSON.

python -m benchmarks.reading.tables SHARED_DATA [--compiled DIR] [--sources DIR --pdfs DIR] [--failures FILE]

--compiled DIR keeps the PDFs made from the shared sources between runs. --sources has further LaTeX sources, a folder a
paper, and --pdfs the PDF of each, of the same name. Papers are halved by sorted name: the reader was tuned on one half,
the other was held out. --failures FILE gets what differs in the tuning half, for a person to read.

A table of the source counts where it has a caption as a table, at least two rows of two cells, and its cells are in the
PDF's text. It is found where a table of the PDF has its caption or half of its cells. What is compared is what
synth.language.tabular reads out of both: (labels of the row, headings of the column, value), letters and digits alone.
"""

import argparse
import json
import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reading.compiled import pairs
from synth.errors import ReadingError
from synth.language.tabular import resolve
from synth.models import Document, Table
from synth.reading import archive, latex, pdf
from synth.settings import ReadingSettings

SETTINGS = ReadingSettings()
ALIKE = 0.5  # of the cells of a source's table must be in the PDF's table, so that they are the same
PRESENT = 0.6  # of them must be in the PDF's text, so that it was printed
_CITED = re.compile(
    r"\[[\d?,;\s]+\]|\([^()]*\b(?:19|20)\d\d[a-z]?\)|\(?\b(?:19|20)\d\d[a-z]?\)?|\[[\d.]+(?:em|ex|pt)\]"
)
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "∆": "Δ", "Ω": "Ω", "µ": "μ"})

Triple = tuple[str, str, str]


class Paper(NamedTuple):
    """One paper in both forms."""

    name: str
    source: Path
    pdf: bytes


def main() -> None:
    """Measure both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared_data", type=Path)
    parser.add_argument("--compiled", type=Path)
    parser.add_argument("--sources", type=Path)
    parser.add_argument("--pdfs", type=Path)
    parser.add_argument("--failures", type=Path, default=Path(os.devnull))
    arguments = parser.parse_args()
    halves: dict[str, Counter[str]] = {"tuning": Counter(), "held out": Counter()}
    failures: list[str] = []
    found = sorted(papers(arguments.shared_data, arguments.compiled, arguments.sources, arguments.pdfs))
    for number, paper in enumerate(found):
        half = "held out" if number % 2 else "tuning"
        halves[half].update(compared(paper, failures if half == "tuning" else []))
    arguments.failures.write_text("\n".join(failures) + "\n", encoding="utf-8")
    print(json.dumps({half: figures(counts) for half, counts in halves.items()}, indent=1))


def measure(shared_data: Path, compiled: Path | None = None) -> dict[str, object]:
    """The figures of the shared sources alone, both halves together."""
    counts: Counter[str] = Counter()
    for paper in sorted(papers(shared_data, compiled, None, None)):
        counts.update(compared(paper, []))
    return {**figures(counts)}


def papers(shared_data: Path, compiled: Path | None, sources: Path | None, pdfs: Path | None) -> Iterator[Paper]:
    """The papers that compile, each once."""
    for pair in pairs(shared_data, compiled):
        if pair.pdf and not pair.name.endswith("as published"):
            yield Paper(pair.name, pair.source, pair.pdf)
    if sources and pdfs:
        for path in pdfs.glob("*.pdf"):
            if (sources / path.stem).is_dir():
                yield Paper(path.stem, sources / path.stem, path.read_bytes())


def compared(paper: Paper, failures: list[str]) -> Counter[str]:
    """Counts for one paper; none where one of its forms cannot be read."""
    counts: Counter[str] = Counter()
    try:
        source = latex.read_latex(archive.read_folder(paper.source, SETTINGS), paper.name, SETTINGS)
        began = time.process_time()
        printed = pdf.read_pdf(paper.pdf, paper.name, SETTINGS)
        counts["seconds x 1000"] += round(1000 * (time.process_time() - began))
    except ReadingError:
        return counts
    counts["papers"] += 1
    wanted = [table for table in source.tables if _counts(table, printed)]
    matched = _matched(wanted, printed.tables)
    for place, table in enumerate(wanted):
        counts["tables of sources"] += 1
        other = matched.get(place)
        truth = triples(table)
        counts["triples of sources"] += truth.total()
        if other is None:
            note = next((note for note in printed.notes if (table.label or "-").lower() in note), "no caption")
            failures.append(f"{paper.name}\tnot found\t{table.label}\t{len(table.rows)} x {len(table.rows[0])}\t{note}")
            continue
        counts["tables found"] += 1
        counts["triples in tables found"] += truth.total()
        _score(paper, triples(_headed_alike(table, other)), other, counts, failures)
    for place, extra in enumerate(printed.tables):
        if place not in set(_places(matched, printed.tables)):
            counts["tables without a counterpart"] += 1
            failures.append(f"{paper.name}\tno counterpart\t{extra.label}\tpage {extra.page}\t{extra.caption[:80]}")
    return counts


def _places(matched: dict[int, Table], tables: Sequence[Table]) -> Iterator[int]:
    for place, table in enumerate(tables):
        if any(table is other for other in matched.values()):
            yield place


def _score(paper: Paper, truth: Counter[Triple], other: Table, counts: Counter[str], failures: list[str]) -> None:
    given = triples(other)
    right = given & truth
    counts["triples given"] += given.total()
    counts["triples right"] += right.total()
    counts["tables with a wrong triple"] += given.total() > right.total()
    wrong, missed = list((given - truth).elements()), list((truth - given).elements())
    for name, some in (("wrong", wrong), ("missed", missed)):
        if some:
            failures.append(f"{paper.name}\t{name}\t{other.label}\tpage {other.page}\t{len(some)}\t{some[:4]}")


def _counts(table: Table, printed: Document) -> bool:
    """Whether a source's table is one of cells, has a caption as a table, and is printed."""
    full = [row for row in table.rows if sum(bool(cell.text) and cell.span is not None for cell in row) > 1]
    if len(full) < 2 or not (table.label or "").startswith("Table"):
        return False
    words = set(re.findall(r"\w+", unicodedata.normalize("NFKC", printed.text + " ".join(_loose(printed)))))
    own = [word for row in table.rows for cell in row for word in re.findall(r"\w+", cell.text)]
    return sum(word in words for word in own) >= PRESENT * len(own)


def _loose(printed: Document) -> Iterator[str]:
    yield from printed.notes


def _matched(wanted: Sequence[Table], tables: Sequence[Table]) -> dict[int, Table]:
    """For each table of the source, by its place, the table of the PDF that is the same."""
    scored = []
    for place, table in enumerate(wanted):
        for other in tables:
            alike = _alike(table, other)
            named = bool(table.caption) and _letters(table.caption)[:40] == _letters(other.caption)[:40]
            if alike >= ALIKE or named:
                scored.append((alike + named, -place, table, other))
    found: dict[int, Table] = {}
    used: list[Table] = []
    for _, place, _, other in sorted(scored, key=lambda each: (-each[0], each[1])):
        if -place not in found and not any(other is each for each in used):
            found[-place] = other
            used.append(other)
    return found


def _alike(table: Table, other: Table) -> float:
    one, two = (
        Counter(_letters(cell.text) for row in each.rows for cell in row if cell.text) for each in (table, other)
    )
    return (one & two).total() / max(1, one.total())


def triples(table: Table) -> Counter[Triple]:
    """The values of a table with their labels, in the form that is compared."""
    return Counter(
        (_letters(value.row_label), _letters(value.column_header), f"{value.number.value:.{value.number.decimals}f}")
        for value in resolve(table).cells
    )


def _headed_alike(table: Table, other: Table) -> Table:
    """A source's table with as many header rows as the PDF's, if these have the same texts.

    Of "\\multicolumn{3}{c}{Noise} \\\\ \\hline Image & CBM3D & MLP \\\\ \\hline" only one row is told as header.
    """
    one, two = (
        {_letters(cell.text) for row in each.rows[: other.header_rows] for cell in row} for each in (table, other)
    )
    return table.model_copy(update={"header_rows": other.header_rows}) if one == two else table


def _letters(text: str) -> str:
    text = _CITED.sub("", text)
    folded = unicodedata.normalize("NFKD", text.translate(_DASHES)).lower()
    return "".join(char for char in folded if char.isalnum() or char == "%")


def figures(counts: Counter[str]) -> dict[str, float]:
    """The counts with the shares that they give."""

    def share(part: str, whole: str) -> float:
        return round(counts[part] / max(1, counts[whole]), 4)

    return {
        **counts,
        "share of tables found": share("tables found", "tables of sources"),
        "precision of triples": share("triples right", "triples given"),
        "recall of triples in tables found": share("triples right", "triples in tables found"),
        "recall of triples": share("triples right", "triples of sources"),
    }


if __name__ == "__main__":
    main()
