"""Searches put to arXiv through the `arxiv` package, every request of which goes through our session."""

import io
import math
import re
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import arxiv
import requests
from requests.adapters import BaseAdapter

from synth.errors import AnswerError, NetworkError
from synth.language.identifiers import doi_in_field
from synth.models import Paper, Screened
from synth.settings import ArxivSettings
from synth.sources.arxiv_address import query_address
from synth.sources.arxiv_answer import UNKNOWN_DATE, arxiv_id_of
from synth.sources.arxiv_id import abstract_link
from synth.sources.metadata import plain_text
from synth.sources.session import ArxivSession
from synth.sources.withdrawal import says_withdrawn

MAX_IDS = 100  # of one id_list: a longer address is refused
_CATEGORY = re.compile(r"[A-Za-z-]+(?:\.[A-Za-z-]+)?")


class SearchAnswer(NamedTuple):
    """Papers in arXiv's order, the entries left out, how many it has in all, and whether every page asked for came."""

    papers: tuple[Paper, ...]
    skips: tuple[Screened, ...]
    total: int
    complete: bool


def search(session: ArxivSession, settings: ArxivSettings, search_query: str, limit: int) -> SearchAnswer:
    """The first `limit` papers of a query, by relevance. Raises NetworkError, AnswerError."""
    return _ask(session, settings, arxiv.Search(query=search_query, max_results=limit))


def look_up(session: ArxivSession, settings: ArxivSettings, arxiv_ids: tuple[str, ...]) -> tuple[Paper, ...]:
    """The papers of some identifiers that arXiv knows, in its order. Raises NetworkError, AnswerError."""
    papers: list[Paper] = []
    for start in range(0, len(arxiv_ids), MAX_IDS):
        some = list(arxiv_ids[start : start + MAX_IDS])
        answer = _ask(session, settings, arxiv.Search(id_list=some, max_results=len(some)))
        if not answer.complete:  # what is missing would pass for unknown to arXiv
            message = "did not give the whole of an answer"
            raise NetworkError(message, item="arXiv", stage="search", remedy="try again later")
        papers.extend(answer.papers)
    return tuple(papers)


def _ask(session: ArxivSession, settings: ArxivSettings, asked: arxiv.Search) -> SearchAnswer:
    # The package's own retries would multiply ours, and its delay knows of this process alone.
    limit = asked.max_results or settings.page_size
    page_size = min(settings.page_size, limit)
    client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    client.query_url_format = query_address(settings) + "?{}"
    ours = _SessionAdapter(session, most_pages=2 * math.ceil(limit / page_size))
    client._session.mount("https://", ours)
    client._session.mount("http://", ours)
    papers: dict[str, Paper] = {}
    complete = True
    try:
        for result in client.results(asked):
            paper = _paper(result)
            if paper is not None:
                papers.setdefault(paper.paper_id, paper)
    except (NetworkError, AnswerError):
        if not papers:
            raise
        complete = False  # a later page is not to be had: what came before it is whole
    except (arxiv.ArxivError, ValueError) as error:
        message = f"answered with a feed that cannot be read ({type(error).__name__})"
        raise AnswerError(message, item="arXiv", stage="search", remedy="try again later") from error
    return SearchAnswer(tuple(papers.values()), tuple(ours.skips), ours.total, complete=complete)


class _SessionAdapter(BaseAdapter):
    """Answers the requests of the package's `requests.Session` from our own session, and notes what a page says."""

    def __init__(self, session: ArxivSession, most_pages: int) -> None:
        super().__init__()
        self._session = session
        self._most_pages = most_pages
        self.total = 0
        self.skips: list[Screened] = []

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: object = True,
        cert: object = None,
        proxies: object = None,
    ) -> requests.Response:
        """Answer one request for a page. Raises AnswerError where short pages make it ask again and again."""
        if self._most_pages == 0:
            raise AnswerError("answers with pages that are too short", item="arXiv", stage="search")
        self._most_pages -= 1
        parameters = dict(parse_qsl(urlsplit(request.url or "").query))
        page = self._session.query(parameters)
        self.total = max(self.total, page.total)
        self.skips += page.skips
        response = requests.Response()
        response.status_code = 200
        response.raw = io.BytesIO(page.feed)
        response.request = request
        response.url = request.url or ""
        return response

    def close(self) -> None:
        """Nothing to close: the connection is the session's."""


def _paper(result: arxiv.Result) -> Paper | None:
    """A result as a Paper; None for one that stands in the place of an entry that was left out."""
    arxiv_id = arxiv_id_of(result.entry_id)
    if arxiv_id is None:
        return None
    comment = plain_text(result.comment) if result.comment else None
    abstract = plain_text(result.summary)
    categories = tuple(filter(_CATEGORY.fullmatch, result.categories))
    return Paper(
        paper_id=arxiv_id,
        title=plain_text(result.title),
        abstract=abstract,
        authors=tuple(filter(None, (plain_text(author.name) for author in result.authors))),
        published=_day(result.published),
        updated=_day(result.updated),
        primary_category=result.primary_category if result.primary_category in categories else None,
        categories=categories,
        doi=doi_in_field(result.doi or ""),
        journal_ref=plain_text(result.journal_ref) if result.journal_ref else None,
        comment=comment,
        link=abstract_link(arxiv_id),
        withdrawn=says_withdrawn(comment, abstract),
    )


def _day(time: datetime) -> date | None:
    """The day of a time, None for the one that stands for a date that is not known."""
    return None if time == UNKNOWN_DATE else time.date()
