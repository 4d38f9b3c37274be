"""The same functions for programs that speak the Model Context Protocol: tools on the records of one folder."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import anyio
import anyio.from_thread
import anyio.to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import ValidationError

from synth import __version__
from synth.batch.running import Shared, TopicResult
from synth.errors import SynthError
from synth.models import ClaimLine, EvidenceLine, Mark, SearchedSource, Verification
from synth.models.published import RecordSummary
from synth.records.reader import why_invalid
from synth.runs.verification import verify as verify_record
from synth.settings import Snowball
from synth.web.job_process import answer, run_apart
from synth.web.jobs import Ask
from synth.web.served_records import RecordDetail, RecordHit, ServedRecords

INSTRUCTIONS = (
    "Answers research questions from papers and keeps every answer as a record whose claims are verbatim quotations,"
    " each with its paper, section and page and with a mark for how far it was checked. Search the records before you"
    " ask; asking reads papers and takes minutes."
)


def mcp_server(shared: Shared) -> MCPServer[object]:
    """The server; `shared` is how questions are answered, `shared.out` the folder of records.

    Raises StorageError where the folder cannot be written.
    """
    shared = shared.anywhere()
    settings = shared.settings
    catalogue = ServedRecords(shared.out or Path(), settings)
    catalogue.refresh()
    server: MCPServer[object] = MCPServer("synth", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    at_once = anyio.CapacityLimiter(settings.batch.jobs)

    @server.tool()
    async def ask(
        ctx: Context,
        question: str,
        compare: str = "",
        against: tuple[str, ...] = (),
        outcome: str = "",
        sources: tuple[SearchedSource, ...] = (),
        categories: tuple[str, ...] = (),
        since: date | None = None,
        max_papers: int | None = None,
        snowball: Snowball | None = None,
        offline: bool = False,
    ) -> RecordSummary:
        """Answer a research question from published papers; takes minutes, and gives the record that was made.

        `compare`, `against` and `outcome` correct what was understood of the question; `sources` are what to ask;
        `categories` (such as cs.CL), `since` and `max_papers` limit the search; `snowball` follows what the papers read
        cite (backward), what cites them (forward), or both; `offline` uses the library on this machine alone.
        """
        with _anticipated():
            asked = Ask(
                question=question,
                compare=compare,
                against=against,
                outcome=outcome,
                sources=sources,
                categories=categories,
                since=since,
                max_papers=max_papers,
                snowball=snowball,
                offline=offline,
            )
            result = await _answered(asked, ctx)
            if result.record_id is None:
                raise ToolError(result.error or "there is no record")
            await anyio.to_thread.run_sync(catalogue.refresh)
            return catalogue.record(result.record_id).record

    async def _answered(asked: Ask, ctx: Context) -> TopicResult:
        cancelled = threading.Event()
        steps = count(1)

        def progress(stage: str, done: int, total: int) -> None:
            message = f"{stage}, {done} of {total}"
            anyio.from_thread.run(ctx.report_progress, next(steps), None, message)  # which must only ever grow

        def run() -> TopicResult:
            return run_apart(
                answer,
                asked.topic(),
                shared._replace(offline=shared.offline or asked.offline),
                time_limit_s=settings.batch.time_limit_s,
                progress=progress,
                cancelled=cancelled,
            )

        try:
            return await anyio.to_thread.run_sync(run, abandon_on_cancel=True, limiter=at_once)
        finally:
            cancelled.set()  # who asked may have gone

    @server.tool()
    def records(limit: int = 20, offset: int = 0) -> list[RecordSummary]:
        """The records that are there, the newest first, with question, headline, certainty and standing."""
        return catalogue.records()[max(0, offset) :][: max(0, limit)]

    @server.tool()
    def record(record_id: str) -> RecordDetail:
        """One record with its answer: the direction of each paper, independent groups, values, conditions."""
        with _anticipated():
            return catalogue.record(record_id)

    @server.tool()
    def claims(record_id: str, mark: Mark | None = None, paper_id: str | None = None) -> list[ClaimLine]:
        """The claims of a record, verbatim, with their places and marks; of one mark or paper if given."""
        with _anticipated():
            return catalogue.claims(record_id, mark, paper_id)

    @server.tool()
    def evidence(record_id: str, claim_id: str | None = None) -> list[EvidenceLine]:
        """The passages that support or contradict the claims of a record, or one of them, verbatim."""
        with _anticipated():
            return catalogue.evidence(record_id, claim_id)

    @server.tool()
    def search(words: str, limit: int = 20) -> list[RecordHit]:
        """Records by words of their questions, headlines and claims, or by identifier, best first."""
        return catalogue.search(words, max(1, limit))

    @server.tool()
    def verify(record_id: str) -> Verification:
        """Check a record offline: its bytes, its quotations at their places, its files against each other."""
        with _anticipated():
            return verify_record(catalogue.run_folder(record_id))

    return server


@contextmanager
def _anticipated() -> Iterator[None]:
    """A failure that its asker can act on, as the protocol has it."""
    try:
        yield
    except ValidationError as error:
        raise ToolError(why_invalid(error)) from error
    except SynthError as error:
        raise ToolError(str(error)) from error
