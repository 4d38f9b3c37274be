"""Which databases there are besides arXiv, and one of them opened."""

import re
from collections.abc import Mapping
from pathlib import Path

from synth.errors import UsageError
from synth.models import DATABASES, DatabaseName
from synth.settings import DatabaseSettings, Settings
from synth.sources.address_parts import interval_of, mirror_of
from synth.sources.arxiv import ArxivSource
from synth.sources.database import Database, DatabaseSource
from synth.system.clock import Clock


def database_settings(settings: DatabaseSettings, environ: Mapping[str, str]) -> DatabaseSettings:
    """The settings with the addresses of mirrors that the environment names. Raises UsageError for what is none."""
    changed: dict[str, str] = {}
    for name in DATABASES[1:]:
        field = f"{name}_url"
        base = mirror_of(environ, f"SYNTH_{name.upper()}_URL", getattr(settings, field), f"databases.{field}")
        changed |= {field: base} if base else {}
    return settings.model_copy(update=changed)


def open_database(
    name: DatabaseName, settings: Settings, library: Path, arxiv: ArxivSource, now: Clock, environ: Mapping[str, str]
) -> DatabaseSource:
    """A database's source; what it knows to be on arXiv is fetched by `arxiv`. Raises UsageError for what is no key."""
    variable = f"SYNTH_{name.upper()}_KEY"
    key = environ.get(variable, "").strip()
    if key and not re.fullmatch(r"[\w.-]{1,200}", key, re.ASCII):
        raise UsageError("not a key", item=variable, stage="sources")
    database = _database(name)
    mirror: str | None = getattr(settings.databases, f"{name}_url")
    interval = interval_of(environ, f"SYNTH_{name.upper()}_INTERVAL_S") if mirror else {}
    return DatabaseSource(
        database,
        settings.databases.model_copy(update=interval),
        mirror or database.base,
        settings.limits,
        library / name,
        arxiv,
        now,
        key=key,
        contact=settings.arxiv.contact,
    )


def _database(name: DatabaseName) -> Database:
    """Each is loaded where it is asked, and no other."""
    if name == "openalex":
        from synth.sources.openalex import OpenAlex

        return OpenAlex()
    if name == "crossref":
        from synth.sources.crossref import Crossref

        return Crossref()
    if name == "europepmc":
        from synth.sources.europe_pmc import EuropePmc

        return EuropePmc()
    from synth.sources.semantic_scholar import SemanticScholar

    return SemanticScholar()
