"""Read the tests of ifthen and etoolbox: "\\boolean{draft} \\AND \\NOT \\equal{a}{b}", "togl {long}"."""

import re
from collections.abc import Callable

from synth.reading.latex_signature import arguments

_WORD = re.compile(r"\s*(?:\\(?P<word>[A-Za-z@]+|[()])|(?P<bare>and|or|not|togl|bool|test|[()])(?![A-Za-z]))\s*")
_RELATION = re.compile(
    r"\s*(?P<left>[^<=>\\(){}]+|\\\w+\s*(?:\{\w+\})?)\s*(?P<sign>[<=>])\s*(?P<right>-?\w+|\\\w+(?:\{\w+\})?)"
)
_SIGNATURES = {"equal": "mm", "test": "m"}
_MAX_DEPTH = 30


def holds(text: str, atom: Callable[[str, list[str]], bool]) -> bool:
    """Whether a test holds; `atom` decides one of its atoms, by its name ("equal", "<") and its arguments."""
    return _Test(text, atom).either(0)


class _Test:
    def __init__(self, text: str, atom: Callable[[str, list[str]], bool]) -> None:
        self._text = text
        self._at = 0
        self._atom = atom

    def either(self, depth: int) -> bool:
        value = self._both(depth)
        while self._word({"OR", "or"}):
            value = self._both(depth) or value
        return value

    def _both(self, depth: int) -> bool:
        value = self._one(depth)
        while self._word({"AND", "and"}):
            value = self._one(depth) and value
        return value

    def _one(self, depth: int) -> bool:
        if depth > _MAX_DEPTH:
            return False
        if self._word({"NOT", "not"}):
            return not self._one(depth + 1)
        if self._word({"("}):
            value = self.either(depth + 1)
            self._word({")"})
            return value
        relation = _RELATION.match(self._text, self._at)
        if relation:
            self._at = relation.end()
            return self._atom(relation["sign"], [relation["left"], relation["right"]])
        match = _WORD.match(self._text, self._at)
        if match is None:
            return False
        name = match["word"] or match["bare"]
        values, self._at = arguments(self._text, match.end(), _SIGNATURES.get(name, "m"))
        return self._atom(name, [value or "" for value in values])

    def _word(self, wanted: set[str]) -> bool:
        match = _WORD.match(self._text, self._at)
        if match is None or (match["word"] or match["bare"]) not in wanted:
            return False
        self._at = match.end()
        return True
