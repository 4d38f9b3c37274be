"""The one session in which arXiv is asked: pages of its API, and files of papers."""

import random
import time
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from synth.errors import AbsentError, AnswerError, SourceError
from synth.settings import ArxivSettings, LimitSettings
from synth.sources.address_parts import redirected
from synth.sources.arxiv_address import (
    DownloadForm,
    base_address,
    download_address,
    may_follow,
    query_address,
    rated_base,
)
from synth.sources.arxiv_answer import FeedPage, read_feed
from synth.sources.http_session import ABSENT, HttpSession
from synth.system.clock import Clock, utc_now

if TYPE_CHECKING:
    from synth.sources.oai import OaiPage
    from synth.sources.transport import Exchange

MAX_OAI_BYTES = 100_000_000  # a page of 2,000 records has some 5 MB
MAX_FEED_BYTES = 20_000_000  # 100 papers have 0.23 MB (data/arxiv_feeds); were each by 3,000 authors, 14 MB


class ArxivSession(HttpSession):
    """arXiv over HTTP.

    Every failure is a NetworkError (not reached, or kept failing), an AnswerError (answered with something else)
    or a SourceError (this file is not to be had).
    """

    def __init__(
        self,
        settings: ArxivSettings,
        limits: LimitSettings = LimitSettings(),  # noqa: B008
        *,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        uniform: Callable[[], float] = random.random,
        now: Clock = utc_now,
    ) -> None:
        super().__init__(
            "arXiv",
            f"arxiv-{sha256(rated_base(settings).encode()).hexdigest()[:8]}",
            settings,
            partial(redirected, "arXiv", partial(may_follow, settings)),
            contact=settings.contact,
            monotonic=monotonic,
            clock=clock,
            sleep=sleep,
            uniform=uniform,
            now=now,
        )
        self._arxiv = settings
        self._limits = limits

    def query(self, parameters: Mapping[str, str]) -> FeedPage:
        """One page of the API's answer; an empty page where more was announced is asked for again."""
        url = f"{query_address(self._arxiv)}?{urlencode(parameters)}"
        pages: list[FeedPage] = []

        def flaw(exchange: "Exchange") -> str | None:
            content_type = exchange.headers.get("Content-Type", "")
            read = read_feed(exchange.body, content_type, int(parameters["max_results"]), self._limits)
            if read is None:
                return "the answer was cut off"
            if read.is_wrongly_empty:
                return f"an empty page, though {read.total} papers were announced"
            pages.append(read)
            return None

        exchange = self.get(url, MAX_FEED_BYTES, flaw)
        if exchange.status != 200:
            if exchange.status == 400:
                read_feed(exchange.body, "", 1, self._limits)  # says why in an error entry
            raise AnswerError(f"refused the query with HTTP {exchange.status}", item="arXiv", stage="search")
        return pages[-1]

    def list_records(self, parameters: Mapping[str, str]) -> "OaiPage":
        """One page of an answer by OAI-PMH, where the settings' base is that of such a server."""
        from synth.sources.oai import read_page

        url = f"{base_address(self._arxiv)}?{urlencode({'verb': 'ListRecords', **parameters})}"
        pages: list[OaiPage] = []

        def flaw(exchange: "Exchange") -> str | None:
            read = read_page(exchange.body, self._limits)
            pages.extend([read] if read else [])
            return None if read else "the answer was cut off"

        exchange = self.get(url, MAX_OAI_BYTES, flaw)
        if exchange.status != 200:
            raise AnswerError(f"refused the harvest with HTTP {exchange.status}", item="arXiv", stage="harvest")
        return pages[-1]

    def download(self, form: DownloadForm, arxiv_id: str) -> bytes:
        """A paper's e-print or PDF, whole and of a kind that can be one.

        Raises AbsentError where arXiv has none, SourceError where it cannot be had.
        """
        url = download_address(self._arxiv, form, arxiv_id)
        exchange = self.get(url, self._arxiv.max_download_bytes, lambda exchange: download_flaw(exchange.body))
        content_type = exchange.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if exchange.status in ABSENT:
            raise AbsentError(f"arXiv has no {form} of it (HTTP {exchange.status})", item=arxiv_id, stage="fetch")
        if exchange.status != 200:
            raise SourceError(f"arXiv has no {form} of it (HTTP {exchange.status})", item=arxiv_id, stage="fetch")
        if "html" in content_type or exchange.body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
            raise SourceError(f"arXiv sent a web page instead of its {form}", item=arxiv_id, stage="fetch")
        return exchange.body


def download_flaw(data: bytes) -> str | None:
    """Why downloaded bytes, though as many as announced, are broken off: no end of a PDF, no checksum of a gzip."""
    if data.startswith(b"%PDF-") and b"%%EOF" not in data[-65_536:]:
        return "a PDF without its end"
    if data.startswith(b"\x1f\x8b") and not _is_whole_gzip(data):
        return "a damaged gzip file"
    return None


def _is_whole_gzip(data: bytes) -> bool:
    """Whether gzip data end with their right checksum; above a gigabyte unpacked this is left to reading."""
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = 0
    try:
        while not unpacker.eof and data and unpacked < 1_000_000_000:
            unpacked += len(unpacker.decompress(data, 1_000_000))
            data = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof or unpacked >= 1_000_000_000
