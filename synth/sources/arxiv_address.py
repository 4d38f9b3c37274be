"""Where requests to arXiv go: the base from the environment, the addresses below it, the redirects followed."""

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from synth.errors import UsageError
from synth.settings import ArxivSettings
from synth.sources.address_parts import interval_of, mirror_of, parts_of

ARXIV_BASE = "https://export.arxiv.org"  # arXiv's host for programs
ARXIV_INTERVAL_S = 3.0
URL_VARIABLE = "SYNTH_ARXIV_URL"
OAI_BASE = "https://oaipmh.arxiv.org/oai"
OAI_VARIABLE = "SYNTH_ARXIV_OAI_URL"
INTERVAL_VARIABLE = "SYNTH_ARXIV_INTERVAL_S"
CONTACT_VARIABLE = "SYNTH_CONTACT"

DownloadForm = Literal["e-print", "pdf"]


def arxiv_settings(settings: ArxivSettings, environ: Mapping[str, str]) -> ArxivSettings:
    """The settings as the environment changes them: another base, an interval for such a base only, a contact.

    Raises UsageError for a variable that cannot be used.
    """
    base = mirror_of(environ, URL_VARIABLE, settings.base_url, "arxiv.base_url")
    changed: dict[str, object] = {"base_url": base} if base else {}
    own_base = bool(base) and not _is_arxiv(parts_of(base).hostname)
    interval = interval_of(environ, INTERVAL_VARIABLE)
    if interval and own_base:
        changed |= interval
    elif settings.interval_s < ARXIV_INTERVAL_S and not own_base:
        raise UsageError("arXiv is asked once in three seconds at most", item="arxiv.interval_s", stage="sources")
    contact = environ.get(CONTACT_VARIABLE, "").strip()
    if contact:
        if not re.fullmatch(r"[^\s()<>,;:\\\"]+@[\w.-]+", contact, re.ASCII):
            raise UsageError("not an e-mail address", item=f"{CONTACT_VARIABLE}={contact}", stage="sources")
        changed["contact"] = contact
    return settings.model_copy(update=changed)


def oai_settings(settings: ArxivSettings, environ: Mapping[str, str]) -> ArxivSettings:
    """The settings for requests by OAI-PMH, whose base is `SYNTH_ARXIV_OAI_URL`, else /oai of the mirror that is set.

    Raises UsageError for a variable that cannot be used.
    """
    mirror = environ.get(URL_VARIABLE, "").strip().rstrip("/") or (settings.base_url or "").rstrip("/")
    base = environ.get(OAI_VARIABLE, "").strip() or (f"{mirror}/oai" if mirror else OAI_BASE)
    return arxiv_settings(settings, {**environ, URL_VARIABLE: base})


def rated_base(settings: ArxivSettings) -> str:
    """What the rate rule counts requests for: arXiv with all its hosts, or the base that is set."""
    base = base_address(settings)
    return ARXIV_BASE if _is_arxiv(parts_of(base).hostname) else base


def base_address(settings: ArxivSettings) -> str:
    """What every address begins with."""
    return (settings.base_url or ARXIV_BASE).rstrip("/")


def query_address(settings: ArxivSettings) -> str:
    """The address of the search API, without its parameters."""
    return f"{base_address(settings)}/api/query"


def download_address(settings: ArxivSettings, form: DownloadForm, arxiv_id: str) -> str:
    """The address of an e-print or a PDF; the slash of an old identifier (math/0303003v1) is part of the path."""
    return f"{base_address(settings)}/{form}/{quote(arxiv_id, safe='/')}"


def may_follow(settings: ArxivSettings, address: str) -> bool:
    """Whether a redirect stays with arXiv, and encrypted; where another base is set, whether it stays there."""
    target, base = parts_of(address), parts_of(base_address(settings))
    if settings.base_url is not None and not _is_arxiv(base.hostname):
        return (target.scheme, target.netloc) == (base.scheme, base.netloc)
    return target.scheme == "https" and _is_arxiv(target.hostname)


def _is_arxiv(host: str | None) -> bool:
    return host is not None and (host == "arxiv.org" or host.endswith(".arxiv.org"))
