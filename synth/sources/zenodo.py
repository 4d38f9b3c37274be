"""Zenodo's deposit API: one deposition made, filled, described and published, each step safe to be interrupted.

developers.zenodo.org: POST deposit/depositions, PUT to its bucket, PUT deposit/depositions/ID, POST actions/publish.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import NetworkError, PublishingError, UsageError
from synth.models.csl import DOI, visible
from synth.settings import ZenodoSettings
from synth.sources.session import user_agent

if TYPE_CHECKING:
    from synth.sources.transport import Exchange, Transport

PRODUCTION = "https://zenodo.org/api"
SANDBOX = "https://sandbox.zenodo.org/api"
URL_VARIABLE = "SYNTH_ZENODO_URL"
TOKEN_VARIABLE = "SYNTH_ZENODO_TOKEN"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TRANSIENT = frozenset({429, 500, 502, 503, 504})
MAX_PAGES = 20
PAGE_SIZE = 100
MAX_REASON_CHARS = 300

REMEDIES = {
    400: "the deposit as it would be sent: synth export RUN --format zenodo",
    401: f"give a valid token of that server in {TOKEN_VARIABLE} or --token-file; the sandbox has its own",
    403: "the token needs the scopes deposit:write and deposit:actions",
    409: "wait until Zenodo has finished with it, then run the same command again",
    413: "Zenodo takes 50 GB in 100 files",
}

_log = logging.getLogger(__name__)


class _Answer(BaseModel):
    """What is read of an answer; all else in it is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Links(_Answer):
    bucket: str | None = None


class DepositedFile(_Answer):
    """A file of a deposition; `checksum` is the MD5 (hex) of its bytes."""

    filename: str
    filesize: int
    checksum: str

    @property
    def md5(self) -> str:
        """The checksum without the name of its algorithm, which one of Zenodo's two interfaces puts before it."""
        return self.checksum.removeprefix("md5:")


class Deposition(_Answer):
    """A deposition of the user; `submitted` is whether it was published, `metadata` what is said of it."""

    id: int
    submitted: bool
    doi: str | None = None
    metadata: dict[str, object] = {}
    files: tuple[DepositedFile, ...] = ()
    links: _Links = _Links()


def zenodo_address(production: bool, environ: Mapping[str, str]) -> str:
    """The base of the API: Zenodo's or its sandbox's, else what SYNTH_ZENODO_URL says. Raises UsageError.

    A token goes there, so it is https, or this machine itself.
    """
    base = environ.get(URL_VARIABLE, "").strip().rstrip("/")
    if not base:
        return PRODUCTION if production else SANDBOX
    parts = urlsplit(base)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.username or not (parts.scheme == "https" or local):
        raise UsageError("not an https address", item=URL_VARIABLE, stage="publish")
    return base


