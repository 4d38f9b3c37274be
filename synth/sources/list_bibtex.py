"""A list of papers in BibTeX or BibLaTeX: Zotero's, JabRef's, Mendeley's, Better BibTeX's."""

import re
from collections.abc import Iterator

from synth.errors import SourceError
from synth.language.bibtex import read_bibtex
from synth.models import Screened
from synth.sources.folder_walk import skip
from synth.sources.listed import Listed, listed_paper
from synth.sources.sidecar import fields_of_entry

_NOT_PAPERS = ("proceedings", "collection", "periodical", "software", "dataset")
_BETWEEN_FILES = re.compile(r"(?<!\\);")
_BETWEEN_PARTS = re.compile(r"(?<!\\):")


def read_bibtex_list(text: str) -> Iterator[Listed | Screened]:
    """The entries in order; what is broken is a skip."""
    entries, notes = read_bibtex([text])
    for note in notes:
        yield skip("the list", note)
    for key, entry in entries.items():
        if entry.kind in _NOT_PAPERS:
            yield skip(key, f"@{entry.kind} is no paper")
            continue
        fields = fields_of_entry(entry)
        pmid = entry.get("pmid")
        try:
            paper = listed_paper(fields, ids=[f"pmid:{pmid}"] if re.fullmatch(r"\d{1,8}", pmid) else [])
        except SourceError as error:
            yield skip(key, error.message)
            continue
        yield Listed(paper, key, tuple(_files(entry.get("file"))))


def _files(field: str) -> Iterator[str]:
    """The paths in a file field: "Full Text:files/1/x.pdf:application/pdf;...", ":x.pdf:PDF" or just "x.pdf"."""
    for named in filter(None, _BETWEEN_FILES.split(field)):
        parts = _BETWEEN_PARTS.split(named)
        yield re.sub(r"\\(.)", r"\1", parts[1] if len(parts) > 2 else named).replace("\\", "/")
