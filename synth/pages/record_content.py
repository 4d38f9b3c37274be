"""What the page of a record shows: the record's files read, its corrections in them."""

from pathlib import Path
from typing import NamedTuple

from synth.models import Correction, Manifest, Report, Review, Screened
from synth.models.run_files import CORRECTED_PDF, PDF
from synth.records.corrected import corrected
from synth.records.corrections import read_corrections
from synth.records.head import Head, heads_of
from synth.records.public_files import public_paths
from synth.records.reader import read_manifest, read_report, read_review, read_screened
from synth.records.run_folder import settings_of
from synth.settings import RenderSettings


class RecordContent(NamedTuple):
    """`report` is as its corrections have it; `rendering` are the settings that it was typeset with.

    `paths` are the files that a page may lead to, documents/ left out.
    """

    manifest: Manifest
    report: Report
    review: Review
    screening: tuple[Screened, ...]
    corrections: tuple[Correction, ...]
    head: Head
    rendering: RenderSettings
    paths: tuple[str, ...]

    @property
    def pdf(self) -> str | None:
        """The PDF to be read: the corrected one where there is one."""
        return next((path for path in (CORRECTED_PDF, PDF) if path in self.paths), None)


def read_content(folder: Path) -> RecordContent:
    """Read a run folder. Raises RecordError where a file that the page shows is missing, changed or damaged."""
    manifest, corrections = read_manifest(folder), read_corrections(folder)
    heads = heads_of(manifest, corrections)
    return RecordContent(
        manifest=manifest,
        report=corrected(read_report(folder), corrections),
        review=read_review(folder),
        screening=read_screened(folder),
        corrections=corrections,
        head=heads[-1],
        rendering=settings_of(folder, manifest, only="rendering").rendering,
        paths=public_paths(folder, manifest, corrections, heads),
    )
