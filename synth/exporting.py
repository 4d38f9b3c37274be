"""A finished run in the formats that other programs read: reference managers, spreadsheets, browsers, editors."""

from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from synth.errors import RecordError
from synth.records import csl_json, evidence_csv, read_file, read_manifest, read_report, ris
from synth.rendering import render_html, render_markdown
from synth.settings import RenderSettings

Format = Literal["bibtex", "csl-json", "ris", "markdown", "html", "csv"]


def export(folder: Path, form: Format) -> bytes:
    """What a run folder says, in one format, as UTF-8; nothing of documents/, which are the authors' texts.

    bibtex, csl-json and ris are its references; markdown and html its report; csv its evidence table. Raises
    RecordError where the folder is no run, is damaged, or was made before runs kept report.json.
    """
    manifest = read_manifest(folder)
    if form == "bibtex":
        return read_file(folder, "references.bib")
    report = read_report(folder)
    try:
        settings = RenderSettings.model_validate(manifest.settings.get("rendering", {}))
    except ValidationError as error:
        raise RecordError("was made with other settings than this synth has", item=str(folder)) from error
    match form:
        case "csl-json":
            text = csl_json(report.references)
        case "ris":
            text = ris(report.references)
        case "csv":
            text = evidence_csv(report)
        case "markdown":
            text = render_markdown(report, settings)
        case "html":
            text = render_html(report, settings)
    return text.encode()
