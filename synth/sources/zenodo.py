"""Zenodo's deposit API: one deposition made, filled, described and published, each step safe to be interrupted.

developers.zenodo.org: POST deposit/depositions, PUT to its bucket, PUT deposit/depositions/ID, POST actions/publish.

A server can send the token back in any form: encoded, backwards, as the name of a file. So nothing that it answers is
ever printed, logged or kept but numbers, a DOI of Zenodo's form, and which of the fields that were sent it objects to.
"""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import quote, urlencode

from pydantic import AliasPath, BaseModel, Field, TypeAdapter, ValidationError

from synth.errors import NetworkError, PublishingError, UsageError
from synth.settings import ZenodoSettings
from synth.sources.address_parts import parts_of
from synth.sources.http_session import user_agent
from synth.sources.waiting import Deadline, asked_wait_s
from synth.system.clock import Clock, utc_now

if TYPE_CHECKING:
    from synth.sources.transport import Exchange, Transport

PRODUCTION = "https://zenodo.org/api"
SANDBOX = "https://sandbox.zenodo.org/api"
URL_VARIABLE = "SYNTH_ZENODO_URL"
TOKEN_VARIABLE = "SYNTH_ZENODO_TOKEN"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TRANSIENT = frozenset({429, 500, 502, 503, 504})
MAX_PAGES = 40
PAGE_SIZE = 50
ZENODO_DOI = re.compile(r"10\.[0-9]{4,9}/zenodo\.[0-9]{1,18}")
"""A DOI that Zenodo or its sandbox registers, for `fullmatch`."""

REMEDIES = {
    400: "the deposit as it would be sent: synth export RUN --format zenodo",
    401: f"give a valid token of that server in {TOKEN_VARIABLE} or --token-file; the sandbox has its own",
    403: "the token needs the scopes deposit:write and deposit:actions",
    409: "wait until Zenodo has finished with it, then run the same command again",
    413: "Zenodo takes 50 GB in 100 files",
}

_log = logging.getLogger(__name__)


class DepositedFile(BaseModel, frozen=True):
    """A file of a deposition; `checksum` is the MD5 (hex) of its bytes."""

    filename: str
    filesize: int
    checksum: str

    @property
    def md5(self) -> str:
        """The checksum without the name of its algorithm, which one of Zenodo's two interfaces puts before it."""
        return self.checksum.removeprefix("md5:")


class Deposition(BaseModel, frozen=True):
    """A deposition of the user; `submitted` is whether it was published, `metadata` what is said of it."""

    id: Annotated[int, Field(ge=0, lt=10**18)]
    submitted: bool
    doi: str | None = None
    metadata: dict[str, object] = {}
    files: tuple[DepositedFile, ...] = ()
    bucket: Annotated[str | None, Field(validation_alias=AliasPath("links", "bucket"))] = None


class _Refusal(BaseModel, frozen=True):
    """What an error answer says of the metadata: each fault with its `field`, a path ("metadata.creators.0.name")."""

    errors: tuple[Mapping[str, object], ...] = ()


_Read = TypeVar("_Read")

_DEPOSITION = TypeAdapter(Deposition)
_ROWS = TypeAdapter(tuple[dict[str, object], ...])
_REFUSAL = TypeAdapter(_Refusal)


