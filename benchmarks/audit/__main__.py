"""What the audit makes of papers.

python -m benchmarks.audit             of the planted papers: verdicts by truth, and the wrong ones
python -m benchmarks.audit PAPER...    of papers: every charge with its numbers, then counts
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.audit.planted_papers import score, verdict
from synth.audit.find import find_derivations
from synth.errors import SynthError
from synth.models import Document
from synth.reading import read_paper


def main(paths: Sequence[Path]) -> None:
    """Print the score of the planted papers, or what is found in others."""
    if paths:
        real(paths)
        return
    counts = score()
    print("\n".join(counts.wrong))
    for (truth, told), number in sorted(counts.verdicts.items()):
        print(f"{truth:6} {told:8} {number}")


def real(paths: Sequence[Path]) -> None:
    """Print each charge, and how many numbers of tables and of sentences hold, are doubted and are charged."""
    for (place, told), number in sorted(counted(paths).items()):
        print(f"{place:9} {told:8} {number}")


def counted(paths: Sequence[Path]) -> Counter[tuple[str, str]]:
    """How many numbers there are by place (tables, sentences) and verdict; charges are printed."""
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str, str]] = set()
    for path, document in read(paths):
        for item in find_derivations(document):
            key = (item.text, item.reported.text, item.formula)
            if key in seen:  # some papers are there twice
                continue
            seen.add(key)
            told = verdict(item)
            counts["tables" if item.labels else "sentences", told] += 1
            if told == "charged":
                operands = ", ".join(f"{one.name} = {one.text}" for one in item.operands)
                print(f"CHARGED {path.name}: {item.reported.text} ({item.kind}): {item.text}")
                print(f"    {item.formula}, {operands}; tolerance {item.tolerance:g} {item.note}")
    return counts


def read(paths: Sequence[Path]) -> Iterator[tuple[Path, Document]]:
    """The documents of papers; those that cannot be read are named."""
    for path in paths:
        try:
            yield path, read_paper(path)
        except SynthError as error:
            print(f"# {path.name}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
