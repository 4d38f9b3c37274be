"""Text as the stream of its letters and digits, whatever the hyphens, ligatures and line breaks; a search."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FIRST_MARK = 0xF0000
"""Characters from here on (private use, plane 15) stand for something that is no text, and stay in a stream."""

MIN_PIECE = 15
"""Letters of a sentence before a page break that do not stand at the end of a page by chance."""

MAX_PIECES = 4

MAX_STEPS = 3_000
"""Lines looked at for one sentence from one beginning."""

_ALIKE = {"ı": "i", "ȷ": "j"}
_ACCENT = "Lm"  # Python takes the caron of "Koˇciský", as a PDF may set it, for a letter


def letters(text: str) -> str:
    """The letters and digits of a text, folded, without accents; a point stays between digits: 7.5 is not 75."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        _ALIKE.get(char, char)
        for before, char, after in zip(" " + folded, folded, folded[1:] + " ", strict=False)
        if _stays(char) or (char == "." and before.isdecimal() and after.isdecimal())
    )


def _stays(char: str) -> bool:
    return (char.isalnum() and unicodedata.category(char) != _ACCENT) or ord(char) >= FIRST_MARK


@dataclass(frozen=True)
class Found:
    """How a sentence was found: "whole", "over the page break" or "around a float", and the pieces it came in.

    Lines that follow each other are one piece, of which the first line alone is told.
    """

    how: str
    pieces: tuple[str, ...]


def find_on_page(sentence: str, pages: Sequence[Sequence[str]], page: int) -> Found | None:
    """Look for a stream on a page, from 1; `pages` has the streams of each, as several ways of reading gave them.

    A sentence that begins on a page may end on the next.
    """
    if not sentence or not 1 <= page <= len(pages):
        return None
    here = pages[page - 1]
    after = pages[page] if page < len(pages) else ()
    if any(sentence in stream for stream in here):
        return Found("whole", (sentence,))
    for stream in here:
        prefix = longest_prefix(sentence, [stream])
        rest = sentence[len(prefix) :]
        at_end = len(prefix) >= 1 and stream.endswith(prefix)
        if rest and (at_end or len(prefix) >= MIN_PIECE) and any(_begins(rest, other) for other in after):
            return Found("over the page break", (prefix, rest))
    return None


def find_in_lines(sentence: str, lines: Sequence[str], first_page: int) -> Found | None:
    """Look for a stream line by line: it begins in one of the first `first_page` lines, which are the page named.

    `lines` are the streams of the printed lines of that page and those after it, as set. The pieces of a sentence are
    whole lines but for its ends, and stand in their order; what stands between them is foreign to it: a float, a
    footnote, a running head, the numbers of a review copy's lines (which alone count for nothing).
    """
    for start, line in enumerate(lines[:first_page]):
        for offset in range(len(line)):
            if sentence.startswith(line[offset:]):
                steps = [MAX_STEPS]
                pieces = _walk(sentence, len(line) - offset, lines, start + 1, MAX_PIECES - 1, steps)
                if pieces is not None:
                    return Found("around a float" if len(pieces) else "whole", (line[offset:], *pieces))
    return None


def _walk(
    sentence: str, read: int, lines: Sequence[str], place: int, breaks: int, steps: list[int]
) -> tuple[str, ...] | None:
    """The pieces behind the breaks of a sentence read so far; None where its rest is not in the lines from `place`."""
    foreign = False
    while place < len(lines) and steps[0] > 0:
        steps[0] -= 1
        line, place = lines[place], place + 1
        if not line or (line.isdecimal() and not sentence.startswith(line, read)):
            continue
        rest = sentence[read:]
        if line.startswith(rest) or rest.startswith(line):
            further: tuple[str, ...] | None = ()
            if not line.startswith(rest):
                further = _walk(sentence, read + len(line), lines, place, breaks - foreign, steps)
            if further is not None:
                return (rest[: len(line)], *further) if foreign else further
        foreign = True
        if not breaks:
            return None
    return None


def longest_prefix(sentence: str, streams: Sequence[str]) -> str:
    """The longest beginning of a sentence that stands in one of the streams."""
    low, high = 0, len(sentence)
    while low < high:
        middle = (low + high + 1) // 2
        if any(sentence[:middle] in stream for stream in streams):
            low = middle
        else:
            high = middle - 1
    return sentence[:low]


def _begins(rest: str, page: str) -> bool:
    """Whether the rest of a sentence stands on a page; a short one must stand near its top, under a running head."""
    return rest in (page if len(rest) >= MIN_PIECE else page[:300])


def paragraphs_between(text: str, start: int, end: int) -> int:
    """How many paragraphs with any text, parted by blank lines, lie between two places."""
    blanks = [start, *(start + match.start() for match in re.finditer(r"\n[ \t]*\n", text[start:end])), end]
    return sum(bool(letters(text[left:right])) for left, right in pairwise(blanks))
