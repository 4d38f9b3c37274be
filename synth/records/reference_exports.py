"""The references of a report as CSL-JSON and RIS, for reference managers; references.bib is theirs as BibTeX."""

import json
from collections.abc import Iterator, Sequence

from synth.models import ReportReference
from synth.models.csl import CslItem, CslName, csl_item

RIS_TYPES = {"article": "UNPD", "article-journal": "JOUR", "document": "GEN"}
"""An e-print is "unpublished" as EndNote and Zotero write it: UNPB is an article to Zotero, its number an issue."""


def csl_json(references: Sequence[ReportReference]) -> str:
    """The references as a JSON array of CSL items (citation-style-language/schema, csl-data.json)."""
    items = [_item(reference).model_dump(mode="json", by_alias=True, exclude_defaults=True) for reference in references]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def ris(references: Sequence[ReportReference]) -> str:
    """The references as RIS: one tag a line, entries from TY to ER, lines ended by CR LF."""
    lines = (f"{tag}  - {value}\r\n" for reference in references for tag, value in _tags(_item(reference)))
    return "".join(lines)


def _item(reference: ReportReference) -> CslItem:
    """A reference for the libraries of others: without our note on a digest, and our number for a file, "local:..."."""
    item = csl_item(reference)
    return item.model_copy(update={"note": None, "number": item.number if reference.paper.cited_id else None})


def _tags(item: CslItem) -> Iterator[tuple[str, str]]:
    """The tags of one entry in order; those without a value are left out, but for its title and its end."""
    yield "TY", RIS_TYPES[item.type]
    yield "ID", item.id
    for name in item.author:
        yield "AU", _inverted(name)
    yield "TI", item.title
    if item.issued:
        parts = item.issued.date_parts[0]
        yield "PY", f"{parts[0]:04d}"
        if len(parts) == 3:
            yield "DA", "{:04d}/{:02d}/{:02d}".format(*parts)
    optional = {
        "T2": item.container_title,
        "PB": item.publisher,
        "M1": item.number,
        "DO": item.doi,
        "UR": item.url,
        "AB": item.abstract,
    }
    yield from ((tag, value) for tag, value in optional.items() if value)
    yield "ER", ""


def _inverted(name: CslName) -> str:
    """A name as RIS sorts it: "van der Berg, Ludwig, Jr."; one that must stay whole as it is."""
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.particle, name.family) if part)
    given = name.given or ("" if name.suffix else None)
    return ", ".join(part for part in (family, given, name.suffix) if part is not None)
