"""The pages by which people ask: the form, what became of it, and the way in for those who have the token."""

from collections.abc import Sequence
from contextlib import suppress
from typing import get_args

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from synth.batch.running import Shared
from synth.errors import QuestionError, RecordError, UsageError
from synth.models import SearchedSource
from synth.report.framing import SOURCES
from synth.web.api import client_of
from synth.web.forms import MAX_FIELDS, read_form, texts_of
from synth.web.guard import COOKIE, Access
from synth.web.job_queue import JobQueue
from synth.web.jobs import Ask, JobState, JobStatus
from synth.web.replies import page
from synth.web.served_records import ServedRecords

MAX_LISTED = 100
SESSION_S = 30 * 86_400
"""For which a browser need not give the token again."""
STAGES = {
    "search": "papers are searched for",
    "fetch": "papers are fetched",
    "read": "papers are read",
    "check": "claims are checked",
    "reproduce": "numbers are computed again",
    "typeset": "the report is typeset",
}
"""The stages that report progress, in their order."""
SEARCHED = {name: SOURCES[name] for name in get_args(SearchedSource)}
STATES: dict[JobState, str] = {
    "draft": "Not agreed to",
    "waiting": "Waiting",
    "running": "Running",
    "done": "Answered",
    "failed": "Without a record",
    "cancelled": "Cancelled",
}


class AskingPages:
    """Pages on one queue of jobs and the records that come of them."""

    def __init__(self, queue: JobQueue, catalogue: ServedRecords, access: Access, shared: Shared) -> None:
        self._queue = queue
        self._catalogue = catalogue
        self._access = access
        self._site = shared.settings.site
        self._limits = shared.settings.server
        self._sample = shared.sample
        self._offline = shared.offline

    def form(self, request: Request) -> Response:
        """The form for a question."""
        return self._form({})

    async def ask(self, request: Request) -> Response:
        """Take what the form asks as drafts, which its asker agrees to on the next page."""
        async with request.form(max_files=self._limits.max_upload_files + 1, max_fields=MAX_FIELDS) as form:
            self._check_form(form)
            try:
                asks, papers = await read_form(form, self._limits.max_list_bytes)
                jobs = await run_in_threadpool(self._queue.submit, asks, client_of(request), papers, draft=True)
            except (UsageError, QuestionError) as error:
                return self._form(texts_of(form), str(error))
        return RedirectResponse(f"/lists/{jobs[0].id}" if len(jobs) > 1 else f"/jobs/{jobs[0].id}", 303)

    def job(self, request: Request) -> Response:
        """One question: how it was understood, how far it is, what came of it."""
        status = self._queue.status(request.path_params["job_id"])
        pdf = None
        with suppress(RecordError):  # it is no more
            pdf = self._catalogue.published(status.record_id).pdf if status.record_id else None
        return self._page("job", job=status, stages=STAGES, pdf=pdf)

    def jobs(self, request: Request) -> Response:
        """The questions that were asked last."""
        return self._list(None, self._queue.statuses()[:MAX_LISTED])

    def group(self, request: Request) -> Response:
        """The questions of one list."""
        group = request.path_params["group"]
        return self._list(group, self._queue.statuses(group))

    async def agree(self, request: Request) -> Response:
        """Let a draft run."""
        await self._checked_form(request)
        job = await run_in_threadpool(self._queue.agree, request.path_params["job_id"])
        return RedirectResponse(f"/jobs/{job.id}", 303)

    async def cancel(self, request: Request) -> Response:
        """End a question."""
        await self._checked_form(request)
        job = await run_in_threadpool(self._queue.cancel, request.path_params["job_id"])
        return RedirectResponse(f"/jobs/{job.id}", 303)

    async def agree_to_all(self, request: Request) -> Response:
        """Let all drafts of a list run."""
        await self._checked_form(request)
        group = request.path_params["group"]
        for job in await run_in_threadpool(self._queue.statuses, group):
            await run_in_threadpool(self._queue.agree, job.id)
        return RedirectResponse(f"/lists/{group}", 303)

    def sign_in_form(self, request: Request) -> Response:
        """Where the token is given."""
        return self._page("sign_in", wrong=False)

    async def sign_in(self, request: Request) -> Response:
        """Let a browser in that gives the token."""
        form = await self._checked_form(request)
        if not self._access.is_token(str(form.get("token", "")).strip()):
            return self._page("sign_in", 403, wrong=True)
        response = RedirectResponse("/ask", 303)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, self._access.cookie, SESSION_S, httponly=True, samesite="strict", secure=secure)
        return response

    def _form(self, given: dict[str, str], error: str = "") -> Response:
        values = {**dict.fromkeys(Ask.model_fields, ""), **given}
        shown = {"given": values, "error": error, "max_files": self._limits.max_upload_files, "sources": SEARCHED}
        status = 400 if error else 200
        return self._page("ask", status, sample=self._sample, offline=self._offline, **shown)

    def _list(self, group: str | None, jobs: Sequence[JobStatus]) -> Response:
        return self._page("jobs", group=group, jobs=jobs, states=STATES, stages=STAGES)

    def _page(self, template: str, status: int = 200, **given: object) -> Response:
        return page(template, self._site, {"form_token": self._access.form_token, **given}, status)

    async def _checked_form(self, request: Request) -> FormData:
        form = await request.form(max_files=0, max_fields=MAX_FIELDS)
        self._check_form(form)
        return form

    def _check_form(self, form: FormData) -> None:
        """Raises HTTPException for a form that is not of a page of this server."""
        if not self._access.is_form_token(form.get("form_token")):
            raise HTTPException(403, "this form is not of this server, or of before its last start: load it again")
