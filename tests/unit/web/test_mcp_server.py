"""The tools that programs call over MCP, by the SDK's own client."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client

from synth.batch.running import Shared
from synth.web import mcp_server
from tests.unit.web.conftest import Answers


def talk(shared: Shared, talked: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Client(mcp_server.mcp_server(shared)) as client:
            await talked(client)

    asyncio.run(run())


async def one(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """What a tool gave that did not fail, as JSON has it."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def many(client: Client, tool: str, **arguments: object) -> list[dict[str, Any]]:
    """The same of a tool that gives a list."""
    listed: list[dict[str, Any]] = (await one(client, tool, **arguments))["result"]
    return listed


@pytest.fixture
def asked(shared: Shared, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Shared:
    monkeypatch.setattr(mcp_server, "run_apart", answers.run_apart)
    return shared


def test_tools_are_described_and_give_records(shared: Shared) -> None:
    async def talked(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "records", "record", "claims", "evidence", "search", "verify"}
        assert all(tool.description and tool.output_schema for tool in tools.values())
        (record,) = await many(client, "records")
        named = {"record_id": record["record_id"]}
        assert (await one(client, "record", **named))["record"] == record
        claims = await many(client, "claims", **named, mark="corroborated")
        assert [claim["mark"] for claim in claims] == ["corroborated"]
        evidence = await many(client, "evidence", **named, claim_id=claims[0]["id"])
        assert [passage["id"] for passage in evidence] == claims[0]["evidence"]
        assert [hit["record"] for hit in await many(client, "search", words="dense retrieval")] == [record]
        verification = await one(client, "verify", **named)
        assert (verification["record_id"], verification["source_absent"]) == (record["record_id"], [])

    talk(shared, talked)


def test_ask_runs_with_progress_that_only_grows_and_gives_the_record(asked: Shared, answers: Answers) -> None:
    seen: list[tuple[float, str | None]] = []

    async def noted(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, message))

    async def talked(client: Client) -> None:
        arguments = {"question": "Is A better than B?", "against": ["B"], "max_papers": 5, "offline": True}
        result = await client.call_tool("ask", arguments, progress_callback=noted)
        assert isinstance(result.structured_content, dict)
        assert result.structured_content["question"] == "Does dense retrieval beat BM25?"  # as the stand-in has it

    talk(asked, talked)
    assert seen == [(1, "read, 3 of 24")]
    assert (answers.topics[0].against, answers.topics[0].max_papers, answers.topics[0].papers) == (("B",), 5, ())
    assert answers.shared[0].offline


@pytest.mark.parametrize(("tool", "arguments", "reason"), [
    ("ask", {"question": "Does nothing help?"}, "no paper was found"),
    ("ask", {"question": ""}, "question"),
    ("ask", {"question": "A?", "max_papers": 1000}, "max_papers"),
    ("record", {"record_id": "../../etc"}, "no such record"),
    ("claims", {"record_id": "SRCH:00000000"}, "no such record"),
    ("evidence", {"record_id": "SRCH:00000000"}, "no such record"),
    ("verify", {"record_id": "SRCH:00000000"}, "no such record"),
])  # fmt: skip
def test_tools_name_what_they_cannot_do(asked: Shared, tool: str, arguments: dict[str, object], reason: str) -> None:
    async def talked(client: Client) -> None:
        result = await client.call_tool(tool, arguments)
        assert result.is_error
        assert reason in str(result.content)

    talk(asked, talked)


def test_ask_ends_what_runs_when_its_asker_has_gone(asked: Shared, answers: Answers) -> None:
    answers.let.clear()

    async def talked(client: Client) -> None:
        asking = asyncio.create_task(client.call_tool("ask", {"question": "Is A better than B?"}))
        while not answers.topics:
            await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    talk(asked, talked)
    assert answers.cancelled.acquire(timeout=30)
