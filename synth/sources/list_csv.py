"""A list of papers as a table, known by its headings: the exports of Zotero, Rayyan and ASReview, and one's own."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from synth.errors import SourceError
from synth.language.dates import year_in
from synth.language.identifiers import doi_in_field
from synth.language.lexicon import sections_of
from synth.language.text import normalise
from synth.models import Screened
from synth.sources.folder_walk import skip
from synth.sources.listed import Listed, listed_paper, name_of, plain

_NOT_INCLUDED = ("0", "0.0", "no", "false", "excluded")
_RAYYAN_DECISION = re.compile(r'"=>"(Included|Excluded|Maybe)"')


def read_csv_list(text: str) -> Iterator[Listed | Screened]:
    """The rows in order. Raises SourceError where no heading names a title or an identifier, or it is no table."""
    header, *rows = _rows(text) or [[]]
    columns = _columns(header)
    if not columns.keys() & {"title", "doi", "pmid", "address"}:
        raise SourceError("a table without a column title, doi, pmid or url", stage="sources")
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        cells = {
            name: next((row[at] for at in places if at < len(row) and row[at]), "") for name, places in columns.items()
        }
        try:
            yield _listed(cells)
        except SourceError as error:
            yield skip(f"row {number}", error.message)


def _rows(text: str) -> list[list[str]]:
    """All rows, with cells of any length: csv by itself takes 131,072 characters, and Zotero's notes may have more."""
    first = text.partition("\n")[0]
    most = csv.field_size_limit(len(text) + 1)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    except csv.Error as error:
        raise SourceError(f"no table: {error}", stage="sources") from error
    finally:
        csv.field_size_limit(most)


def _columns(header: list[str]) -> dict[str, list[int]]:
    """The places of the columns that give each thing, in the order of the headings in the lexicon."""
    headings = [heading.strip().lower() for heading in header]
    found = {
        name: [headings.index(alias) for alias in aliases if alias in headings]
        for name, aliases in sections_of("lists.txt").items()
    }
    return {name: places for name, places in found.items() if places}


def _listed(cells: Mapping[str, str]) -> Listed:
    pmid, pmcid, address = (cells.get(name, "").strip() for name in ("pmid", "pmcid", "address"))
    fields: dict[str, object] = {
        "title": plain(cells.get("title", "")),
        "authors": _authors(cells.get("authors", "")),
        "printed_year": year_in(cells.get("year", "")),
        "journal_ref": plain(cells.get("venue", "")),
        "abstract": plain(cells.get("abstract", "")),
        "doi": doi_in_field(cells.get("doi", "")) or doi_in_field(address),
        "link": address,
    }
    ids = [*([f"pmid:{pmid}"] if pmid.isdecimal() else []), *([f"pmcid:{pmcid}"] if pmcid.startswith("PMC") else [])]
    files = tuple(part.strip() for part in cells.get("files", "").split(";") if part.strip())
    return Listed(listed_paper(fields, address, ids), cells.get("key", ""), files, _left_out(cells))


def _authors(cell: str) -> tuple[str, ...]:
    """Names parted by ";", else by " and ", else by commas where each part is a whole name: "Ada Bee, Carl Dee"."""
    parts = cell.split(";") if ";" in cell else normalise(cell).split(" and ")
    if len(parts) == 1 and all(" " in part.strip() for part in cell.split(",")):
        parts = cell.split(",")
    return tuple(name for name in map(name_of, parts) if name)


def _left_out(cells: Mapping[str, str]) -> str | None:
    decisions = set(_RAYYAN_DECISION.findall(cells.get("notes", "")))
    if cells.get("included", "").strip().lower() in _NOT_INCLUDED or decisions == {"Excluded"}:
        return "the list itself excludes it"
    return None
