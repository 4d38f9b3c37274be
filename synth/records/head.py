"""The head of a record: one SHA-256 that stands for its manifest and every correction, to be pinned elsewhere.

What is made of a corrected record names it (PDF, HTML, Markdown, descriptions for archives), so that corrections which
were taken away are missed.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.language.phrasing import counted
from synth.models import Correction, Manifest

NAMED = re.compile(r"head ([0-9a-f]{64}) after (\d+) corrections?")


class Head(NamedTuple):
    """The own SHA-256 of the last line of corrections.jsonl, and how many lines there are.

    Without any it is the manifest's own. Each hash covers the one before, so that nothing before a head can change.
    """

    sha256: str
    corrections: int

    def __str__(self) -> str:
        return f"head {self.sha256} after {counted(self.corrections, 'correction')}"


def heads_of(manifest: Manifest, corrections: Sequence[Correction]) -> tuple[Head, ...]:
    """Every head that a record has had, oldest first; the last is the one that it has."""
    hashes = (manifest.sha256, *(correction.sha256 for correction in corrections))
    return tuple(Head(sha256, number) for number, sha256 in enumerate(hashes))


def named_head(text: str) -> Head | None:
    """The first head that a text names as `str(Head)` does; None where it names none."""
    found = NAMED.search(text)
    return Head(found[1], int(found[2][:9])) if found else None
