"""The server in this process: its pages, its API, and what it does with requests that are no good."""

import asyncio
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import httpx2
import jsonschema
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from synth.batch.running import Shared
from synth.errors import UsageError
from synth.records.reader import read_manifest
from synth.settings import ServerSettings, Settings
from synth.web.guard import Access
from synth.web.record_files import page_of
from synth.web.server import is_loopback, read_server_token, serve, serving
from tests import examples
from tests.unit.web.conftest import Answers
from tests.unit.web.test_job_queue import until

QUESTION = "Does dense retrieval beat BM25?"
XSS = """Does "><script>alert(1)</script> beat ' onload=alert(2) {{ 7*7 }}?"""


def form_token(client: TestClient) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get("/ask").text)
    assert found
    return found[1]


def ask(
    client: TestClient,
    question: str = QUESTION,
    files: Sequence[tuple[str, tuple[str, bytes]]] | None = None,
    **more: str,
) -> str:
    """Ask by the form; the address of the job's page."""
    data = {"form_token": form_token(client), "question": question, **more}
    answer = client.post("/ask", data=data, files=files)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_form_shows_how_a_question_was_understood_and_then_runs_it(client: TestClient, answers: Answers) -> None:
    place = ask(client)
    until(lambda: "about 7 s" in client.get(place).text)
    assert answers.topics == []
    answers.let.clear()
    assert client.post(f"{place}/run", data={"form_token": form_token(client)}).status_code == 303
    assert answers.began.acquire(timeout=30)
    running = client.get(place).text
    assert "3 of 24" in running
    assert '<noscript><meta http-equiv="refresh"' in running
    answers.let.set()
    until(lambda: "Yes." in client.get(place).text)
    page = client.get(place).text
    record = re.search(r'href="(/records/\w+/)">The record (SRCH:\w+)', page)
    assert record
    assert client.get(record[1]).status_code == 200
    assert "Yes." in client.get("/jobs").text


def test_form_takes_sides_and_limits(client: TestClient, answers: Answers) -> None:
    fields = {
        "compare": "A", "against": "B; C", "outcome": "Y", "categories": "cs.CL, cs.IR", "since": "2020-01-31",
        "max_papers": "5", "brief": "on", "offline": "on", "title": "", "style": "two-column",
    }  # fmt: skip
    place = ask(client, QUESTION, None, **fields)
    client.post(f"{place}/run", data={"form_token": form_token(client)})
    assert answers.began.acquire(timeout=30)
    topic = answers.topics[0]
    assert (topic.compare, topic.against, topic.outcome) == ("A", ("B", "C"), "Y")
    assert (topic.categories, str(topic.since), topic.max_papers, topic.brief) == (
        ("cs.CL", "cs.IR"),
        "2020-01-31",
        5,
        True,
    )
    assert topic.style == "two-column"
    assert answers.shared[0].offline


def test_form_takes_sources_and_citations_to_follow(client: TestClient, answers: Answers) -> None:
    page = client.get("/ask").text
    data = {"form_token": form_token(client), "question": QUESTION, "snowball": "both", "depth": "2"}
    assert all(f'name="{name}"' in page for name in ("sources", "snowball", "depth"))
    place = client.post("/ask", data={**data, "sources": ["arxiv", "europepmc"]}).headers["location"]
    client.post(f"{place}/run", data=data)
    assert answers.began.acquire(timeout=30)
    topic = answers.topics[0]
    assert (topic.sources, topic.snowball, topic.depth) == (("arxiv", "europepmc"), "both", 2)
    refused = client.post("/ask", data={**data, "depth": "9", "sources": ["openalex", "library"]})
    assert refused.status_code == 400
    assert re.findall(r'value="(\w+)" type="checkbox" checked', refused.text) == ["openalex", "library"]


