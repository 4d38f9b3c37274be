"""A page of an answer by OAI-PMH 2.0, as arXiv gives it: records in the form arXivRaw, deleted ones, where to go on.

The protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html; arXiv: https://info.arxiv.org/help/oa.
"""

from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element

from synth.errors import AnswerError
from synth.language.text import normalise
from synth.models import ARXIV_ID, Paper
from synth.settings import LimitSettings
from synth.sources.arxiv_answer import parsed_tree
from synth.sources.arxiv_record import paper_of_record
from synth.sources.metadata import why_unfit

PREFIX = "arXivRaw"
"""The form of metadata that names a paper's versions."""
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_MAX_DEPTH = 8  # OAI-PMH, ListRecords, record, metadata, arXivRaw, version, date, and one that is too deep
_FIELDS = ("id", "title", "authors", "categories", "comments", "doi", "journal-ref", "abstract")


class OaiPage(NamedTuple):
    """One page: papers, the identifiers of deleted ones, and the reason by identifier for records that are left out.

    `token` is where to go on, None at the end; `total` how many records there are in all, 0 where the answer does not
    name it; `answered_on` the server's day. `expired`: the token that was sent is no longer known, and nothing came.
    """

    papers: tuple[Paper, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: dict[str, str] = {}  # noqa: RUF012
    token: str | None = None
    total: int = 0
    answered_on: date | None = None
    expired: bool = False

    @property
    def records(self) -> int:
        """How many records the page has."""
        return len(self.papers) + len(self.removed) + len(self.skipped)


def read_page(body: bytes, limits: LimitSettings) -> OaiPage | None:
    """A page; None where it is broken off. Raises AnswerError for an error, and for anything else than OAI-PMH."""
    opening = body.lstrip()[:2_000]
    if b"<OAI-PMH" not in opening:
        if not opening or b"<?xml".startswith(opening[:5]):
            return None
        raise _answer_error("answered with something that is not OAI-PMH")
    if b"<!DOCTYPE" in body:  # entities that multiply themselves
        raise _answer_error("answered with a page that declares a document type")
    tree = parsed_tree(body, _MAX_DEPTH)
    if tree is None:
        return None
    error = tree.find(f"{_OAI}error")
    if error is not None:
        return _of_error(error, _day(tree.findtext(f"{_OAI}responseDate", "")))
    papers: list[Paper] = []
    removed, skipped = [], {}
    for number, record in enumerate(tree.iter(f"{_OAI}record"), start=1):
        name = normalise(record.findtext(f"{_OAI}header/{_OAI}identifier", "")[:200])
        paper = _paper(record, name.removeprefix("oai:arXiv.org:"), limits)
        if isinstance(paper, Paper):
            papers.append(paper)
        elif paper is None:
            removed.append(name.removeprefix("oai:arXiv.org:"))
        else:
            skipped[name or f"record {number}"] = paper
    token = tree.find(f"{_OAI}ListRecords/{_OAI}resumptionToken")
    total = token.get("completeListSize", "") if token is not None else ""
    return OaiPage(
        papers=tuple(papers),
        removed=tuple(removed),
        skipped=skipped,
        token=(token.text or "").strip() or None if token is not None else None,
        total=int(total) if total.isascii() and total.isdecimal() and len(total) < 12 else 0,
        answered_on=_day(tree.findtext(f"{_OAI}responseDate", "")),
    )


def _of_error(error: Element, answered_on: date | None) -> OaiPage:
    """What an error comes to: nothing new, a token that has expired, or a refusal."""
    code = error.get("code", "")
    if code == "noRecordsMatch":
        return OaiPage(answered_on=answered_on)
    if code == "badResumptionToken":
        return OaiPage(expired=True)
    reason = normalise(f"{code}: {(error.text or '')[:1_000]}")[:300]
    raise _answer_error(f"refused the harvest: {reason}")


def _paper(record: Element, arxiv_id: str, limits: LimitSettings) -> Paper | str | None:
    """The paper of a record, None for one that is deleted, else why there is none."""
    header = record.find(f"{_OAI}header")
    if not ARXIV_ID.fullmatch(arxiv_id):
        return "a record without an arXiv identifier"
    if header is not None and header.get("status") == "deleted":
        return None
    raw = record.find(f"{_OAI}metadata/{_RAW}{PREFIX}")
    if raw is None:
        return f"a record without metadata in the form {PREFIX}"
    if sum(len(text) for text in raw.itertext()) > limits.max_line_chars:
        return f"longer than {limits.max_line_chars:,} characters"
    fields: dict[str, object] = {name: raw.findtext(f"{_RAW}{name}") for name in _FIELDS}
    versions = [
        {"version": version.get("version"), "created": version.findtext(f"{_RAW}date")}
        for version in raw.findall(f"{_RAW}version")
    ]
    try:
        paper = paper_of_record({**fields, "versions": versions})
    except (ValueError, LookupError, TypeError, AttributeError):
        return "not an arXiv record"
    if (reason := why_unfit(paper, limits)) is not None:
        return reason
    return paper if paper.work_id == arxiv_id else "a record whose metadata are another paper's"


def _day(time: str) -> date | None:
    try:
        return date.fromisoformat(time.strip()[:10])
    except ValueError:
        return None


def _answer_error(message: str) -> AnswerError:
    return AnswerError(message, item="arXiv", stage="harvest", remedy="try again later")
