"""The verb that examines this machine."""

from __future__ import annotations

import os
import sys

import click

from synth.cli.behaviour import command


@command(epilog="Example: synth doctor")
@click.option("--missing-packages", is_flag=True, help="Print just the Debian packages that are missing, on one line.")
@click.option("--online", is_flag=True, help="Ask every database one thing, and tell which of them answer.")
def doctor(missing_packages: bool, online: bool) -> None:
    """Tell what this machine has and lacks; exit code 1 where a report could not be typeset."""
    if missing_packages:
        from synth.rendering import compilation

        click.echo(" ".join(compilation.missing_packages()))
        return
    from synth.cli.examination import ask_databases, examine
    from synth.cli.options import request_settings
    from synth.records.reader import shown

    findings = [*examine(os.environ), *(ask_databases(request_settings()) if online else [])]
    for finding in findings:
        click.echo(shown(f"{'ok     ' if finding.ok else 'missing'} {finding.name}: {finding.detail}"))
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(1)
