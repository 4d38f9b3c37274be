"""The command line: one module a group of verbs. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

import click

from synth import __version__
from synth.cli.answering import batch, generate
from synth.cli.behaviour import Verbs, start_logging, text_width
from synth.cli.library import library
from synth.cli.machine import doctor
from synth.cli.papers import audit
from synth.cli.public import site
from synth.cli.runs import correct, export, list_runs, publish, refresh, render, show, sign, verify, watch
from synth.cli.serving import mcp, serve
from synth.system.garbage import collect_seldom


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "terminal_width": text_width()})
@click.version_option(__version__, prog_name="synth")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done, with times.")
@click.option("--debug", is_flag=True, help="Show tracebacks, and log as -v does.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: bool, debug: bool) -> None:
    """A research question in, a typeset literature synthesis out, checkable line by line."""
    collect_seldom()
    start_logging(ctx)


for verb in (
    generate,
    batch,
    list_runs,
    show,
    verify,
    render,
    export,
    correct,
    sign,
    refresh,
    watch,
    publish,
    site,
    serve,
    mcp,
    audit,
    library,
    doctor,
):
    main.add_command(verb)
