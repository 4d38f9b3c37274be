"""Read BibTeX entries, tolerant of what real .bib files hold."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from synth.models import Reference
from synth.reading.printed_reference import find_arxiv_id, find_doi
from synth.text import normalise

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*[{(]")
_KEY = re.compile(r"\s*([^\s,{}\"]*)\s*,")
_FIELD = re.compile(r"\s*([A-Za-z][\w:.+-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,{}\"#()]+")
_MONTHS = {name[:3].lower(): name for name in "January February March April May June July August September".split()} | {
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
_IDENTIFYING = ("eprint", "url", "journal", "note", "doi", "volume", "howpublished", "number")
_VENUES = ("journal", "journaltitle", "booktitle", "publisher", "school", "institution", "howpublished", "eprint")


class BibEntry(NamedTuple):
    """An entry as written: its type and field names in lower case, the values still LaTeX."""

    key: str
    kind: str
    fields: Mapping[str, str]


def read_entries(bibs: Iterable[str]) -> dict[str, BibEntry]:
    """The entries of .bib files by their keys; of several with one key the first counts, as in BibTeX."""
    strings = dict(_MONTHS)
    entries: dict[str, BibEntry] = {}
    for bib in bibs:
        starts = list(_ENTRY.finditer(bib))
        for start, end in zip(starts, [*(match.start() for match in starts[1:]), len(bib)], strict=False):
            kind = start[1].lower()
            if kind in {"comment", "preamble"}:
                continue
            if kind == "string":
                strings.update({name.lower(): value for name, value in _fields(bib, start.end(), end, strings).items()})
                continue
            key = _KEY.match(bib, start.end(), end)
            if key and key[1]:
                entries.setdefault(key[1], BibEntry(key[1], kind, _fields(bib, key.end(), end, strings)))
    return entries


def _fields(bib: str, at: int, end: int, strings: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    while match := _FIELD.match(bib, at, end):
        value, at = _value(bib, match.end(), end, strings)
        fields.setdefault(match[1].lower(), " ".join(value.split()))
        comma = re.compile(r"\s*,?").match(bib, at, end)
        at = comma.end() if comma else at
    return fields


def _value(bib: str, at: int, end: int, strings: Mapping[str, str]) -> tuple[str, int]:
    """A field's value and the place behind it: groups, quoted texts, numbers and names of strings, joined by "#"."""
    pieces: list[str] = []
    while at < end:
        at += len(bib[at:end]) - len(bib[at:end].lstrip()) if bib[at].isspace() else 0
        if at < end and bib[at] == "{":
            close = _closing(bib, at + 1, end, "}")
            pieces.append(bib[at + 1 : close])
            at = close + 1
        elif at < end and bib[at] == '"':
            close = _closing(bib, at + 1, end, '"')
            pieces.append(bib[at + 1 : close])
            at = close + 1
        else:
            bare = _BARE.match(bib, at, end)
            if bare is None:
                break
            pieces.append(strings.get(bare[0].lower(), bare[0]))
            at = bare.end()
        join = re.compile(r"\s*#").match(bib, at, end)
        if join is None:
            break
        at = join.end()
    return "".join(pieces), at


def _closing(bib: str, at: int, end: int, mark: str) -> int:
    depth = 0
    for match in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(bib, at, end):
        if depth == 0 and match[0] == mark:
            return match.start()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return end


def entry_reference(entry: BibEntry, render: Callable[[str], str]) -> Reference:
    """The reference that an entry describes; `render` turns a field's LaTeX into text."""

    def plain(name: str) -> str:
        return normalise(render(entry.fields.get(name, "")))

    authors = tuple(_name(each, render) for each in _split_names(entry.fields.get("author", "")) if each != "others")
    others = ["others"] if re.search(r"\band\s+others\s*$", entry.fields.get("author", "")) else []
    title = plain("title").rstrip(".")
    year = re.search(r"\b(1[5-9]|20)\d\d\b", entry.fields.get("year", "") + " " + entry.fields.get("date", ""))
    venue = next((plain(each) for each in _VENUES if entry.fields.get(each)), "")
    names = [*authors, *others]
    printed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    parts = [printed, title, ", ".join(each for each in (venue, year[0] if year else "") if each)]
    everything = " ".join(entry.fields.get(each, "") for each in _IDENTIFYING)
    archived = (
        "arXiv:" if "arxiv" in entry.fields.get("archiveprefix", entry.fields.get("eprinttype", "")).lower() else ""
    )
    return Reference(
        text=normalise(" ".join(f"{part.rstrip('.')}." for part in parts if part)),
        key=entry.key,
        title=title or None,
        authors=authors,
        year=int(year[0]) if year else None,
        arxiv_id=find_arxiv_id(archived + everything),
        doi=find_doi(re.sub(r"\\([_%#&])", r"\1", entry.fields.get("doi", "") or everything)),
    )


def _split_names(names: str) -> list[str]:
    """Names that " and " separates outside of braces."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", names):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth <= 0 and match[0] not in "{}":
            pieces.append(names[start : match.start()])
            start = match.end()
    return [piece.strip() for piece in [*pieces, names[start:]] if piece.strip()]


def _name(name: str, render: Callable[[str], str]) -> str:
    """A name with the given name first: "Do{\\v s}en, Kosta" as "Kosta Došen"."""
    if name.startswith("{") and name.endswith("}"):
        return normalise(render(name))
    parts = [normalise(render(part)) for part in name.split(",")]
    if len(parts) in {2, 3}:  # "Costa, Jr., P. T." has its suffix in the middle
        return normalise(" ".join([parts[-1], parts[0], *parts[1:-1]]))
    return normalise(" ".join(parts))
