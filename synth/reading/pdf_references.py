"""Split a printed reference list into its entries, and resolve the citations of running text to them."""

import re
from collections.abc import Sequence

from synth.language.authors import family_key
from synth.language.scripts import FROM_SUPERSCRIPTS
from synth.models import Reference
from synth.reading.pdf_layout import Block, same_size
from synth.reading.pdf_lines import Row
from synth.reading.pdf_text import Hyphens, joint
from synth.reading.printed_authors import leading_authors

_LABEL = re.compile(r"\[(?:\d{1,3}|[A-Za-z+]{2,8}\d{2}[a-z]?)\]\s|(?:\d{1,3}\.|\(\d{1,3}\))\s(?=\S)")
_NUMBER = re.compile(r"\[?\(?(\d{1,3})")
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_YEARS = re.compile(_YEAR)
_ENTRY_END = re.compile(r"[.\d)]$")
_SAME_AUTHORS = re.compile(rf"(?:[—–_-]\s?)+[.,]?\s\(?{_YEAR}")
MAX_REST = 4  # rows
MIN_ENTRY, MAX_ENTRY = 25, 3000  # characters; the longest name hundreds of authors


def entries_of(blocks: Sequence[Block], hyphens: Hyphens) -> list[str]:
    """The entries of a reference list in order, as printed.

    Entries begin with a label ("[12]", "12."), or else at the left edge where their other rows are indented, or else
    with their block, or with authors and a year behind the end of the entry before.
    """
    rows = [row for block in blocks for row in block.rows]
    if not rows:
        return []
    labelled = sum(bool(_LABEL.match(row.text)) for row in rows)
    enough = 2 if rows[0].text.startswith(("[1] ", "1. ")) else 3
    is_labelled = labelled >= enough and labelled >= 0.12 * len(rows)
    starts = _labelled_starts(rows) if is_labelled else _indented_starts(blocks)
    entries: list[list[Row]] = []
    for row, start in zip(rows, starts, strict=True):
        if start or not entries:
            entries.append([row])
        else:
            entries[-1].append(row)
    texts = (joined(rows, hyphens) for rows in entries)
    return [text for text in texts if MIN_ENTRY <= len(text) <= MAX_ENTRY]


def _labelled_starts(rows: Sequence[Row]) -> list[bool]:
    """A numbered label starts an entry where its number is the next one: "12. Springer" may begin a row inside one."""
    starts: list[bool] = []
    last: int | None = None
    for row in rows:
        value = label_of(row.text)
        if value is None:
            starts.append(_LABEL.match(row.text) is not None)
            continue
        start = last is None or 0 < value - last <= 3
        last = value if start else last
        starts.append(start)
    return starts


def _indented_starts(blocks: Sequence[Block]) -> list[bool]:
    """Rows at the left edge start entries where others hang; without hanging rows, authors and a year do."""
    starts: list[bool] = []
    lefts: dict[tuple[int, int], float] = {}
    for block in blocks:
        for row in block.rows:
            place = (row.page, block.column)
            lefts[place] = min(lefts.get(place, row.x0), row.x0)
    rows = [(row, lefts[row.page, block.column]) for block in blocks for row in block.rows]
    hanging = sum(row.x0 - left > 4 for row, left in rows)
    if hanging >= 0.3 * len(rows):
        return [row.x0 - left <= 4 for row, left in rows]
    for block in blocks:
        starts.extend(index == 0 or _starts_dated(block.rows, index) for index in range(len(block.rows)))
    return starts


def _starts_dated(rows: Sequence[Row], index: int) -> bool:
    """Whether a row of a block begins an entry by author and year, "Arms K (1974) Sodium. Field Science 18: 37-40."."""
    if index and not _ENTRY_END.search(rows[index - 1].text):
        return False
    if _SAME_AUTHORS.match(rows[index].text):
        return True
    authors = leading_authors(rows[index].text)
    if authors is None or authors.form not in {"inverted", "behind"}:
        return False
    return _YEARS.search(" ".join(row.text for row in rows[index : index + 2])) is not None


