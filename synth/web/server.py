"""The server: pages of records, a form for questions, live progress and an API, as one ASGI application."""

import ipaddress
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from synth.batch.running import Shared
from synth.errors import BusyError, QuestionError, RecordError, SourceError, StorageError, SynthError, UsageError
from synth.paths import read_plain_file
from synth.system.disk import write_atomically
from synth.template_folders import template_folders
from synth.web.api import Api
from synth.web.asking_pages import AskingPages
from synth.web.guard import Access, Guard
from synth.web.job_queue import JobQueue
from synth.web.openapi import openapi
from synth.web.replies import refusal
from synth.web.served_records import ServedRecords

RETRY_S = 60
"""After which to ask again while the queue, or the disk, is full."""
STATUS_OF: dict[type[SynthError], int] = {
    UsageError: 400,
    QuestionError: 400,
    RecordError: 404,
    BusyError: 429,
    StorageError: 503,
}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ONE_PIECE_BYTES = 1_000_000
MAX_CONNECTIONS = 500
SHUTDOWN_S = 3
MAX_TOKEN_BYTES = 1_000
MIN_TOKEN_CHARS = 16


def serve(
    shared: Shared, access: Access, host: str, port: int, hosts: Sequence[str], announce: Callable[[str], None]
) -> None:
    """Serve until interrupted; `announce` is called with the address once it listens. See `serving`.

    Raises UsageError where the address cannot be had, or others than this machine could ask without a token.
    """
    if access.token is None and not is_loopback(host):
        remedy = "a missing file is made, with a new token"
        raise UsageError("others than this machine need a token: --token-file", item=f"--host {host}", remedy=remedy)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
        # Connections have it from there: asyncio leaves it out for such sockets, and a page then took 47 ms, not 4.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise UsageError(f"cannot be listened at: {error.strerror}", item=f"{host}, port {port}") from error
    called = f"[{host}]" if ":" in host else host
    with listening, serving(shared, access, [called, *hosts]) as app:
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # anybody may write those headers
            limit_concurrency=MAX_CONNECTIONS,
            timeout_graceful_shutdown=SHUTDOWN_S,
        )
        announce(f"http://{called}:{listening.getsockname()[1]}/")  # who connects from now on is answered
        uvicorn.Server(config).run(sockets=[listening])


class SiteFiles(StaticFiles):
    """The files of a site; most are sent in one piece: a stream out of a thread takes four times as long."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file whole where it is small and wanted whole, else as Starlette has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        wanted = "range" not in Headers(scope=scope) and stat_result.st_size <= ONE_PIECE_BYTES
        if not isinstance(response, FileResponse) or not wanted:
            return response
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        return Response(Path(full_path).read_bytes(), status_code, headers)


@contextmanager
def serving(shared: Shared, access: Access, hosts: Sequence[str]) -> Iterator[ASGIApp]:
    """The application; within this context questions are answered.

    `shared` is how, `shared.out` the folder of records; `hosts` are names by which the server may be called, beside
    those of loopback. Raises StorageError where the folder cannot be written, or another server has it.
    """
    site = shared.settings.site.model_copy(update={"served": True})
    settings = shared.settings.model_copy(update={"site": site})
    shared = shared.anywhere()._replace(settings=settings)
    catalogue = ServedRecords(shared.out or Path(), settings)
    with JobQueue(shared, catalogue.refresh) as queue:
        catalogue.refresh()
        pages = AskingPages(queue, catalogue, access, shared)
        api = Api(queue, catalogue, settings.server)
        yield Guard(_application(api, pages, catalogue.site, hosts), access, settings.server)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_server_token(file: Path) -> tuple[str, bool]:
    """The token in a file, and whether it is new: a missing file is made with one. Raises UsageError, StorageError."""
    if not file.exists():
        token = secrets.token_urlsafe(24)
        write_atomically(file, f"{token}\n".encode(), mode=0o600)
        return token, True
    try:
        token = read_plain_file(file, MAX_TOKEN_BYTES).decode("ascii").strip()
    except (SourceError, UnicodeError) as error:
        raise UsageError("holds no token", item=str(file), stage="serve") from error
    if len(token) < MIN_TOKEN_CHARS or not token.isprintable() or " " in token:
        raise UsageError(f"a token has {MIN_TOKEN_CHARS} characters or more, no spaces", item=str(file), stage="serve")
    return token, False


def _application(api: Api, pages: AskingPages, site: Path, hosts: Sequence[str]) -> Starlette:
    endpoints = api.endpoints()
    document = openapi(endpoints)
    live = template_folders("html")[-1] / "server" / "live.js"
    app = Starlette(
        routes=[
            *(Route(each.path, each.work, methods=[each.method], name=each.name) for each in endpoints),
            Route("/api/openapi.json", lambda request: JSONResponse(document)),
            Route("/ask", pages.form),
            Route("/ask", pages.ask, methods=["POST"]),
            Route("/jobs", pages.jobs),
            Route("/jobs/{job_id}", pages.job),
            Route("/jobs/{job_id}/run", pages.agree, methods=["POST"]),
            Route("/jobs/{job_id}/cancel", pages.cancel, methods=["POST"]),
            Route("/lists/{group}", pages.group),
            Route("/lists/{group}/run", pages.agree_to_all, methods=["POST"]),
            Route("/token", pages.sign_in_form),
            Route("/token", pages.sign_in, methods=["POST"]),
            Route("/live.js", lambda request: FileResponse(live, media_type="text/javascript")),
            Mount("/", SiteFiles(directory=site, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, *hosts], www_redirect=False)],
        exception_handlers={HTTPException: _refused, SynthError: _failed, Exception: _failed},
    )
    app.router.redirect_slashes = False
    return app


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(request, error.status_code, error.detail, error.headers)


def _failed(request: Request, error: Exception) -> Response:
    """A failure that its asker can act on with its reason; of any other nothing is shown."""
    status = next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 500)
    message = str(error) if status != 500 else "something unexpected went wrong; the server's log has it"
    return refusal(request, status, message, {"Retry-After": str(RETRY_S)} if status in (429, 503) else None)
