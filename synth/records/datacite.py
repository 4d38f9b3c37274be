"""A record as DataCite metadata: what a DOI is registered with."""

import json
from collections.abc import Sequence

from synth.models import Manifest, Report
from synth.models.csl import one_line
from synth.records.citation import (
    LICENCE_ID,
    LICENCE_URL,
    abstract_of,
    creators_of,
    identifiers_of,
    standing_of,
)
from synth.records.head import Head

KERNEL = "http://datacite.org/schema/kernel-4"


def datacite_json(report: Report, manifest: Manifest, head: Head, named: Sequence[str] = ()) -> str:
    """DataCite metadata as JSON (schema 4.5), without a DOI: whoever registers one adds it.

    `named` are its creators, "Family, Given"; a name without a comma is an organisation's. Papers are related by the
    version that was read; those that are neither on arXiv nor have a DOI are left out.
    """
    metadata = {
        "schemaVersion": KERNEL,
        "creators": [_creator(name) for name in creators_of(manifest, named)],
        "titles": [{"title": one_line(report.title)}],
        "publisher": {"name": one_line(manifest.publisher) or "synth"},
        "publicationYear": str(report.made_on.year),
        "types": {"resourceTypeGeneral": "Report", "resourceType": "Literature synthesis"},
        "language": "en",
        "version": str(head),
        "dates": [
            {"date": report.made_on.isoformat(), "dateType": "Created"},
            {"date": manifest.searched_on.isoformat(), "dateType": "Collected"},
        ],
        "alternateIdentifiers": [
            {"alternateIdentifier": manifest.record_id, "alternateIdentifierType": "synth record"},
            {"alternateIdentifier": manifest.sha256, "alternateIdentifierType": "SHA-256 of manifest.json's content"},
        ],
        "relatedIdentifiers": [
            {"relatedIdentifier": identifier, "relatedIdentifierType": scheme, "relationType": "Cites"}
            for identifier, scheme in identifiers_of(report.references).items()
        ],
        "rightsList": [
            {
                "rights": one_line(manifest.licence) or LICENCE_ID,
                "rightsUri": LICENCE_URL,
                "rightsIdentifier": LICENCE_ID,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "descriptions": [
            *({"description": text, "descriptionType": "Abstract"} for text in dict.fromkeys(abstract_of(report))),
            {"description": f"Standing: {standing_of(manifest)}", "descriptionType": "Other"},
        ],
    }
    return json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"


def _creator(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if not (comma and family and given):
        return {"name": name, "nameType": "Organizational"}
    return {"name": f"{family}, {given}", "nameType": "Personal", "familyName": family, "givenName": given}
