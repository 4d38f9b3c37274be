"""The verbs that answer questions: one, or every one of a list."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Unpack

import click

from synth.cli.behaviour import FALSIFIED, PathOption, command
from synth.cli.options import RunOptions, SideOptions, progress_bars, run_options, settings_from, sources_from

if TYPE_CHECKING:
    from pathlib import Path

SOME_FAILED = 4


@command(epilog='Example: synth generate "Does dense retrieval beat BM25?" --max-papers 20')
@click.argument("question")
@run_options
@click.option("--title", help="The report's title; else the question.")
@click.option("--compare", default="", metavar="A", help="What is asked about, where it is misunderstood.")
@click.option("--with", "against", multiple=True, metavar="B", help="What it is compared with; repeatable.")
@click.option("--outcome", default="", metavar="Y", help="What it is measured by.")
@click.option("--brief", is_flag=True, help="At most four pages: the answer, quotations, limits and references.")
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
    brief: bool,
    no_pdf: bool,
    dry_run: bool,
    as_json: bool,
    **options: Unpack[RunOptions],
) -> None:
    """Answer QUESTION from papers; the last line printed is the run folder with report.pdf."""
    from synth import pipeline
    from synth.question import parse_question, remarks
    from synth.records import shown
    from synth.stages.preparing import prepare

    settings = settings_from(options, title, brief=brief)
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


@command(epilog="Example: synth batch topics.txt --out reports")
@click.argument("topics", type=PathOption(dir_okay=False))
@run_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON Lines.")
@click.pass_context
def batch(ctx: click.Context, topics: Path, as_json: bool, **options: Unpack[RunOptions]) -> None:
    """Answer every question of TOPICS (.txt .csv .yaml .jsonl); run again, and only what is missing is done."""
    from synth.batch import read_topics, run_batch, summary_table
    from synth.pipeline import generate

    settings, templates = settings_from(options), options["templates"]
    questions = read_topics(topics, settings.limits.max_list_bytes)
    with progress_bars(ctx) as progress:
        answer = partial(
            generate,
            settings=settings,
            templates=templates,
            **sources_from(options),
            reuse=True,
            progress=progress,
        )
        results = run_batch(questions, answer, progress)
    lines = [result.model_dump_json() for result in results] if as_json else [summary_table(results)]
    click.echo("\n".join(lines))
    if any(result.error for result in results):
        sys.exit(SOME_FAILED)
    if any(result.status == "Falsified" for result in results):
        sys.exit(FALSIFIED)
