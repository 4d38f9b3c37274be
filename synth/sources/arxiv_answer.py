"""What an answer of arXiv's API is: an Atom feed, each entry looked at alone, an error entry, or neither.

The `arxiv` package reads a feed as one: a date that is none costs all of it, an entry without a date vanishes, and
pages are counted by the entries that were left. So it is given an entry that it can read for each that it cannot.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree import ElementTree

from synth.errors import AnswerError
from synth.language.text import normalise
from synth.models import ARXIV_ID, Screened
from synth.settings import LimitSettings
from synth.sources.metadata import MAX_TITLE_CHARS

UNKNOWN_DATE = datetime(1, 1, 1, tzinfo=UTC)
"""What stands for a date that an entry does not have, or that is none."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR_ID = "/api/errors"
MAX_DEPTH = 5  # feed, entry, author, name, and one that is too deep
MAX_ELEMENTS = 1_000_000  # with their attributes; a page of 100 papers by 3,000 authors each has 900,000
MAX_OPEN = 10_000  # elements within each other: each takes 500 bytes of the parser
_CHUNK_BYTES = 1_000_000  # expat parses the rest of what it was given even where it is told to stop
_OUTSIDE = ElementTree.Element("outside")
_MAX_COUNT_DIGITS = 12


@dataclass(frozen=True)
class FeedPage:
    """A page of an answer: its feed, made fit for the `arxiv` package, and the entries that were left out of it.

    `total` is how many papers the answer announces in all, `start` where the page begins (from 0), `entries` how many
    the page has, those left out among them: in the feed one that is no paper stands in the place of each.
    """

    feed: bytes
    total: int
    start: int
    entries: int
    skips: tuple[Screened, ...]

    @property
    def is_wrongly_empty(self) -> bool:
        """Whether it holds nothing although it announces more: arXiv does this now and then."""
        return self.entries == 0 and self.total > self.start


def read_feed(body: bytes, content_type: str, most: int, limits: LimitSettings) -> FeedPage | None:
    """A page of at most `most` entries, what it has beyond them left alone; None where it is broken off within.

    Raises AnswerError for an error entry, with what it says, and for anything that is no Atom feed.
    """
    opening = body.lstrip()[:2_000].lower()
    if "html" in content_type or opening.startswith((b"<!doctype html", b"<html")):
        raise _answer_error("answered with a web page instead of a feed")
    if b"<feed" not in opening:
        if not opening or b"<?xml".startswith(opening[:5]):
            return None
        raise _answer_error("answered with something that is not an Atom feed")
    if b"<!DOCTYPE" in body:  # entities that multiply themselves; no feed has one
        raise _answer_error("answered with a feed that declares a document type")
    feed = parsed_tree(body, MAX_DEPTH)
    if feed is None:
        return None
    total, start = _count(feed, "totalResults"), _count(feed, "startIndex")
    entries = feed.findall(f"{_ATOM}entry")[:most]
    skips = []
    fit = ElementTree.Element(feed.tag)
    for name, count in (("totalResults", total), ("startIndex", start)):
        ElementTree.SubElement(fit, f"{_OPENSEARCH}{name}").text = str(count)
    for number, entry in enumerate(entries, start=start + 1):
        if _ERROR_ID in entry.findtext(f"{_ATOM}id", ""):
            summary = normalise(entry.findtext(f"{_ATOM}summary", "")[:1_000])
            raise _answer_error(f"refused the query: {summary[:300] or 'it does not say why'}")
        reason = _unusable(entry, limits)
        if reason is not None:
            skips.append(_skip(entry, number, reason))
            entry = ElementTree.Element(entry.tag)
            ElementTree.SubElement(entry, f"{_ATOM}id").text = f"left out: entry {number}"
        _set_dates(entry)
        fit.append(entry)
    return FeedPage(ElementTree.tostring(fit), total, start, len(entries), tuple(skips))


def parsed_tree(body: bytes, max_depth: int) -> ElementTree.Element | None:
    """The tree of an answer, without what is nested more deeply; None where it is broken off or no XML.

    Raises AnswerError where it has too many elements, or too long a tag.
    """
    tree = _BoundedTree(max_depth)
    parser = ElementTree.XMLParser(target=tree)
    try:
        for start in range(0, len(body), _CHUNK_BYTES):
            before = tree.events
            parser.feed(body[start : start + _CHUNK_BYTES])
            if start and tree.events == before:  # a tag with millions of attributes, each of which takes 100 bytes
                raise _answer_error("answered with a tag of more than a megabyte")
        return parser.close()
    except (ElementTree.ParseError, ValueError, LookupError):  # of an encoding that nobody knows
        return None


