"""The word lists, kept as data in `lexicons/*.txt` and read once."""

from functools import cache
from importlib.resources import files


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of `lexicons/{name}.txt`, as they stand; lines that begin with # say what the list is."""
    text = (files("synth.language") / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


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
    """Whether a lower-case word stands in a list, or is an inflected form of one that does.

    Stems would be too wide: "compared" and "comparable", "use" and "useful" share theirs.
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