def begins_list(block: Block) -> bool:
    """Whether a block is the begin of a reference list, which physics letters and Nature set without a heading."""
    if block.first.text.startswith("[1] "):
        return True
    if label_of(block.first.text) != 1:
        return sum(_starts_dated(block.rows, index) for index in range(len(block.rows))) >= 3
    entries = [row.text for row in block.rows if label_of(row.text) is not None]
    named = sum(leading_authors(_LABEL.sub("", text, count=1)) is not None for text in entries)
    return len(entries) >= 3 and 2 * named > len(entries)


def goes_on_with(blocks: Sequence[Block], block: Block) -> bool:
    """Whether a block of notes goes on with a reference list without a heading, of which these blocks are the begin."""
    if not blocks or not same_size(block.first, blocks[0].first):
        return False
    return any(label_of(row.text) is not None for row in block.rows)


def is_without_entries(block: Block) -> bool:
    """Whether a block is too long for the rest of an entry that another block begins, and begins none itself."""
    rows = block.rows
    starts = (label_of(row.text) is not None or _starts_dated(rows, index) for index, row in enumerate(rows))
    return len(rows) > MAX_REST and not any(starts)


def label_of(entry: str) -> int | None:
    """The number that an entry is cited by, where it begins with one: "[12] P. Lewis ..." gives 12."""
    match = _NUMBER.match(entry) if _LABEL.match(entry) else None
    return int(match[1]) if match else None


def joined(rows: Sequence[Row], hyphens: Hyphens) -> str:
    """The text of some rows, hyphenation undone."""
    text = ""
    for row in rows:
        line = f"{row.mark} {row.text}" if row.mark.isdecimal() and not text else row.text
        if text:
            text, glue = joint(text, line, hyphens)
            text += glue + line
        else:
            text = line
    return text


_NUMERIC = re.compile(r"\[(\d{1,3}(?:\s?[,;–—-]\s?\d{1,3})*)\]")
_RAISED = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[.,;:)\]]))\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)")
_NARRATIVE = re.compile(
    rf"([A-ZÀ-Þ][\w’'´-]+)(?:\s(?:et\sal\.?|and\s[A-ZÀ-Þ][\w’'-]+|&\s[A-ZÀ-Þ][\w’'-]+))?,?\s\(?({_YEAR}(?:,\s?(?:{_YEAR}|[a-z]\b))*)"
)
_RANGE = re.compile(r"(\d+)\s?[–—-]\s?(\d+)")


class Citations:
    """Resolves citations to 1-based numbers in the reference list, by label or by first author and year."""

    def __init__(self, references: Sequence[Reference], labels: Sequence[int | None]) -> None:
        self._labels = {label: number for number, label in enumerate(labels, start=1) if label is not None}
        self._authors: dict[tuple[str, str], list[int]] = {}
        for number, reference in enumerate(references, start=1):
            surname = _surname(reference)
            for year in dict.fromkeys(_YEARS.findall(reference.text)):
                self._authors.setdefault((surname, year), []).append(number)

    def of(self, text: str) -> tuple[int, ...]:
        """The references that a sentence cites, in increasing order."""
        cited: set[int] = set()
        if self._labels:
            lists = [match[1] for match in _NUMERIC.finditer(text)]
            if not lists and not text.isascii():
                lists = [match[1].translate(FROM_SUPERSCRIPTS) for match in _RAISED.finditer(text)]
            labels = [label for printed in lists for label in _numbers(printed)]
            cited.update(self._labels[label] for label in labels if label in self._labels)
        else:
            for match in _NARRATIVE.finditer(text):
                for year in _YEARS.findall(match[2]):
                    cited.update(self._authors.get((match[1].casefold(), year), ())[:1])
        return tuple(sorted(cited))


def _numbers(listed: str) -> list[int]:
    """The numbers of "3, 5-7"."""
    numbers: list[int] = []
    for part in re.split(r"[,;]", listed):
        span = _RANGE.search(part)
        if span:
            first, last = int(span[1]), int(span[2])
            numbers.extend(range(first, min(last, first + 50) + 1))
        else:
            numbers.append(int(part))
    return numbers


_FIRST_NAME = re.compile(r"[^\W\d_][\w’'´-]*")


def _surname(reference: Reference) -> str:
    """The first author's surname, lower case: "Patrick Lewis" and "Lewis, Patrick" give "lewis"."""
    if reference.authors:
        return family_key(reference.authors[0])
    match = _FIRST_NAME.search(reference.text)
    return match[0].casefold() if match else ""