class ZenodoSession:
    """Zenodo over HTTP with the user's token, which no message, log or address ever holds.

    What can be sent twice without harm is tried again; what cannot (making a deposition, publishing it) is sent once.
    Raises PublishingError where Zenodo refuses, NetworkError where it is not known whether it did what was asked.
    """

    def __init__(
        self,
        base: str,
        token: str,
        settings: ZenodoSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = base
        self._token = token
        self._settings = settings
        self._sleep = sleep
        self._opened: Transport | None = None

    @property
    def server(self) -> str:
        """The server's name, for messages."""
        return urlsplit(self._base).netloc

    def create(self, metadata: str) -> Deposition:
        """Make a deposition that is so described. Raises NetworkError where it may or may not have been made."""
        return self._deposition("POST", "deposit/depositions", metadata.encode(), tries=1)

    def find(self, marker: str) -> Deposition | None:
        """The user's deposition whose metadata hold `marker`; a published one before a draft."""
        found: list[Deposition] = []
        for page in range(1, MAX_PAGES + 1):
            query = urlencode({"sort": "mostrecent", "size": PAGE_SIZE, "page": page})
            answer = self._ask("GET", f"{self._base}/deposit/depositions?{query}")
            try:
                rows = json.loads(answer.body)
                listed = [Deposition.model_validate(row) for row in rows]
            except (ValueError, TypeError) as error:
                raise self._nonsense("its list of depositions") from error
            found += [one for one in listed if marker in json.dumps(one.metadata, ensure_ascii=False)]
            if len(listed) < PAGE_SIZE:
                break
        return max(found, key=lambda one: one.submitted, default=None)

    def get(self, deposition_id: int) -> Deposition | None:
        """A deposition, None where it is gone."""
        answer = self._ask("GET", self._url(deposition_id), accepted=(200, 404, 410))
        return self._parsed(answer) if answer.status == 200 else None

    def describe(self, deposition_id: int, metadata: str) -> Deposition:
        """Put a deposition's metadata in place of what it had."""
        return self._deposition("PUT", f"deposit/depositions/{deposition_id}", metadata.encode())

    def upload(self, deposition: Deposition, name: str, data: bytes) -> None:
        """Put one file into a deposition, over one of that name. Raises PublishingError for a bucket elsewhere."""
        bucket = deposition.links.bucket or ""
        ours, theirs = urlsplit(self._base), urlsplit(bucket)
        if (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc) or theirs.query:
            remedy = "open that draft on its page and edit or delete it there, then run the same command again"
            message = f"deposition {deposition.id} has no place for files of its own"
            raise PublishingError(message, item=self.server, stage="publish", remedy=remedy)
        self._ask("PUT", f"{bucket.rstrip('/')}/{quote(name, safe='')}", data, "application/octet-stream")

    def publish(self, deposition_id: int) -> Deposition:
        """Publish a deposition, for good. Raises NetworkError where it may or may not have been published."""
        return self._deposition("POST", f"deposit/depositions/{deposition_id}/actions/publish", b"", tries=1)

    def close(self) -> None:
        """Close the connection."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _url(self, deposition_id: int) -> str:
        return f"{self._base}/deposit/depositions/{deposition_id}"

    def _deposition(self, method: str, path: str, body: bytes, tries: int | None = None) -> Deposition:
        return self._parsed(self._ask(method, f"{self._base}/{path}", body, tries=tries))

    def _parsed(self, answer: "Exchange") -> Deposition:
        try:
            return Deposition.model_validate_json(answer.body)
        except ValidationError as error:
            raise self._nonsense("a deposition") from error

    def _nonsense(self, wanted: str) -> PublishingError:
        return PublishingError(f"did not answer with {wanted}", item=self.server, stage="publish")

    def _ask(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        content_type: str = "application/json",
        *,
        tries: int | None = None,
        accepted: tuple[int, ...] = (200, 201, 202),
    ) -> "Exchange":
        """A whole answer of an accepted status, tried a bounded number of times."""
        tries = tries or self._settings.max_tries
        headers = {"Accept": "application/json"} | ({"Content-Type": content_type} if body is not None else {})
        for attempt in range(1, tries + 1):
            exchange = self._transport.send(
                method, url, headers, self._settings.max_answer_bytes, body=body, token=self._token
            )
            failure = exchange.failure
            if failure is None and exchange.status in accepted:
                return exchange
            if failure is None and exchange.status not in TRANSIENT:
                raise self._refusal(exchange)
            failure = failure or f"HTTP {exchange.status}"
            _log.info("Zenodo, %s, try %d of %d: %s", method, attempt, tries, failure)
            if attempt < tries:
                self._sleep(self._wait_s(attempt, exchange))
        kept = "could not be reached" if not exchange.connected else "gave no whole answer"
        remedy = "run the same command again: what is done already is not done twice"
        raise NetworkError(f"{kept}: {failure}", item=f"Zenodo ({self.server})", stage="publish", remedy=remedy)

    def _refusal(self, exchange: "Exchange") -> PublishingError:
        """Why Zenodo refused, in its own words (message and errors), the token taken out should it be among them."""
        status = exchange.status or 0
        if status in {301, 302, 303, 307, 308}:
            return PublishingError("redirects elsewhere, where no token goes", item=self.server, stage="publish")
        reason = f"HTTP {status}"
        try:
            answer = json.loads(exchange.body)
            rows = answer.get("errors") or []
            details = [f"{row.get('field') or ''}: {row.get('message') or row.get('messages')}" for row in rows]
            reason = f"{reason}, {'; '.join([str(answer.get('message', '')), *details])}"
        except (ValueError, AttributeError, TypeError):
            pass  # an error page, or nothing
        reason = visible(reason.replace(self._token, "***")).strip()[:MAX_REASON_CHARS]
        remedy = REMEDIES.get(status, "")
        return PublishingError(f"refuses: {reason}", item=f"Zenodo ({self.server})", stage="publish", remedy=remedy)

    def _wait_s(self, attempt: int, exchange: "Exchange") -> float:
        """Seconds before the next try: what Zenodo asks for, else doubled each time, never more than the longest."""
        asked = exchange.headers.get("Retry-After", "").strip()
        backoff_s = self._settings.backoff_s * 2 ** (attempt - 1)
        return min(float(asked) if asked.isascii() and asked.isdecimal() else backoff_s, self._settings.max_backoff_s)

    @property
    def _transport(self) -> "Transport":
        """Opened when first used: a dry run loads no HTTP library."""
        if self._opened is None:
            from synth.sources.transport import Transport

            self._opened = Transport(
                user_agent(None),
                connect_timeout_s=self._settings.connect_timeout_s,
                read_timeout_s=self._settings.read_timeout_s,
                request_timeout_s=self._settings.request_timeout_s,
            )
        return self._opened


def doi_of(deposition: Deposition) -> str | None:
    """The DOI of a published deposition, None where it names none."""
    for doi in (deposition.doi, deposition.metadata.get("doi")):
        if isinstance(doi, str) and DOI.fullmatch(doi):
            return doi
    return None
