"""Read a LaTeX text piece by piece: tokens, arguments and environments, tolerant of what does not close."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

TOKEN = re.compile(
    r"""
      \\(?P<word>@*[A-Za-z][A-Za-z@]*)\*?[ \t]*(?:\n(?![ \t]*\n)[ \t]*)?
    | \\(?P<symbol>.)
    | (?P<special>[{}$&~^_#])
    | (?P<text>[^\\{}$&~^_#]+)
    | (?P<end>\\)$
    """,
    re.VERBOSE | re.DOTALL,
)
"""A control word with the white space that it swallows, a control symbol, a special character, or plain text."""

RULE = re.compile(r"(?:\s*(?:height|width|depth)\s*-?[\d.]*\s*\\?[A-Za-z]+)*")
"""What follows TeX's `\\hrule` and `\\vrule`: "height.6pt width 5pt"."""

_SPACE = re.compile(r"[ \t]*(?:\n[ \t]*(?!\s*\n))?")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BRACKET = re.compile(r"\\.|[{}\[\]]", re.DOTALL)
_SINGLE = re.compile(r"\\(?:[A-Za-z@]+|.)|[^\s{}]", re.DOTALL)
MAX_ARGUMENT = 60_000  # code points: a brace open for longer was never closed
MAX_DEPTH = 50  # of braces within an argument: likewise


class Argument(NamedTuple):
    """What a command takes: the text inside its braces, and the place behind them."""

    text: str
    end: int


def control_word(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    r"""What finds any of some control words, whole, as its group 1: `\em` and not `\emph`; then a pattern `behind`."""
    return re.compile(rf"\\({'|'.join(sorted(words, key=len, reverse=True))})(?![A-Za-z]){behind}")


def skip_space(text: str, start: int) -> int:
    """The place behind white space that holds no blank line."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def next_character(text: str, start: int) -> str:
    """The character behind white space that holds no blank line; "" at the end of the text."""
    place = skip_space(text, start)
    return text[place : place + 1]


def argument(text: str, start: int) -> Argument | None:
    """The mandatory argument at `start`: a group, or else one token; None at a closing brace or the end of the text.

    A group that does not close ends at the next blank line, so that a stray brace costs only its paragraph.
    """
    start = skip_space(text, start)
    if text[start : start + 1] != "{":
        single = _SINGLE.match(text, start)
        return Argument(single[0], single.end()) if single else None
    depth = 0
    for match in _BRACE.finditer(text, start, start + MAX_ARGUMENT):
        if match[0] == "{":
            depth += 1
            if depth > MAX_DEPTH:
                break
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return Argument(text[start + 1 : match.start()], match.end())
    blank = text.find("\n\n", start)
    end = min(len(text), start + MAX_ARGUMENT) if blank < 0 else blank
    return Argument(text[start + 1 : end], end)


def optional(text: str, start: int) -> Argument | None:
    """The argument in square brackets at `start`; None where there is none."""
    start = skip_space(text, start)
    if text[start : start + 1] != "[":
        return None
    depth = 0
    for match in _BRACKET.finditer(text, start + 1, start + MAX_ARGUMENT):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth < 0:
                return None
        elif match[0] == "]" and depth == 0:
            return Argument(text[start + 1 : match.start()], match.end())
    return None


def environment_end(text: str, start: int, name: str) -> tuple[int, int] | None:
    """(start, end) of the `\\end{name}` that closes the environment whose body begins at `start`; None if none does."""
    marks, closing = _marks_of(text, name)
    first = bisect_left(marks, (start, start))
    ends = closing[first]
    return None if ends is None else marks[ends]


@lru_cache(maxsize=16)
def _marks_of(text: str, name: str) -> tuple[list[tuple[int, int]], list[int | None]]:
    """Where environments of a name begin and end; for each of these marks the first from it on that ends an outer one.

    A text is gone through once, however many environments of it are never closed.
    """
    found = [*re.finditer(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}", text)]
    closing: list[int | None] = [None] * (len(found) + 1)
    for at in reversed(range(len(found))):
        inner = closing[at + 1]
        closing[at] = at if found[at][1] == "end" else None if inner is None else closing[inner + 1]
    return [match.span() for match in found], closing


def find(text: str, mark: str, start: int) -> int:
    """`text.find(mark, start)`, at once where the mark does not come again: -1."""
    return text.find(mark, start) if start <= _last(text, mark) else -1


@lru_cache(maxsize=16)
def _last(text: str, mark: str) -> int:
    return text.rfind(mark)


def has_words(latex: str) -> bool:
    """Whether anything but commands with their arguments stands in a text."""
    return re.search(r"[^\W\d_]{2}", re.sub(r"\\(?:[A-Za-z]+\*?|.)(?:\[[^\]]*\]|\{[^{}]*\})*", " ", latex)) is not None
