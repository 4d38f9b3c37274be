"""Spaces that some PDFs have behind each hyphen within a line: "high- throughput sequencing"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from synth.reading.pdf_lines import Row

LEAST = 1.5
"""How many lines of a page must have one on average: a splice, "mul- eight", or "pre- and post-", stands in few."""
_SPACED = re.compile(r"(?<=[a-z]-) (?!(?:and|or|to)\b)(?=[a-z])")


def close_hyphens(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows without these spaces, where the whole paper has them."""
    spaced = sum("- " in row.text and _SPACED.search(row.text) is not None for rows in pages for row in rows)
    if spaced < LEAST * len(pages):
        return list(pages)
    return [[_closed(row) for row in rows] for rows in pages]


def _closed(row: Row) -> Row:
    text = _SPACED.sub("", row.text)
    return (
        row
        if text == row.text or row.gaps
        else replace(row, text=text, lead=len(_SPACED.sub("", row.text[: row.lead])))
    )
