"""The verbs that take papers: `audit`, and those that keep a library of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from synth.cli.behaviour import DAMAGED, PathOption, VerbGroup, command
from synth.cli.options import progress_bars

if TYPE_CHECKING:
    from pathlib import Path

MAX_NAMED = 20  # lines of a snapshot that were skipped; the others are counted

Command = TypeVar("Command", bound=Callable[..., None])


@command(epilog="Example: synth audit paper.tex")
@click.argument("paths", nargs=-1, required=True, type=PathOption())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line a number.")
@click.option("--failed", is_flag=True, help="Print the numbers that do not hold alone.")
@click.pass_context
def audit(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, failed: bool) -> None:
    """Recompute every number of a paper (PDF, .tex, folder) that follows from its others; say which do not hold."""
    from synth.settings import read_settings
    from synth.stages import auditing

    settings = read_settings(os.environ, {})
    with progress_bars(ctx) as progress:
        found = auditing.audit(paths, progress, settings)
    click.echo("".join(f"skipped {skip.title}: {skip.reason}\n" for skip in found.skips), err=True, nl=False)
    printed = auditing.audit_json if as_json else auditing.audit_text
    click.echo(printed(found, failed=failed), nl=False)


@click.group(cls=VerbGroup)
def library() -> None:
    """Your library of papers: add, import, search, info, check."""


def library_option(command: Command) -> Command:
    """The option that names the library's folder."""
    return click.option("--library", "folder", type=PathOption(file_okay=False), metavar="DIR")(command)


@library.command("add", epilog="Example: synth library add papers/ 2005.11401v4.pdf")
@click.argument("paths", nargs=-1, required=True, type=PathOption())
@library_option
@click.pass_context
def library_add(ctx: click.Context, paths: tuple[Path, ...], folder: Path | None) -> None:
    """Add papers (PDFs, .tex files, e-prints, folders of them) to the library."""
    from synth.settings import read_settings
    from synth.stages.acquisition import add_to_library
    from synth.stages.context import open_context

    settings = read_settings(os.environ, {})
    with progress_bars(ctx) as progress:
        added, skips = add_to_library(paths, open_context(settings, folder, progress=progress))
    for skip in skips:
        click.echo(f"skipped {skip.title}: {skip.reason}", err=True)
    click.echo(f"{added} added, {len(skips)} skipped")


@library.command("import", epilog="Example: synth library import arxiv-metadata-oai-snapshot.json")
@click.argument("snapshot", type=PathOption(dir_okay=False))
@library_option
def library_import(snapshot: Path, folder: Path | None) -> None:
    """Import the metadata of a JSON Lines snapshot (.xz and .gz too) into the library's index."""
    from synth.library import Library, Snapshot
    from synth.paths import default_library
    from synth.settings import read_settings

    papers = Snapshot(snapshot, read_settings(os.environ, {}).limits)
    imported = Library(folder or default_library()).add(papers)
    for number, reason in list(papers.skipped.items())[:MAX_NAMED]:
        click.echo(f"skipped line {number}: {reason}", err=True)
    click.echo(f"{imported} imported, {papers.skips} lines skipped")


@library.command("search", epilog='Example: synth library search "dense retrieval" --limit 5')
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print hits as JSON Lines.")
@library_option
def library_search(query: str, limit: int, as_json: bool, folder: Path | None) -> None:
    """Search titles and abstracts, best first."""
    from synth.library import Library
    from synth.paths import default_library

    for hit in Library(folder or default_library()).search(query, limit):
        click.echo(hit.model_dump_json() if as_json else f"{hit.score:8.3f}  {hit.paper_id}  {hit.title}")


@library.command("info", epilog="Example: synth library info")
@library_option
def library_info(folder: Path | None) -> None:
    """Tell where the library is and how many papers it holds."""
    from synth.library import Library
    from synth.paths import default_library

    path = folder or default_library()
    click.echo(f"{path}: {Library(path).count()} papers")


@library.command("check", epilog="Example: synth library check --repair")
@click.option("--repair", is_flag=True, help="Make whole what can be made whole again, and name what is lost.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON Lines.")
@library_option
@click.pass_context
def library_check(ctx: click.Context, repair: bool, as_json: bool, folder: Path | None) -> None:
    """Read everything in the library back, and name each thing that does not hold; exit code 1 where one is left."""
    from synth.language.phrasing import counted
    from synth.paths import default_library
    from synth.settings import read_settings
    from synth.stages import repairing
    from synth.stages.context import open_context

    path = folder or default_library()
    faults = repairing.check(path)
    for fault in faults:
        click.echo(fault.model_dump_json() if as_json else f"{fault.path}: {fault.message}")
    if faults and repair:
        with progress_bars(ctx) as progress:
            lost = repairing.repair(open_context(read_settings(os.environ, {}), path, progress=progress))
        for name in lost:
            click.echo(f"lost, to be fetched, added or imported again: {name}", err=as_json)
        faults = repairing.check(path)
    state = f"does not hold: {counted(len(faults), 'fault')}" if faults else "holds"
    click.echo(f"{path} {state}", err=as_json)
    if faults:
        sys.exit(DAMAGED)
