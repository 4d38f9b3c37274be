"""The stages of a run, in the order in which they are called, and the run that joins them.

    ask       text                -> Question, queries
    search    sources, question   -> papers found
    screen    papers found        -> what is to be read, merged, skipped
    acquire   papers to be read   -> bytes kept -> Document, card, claims, in worker processes (stages/acquisition.py)
    check     claims x passages   -> CheckedClaim
    reproduce numbers that follow -> Reproduction: computed again in the sandbox (stages/reproducing.py)
    judge     checked claims      -> Report and Review, attacked, struck where it fell, and signed (stages/judging.py)
    typeset   Report              -> .tex, .bib, PDF
    record    everything          -> the run folder

Reading and extraction, which cost most, are cached in the library's store; a second question on the same papers
starts at `check`.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import NamedTuple

from synth import __version__
from synth.answer import find_values, rank_again, rank_claims, weigh, weigh_claims
from synth.audit import proof_files, reproduction_files
from synth.checking import check_claims, load_ahead
from synth.claims import collect_acronyms, select_claims
from synth.clock import Clock, utc_now
from synth.errors import RenderingError, UsageError
from synth.language.sides import Sides
from synth.language.tabular import resolve
from synth.library import Library, stage_key
from synth.models import (
    Asked,
    Code,
    Counts,
    Input,
    Manifest,
    Model,
    Provenance,
    QueryRun,
    Question,
    Record,
    Report,
    Review,
    json_text,
)
from synth.models.run_files import BIBLIOGRAPHY, PDF, PROVENANCE, TEX
from synth.paths import default_library, default_out
from synth.question import describe_question, parse_question, remarks
from synth.records import (
    check_writable,
    is_run,
    load_record,
    outputs_of,
    provenance_of,
    record_files,
    result_settings,
    run_name,
    seal,
    write_run,
)
from synth.rendering import compile_pdf, render_report, templates_digest, tex_version
from synth.report import EvidenceBase, outline
from synth.settings import Settings
from synth.stages.accounting import merge_copies, settle
from synth.stages.acquisition import EXTRACT_VERSION, READ_VERSION, Acquired, Progress, acquire, quiet
from synth.stages.judging import LibraryTexts, judge, library_text_records, look_in_library
from synth.stages.reproducing import run_artifacts
from synth.stages.searching import Opened, Search, nothing_read, open_sources, screen, search, sources_asked

LICENCE = "CC-BY-4.0 for the report's own words; what it quotes remains its authors'"
VERSIONED_PACKAGES = (
    "arxiv",
    "bibtexparser",
    "citeproc-py",
    "jinja2",
    "pydantic",
    "pylatex",
    "pylatexenc",
    "pymupdf",
    "scikit-learn",
)

NOT_ASKED = "it was not asked for"
READ_S = 0.3  # a paper's reading, for the estimate of a dry run; python -m benchmarks.speed


class Task(NamedTuple):
    """A question and all that it is to be answered from; `folder` is where its record goes."""

    question: Question
    asked: Asked
    sources: tuple[Opened, ...]
    library: Library
    settings: Settings
    folder: Path


class Typeset(NamedTuple):
    """What typesetting gave: files by path, what stands for characters that no font has, and why there is no PDF."""

    files: dict[str, bytes]
    substitutions: dict[str, str]
    pdf_missing: str | None


class _Day(Model):
    day: date


def generate(
    question: str,
    *,
    compare: str = "",
    against: str = "",
    outcome: str = "",
    papers: Sequence[Path | str] = (),
    sample: bool = False,
    offline: bool = False,
    settings: Settings | None = None,
    library: Path | str | None = None,
    out: Path | str | None = None,
    templates: Path | str | None = None,
    pdf: bool = True,
    reuse: bool = False,
    progress: Progress = quiet,
    now: Clock = utc_now,
) -> Record:
    """Answer one question: search, read, extract, check, typeset; returns the record of the run.

    `compare`, `against` (sides parted by ";") and `outcome` take the place of what is understood of the question.
    `papers` are files and folders of the user's; `sample` uses the sample library of digests and nothing else;
    `offline` asks arXiv nothing; the files in `templates` take the place of synth's own of the same name; without
    `pdf` the LaTeX is made and not typeset; `reuse` takes a finished run of the same question, settings and sources as
    it is.
    Raises SynthError, one of its kinds for each failure that a user can act on.
    """
    own_templates = Path(templates) if templates else None
    chosen = with_templates(settings or Settings(), own_templates)
    understood = parse_question(question, compare=compare, against=against, outcome=outcome)
    task = prepare(understood, papers, sample, offline, chosen, library, out, now)
    if reuse and is_run(task.folder):
        return load_record(task.folder, reused=True)
    check_writable(task.folder.parent)

    searched = search(task.question, task.sources, task.settings, task.library, progress)
    screening = screen(task.question, searched, task.settings)
    acquired, failed = acquire(screening.works, task.library, task.settings, progress, load_ahead)
    for item in acquired:
        if searched.found[item.row][1].name == "arxiv":
            task.library.keep_source(item.source)
    read, merged = merge_copies(acquired)
    if not read:
        raise nothing_read(task.question, searched, screening, failed)

    searched_on = search_date(searched, task.library, task.folder.name, now)
    base = check(task.question, task.asked, task.settings, read, searched.queries, searched_on, progress)
    order = outline(base)
    rows = settle(screening.rows, searched.skips, acquired, failed, merged, order, task.settings.claims.max_claims)
    base = base.model_copy(update={"screening": rows})
    artifacts = run_artifacts(base.checked, read, task.library.store, task.settings, os.environ, progress)
    library_texts = LibraryTexts() if base.sample else look_in_library(task.question, read, task.library, task.settings)
    absent = [item.paper.paper_id for item in read if task.library.store.get(item.source.sha256) is None]
    report, judged, base, inputs = judge(
        base, order, read, task.settings, artifacts, library_texts, absent, own_templates
    )
    made = typeset(report, task.settings, progress, own_templates, pdf=pdf)
    documents = [*(item.document for item in read), *library_texts.documents.values(), *library_texts.later.values()]
    files = record_files(report, base.checked, base.screening, judged, documents)
    files |= {**reproduction_files(artifacts.reproductions), **proof_files(artifacts.proofs), **made.files}
    files[PROVENANCE] = json_text(trace(report, base, read, library_texts)).encode()
    manifest = describe(task, report, judged, base, inputs, files, made.substitutions)
    replaced = write_run(task.folder, files, manifest)
    return Record(
        record_id=report.record_id,
        folder=str(task.folder),
        headline=report.answer.headline,
        manifest=manifest,
        pdf_missing=made.pdf_missing,
        replaced=str(replaced) if replaced else None,
    )


def dry_run(
    question: str,
    *,
    compare: str = "",
    against: str = "",
    outcome: str = "",
    papers: Sequence[Path | str] = (),
    sample: bool = False,
    offline: bool = False,
    settings: Settings | None = None,
    library: Path | str | None = None,
    out: Path | str | None = None,
    now: Clock = utc_now,
) -> str:
    """What `generate` would ask and about how long it would take, as lines of text; only searches are made."""
    understood = parse_question(question, compare=compare, against=against, outcome=outcome)
    task = prepare(understood, papers, sample, offline, settings or Settings(), library, out, now)
    searched = search(task.question, task.sources, task.settings, task.library, quiet)
    screening = screen(task.question, searched, task.settings)
    works, found, unusable = len(screening.works), len(searched.found), len(searched.skips)
    waiting_s = works * task.settings.arxiv.interval_s if "arxiv" in task.asked.sources else 0
    lines = [describe_question(task.question), *remarks(task.question)]
    lines += [f"query: {run.search_query} ({run.total} on arXiv, {run.received} taken)" for run in searched.queries]
    lines.append(f"{found} papers found, {works} to be read, {unusable} unusable")
    lines.append(f"about {waiting_s + works * READ_S:.0f} s")
    lines.append(str(task.folder))
    return "\n".join(lines)


def prepare(
    question: Question,
    papers: Sequence[Path | str],
    sample: bool,
    offline: bool,
    settings: Settings,
    library: Path | str | None,
    out: Path | str | None,
    now: Clock,
) -> Task:
    """Open what a question is to be answered from. Raises UsageError."""
    paths = tuple(Path(path) for path in papers)
    asked = sources_asked(paths, sample=sample, offline=offline)
    opened = Library(Path(library) if library else default_library())
    as_typed = parse_question(question.text)
    sides = [] if question == as_typed else [question.model_dump(mode="json")]
    folder = (Path(out) if out else default_out()) / run_name(question.text, settings, asked, sides)
    return Task(question, asked, open_sources(asked, paths, opened, settings, now), opened, settings, folder)


def check(
    question: Question,
    asked: Asked,
    settings: Settings,
    read: Sequence[Acquired],
    queries: tuple[QueryRun, ...],
    searched_on: date,
    progress: Progress,
) -> EvidenceBase:
    """Select the claims that bear on the question and check each. There may be none: the report then says so."""
    documents = [item.document for item in read]
    papers = {item.document.paper_id: item.paper for item in read}
    claims = [claim for item in read for claim in item.claims]
    acronyms = collect_acronyms(documents)
    sides = Sides(question, [item.card for item in read])
    fronts = {item.paper.paper_id: (item.paper.title, item.document.abstract or item.paper.abstract) for item in read}
    ranked = rank_claims(question, claims, sides, fronts, settings.claims.min_relevance)
    read_for_votes = weigh_claims(question, ranked[: settings.claims.max_weighed], sides)
    selected = select_claims(rank_again(question, ranked, read_for_votes), settings.claims)
    vote_of = {item.claim_id: item for item in read_for_votes}
    weighed = [vote_of[claim.claim_id] for claim in selected if claim.claim_id in vote_of]
    tables = {document.paper_id: tuple(map(resolve, document.tables)) for document in documents}
    values = find_values(question, selected, tables, sides)
    answer = weigh(question, weighed, papers, {item.paper.paper_id: item.source.origin for item in read}, values)
    progress("check", 0, len(selected))
    checked = check_claims(
        selected,
        documents,
        papers,
        settings.checking,
        claims,
        tables,
        progress=lambda done: progress("check", done, len(selected)),
    )
    return EvidenceBase(
        question=question,
        asked=asked,
        settings=settings,
        version=__version__,
        papers=papers,
        kinds={item.document.paper_id: item.source.kind for item in read},
        checked=checked,
        weighed=tuple(weighed),
        answer=answer,
        screening=(),
        queries=queries,
        searched_on=searched_on,
        sentences_read=sum(len(section.sentences) for document in documents for section in document.sections),
        claims_found=len(claims),
        acronyms=acronyms,
        sample="sample" in asked.sources,
    )


def with_templates(settings: Settings, templates: Path | None) -> Settings:
    """The settings with what the user's own templates come to, since those change a result. Raises UsageError."""
    if templates is None:
        return settings
    rendering = settings.rendering.model_copy(update={"templates": templates_digest(templates)})
    return settings.model_copy(update={"rendering": rendering})


