"""The stages of a run, in the order in which they are called, and the run that joins them.

    ask       text                -> Question, queries
    search    sources, question   -> papers found
    screen    papers found        -> what is to be read, merged, skipped; retracted ones are left out
    acquire   papers to be read   -> bytes kept -> Document, card, claims, in worker processes
    select    claims, question    -> claims that bear on it, weighed -> Answer
    check     claims x passages   -> CheckedClaim: in a process aside, which prepares while claims are selected
    reproduce numbers that follow -> Reproduction: computed again in the sandbox
    judge     checked claims      -> Report and Review: attacked, struck where it fell, and signed
    typeset   Report              -> .tex, .bib, PDF
    record    everything          -> the run folder

Each is a module of `synth/stages`, or one function of a component. Reading and extraction, which cost most, are cached
in the library's store; a second question on the same papers starts at `select`.
"""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from synth.audit.lean import proof_files
from synth.audit.reproduction import reproduction_files
from synth.models import Question, Record, RunSource, json_text
from synth.models.run_files import PROVENANCE
from synth.question import describe_question, remarks
from synth.records.files import record_files
from synth.records.run_folder import check_writable, write_run
from synth.report.ordering import outline
from synth.settings import Settings
from synth.stages.accounting import merge_copies, settle
from synth.stages.acquisition import acquire
from synth.stages.aside import aside
from synth.stages.chasing import follow
from synth.stages.checking import check, select
from synth.stages.checking import prepare as prepare_check
from synth.stages.context import Context, Progress, quiet
from synth.stages.judging import LibraryTexts, judge, look_in_library
from synth.stages.loading import load_ahead, load_for_report
from synth.stages.preparing import Task, prepare
from synth.stages.recording import describe, search_date, trace
from synth.stages.reproducing import reproduce
from synth.stages.reusing import current_record
from synth.stages.searching import nothing_read, screen, search
from synth.stages.typesetting import typeset, with_templates
from synth.stages.vetting import vet
from synth.stages.workers import MAX_WORKERS
from synth.system.clock import Clock, utc_now

READ_S = 0.3  # a paper's reading, for the estimate of a dry run; python -m benchmarks.speed


def generate(
    question: str | Question,
    *,
    compare: str = "",
    against: str = "",
    outcome: str = "",
    papers: Sequence[Path | str] = (),
    sources: Sequence[RunSource] = (),
    sample: bool = False,
    offline: bool = False,
    settings: Settings | None = None,
    library: Path | str | None = None,
    out: Path | str | None = None,
    templates: Path | str | None = None,
    pdf: bool = True,
    reuse: bool = False,
    replace: bool = False,
    workers: int = MAX_WORKERS,
    progress: Progress = quiet,
    now: Clock = utc_now,
) -> Record:
    """Answer one question: search, read, extract, check, typeset; returns the record of the run.

    `compare`, `against` (sides parted by ";") and `outcome` take the place of what is understood of the question; one
    that was understood before is asked as it is. `papers` are files and folders of the user's; `sources` are the
    databases asked, and "library", by default arXiv and OpenAlex; `sample` uses the sample library of digests and
    nothing else; `offline` asks no database; the files in `templates` take the place of synth's own of the same name;
    without `pdf` the LaTeX is made and not typeset; `reuse` takes a finished run of the same question, settings and
    sources as it is, where it is current (see `current_record`); with `replace` another result that stood in its place
    is not kept in `previous/`; `workers` processes read papers, and with more than one another checks claims.
    Raises SynthError, one of its kinds for each failure that a user can act on.
    """
    own_templates = Path(templates) if templates else None
    task, context = prepare(
        question,
        compare=compare,
        against=against,
        outcome=outcome,
        papers=papers,
        sources=sources,
        sample=sample,
        offline=offline,
        settings=with_templates(settings or Settings(), own_templates),
        library=library,
        out=out,
        workers=workers,
        progress=progress,
        now=now,
    )
    check_writable(task.folder.parent)

    searched = search(task.question, task.sources, context)
    searched = vet(task.question, searched, task.sources, context)
    if reuse and (record := current_record(task.folder, searched)):
        return record
    screening = screen(task.question, searched, context)
    with context.executor:
        acquired, failed = acquire(screening.works, context, load_ahead)
        for _ in range(context.settings.search.depth if context.settings.search.snowball != "no" else 0):
            searched = follow(searched, acquired, task.sources, context)
            searched = vet(task.question, searched, task.sources, context)
            screening = screen(task.question, searched, context)
            acquired, failed = acquire(screening.works, context)
    for item in acquired:
        if searched.found[item.row][1].name == "arxiv":
            context.library.keep_source(item.source)
    read, merged = merge_copies(acquired)
    if not read:
        raise nothing_read(task.question, searched, screening, failed)

    searched_on = search_date(searched, task.folder.name, context)
    with aside(partial(prepare_check, read, context.settings.checking), workers) as other:
        selected = select(task.question, task.asked, read, searched.queries, searched_on, context)
        progress("check", 0, len(selected.claims))
        checking = other.call(check, selected.claims)
        artifacts = reproduce(selected.claims, selected.run, context, os.environ)
        library_texts = LibraryTexts() if selected.run.sample else look_in_library(task.question, read, context)
        inputs = selected.run.inputs
        absent = [source.paper_id for source in inputs if context.library.store.get(source.sha256) is None]
        load_for_report()
        run = selected.run.model_copy(update={"checked": checking()})
        progress("check", len(selected.claims), len(selected.claims))
    order = outline(run)
    rows = settle(screening.rows, searched.skips, acquired, failed, merged, order, context.settings.claims.max_claims)
    run = run.model_copy(update={"screening": rows})
    report, judged, run = judge(run, order, artifacts, library_texts, absent, own_templates)
    made = typeset(report, context, own_templates, pdf=pdf)
    texts = (run.documents, library_texts.documents, library_texts.later)
    documents = [document for by_paper in texts for document in by_paper.values()]
    files = record_files(report, run.checked, run.screening, judged, documents)
    files |= {**reproduction_files(artifacts.reproductions), **proof_files(artifacts.proofs), **made.files}
    files[PROVENANCE] = json_text(trace(report, run, library_texts)).encode()
    manifest = describe(report, judged, run, files, made.substitutions)
    replaced = write_run(task.folder, files, manifest, keep_replaced=not replace)
    return Record(
        record_id=report.record_id,
        folder=str(task.folder),
        headline=report.answer.headline,
        manifest=manifest,
        pdf_missing=made.pdf_missing,
        replaced=str(replaced) if replaced else None,
    )


def dry_run(task: Task, context: Context) -> str:
    """What answering would ask, how long it would take and where the record would go, as lines of text."""
    return "\n".join([*understanding(task, context), str(task.folder)])


def understanding(task: Task, context: Context) -> list[str]:
    """How a question is understood, what answering it would ask and about how long it would take.

    Only searches are made. Raises NothingFoundError, NetworkError.
    """
    searched = search(task.question, task.sources, context)
    screening = screen(task.question, searched, context)
    works, found, unusable = len(screening.works), len(searched.found), len(searched.skips)
    waiting_s = works * context.settings.arxiv.interval_s if "arxiv" in task.asked.sources else 0
    lines = [describe_question(task.question), *remarks(task.question)]
    lines += [
        f"query: {run.search_query} ({run.note or f'{run.total} on {run.source}, {run.received} taken'})"
        for run in searched.queries
    ]
    lines.append(f"{found} papers found, {works} to be read, {unusable} unusable")
    lines.append(f"about {waiting_s + works * READ_S:.0f} s")
    return lines
