"""The verb that examines this machine."""

from __future__ import annotations

import os
import sys

import click

from synth.cli.behaviour import command


@command(epilog="Example: synth doctor")
@click.option("--missing-packages", is_flag=True, help="Print just the Debian packages that are missing, on one line.")
@click.option("--offline", is_flag=True, help="Ask no database.")
def doctor(missing_packages: bool, offline: bool) -> None:
    """Tell what this machine has and lacks, and which databases answer.

    The exit code is 1 where a report could not be typeset.
    """
    if missing_packages:
        from synth.rendering import compilation

        click.echo(" ".join(compilation.missing_packages()))
        return
    from synth.cli.examination import ask_databases, examine
    from synth.cli.options import request_settings
    from synth.records.reader import shown

    findings = [*examine(os.environ), *([] if offline else ask_databases(request_settings()))]
    for finding in findings:
        click.echo(shown(f"{'ok     ' if finding.ok else 'missing'} {finding.name}: {finding.detail}"))
    if any(finding.needed and not finding.ok for finding in findings):
        sys.exit(1)
