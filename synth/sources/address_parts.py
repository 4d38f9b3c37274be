"""Addresses that a server, a setting or the environment names: taken apart, checked, followed."""

import math
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

from synth.errors import AnswerError, UsageError
from synth.language.text import normalise

NO_PARTS = urlsplit("")


def parts_of(address: str) -> SplitResult:
    """The parts of an address; one that is none ("http://[::1") has no scheme and no host."""
    try:
        return urlsplit(address)
    except ValueError:
        return NO_PARTS


def mirror_of(environ: Mapping[str, str], variable: str, base: str | None, setting: str) -> str:
    """The base of a mirror by a variable, else by a setting (`base`, of that name); "" where neither names one.

    Raises UsageError for what is no plain address.
    """
    set_there = environ.get(variable, "").strip().rstrip("/")
    address = set_there or (base or "").rstrip("/")
    parts = parts_of(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None):
        remedy = "a password stands in ~/.netrc, since a record names the address of each file"
        item = variable if set_there else setting
        raise UsageError("not a plain http or https address", item=item, stage="sources", remedy=remedy)
    return address


def interval_of(environ: Mapping[str, str], variable: str) -> dict[str, float]:
    """The setting `interval_s` as a variable has it, where it is set. Raises UsageError for what is no time."""
    interval = environ.get(variable, "").strip()
    try:
        seconds = float(interval or 0)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= 3600:
        raise UsageError("not a number of seconds", item=f"{variable}={interval[:20]}", stage="sources")
    return {"interval_s": seconds} if interval else {}


def redirected(server: str, may_follow: Callable[[str], bool], url: str, location: str) -> str:
    """Where a redirect of `url` by a server leads. Raises AnswerError unless `may_follow` allows it."""
    try:
        address = urljoin(url, location)
    except ValueError:  # "http://["
        address = location
    if may_follow(address):
        return address
    elsewhere = normalise(parts_of(address).netloc or location)[:100]
    raise AnswerError(f"redirected elsewhere, to {elsewhere}", item=server, stage="sources", remedy="try again later")
