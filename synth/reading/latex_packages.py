"""What the commands of packages print: the lines of `latex_packages.txt`, which says how they are written."""

import re
from functools import cache
from importlib.resources import files

from synth.reading.latex_commands import signatures
from synth.reading.latex_macro_input import Macro
from synth.reading.latex_signature import parameters


@cache
def package_commands(loaded: frozenset[str]) -> tuple[dict[str, Macro], dict[str, Macro]]:
    """The commands of the packages loaded, and those of others, by their names."""
    own: dict[str, Macro] = {}
    others: dict[str, Macro] = {}
    for packages, names, macro in _rows():
        table = own if not loaded.isdisjoint(name.rstrip("!") for name in packages) else others
        if table is own or not packages[0].endswith("!"):
            for name in names:
                table.setdefault(name, macro)
    return own, others


@cache
def _rows() -> tuple[tuple[tuple[str, ...], tuple[str, ...], Macro], ...]:
    rows = []
    packages: tuple[str, ...] = ()
    text = (files("synth.reading") / "latex_packages.txt").read_text(encoding="utf-8")
    for line in text.replace("\n  ", "").splitlines():
        if line.startswith("["):
            packages = tuple(line.strip("[]").split(", "))
        elif line and not line.startswith("#"):
            names, signature, body = (part.strip() for part in re.split(r"\s+\|(?=\s|$)", line, maxsplit=2))
            rows.append((packages, tuple(names.split()), Macro(parameters(signature), body)))
    return tuple(rows)


@cache
def package_command_names() -> frozenset[str]:
    """All names that a package's command has here."""
    return frozenset(name for _, names, _ in _rows() for name in names)


BOX_ENVIRONMENTS = signatures("boxes")
"""Environments that set a box, with their signatures: each is a paragraph of its own, under its title."""

HIDDEN_ENVIRONMENTS = frozenset("comment acronym lrbox filecontents".split())
"""Environments whose body is not printed where they stand, or is a list of abbreviations."""