@pytest.mark.parametrize(("answered_from", "fields"), [
    ("sample", {"sources": ["arxiv"]}), ("offline", {"sources": ["arxiv"]}),
    ("", {"sources": ["arxiv"], "offline": True}), ("", {"sources": ["papers"]}), ("", {"snowball": "sideways"}),
])  # fmt: skip
def test_api_refuses_sources_that_are_not_to_be_asked(
    shared: Shared, answers: Answers, answered_from: str, fields: dict[str, object]
) -> None:
    limited = shared._replace(sample=answered_from == "sample", offline=answered_from == "offline")
    with (
        serving(limited, Access(), []) as app,
        TestClient(app, base_url="http://localhost:8000") as client,
    ):
        assert client.post("/api/jobs", json={"question": QUESTION, **fields}).status_code == 400
        assert client.get("/api/jobs").json() == []


def test_api_takes_papers_and_lists_of_them(client: TestClient, answers: Answers) -> None:
    files = [
        ("papers", ("../../refs.BIB", b"@article{a, title={On \\begin{x}}}")),
        ("papers", ("ids.txt", b"2005.11401\n")),
        ("papers", ("paper.txt", b"\\documentclass{article}")),
    ]
    answer = client.post("/api/jobs", data={"question": QUESTION, "sources": "arxiv, crossref"}, files=files)
    assert answer.status_code == 202
    assert answers.began.acquire(timeout=30)
    topic = answers.topics[0]
    assert topic.sources == ("arxiv", "crossref")
    names = [Path(paper).name for paper in topic.papers]
    assert [re.sub("^[0-9a-f]{16}", "", name) for name in names] == [".bib", ".txt", ".tex"]
    several = client.post("/api/jobs", files={"topics": ("t.txt", b"Is A better than B?\nIs C better than D?\n")})
    assert several.status_code == 400


def test_form_takes_papers_by_their_content_and_not_by_their_names(client: TestClient, answers: Answers) -> None:
    files = [
        ("papers", ("../../2005.11401v4.pdf", b"%PDF-1.7 one")),
        ("papers", ("paper.exe", b"\\documentclass{article}")),
        ("papers", ("again.pdf", b"%PDF-1.7 one")),
    ]
    place = ask(client, files=files)
    client.post(f"{place}/run", data={"form_token": form_token(client)})
    assert answers.began.acquire(timeout=30)
    names = [Path(paper).name for paper in answers.topics[0].papers]
    assert [re.sub("^[0-9a-f]{16}", "", name) for name in names] == [".pdf", ".tex"]


def test_form_takes_a_list_of_questions(client: TestClient, answers: Answers) -> None:
    data = {"form_token": form_token(client)}
    answer = client.post(
        "/ask",
        data=data,
        files={"topics": ("../t.csv", b"question,max_papers\nIs A better than B?,5\nDoes C work?,\n")},
    )
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert place.startswith("/lists/")
    assert "Does C work?" in client.get(place).text
    assert client.post(f"{place}/run", data=data).status_code == 303
    until(lambda: len(answers.topics) == 2)
    assert [topic.max_papers for topic in answers.topics] == [5, None]


