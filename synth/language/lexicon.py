"""The word lists, kept as data in `lexicons/*.txt` and read once."""

from functools import cache
from importlib.resources import files

from synth.text import stem


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of `lexicons/{name}.txt`, as they stand; lines that begin with # say what the list is."""
    text = (files("synth.language") / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def stems_of(name: str) -> frozenset[str]:
    """The stems of the words of a list."""
    return frozenset(stem(word) for word in words_of(name))


def is_in(name: str, word: str) -> bool:
    """Whether a lower-case word, or its stem, stands in a list that is read by stem."""
    return word in words_of(name) or stem(word) in stems_of(name)
