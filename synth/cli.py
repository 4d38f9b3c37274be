"""The command line: one function a verb. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import click

from synth import __version__
from synth.run_verbs import RUN_VERBS
from synth.verbs import FALSIFIED, Group, PathOption, Verbs, start_logging

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from synth.progress import ProgressBars
    from synth.settings import Settings, Style

SOME_FAILED = 4
MAX_TITLE_CHARS = 500  # of 22,000 TeX made nothing within a minute
MAX_NAMED = 20  # lines of a snapshot that were skipped; the others are counted

Command = TypeVar("Command", bound=Callable[..., None])


class SourceOptions(TypedDict):
    """Where papers come from and where everything goes, as `pipeline.generate` takes it."""

    papers: tuple[Path, ...]
    sample: bool
    offline: bool
    library: Path | None
    out: Path | None


class Sides(TypedDict):
    """What takes the place of what is understood of a question, as `pipeline.generate` takes it."""

    compare: str
    against: str
    outcome: str


class RunOptions(SourceOptions):
    """The options that `generate` and `batch` share."""

    max_papers: int
    since: datetime | None
    categories: tuple[str, ...]
    style: Style
    templates: Path | None


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="synth")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done, with times.")
@click.option("--debug", is_flag=True, help="Show tracebacks, and log as -v does.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: bool, debug: bool) -> None:
    """A research question in, a typeset literature synthesis out, checkable line by line."""
    start_logging(ctx)


for verb in RUN_VERBS:
    main.add_command(verb)


def run_options(command: Command) -> Command:
    """The options that `generate` and `batch` share."""
    options = [
        click.option("--papers", multiple=True, type=PathOption(), metavar="PATH",
                     help="A PDF, .tex file, e-print archive or folder of your own; repeatable."),
        click.option("--sample", is_flag=True, help="Use the digests of the sample library, and nothing else."),
        click.option("--offline", is_flag=True, help="Ask arXiv nothing: your library and --papers only."),
        click.option("--max-papers", type=click.IntRange(1, 1000), default=30, show_default=True),
        click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y"]), help="Only papers submitted since."),
        click.option("--category", "categories", multiple=True, metavar="CAT", help="Such as cs.CL; repeatable."),
        click.option("--library", type=PathOption(file_okay=False), metavar="DIR"),
        click.option("--out", type=PathOption(), metavar="DIR",
                     help="The folder that holds run folders."),
        click.option("--style", type=click.Choice(["one-column", "two-column"]), default="one-column",
                     show_default=True),
        click.option("--templates", type=PathOption(exists=True, file_okay=False), metavar="DIR",
                     help="Templates of your own: see docs/typesetting.md."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@main.command(epilog='Example: synth generate "Does dense retrieval beat BM25?" --max-papers 20')
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

    settings = settings_from(options, title, brief=brief)
    sides = Sides(compare=compare, against=";".join(against), outcome=outcome)
    if dry_run:
        click.echo(pipeline.dry_run(question, **sides, settings=settings, **sources_from(options)))
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


@main.command(epilog="Example: synth batch topics.txt --out reports")
@click.argument("topics", type=PathOption(dir_okay=False))
@run_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON Lines.")
@click.pass_context
def batch(ctx: click.Context, topics: Path, as_json: bool, **options: Unpack[RunOptions]) -> None:
    """Answer every question of TOPICS (.txt .csv .yaml .jsonl); run again, and only what is missing is done."""
    from synth.batch import read_topics, run_batch, summary_table
    from synth.pipeline import generate

    questions = read_topics(topics)
    with progress_bars(ctx) as progress:
        settings, templates = settings_from(options), options["templates"]
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


@main.command(epilog="Example: synth audit paper.tex")
@click.argument("paths", nargs=-1, required=True, type=PathOption())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line a number.")
@click.option("--failed", is_flag=True, help="Print the numbers that do not hold alone.")
@click.pass_context
def audit(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, failed: bool) -> None:
    """Recompute every number of a paper (PDF, .tex, folder) that follows from its others; say which do not hold."""
    from synth import auditing

    with progress_bars(ctx) as progress:
        found = auditing.audit(paths, progress)
    click.echo("".join(f"skipped {skip.title}: {skip.reason}\n" for skip in found.skips), err=True, nl=False)
    printed = auditing.audit_json if as_json else auditing.audit_text
    click.echo(printed(found, failed=failed), nl=False)


@main.group(cls=Group)
def library() -> None:
    """Your library of papers: add, import, search, info."""


def library_option(command: Command) -> Command:
    """The option that names the library's folder."""
    return click.option("--library", "folder", type=PathOption(file_okay=False), metavar="DIR")(command)


