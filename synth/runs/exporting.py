"""A finished run in the formats that other programs read: reference managers, spreadsheets, browsers, archives."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import yaml

from synth.models import Manifest, Paper, Report, ReportReference
from synth.models.csl import citation_key
from synth.models.run_files import BIBLIOGRAPHY, RO_CRATE_METADATA
from synth.pages.record_content import read_content
from synth.pages.record_page import render_file
from synth.records.contents import read_document
from synth.records.corrected import corrected
from synth.records.corrections import read_corrections
from synth.records.datacite import datacite_json
from synth.records.evidence_csv import evidence_csv
from synth.records.head import heads_of
from synth.records.public_files import public_files, restamped, zip_of
from synth.records.reader import read_file, read_manifest, read_report, read_screened
from synth.records.reference_exports import csl_json, ris
from synth.records.ro_crate import ro_crate
from synth.records.run_folder import settings_of
from synth.records.workbook import evidence_workbook
from synth.records.zenodo_deposit import Deposit, deposit_zip, zenodo_deposit
from synth.rendering.bibtex_entries import render_bibliography
from synth.rendering.markdown import render_markdown
from synth.rendering.word_document import render_docx
from synth.settings import RenderSettings
from synth.template_folders import templates_digest

Format = Literal[
    "bibtex", "csl-json", "ris", "markdown", "quarto", "html", "docx", "csv", "xlsx", "ro-crate", "datacite", "zenodo"
]


def export(
    folder: Path,
    form: Format,
    creators: Sequence[str] = (),
    templates: Path | None = None,
    beside: Path | None = None,
    *,
    all_read: bool = False,
) -> bytes:
    """What a run folder says, in one format; nothing of documents/, which are the authors' texts.

    bibtex, csl-json and ris are its references, with `all_read` those read and not cited too; markdown and docx its
    report, quarto its Markdown with YAML in front, for Quarto and Obsidian; html the page that its record has on a
    site, as one file; csv its evidence table; xlsx that table, its claims and its screening; ro-crate (a zip) the
    record with its provenance; datacite what a DOI is registered with; zenodo (a zip) the deposit as `publish` sends
    it. `creators` ("Family, Given") are named by the last three, else the publisher is. `templates` holds html/ and
    csl/ of the user's own for the report. Text is UTF-8. `beside` is the folder that html will stand in, else the run
    folder: from there it links to the files of the run. Raises RecordError where the folder is no run, is damaged, or
    was made before runs kept report.json; UsageError where `templates` holds none, or a format needs a package that is
    not installed.
    """
    if templates is not None:
        templates_digest(templates)
    manifest = read_manifest(folder)
    if form == "bibtex" and not all_read:
        return read_file(folder, BIBLIOGRAPHY)
    corrections = read_corrections(folder)
    report = corrected(read_report(folder), corrections)
    references = (*report.references, *(_uncited(folder, manifest, report) if all_read else ()))
    match form:
        case "bibtex":
            return render_bibliography(references).encode()
        case "csl-json":
            return csl_json(references).encode()
        case "ris":
            return ris(references).encode()
        case "csv":
            return evidence_csv(report).encode()
        case "xlsx":
            return evidence_workbook(report, read_screened(folder))
        case "markdown":
            return render_markdown(report, _rendering(folder, manifest), templates).encode()
        case "quarto":
            body = render_markdown(report, _rendering(folder, manifest), templates).partition("\n\n")[2]
            return f"---\n{_front_matter(report, manifest)}---\n\n{body}".encode()
        case "docx":
            return restamped(render_docx(report, _rendering(folder, manifest), templates))
        case "html":
            return render_file(read_content(folder), _way(beside or folder, folder), templates).encode()
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
    files = public_files(folder, manifest, corrections, heads)
    return {RO_CRATE_METADATA: ro_crate(report, manifest, heads[-1], files, creators), **files}


def _uncited(folder: Path, manifest: Manifest, report: Report) -> Iterator[ReportReference]:
    """The papers that were read and are not cited, by what they print of themselves."""
    titles = {row.paper_id: row.title for row in read_screened(folder)}
    keys = [reference.key for reference in report.references]
    uncited = (source for source in manifest.inputs if source.paper_id not in report.reference_numbers)
    for number, source in enumerate(uncited, start=len(keys) + 1):
        document = read_document(folder, source.paper_id)
        paper = Paper(paper_id=source.paper_id, title=titles.get(source.paper_id, ""))
        if document is not None:
            printed = {"printed_year": document.year, "journal_ref": document.venue, "doi": document.doi}
            paper = paper.model_copy(update={"authors": document.authors, **printed})
        keys.append(citation_key(paper, keys))
        yield ReportReference(number=number, key=keys[-1], paper=paper, kind=source.kind)


def _front_matter(report: Report, manifest: Manifest) -> str:
    """What a note or a site is sorted by, as YAML; the title stands there and not in the text."""
    fields = {
        "title": report.title,
        "author": report.publisher,
        "date": report.made_on.isoformat(),
        "question": report.question.text,
        "answer": report.answer.headline,
        "certainty": report.answer.certainty,
        "status": manifest.status,
        "record": report.record_id,
        "tags": ["literature-synthesis"],
    }
    return str(yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=120))


def _way(place: Path, folder: Path) -> str:
    """The relative address that leads from a folder into another, "" within it."""
    way = quote(os.path.relpath(folder.resolve(), place.resolve()))
    return "" if way == "." else f"{way}/"


def _rendering(folder: Path, manifest: Manifest) -> RenderSettings:
    return settings_of(folder, manifest, only="rendering").rendering
