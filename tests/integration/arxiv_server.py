"""A stand-in for arXiv on this machine: its search API, e-prints and PDFs, and its failures by script."""

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.integration.loopback import listening

PDF = (
    b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n"
    + b"% padding that makes a partial download possible\n" * 200
    + b"%%EOF\n"
)
TEX = b"\\documentclass{article}\\begin{document}A paper of the stand-in.\\end{document}\n" * 20


@dataclass(frozen=True)
class ServedPaper:
    """One version of a paper. `source` is what `/e-print/` sends, None for HTTP 404; likewise `pdf`."""

    arxiv_id: str
    title: str
    abstract: str = "We study it."
    authors: tuple[str, ...] = ("Ada Lovelace",)
    category: str = "cs.CL"
    published: str = "2021-03-04T05:06:07Z"
    comment: str | None = None
    source: bytes | None = gzip.compress(TEX, mtime=0)
    source_type: str = "application/gzip"
    pdf: bytes | None = PDF

    @property
    def base_id(self) -> str:
        return re.sub(r"v\d+$", "", self.arxiv_id)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/atom+xml; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A request as it came, and when by the monotonic clock."""

    path: str
    headers: dict[str, str]
    time_s: float

    @property
    def parameters(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}


Fault = Callable[["Handler", Answer], None]
"""Sends something in place of the right answer."""


class ArxivServer:
    """What is served, what goes wrong, and what was asked.

    `faults` are used up one a request, None being a right answer; when they are used up, all answers are right.
    `canned` replaces every answer of the search API.
    """

    def __init__(self, papers: tuple[ServedPaper, ...]) -> None:
        self.papers = papers
        self.faults: list[Fault | None] = []
        self.canned: Answer | None = None
        self.requests: list[Request] = []
        self.stopped = threading.Event()
        self.url = ""

    @property
    def environ(self) -> dict[str, str]:
        """The variables that send the command to this server, without a wait between its requests."""
        return {"SYNTH_ARXIV_URL": self.url, "SYNTH_ARXIV_INTERVAL_S": "0"}

    def paths(self) -> list[str]:
        """The paths asked for, without parameters."""
        return [urlsplit(request.path).path for request in self.requests]

    def answer(self, path: str) -> Answer:
        """The right answer to a request."""
        parts = urlsplit(path)
        if parts.path == "/api/query":
            return self.canned or self._search(Request(path, {}, 0).parameters)
        form, _, arxiv_id = parts.path.lstrip("/").partition("/")
        paper = self._version(arxiv_id)
        body = {"e-print": paper.source, "pdf": paper.pdf}.get(form) if paper else None
        if paper is None or body is None:
            return Answer(b"<html>Not found</html>", 404, "text/html")
        content_type = paper.source_type if form == "e-print" else "application/pdf"
        return Answer(body, content_type=content_type, headers={"ETag": f'"{form}-{arxiv_id}"'})

    def _search(self, asked: dict[str, str]) -> Answer:
        found = [self._version(one) for one in asked["id_list"].split(",")] if asked.get("id_list") else self.newest()
        hits = [paper for paper in found if paper]
        if asked.get("search_query"):
            accepts = parse_query(asked["search_query"])
            hits = [paper for paper in hits if accepts(paper)]
        start, size = int(asked.get("start", 0)), int(asked.get("max_results", 10))
        return Answer(feed(hits[start : start + size], len(hits), start))

    def newest(self) -> list[ServedPaper]:
        """The last version of every paper."""
        return list({paper.base_id: paper for paper in self.papers}.values())

    def _version(self, arxiv_id: str) -> ServedPaper | None:
        matching = [paper for paper in self.papers if arxiv_id in (paper.arxiv_id, paper.base_id)]
        return matching[-1] if matching else None


class Handler(BaseHTTPRequestHandler):
    """Notes each request, and sends the next fault or the right answer."""

    protocol_version = "HTTP/1.1"
    arxiv: ArxivServer

    def do_GET(self) -> None:
        arxiv = self.arxiv
        arxiv.requests.append(Request(self.path, dict(self.headers), time.monotonic()))
        fault = arxiv.faults.pop(0) if arxiv.faults else None
        answer = arxiv.answer(self.path)
        try:
            if fault is None:
                self.send(self._range_of(answer))
            else:
                fault(self, self._range_of(answer))
        except ConnectionError:
            self.close_connection = True

    def send(self, answer: Answer, length: int | None = None) -> None:
        """Send an answer whole, under its own or a wrong length."""
        self.send_head(answer, len(answer.body) if length is None else length)
        self.wfile.write(answer.body)

    def send_head(self, answer: Answer, length: int) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _range_of(self, answer: Answer) -> Answer:
        start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if not start or self.headers.get("If-Range") != answer.headers.get("ETag"):
            return answer
        first, size = int(start[1]), len(answer.body)
        headers = {**answer.headers, "Content-Range": f"bytes {first}-{size - 1}/{size}"}
        return Answer(answer.body[first:], 206, answer.content_type, headers)


_Server = TypeVar("_Server", bound=ArxivServer)


@contextmanager
def answering(server: _Server) -> Iterator[_Server]:
    """Let a stand-in answer on a free port of this machine until the block ends."""
    with listening(Handler, server.stopped, arxiv=server) as address:
        server.url = address
        yield server


def serving(*papers: ServedPaper) -> AbstractContextManager[ArxivServer]:
    """Serve papers on a free port of this machine until the block ends."""
    return answering(ArxivServer(papers))


# What can go wrong ---------------------------------------------------------------------------------------------------


def status(code: int, retry_after: str | None = None) -> Fault:
    """A bare status with an empty body, as arXiv sends when it throttles."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return lambda handler, _: handler.send(Answer(b"", code, "text/plain", headers))


