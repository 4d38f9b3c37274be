"""The verbs that answer questions: one, or every one of a list."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Unpack

import click

from synth.cli.behaviour import FALSIFIED, SOME_FAILED, PathOption, command
from synth.cli.options import RunOptions, SideOptions, progress_bars, run_options, settings_from, sources_from

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

DAY_S = 86_400


@command(epilog='Example: synth generate "Does dense retrieval beat BM25?" --max-papers 20')
@click.argument("question")
@run_options
@click.option("--title", help="The report's title; else the question.")
@click.option("--compare", default="", metavar="A", help="What is asked about, where it is misunderstood.")
@click.option("--with", "against", multiple=True, metavar="B", help="What it is compared with; repeatable.")
@click.option("--outcome", default="", metavar="Y", help="What it is measured by.")
@click.option("--no-pdf", is_flag=True, help="Make the record without its PDF; synth render makes that later.")
@click.option("--dry-run", is_flag=True, help="Show queries, hits and time; read nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest instead of the run folder.")
@click.pass_context
def generate(
    ctx: click.Context,
    question: str,
    title: str | None,
    compare: str,
    against: tuple[str, ...],
    outcome: str,
    no_pdf: bool,
    dry_run: bool,
    as_json: bool,
    **options: Unpack[RunOptions],
) -> None:
    """Answer QUESTION from papers; the last line printed is the run folder with report.pdf."""
    from synth import pipeline
    from synth.question import parse_question, remarks
    from synth.records.reader import shown
    from synth.stages.preparing import prepare

    settings = settings_from(options, title)
    sides = SideOptions(compare=compare, against=";".join(against), outcome=outcome)
    if dry_run:
        click.echo(pipeline.dry_run(*prepare(question, **sides, settings=settings, **sources_from(options))))
        return
    for remark in remarks(parse_question(question, **sides)):
        click.echo(f"synth: {remark}", err=True)
    with progress_bars(ctx) as progress:
        record = pipeline.generate(
            question,
            **sides,
            settings=settings,
            progress=progress,
            templates=options["templates"],
            pdf=not no_pdf,
            replace=options["replace"],
            **sources_from(options),
        )
    if record.replaced:
        click.echo(f"synth: another result of this question was there; it is now {record.replaced}", err=True)
    if record.pdf_missing and not no_pdf:
        click.echo(f"synth: no PDF: {record.pdf_missing}; then: synth render {record.folder}", err=True)
    if as_json:
        click.echo(record.manifest.model_dump_json(by_alias=True))
        return
    counts = record.manifest.counts
    click.echo(shown(record.headline))
    click.echo(f"{counts.found} papers found, {counts.used} cited, {counts.merged} merged, {counts.skipped} left out")
    click.echo(f"{record.manifest.status}, level {record.manifest.level}, {record.manifest.tier}")
    click.echo(record.folder)
    if record.manifest.status == "Falsified":
        sys.exit(FALSIFIED)


@command(epilog="Example: synth batch topics.txt --out reports --jobs 2")
@click.argument("topics", type=PathOption(dir_okay=False))
@run_options
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Topics answered at a time.  [1]")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers answer: see docs/batch.md.")
@click.option("--copy-to", metavar="ADDRESS", help="Put finished runs there too: s3://BUCKET/FOLDER and the like.")
@click.option("--time-limit", type=click.FloatRange(min=1), metavar="S", help="Seconds for one topic.  [3600]")
@click.option("--refresh-after", type=click.FloatRange(min=0), metavar="DAYS", help="Ask arXiv again after.  [1]")
@click.option("--force", is_flag=True, help="Make anew what is current, too.")
@click.option("--no-pdf", is_flag=True, help="Make the records without their PDFs.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON a topic.")
@click.pass_context
def batch(
    ctx: click.Context,
    topics: Path,
    jobs: int | None,
    scheduler: str | None,
    copy_to: str | None,
    time_limit: float | None,
    refresh_after: float | None,
    force: bool,
    no_pdf: bool,
    as_json: bool,
    **options: Unpack[RunOptions],
) -> None:
    """Answer every topic of a list; run again, and only what is missing or out of date is done.

    TOPICS is a .txt, .md, .csv, .tsv, .yaml, .json or .jsonl file.
    """
    import os
    import shlex

    from synth.batch.cluster import ClusterExecutor
    from synth.batch.copying import Copies
    from synth.batch.processes import TopicProcesses
    from synth.batch.running import Shared, TopicResult, run_batch
    from synth.batch.summary import topic_lines, totals, write_batch
    from synth.batch.topics import read_topics
    from synth.paths import default_out
    from synth.records.reader import shown

    changed: dict[str, dict[str, object]] = {
        "batch": {"jobs": jobs, "time_limit_s": time_limit},
        "arxiv": {"query_lifetime_s": None if refresh_after is None else refresh_after * DAY_S},
    }
    settings = settings_from(options, changed=changed)
    copies = Copies(copy_to) if copy_to else None
    listed = read_topics(topics, settings.limits.max_list_bytes)
    out = options["out"] or default_out()
    for row in listed.bad:
        click.echo(shown(f"synth: {topics}, line {row.line}: {row.reason}"), err=True)
    shared = Shared(
        settings=settings,
        papers=options["papers"],
        sample=options["sample"],
        offline=options["offline"],
        sources=options["sources"],
        library=options["library"],
        out=out,
        templates=options["templates"],
        pdf=not no_pdf,
        again=force,
        replace=options["replace"],
        copy_to=copy_to,
        workers=max(1, (os.cpu_count() or 1) // settings.batch.jobs),
        logged=ctx.find_root().params["verbose"] or ctx.find_root().params["debug"],
    )
    ended: list[TopicResult] = []
    with progress_bars(ctx) as progress:

        def draw() -> None:
            running = "" if scheduler else f", {min(settings.batch.jobs, len(listed.topics) - len(ended))} running"
            failed = sum(bool(result.error) for result in ended)
            progress("batch", len(ended), len(listed.topics))
            progress.name("batch", f"batch{running}, {failed} failed")

        def finished(result: TopicResult) -> None:
            ended.append(result)
            draw()
            lines = topic_lines(result, len(ended), len(listed.topics))
            click.echo(result.model_dump_json() if as_json else "\n".join(map(shown, lines)))

        draw()
        executor: Executor
        if scheduler:
            executor, shared = ClusterExecutor(scheduler, settings.batch.time_limit_s), shared.anywhere()
        else:
            executor = TopicProcesses(settings.batch.jobs, settings.batch.time_limit_s)
        with executor:
            results = run_batch(listed.topics, shared, executor, finished)
    for path in write_batch(out, results, listed.bad):
        if copies:
            copies.put_file(path)
    if not as_json:
        click.echo(f"{totals(results, listed.bad)}; {out / 'index.html'}")
    failed = any(result.error for result in results)
    if failed:
        click.echo(f"synth: to try again what failed: {shlex.join(['synth', *sys.argv[1:]])}", err=True)
    if failed or listed.bad:
        sys.exit(SOME_FAILED)
    if any(result.status == "Falsified" for result in results):
        sys.exit(FALSIFIED)
