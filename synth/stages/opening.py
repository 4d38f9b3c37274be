"""The sources of papers that a run uses: which were asked for, and each of them opened."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from synth.errors import UsageError
from synth.language.text import normalise
from synth.models import DATABASES, Asked, DatabaseName, RunSource
from synth.settings import Settings
from synth.sources.arxiv import ArxivSource
from synth.sources.databases import open_database
from synth.sources.folder import FolderSource
from synth.sources.protocol import PaperSource
from synth.sources.sample import SampleSource
from synth.sources.session import ArxivSession
from synth.stages.context import Context


def sources_asked(
    paths: Sequence[Path], searched: Sequence[RunSource], settings: Settings, *, sample: bool, offline: bool
) -> Asked:
    """Which sources a run uses: the databases and the library as `searched` names them, else arXiv and OpenAlex.

    Raises UsageError where the sample library would be mixed with real papers, or a database is named and none is to be
    asked.
    """
    if sample and paths:
        raise UsageError("--sample and --papers exclude each other: digests are not mixed with real papers")
    if searched and (sample or offline):
        raise UsageError(f"--source and {'--sample' if sample else '--offline'} exclude each other")
    if sample:
        return Asked(sources=("sample",))
    names = tuple(dict.fromkeys(normalise(Path(os.path.realpath(path)).name) for path in paths))
    own: tuple[RunSource, ...] = ("papers",) if paths else ()
    asked: tuple[RunSource, ...] = tuple(dict.fromkeys(searched)) or _databases_by_default(settings)
    return Asked(sources=(*own, *(("library",) if offline else asked)), papers=names)


def _databases_by_default(settings: Settings) -> tuple[DatabaseName, ...]:
    """ArXiv and OpenAlex; arXiv alone where a mirror of it is set, and none of OpenAlex: then nobody else is asked."""
    mirrored = settings.arxiv.base_url is not None and settings.databases.openalex_url is None
    return ("arxiv",) if mirrored else ("arxiv", "openalex")


def open_sources(asked: Asked, paths: tuple[Path, ...], context: Context) -> tuple[PaperSource, ...]:
    """The sources asked, the user's own papers first. Raises UsageError."""
    settings, library, now = context.settings, context.library, context.clock
    arxiv = ArxivSource(ArxivSession(settings.arxiv, settings.limits), library.path / "arxiv", settings.arxiv, now)
    databases: dict[RunSource, PaperSource] = {
        name: open_database(name, settings, library.path, arxiv, now, os.environ)
        for name in DATABASES[1:]
        if name in asked.sources
    }
    online = bool(databases) or "arxiv" in asked.sources
    opened: dict[RunSource, Callable[[], PaperSource]] = {
        "papers": lambda: FolderSource(paths, settings.limits, arxiv if online else library, tuple(databases.values())),
        "library": lambda: library,
        "sample": SampleSource,
        "arxiv": lambda: arxiv,
    }
    return tuple(databases[name] if name in databases else opened[name]() for name in asked.sources)
