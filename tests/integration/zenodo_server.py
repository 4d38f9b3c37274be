"""A stand-in for Zenodo's deposit API on this machine, as developers.zenodo.org has it, and its failures by script."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit

from tests.integration.loopback import listening

TOKEN = "s3cret-token-of-the-user"
REQUIRED = ("title", "upload_type", "publication_date", "creators", "description", "access_right")


@dataclass
class Held:
    """A deposition as the server holds it."""

    id: int
    metadata: dict[str, object] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    submitted: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: a status and JSON, or bytes as they are."""

    status: int
    content: object = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


Fault = Callable[["Handler"], None]
"""Does something else than to answer rightly."""


class ZenodoServer:
    """The user's depositions, what was asked, and what goes wrong.

    `faults` are by what they hit ("create", "list", "get", "describe", "upload", "publish"), used up one a request.
    """

    def __init__(self) -> None:
        self.held: dict[int, Held] = {}
        self.asked: list[Asked] = []
        self.faults: dict[str, list[Fault | None]] = {}
        self.scopes = {"deposit:write", "deposit:actions"}
        self.bucket_base: str | None = None
        self.published: list[int] = []
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        self.url = ""

    @property
    def steps(self) -> list[str]:
        """What was asked, by name."""
        return [step_of(asked.method, asked.path) for asked in self.asked]

    def shown(self, one: Held) -> dict[str, object]:
        """A deposition resource."""
        doi = f"10.5072/zenodo.{one.id}"
        return {
            "id": one.id,
            "conceptrecid": str(one.id - 1),
            "created": "2026-11-21T11:58:41.606998+00:00",
            "state": "done" if one.submitted else "unsubmitted",
            "submitted": one.submitted,
            "title": one.metadata.get("title", ""),
            "metadata": {**one.metadata, "prereserve_doi": {"doi": doi, "recid": one.id}},
            "files": [
                {"id": f"f{n}", "filename": name, "filesize": len(data), "checksum": hashlib.md5(data).hexdigest()}
                for n, (name, data) in enumerate(one.files.items())
            ],
            "links": {"bucket": f"{self.bucket_base or self.url}/files/b-{one.id}"},
            **({"doi": doi, "doi_url": f"https://doi.org/{doi}", "record_id": one.id} if one.submitted else {}),
        }

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """The right answer to a request, after doing what it asks."""
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return refused(401, "The server could not verify that you are authorized to access the URL requested.")
        if method in ("POST", "PUT") and "/files/" not in path and headers.get("Content-Type") != "application/json":
            return refused(415, "Unsupported media type")
        step = step_of(method, path)
        if "deposit:write" not in self.scopes or (step == "publish" and "deposit:actions" not in self.scopes):
            return refused(403, "Forbidden")
        with self.lock:
            return self._done(step, path, body)

    def _done(self, step: str, path: str, body: bytes) -> Answer:
        if step == "list":
            asked = parse_qs(urlsplit(path).query)
            size, page = int(asked["size"][0]), int(asked["page"][0])
            newest = sorted(self.held.values(), key=lambda one: -one.id)
            return Answer(200, [self.shown(one) for one in newest[(page - 1) * size : page * size]])
        if step == "create":
            made = Held(542200 + len(self.held) + 1, json.loads(body or b"{}").get("metadata", {}))
            self.held[made.id] = made
            return Answer(201, self.shown(made))
        number = re.search(r"/(?:b-)?(\d+)(?:/|$)", urlsplit(path).path)
        one = self.held.get(int(number[1])) if number else None
        if one is None:
            return refused(404, "Deposition not found")
        if step == "get":
            return Answer(200, self.shown(one))
        if one.submitted:
            return refused(403 if step == "upload" else 400, "Deposition is published already")
        if step == "describe":
            one.metadata = json.loads(body)["metadata"]
            return Answer(200, self.shown(one))
        if step == "upload":
            name = unquote(urlsplit(path).path.rpartition("/")[2])
            one.files[name] = body
            checksum = f"md5:{hashlib.md5(body).hexdigest()}"
            return Answer(201, {"key": name, "size": len(body), "checksum": checksum})
        missing = [
            {"code": 10, "field": f"metadata.{key}", "message": "Required"}
            for key in REQUIRED
            if not one.metadata.get(key)
        ]
        if missing or not one.files:
            return Answer(400, {"message": "Validation error", "status": 400, "errors": missing})
        one.submitted = True
        self.published.append(one.id)
        return Answer(202, self.shown(one))


def step_of(method: str, path: str) -> str:
    """What a request asks for, in one word."""
    bare = urlsplit(path).path
    if bare.endswith("/actions/publish"):
        return "publish"
    if "/files/" in bare:
        return "upload"
    if bare.endswith("/deposit/depositions"):
        return "create" if method == "POST" else "list"
    return "describe" if method == "PUT" else "get"


def refused(status: int, message: str) -> Answer:
    """An error response as the API has it."""
    return Answer(status, {"message": message, "status": status})


class Handler(BaseHTTPRequestHandler):
    """Notes each request, and does the next fault or answers rightly."""

    protocol_version = "HTTP/1.1"
    zenodo: ZenodoServer

    def do_GET(self) -> None:
        zenodo = self.zenodo
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        zenodo.asked.append(Asked(self.command, self.path, dict(self.headers)))
        faults = zenodo.faults.get(step_of(self.command, self.path))
        fault = faults.pop(0) if faults else None
        try:
            if fault is None:
                self.send(self.right_answer())
            else:
                fault(self)
        except ConnectionError:
            self.close_connection = True

    do_POST = do_PUT = do_GET

    def right_answer(self) -> Answer:
        """What the request asks for, done and answered."""
        return self.zenodo.answer(self.command, self.path, dict(self.headers), self.body)

    def send(self, answer: Answer, length: int | None = None) -> None:
        """Send an answer whole, under its own or a wrong length."""
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.body) if length is None else length))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[ZenodoServer]:
    """Serve on a free port of this machine until the block ends."""
    zenodo = ZenodoServer()
    with listening(Handler, zenodo.stopped, zenodo=zenodo) as address:
        zenodo.url = f"{address}/api"
        yield zenodo


# What can go wrong ---------------------------------------------------------------------------------------------------


def status(code: int, retry_after: str | None = None) -> Fault:
    """An error, with nothing done."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    fields = ("metadata.title", "metadata.creators.0.name", TOKEN)
    errors = [{"field": field, "message": f"odd, {TOKEN}"} for field in fields]
    content = {"message": f"no, {TOKEN}", "status": code, "errors": errors}
    return lambda handler: handler.send(Answer(code, b"" if code == 500 else content, headers))


def dropped(handler: Handler) -> None:
    """The connection closes, and nothing was done."""
    handler.close_connection = True
    handler.connection.close()


def done_but_dropped(handler: Handler) -> None:
    """What was asked is done, and the connection closes without a word of it."""
    handler.right_answer()
    dropped(handler)


def done_but_cut(handler: Handler) -> None:
    """What was asked is done, and the answer breaks off in the middle."""
    answer = handler.right_answer()
    handler.send(Answer(answer.status, answer.body[: len(answer.body) // 2]), len(answer.body))
    handler.close_connection = True


def stalled(handler: Handler) -> None:
    """Nothing is ever sent."""
    handler.zenodo.stopped.wait()
    handler.close_connection = True


def nonsense(handler: Handler) -> None:
    """A web page."""
    handler.send(Answer(200, b"<html>Please log in</html>"))


def redirect(handler: Handler) -> None:
    """Somewhere else."""
    handler.send(Answer(302, b"", {"Location": "https://elsewhere.example/"}))
