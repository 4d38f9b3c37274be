"""What an answer of arXiv's API says of itself: an Atom feed with its counts, an error entry, or neither."""

from dataclasses import dataclass
from xml.etree import ElementTree

from synth.errors import ArxivAnswerError

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR_ID = "/api/errors"


@dataclass(frozen=True)
class FeedCounts:
    """How many papers an answer announces in all (`total`), from which (`start`, from 0), and how many it holds."""

    total: int
    start: int
    entries: int

    @property
    def is_wrongly_empty(self) -> bool:
        """Whether it holds nothing although it announces more: arXiv does this now and then."""
        return self.entries == 0 and self.total > self.start


def read_feed(body: bytes, content_type: str) -> FeedCounts | None:
    """The counts of an Atom feed; None where it is broken off within.

    Raises ArxivAnswerError for an error entry, with what it says, and for anything that is no Atom feed.
    """
    opening = body.lstrip()[:2_000].lower()
    if "html" in content_type or opening.startswith((b"<!doctype html", b"<html")):
        raise _answer_error("answered with a web page instead of a feed")
    if b"<feed" not in opening:
        if not opening or b"<?xml".startswith(opening[:5]):
            return None
        raise _answer_error("answered with something that is not an Atom feed")
    try:
        feed = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError):
        return None
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if _ERROR_ID in entry.findtext(f"{_ATOM}id", ""):
            summary = " ".join(entry.findtext(f"{_ATOM}summary", "").split())
            raise _answer_error(f"refused the query: {summary[:300] or 'it does not say why'}")
    return FeedCounts(_count(feed, "totalResults"), _count(feed, "startIndex"), len(entries))


def _count(feed: ElementTree.Element, name: str) -> int:
    text = feed.findtext(f"{_OPENSEARCH}{name}", "").strip()
    return int(text) if text.isdecimal() else 0


def _answer_error(message: str) -> ArxivAnswerError:
    return ArxivAnswerError(message, item="arXiv", stage="search", remedy="try again later, or ask with other words")
