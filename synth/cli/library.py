"""The verbs that keep a library of papers on this disk."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from synth.cli.behaviour import DAMAGED, PathOption, VerbGroup
from synth.cli.options import progress_bars

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from synth.stages.collecting import Collected

MAX_NAMED = 20  # lines of a snapshot, and records of a harvest, that were skipped; the others are counted


library_option = click.option("--library", "folder", type=PathOption(file_okay=False), metavar="DIR")


@click.group(cls=VerbGroup)
def library() -> None:
    """Your library of papers: add, import, harvest, search, list, remove, info, check."""


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
@click.pass_context
def library_import(ctx: click.Context, snapshot: Path, folder: Path | None) -> None:
    """Import the metadata of a JSON Lines snapshot (.gz, .xz and .zst too); run again, and it goes on where it was."""
    from synth.settings import read_settings
    from synth.stages.collecting import import_snapshot
    from synth.stages.context import open_context

    with progress_bars(ctx) as progress:
        collected = import_snapshot(snapshot, open_context(read_settings(os.environ, {}), folder, progress=progress))
    name_skips(collected)
    click.echo(f"{collected.added} imported, {collected.skips} lines skipped")


@library.command("harvest", epilog="Example: synth library harvest --set cs --since 2024-01-01")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y"]), help="What changed since; else since the last time.")
@click.option("--set", "set_name", metavar="SET", help="A set of arXiv's, such as cs, math or cs:cs:CL; else all.")
@library_option
@click.pass_context
def library_harvest(ctx: click.Context, since: datetime | None, set_name: str | None, folder: Path | None) -> None:
    """Harvest arXiv's metadata by OAI-PMH; run again, and it goes on where it was, or asks for what has changed."""
    from synth.settings import read_settings
    from synth.sources.arxiv_address import oai_settings
    from synth.stages.collecting import harvest
    from synth.stages.context import open_context

    settings = read_settings(os.environ, {})
    arxiv = oai_settings(settings.arxiv, os.environ)
    with progress_bars(ctx) as progress:
        context = open_context(settings, folder, progress=progress)
        collected = harvest(arxiv, since.date() if since else None, set_name, context)
    name_skips(collected)
    click.echo(f"{collected.added} harvested, {collected.removed} deleted, {collected.skips} records skipped")


def name_skips(collected: Collected) -> None:
    """Name, on standard error, the first of what gave no paper."""
    from synth.records.reader import shown

    if collected.resumed:
        click.echo("synth: going on where the last one was ended", err=True)
    for name, reason in list(collected.skipped.items())[:MAX_NAMED]:
        click.echo(shown(f"skipped {name}: {reason}"), err=True)


def last_day(_: click.Context, option: click.Parameter, given: str | None) -> date | None:
    """The last day of a date or a year that is given."""
    from datetime import date

    try:
        return date.fromisoformat(f"{given}-12-31" if given and len(given) == 4 else given) if given else None
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is neither a date nor a year", param=option) from error


@library.command("search", epilog='Example: synth library search "dense retrieval" --category cs.IR --since 2020')
@click.argument("query")
@click.option("--field", type=click.Choice(["title", "abstract"]), help="Where the words stand; else in either.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="By all of these; repeatable.")
@click.option("--category", "categories", multiple=True, metavar="CAT", help="In one of these; repeatable.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y"]), help="First submitted since.")
@click.option("--until", callback=last_day, metavar="[%Y-%m-%d|%Y]", help="First submitted until the end of it.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print hits as JSON Lines.")
@library_option
def library_search(
    query: str,
    field: str | None,
    authors: tuple[str, ...],
    categories: tuple[str, ...],
    since: datetime | None,
    until: date | None,
    limit: int,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Search titles and abstracts, best first."""
    from synth.library import Library
    from synth.library.full_text import SearchFilter
    from synth.paths import default_library
    from synth.records.reader import shown

    where = SearchFilter(
        fields=(field,) if field else ("title", "abstract"),
        authors=authors,
        categories=categories,
        since=since.date() if since else None,
        until=until,
    )
    path = folder or default_library()
    hits = Library(path).search(query, limit, where)
    for hit in hits:
        click.echo(hit.model_dump_json() if as_json else shown(f"{hit.score:8.3f}  {hit.paper_id}  {hit.title}"))
    if not hits:
        click.echo(f"no paper in {path} has a word of {query!r} and all that was asked for besides", err=True)


@library.command("list", epilog="Example: synth library list --json")
@click.option("--json", "as_json", is_flag=True, help="Print papers as JSON Lines, with all their metadata.")
@library_option
def library_list(as_json: bool, folder: Path | None) -> None:
    """List the papers, in the order in which they were added."""
    from synth.library import Library
    from synth.paths import default_library
    from synth.records.reader import shown

    path = folder or default_library()
    paper = None
    for paper in Library(path).papers():
        line = f"{paper.year or '':4}  {paper.paper_id}  {paper.title}"
        click.echo(paper.model_dump_json() if as_json else shown(line))
    if paper is None:
        click.echo(f"{path} has no papers", err=True)


@library.command("remove", epilog="Example: synth library remove 2005.11401 local:0123456789ab")
@click.argument("paper_ids", nargs=-1, required=True)
@library_option
def library_remove(paper_ids: tuple[str, ...], folder: Path | None) -> None:
    """Take papers out of the library, with their files; a harvest or an import may bring one back."""
    from synth.library import Library
    from synth.paths import default_library

    path = folder or default_library()
    papers = Library(path)
    absent = [paper_id for paper_id in paper_ids if papers.paper(paper_id) is None]
    removed = papers.remove(paper_ids)
    for paper_id in absent:
        click.echo(f"{paper_id!r} is not in {path}", err=True)
    click.echo(f"{len(removed)} removed")
    if absent:
        sys.exit(DAMAGED)


@library.command("info", epilog="Example: synth library info")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@library_option
def library_info(as_json: bool, folder: Path | None) -> None:
    """Show where the library is, how many papers it has, and of how many of them the files."""
    from synth.language.phrasing import counted
    from synth.library import Library
    from synth.paths import default_library

    path = folder or default_library()
    papers = Library(path)
    total, with_files = papers.count(), len(papers.all_sources())
    if as_json:
        click.echo(json.dumps({"path": str(path), "papers": total, "with_files": with_files}))
    else:
        click.echo(f"{path}: {counted(total, 'paper')}, {with_files} of them with files")


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
    if repair:  # also where nothing is wrong: a repair that was killed has removed what it had not yet made again
        with progress_bars(ctx) as progress:
            lost = repairing.repair(open_context(read_settings(os.environ, {}), path, progress=progress))
        for name in lost:
            click.echo(f"lost, to be fetched, added or imported again: {name}", err=as_json)
        faults = repairing.check(path)
    state = f"does not hold: {counted(len(faults), 'fault')}" if faults else "holds"
    click.echo(f"{path} {state}", err=as_json)
    if faults:
        sys.exit(DAMAGED)
