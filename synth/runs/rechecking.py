"""A record is done anew: papers read, claims found and checked, artifacts run, the report judged and typeset; compared.

It takes the stages of the run itself, from the stored texts on: what differs is named.
"""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from synth import __version__
from synth.audit.lean import proof_files
from synth.audit.reproduction import reproduction_files
from synth.errors import ReadingError, RecordError, SourceError
from synth.language.phrasing import counted
from synth.models import (
    Artifacts,
    Document,
    Fault,
    Manifest,
    Model,
    Paper,
    Proof,
    Provenance,
    Source,
    json_text,
)
from synth.models.run_files import BIBLIOGRAPHY, PRINTED, PROOFS, PROOFS_INDEX, REPORT, REPRODUCTION, REVIEW, TEX
from synth.reading import read_source
from synth.records.consistency import check_lines
from synth.records.contents import Contents, read_documents
from synth.records.files import document_path
from synth.records.integrity import fault
from synth.records.reader import read_plain
from synth.records.run_folder import settings_of
from synth.rendering.template import render_report
from synth.report.ordering import outline
from synth.settings import LeanSettings, ReadingSettings, SandboxSettings, Settings
from synth.sources.folder import FolderSource, fetch_form
from synth.sources.folder_walk import PaperFile
from synth.stages.acquisition import Acquired
from synth.stages.checking import check, prepare, select
from synth.stages.context import Context, open_context
from synth.stages.judging import LibraryTexts, judge, library_texts_of
from synth.stages.reproducing import reproduce
from synth.stages.workers import Workers, results_in_order
from synth.system.disk import temporary_folder

WITHOUT_LEAN = {"PATH": ""}
"""For a record whose statements were not put to Lean."""

STANDING = ("record_id", "standing", "appendices")
"""The fields of a report that tell of its review."""


class Rechecked(NamedTuple):
    """What doing it anew gave: the documents of papers given, what differs, and what was not done and why.

    `again` is whether the claims were found and checked anew.
    """

    given: dict[str, Document]
    faults: list[Fault]
    notes: tuple[str, ...]
    again: bool = False


def recheck(folder: Path, manifest: Manifest, contents: Contents, papers: Sequence[Path], *, again: bool) -> Rechecked:
    """Read the papers given, and with `again` do everything anew that follows from the stored texts."""
    made_with = manifest.versions.get("synth")
    notes = []
    if made_with != __version__:
        notes.append(f"made by synth {made_with}; this is {__version__}, which may read otherwise")
    try:
        settings = settings_of(folder, manifest)
    except RecordError:
        return Rechecked({}, [], (*notes, "nothing was done again: made with settings that this synth does not have"))
    given, faults = _read_given(manifest, papers, settings)
    if not again:
        return Rechecked(given, faults, tuple(notes))
    named = [item.paper_id for item in manifest.inputs]
    provenance = contents.provenance
    held = [text.paper_id for text in provenance.held] if provenance else []
    there = read_documents(folder, dict.fromkeys(name for name in (*named, *held) if name not in given)) | given
    documents = [there[name] for name in dict.fromkeys(named) if name in there and there[name].paper_id == name]
    if provenance is None or {source.paper.paper_id for source in provenance.sources} != set(named):
        notes.append("the checks were not run again: provenance.json does not list exactly the inputs")
    elif len(documents) < len(named):
        missing = counted(len(named) - len(documents), "paper")
        notes.append(f"the checks were not run again: the texts of {missing} are absent, or too long together")
    else:
        with temporary_folder("verify", {}) as empty:  # a library that knows no result
            context = open_context(settings, empty)
            differing, more = _done_again(folder, manifest, contents, provenance, documents, there, context)
        return Rechecked(given, faults + differing, (*notes, *more), again=True)
    return Rechecked(given, faults, tuple(notes))


def _done_again(
    folder: Path,
    manifest: Manifest,
    contents: Contents,
    provenance: Provenance,
    documents: Sequence[Document],
    there: Mapping[str, Document],
    context: Context,
) -> tuple[list[Fault], list[str]]:
    """Find and check the claims, run the artifacts, judge the report and typeset it, all anew; what differs, and notes.

    Gate 3 looked through texts of the library too. Where one is no longer among the documents, or nothing can be run
    sealed here, what the report says of its own standing is not compared.
    """
    settings = context.settings
    library_texts = library_texts_of(provenance.held, there)
    papers = {source.paper.paper_id: source.paper for source in provenance.sources}
    read = [
        _acquired(row, papers[source.paper_id], source, document, settings)
        for row, (source, document) in enumerate(zip(manifest.inputs, documents, strict=True))
    ]
    selected = select(manifest.question, manifest.asked, read, manifest.queries, manifest.searched_on, context)
    run = selected.run.model_copy(update={"checked": check(prepare(read, settings.checking), selected.claims)})
    faults = check_lines(run.checked, contents.claims or (), contents.evidence or ())
    run = run.model_copy(update={"screening": contents.screening or ()})
    stored = {output.path for output in manifest.outputs if output.path.startswith((REPRODUCTION, PROOFS))}
    with_lean = any(path.startswith(PROOFS) for path in stored)
    own = {"sandbox": SandboxSettings(max_scripts=settings.sandbox.max_scripts), "lean": LeanSettings()}
    bounded = settings.model_copy(update=own)  # a stranger's record may allow itself a day and all memory
    environ = os.environ if with_lean else WITHOUT_LEAN
    artifacts = reproduce(selected.claims, run, replace(context, settings=bounded), environ)
    made = {**reproduction_files(artifacts.reproductions), **proof_files(artifacts.proofs)}
    passed_over = dict(_not_compared(folder, stored, artifacts))
    faults += _run_otherwise(folder, {*stored, *made}, made, tuple(passed_over))
    gone = ("texts that the red team looked through are absent",) if library_texts is None else ()
    notes = [f"{REVIEW} was not made again: {why}" for why in dict.fromkeys((*passed_over.values(), *gone))]
    report, judged, _ = judge(run, outline(run), artifacts, library_texts or LibraryTexts())
    faults += _otherwise(REPORT, report, contents.report, STANDING if notes else ())
    faults += () if notes else _otherwise(REVIEW, judged, contents.review, ())
    if contents.report is not None and settings.rendering.templates is None:
        rendered = render_report(contents.report, settings.rendering)
        for path, text in {TEX: rendered.tex, BIBLIOGRAPHY: rendered.bib, **rendered.figures}.items():
            if read_plain(folder, path) != text.encode():
                faults.append(fault(path, f"is not what {REPORT} gives"))
    return faults, notes


