"""Requests to one server, whoever runs it: turns, tries, back-off, redirects, and whole answers only."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from synth.errors import AnswerError, NetworkError, SourceError
from synth.language.phrasing import counted
from synth.settings import RequestSettings
from synth.sources.address_parts import parts_of
from synth.sources.rate_limit import RateLimit
from synth.sources.waiting import LONGEST_ASKED_S, Deadline, asked_wait_s
from synth.system.clock import Clock, utc_now

if TYPE_CHECKING:
    from synth.sources.transport import Exchange, Transport

THROTTLED = frozenset({406, 429, 500, 502, 503, 504})  # 406 with an empty body was seen for throttling
MAX_REDIRECTS = 4
UNREACHABLE_TRIES = 2  # a name that does not resolve, or a refused connection, rarely mends within a minute
USELESS_TRIES = 3  # of an answer that came whole, such as an empty page: those that mend do so at once

SLOW_BYTES = 1_000_000  # of a file that was broken off: so much comes of a server that works, over a slow line
MAX_SLOW_FILES = 3  # in a run: whoever sends a megabyte of each file and then nothing is not waited for each time

_log = logging.getLogger(__name__)

ABSENT = frozenset({404, 410})
"""What HTTP says where there is no such file (RFC 9110, 15.5.5 and 15.5.11)."""


class HttpSession:
    """One server over HTTP: one connection, one request in `settings.interval_s` over all processes of the user.

    `name` is what messages call it, `server` what the rate rule counts its requests under; `redirect` gives the address
    that a redirect leads to, or raises where it must not be followed. After a request that used up its tries, the next
    ones have one try each until one succeeds, all of them until `deadline_s`: an outage costs its time once and not for
    every paper. The first files that are too long for a slow line take nothing from the requests after them.
    """

    def __init__(
        self,
        name: str,
        server: str,
        settings: RequestSettings,
        redirect: Callable[[str, str], str],
        *,
        contact: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        uniform: Callable[[], float] = random.random,
        now: Clock = utc_now,
    ) -> None:
        self._name = name
        self._settings = settings
        self._redirect = redirect
        self._contact = contact
        self._uniform = uniform
        self._now = now
        self._works = True
        self._slow_files = 0
        self._deadline = Deadline(settings.deadline_s, monotonic)
        self._opened: Transport | None = None
        self._limit = RateLimit(
            settings.turns_folder or user_cache_path("synth", appauthor=False),
            server=server,
            interval_s=settings.interval_s,
            longest_wait_s=settings.max_backoff_s,
            patience_s=4 * settings.request_timeout_s,
            clock=clock,
            sleep=sleep,
        )

    def close(self) -> None:
        """Close the connection."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def get(
        self,
        url: str,
        max_bytes: int,
        flaw: Callable[["Exchange"], str | None],
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> "Exchange":
        """The whole answer to a request, tried a bounded number of times; `flaw` says why a whole one is no use.

        Answers that another try would not change (404, 400) are returned as they are.
        """
        host = parts_of(url).netloc
        if self._deadline.is_over:
            message = f"has not answered for {self._settings.deadline_s:g} s, and is not asked again in this run"
            raise NetworkError(message, item=f"{self._name} ({host})", stage="sources", remedy="try again later")
        tries = self._settings.max_tries if self._works else 1
        had: Exchange | None = None
        for attempt in range(1, tries + 1):
            exchange = _joined(had, self._follow(url, {**headers, **_resume(had)}, max_bytes))
            if len(exchange.body) >= max_bytes:
                self._deadline.answered()
                raise SourceError(f"larger than {max_bytes // 1_000_000} MB", item=url, stage="fetch")
            failure = exchange.failure
            if failure is None and exchange.status in THROTTLED:
                failure = f"HTTP {exchange.status}"
            useless = failure is None and exchange.status == 200
            if useless:
                failure = flaw(exchange)
            if failure is None:
                self._works = True
                self._deadline.answered()
                return exchange
            had = exchange if exchange.failure is not None else None
            _log.info("%s, try %d of %d: %s", self._name, attempt, tries, failure)
            most = USELESS_TRIES if useless else tries if exchange.connected else UNREACHABLE_TRIES
            if attempt >= min(tries, most):
                break
            wait_s = self._wait_s(attempt, exchange)
            if not self._deadline.take(wait_s):
                break
            self._limit.postpone(wait_s)
        self._works = False
        if had is not None and len(had.body) >= SLOW_BYTES and self._slow_files < MAX_SLOW_FILES:
            self._slow_files += 1
            self._deadline.renew()
        kept = "could not be reached" if not exchange.connected else f"kept failing, {counted(attempt, 'time')}"
        raise NetworkError(
            f"{kept}: {failure}", item=f"{self._name} ({host})", stage="sources", remedy="try again later"
        )

    def _follow(self, url: str, headers: Mapping[str, str], max_bytes: int) -> "Exchange":
        """One exchange, redirects followed as far as they may be; each is a request of its own."""
        for _ in range(MAX_REDIRECTS + 1):
            if self._deadline.is_over:
                raise NetworkError("redirects until its time is over", item=self._name, stage="sources")
            with self._limit.turn(), self._deadline.counted():
                timeout_s = min(self._settings.request_timeout_s, self._deadline.left_s)
                exchange = self._transport.get(url, headers, max_bytes, timeout_s)
            location = exchange.headers.get("Location")
            if exchange.status not in {301, 302, 303, 307, 308} or not location:
                return exchange
            url = self._redirect(url, location)
        raise AnswerError("redirected in a circle", item=self._name, stage="sources")

    @property
    def _transport(self) -> "Transport":
        """Opened when first used: a run that asks nothing loads no HTTP library."""
        if self._opened is None:
            from synth.sources.transport import Transport

            self._opened = Transport(
                user_agent(self._contact),
                connect_timeout_s=self._settings.connect_timeout_s,
                read_timeout_s=self._settings.read_timeout_s,
            )
        return self._opened

    def _wait_s(self, attempt: int, exchange: "Exchange") -> float:
        """Seconds before the next try: what it asked for, else doubled each time, between a half and one and a half.

        Raises NetworkError where the server asks for more than `max_backoff_s`: to knock sooner would be rude.
        """
        asked_s = asked_wait_s(exchange.headers.get("Retry-After"), self._now())
        if asked_s > self._settings.max_backoff_s:
            self._works = False
            day = asked_s >= LONGEST_ASKED_S
            message = f"asks to be left alone for {'a day or more' if day else f'{asked_s:.0f} s'}"
            remedy = f"try again {'tomorrow' if day else f'in {asked_s / 60:.0f} minutes'}"
            raise NetworkError(message, item=self._name, stage="sources", remedy=remedy)
        backoff_s: float = self._settings.backoff_s * 2 ** (attempt - 1) * (0.5 + self._uniform())
        return max(asked_s, min(backoff_s, self._settings.max_backoff_s))


