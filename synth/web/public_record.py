"""One record as a stranger may have it: read by the hardened reader, consistent in itself, without documents."""

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from synth.errors import RecordError
from synth.models.run_files import MANIFEST
from synth.pages.record_content import RecordContent
from synth.records.consistency import check_consistency
from synth.records.contents import contents_of
from synth.records.corrected import corrected
from synth.records.corrections import read_corrections
from synth.records.head import heads_of
from synth.records.public_files import public_files
from synth.records.reader import VERIFY, read_manifest
from synth.records.run_folder import settings_of

SERVED = frozenset(".pdf .tex .bib .json .jsonl .csv .txt .py .lean .sig".split())
"""Kinds of files that a record may have on a site: no browser runs any of them in the site's name."""


class PublicRecord(NamedTuple):
    """A record that holds: what its page shows, and its files as bytes by path, documents/ left out."""

    content: RecordContent
    files: dict[str, bytes]


def read_public(folder: Path) -> PublicRecord:
    """Read a run folder. Raises RecordError with the first thing in it that does not hold."""
    manifest, corrections = read_manifest(folder), read_corrections(folder)
    heads = heads_of(manifest, corrections)
    files = public_files(folder, manifest, corrections, heads)
    for path in files:
        if PurePosixPath(path).suffix not in SERVED:
            raise _refused(folder, f"{path} is of no kind that is served")
    contents, faults = contents_of(files.get)
    faults += check_consistency(manifest, contents, {*files, MANIFEST})
    if faults:
        raise _refused(folder, f"{faults[0].path}: {faults[0].message}")
    if contents.report is None or contents.review is None or contents.screening is None:
        raise _refused(folder, "lacks its report, its review or its list of papers")
    report = corrected(contents.report, corrections)
    rendering = settings_of(folder, manifest, only="rendering").rendering
    shown = (manifest, report, contents.review, contents.screening, corrections, heads[-1], rendering, tuple(files))
    return PublicRecord(RecordContent(*shown), files)


def _refused(folder: Path, message: str) -> RecordError:
    return RecordError(message, item=str(folder), stage="site", remedy=VERIFY)