def _not_compared(folder: Path, stored: Collection[str], artifacts: Artifacts) -> Iterator[tuple[str, str]]:
    """Whose artifacts, by the folder that holds them, cannot be compared with what comes of them here, and why."""
    if artifacts.not_run:
        yield from ((one, f"nothing can be run here: {artifacts.not_run}") for one in (REPRODUCTION, PROOFS))
        return
    if stored and not any(path.endswith(PRINTED) for path in stored):
        yield REPRODUCTION, "nothing could be run where the record was made"
    if not any(path.startswith(PROOFS) for path in stored):
        return
    there = _proofs(folder)
    if artifacts.not_proved:
        yield PROOFS, artifacts.not_proved
    elif failed := next((one.why for one in artifacts.proofs if one.outcome == "not attempted"), None):
        yield PROOFS, f"not everything could be put to Lean here: {failed}"
    elif failed := next((one.why for one in there if one.outcome == "not attempted"), None):
        yield PROOFS, f"not everything could be put to Lean where the record was made: {failed}"


def _proofs(folder: Path) -> tuple[Proof, ...]:
    """What a record says of its theorems; nothing where that cannot be read."""
    try:
        return tuple(map(Proof.model_validate_json, (read_plain(folder, PROOFS_INDEX) or b"").splitlines()))
    except ValidationError:
        return ()


def _run_otherwise(
    folder: Path, paths: Collection[str], made: Mapping[str, bytes], passed_over: tuple[str, ...]
) -> Iterator[Fault]:
    """Artifacts that are not what running them again gives, but for those in the folders `passed_over`."""
    for path in sorted(paths):
        if path.startswith(passed_over):
            continue
        if path not in made:
            yield fault(path, "does not follow from the papers' texts")
        elif read_plain(folder, path) != made[path]:
            yield fault(path, "gives another result when it is run again")


def _otherwise(path: str, made: Model, stored: Model | None, passed_over: Sequence[str]) -> Iterator[Fault]:
    fields = [name for name in type(made).model_fields if getattr(made, name) != getattr(stored, name, None)]
    if differing := [name for name in fields if name not in passed_over]:
        yield fault(path, f"differs when made again: its {', '.join(differing)}")


def _acquired(row: int, paper: Paper, source: Source, document: Document, settings: Settings) -> Acquired:
    from synth.claims import extract_claims, read_card

    return Acquired(
        row=row,
        paper=paper,
        source=source,
        document=document,
        card=read_card(document),
        claims=extract_claims(document, settings.claims),
    )


def _read_given(
    manifest: Manifest, paths: Sequence[Path], settings: Settings
) -> tuple[dict[str, Document], list[Fault]]:
    """The documents of those papers given whose bytes are an input's, and where they differ from what was stored."""
    listed = {output.path: output.sha256 for output in manifest.outputs}
    wanted = {item.sha256 for item in manifest.inputs}
    texts = {sha256: text for sha256, text in _texts_of(paths) if sha256 in wanted}
    inputs = [item for item in manifest.inputs if item.sha256 in texts]
    arguments = ((texts[item.sha256], item, settings.reading) for item in inputs)
    # What reading may cost is the user's to say: the settings of the record may be a stranger's.
    with Workers(Settings()) as workers:
        read = list(results_in_order(workers, _read_text, arguments))
    given: dict[str, Document] = {}
    faults = []
    for item, document in zip(inputs, read, strict=True):
        path = document_path(item.paper_id)
        if isinstance(document, ReadingError):
            faults.append(fault(path, f"cannot be read again: {document.message}"))
            continue
        given[item.paper_id] = document
        if hashlib.sha256(json_text(document).encode()).hexdigest() != listed.get(path):
            faults.append(fault(path, "is not what the bytes given read as"))
    return given, faults


def _texts_of(paths: Sequence[Path]) -> Iterator[tuple[str, PaperFile | bytes]]:
    """Every file of every paper below some paths, by its SHA-256, and the abstracts of those that have none."""
    source = FolderSource(tuple(paths))
    for paper in source.find_all().papers:
        files = source.forms(paper)
        yield from ((file.sha256, file) for file in files)
        if not files and paper.abstract:
            abstract = paper.abstract.encode()
            yield hashlib.sha256(abstract).hexdigest(), abstract


def _read_text(text: PaperFile | bytes, source: Source, settings: ReadingSettings) -> Document:
    """What the bytes of an input read as; in a worker, which alone has those of a file. Raises ReadingError."""
    try:
        paper = Paper(paper_id=source.paper_id, title="")
        return read_source(text if isinstance(text, bytes) else fetch_form([text], paper).data, source, settings)
    except SourceError as error:
        raise ReadingError(error.message, item=source.paper_id, stage="read") from error
