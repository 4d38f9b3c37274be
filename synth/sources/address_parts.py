"""Addresses that a server or the environment names, taken apart without a failure."""

from urllib.parse import SplitResult, urlsplit

NO_PARTS = urlsplit("")


def parts_of(address: str) -> SplitResult:
    """The parts of an address; one that is none ("http://[::1") has no scheme and no host."""
    try:
        return urlsplit(address)
    except ValueError:
        return NO_PARTS
