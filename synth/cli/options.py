"""The options that several verbs share, and what is made of them: settings, places, bars on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from synth.cli.behaviour import PathOption

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from synth.cli.progress import ProgressBars
    from synth.models import RunSource
    from synth.settings import Settings, Snowball, Style

SEARCHED = ("arxiv", "openalex", "crossref", "europepmc", "semanticscholar", "library")
MAX_TITLE_CHARS = 500  # of 22,000 TeX made nothing within a minute

Command = TypeVar("Command", bound=Callable[..., None])


class SourceOptions(TypedDict):
    """Where papers come from and where everything goes, as `pipeline.generate` takes it."""

    papers: tuple[Path, ...]
    sources: tuple[RunSource, ...]
    sample: bool
    offline: bool
    library: Path | None
    out: Path | None


class SideOptions(TypedDict):
    """What takes the place of what is understood of a question, as `pipeline.generate` takes it."""

    compare: str
    against: str
    outcome: str


class RunOptions(SourceOptions):
    """The options that `generate` and `batch` share."""

    max_papers: int | None
    max_claims: int | None
    since: datetime | None
    categories: tuple[str, ...]
    snowball: Snowball | None
    depth: int | None
    style: Style | None
    brief: bool
    templates: Path | None
    replace: bool


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order in which help has them."""
    return lambda command: reduce(lambda decorated, option: option(decorated), reversed(options), command)


library_option = click.option("--library", type=PathOption(file_okay=False), metavar="DIR")
templates_option = click.option("--templates", type=PathOption(exists=True, file_okay=False), metavar="DIR",
                                help="Templates of your own: see docs/typesetting.md.")  # fmt: skip

run_options = together(
    click.option("--papers", multiple=True, type=PathOption(), metavar="PATH",
                 help="A PDF, .tex file, e-print or folder of your own, or a list: .bib, .ris, .nbib, .csv, .rdf,"
                 " .txt of identifiers; zotero: is the Zotero that runs here; repeatable."),
    click.option("--source", "sources", multiple=True, type=click.Choice(SEARCHED), metavar="NAME",
                 help=f"What to ask: {', '.join(SEARCHED)}; repeatable. Without it the first two are."),
    click.option("--sample", is_flag=True, help="Use the digests of the sample library, and nothing else."),
    click.option("--offline", is_flag=True, help="Ask no database: your library and --papers only."),
    click.option("--max-papers", type=click.IntRange(1, 1000), show_default="30",
                 help="Papers read of those found; of --papers and --sample all are."),
    click.option("--max-claims", type=click.IntRange(1, 1000), show_default="60",
                 help="Findings quoted and checked."),
    click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y"]), help="Only papers submitted since."),
    click.option("--category", "categories", multiple=True, metavar="CAT", help="Such as cs.CL; repeatable."),
    click.option("--snowball", type=click.Choice(["backward", "forward", "both"]),
                 help="Follow the citations of the papers read: what they cite, what cites them."),
    click.option("--depth", type=click.IntRange(1, 3), metavar="N", help="How many times.  [1]"),
    library_option,
    click.option("--out", type=PathOption(), metavar="DIR",
                 help="The folder that holds run folders."),
    click.option("--replace", is_flag=True, help="Keep nothing in previous/ of another result that was there."),
    click.option("--style", type=click.Choice(["one-column", "two-column"]), show_default="one-column"),
    click.option("--brief", is_flag=True,
                 help="At most four pages: the answer, quotations, limits and references."),
    templates_option,
)  # fmt: skip
"""The options that `generate` and `batch` share."""


def settings_from(
    options: RunOptions,
    title: str | None = None,
    changed: Mapping[str, Mapping[str, object]] | None = None,
) -> Settings:
    """Settings of synth.toml, the environment and options; `changed` by those of one verb alone. Raises UsageError."""
    from synth.errors import UsageError
    from synth.settings import read_settings

    if title and len(title) > MAX_TITLE_CHARS:
        raise UsageError(f"has {len(title)} characters, more than {MAX_TITLE_CHARS}", item="--title")
    since = options["since"].date() if options["since"] else None
    given: dict[str, dict[str, object]] = {
        "search": {
            "max_papers": options["max_papers"],
            "since": since,
            "categories": options["categories"],
            "snowball": options["snowball"],
            "depth": options["depth"],
        },
        "claims": {"max_claims": options["max_claims"]},
        "rendering": {
            "title": title,
            "style": options["style"],
            "brief": options["brief"],
        },
    }
    asked = {**given, **(changed or {})}
    chosen = {name: {key: value for key, value in each.items() if _is_given(value)} for name, each in asked.items()}
    return request_settings(read_settings(os.environ, chosen))


def request_settings(settings: Settings | None = None) -> Settings:
    """Settings with the addresses, intervals and contact that the environment sets. Raises UsageError."""
    from synth.settings import read_settings
    from synth.sources.arxiv_address import arxiv_settings
    from synth.sources.databases import database_settings

    settings = settings or read_settings(os.environ, {})
    asked_as = {
        "arxiv": arxiv_settings(settings.arxiv, os.environ),
        "databases": database_settings(settings.databases, os.environ),
    }
    return settings.model_copy(update=asked_as)


def _is_given(value: object) -> bool:
    """Whether an option was given: any value but the empty ones; 0 is one."""
    return bool(value) or (value == 0 and value is not False)


def sources_from(options: RunOptions) -> SourceOptions:
    """The options that say where papers come from and where everything goes."""
    return SourceOptions(
        papers=options["papers"],
        sources=options["sources"],
        sample=options["sample"],
        offline=options["offline"],
        library=options["library"],
        out=options["out"],
    )


def progress_bars(ctx: click.Context) -> ProgressBars:
    """Bars on standard error: on a terminal, unless told to be quiet; the log of -v would tear them."""
    from synth.cli.progress import ProgressBars
    from synth.stages.context import quiet
    from synth.stages.stage_log import log_stages

    given = ctx.find_root().params
    logged = given["verbose"] or given["debug"]
    shown = sys.stderr.isatty() and not given["quiet"] and not logged
    return ProgressBars(shown=shown, otherwise=log_stages() if logged else quiet)
