"""Which databases there are besides arXiv, and one of them opened."""

import re
from collections.abc import Mapping
from pathlib import Path

from synth.errors import UsageError
from synth.models import DATABASES, DatabaseName
from synth.settings import DatabaseSettings, RequestSettings, Settings
from synth.sources.address_parts import parts_of
from synth.sources.arxiv import ArxivSource
from synth.sources.database import Database, DatabaseSource
from synth.system.clock import Clock


def database_settings(settings: DatabaseSettings, environ: Mapping[str, str]) -> DatabaseSettings:
    """The settings with the addresses of mirrors that the environment names. Raises UsageError for what is none."""
    changed: dict[str, str] = {}
    for name in DATABASES[1:]:
        variable = f"SYNTH_{name.upper()}_URL"
        set_there = environ.get(variable, "").strip().rstrip("/")
        base = set_there or (getattr(settings, f"{name}_url") or "").rstrip("/")
        parts = parts_of(base)
        if base and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None):
            item = variable if set_there else f"databases.{name}_url"
            raise UsageError("not a plain http or https address", item=item, stage="sources")
        changed |= {f"{name}_url": base} if base else {}
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
    return DatabaseSource(
        database,
        _with_interval(settings.databases, f"SYNTH_{name.upper()}_INTERVAL_S", environ)
        if mirror
        else settings.databases,
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


def _with_interval(settings: DatabaseSettings, variable: str, environ: Mapping[str, str]) -> RequestSettings:
    """The settings for a mirror, which may be asked as often as the environment says."""
    interval = environ.get(variable, "").strip()
    if interval and not re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", interval, re.ASCII):
        raise UsageError("not a number of seconds", item=f"{variable}={interval[:20]}", stage="sources")
    return settings.model_copy(update={"interval_s": float(interval)}) if interval else settings
