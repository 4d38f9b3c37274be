"""The commands of LaTeX by kind, kept as data in `latex_commands.txt` and read once."""

from functools import cache
from importlib.resources import files


@cache
def _lines() -> dict[str, list[str]]:
    """The lines of each kind."""
    kinds: dict[str, list[str]] = {}
    kind = ""
    for line in (files("synth.reading") / "latex_commands.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("# "):
            kinds.setdefault(kind, []).append(line)
    return kinds


def names(kind: str) -> frozenset[str]:
    """The commands of a kind."""
    return frozenset(" ".join(_lines()[kind]).split())


def signatures(kind: str) -> dict[str, str]:
    """The commands of a kind, each with the signature of what it takes."""
    table: dict[str, str] = {}
    signature = ""
    for line in _lines()[kind]:
        if not line.startswith(" "):
            signature, _, line = line.partition(":")
        table |= dict.fromkeys(line.split(), signature.removesuffix("-"))
    return table


def printed(kind: str) -> dict[str, str]:
    """The commands of a kind, each with what it prints."""
    words = " ".join(_lines()[kind]).split()
    return dict(zip(words[::2], words[1::2], strict=True))


def texts(kind: str) -> dict[str, str]:
    """The names of a kind, each with what stands behind it on its line."""
    return {name: text for name, _, text in (line.partition(" ") for line in _lines()[kind])}
