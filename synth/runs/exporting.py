"""A finished run in the formats that other programs read: reference managers, spreadsheets, browsers, archives."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from synth.models import Manifest, Report
from synth.models.run_files import BIBLIOGRAPHY, RO_CRATE_METADATA
from synth.records import (
    Deposit,
    corrected,
    csl_json,
    datacite_json,
    deposit_zip,
    evidence_csv,
    evidence_workbook,
    heads_of,
    public_files,
    read_corrections,
    read_file,
    read_manifest,
    read_report,
    read_screened,
    ris,
    ro_crate,
    settings_of,
    zenodo_deposit,
    zip_of,
)
from synth.rendering import render_html, render_markdown, templates_digest
from synth.settings import RenderSettings

Format = Literal["bibtex", "csl-json", "ris", "markdown", "html", "csv", "xlsx", "ro-crate", "datacite", "zenodo"]


def export(folder: Path, form: Format, creators: Sequence[str] = (), templates: Path | None = None) -> bytes:
    """What a run folder says, in one format; nothing of documents/, which are the authors' texts.

    bibtex, csl-json and ris are its references; markdown and html its report; csv its evidence table; xlsx that table,
    its claims and its screening; ro-crate (a zip) the record with its provenance; datacite what a DOI is registered
    with; zenodo (a zip) the deposit as `publish` sends it. `creators` ("Family, Given") are named by the last three,
    else the publisher is. `templates` holds html/ and csl/ of the user's own for html and markdown. Text is UTF-8.
    Raises RecordError where the folder is no run, is damaged, or was made before runs kept report.json; UsageError
    where `templates` holds none, or a format needs a package that is not installed.
    """
    if templates is not None:
        templates_digest(templates)
    manifest = read_manifest(folder)
    if form == "bibtex":
        return read_file(folder, BIBLIOGRAPHY)
    corrections = read_corrections(folder)
    report = corrected(read_report(folder), corrections)
    match form:
        case "csl-json":
            return csl_json(report.references).encode()
        case "ris":
            return ris(report.references).encode()
        case "csv":
            return evidence_csv(report).encode()
        case "xlsx":
            return evidence_workbook(report, read_screened(folder))
        case "markdown":
            return render_markdown(report, _rendering(folder, manifest), templates).encode()
        case "html":
            return render_html(report, _rendering(folder, manifest), templates).encode()
        case "datacite":
            return datacite_json(report, manifest, heads_of(manifest, corrections)[-1], creators).encode()
        case "ro-crate":
            return zip_of(_crate(folder, manifest, report, creators))
        case "zenodo":
            return deposit_zip(deposit_of(folder, creators))


def deposit_of(folder: Path, creators: Sequence[str] = ()) -> Deposit:
    """What `synth publish` sends of a run folder. Raises RecordError, as `export` does."""
    manifest, report = read_manifest(folder), read_report(folder)
    crate = _crate(folder, manifest, report, creators)
    return zenodo_deposit(report, manifest, folder.resolve().name, crate, creators)


def _crate(folder: Path, manifest: Manifest, report: Report, creators: Sequence[str]) -> dict[str, bytes]:
    corrections = read_corrections(folder)
    heads = heads_of(manifest, corrections)
    added = (output for correction in corrections for output in correction.files)
    files = public_files(folder, (*manifest.outputs, *added), heads)
    return {RO_CRATE_METADATA: ro_crate(report, manifest, heads[-1], files, creators), **files}


def _rendering(folder: Path, manifest: Manifest) -> RenderSettings:
    return settings_of(folder, manifest, only="rendering").rendering
