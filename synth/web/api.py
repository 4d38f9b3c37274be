"""The JSON API below /api: what it takes and gives are pydantic models, of which its OpenAPI document is made."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple, TypeVar

from pydantic import Field, ValidationError
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from synth.models import ClaimLine, EvidenceLine, Mark, Model
from synth.models.published import RecordSummary
from synth.records.reader import why_invalid
from synth.settings import ServerSettings
from synth.web.forms import MAX_FIELDS, read_form
from synth.web.job_queue import JobQueue
from synth.web.jobs import UNFINISHED, Ask, JobStatus
from synth.web.served_records import RecordDetail, RecordHit, ServedRecords

EVENT_S = 0.3
"""Between two looks at a job that is followed."""


class ListPart(Model):
    """Which part of a list: `limit` items, from `offset` on."""

    limit: int = Field(default=100, ge=1, le=1000)
    offset: int = Field(default=0, ge=0)


class ClaimFilter(Model):
    """Claims with one mark, of one paper."""

    mark: Mark | None = None
    paper_id: str | None = None


class EvidenceFilter(Model):
    """Evidence for one claim."""

    claim_id: str | None = None


class SearchQuery(Model):
    """Words to be searched for, or the identifier of a record."""

    q: str = Field(max_length=500)
    limit: int = Field(default=20, ge=1, le=100)


class Refused(Model):
    """Why a request was refused."""

    error: str


Query = TypeVar("Query", bound=Model)


class Endpoint(NamedTuple):
    """One operation of the API: what it takes and gives, and the function that does it.

    `gives` is None for a stream of events; `many` that it gives a list of them; `uploads` that the body may be a form
    with files too.
    """

    method: str
    path: str
    name: str
    summary: str
    work: Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]
    gives: type[Model] | None
    many: bool = False
    query: type[Model] | None = None
    body: type[Model] | None = None
    status: int = 200
    uploads: bool = False


class Api:
    """The operations, on one queue of jobs and the records of one folder."""

    def __init__(self, queue: JobQueue, catalogue: ServedRecords, limits: ServerSettings) -> None:
        self._queue = queue
        self._catalogue = catalogue
        self._limits = limits

    def endpoints(self) -> list[Endpoint]:
        """All of them, in the order of the documentation."""
        return [
            Endpoint("POST", "/api/jobs", "ask", "Ask a question", self.ask, JobStatus, body=Ask, status=202,
                     uploads=True),
            Endpoint("GET", "/api/jobs", "jobs", "Questions that were asked, the newest first", self.jobs, JobStatus,
                     many=True, query=ListPart),
            Endpoint("GET", "/api/jobs/{job_id}", "status", "What became of a question", self.status, JobStatus),
            Endpoint("GET", "/api/jobs/{job_id}/events", "events", "The same as Server-Sent Events, until it ends",
                     self.events, None),
            Endpoint("DELETE", "/api/jobs/{job_id}", "cancel", "Cancel a question", self.cancel, JobStatus),
            Endpoint("GET", "/api/records", "records", "Records, the newest first", self.records, RecordSummary,
                     many=True, query=ListPart),
            Endpoint("GET", "/api/records/{record_id}", "record", "One record with its answer", self.record,
                     RecordDetail),
            Endpoint("GET", "/api/records/{record_id}/claims", "claims", "The claims of a record", self.claims,
                     ClaimLine, many=True, query=ClaimFilter),
            Endpoint("GET", "/api/records/{record_id}/evidence", "evidence", "The evidence of a record",
                     self.evidence, EvidenceLine, many=True, query=EvidenceFilter),
            Endpoint("GET", "/api/search", "search", "Search the records", self.search, RecordHit, many=True,
                     query=SearchQuery),
        ]  # fmt: skip

    async def ask(self, request: Request) -> Response:
        """Take a question into the queue."""
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            async with request.form(max_files=self._limits.max_upload_files, max_fields=MAX_FIELDS) as form:
                asks, papers = await read_form(form, self._limits.max_list_bytes)
        else:
            try:
                asks, papers = (Ask.model_validate_json(await request.body()),), {}
            except ValidationError as error:
                raise HTTPException(400, why_invalid(error)) from error
        if len(asks) > 1:
            raise HTTPException(400, "one question at a time")
        (job,) = await run_in_threadpool(self._queue.submit, asks, client_of(request), papers)
        return reply(self._queue.status(job.id), 202)

    def jobs(self, request: Request) -> Response:
        """A part of the list of jobs."""
        part = queried(request, ListPart)
        return reply(self._queue.statuses()[part.offset : part.offset + part.limit])

    def status(self, request: Request) -> Response:
        """One job."""
        return reply(self._queue.status(request.path_params["job_id"]))

    def cancel(self, request: Request) -> Response:
        """End one job."""
        job = self._queue.cancel(request.path_params["job_id"])
        return reply(self._queue.status(job.id))

    async def events(self, request: Request) -> Response:
        """One job each time that something changes, until nothing more will."""
        job_id = request.path_params["job_id"]
        first = await run_in_threadpool(self._queue.status, job_id)

        async def changes() -> AsyncIterator[dict[str, str]]:
            status = first
            yield {"event": "status", "data": status.model_dump_json()}
            while status.state in UNFINISHED:
                await asyncio.sleep(EVENT_S)
                last, status = status, await run_in_threadpool(self._queue.status, job_id)
                if status != last:
                    yield {"event": "status", "data": status.model_dump_json()}

        return EventSourceResponse(changes())

    def records(self, request: Request) -> Response:
        """A part of the list of records."""
        part = queried(request, ListPart)
        return reply(self._catalogue.records()[part.offset : part.offset + part.limit])

    def record(self, request: Request) -> Response:
        """One record."""
        return reply(self._catalogue.record(request.path_params["record_id"]))

    def claims(self, request: Request) -> Response:
        """The claims of one record."""
        wanted = queried(request, ClaimFilter)
        return reply(self._catalogue.claims(request.path_params["record_id"], wanted.mark, wanted.paper_id))

    def evidence(self, request: Request) -> Response:
        """The evidence of one record."""
        wanted = queried(request, EvidenceFilter)
        return reply(self._catalogue.evidence(request.path_params["record_id"], wanted.claim_id))

    def search(self, request: Request) -> Response:
        """Records by words."""
        wanted = queried(request, SearchQuery)
        return reply(self._catalogue.search(wanted.q, wanted.limit))


def client_of(request: Request) -> str:
    """By what a client is known that has limits of its own: its address."""
    return request.client.host if request.client else ""


def queried(request: Request, model: type[Query]) -> Query:
    """The parameters of a request. Raises HTTPException for one that is unknown or wrong."""
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise HTTPException(400, why_invalid(error)) from error


def reply(given: Model | Sequence[Model], status: int = 200) -> Response:
    """A model, or a list of them, as JSON."""
    if isinstance(given, Model):
        content = given.model_dump_json(by_alias=True)
    else:
        content = f"[{','.join(one.model_dump_json(by_alias=True) for one in given)}]"
    return Response(content, status, media_type="application/json")
