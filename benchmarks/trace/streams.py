"""Text as the stream of its letters and digits, which no hyphen, ligature, accent or line break changes; and a search."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

FIRST_MARK = 0xF0000
"""Characters from here on (private use, plane 15) stand for something that is no text, and stay in a stream."""

MIN_PIECE = 15
"""Letters of a sentence that must stand together before something foreign: 15 do not by chance."""

MAX_PIECES = 4

_ALIKE = {"ı": "i", "ȷ": "j"}


def letters(text: str) -> str:
    """The letters and digits of a text, folded, without accents; a point stays between two digits, since 7.5 is not 75."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        _ALIKE.get(char, char)
        for before, char, after in zip(" " + folded, folded, folded[1:] + " ", strict=False)
        if char.isalnum() or ord(char) >= FIRST_MARK or (char == "." and before.isdecimal() and after.isdecimal())
    )


@dataclass(frozen=True)
class Found:
    """How a sentence was found: "whole", "over the page break" or "around a float", and the pieces it came in."""

    how: str
    pieces: tuple[str, ...]


def find_on_page(sentence: str, pages: Sequence[Sequence[str]], page: int) -> Found | None:
    """Look for a stream on a page, from 1; `pages` has the streams of each, as several ways of reading gave them.

    A sentence that begins on a page may end on the next. One that something foreign stands in (a float, a footnote, a
    running head) is found when at most four pieces of it, each of 15 letters or more, make it up without a rest.
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
    for streams in (here, [*here, *after]):
        pieces = list(_pieces(sentence, streams))
        if len(pieces) <= MAX_PIECES and "".join(pieces) == sentence:
            return Found("around a float", tuple(pieces))
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


def _pieces(sentence: str, streams: Sequence[str]) -> Iterator[str]:
    """The sentence cut where it must be, each piece as long as can be; ends early where one would be too short."""
    start = 0
    while start < len(sentence):
        piece = longest_prefix(sentence[start:], streams)
        rest = len(sentence) - start - len(piece)
        if 0 < rest < MIN_PIECE:  # leave the last piece long enough to mean something
            piece = sentence[start : len(sentence) - MIN_PIECE]
        if len(piece) < MIN_PIECE:
            return
        yield piece
        start += len(piece)


def paragraphs_between(text: str, start: int, end: int) -> int:
    """How many paragraphs with any text, parted by blank lines, lie between two places."""
    blanks = [start, *(start + match.start() for match in re.finditer(r"\n[ \t]*\n", text[start:end])), end]
    return sum(bool(letters(text[left:right])) for left, right in pairwise(blanks))
