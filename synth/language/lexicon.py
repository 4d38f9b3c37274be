"""The word lists, stored as data in `lexicons/*.txt` and read once."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_FOLDER = files("synth.language") / "lexicons"


@cache
def lines_of(file: str) -> tuple[str, ...]:
    """The lines of `lexicons/{file}`, without empty ones and comments (#)."""
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def sections_of(file: str) -> dict[str, tuple[str, ...]]:
    """The lines of `lexicons/{file}` by the names in brackets above them; "" is the name of those above the first."""
    sections: dict[str, tuple[str, ...]] = {"": ()}
    name = ""
    for line in lines_of(file):
        if line.startswith("["):
            name = line.strip("[]")
            sections[name] = ()
        else:
            sections[name] += (line,)
    return sections


def word_list(name: str, section: str = "") -> tuple[str, ...]:
    """The words of a section of `lexicons/{name}.txt` in order; without one, of a file that has none."""
    return tuple(word for line in sections_of(f"{name}.txt")[section] for word in line.split())


@cache
def words_of(name: str, section: str = "") -> frozenset[str]:
    """The same as a set."""
    return frozenset(word_list(name, section))


def pairs_of(name: str, section: str = "") -> dict[str, str]:
    """The words of a section in pairs: key and value."""
    words = word_list(name, section)
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def phrases_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of `lexicons/{name}.txt` as their words."""
    return tuple(tuple(line.split()) for line in lines_of(f"{name}.txt"))


@cache
def words_for(key: str) -> frozenset[str]:
    """The words of `cards.txt` under a key; "_" stands for a space."""
    return frozenset(word.replace("_", " ") for first, *rest in phrases_of("cards") if first == key for word in rest)


def any_of(words: Iterable[str]) -> str:
    """Words as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def any_word(key: str) -> str:
    """The words of `cards.txt` under a key as alternatives of a pattern, the longest first."""
    return "|".join(sorted(words_for(key), key=lambda word: (-len(word), word)))


_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
)


@cache
def is_in(name: str, word: str) -> bool:
    """Whether a lower-case word is in a list, or is an inflected form of a word in it.

    Stems would be too broad: "compared" and "comparable", "use" and "useful" share theirs.
    """
    listed = words_of(name)
    if word in listed:
        return True
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            root = word.removesuffix(ending)
            if root + base in listed or (root[-1] == root[-2] and root[:-1] in listed):
                return True
    return False
