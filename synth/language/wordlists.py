"""The lists of words that cards are read by, from `synth/language/lexicons`."""

from functools import cache
from importlib.resources import files


@cache
def lexicon(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a list as their words; those with "#" are remarks."""
    text = (files("synth") / "language" / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words_for(key: str) -> frozenset[str]:
    """The words of `cards.txt` under a key; "_" stands for a space."""
    return frozenset(word.replace("_", " ") for first, *rest in lexicon("cards") if first == key for word in rest)


def any_word(key: str) -> str:
    """The words under a key as alternatives of a pattern, the longest first."""
    return "|".join(sorted(words_for(key), key=lambda word: (-len(word), word)))
