"""A record as a deposit of Zenodo: the files that are sent, and what is said of them."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass

from synth.models import Manifest, Report
from synth.models.csl import one_line
from synth.models.run_files import PDF
from synth.records.citation import abstract_of, creators_of, identifiers_of, standing_of
from synth.records.public_files import zip_of

METADATA = "metadata.json"


@dataclass(frozen=True)
class Deposit:
    """What is sent: files by name (Zenodo has no folders), and the metadata as the JSON of a deposition.

    `marker` stands in the metadata, and tells this record's deposition from all others of the same user.
    """

    files: dict[str, bytes]
    metadata: str
    marker: str


def zenodo_deposit(
    report: Report, manifest: Manifest, run_name: str, crate: dict[str, bytes], named: Sequence[str] = ()
) -> Deposit:
    """The deposit of a record: report.pdf where there is one, for readers, and the whole record as a zipped RO-Crate.

    `crate` is the record's files with their ro-crate-metadata.json, by path. The metadata have the fields that
    Zenodo's deposit API asks for (developers.zenodo.org, "Deposit metadata").
    """
    files = {f"{run_name}.zip": zip_of(crate)}
    if PDF in crate:
        files[PDF] = crate[PDF]
    marker = f"{manifest.record_id}, manifest {manifest.sha256}"
    paragraphs = [
        *abstract_of(report),
        f"Standing: {standing_of(manifest)}.",
        "The zip holds the whole record but for the texts of the papers, which are their authors': synth verify checks"
        " it against its manifest.",
        f"Rights: {one_line(manifest.licence)}." if manifest.licence else "",
    ]
    metadata = {
        "title": one_line(report.title),
        "upload_type": "publication",
        "publication_type": "report",
        "publication_date": report.made_on.isoformat(),
        "creators": [{"name": name} for name in creators_of(manifest, named)],
        "description": "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs if text),
        "access_right": "open",
        "license": "cc-by-4.0",
        "notes": f"Record {marker}",
        "related_identifiers": [
            {"identifier": identifier, "relation": "cites"} for identifier in identifiers_of(report.references)
        ],
    }
    text = json.dumps({"metadata": metadata}, ensure_ascii=False, indent=1) + "\n"
    return Deposit(dict(sorted(files.items())), text, marker)


def deposit_zip(deposit: Deposit) -> bytes:
    """A deposit as one file, ready to be sent by hand: metadata.json, and under files/ what is uploaded."""
    sent = {f"files/{name}": data for name, data in deposit.files.items()}
    return zip_of({METADATA: deposit.metadata.encode(), **sent})
