"""What a record claims is done anew: papers read, claims found and checked, the report typeset; and compared.

Each of `RECHECKS` is one part of it, a plain function of what the record holds; what else a record can do anew (the
artifacts of its gates) is one more.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from synth import __version__
from synth.checking import check_claims
from synth.claims import collect_acronyms, extract_claims, select_claims
from synth.errors import ReadingError, SourceError
from synth.gates import misquotation
from synth.models import Document, Fault, Manifest, Paper, Source, SourceKind, json_text
from synth.reading import read_source
from synth.records import (
    BIBLIOGRAPHY,
    REPORT,
    REVIEW,
    Contents,
    check_lines,
    document_path,
    fault,
    read_document,
    read_file,
)
from synth.rendering import render_report
from synth.settings import Settings
from synth.sources import FolderSource

FORMS: tuple[frozenset[SourceKind], ...] = (frozenset(), frozenset({"latex"}))
"""What not to take of a paper that was given: the record may have been read from the second best."""


class Rechecked(NamedTuple):
    """What doing it anew gave: the documents of papers given, what differs, and what was not done and why."""

    given: dict[str, Document]
    faults: list[Fault]
    notes: tuple[str, ...]


class Stored(NamedTuple):
    """A record as it is to be done anew: all its documents, in the order of its inputs."""

    folder: Path
    manifest: Manifest
    contents: Contents
    settings: Settings
    documents: tuple[Document, ...]
    papers: dict[str, Paper]


def recheck(folder: Path, manifest: Manifest, contents: Contents, papers: Sequence[Path], *, again: bool) -> Rechecked:
    """Read the papers given, and with `again` do everything anew that follows from the stored texts."""
    made_with = manifest.versions.get("synth")
    notes = []
    if made_with != __version__:
        notes.append(f"made by synth {made_with}; this is {__version__}, which may read otherwise")
    try:
        settings = Settings.model_validate(manifest.settings)
    except ValidationError:
        return Rechecked({}, [], (*notes, "nothing was done again: made with settings that this synth does not have"))
    given, faults = _read_given(manifest, papers, settings)
    if not again:
        return Rechecked(given, faults, tuple(notes))
    documents = [given.get(item.paper_id) or read_document(folder, item.paper_id) for item in manifest.inputs]
    there = tuple(document for document in documents if document is not None)
    if contents.provenance is None or len(there) < len(documents):
        lacking = len(documents) - len(there)
        notes.append(f"the checks were not run again: the texts of {lacking} papers or provenance.json are absent")
        return Rechecked(given, faults, tuple(notes))
    known = {source.paper.paper_id: source.paper for source in contents.provenance.sources}
    stored = Stored(folder, manifest, contents, settings, there, known)
    faults += [found for part in RECHECKS for found in part(stored)]
    return Rechecked(given, faults, tuple(notes))


def claims_again(stored: Stored) -> Iterator[Fault]:
    """Find, select and check the claims in the stored texts: do the same lines come of it?"""
    claims = [claim for document in stored.documents for claim in extract_claims(document, stored.settings.claims)]
    selected = select_claims(
        stored.manifest.question, claims, stored.settings.claims, acronyms=collect_acronyms(stored.documents)
    )
    checked = check_claims(selected, stored.documents, stored.papers, stored.settings.checking)
    yield from check_lines(checked, stored.contents.claims or (), stored.contents.evidence or ())


def grounding_again(stored: Stored) -> Iterator[Fault]:
    """Read what report.json quotes and cites again: does gate 1 still say what review.json says it found?"""
    report, review = stored.contents.report, stored.contents.review
    if report is None or review is None:
        return
    documents = {document.paper_id: document for document in stored.documents}
    wrong = misquotation([row.checked for row in report.claims], documents, report)
    if wrong is not None and any(gate.number == 1 and gate.status == "Verified" for gate in review.gates):
        yield fault(REVIEW, f"gate 1 says Verified, and {wrong}")


def report_again(stored: Stored) -> Iterator[Fault]:
    """Make the LaTeX and BibTeX of report.json: are they the files of the record?"""
    rendering = stored.settings.rendering
    if stored.contents.report is None or rendering.templates is not None:
        return
    rendered = render_report(stored.contents.report, rendering)
    for path, text in {"report.tex": rendered.tex, BIBLIOGRAPHY: rendered.bib, **rendered.figures}.items():
        if read_file(stored.folder, path) != text.encode():
            yield fault(path, f"is not what {REPORT} gives")


RECHECKS: tuple[Callable[[Stored], Iterator[Fault]], ...] = (claims_again, grounding_again, report_again)


def _read_given(
    manifest: Manifest, paths: Sequence[Path], settings: Settings
) -> tuple[dict[str, Document], list[Fault]]:
    """The documents of those papers given whose bytes are an input's, and where they differ from what was stored."""
    listed = {output.path: output.sha256 for output in manifest.outputs}
    bytes_given = dict(_bytes_of(paths))
    given: dict[str, Document] = {}
    faults = []
    for item in manifest.inputs:
        data = bytes_given.get(item.sha256)
        if data is None:
            continue
        path = document_path(item.paper_id)
        paper = Paper(paper_id=item.paper_id, title="")
        try:
            source = Source(paper=paper, kind=item.kind, sha256=item.sha256, origin=item.origin)
            given[item.paper_id] = read_source(data, source, settings.reading)
        except ReadingError as error:
            faults.append(fault(path, f"cannot be read again: {error.message}"))
            continue
        if hashlib.sha256(json_text(given[item.paper_id]).encode()).hexdigest() != listed.get(path):
            faults.append(fault(path, "is not what the bytes given read as"))
    return given, faults


def _bytes_of(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The bytes of every paper below some paths, by their SHA-256."""
    source = FolderSource(tuple(paths))
    for paper in source.find_all().papers:
        for without in FORMS:
            try:
                data = source.fetch(paper, without).data
            except SourceError:
                continue
            yield hashlib.sha256(data).hexdigest(), data
