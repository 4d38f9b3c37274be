"""A server in a process of its own: from the form to the PDF, cancelled, killed in the middle and started again."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from playwright.sync_api import Page, expect, sync_playwright

from synth.records.run_folder import load_record
from synth.rendering.compilation import find_tex
from tests import examples
from tests.integration.served import WAIT_S, ask, server, submit
from tests.integration.test_pages import CHROMIUM, FLAGS, assert_accessible

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
HOSTILE = "Is dense retrieval better than BM25 for <b>open-domain</b> question answering?"
OTHER = "Does dense retrieval beat BM25?"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one record made by hand; the library beside it is for all servers here: papers are read once."""
    folder = tmp_path_factory.mktemp("serve")
    return examples.record(folder / "runs" / "by-hand").parent


@pytest.fixture(scope="module")
def client(runs: Path) -> Iterator[httpx2.Client]:
    """A client of a server of that folder."""
    with server(runs) as (_, client):
        yield client


def events(client: httpx2.Client, job_id: str) -> Iterator[dict[str, object]]:
    """What a job's page is sent while it is open."""
    with client.stream("GET", f"/api/jobs/{job_id}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line[6:])


def run_of(runs: Path, record_id: str) -> Path:
    manifests = [path for path in runs.glob("*/manifest.json") if record_id in path.read_text()]
    return manifests[0].parent


@pytest.mark.skipif(find_tex() is None, reason="TeX is absent")
def test_from_the_form_over_live_progress_to_the_pdf(client: httpx2.Client, runs: Path) -> None:
    page = ask(client, QUESTION)
    job_id = page.url.path.rpartition("/")[2]
    seen = list(draft_searched(client, job_id))
    assert "24 papers found" in client.get(f"/jobs/{job_id}").text
    assert seen[-1]["searched"]
    submit(client, page, "Run it")
    stages = [event["progress"]["stage"] for event in events(client, job_id) if isinstance(event["progress"], dict)]
    assert list(dict.fromkeys(stages))[-1] == "typeset"
    assert len(set(stages)) >= 3
    page = client.get(f"/jobs/{job_id}")
    record_id = re.search(r"SRCH:\w+", page.text)
    pdf = re.search(r'href="(/[^"]+\.pdf)"', page.text)
    assert record_id
    assert pdf
    assert client.get(pdf[1]).content == (run_of(runs, record_id[0]) / "report.pdf").read_bytes()
    assert client.get(f"/records/{record_id[0][5:]}/").status_code == 200
    assert QUESTION in client.get("/").text


def draft_searched(client: httpx2.Client, job_id: str) -> Iterator[dict[str, object]]:
    for event in events(client, job_id):
        yield event
        if event["searched"]:
            return


def answered(page: Page, address: str, look: Callable[[Page], None]) -> None:
    """Ask by the form, agree, and wait for the record; each page on the way is looked at."""
    page.goto(address)
    page.get_by_role("link", name="Ask", exact=True).click()
    look(page)
    page.get_by_label("Question", exact=True).fill(HOSTILE)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    expect(page.get_by_text("papers found")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Run it").click()
    expect(page.locator(".stages .current, .headline").first).to_be_visible()
    expect(page.get_by_role("link", name="The record SRCH:")).to_be_visible()
    look(page)
    page.goto(f"{address}jobs")
    look(page)
    page.get_by_role("link", name="SRCH:").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("open-domain")


def fits_and_is_accessible(page: Page) -> None:
    page.wait_for_load_state("load")  # a page that follows a job loads again when it ends: first without its styles
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is absent: scripts/install-browser")
def test_a_browser_asks_follows_and_reads_the_record_with_scripts_and_without(client: httpx2.Client) -> None:
    faults: list[str] = []
    address = str(client.base_url)
    expect.set_options(timeout=WAIT_S * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for look, context in (
            (fits_and_is_accessible, browser.new_context(viewport={"width": 360, "height": 780}, color_scheme="dark")),
            (lambda page: None, browser.new_context(java_script_enabled=False)),
        ):
            page = context.new_page()
            page.on("console", lambda message: faults.append(message.text))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("request", lambda asked: faults.extend([] if asked.url.startswith(address) else [asked.url]))
            answered(page, address, look)
            context.close()
        browser.close()
    assert faults == []


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is absent: scripts/install-browser")
@pytest.mark.skipif(find_tex() is None, reason="TeX is absent")
def test_a_browser_gets_the_pdf_of_a_question_whose_server_was_killed_and_cancels_another(runs: Path) -> None:
    folder = runs.parent / "killed"
    expect.set_options(timeout=WAIT_S * 1000)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split()) as chromium,
    ):
        page = chromium.new_page()
        with server(folder) as (process, client):
            run_by_form(page, str(client.base_url), QUESTION)
            process.kill()
        with server(folder, "--port", str(client.base_url.port)) as (_, client):
            expect(page.get_by_role("link", name="The record SRCH:")).to_be_visible()
            record_id = page.get_by_role("link", name="The record SRCH:").inner_text()[-13:]
            pdf = page.request.get(page.get_by_role("link", name="PDF").evaluate("link => link.href"))
            assert pdf.body() == (run_of(folder, record_id) / "report.pdf").read_bytes()
            run_by_form(page, str(client.base_url), OTHER)
            page.get_by_role("button", name="Cancel it").click()
            expect(page.get_by_text("Cancelled.")).to_be_visible()
            assert [job["state"] for job in client.get("/api/jobs").json()] == ["cancelled", "done"]


def run_by_form(page: Page, address: str, question: str) -> None:
    """Ask by the form and agree, until it is seen to run."""
    page.goto(f"{address}ask")
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("button", name="Run it").click()
    expect(page.locator(".stages .current")).to_be_visible()


def test_a_question_is_cancelled_and_the_next_one_runs_again_after_a_kill(runs: Path) -> None:
    others = runs.parent / "others"
    with server(others) as (process, client):
        first = client.post("/api/jobs", json={"question": QUESTION, "title": "Cancelled"}).json()
        second = client.post("/api/jobs", json={"question": OTHER}).json()
        assert next(event for event in events(client, first["id"]) if event["progress"])["state"] == "running"
        assert client.delete(f"/api/jobs/{first['id']}").json()["state"] == "cancelled"
        assert next(event for event in events(client, second["id"]) if event["progress"])["state"] == "running"
        process.kill()
    with server(others) as (_, client):
        *_, last = events(client, second["id"])
        assert (last["state"], last["error"]) == ("done", None)
        assert client.get(f"/api/jobs/{first['id']}").json()["state"] == "cancelled"
        assert client.get(str(last["page"])).status_code == 200
        assert len(client.get("/api/search", params={"q": "dense retrieval"}).json()) >= 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is absent")
def test_every_line_of_the_docs_that_calls_curl_works(client: httpx2.Client, runs: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "web.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (curl .*)$", page, re.MULTILINE)
    names = {"RECORD": load_record(runs / "by-hand").record_id, "TOKEN": "any", "JOB": ""}
    given = []
    address = str(client.base_url).rstrip("/")
    for line in lines:
        called = line.replace("http://127.0.0.1:8000", address).replace("curl ", "curl --fail-with-body ", 1)
        run = subprocess.run(
            ["bash", "-c", called], env={**os.environ, **names}, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, (line, run.stdout, run.stderr)
        data = [part[6:] for part in run.stdout.splitlines() if part.startswith("data: ")]
        given.append(json.loads(data[-1] if data else run.stdout))
        if "-d" in line:
            names["JOB"] = given[-1]["id"]
    assert len(given) == 10
    assert given[2]["state"] == "done"
    assert given[5]["record"]["record_id"] == names["RECORD"]
    assert {claim["mark"] for claim in given[6]} == {"corroborated"}


def test_a_program_talks_to_synth_mcp_by_the_sdk(runs: Path) -> None:
    seen: list[float] = []

    async def noted(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    async def talk() -> None:
        arguments = ["-m", "synth", "mcp", str(runs), "--sample", "--library", str(runs.parent / "library")]
        async with Client(StdioServerParameters(command=sys.executable, args=arguments)) as client:
            asked = await client.call_tool("ask", {"question": OTHER}, progress_callback=noted)
            assert not asked.is_error, asked.content
            assert isinstance(asked.structured_content, dict)
            named = {"record_id": asked.structured_content["record_id"]}
            verification = await client.call_tool("verify", named)
            assert isinstance(verification.structured_content, dict)
            assert verification.structured_content["faults"] == []
            assert (run_of(runs, named["record_id"]) / "claims.jsonl").is_file()

    asyncio.run(talk())
    assert seen == sorted(set(seen))
