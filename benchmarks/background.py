"""Count in how many arXiv abstracts each stem occurs, for `synth/language/models/document_frequency.tsv`.

python -m benchmarks.background METADATA.jsonl.xz... > synth/language/models/document_frequency.tsv

The records at hand are of computer science above all. So each counts as much as its archive has of arXiv's papers
against what it has of the records: the table says in how many of as many records the stem would stand, were they drawn
from all of arXiv.
"""

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator

from synth.language.text import content_stems

MIN_RECORDS = 15
"""Stems of fewer records are left out, and none weighs more than one of so many: an unseen word is no rarer."""

PAPERS = {
    "math": 383_000, "astro-ph": 223_000, "cond-mat": 212_000, "cs": 500_000, "hep": 302_000, "physics": 100_000,
    "quant-ph": 81_000, "gr-qc": 69_000, "nucl": 57_000, "stat": 36_000, "nlin": 27_000, "q-bio": 18_000,
    "eess": 30_000, "q-fin": 8_000, "econ": 5_000,
}  # fmt: skip
"""Papers of each archive, rounded: those of 2018 (arXMLiv 08.2018), and for cs, eess and econ, which grew since, about
what they have now. Only logarithms of what follows are used, so that round figures are enough."""

_ARCHIVE = {
    **dict.fromkeys(("hep-th", "hep-ph", "hep-ex", "hep-lat"), "hep"),
    **dict.fromkeys(("nucl-th", "nucl-ex"), "nucl"),
    **dict.fromkeys(("math-ph", "alg-geom", "dg-ga", "q-alg", "funct-an"), "math"),
    **dict.fromkeys(("adap-org", "chao-dyn", "patt-sol", "solv-int", "comp-gas"), "nlin"),
    **dict.fromkeys(("mtrl-th", "supr-con"), "cond-mat"),
    **dict.fromkeys(("chem-ph", "atom-ph", "plasm-ph", "acc-phys", "ao-sci", "bayes-an"), "physics"),
    "cmp-lg": "cs",
}
"""What joins others here, and where the archives of the nineties went."""


def main(paths: list[str]) -> None:
    """Print the table: a comment, `*` with the number of records, then stem and count a line, sorted by stem."""
    by_archive: dict[str, Counter[str]] = {name: Counter() for name in PAPERS}
    read: Counter[str] = Counter()
    for archive, text in records(paths):
        by_archive[archive].update(set(content_stems(text)))
        read[archive] += 1
    total, papers = read.total(), sum(PAPERS[archive] for archive in read)
    counts: Counter[str] = Counter()
    weighted: dict[str, float] = {}
    for archive, stems in by_archive.items():
        counts.update(stems)
        for stem, number in stems.items():
            weighted[stem] = weighted.get(stem, 0.0) + number / read[archive] * PAPERS[archive] / papers * total
    print("# Document frequency of Snowball stems in arXiv titles and abstracts (CC0); python -m benchmarks.background")
    print(f"*\t{total}")
    for stem in sorted(counts):
        if counts[stem] >= MIN_RECORDS:
            print(f"{stem}\t{max(MIN_RECORDS, round(weighted[stem]))}")


def records(paths: list[str]) -> Iterator[tuple[str, str]]:
    """The archive, and title with abstract, of each record whose archive is known."""
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                name = str(record["primary_category"] or "").split(".")[0]
                if (archive := _ARCHIVE.get(name, name)) in PAPERS:
                    yield archive, f"{record['title']} {record['abstract']}"


if __name__ == "__main__":
    main(sys.argv[1:])
