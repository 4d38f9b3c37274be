"""Where macro expansion reads from and writes to: a stack of texts, the arguments in them, and the output."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.reading.latex_scanner import argument, find, skip_space
from synth.reading.latex_signature import Parameter, parameters, read_value

_NAME = re.compile(r"\s*\{?\s*\\([A-Za-z@]+|.)\s*\}?", re.DOTALL)
_ENDS_IN_COMMAND = re.compile(r"\\[A-Za-z@]+$")
_PARAMETER = re.compile(r"#(#|\d)")


NO_VALUE = "-NoValue-"
"""What xparse hands on for an optional argument that is absent."""
TRUE, FALSE = "\\BooleanTrue ", "\\BooleanFalse "
"""What xparse hands on for a star that is there, and for one that is not."""


class Macro(NamedTuple):
    """A command with its meaning: the arguments that it takes, and the body that they are put into.

    `delimiters` holds, for `\\def`, the texts that stand before, between and behind the arguments; else it is None.
    """

    parameters: tuple[Parameter, ...]
    body: str
    delimiters: tuple[str, ...] | None = None


class MacroInput:
    """A stack of texts to read from, the topmost first: the paper at the bottom, above it the bodies of macros."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._below: list[tuple[str, int]] = []

    def _push(self, body: str) -> None:
        self._below.append((self._text, self._at))
        self._text, self._at = body, 0

    def _settle(self) -> None:
        """Make the text at hand one in which an argument can be read: it may begin in a body and end below it."""
        while self._below and skip_space(self._text, self._at) >= len(self._text):
            self._text, self._at = self._below.pop()
        if not self._below:
            return
        rest = self._text[self._at :]
        if rest.count("{") > rest.count("}"):
            text, at = self._below.pop()
            self._text, self._at = rest + text[at:], 0

    def _take(self, signature: str) -> list[str]:
        """The values of arguments read from the text, the empty text for what is absent."""
        return [value or "" for value in self._take_values(parameters(signature))]

    def _take_values(self, wanted: Sequence[Parameter]) -> list[str | None]:
        values: list[str | None] = []
        for parameter in wanted:
            self._settle()
            value, self._at = read_value(self._text, self._at, parameter)
            values.append(value)
        return values

    def _values(self, macro: Macro) -> list[str] | None:
        """The values of a macro's arguments, read from the text; None where they are not there."""
        if macro.delimiters is not None:
            return self._delimited(macro.delimiters)
        if not macro.parameters:
            if self._at < len(self._text) and self._text[self._at - 1].isalpha():
                self._at = skip_space(self._text, self._at)
            return []
        values = self._take_values(macro.parameters)
        return [_handed_on(value, each) for value, each in zip(values, macro.parameters, strict=True)]

    def _delimited(self, delimiters: tuple[str, ...]) -> list[str] | None:
        if len(delimiters) == 1 and not delimiters[0]:
            self._at = skip_space(self._text, self._at) if self._text[self._at - 1].isalpha() else self._at
            return []
        self._settle()
        first, *others = delimiters
        at = skip_space(self._text, self._at)
        if first:
            if not self._text.startswith(first.strip(), at):
                return None
            at += len(first.strip())
        values = []
        for delimiter in others:
            if not delimiter:
                self._at = at
                self._settle()
                taken = argument(self._text, self._at)
                if taken is None:
                    return None
                values.append(taken.text)
                at = self._at = taken.end
                continue
            end = _find_outside_braces(self._text, at, delimiter)
            if end < 0:
                return None
            value = self._text[at:end].strip() if delimiter.strip() else self._text[at:end]
            values.append(value[1:-1] if re.fullmatch(r"\{[^{}]*\}", value) else value)
            at = end + len(delimiter)
        self._at = at
        return values

    def _read_name(self) -> str | None:
        self._settle()
        if self._text.startswith("\\csname", skip_space(self._text, self._at)):
            at = skip_space(self._text, self._at) + len("\\csname")
            end = find(self._text, "\\endcsname", at)
            if end < 0:
                return None
            self._at = end + len("\\endcsname")
            return self._text[at:end].strip()
        match = _NAME.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        return match[1]


class ExpandedText:
    """The expanded text so far; keeps a command and a letter apart that expansion has brought together."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._after_word = False
        self._mark = 0

    def add(self, piece: str) -> None:
        """Add a piece, behind a space where it would lengthen the command before it."""
        if not piece:
            return
        if self._after_word and piece[0].isalpha():
            self._pieces.append(" ")
        self._pieces.append(piece)
        self._after_word = piece[0] == "\\" and piece[-1].isalpha()

    def mark(self) -> None:
        """Remember this place, where a call in the paper's own text begins."""
        self._mark = len(self._pieces)

    def back_to_mark(self) -> None:
        """Forget what was added since `mark`."""
        del self._pieces[self._mark :]

    def text(self) -> str:
        """All that was added."""
        return "".join(self._pieces)


def _handed_on(value: str | None, parameter: Parameter) -> str:
    """A value as a body sees it: xparse has words of its own for a star and for what is absent."""
    if parameter.kind == "sign":
        return TRUE if value else FALSE
    if value is None:
        return NO_VALUE if parameter.kind in {"delimited", "group"} else ""
    return value.strip() if parameter.kind == "body" else value


def substitute(body: str, values: list[str]) -> str:
    """The body with its parameters replaced; "##" becomes "#" (a definition inside a definition)."""
    if "#" not in body:
        return body
    out: list[str] = []
    at = 0
    for match in _PARAMETER.finditer(body):
        out.append(body[at : match.start()])
        at = match.end()
        if match[1] == "#":
            out.append("#")
            continue
        number = int(match[1])
        value = values[number - 1] if 0 < number <= len(values) else ""
        if value[:1].isalpha() and _ENDS_IN_COMMAND.search(body, max(0, match.start() - 40), match.start()):
            out.append(" ")  # "\\partial#1"
        out.append(value)
        if body[at : at + 1].isalpha() and re.search(r"\\[A-Za-z@]+$", value):
            out.append(" ")
    out.append(body[at:])
    return "".join(out)


def _find_outside_braces(text: str, start: int, wanted: str) -> int:
    """The place of a text outside all braces, at most a paragraph away; -1 where it is not there."""
    depth = 0
    for match in re.compile(rf"{re.escape(wanted)}|[{{}}]").finditer(text, start, min(len(text), start + 5000)):
        if match[0] == wanted and depth == 0:
            return match.start()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return -1
    return -1
