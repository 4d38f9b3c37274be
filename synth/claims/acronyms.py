"""Acronyms as papers define them: "retrieval-augmented generation (RAG)" defines the long form of RAG; and symbols that
stand behind what they mean: "transition temperature Tc"."""

import re
from collections import Counter
from collections.abc import Iterable

from synth.language.text import STOP_WORDS
from synth.models import Document

_SHORT = r"\(([A-Z][A-Za-z]*[A-Z][A-Za-z]*?)s?\)"
_DEFINITION = re.compile(rf"((?:[\w-]+ ){{1,8}})(?:[A-Z][a-z]{{0,4}}\. )?{_SHORT}")
"""With the author of a species' name passed over: "Ocimum sanctum L. (OS)"."""
_HAS_SHORT = re.compile(_SHORT)

_SYMBOL = re.compile(
    r"(?<![\w-])([a-z][a-z-]{3,} [a-z][a-z-]{3,}),? \(?([A-ZΑ-Ω][a-z0-9α-ω]{1,3}|[α-ω][A-Za-z0-9α-ω]{0,3})(?![\w-])"
)


def collect_acronyms(documents: Iterable[Document]) -> dict[str, str]:
    """Each acronym that the documents define, with its most frequent long form (ties by spelling), lower case."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for section in document.sections:
            for sentence in section.sentences:
                counts.update(set(definitions(sentence.text)))
    best: dict[str, str] = {}
    for (acronym, long_form), _ in most_first(counts):
        best.setdefault(acronym, long_form)
    return dict(sorted(best.items()))


def most_first(counts: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """Pairs of a short and a long form with their counts, the most frequent first, ties by spelling."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def definitions(text: str) -> list[tuple[str, str]]:
    """(acronym, long form in lower case) of each definition in a text.

    The words before the bracket, read backwards, must begin with the acronym's letters.
    """
    found = []
    for match in _DEFINITION.finditer(text) if "(" in text and _HAS_SHORT.search(text) else ():
        long_form = _long_form(match[1].split(), match[2])
        if long_form:
            found.append((match[2], long_form))
    return found


def symbol_definitions(text: str) -> list[tuple[str, str]]:
    """(symbol, the two words before it) of each symbol in a text: "transition temperature Tc"."""
    found = [(match[2], match[1]) for match in _SYMBOL.finditer(text)]
    return [(symbol, words) for symbol, words in found if STOP_WORDS.isdisjoint(words.split())]


def _long_form(before: list[str], acronym: str) -> str | None:
    """The shortest tail of `before` whose parts begin with the acronym's letters, if any."""
    letters = acronym.lower()
    for length in range(1, len(before) + 1):
        tail = before[-length:]
        initials = "".join(part[0] for word in tail for part in word.lower().split("-") if part)
        if initials == letters:
            return " ".join(tail).lower()
    return None