def typeset(
    report: Report, settings: Settings, progress: Progress, templates: Path | None = None, *, pdf: bool = True
) -> Typeset:
    """Make report.tex with its figures, references.bib and, where it is wanted and TeX can, report.pdf."""
    progress("typeset", 0, 1)
    rendered = render_report(report, settings.rendering, templates)
    texts = {TEX: rendered.tex, BIBLIOGRAPHY: rendered.bib, **rendered.figures}
    files = {path: text.encode() for path, text in texts.items()}
    pdf_missing = None if pdf else NOT_ASKED
    try:
        if pdf:
            files[PDF] = compile_pdf(rendered.tex, report.made_on, settings.rendering, os.environ, rendered.figures)
    except RenderingError as error:
        pdf_missing = str(error)
    progress("typeset", 1, 1)
    return Typeset(files, {item.character: item.printed for item in rendered.substitutions}, pdf_missing)


def describe(
    task: Task,
    report: Report,
    judged: Review,
    base: EvidenceBase,
    inputs: tuple[Input, ...],
    files: Mapping[str, bytes],
    substitutions: dict[str, str],
) -> Manifest:
    """The sealed manifest of a record."""
    decisions = [row.decision for row in base.screening]
    return seal(
        Manifest(
            record_id=report.record_id,
            question=base.question,
            asked=task.asked,
            settings=result_settings(task.settings),
            searched_on=base.searched_on,
            queries=base.queries,
            counts=Counts(
                found=len(decisions),
                used=decisions.count("used"),
                merged=decisions.count("merged"),
                skipped=decisions.count("skipped"),
            ),
            inputs=inputs,
            outputs=outputs_of(files),
            substitutions=substitutions,
            versions=versions(with_tex=PDF in files),
            status=judged.status,
            level=judged.level,
            tier=judged.tier,
            score=judged.score,
            gates=judged.gates,
            publisher=report.publisher,
            licence=LICENCE,
        )
    )


