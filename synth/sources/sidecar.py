"""Metadata that stand in a file beside a paper: a JSON object with the fields of Paper, or a BibTeX entry."""

import json
import os
import re
from pathlib import Path

from pydantic import ValidationError

from synth.errors import SourceError
from synth.models import ARXIV_ID, Paper
from synth.sources.metadata import plain_text
from synth.text import normalise

_MAX_BYTES = 1_000_000

_ENTRY = re.compile(r"@(?P<kind>\w+)\s*[{(]\s*(?P<key>[^,\s]*)\s*,")
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]*)\s*=\s*")
_NO_ENTRY = frozenset({"comment", "string", "preamble"})


def sidecars_of(path: Path, stem: str) -> tuple[Path, ...]:
    """The side-car files of a paper's file or folder that exist: same folder and stem, JSON before BibTeX."""
    inside = (path / "paper.json",) if path.is_dir() else ()
    candidates = (*inside, path.with_name(f"{stem}.json"), path.with_name(f"{stem}.bib"))
    return tuple(candidate for candidate in candidates if candidate != path and os.path.isfile(candidate))


def read_sidecar(path: Path, paper_id: str, title: str) -> Paper | None:
    """The paper that a side-car describes, under `paper_id` unless that is local and the side-car knows an arXiv id.

    `title` is used where the side-car has none. None for a bibliography of several entries: a reference list and no
    side-car. Raises SourceError where the file cannot be used.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_BYTES + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError("a side-car that cannot be read as UTF-8", item=path.name, stage="sources") from error
    if len(text) > _MAX_BYTES:
        raise SourceError("a side-car of more than 1 MB", item=path.name, stage="sources")
    fields = _json_fields(path, text) if path.suffix.lower() == ".json" else _bibtex_fields(text)
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


def _bibtex_fields(text: str) -> dict[str, object] | None:
    """The fields of the only entry of a BibTeX file as those of Paper; None unless there is exactly one."""
    entries = [match for match in _ENTRY.finditer(text) if match["kind"].lower() not in _NO_ENTRY]
    if len(entries) != 1:
        return None
    bibtex = _raw_fields(text, entries[0].end())
    fields: dict[str, object] = {}
    if bibtex.get("title"):
        fields["title"] = plain_text(bibtex["title"])
    if bibtex.get("author"):
        authors = re.split(r"\s+and\s+", " ".join(bibtex["author"].split()))
        fields["authors"] = tuple(_given_name_first(plain_text(name)) for name in authors if name != "others")
    if bibtex.get("abstract"):
        fields["abstract"] = plain_text(bibtex["abstract"])
    if bibtex.get("doi"):
        fields["doi"] = bibtex["doi"]
    if bibtex.get("url"):
        fields["link"] = bibtex["url"]
    venue = bibtex.get("journal") or bibtex.get("booktitle")
    if venue:
        fields["journal_ref"] = plain_text(" ".join(filter(None, (venue, bibtex.get("year")))))
    eprint = bibtex.get("eprint", "")
    if ARXIV_ID.fullmatch(eprint):
        fields["paper_id"] = eprint
    return fields


def _raw_fields(text: str, position: int) -> dict[str, str]:
    """Names and values of one entry, from behind its key; values in braces, in quotation marks or bare."""
    fields: dict[str, str] = {}
    while match := _FIELD.search(text, position):
        start = match.end()
        end = _value_end(text, start)
        value = text[start:end].strip()
        if value[:1] in {"{", '"'}:
            value = value[1:-1]
        fields.setdefault(match["name"].lower(), value.strip())
        position = end + 1
    return fields


def _value_end(text: str, start: int) -> int:
    """Where a value ends: behind its closing brace or quotation mark, else before the next comma or brace."""
    quoted = text[start : start + 1] == '"'
    depth = 0
    for position in range(start, len(text)):
        char = text[position]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and not quoted and text[start] == "{":
                return position + 1
            if depth < 0:
                return position
        elif depth == 0 and quoted and char == '"' and position > start:
            return position + 1
        elif depth == 0 and not quoted and char in ",\n":
            return position
    return len(text)


def _given_name_first(name: str) -> str:
    """ "Lewis, Patrick" as "Patrick Lewis"; "von Neumann, Jr., John" as "John von Neumann, Jr."."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}"
    return f"{parts[2]} {parts[0]}, {parts[1]}" if len(parts) == 3 else name