def html(handler: Handler, _: Answer) -> None:
    """A web page where something else was asked for."""
    handler.send(Answer(b"<!DOCTYPE html><html><body>Please log in</body></html>", 200, "text/html"))


def error_entry(code: int) -> Fault:
    """The API's way of refusing a query; HTTP 400 today, 200 until 2025."""
    return lambda handler, _: handler.send(Answer(ERROR_FEED, code))


def empty_page(handler: Handler, answer: Answer) -> None:
    """A page without entries that announces as many papers as ever."""
    handler.send(Answer(re.sub(rb"<entry>.*</entry>", b"", answer.body, flags=re.DOTALL)))


def redirect(location: str) -> Fault:
    return lambda handler, _: handler.send(Answer(b"", 302, "text/html", {"Location": location}))


def dropped(handler: Handler, _: Answer) -> None:
    """The connection closes before anything was sent."""
    handler.close_connection = True
    handler.connection.close()


def truncated(handler: Handler, answer: Answer) -> None:
    """Half of the answer under its whole length, then the connection closes."""
    handler.send(
        Answer(answer.body[: len(answer.body) // 2], answer.status, answer.content_type, answer.headers),
        len(answer.body),
    )
    handler.close_connection = True


def short_length(handler: Handler, answer: Answer) -> None:
    """A Content-Length that is wrong: half of the bytes, announced as all of them."""
    half = answer.body[: len(answer.body) // 2]
    handler.send(Answer(half, answer.status, answer.content_type, answer.headers))
    handler.close_connection = True


def stall(handler: Handler, _: Answer) -> None:
    """Nothing is ever sent."""
    handler.arxiv.stopped.wait()
    handler.close_connection = True


def drip(handler: Handler, answer: Answer) -> None:
    """The body comes a byte at a time, each well within any read timeout."""
    handler.send_head(answer, len(answer.body))
    _drip(handler, answer.body)


def drip_head(handler: Handler, answer: Answer) -> None:
    """Already the headers come a byte at a time."""
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 10_000)


def _drip(handler: Handler, data: bytes) -> None:
    handler.close_connection = True
    for position in range(len(data)):
        handler.wfile.write(data[position : position + 1])
        handler.wfile.flush()
        if handler.arxiv.stopped.wait(0.05):
            return


FAULTS: tuple[Fault, ...] = (
    dropped, truncated, short_length, html, empty_page, drip, drip_head, stall, status(404), status(429),
    status(429, "1"), status(500), status(503, "0"), redirect("https://example.org/elsewhere"), error_entry(400),
)  # fmt: skip
"""A fault of every kind that a batch may meet."""


# The feed and the query language -------------------------------------------------------------------------------------

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
)
ERROR_FEED = (
    f"{_HEAD}<opensearch:totalResults>1</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>"
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
    "<updated>2026-04-12T22:59:06Z</updated><summary>incorrect id format for abc</summary></entry></feed>"
).encode()


def feed(papers: list[ServedPaper], total: int, start: int) -> bytes:
    """An Atom feed as arXiv's API sends it. Its links lead to arXiv, whatever base it was asked under."""
    entries = "".join(map(_entry, papers))
    return (
        f"{_HEAD}<id>https://arxiv.org/api/x</id><title>arXiv Query</title><updated>2026-04-12T22:09:26Z</updated>"
        f"<opensearch:itemsPerPage>{len(papers)}</opensearch:itemsPerPage>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>"
    ).encode()


def _entry(paper: ServedPaper) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    comment = f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>" if paper.comment else ""
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.arxiv_id}</id><title>{escape(paper.title)}</title>"
        f"<updated>{paper.published}</updated><published>{paper.published}</published>"
        f'<link href="https://arxiv.org/abs/{paper.arxiv_id}" rel="alternate" type="text/html"/>'
        f'<link href="https://arxiv.org/pdf/{paper.arxiv_id}" rel="related" type="application/pdf" title="pdf"/>'
        f'<summary>{escape(paper.abstract)}</summary><category term="{paper.category}"/>{comment}'
        f'<arxiv:primary_category term="{paper.category}"/>{authors}</entry>'
    )


