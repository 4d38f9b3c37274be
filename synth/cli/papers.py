"""The verb that looks into papers by themselves: `audit`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from synth.cli.behaviour import PathOption, command
from synth.cli.options import progress_bars

if TYPE_CHECKING:
    from pathlib import Path


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
