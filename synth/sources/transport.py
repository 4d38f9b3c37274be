"""One HTTP exchange through requests: bounded in time and size, nothing followed, failures told as values."""

import logging
import socket
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

CHUNK_BYTES = 65_536
CUT_AGAIN_S = 0.1  # a connection that came about only after the time was over is cut as well


@dataclass(frozen=True)
class Exchange:
    """What one request gave. `status` is None where there was no answer, `body` is what came of it.

    `failure` says why the answer is not whole, None where it is; `connected` whether the server could be reached.
    """

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str | None = None
    connected: bool = True


class Transport:
    """One `requests.Session` for all requests, one of them at a time."""

    def __init__(self, user_agent: str, *, connect_timeout_s: float, read_timeout_s: float) -> None:
        self._timeouts_s = (connect_timeout_s, read_timeout_s)
        self._adapter = _DeadlineAdapter()
        self._http = _Session()
        self._http.mount("https://", self._adapter)
        self._http.mount("http://", self._adapter)
        # identity: ranges of an e-print count its own bytes, and its gzip layer is part of it
        self._http.headers.update({"User-Agent": user_agent, "Accept-Encoding": "identity"})
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        # its warnings quote the answer ("Failed to parse headers"), and so a token that a server sends back
        logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

    def get(self, url: str, headers: Mapping[str, str], max_bytes: int, timeout_s: float) -> Exchange:
        """Get one address, without following redirects. A body above `max_bytes` is cut there, as a failure."""
        return self.send("GET", url, headers, max_bytes, timeout_s)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        max_bytes: int,
        timeout_s: float,
        body: bytes | None = None,
        token: str | None = None,
    ) -> Exchange:
        """Any other request, likewise, the whole exchange within `timeout_s`.

        A `token` goes into its Authorization header and nowhere else: no failure quotes what was sent or came, and a
        request that is not encrypted goes through no proxy.
        """
        with self._adapter.deadline(timeout_s) as expired:
            exchange = self._exchange(method, url, headers, max_bytes, body, token)
        if exchange.failure is not None and expired.is_set():
            return replace(exchange, failure=f"no whole answer within {max(1, round(timeout_s))} s")
        return exchange

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], max_bytes: int, body: bytes | None, token: str | None
    ) -> Exchange:
        try:
            with self._http.request(
                method,
                url,
                headers=dict(headers),
                data=body,
                # without one of ours, requests puts what ~/.netrc has for the host into the header
                auth=_bearer(token) if token else None,
                # whatever the environment names: through a proxy, https is a tunnel, but http is read
                proxies={"http": None, "all": None} if token and not url.startswith("https:") else None,  # type: ignore[dict-item]
                timeout=self._timeouts_s,
                stream=True,
                allow_redirects=False,
            ) as response:
                answer, failure = _body(response, max_bytes)
                return Exchange(response.status_code, response.headers, answer, failure)
        except requests.exceptions.ConnectTimeout:
            return Exchange(None, failure="no connection within the time limit", connected=False)
        except requests.exceptions.Timeout:
            return Exchange(None, failure=f"no answer within {self._timeouts_s[1]:g} s")
        except requests.exceptions.ConnectionError as error:
            return Exchange(None, failure=_connection_failure(error), connected=not _is_unreachable(error))
        except requests.exceptions.InvalidSchema as error:
            return Exchange(None, failure=_schema_failure(error), connected=False)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return Exchange(None, failure=f"a request that cannot be sent or answered ({type(error).__name__})")

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _body(response: requests.Response, max_bytes: int) -> tuple[bytes, str | None]:
    """The body as far as it came, and why it is not whole."""
    body = bytearray()
    try:
        # read1 gives what is there: a resumed download keeps every byte that came before the connection broke
        while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
            body += chunk
            if len(body) > max_bytes:
                return bytes(body[:max_bytes]), f"more than {max_bytes // 1_000_000} MB"
    except urllib3.exceptions.ReadTimeoutError:
        return bytes(body), "the answer stopped coming"
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        return bytes(body), "the connection broke within the answer"
    return bytes(body), None


def _connection_failure(error: requests.exceptions.ConnectionError) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be trusted"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy cannot be reached"
    return "no connection" if _is_unreachable(error) else "the connection was dropped"


def _schema_failure(error: requests.exceptions.InvalidSchema) -> str:
    """What is wrong with a way to a server; requests says "Missing dependencies for SOCKS support."."""
    if "SOCKS" in str(error):
        return "the proxy that is set is a SOCKS proxy, which needs: pip install 'synth[socks]'"
    return "an address that is neither http nor https"


def _is_unreachable(error: requests.exceptions.ConnectionError) -> bool:
    """Whether no connection came about (name unknown, refused), rather than one that broke."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    unreachable = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ProxyError, urllib3.exceptions.SSLError)
    return isinstance(reason, unreachable)


class _Session(requests.Session):
    """A session that sees no redirects: requests would read the body of one, of any size, and prepare the next."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, whatever Location says."""


def _bearer(token: str) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    """What puts a token into a request, as RFC 6750 has it."""

    def authorised(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return authorised


class _DeadlineAdapter(HTTPAdapter):
    """An adapter whose connections can be cut when a whole exchange takes too long.

    A read timeout alone is met for ever by a server that sends one byte a second, in the body or in the headers.
    """

    def __init__(self) -> None:
        super().__init__(max_retries=0)
        self._connections: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self._lock = threading.Lock()

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,
        proxies: dict[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
    ) -> HTTPConnectionPool:
        """The pool that serves a request, made to tell of every connection that it opens."""
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        pool.ConnectionCls = partial(self._opened, type(pool).ConnectionCls)  # type: ignore[assignment, arg-type]
        return pool

    def _opened(self, connection_class: Callable[..., HTTPConnection], **arguments: object) -> HTTPConnection:
        connection = connection_class(**arguments)
        with self._lock:
            self._connections.add(connection)
        return connection

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[threading.Event]:
        """Cut every connection after that long; the event tells whether this was done."""
        expired, over = threading.Event(), threading.Event()

        def expire() -> None:
            wait_s = seconds
            while not over.wait(wait_s):
                expired.set()
                self._cut()
                wait_s = CUT_AGAIN_S

        timer = threading.Thread(target=expire, daemon=True)
        timer.start()
        try:
            yield expired
        finally:
            over.set()

    def _cut(self) -> None:
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            if connection.sock is not None:
                # the plain socket's shutdown, below TLS too: a read that waits returns at once
                with suppress(OSError):
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