@library.command("add", epilog="Example: synth library add papers/ 2005.11401v4.pdf")
@click.argument("paths", nargs=-1, required=True, type=PathOption())
@library_option
@click.pass_context
def library_add(ctx: click.Context, paths: tuple[Path, ...], folder: Path | None) -> None:
    """Add papers (PDFs, .tex files, e-prints, folders of them) to the library."""
    from synth.acquisition import add_to_library

    with progress_bars(ctx) as progress:
        added, skips = add_to_library(paths, folder, progress)
    for skip in skips:
        click.echo(f"skipped {skip.title}: {skip.reason}", err=True)
    click.echo(f"{added} added, {len(skips)} skipped")


@library.command("import", epilog="Example: synth library import arxiv-metadata-oai-snapshot.json")
@click.argument("snapshot", type=PathOption(dir_okay=False))
@library_option
def library_import(snapshot: Path, folder: Path | None) -> None:
    """Import the metadata of a JSON Lines snapshot (.xz and .gz too) into the library's index."""
    from synth.folders import default_library
    from synth.library import Library, Snapshot

    papers = Snapshot(snapshot)
    imported = Library(folder or default_library()).add(papers)
    for number, reason in list(papers.skipped.items())[:MAX_NAMED]:
        click.echo(f"skipped line {number}: {reason}", err=True)
    click.echo(f"{imported} imported, {len(papers.skipped)} lines skipped")


@library.command("search", epilog='Example: synth library search "dense retrieval" --limit 5')
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print hits as JSON Lines.")
@library_option
def library_search(query: str, limit: int, as_json: bool, folder: Path | None) -> None:
    """Search titles and abstracts, best first."""
    from synth.folders import default_library
    from synth.library import Library

    for hit in Library(folder or default_library()).search(query, limit):
        click.echo(hit.model_dump_json() if as_json else f"{hit.score:8.3f}  {hit.paper_id}  {hit.title}")


@library.command("info", epilog="Example: synth library info")
@library_option
def library_info(folder: Path | None) -> None:
    """Tell where the library is and how many papers it holds."""
    from synth.folders import default_library
    from synth.library import Library

    path = folder or default_library()
    click.echo(f"{path}: {Library(path).count()} papers")


@main.command(epilog="Example: synth doctor")
@click.option("--missing-packages", is_flag=True, help="Print just the Debian packages that are missing, on one line.")
def doctor(missing_packages: bool) -> None:
    """Tell what this machine has and lacks; exit code 1 where a report could not be typeset."""
    if missing_packages:
        from synth import rendering

        click.echo(" ".join(rendering.missing_packages()))
        return
    from synth.doctor import examine

    findings = examine(os.environ)
    for finding in findings:
        click.echo(f"{'ok     ' if finding.ok else 'missing'} {finding.name}: {finding.told}")
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(1)


def settings_from(options: RunOptions, title: str | None = None, brief: bool = False) -> Settings:
    """Settings from options and the environment. Raises UsageError."""
    from synth.errors import UsageError
    from synth.settings import ArxivSettings, RenderSettings, SearchSettings, Settings
    from synth.sources import arxiv_settings

    if title and len(title) > MAX_TITLE_CHARS:
        raise UsageError(f"has {len(title)} characters, more than {MAX_TITLE_CHARS}", item="--title")
    since = options["since"].date() if options["since"] else None
    search = SearchSettings(max_papers=options["max_papers"], since=since, categories=options["categories"])
    return Settings(
        arxiv=arxiv_settings(ArxivSettings(), os.environ),
        search=search,
        rendering=RenderSettings(
            title=title, style=options["style"], brief=brief, max_authors=6 if brief else RenderSettings().max_authors
        ),
    )


def sources_from(options: RunOptions) -> SourceOptions:
    """The options that say where papers come from and where everything goes."""
    return SourceOptions(
        papers=options["papers"],
        sample=options["sample"],
        offline=options["offline"],
        library=options["library"],
        out=options["out"],
    )


def progress_bars(ctx: click.Context) -> ProgressBars:
    """Bars on standard error: on a terminal, unless told to be quiet; the log of -v would tear them."""
    from synth.progress import ProgressBars

    given = ctx.find_root().params
    told_otherwise = given["quiet"] or given["verbose"] or given["debug"]
    return ProgressBars(shown=sys.stderr.isatty() and not told_otherwise)