def versions(*, with_tex: bool) -> dict[str, str]:
    """The versions of what made a record; of TeX where it made a PDF."""
    tex = tex_version(os.environ.get("PATH")) if with_tex else None
    packages = {name: version(name) for name in VERSIONED_PACKAGES}
    return {"synth": __version__, "python": python_version(), **packages} | ({"tex": tex} if tex else {})


def trace(report: Report, base: EvidenceBase, read: Sequence[Acquired], library_texts: LibraryTexts) -> Provenance:
    """Which claim came from which bytes by which code. What is not cached has the version of synth itself."""
    code = (
        Code(stage="read", version=str(READ_VERSION), module="synth.reading"),
        Code(stage="extract", version=str(EXTRACT_VERSION), module="synth.claims"),
        Code(stage="select", version=__version__, module="synth.claims"),
        Code(stage="check", version=__version__, module="synth.checking"),
    )
    sources = [item.source.model_copy(update={"paper": item.paper}) for item in read]
    return provenance_of(report.record_id, base.checked, sources, code, library_text_records(library_texts))


def search_date(searched: Search, library: Library, run: str, now: Clock) -> date:
    """The day of the (cached) search; for a run that asked arXiv nothing, the day of its first time here.

    SOURCE_DATE_EPOCH overrides both (reproducible-builds.org). Raises UsageError where it is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError("is no number of seconds since 1970", item=f"SOURCE_DATE_EPOCH={epoch}") from error
    if searched.queries:
        return max(query.searched_on for query in searched.queries)
    key = stage_key("searched", 1, None, run, *(paper.paper_id for paper, _ in searched.found))
    return library.store.cached(key, _Day, lambda: _Day(day=now().date())).day
