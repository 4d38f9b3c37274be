"""The verbs that answer others: a server for browsers and scripts, and one for programs that speak MCP."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from synth.cli.behaviour import PathOption, command
from synth.cli.options import library_option, request_settings, together

if TYPE_CHECKING:
    from pathlib import Path

    from synth.batch.running import Shared


class AnsweringOptions(TypedDict):
    """How the questions of others are answered."""

    library: Path | None
    sample: bool
    offline: bool
    jobs: int | None


answering_options = together(
    library_option,
    click.option("--sample", is_flag=True, help="Answer from the digests of the sample library, and nothing else."),
    click.option("--offline", is_flag=True, help="Ask no database: your library and uploaded papers only."),
    click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Questions answered at a time.  [1]"),
)
"""The options that `serve` and `mcp` share."""


@command(epilog="Example: synth serve output")
@click.argument("runs", type=PathOption(file_okay=False))
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; others than this machine need a token."
)
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="0: any that is free.")
@click.option(
    "--token-file",
    type=PathOption(dir_okay=False),
    metavar="FILE",
    help="Holds the token that everybody needs; made with a new one where it is missing.",
)
@click.option("--public", is_flag=True, help="Records may be read without the token; asking needs it.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name by which it is called; repeatable.")
@answering_options
def serve(
    runs: Path,
    host: str,
    port: int,
    token_file: Path | None,
    public: bool,
    hosts: tuple[str, ...],
    **options: Unpack[AnsweringOptions],
) -> None:
    """Serve the records in RUNS as pages, with a form for questions and an API.

    The first line printed is the address.
    """
    shared = shared_from(runs, options)
    try:
        from synth.web.guard import Access
        from synth.web.server import read_server_token, serve
    except ModuleNotFoundError as error:
        raise missing("web", error) from error
    token = None
    if token_file is not None:
        token, new = read_server_token(token_file)
        if new:
            click.echo(f"synth: a new token is in {token_file}", err=True)
    serve(shared, Access(token, public), host, port, hosts, click.echo)


@command(epilog="Example: synth mcp output")
@click.argument("runs", type=PathOption(file_okay=False))
@answering_options
def mcp(runs: Path, **options: Unpack[AnsweringOptions]) -> None:
    """Give programs that speak the Model Context Protocol the records in RUNS, and let them ask, over stdio."""
    shared = shared_from(runs, options)
    try:
        from synth.web.mcp_server import mcp_server
    except ModuleNotFoundError as error:
        raise missing("mcp", error) from error
    mcp_server(shared).run()


def shared_from(runs: Path, options: AnsweringOptions) -> Shared:
    """How the questions of others are answered, into the folder `runs`. Raises UsageError."""
    from synth.batch.running import Shared
    from synth.settings import read_settings

    settings = request_settings(
        read_settings(os.environ, {"batch": {"jobs": options["jobs"]}} if options["jobs"] else {})
    )
    return Shared(
        settings=settings,
        sample=options["sample"],
        offline=options["offline"],
        library=options["library"],
        out=runs,
    )


def missing(extra: str, error: ModuleNotFoundError) -> Exception:
    """What to do where the packages of a verb are not installed."""
    from synth.errors import UsageError

    return UsageError(f"needs the package {error.name}", item=f"synth {extra}", remedy=f"pip install 'synth[{extra}]'")
