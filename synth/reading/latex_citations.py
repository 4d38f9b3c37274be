r"""Read citations as LaTeX, natbib, biblatex, apacite, harvard and others write them: "[3]", "Lewis et al. [3, p. 4]".

Each is a marker with the numbers of the reference list, since those can be told for every style.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from synth.language.phrasing import listed
from synth.reading.latex_commands import signatures
from synth.reading.latex_marks import CITE, CITE_END, LOST
from synth.reading.latex_signature import arguments

CITATIONS = signatures("citations")
"""The commands that cite, and what each prints of a work."""

_COMMAND = re.compile(
    rf"\\([A-Za-z]*[cC]ite[A-Za-z]*|{'|'.join(name for name in CITATIONS if 'cite' not in name.lower())})"
)
_NO_CITATIONS = frozenset(
    "citestyle citation citetext bibcite citeindextrue citenamefont citeauthoryear setcitestyle".split()
)
_NEXT_WORK = re.compile(r"(?:\n[ \t]*)?(?=[\[{])")


@dataclass
class CitedWorks:
    """The works that a paper cites, by key: their numbers in its reference list, how a textual citation calls their
    authors, their years and titles, and names that the paper gives them itself (`aliases`).
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def cited_keys(latex: str) -> list[str]:
    """The keys that a text cites, in their order and as often as it does, those of `\\nocite` among them."""
    keys: list[str] = []
    for match in _COMMAND.finditer(latex):
        if CITATIONS.get(match[1], "").endswith("markers"):
            end = arguments(latex, match.end(), "sd()d()")[1]
            while following := _NEXT_WORK.match(latex, end):
                (_, _, text), end = arguments(latex, following.end(), "oom")
                if not text:
                    break
                keys.extend(_keys(text))
        elif match[1] not in _NO_CITATIONS:
            keys.extend(_keys(arguments(latex, match.end(), "sd<>oom")[0][-1]))
    return keys


def read_citation(
    command: str, latex: str, at: int, works: CitedWorks, render: Callable[[str], str]
) -> tuple[str, int]:
    """What a citation prints whose arguments begin at `at`, and the place behind them; `render` gives a note's text."""
    form = CITATIONS[command]
    if form.endswith("markers"):
        return _several(form, latex, at, works, render)
    (_, angle, first, second, keys_text), end = arguments(latex, at, "sd<>oom")
    before, after = (first, second) if second is not None else (None, first)
    keys = _keys(keys_text)
    note, place = _noted(angle or before, render), _noted(after, render)
    if form == "year":
        return ", ".join(str(works.years.get(key, "")) or LOST for key in keys), end
    if form == "author":
        return ", ".join(works.names.get(key, "") or LOST for key in keys), end
    if form == "number":
        return f"{CITE}{_numbers(keys, works)}{CITE_END}", end
    if form == "title":
        return ", ".join(works.titles.get(key, "") or LOST for key in keys), end
    if form == "alias":
        named = ", ".join(
            f"{render(works.aliases[key]) if key in works.aliases else LOST} {_marker(key, works)}" for key in keys
        )
        return (f"({named})" if command == "citepalias" else named), end
    if form == "possessive":
        return ", ".join(_possessive(key, works) for key in keys), end
    if form == "author marker":
        named = ", ".join(f"{works.names.get(key, '')} {_marker(key, works)}".strip() for key in keys)
        return f"{f'{note} ' if note else ''}{named}{f' ({place})' if place else ''}", end
    if angle is not None:  # apacite: "\cite<see>[p.~12]{rand19}" prints "(see Rand, 2019, p. 12)"
        return f"({note} {_bracketed(_numbers(keys, works))}{f', {place}' if place else ''})", end
    return _bracketed(f"{note} {_numbers(keys, works)}".strip() + (f", {place}" if place else "")), end


def _several(form: str, latex: str, at: int, works: CitedWorks, render: Callable[[str], str]) -> tuple[str, int]:
    r"""Works with a note each: `\parencites(see)()[p.~3]{tray71}[p.~5]{vale08}`."""
    (_, before, after), end = arguments(latex, at, "sd()d()")
    cited: list[str] = []
    while match := _NEXT_WORK.match(latex, end):
        (first, second, keys_text), end = arguments(latex, match.end(), "oom")
        if not keys_text:
            break
        note, place = (first, second) if second is not None else (None, first)
        inside = f"{_noted(note, render)} {_numbers(_keys(keys_text), works)}".strip()
        inside += f", {_noted(place, render)}" if place and place.strip() else ""
        names = ", ".join(works.names.get(key, "") for key in _keys(keys_text))
        cited.append(f"{names} {_bracketed(inside)}".strip() if form.startswith("authors") else inside)
    if form.startswith("authors"):
        text = listed(cited)
    else:
        alone = not any("," in each or " " in each for each in cited)
        text = _bracketed((", " if alone else "; ").join(cited))
    note, place = _noted(before, render), _noted(after, render)
    text = f"{note} {text}".strip() + (f", {place}" if place else "")
    return (f"({text})" if note and not form.startswith("authors") else text), end


def _keys(text: str | None) -> list[str]:
    return [key.strip() for key in (text or "").split(",") if key.strip()]


def _noted(note: str | None, render: Callable[[str], str]) -> str:
    return render(note).strip() if note and note.strip() else ""


def _numbers(keys: list[str], works: CitedWorks) -> str:
    return ", ".join(dict.fromkeys(str(works.numbers.get(key, "?")) for key in keys))


def _marker(key: str, works: CitedWorks) -> str:
    return _bracketed(_numbers([key], works))


def _bracketed(inside: str) -> str:
    return f"{CITE}[{inside}]{CITE_END}"


def _possessive(key: str, works: CitedWorks) -> str:
    name, year = works.names.get(key, ""), works.years.get(key)
    return f"{name or LOST}'s {f'({year}) ' if year else ''}{_marker(key, works)}"
