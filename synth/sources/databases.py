"""Which databases there are besides arXiv, and one of them opened."""

import re
from collections.abc import Mapping
from pathlib import Path

from synth.clock import Clock
from synth.errors import UsageError
from synth.models import DATABASES, DatabaseName
from synth.settings import ProviderSettings, Settings
from synth.sources.address_parts import parts_of
from synth.sources.arxiv import ArxivSource
from synth.sources.database import Database, DatabaseSource


def database_settings(settings: Settings, environ: Mapping[str, str]) -> dict[str, ProviderSettings]:
    """The slices of all databases as SYNTH_NAME_URL and, for such an address only, SYNTH_NAME_INTERVAL_S change them.

    Raises UsageError for a variable that cannot be used.
    """
    return {name: _as_set(name, getattr(settings, name), environ) for name in DATABASES[1:]}


def open_database(
    name: DatabaseName, settings: Settings, cache: Path, arxiv: ArxivSource, now: Clock, environ: Mapping[str, str]
) -> DatabaseSource:
    """A database's source; what it knows to be on arXiv is fetched by `arxiv`. Raises UsageError for what is no key."""
    key = environ.get(f"SYNTH_{name.upper()}_KEY", "").strip()
    if key and not re.fullmatch(r"[\w.-]{1,200}", key, re.ASCII):
        raise UsageError("not a key", item=f"SYNTH_{name.upper()}_KEY", stage="sources")
    asked: ProviderSettings = getattr(settings, name)
    contact = settings.arxiv.contact
    return DatabaseSource(_database(name), asked, settings.limits, cache / name, arxiv, now, key=key, contact=contact)


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


def _as_set(name: str, settings: ProviderSettings, environ: Mapping[str, str]) -> ProviderSettings:
    url, interval = (environ.get(f"SYNTH_{name.upper()}_{what}", "").strip() for what in ("URL", "INTERVAL_S"))
    base = (url or settings.base_url or "").rstrip("/")
    if not base:
        return settings
    parts = parts_of(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        item = f"SYNTH_{name.upper()}_URL" if url else f"{name}.base_url"
        raise UsageError("not a plain http or https address", item=item, stage="sources")
    changed: dict[str, object] = {"base_url": base}
    if interval:
        if not re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", interval, re.ASCII):
            raise UsageError("not a number of seconds", item=f"SYNTH_{name.upper()}_INTERVAL_S", stage="sources")
        changed["interval_s"] = float(interval)
    return settings.model_copy(update=changed)