@pytest.mark.parametrize(("files", "fields", "reason"), [
    ({"topics": ("t.csv", b"question,papers\nIs A better than B?,/etc/passwd\n")}, {}, "names neither papers"),
    ({"topics": ("t.json", b'[{"question": "Is A better than B?", "color": "red"}, "C?"]')}, {}, "line 1: color is no field"),
    ({"topics": ("t.exe", b"A?")}, {}, "of no kind of list"),
    ({"topics": ("t.txt", b"Is A better than B?\n" * 5000)}, {}, "at most 50000 bytes"),
    ({"topics": ("t.txt", b"Is A better than B?\n")}, {"question": "And C?"}, "a question, or a list"),
    ({"papers": ("a.pdf", b"PK\x03\x04")}, {"question": QUESTION}, "a zip archive"),
    ({"papers": ("a.html", b"http://127.0.0.1/secret")}, {"question": QUESTION}, "not a PDF"),
    ({"papers": ("a.ris", b"TY  - JOUR\n" * 50_000)}, {"question": QUESTION}, "at most 500000 bytes"),
    ({}, {"question": "?"}, "question"),
    ({}, {"question": "x" * 501}, "question"),
    ({}, {"question": QUESTION, "papers": "/etc/passwd"}, "papers"),
    ({}, {"question": QUESTION, "max_papers": "1000"}, "max_papers"),
    ({}, {"question": QUESTION, "since": "soon"}, "since"),
    ({}, {}, "question"),
])  # fmt: skip
def test_form_refuses_what_it_cannot_take_and_keeps_what_was_typed(
    client: TestClient, answers: Answers, files: dict[str, tuple[str, bytes]], fields: dict[str, str], reason: str
) -> None:
    answer = client.post("/ask", data={"form_token": form_token(client), **fields}, files=files or None)
    assert answer.status_code == 400
    assert reason in answer.text
    assert fields.get("question", "") in answer.text
    assert client.get("/api/jobs").json() == []


def test_pages_escape_what_was_asked(client: TestClient, answers: Answers) -> None:
    place = ask(client, XSS)
    for page in (
        client.get(place),
        client.get("/jobs"),
        client.post("/ask", data={"form_token": form_token(client), "question": XSS, "since": XSS}),
    ):
        assert "<script>alert" not in page.text
        assert "{{ 7*7 }}" in page.text
        assert "&#34;&gt;&lt;script&gt;" in page.text


def test_every_response_has_the_headers_that_bind_a_browser(client: TestClient) -> None:
    token = {"form_token": "wrong"}
    for response in (
        client.get("/"), client.get("/ask"), client.get("/style.css"), client.get("/nothing"), client.get("/api/records"),
        client.post("/ask", data=token), client.get("/", headers={"host": "evil.example"}), client.get("/api/jobs/no"),
    ):  # fmt: skip
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"
        assert "set-cookie" not in response.headers


def test_pages_have_no_inline_script_or_style(client: TestClient, answers: Answers) -> None:
    place = ask(client)
    for path in ("/", "/ask", "/jobs", "/token", "/nothing", place):
        page = client.get(path).text
        assert re.findall(r"<script(?! type=\"application/ld\+json\"|[^>]* src=)[^>]*>", page) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:9000"}, {"origin": "http://["},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
])  # fmt: skip
def test_what_another_site_sends_is_refused(client: TestClient, answers: Answers, headers: dict[str, str]) -> None:
    data = {"form_token": form_token(client), "question": QUESTION}
    assert client.post("/ask", data=data, headers=headers).status_code == 403
    assert client.post("/api/jobs", json={"question": QUESTION}, headers=headers).status_code == 403
    assert client.delete("/api/jobs/0123456789abcdef", headers=headers).status_code == 403
    assert client.get("/api/jobs").json() == []
    assert client.post("/ask", data=data, headers={"origin": "http://localhost:8000"}).status_code == 303


