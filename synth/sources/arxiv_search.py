"""Searches put to arXiv through the `arxiv` package, every request of which goes through our session."""

import io
from urllib.parse import parse_qsl, urlsplit

import arxiv
import requests
from requests.adapters import BaseAdapter

from synth.errors import ArxivAnswerError, NetworkError
from synth.models import ARXIV_ID, Paper
from synth.settings import ArxivSettings
from synth.sources.arxiv_address import query_address
from synth.sources.arxiv_id import abstract_link
from synth.sources.metadata import plain_text
from synth.sources.session import ArxivSession
from synth.sources.withdrawal import says_withdrawn

MAX_IDS = 100  # of one id_list: a longer address is refused


class SearchAnswer:
    """Papers in arXiv's order, how many it has in all, and whether every page asked for came."""

    def __init__(self, papers: tuple[Paper, ...], total: int, *, complete: bool) -> None:
        self.papers = papers
        self.total = total
        self.complete = complete


def search(session: ArxivSession, settings: ArxivSettings, search_query: str, limit: int) -> SearchAnswer:
    """The first `limit` papers of a query, by relevance. Raises NetworkError, ArxivAnswerError."""
    return _ask(session, settings, arxiv.Search(query=search_query, max_results=limit))


def look_up(session: ArxivSession, settings: ArxivSettings, arxiv_ids: tuple[str, ...]) -> tuple[Paper, ...]:
    """The papers of some identifiers that arXiv knows, in its order. Raises NetworkError, ArxivAnswerError."""
    papers: list[Paper] = []
    for start in range(0, len(arxiv_ids), MAX_IDS):
        some = list(arxiv_ids[start : start + MAX_IDS])
        papers.extend(_ask(session, settings, arxiv.Search(id_list=some, max_results=len(some))).papers)
    return tuple(papers)


def _ask(session: ArxivSession, settings: ArxivSettings, asked: arxiv.Search) -> SearchAnswer:
    # The package's own retries would multiply ours, and its delay knows of this process alone.
    client = arxiv.Client(
        page_size=min(settings.page_size, asked.max_results or settings.page_size), delay_seconds=0, num_retries=0
    )
    client.query_url_format = query_address(settings) + "?{}"
    ours = _SessionAdapter(session)
    client._session.mount("https://", ours)
    client._session.mount("http://", ours)
    papers: dict[str, Paper] = {}
    complete = True
    try:
        for result in client.results(asked):
            paper = _paper(result)
            if paper is not None:
                papers.setdefault(paper.paper_id, paper)
    except NetworkError:
        if not papers:
            raise
        complete = False  # a later page kept failing: what came before it is whole
    except arxiv.UnexpectedEmptyPageError:
        complete = False  # a later page without one entry that has its fields
    except (arxiv.ArxivError, ValueError) as error:
        message = f"answered with a feed that cannot be read: {error}"
        raise ArxivAnswerError(message, item="arXiv", stage="search", remedy="try again later") from error
    return SearchAnswer(tuple(papers.values()), ours.total, complete=complete)


class _SessionAdapter(BaseAdapter):
    """Answers the requests of the package's `requests.Session` from our own session, and notes the total announced."""

    def __init__(self, session: ArxivSession) -> None:
        super().__init__()
        self._session = session
        self.total = 0

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: object = True,
        cert: object = None,
        proxies: object = None,
    ) -> requests.Response:
        """Answer one request for a page."""
        parameters = dict(parse_qsl(urlsplit(request.url or "").query))
        body, counts = self._session.query(parameters)
        self.total = max(self.total, counts.total)
        response = requests.Response()
        response.status_code = 200
        response.raw = io.BytesIO(body)
        response.request = request
        response.url = request.url or ""
        return response

    def close(self) -> None:
        """Nothing to close: the connection is the session's."""


def _paper(result: arxiv.Result) -> Paper | None:
    """A result as a Paper; None where it is not known by an arXiv identifier."""
    arxiv_id = result.entry_id.rpartition("/abs/")[2]
    if not ARXIV_ID.fullmatch(arxiv_id):
        return None
    comment = plain_text(result.comment) if result.comment else None
    abstract = plain_text(result.summary)
    return Paper(
        paper_id=arxiv_id,
        title=plain_text(result.title),
        abstract=abstract,
        authors=tuple(filter(None, (plain_text(author.name) for author in result.authors))),
        published=result.published.date(),
        updated=result.updated.date(),
        primary_category=result.primary_category or None,
        categories=tuple(result.categories),
        doi=result.doi or None,
        journal_ref=plain_text(result.journal_ref) if result.journal_ref else None,
        comment=comment,
        link=abstract_link(arxiv_id),
        withdrawn=says_withdrawn(comment, abstract),
    )
