"""A paper of one record of arXiv's metadata, with the fields of its snapshot and of arXivRaw, which are the same."""

import re
from collections.abc import Mapping
from datetime import date
from email.utils import parsedate

from synth.language.identifiers import doi_in_field
from synth.models import ARXIV_ID, Paper
from synth.sources.arxiv_id import abstract_link
from synth.sources.metadata import plain_text
from synth.sources.withdrawal import says_withdrawn

LONG_NUMBERS_SINCE = 1501
"""The year and month (YYMM) from which the numbers of arXiv's identifiers have five digits."""
_AUTHORS = re.compile(r",\s+(?![^()]*\))|\s+and\s+(?![^()]*\))")
_REMARK = re.compile(r"\s*\([^()]*\)")


def paper_of_record(record: Mapping[str, object]) -> Paper:
    """The paper of a record with the fields of arXiv's snapshot, or of one like it, at its last version.

    Raises ValueError, LookupError, TypeError or AttributeError, of which ValidationError is one, where it is none.
    """
    paper_id = _identifier(record["id"])
    first = record.get("created") or record.get("published")
    last = record.get("updated")
    versions = record.get("versions")
    if isinstance(versions, list) and versions:
        paper_id = f"{paper_id}{versions[-1]['version']}"
        first, last = versions[0]["created"], versions[-1]["created"]
    title = plain_text(str(record["title"] or ""))
    if not ARXIV_ID.fullmatch(paper_id) or not title:
        raise ValueError("no arXiv identifier, or no title")
    named = record.get("categories") or ()
    categories = named.split() if isinstance(named, str) else [*named] if isinstance(named, (list, tuple)) else named
    comment = plain_text(str(record.get("comments") or "")) or None
    abstract = plain_text(str(record.get("abstract") or ""))
    return Paper.model_validate(
        {
            "paper_id": paper_id,
            "title": title,
            "abstract": abstract,
            "authors": _authors(record),
            "published": _day(first or record.get("update_date")),
            "updated": _day(last),
            "primary_category": categories[0] if isinstance(categories, list) and categories else None,
            "categories": categories,
            # as "10.1021/jp4033386 10.1021/jp410880w"
            "doi": doi_in_field(str(record["doi"])) if record.get("doi") else None,
            "comment": comment,
            "journal_ref": record.get("journal-ref"),
            "link": abstract_link(paper_id),
            "withdrawn": says_withdrawn(comment, abstract),
        }
    )


def _identifier(value: object) -> str:
    """The identifier, also of one that was taken for a number: 704.0003 is "0704.0003", 1501.001 "1501.00100"."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:09.4f}" if value < LONG_NUMBERS_SINCE else f"{value:.5f}"


def _authors(record: Mapping[str, object]) -> tuple[str, ...]:
    """Names in the order that they are read in: parsed ones (family, given, suffix) where there are, else split."""
    parsed, authors = record.get("authors_parsed"), record.get("authors") or ()
    if isinstance(parsed, list) and parsed:
        names = [" ".join(part for part in (name[1], name[0], *name[2:3]) if part) for name in parsed]
    elif isinstance(authors, str):
        names = [_REMARK.sub("", name) for name in _AUTHORS.split(authors)]
    else:
        names = [*map(str, authors)] if isinstance(authors, (list, tuple)) else []
    return tuple(filter(None, map(plain_text, names)))


def _day(value: object) -> date | None:
    """A date as it is printed first in a value, or by RFC 5322 ("Mon, 2 Apr 2007 19:18:42 GMT"); None for any other."""
    text = str(value or "")
    if text[:1].isalpha():
        parts = parsedate(text)
        text = f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}" if parts else ""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
