"""A list of papers in lines of tags: RIS (reference managers, publishers) and PubMed's nbib."""

import re
from collections.abc import Iterator, Mapping

from synth.errors import SourceError
from synth.language.dates import year_in
from synth.language.identifiers import doi_in_field
from synth.language.text import normalise
from synth.models import Screened
from synth.sources.folder_walk import skip
from synth.sources.listed import Listed, listed_paper, name_of, plain

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: (.*))?")
_BEGIN, _END = ("TY", "PMID"), "ER"

Tags = Mapping[str, tuple[str, ...]]


def read_tagged_list(text: str) -> Iterator[Listed | Screened]:
    """The entries in order: of RIS from TY to ER, of nbib from one PMID to the next."""
    for number, tags in enumerate(_entries(text), start=1):
        try:
            yield _listed(tags)
        except SourceError as error:
            yield skip(f"entry {number}", error.message)


def _entries(text: str) -> Iterator[Tags]:
    entry: dict[str, list[list[str]]] = {}
    tag = ""
    for line in text.splitlines():
        match = _LINE.fullmatch(line.rstrip())
        if match and match[1] in (*_BEGIN, _END):
            if entry:
                yield _joined(entry)
            entry = {}
        if match:
            tag = match[1]
            if tag != _END:
                entry.setdefault(tag, []).append([match[2] or ""])
        elif line.strip() and tag in entry:  # a long value goes on
            entry[tag][-1].append(line)
    if entry:
        yield _joined(entry)


def _joined(entry: Mapping[str, list[list[str]]]) -> Tags:
    return {tag: tuple(normalise(" ".join(lines)) for lines in values) for tag, values in entry.items()}


def _listed(tags: Tags) -> Listed:
    pmid, pmcid = _first(tags, "PMID"), _first(tags, "PMC")
    dois = [value for value in (*tags.get("LID", ()), *tags.get("AID", ())) if value.endswith("[doi]")]
    addresses = [value for tag in ("UR", "M1", "AN", "N1", "C1") for value in tags.get(tag, ())]
    printed = [*tags.get("DO", ()), *(value.removesuffix("[doi]") for value in dois), *tags.get("UR", ())]
    doi = next(filter(None, map(doi_in_field, printed)), None)
    authors = next((tags[tag] for tag in ("FAU", "AU", "A1") if tag in tags), ())
    if "PMID" in tags:
        authors = (*authors, *tags.get("CN", ()))
    fields: dict[str, object] = {
        "title": plain(_first(tags, "TI", "T1")).removesuffix("." if pmid else ""),
        "authors": tuple(name for name in map(name_of, authors) if name),
        "printed_year": year_in(_first(tags, "PY", "Y1", "DP", "DA")),
        "journal_ref": plain(_first(tags, "JT", "JO", "JF", "T2", "JA")),
        "abstract": plain(_first(tags, "AB", "N2")),
        "doi": doi,
        "link": next((value for value in tags.get("UR", ()) if value.startswith("http")), None),
    }
    ids = [*([f"pmid:{pmid}"] if pmid.isdecimal() else []), *([f"pmcid:{pmcid}"] if pmcid else [])]
    return Listed(listed_paper(fields, " ".join(addresses), ids), _first(tags, "ID"), tags.get("L1", ()))


def _first(tags: Tags, *names: str) -> str:
    return next((tags[name][0] for name in names if name in tags and tags[name][0]), "")