_TOKEN = re.compile(r'\s*(\(|\)|ANDNOT\b|AND\b|OR\b|\w+:(?:"[^"]*"|\[[^]]*\]|[^\s()]+))')
_Test = Callable[[ServedPaper], bool]


def parse_query(query: str) -> _Test:
    """A query of arXiv's language as a test on papers. Raises ValueError where it is not in that language."""
    tokens: list[str] = []
    position = 0
    while position < len(query.rstrip()):
        match = _TOKEN.match(query, position)
        if not match:
            raise ValueError(f"no token at {query[position:]!r}")
        tokens.append(match[1])
        position = match.end()
    test = _expression(tokens)
    if tokens:
        raise ValueError(f"left over: {tokens}")
    return test


def _expression(tokens: list[str]) -> _Test:
    left = _operand(tokens)
    while tokens and tokens[0] in {"AND", "OR", "ANDNOT"}:
        left = _combined(tokens.pop(0), left, _operand(tokens))
    return left


def _combined(operator: str, left: _Test, right: _Test) -> _Test:
    if operator == "OR":
        return lambda paper: left(paper) or right(paper)
    return lambda paper: left(paper) and right(paper) is (operator == "AND")


def _operand(tokens: list[str]) -> _Test:
    if not tokens:
        raise ValueError("an operand is missing")
    token = tokens.pop(0)
    if token == "(":
        inside = _expression(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("a parenthesis is not closed")
        return inside
    name, _, value = token.partition(":")
    if not value:
        raise ValueError(f"no term: {token}")
    return _term(name, value.strip('"').lower())


def _term(name: str, value: str) -> _Test:
    if name == "submittedDate":
        first, last = re.findall(r"\d{12}", value)
        return lambda paper: first <= re.sub(r"\D", "", paper.published)[:12] <= last
    texts: dict[str, Callable[[ServedPaper], str]] = {
        "ti": lambda paper: paper.title,
        "abs": lambda paper: paper.abstract,
        "cat": lambda paper: paper.category,
        "all": lambda paper: f"{paper.title} {paper.abstract}",
    }
    text = texts[name]
    return lambda paper: value in text(paper).lower()
