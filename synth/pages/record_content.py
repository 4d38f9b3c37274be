"""What the page of a record shows: the record's files read, its corrections in them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from synth.models import Correction, Manifest, Report, Review, Screened
from synth.models.run_files import CORRECTED_PDF, PDF
from synth.pages.answer_tables import EvidenceTable, evidence_of
from synth.records.corrected import corrected
from synth.records.corrections import read_corrections
from synth.records.head import Head, heads_of
from synth.records.public_files import public_paths
from synth.records.reader import read_manifest, read_report, read_review, read_screened
from synth.records.run_folder import settings_of
from synth.report.prose import short_name
from synth.settings import RenderSettings


@dataclass(frozen=True)
class RecordContent:
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

    @cached_property
    def names(self) -> dict[str, str]:
        """How each paper cited is named in a text, by its paper_id: "Karpukhin et al. (2020)"."""
        papers = {reference.paper.paper_id: reference.paper for reference in self.report.references}
        return {paper_id: short_name(papers, paper_id) for paper_id in papers}

    @cached_property
    def evidence(self) -> EvidenceTable:
        """What the answer rests on."""
        return evidence_of(self.report, self.names)


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
