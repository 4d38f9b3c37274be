"""Metadata that stand in a file beside a paper: a JSON object with the fields of Paper, or a BibTeX entry."""

import json
import os
import re
from pathlib import Path

from pydantic import ValidationError

from synth.errors import SourceError
from synth.language.bibtex import BibEntry, arxiv_id_of, doi_of, names_of, read_bibtex, year_of
from synth.language.text import normalise
from synth.models import ARXIV_ID, Paper
from synth.paths import read_plain_file
from synth.sources.metadata import plain_text

_MAX_BYTES = 1_000_000

MAX_BLOCKS = 1_000  # of a .bib file that may have one entry and many @strings
_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_VENUES = {
    "book": ("publisher",),
    "techreport": ("institution",),
    "report": ("institution",),
    "phdthesis": ("school",),
    "mastersthesis": ("school",),
    "thesis": ("institution", "school"),
}


def sidecars_of(path: Path, stem: str, root: Path) -> tuple[Path, ...]:
    """The side-car files of a paper's file or folder that exist: same folder and stem, JSON before BibTeX.

    A link that leads out of `root` is none.
    """
    inside = (path / "paper.json",) if path.is_dir() else ()
    candidates = (*inside, path.with_name(f"{stem}.json"), path.with_name(f"{stem}.bib"))
    there = (candidate for candidate in candidates if candidate != path and os.path.isfile(candidate))
    return tuple(candidate for candidate in there if Path(os.path.realpath(candidate)).is_relative_to(root))


def read_sidecar(path: Path, paper_id: str, title: str) -> Paper | None:
    """The paper that a side-car describes, under `paper_id` unless that is local and the side-car knows an arXiv id.

    `title` is used where the side-car has none. None for a bibliography of several entries: a reference list and no
    side-car. Raises SourceError where the file cannot be used.
    """
    try:
        text = read_plain_file(path, _MAX_BYTES).decode("utf-8-sig")
    except SourceError as error:
        raise SourceError(f"a side-car that is {error.message}", item=path.name, stage="sources") from error
    except UnicodeDecodeError as error:
        raise SourceError("a side-car that is not UTF-8", item=path.name, stage="sources") from error
    fields = _json_fields(path, text) if path.suffix.lower() == ".json" else _bibtex_fields(path, text)
    if fields is None:
        return None
    if not re.match("https?://", str(fields.get("link", "")), re.IGNORECASE):
        fields.pop("link", None)  # "javascript:alert(1)" would become a link of the report
    named = fields.get("paper_id")
    if paper_id.startswith("local:") and isinstance(named, str) and ARXIV_ID.fullmatch(named):
        paper_id = named
    try:
        return Paper.model_validate({"title": title, **fields, "paper_id": paper_id})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"a side-car with a wrong field {place}: {first['msg']}", item=path.name) from error


def _json_fields(path: Path, text: str) -> dict[str, object]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("a side-car that is not JSON", item=path.name, stage="sources") from error
    if not isinstance(fields, dict):
        raise SourceError("a side-car that is not a JSON object", item=path.name, stage="sources")
    return {name: _visible(value) for name, value in fields.items()}


def _visible(value: object) -> object:
    """A JSON value with its texts normalised: no override of the writing direction, no control characters."""
    if isinstance(value, list):
        return [_visible(item) for item in value]
    return normalise(value) if isinstance(value, str) else value


def _bibtex_fields(path: Path, text: str) -> dict[str, object] | None:
    """The fields of the only entry of a BibTeX file as those of Paper; None for a list of several, and of none."""
    if len(_BLOCK.findall(text)) > MAX_BLOCKS:
        return None
    entries, notes = read_bibtex([text])
    if notes and not entries:
        raise SourceError("a side-car whose BibTeX entry is broken", item=path.name, stage="sources")
    if len(entries) != 1:
        return None
    (entry,) = entries.values()
    return fields_of_entry(entry)


def fields_of_entry(entry: BibEntry) -> dict[str, object]:
    """The fields of Paper that a BibTeX entry gives a value, as plain text."""
    names, others = names_of(entry, plain_text)
    arxiv_id = arxiv_id_of(entry)
    fields: dict[str, object] = {
        "paper_id": arxiv_id,
        "title": plain_text(entry.get("title")),
        "authors": names,
        "and_others": others,
        "printed_year": year_of(entry),
        "journal_ref": _venue(entry),
        "abstract": plain_text(entry.get("abstract")),
        "doi": doi_of(entry),
        "link": entry.get("url"),
        "primary_category": entry.get("primaryclass", "eprintclass") if arxiv_id else "",
    }
    return {name: value for name, value in fields.items() if value}


def _venue(entry: BibEntry) -> str:
    """Where the entry says that it was published; "arXiv:1803.03324 [cs, stat]" as a journal is nowhere."""
    venue = plain_text(entry.get(*_VENUES.get(entry.kind, ("journal", "journaltitle", "booktitle"))))
    return "" if venue.lower().startswith(("arxiv", "corr")) else venue
