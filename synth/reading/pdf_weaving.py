"""Put the pieces of rows together that a program has drawn apart: all words in roman first, then those in italics."""

import re
from collections import Counter
from itertools import pairwise

from synth.reading.pdf_lines import STRUCK, Row, extend

WOVEN = (0.1, 0.6)  # of the size: the gap between two words of a row that are drawn apart
MIN_WOVEN = 3  # on a page
_WORD = re.compile(r"[^\W\d_]{2}")
MIN_COLUMN = 5  # rows that begin at one place of a page where that is a column's edge


def woven(rows: list[Row]) -> list[Row]:
    """The rows of a page with such pieces put together; what begins where many rows do is another column."""
    places = {id(row): place for place, row in enumerate(rows)}
    begins = Counter(round(row.x0) for row in rows)
    beside = sorted(rows, key=lambda row: (round(row.baseline), row.x0))

    def goes_on(left: Row, right: Row) -> bool:
        if abs(left.baseline - right.baseline) > STRUCK * left.size or begins[round(right.x0)] >= MIN_COLUMN:
            return False
        if abs(left.size - right.size) > 1 or not (_WORD.search(left.text) and _WORD.search(right.text)):
            return False  # pieces of a formula
        return WOVEN[0] * left.size < right.x0 - left.x1 < WOVEN[1] * left.size

    apart = [goes_on(left, right) and abs(places[id(left)] - places[id(right)]) > 1 for left, right in pairwise(beside)]
    if sum(apart) < MIN_WOVEN:
        return rows
    gone: set[int] = set()
    into = beside[0]
    for row in beside[1:]:  # in their order, so that a row grows to its right
        if goes_on(into, row) and extend(into, row):
            gone.add(id(row))
        else:
            into = row
    return [row for row in rows if id(row) not in gone]