def zenodo_address(production: bool, environ: Mapping[str, str]) -> str:
    """The base of the API: Zenodo's or its sandbox's, else what SYNTH_ZENODO_URL says. Raises UsageError.

    A token goes there, so it is https, or this machine itself.
    """
    base = environ.get(URL_VARIABLE, "").strip().rstrip("/")
    if not base:
        return PRODUCTION if production else SANDBOX
    parts = parts_of(base)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.username is not None or not (parts.scheme == "https" or local):
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
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Clock = utc_now,
    ) -> None:
        self._base = base
        self._token = token
        self._settings = settings
        self._sleep = sleep
        self._now = now
        self._deadline = Deadline(settings.deadline_s, monotonic)
        self._fields: frozenset[str] = frozenset()
        self._opened: Transport | None = None

    @property
    def server(self) -> str:
        """The server's name, for messages."""
        return parts_of(self._base).netloc

    def create(self, metadata: str) -> Deposition:
        """Make a deposition that is so described. Raises NetworkError where it may or may not have been made."""
        return self._described("POST", f"{self._base}/deposit/depositions", metadata, tries=1)

    def find(self, marker: str) -> Deposition | None:
        """The user's deposition whose metadata hold `marker`; a published one before a draft."""
        found: list[Deposition] = []
        for page in range(1, MAX_PAGES + 1):
            query = urlencode({"sort": "mostrecent", "size": PAGE_SIZE, "page": page})
            answer = self._ask("GET", f"{self._base}/deposit/depositions?{query}")
            # what is odd in the user's other depositions costs nothing
            rows = self._read(_ROWS, answer.body, "its list of depositions")
            texts = [_text(row) for row in rows if marker in _text(row.get("metadata"))]
            found += [self._read(_DEPOSITION, text, "a deposition") for text in texts]
            if len(rows) < PAGE_SIZE:
                break
        return max(found, key=lambda one: one.submitted, default=None)

    def get(self, deposition_id: int) -> Deposition | None:
        """A deposition, None where it is gone."""
        answer = self._ask("GET", self._url(deposition_id), accepted=(200, 404, 410))
        return self._read(_DEPOSITION, answer.body, "a deposition") if answer.status == 200 else None

    def describe(self, deposition_id: int, metadata: str) -> Deposition:
        """Put a deposition's metadata in place of what it had."""
        return self._described("PUT", self._url(deposition_id), metadata)

    def upload(self, deposition: Deposition, name: str, data: bytes) -> None:
        """Put one file into a deposition, over one of that name. Raises PublishingError for a bucket elsewhere."""
        bucket = deposition.bucket or ""
        ours, theirs = parts_of(self._base), parts_of(bucket)
        if (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc) or theirs.query:
            remedy = "open that draft on its page and edit or delete it there, then run the same command again"
            message = f"deposition {deposition.id} has no place for files of its own"
            raise PublishingError(message, item=self.server, stage="publish", remedy=remedy)
        self._ask("PUT", f"{bucket.rstrip('/')}/{quote(name, safe='')}", data, "application/octet-stream")

    def publish(self, deposition_id: int) -> Deposition:
        """Publish a deposition, for good. Raises NetworkError where it may or may not have been published."""
        answer = self._ask("POST", f"{self._url(deposition_id)}/actions/publish", b"", tries=1)
        return self._read(_DEPOSITION, answer.body, "a deposition")

    def close(self) -> None:
        """Close the connection."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _url(self, deposition_id: int) -> str:
        return f"{self._base}/deposit/depositions/{deposition_id}"

    def _described(self, method: str, url: str, metadata: str, tries: int | None = None) -> Deposition:
        self._fields = frozenset(json.loads(metadata).get("metadata", ()))
        answer = self._ask(method, url, metadata.encode(), tries=tries)
        return self._read(_DEPOSITION, answer.body, "a deposition")

    def _read(self, kind: TypeAdapter[_Read], body: bytes | str, wanted: str) -> _Read:
        try:
            return kind.validate_json(body)
        except ValidationError:
            pass  # it quotes the answer, so it does not become this error's cause or context
        raise PublishingError(f"did not answer with {wanted}", item=self.server, stage="publish")

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
        attempt, failure, connected = 0, "its time was over before", True
        while attempt < tries and not self._deadline.is_over:
            attempt += 1
            with self._deadline.counted():
                timeout_s = min(self._settings.request_timeout_s, self._deadline.left_s)
                exchange = self._transport.send(
                    method, url, headers, self._settings.max_answer_bytes, timeout_s, body=body, token=self._token
                )
            if exchange.failure is None and exchange.status not in TRANSIENT:
                self._deadline.renew()
                if exchange.status in accepted:
                    return exchange
                raise self._refusal(exchange)
            failure, connected = exchange.failure or f"HTTP {exchange.status}", exchange.connected
            _log.info("Zenodo, %s, try %d of %d: %s", method, attempt, tries, failure)
            if attempt < tries:
                pause_s = self._pause_s(attempt, exchange)
                if self._deadline.take(pause_s):
                    self._sleep(pause_s)
        kept = "gave no whole answer" if connected else "could not be reached"
        remedy = "run the same command again: what is done already is not done twice"
        raise NetworkError(f"{kept}: {failure}", item=f"Zenodo ({self.server})", stage="publish", remedy=remedy)

    def _refusal(self, exchange: "Exchange") -> PublishingError:
        """Why Zenodo refused: the status, and which fields of what was sent it names."""
        status = exchange.status or 0
        if status in {301, 302, 303, 307, 308}:
            return PublishingError("redirects elsewhere, where no token goes", item=self.server, stage="publish")
        try:
            faults = _REFUSAL.validate_json(exchange.body).errors
        except ValidationError:
            faults = ()  # an error page, or nothing
        named = {part for fault in faults for part in str(fault.get("field")).split(".")} & self._fields
        reason = f"HTTP {status}" + (f", because of {', '.join(sorted(named))}" if named else "")
        remedy = REMEDIES.get(status, "")
        return PublishingError(f"refuses: {reason}", item=f"Zenodo ({self.server})", stage="publish", remedy=remedy)

    def _pause_s(self, attempt: int, exchange: "Exchange") -> float:
        """Seconds before the next try: what Zenodo asks for, else doubled each time, never more than the longest."""
        asked_s = asked_wait_s(exchange.headers.get("Retry-After"), self._now())
        return min(asked_s or self._settings.backoff_s * 2 ** (attempt - 1), self._settings.max_backoff_s)

    @property
    def _transport(self) -> "Transport":
        """Opened when first used: a dry run loads no HTTP library."""
        if self._opened is None:
            from synth.sources.transport import Transport

            self._opened = Transport(
                user_agent(None),
                connect_timeout_s=self._settings.connect_timeout_s,
                read_timeout_s=self._settings.read_timeout_s,
            )
        return self._opened


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def doi_of(deposition: Deposition) -> str | None:
    """The DOI of a published deposition, None where it names none of Zenodo's form."""
    for doi in (deposition.doi, deposition.metadata.get("doi")):
        if isinstance(doi, str) and ZENODO_DOI.fullmatch(doi):
            return doi
    return None
