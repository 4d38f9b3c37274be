"""The verbs that give records to readers as pages."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from synth.cli.behaviour import DAMAGED, PathOption, command

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: synth site output --out public")
@click.argument("runs", type=PathOption(exists=True, file_okay=False))
@click.option("--out", required=True, type=PathOption(file_okay=False), metavar="DIR", help="The folder of the site.")
@click.option("--address", metavar="URL", help="Where it will be served, for the site map and citation metadata.")
@click.option("--title", metavar="TEXT", help="What its pages are headed by.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON a record.")
def site(runs: Path, out: Path, address: str | None, title: str | None, as_json: bool) -> None:
    """Make pages of all records in RUNS, to be put on any static host; run again, it writes what changed."""
    from synth.language.phrasing import counted
    from synth.settings import read_settings
    from synth.web import build_site

    given = {name: value for name, value in (("address", address), ("title", title)) if value is not None}
    made = build_site(runs, out, read_settings(os.environ, {"site": given}))
    for reason in made.left_out:
        click.echo(f"synth: left out: {reason}", err=True)
    if as_json:
        for record in made.records:
            click.echo(record.model_dump_json())
    else:
        click.echo(f"{counted(len(made.records), 'record')}, {made.written} written, {made.removed} removed")
        click.echo(out / "index.html")
    if made.left_out:
        sys.exit(DAMAGED)