def test_a_form_without_the_servers_own_token_is_refused(client: TestClient, answers: Answers) -> None:
    place = ask(client)
    for given in ({}, {"form_token": "x"}, {"form_token": ""}):
        assert client.post("/ask", data={"question": QUESTION, **given}).status_code == 403
        assert client.post(f"{place}/run", data=given).status_code == 403
        assert client.post(f"{place}/cancel", data=given).status_code == 403
    assert len(client.get("/api/jobs").json()) == 1


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]:8000", "10.0.0.1"]
)
def test_a_name_that_is_not_the_servers_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400
    assert client.post("/api/jobs", json={"question": QUESTION}, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:1"])
def test_names_of_loopback_are_the_servers(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_no_request_is_larger_than_allowed(shared: Shared, answers: Answers) -> None:
    limits = ServerSettings(max_upload_bytes=200_000, max_upload_files=2)
    with serving(shared._replace(settings=Settings(server=limits)), Access(), []) as app:
        client = TestClient(app, base_url="http://localhost", follow_redirects=False)
        data = {"form_token": form_token(client), "question": QUESTION}
        assert client.post("/api/jobs", content=b" " * 100_001).status_code == 413
        assert client.post("/api/jobs", content=iter([b" " * 60_000] * 2)).status_code == 413  # without its length
        large = {"papers": ("a.pdf", b"%PDF-1.7" + b" " * 200_000)}
        assert client.post("/ask", data=data, files=large).status_code == 413
        many = [("papers", (f"{number}.pdf", b"%PDF-1.7")) for number in range(4)]
        assert client.post("/ask", data=data, files=many).status_code == 400
        assert client.post("/api/jobs", content=b"", headers={"content-length": "many"}).status_code == 413


def test_a_flood_is_refused_politely(shared: Shared, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = ServerSettings(asks_per_minute=5, requests_per_minute=10)
    now = [60_000_000.0]
    monkeypatch.setattr("synth.web.guard.time.time", lambda: now[0])
    settings = shared.settings.model_copy(update={"server": limits})
    with serving(shared._replace(settings=settings), Access(), []) as app:
        client = TestClient(app, base_url="http://localhost")
        codes = [client.post("/api/jobs", json={"question": "?"}).status_code for _ in range(8)]
        assert codes == [400] * 5 + [429] * 3
        now[0] += 18
        assert [client.get("/").status_code for _ in range(3)] == [200, 200, 429]
        assert client.get("/").headers["retry-after"] == "42"
        now[0] += 42
        assert client.get("/").status_code == 200
        assert client.post("/api/jobs", json={"question": "?"}).status_code == 400


def test_questions_that_are_too_many_are_refused_politely(client: TestClient, answers: Answers) -> None:
    answers.let.clear()
    codes = [client.post("/api/jobs", json={"question": QUESTION}) for _ in range(4)]
    assert [answer.status_code for answer in codes] == [202, 202, 202, 429]
    assert int(codes[3].headers["retry-after"]) > 0
    assert "cancel some" in codes[3].json()["error"]
    page = client.post("/ask", data={"form_token": form_token(client), "question": QUESTION})
    assert (page.status_code, "cancel some" in page.text) == (429, True)


def test_cancelled_by_the_form_or_by_the_api_a_question_ends(client: TestClient, answers: Answers) -> None:
    answers.let.clear()
    place = ask(client)
    assert client.post(f"{place}/cancel", data={"form_token": form_token(client)}).status_code == 303
    assert "Cancelled." in client.get(place).text
    job = client.post("/api/jobs", json={"question": QUESTION}).json()
    assert client.delete(f"/api/jobs/{job['id']}").json()["state"] == "cancelled"
    assert client.get(f"/api/jobs/{job['id']}").json()["state"] == "cancelled"


def test_events_follow_a_question_to_its_end(client: TestClient, answers: Answers) -> None:
    job = client.post("/api/jobs", json={"question": QUESTION}).json()
    events = client.get(f"/api/jobs/{job['id']}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    states = [json.loads(line[6:])["state"] for line in events.text.splitlines() if line.startswith("data: ")]
    assert states[-1] == "done"


def test_api_gives_records_claims_evidence_and_what_a_search_finds(client: TestClient) -> None:
    (listed,) = client.get("/api/records").json()
    record_id = listed["record_id"]
    assert client.get("/api/records?offset=1").json() == []
    whole = client.get(f"/api/records/{record_id}").json()
    assert whole["record"] == listed
    assert whole["answer"]["headline"] == listed["headline"]
    claims = client.get(f"/api/records/{record_id}/claims").json()
    assert [claim["mark"] for claim in claims] == ["corroborated", "unsupported"]
    assert client.get(f"/api/records/{record_id}/claims?mark=corroborated").json() == claims[:1]
    evidence = client.get(f"/api/records/{record_id}/evidence?claim_id={claims[0]['id']}").json()
    assert [passage["id"] for passage in evidence] == claims[0]["evidence"]
    for words in ("dense", "DENSE retrieval?", record_id, record_id.lower()):
        assert [hit["record"] for hit in client.get("/api/search", params={"q": words}).json()] == [listed]
    assert client.get("/api/search?q=photosynthesis").json() == []
    assert client.get('/api/search?q=")) AND *:* (').json() == []


def test_an_old_address_leads_to_the_record_that_answers_its_question_now(
    shared: Shared, answers: Answers, runs: Path
) -> None:
    old = read_manifest(runs / "dense-0123456789ab").record_id
    examples.record(runs / "dense-0123456789ab", "Falsified")
    with serving(shared, Access(), []) as app, TestClient(app, base_url="http://localhost:8000") as client:
        (record,) = client.get("/api/records").json()
        assert f'href="../../{record["page"]}/index.html"' in client.get(f"/{page_of(old)}/").text
        answer = client.get(f"/api/records/{old}")
        assert (answer.status_code, record["record_id"] in answer.json()["error"]) == (404, True)


def test_authors_texts_and_jobs_are_never_served(client: TestClient, runs: Path) -> None:
    (record,) = client.get("/api/records").json()
    (run,) = [path for path in runs.iterdir() if not path.name.startswith(".")]
    document = next((run / "documents").iterdir()).name
    for path in (
        f"/{record['page']}/record/documents/{document}", f"/{run.name}/documents/{document}", f"/{run.name}/manifest.json",
        "/.jobs/", "/../.jobs/.lock", "/%2e%2e/.jobs/.lock", "/..%2f.jobs%2f.lock", "//etc/passwd", "/%00", "/records/..%5c..",
        "/" + "x" * 5000, "/server/live.js",
    ):  # fmt: skip
        assert client.get(path).status_code in (400, 404), path
    assert client.get(f"/{record['page']}/record/manifest.json").status_code == 200


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/api/records/SRCH:00000000", 404), ("GET", "/api/jobs/0", 404),
    ("GET", "/api/jobs/0/events", 404), ("DELETE", "/api/jobs/0", 404), ("GET", "/jobs/0", 404), ("GET", "/lists/0", 404),
    ("GET", "/api/search", 400), ("GET", "/api/search?q=a&limit=0", 400), ("GET", "/api/records?limit=many", 400),
    ("GET", "/api/jobs?x=1", 400), ("GET", "/api/records/SRCH:00000000/claims?mark=x", 400), ("PUT", "/api/jobs", 405),
    ("POST", "/", 405), ("GET", "/api/nothing", 404),
])  # fmt: skip
def test_what_is_not_there_is_named(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    if path.startswith("/api"):
        assert answer.json()["error"]
    else:
        assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b'{"question": 7}', b'{"question": ""}', b'{"question": "A?", "papers": ["/etc/passwd"]}',
    b'{"question": "A?", "max_papers": 101}', b'{"question": "A?", "url": "http://127.0.0.1"}', b"\xff\xfe", b'{"question": "\\ud800"}',
    b"[" * 50_000,
])  # fmt: skip
def test_api_refuses_what_is_no_question(client: TestClient, answers: Answers, body: bytes) -> None:
    answer = client.post("/api/jobs", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_openapi_describes_what_the_api_gives(client: TestClient, answers: Answers) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    job = client.post("/api/jobs", json={"question": QUESTION}).json()
    (record,) = client.get("/api/records").json()
    names = {"job_id": job["id"], "record_id": record["record_id"]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation["operationId"] == "events":
                continue
            given = client.request(
                method, path.format_map(names), params={"q": "dense"} if path.endswith("search") else None,
                json={"question": QUESTION} if method == "post" else None,
            )  # fmt: skip
            described = operation["responses"][str(given.status_code)]["content"]["application/json"]["schema"]
            jsonschema.validate(given.json(), {**described, "components": document["components"]})
            refused = operation["responses"]["404"]["content"]["application/json"]["schema"]
            jsonschema.validate({"error": "x"}, {**refused, "components": document["components"]})
    ask_schema = document["paths"]["/api/jobs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"question": 7}, {**ask_schema, "components": document["components"]})


class Locked(NamedTuple):
    """A client of a server with a token, and the token."""

    client: TestClient
    token: str


@pytest.fixture(params=[False, True], ids=["private", "public"])
def locked(request: pytest.FixtureRequest, shared: Shared, answers: Answers) -> Iterator[Locked]:
    token = "a token of twenty-nine letters"
    with serving(shared, Access(token, request.param), ["records.example"]) as app:
        yield Locked(TestClient(app, base_url="http://records.example", follow_redirects=False), token)


def test_without_the_token_nothing_is_asked_and_records_are_read_only_where_they_are_public(
    locked: Locked, request: pytest.FixtureRequest
) -> None:
    public = request.node.callspec.id == "public"
    for path in ("/", "/api/records", "/api/search?q=dense", "/records/x/", "/api/openapi.json"):
        expected = (200, 404) if public else (401,) if path.startswith("/api") else (303,)
        assert locked.client.get(path).status_code in expected, path
    for path in ("/ask", "/jobs", "/jobs/0", "/lists/0"):
        assert locked.client.get(path).headers["location"] == "/token"
    for wrong in ("", "Bearer", "Bearer x", f"Basic {locked.token}", f"Bearer {locked.token}x"):
        headers = {"authorization": wrong}
        answer = locked.client.post("/api/jobs", json={"question": QUESTION}, headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert locked.client.get("/api/jobs", headers={"cookie": f"synth={wrong}"}).status_code == 401
    assert locked.client.get("/style.css").status_code == 200
    assert locked.client.get("/token").status_code == 200


def test_with_the_token_scripts_and_browsers_ask(locked: Locked) -> None:
    client = locked.client
    headers = {"authorization": f"Bearer {locked.token}"}
    assert client.post("/api/jobs", json={"question": QUESTION}, headers=headers).status_code == 202
    token = re.search(r'name="form_token" value="([^"]+)"', client.get("/token").text)
    assert token
    wrong = client.post("/token", data={"form_token": token[1], "token": "wrong"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    assert client.post("/token", data={"token": locked.token}).status_code == 403
    signed_in = client.post("/token", data={"form_token": token[1], "token": locked.token})
    cookie = signed_in.headers["set-cookie"]
    assert signed_in.headers["location"] == "/ask"
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert locked.token not in cookie
    assert client.get("/ask").status_code == 200


def test_a_token_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "token"
    token, new = read_server_token(file)
    assert (new, len(token) >= 32, file.stat().st_mode & 0o777) == (True, True, 0o600)
    assert read_server_token(file) == (token, False)
    for bad in (b"", b"short", b"with spaces in it, and long", b"\xff" * 20):
        file.write_bytes(bad)
        with pytest.raises(UsageError, match="token"):
            read_server_token(file)


def test_beyond_loopback_a_server_needs_a_token(shared: Shared) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "records.example"):
        assert not is_loopback(host)
        with pytest.raises(UsageError, match="--token-file"):
            serve(shared, Access(), host, 0, [], print)
    assert all(map(is_loopback, ("127.0.0.1", "::1", "localhost", "127.8.8.8")))


METHODS = ("GET", "GET", *["POST"] * 6, "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW")
PATHS = ("/", "/ask", "/ask", "/ask", "/api/jobs", "/jobs", "/jobs/{}", "/jobs/{}/run", "/lists/{}", "/lists/{}/run", "/token", "/api/jobs", "/api/jobs/{}",
         "/api/jobs/{}/events", "/api/records", "/api/records/{}", "/api/records/{}/claims", "/api/records/{}/evidence",
         "/api/search", "/api/openapi.json", "/records/{}", "/{}")  # fmt: skip
HEADERS = ("content-type", "content-length", "host", "origin", "cookie", "authorization", "sec-fetch-site", "accept", "range",
           "if-none-match", "if-modified-since", "transfer-encoding", "expect")  # fmt: skip
VALUES = ("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded",
          "localhost", "bytes=0-", "bytes=9-1,-5", "Bearer x", "synth=\"", "synth", "100-continue", "*", "-1", "9" * 40)  # fmt: skip


def noise(random: random.Random, most: int) -> bytes:
    """Bytes of any kind, often with parts of what a form or JSON has."""
    parts = [b"{", b"}", b'"question":', b'"A?"', b"--x\r\n", b"--x--", b"&", b"=", b"%", b"\x00", b"\xff", b"..", b"/",
             b'Content-Disposition: form-data; name="papers"; filename="a.pdf"\r\n\r\n', b"form_token", b"q=", b"limit="]  # fmt: skip
    return b"".join(random.choice([*parts, random.randbytes(3)]) for _ in range(random.randrange(most)))


def test_a_thousand_malformed_requests_make_no_fault(shared: Shared, answers: Answers) -> None:
    """Seeded; a fault of the server's own would be raised here, or answered with 500."""

    async def sent(app: ASGIApp) -> set[int]:
        chosen = random.Random(20)
        seen = set()
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            token = re.findall(r'name="form_token" value="([^"]+)"', (await client.get("/ask")).text)[0]
            for _ in range(1000):
                path = chosen.choice(PATHS).format(noise(chosen, 4).hex() if chosen.random() < 0.5 else "%2e%2e%00%ff")
                headers = {chosen.choice(HEADERS): chosen.choice(VALUES) for _ in range(chosen.randrange(4))}
                body = noise(chosen, 20)
                if chosen.random() < 0.4:
                    body = b"question=Is+A+better+than+B?&" + body if chosen.random() < 0.5 else body
                    body = b"form_token=" + token.encode() + b"&" + body
                    headers["content-type"] = "application/x-www-form-urlencoded"
                query = noise(chosen, 6).decode("latin-1") if chosen.random() < 0.3 else None
                method = chosen.choice(METHODS)
                answer = await client.request(method, path, content=body, headers=headers, params=query)
                assert answer.status_code < 500, (method, path, query, headers, body)
                seen.add(answer.status_code)
        return seen

    with serving(shared, Access(), []) as app:
        assert {200, 303, 400, 403, 404, 405, 413, 429} <= asyncio.run(sent(app))


FORM_PATHS = ("/ask", "/ask", "/api/jobs", "/api/jobs", "/token", "/jobs/{}/run", "/jobs/{}/cancel", "/lists/{}/run")
FIELDS = (*["question"] * 6, "papers", "papers", "topics", "sources", "depth", "token", "\u00e9", "a" * 3000, "")
FILE_NAMES = ('"a.bib"', '"a.csv"', '"a.yaml"', '"a.jsonl"', '"../x.txt"', "a.pdf", '"', '"\x00.bib"', '"\xff"', '""')
PART_HEADERS = ("Content-Type: text/plain; charset=nonsense", "Content-Type: text/plain; charset=utf-16", "Content-Type: application/pdf",
                "Content-Transfer-Encoding: base64", "Content-Type: multipart/mixed; boundary=x", "Content-Type", ": x", "X: " + "y" * 9000,
                "Content-Disposition: form-data", "Content-Disposition: attachment; filename*=UTF-8\'\'%ff%zz", "\x00: \xff")  # fmt: skip
FORM_TYPES = ("multipart/form-data; boundary=x", *["multipart/form-data; boundary=xyz"] * 8, "multipart/form-data", "multipart/form-data; boundary=",
              'multipart/form-data; boundary="xyz"; charset=utf-16', "multipart/form-data; boundary=xyz; charset=nonsense", "multipart/form-data;boundary=" + "b" * 300,
              "multipart/form-data; boundary=\xff", "multipart/mixed; boundary=xyz", "application/x-www-form-urlencoded; charset=nonsense")  # fmt: skip
PART_BODIES = (*[b"Is A better than B?"] * 3, b"@article{a, doi={10.1000/1}}", b"%PDF-1.7", b"\x1f\x8b\x08", b"\xef\xbb\xbf", b"- [" * 900,
               b"question,papers\nIs A better?,/etc/passwd", b"arxiv", b"9" * 5000)  # fmt: skip


def typed_form(chosen: random.Random, token: str) -> bytes:
    """A form without files, with fields and escapes of any kind."""
    pieces = ("question=Is+A+better%3F", "%", "%zz", "%ff=%fe", "=", "&", ";", "question=", "sources=arxiv", "depth=x", "max_papers=1e9",
              "since=9999999-1-1", "a[]=1", "question=%00", "question=%ed%a0%80", "token=%ff", "form_token=", "compare=" + "x" * 2000)  # fmt: skip
    fields = chosen.choices(pieces, k=chosen.randrange(5)) * chosen.choice((1, 1, 1, 1, 1, 30))
    return "&".join([f"form_token={token}", *fields]).encode()


def uploaded_form(chosen: random.Random, token: str) -> bytes:
    """A form with files, of which most parts are as they should be, and some harm done to the whole."""
    parts = [f'Content-Disposition: form-data; name="form_token"\r\n\r\n{token}'.encode()]
    for name in chosen.choices(FIELDS, k=chosen.randrange(1, 5)) * chosen.choice((1, 1, 1, 1, 1, 12)):
        head = f'Content-Disposition: form-data; name="{name}"'
        head += f"; filename={chosen.choice(FILE_NAMES)}" if chosen.random() < 0.3 else ""
        more = [f"\r\n{chosen.choice(PART_HEADERS)}" for _ in range(chosen.choice((0, 0, 0, 0, 1, 2)))]
        content = chosen.choice((*PART_BODIES, noise(chosen, 9)))
        parts.append(f"{head}{''.join(more)}\r\n\r\n".encode("latin-1") + content)
    body = b"".join(b"--xyz\r\n" + part + b"\r\n" for part in parts) + b"--xyz--\r\n"
    for _ in range(chosen.choice((0, 0, 0, 1, 1, 3))):
        first, last = sorted(chosen.choices(range(len(body) + 1), k=2))
        harm = (body[:last], body[first:], body[:first] + body[last:], body[:last] + body[first:],
                body[:first] + noise(chosen, 4) + body[first:], body.replace(b"\r\n", b"\n"), body.replace(b"--xyz--", b"--xyz"))  # fmt: skip
        body = chosen.choice(harm)
    return body


# Of a body that breaks off within a file Starlette keeps nothing, and leaves closing it to the collector of garbage.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_a_thousand_malformed_forms_make_no_fault(client: TestClient, answers: Answers) -> None:
    """Seeded. A fault of the server's own is raised here; each form has its server's token, or it would end at once."""
    chosen = random.Random(21)
    token = form_token(client)
    seen = set()
    for _ in range(1000):
        if chosen.random() < 0.2:
            body, kind = typed_form(chosen, token), b"application/x-www-form-urlencoded"
        else:
            body, kind = uploaded_form(chosen, token), chosen.choice(FORM_TYPES).encode("latin-1")
        path = chosen.choice(FORM_PATHS).format(noise(chosen, 3).hex() or "0")
        answer = client.post(path, content=body, headers=[(b"content-type", kind)])
        assert answer.status_code < 500, (path, kind, body)
        seen.add(answer.status_code)
    assert {202, 303, 400, 403, 404, 429} <= seen