def user_agent(contact: str | None) -> str:
    """What synth calls itself, with the user's address where one was given."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        own_version = version("synth")
    except PackageNotFoundError:
        own_version = "0"  # run from a checkout that is not installed
    return f"synth/{own_version} (+mailto:{contact})" if contact else f"synth/{own_version}"


def _resume(had: "Exchange | None") -> dict[str, str]:
    """Headers that ask for the rest of a download, where the server can tell that it is still the same file."""
    if had is None or not had.body:
        return {}
    validator = had.headers.get("ETag") or had.headers.get("Last-Modified")
    if not validator or validator.startswith("W/"):
        return {}
    return {"Range": f"bytes={len(had.body)}-", "If-Range": validator}


def _joined(had: "Exchange | None", exchange: "Exchange") -> "Exchange":
    """A rest (HTTP 206) put behind what was had; anything else stands for itself, and what was had is thrown away."""
    if exchange.status is None and had is not None:
        return replace(had, failure=exchange.failure, connected=exchange.connected)
    if exchange.status not in {206, 416}:
        return exchange
    start = exchange.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
    if exchange.status == 206 and had is not None and start == str(len(had.body)):
        return replace(exchange, status=200, body=had.body + exchange.body)
    return replace(exchange, body=b"", failure="a part that does not fit what was had")
