"""Read cross-references as LaTeX, hyperref, cleveref, varioref and subcaption print them: "equations 1 to 3"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from synth.language.phrasing import listed
from synth.reading.latex_commands import signatures
from synth.reading.latex_marks import LOST
from synth.reading.latex_signature import arguments

REFERENCES = signatures("references")
"""The commands that refer, and what each prints of a label."""

_CAPITAL = {"autoref", "prettyref", "fullref", *(name for name in REFERENCES if re.fullmatch(r"[a-z]{5,}ref", name))}
_PLURALS = {"appendix": "appendices", "corollary": "corollaries", "property": "properties", "case": "cases"}
_FLOAT_BEFORE = re.compile(r"(?:Figures?|Figs?\.|Tables?|Tabs?\.|figures?|tables?)[~\s]*$")
_PARTS = re.compile(r"(.*\d)\(?([a-z])\)?")


@dataclass
class Labels:
    """What labels stand for: the counter's name and its number, the title of the section, names given to counters."""

    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    capital: bool = False  # cleveref's option: names begin with a capital everywhere
    formats: dict[str, str] = field(default_factory=dict)  # what `\\labelformat` prints of a counter's number, "#1"


def label_key(text: str) -> str:
    """A label as it is compared: some authors break it at the end of a line, or put it into braces."""
    return " ".join(text.split()).strip("{} ")


def read_reference(
    command: str, latex: str, start: int, at: int, labels: Labels, render: Callable[[str], str]
) -> tuple[str, int]:
    """What a reference prints whose command begins at `start` and its arguments at `at`, and the place behind them."""
    form = REFERENCES[command]
    found, end = arguments(latex, at, "som" if form != "range" else "somm")
    keys = [label_key(key) for values in found[2:] for key in (values or "").split(",") if key.strip()]
    known = [
        (kind, render(labels.formats[kind].replace("#1", number)).strip() if kind in labels.formats else number)
        for kind, number in (labels.places[key] for key in keys if key in labels.places)
    ]
    if not keys or len(known) < len(keys) or form == "page":
        return f"??{LOST}", end
    if form == "title":
        titles = [labels.titles.get(key, "") for key in keys]
        return (render(titles[0]).strip() if titles[0] else f"??{LOST}"), end
    if form == "name":
        return _name(known[0][0], command.endswith("s"), "C" in command or labels.capital, labels, render), end
    if form == "part":
        return _part(known[0][1], latex[max(0, start - 12) : start]), end
    if form == "equation":
        return f"({listed([number for _, number in known])})", end
    if form == "range":
        text = f"{known[0][1]} to {known[-1][1]}"
        return (text if command[0] in "le" else _named(command, [known[0][0]] * 2, text, labels, render)), end
    if form == "number":
        return listed([number for _, number in known]), end
    groups: dict[str, list[str]] = {}
    for kind, number in known:
        groups.setdefault(kind, []).append(number)
    named = [_named(command, [kind] * len(some), _sorted(some), labels, render) for kind, some in groups.items()]
    return listed(named), end


def _sorted(numbers: list[str]) -> str:
    """Numbers in their order, three or more that follow each other as a range, as cleveref prints them: "1 to 3"."""
    if not all(number.isdecimal() for number in numbers):
        return listed(numbers)
    values = sorted(map(int, numbers))
    if len(values) > 2 and values == list(range(values[0], values[-1] + 1)):
        return f"{values[0]} to {values[-1]}"
    return listed(list(map(str, values)))


def _named(command: str, kinds: list[str], text: str, labels: Labels, render: Callable[[str], str]) -> str:
    capital = labels.capital or command[0].isupper() or command in _CAPITAL
    return f"{_name(kinds[0], len(kinds) > 1, capital, labels, render)} {text}".strip()


def _name(kind: str, plural: bool, capital: bool, labels: Labels, render: Callable[[str], str]) -> str:
    """What one or many of a counter are called, as the paper says or as is usual."""
    for command in ("Cref", "cref") if capital else ("cref",):
        if own := labels.names.get(f"{command} {kind}"):
            name = render(own[plural]).strip()
            return name[:1].upper() + name[1:] if capital else name
    name = (_PLURALS.get(kind) or (f"{kind}s" if kind else "")) if plural else kind
    return name[:1].upper() + name[1:] if capital else name


def _part(number: str, before: str) -> str:
    """A panel's letter; behind "Figure" with the figure's number, for "Figure (b)" would be read as another figure."""
    parts = _PARTS.fullmatch(number)
    if parts is None:
        return number
    if _FLOAT_BEFORE.search(before):
        return f"{parts[1]}, panel {parts[2]}"
    return parts[2] if before.rstrip().removesuffix("\\protect").endswith("(") else f"({parts[2]})"
