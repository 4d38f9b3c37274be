"""Addresses that a server or the environment names, taken apart without a failure."""

from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

from synth.errors import AnswerError
from synth.language.text import normalise

NO_PARTS = urlsplit("")


def parts_of(address: str) -> SplitResult:
    """The parts of an address; one that is none ("http://[::1") has no scheme and no host."""
    try:
        return urlsplit(address)
    except ValueError:
        return NO_PARTS


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
