"""What a request passes before it reaches a page: origin, token, rate, size, time; and the headers of responses."""

import asyncio
import hmac
import secrets
import time
from collections import Counter
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from synth.settings import ServerSettings
from synth.web.replies import refusal

COOKIE = "synth"
"""Of a browser that gave the token: a digest of it, not the token."""
MAX_FORM_BYTES = 100_000
"""Of a request without files: forms and JSON."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
ASKING = ("/ask", "/jobs", "/lists", "/api/jobs")
"""What makes the server work, and who asked what."""
ALWAYS_OPEN = ("/token", "/style.css", "/script.js", "/icon.svg")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
PDF_POLICY = "frame-ancestors 'none'"
"""Of a PDF, which has nothing of the site's to run: browsers show it by a page of their own, which may need more."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make the Origin of our own forms null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Access(NamedTuple):
    """Who may do what: with a `token`, whoever has it; where `public`, records may be read without.

    `form_token` stands in every form of this server, and no other site can know it.
    """

    token: str | None = None
    public: bool = False
    form_token: str = secrets.token_urlsafe(24)

    @property
    def cookie(self) -> str:
        """What a browser that gave the token is known by."""
        return hmac.digest((self.token or "").encode(), b"signed in", "sha256").hex()

    def is_token(self, given: str) -> bool:
        """Whether a text is the token."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def is_form_token(self, given: object) -> bool:
        """Whether a form came from a page of this server."""
        return isinstance(given, str) and hmac.compare_digest(given.encode(), self.form_token.encode())

    def allows(self, path: str, headers: Headers) -> bool:
        """Whether a request may have a path."""
        if self.token is None or path in ALWAYS_OPEN or (self.public and not _is_below(path, ASKING)):
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self.cookie.encode())


class PerMinute:
    """Counts of the clock's current minute, by client, and how many of each are allowed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def take(self, client: str) -> bool:
        """Count one more of a client; whether that is allowed."""
        minute = int(time.time() // 60)
        if minute != self._minute:
            self._minute, self._counts = minute, Counter()
        self._counts[client] += 1
        return self._counts[client] <= self._most

    def wait_s(self) -> int:
        """Seconds to the next minute, at least one."""
        return 60 - int(time.time() % 60)


class Guard:
    """ASGI middleware that refuses what another site's page sends, what lacks the token, and what is too much.

    Websockets are closed. A refusal has its reason, as JSON below /api and as a page elsewhere.
    """

    def __init__(self, app: ASGIApp, access: Access, limits: ServerSettings) -> None:
        self._app = app
        self._access = access
        self._limits = limits
        self._requests = PerMinute(limits.requests_per_minute)
        self._asks = PerMinute(limits.asks_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on with bounds, and the response with headers."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            send = _with_headers(send, scope["path"], private=self._access.token is not None)
            try:
                self._check(scope)
            except HTTPException as error:
                response = refusal(Request(scope), error.status_code, error.detail, error.headers)
                await response(scope, receive, send)
            else:
                await self._app(scope, self._bounded(receive, Headers(scope=scope)), send)

    def _check(self, scope: Scope) -> None:
        """Raises HTTPException with the reason why a request goes no further."""
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        client = (scope.get("client") or ("",))[0]
        if not (self._requests.take(client) and (method in SAFE_METHODS or self._asks.take(client))):
            raise HTTPException(429, "too many requests in a minute", {"Retry-After": str(self._requests.wait_s())})
        if method not in SAFE_METHODS and not _is_of_this_site(headers):
            raise HTTPException(403, "this request comes from another site's page")
        if not self._access.allows(path, headers):
            if path.startswith("/api"):
                raise HTTPException(401, "this needs the server's token", {"WWW-Authenticate": "Bearer"})
            raise HTTPException(303, "sign in first", {"Location": "/token"})
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > self._max_bytes(headers):
            raise HTTPException(413, f"a request has at most {self._max_bytes(headers)} bytes", {"Connection": "close"})

    def _max_bytes(self, headers: Headers) -> int:
        has_files = headers.get("content-type", "").startswith("multipart/form-data")
        return self._limits.max_upload_bytes if has_files else MAX_FORM_BYTES

    def _bounded(self, receive: Receive, headers: Headers) -> Receive:
        """What comes of a request's body, until it is too large or takes too long: then HTTPException is raised."""
        left = self._max_bytes(headers)
        deadline = time.monotonic() + self._limits.upload_timeout_s
        complete = False

        async def bounded() -> Message:
            nonlocal left, complete
            if complete:  # what comes now is that the client has gone
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), deadline - time.monotonic())
            except TimeoutError as error:
                raise HTTPException(408, "the request took too long to arrive", {"Connection": "close"}) from error
            left -= len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if left < 0:
                raise HTTPException(413, "the request is too large", {"Connection": "close"})
            return message

        return bounded


def _is_below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _is_of_this_site(headers: Headers) -> bool:
    """Whether what a browser states of a request's origin is this server; other programs state nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False


def _with_headers(send: Send, path: str, *, private: bool) -> Send:
    fresh = _is_below(path, (*ASKING, "/api", "/token"))
    caching = "no-store" if fresh else "private, no-cache" if private else "no-cache"

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            is_pdf = headers.get("content-type") == "application/pdf"
            policy = PDF_POLICY if is_pdf else CONTENT_SECURITY_POLICY
            headers.update({**HEADERS, "Content-Security-Policy": policy, "Cache-Control": caching})
        await send(message)

    return with_headers
