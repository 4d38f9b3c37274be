"""A finished run in the formats that other programs read: reference managers, spreadsheets, browsers, editors."""

from pathlib import Path
from typing import Literal

from synth.records import csl_json, evidence_csv, read_file, read_manifest, read_report, ris
from synth.rendering import render_html, render_markdown
from synth.settings import RenderSettings

Format = Literal["bibtex", "csl-json", "ris", "markdown", "html", "csv"]


def export(folder: Path, form: Format) -> bytes:
    """What a run folder says, in one format, as UTF-8; nothing of documents/, which are the authors' texts.

    bibtex, csl-json and ris are its references; markdown and html its report; csv its evidence table. Raises
    RecordError where the folder is no run, is damaged, or was made before runs kept report.json.
    """
    settings = RenderSettings.model_validate(read_manifest(folder).settings.get("rendering", {}))
    if form == "bibtex":
        return read_file(folder, "references.bib")
    report = read_report(folder)
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