class _BoundedTree(ElementTree.TreeBuilder):
    """A tree of a feed, whatever the feed: what is nested more deeply than `max_depth` is not in it.

    Raises AnswerError beyond `MAX_ELEMENTS`, of which 5,000,000 empty ones take 20 MB, and 500 MB in memory; and
    beyond `MAX_OPEN`.
    """

    def __init__(self, max_depth: int) -> None:
        super().__init__()
        self._max_depth = max_depth
        self._depth = 0
        self._elements = 0
        self.events = 0
        """How often the parser came upon a tag or a text."""

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        """Open an element."""
        self.events += 1
        self._depth += 1
        self._elements += 1 + len(attrs)
        if self._elements > MAX_ELEMENTS:
            raise _answer_error(f"answered with a feed of more than {MAX_ELEMENTS:,} elements")
        if self._depth > MAX_OPEN:
            raise _answer_error("answered with a feed that is nested too deeply")
        return super().start(tag, attrs) if self._depth <= self._max_depth else _OUTSIDE

    def end(self, tag: str) -> ElementTree.Element:
        """Close an element."""
        self.events += 1
        self._depth -= 1
        return super().end(tag) if self._depth < self._max_depth else _OUTSIDE

    def data(self, data: str) -> None:
        """Add text."""
        self.events += 1
        if self._depth <= self._max_depth:
            super().data(data)


def arxiv_id_of(entry_id: str) -> str | None:
    """The arXiv identifier in an entry's `id` (http://arxiv.org/abs/2005.11401v4), None where it has none."""
    arxiv_id = entry_id.strip().rpartition("/abs/")[2]
    return arxiv_id if ARXIV_ID.fullmatch(arxiv_id) else None


def _unusable(entry: ElementTree.Element, limits: LimitSettings) -> str | None:
    """Why an entry cannot be a paper, None where it can."""
    if any(len(grandchild) for child in entry for grandchild in child):
        return "an entry of arXiv's answer that is nested too deeply"
    if len(ElementTree.tostring(entry, "unicode")) > limits.max_line_chars:
        return f"an entry of arXiv's answer that is longer than {limits.max_line_chars:,} characters"
    if arxiv_id_of(entry.findtext(f"{_ATOM}id", "")) is None:
        return "an entry of arXiv's answer without an arXiv identifier"
    if len(entry.findtext(f"{_ATOM}summary", "")) > limits.max_abstract_chars:
        return f"its abstract is longer than {limits.max_abstract_chars:,} characters"
    return None


def _skip(entry: ElementTree.Element, number: int, reason: str) -> Screened:
    """The row of an entry that is left out: its identifier, else a digest of it, and its title, else its position."""
    id_text, title = (entry.findtext(f"{_ATOM}{name}", "") for name in ("id", "title"))
    digest = sha256(f"{number} {id_text} {title}".encode()).hexdigest()
    return Screened(
        paper_id=arxiv_id_of(id_text) or f"arxiv:{digest[:12]}",
        title=normalise(title[: 2 * MAX_TITLE_CHARS])[:MAX_TITLE_CHARS] or f"entry {number} of arXiv's answer",
        stage="search",
        reason=reason,
    )


def _set_dates(entry: ElementTree.Element) -> None:
    """Both dates as RFC 3339 has them, `UNKNOWN_DATE` for one that is missing or none ("2021-13-45T25:00:00Z")."""
    for name in ("published", "updated"):
        date = entry.find(f"{_ATOM}{name}")
        if date is None:
            date = ElementTree.SubElement(entry, f"{_ATOM}{name}")
        try:
            read = datetime.fromisoformat((date.text or "").strip())
            date.text = read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC).isoformat()
        except (ValueError, OverflowError):
            date.text = UNKNOWN_DATE.isoformat()


def _count(feed: ElementTree.Element, name: str) -> int:
    text = feed.findtext(f"{_OPENSEARCH}{name}", "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_COUNT_DIGITS else 0


def _answer_error(message: str) -> AnswerError:
    return AnswerError(message, item="arXiv", stage="search", remedy="try again later, or ask with other words")
