"""A server in a process of its own: from the form to the PDF, cancelled, killed in the middle and started again."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from synth.rendering import find_tex
from tests.integration.served import ask, server, submit

QUESTION = "Is dense retrieval better than BM25 for open-domain question answering?"
OTHER = "Does dense retrieval beat BM25?"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of runs, with one library beside it, for all servers here: papers are read once."""
    return tmp_path_factory.mktemp("serve") / "runs"


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
def test_from_the_form_over_live_progress_to_the_pdf(runs: Path) -> None:
    with server(runs) as (_, client):
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


def test_a_question_is_cancelled_and_the_next_one_runs_again_after_a_kill(runs: Path) -> None:
    with server(runs) as (process, client):
        first = client.post("/api/jobs", json={"question": QUESTION, "title": "Cancelled"}).json()
        second = client.post("/api/jobs", json={"question": OTHER}).json()
        assert next(event for event in events(client, first["id"]) if event["progress"])["state"] == "running"
        assert client.delete(f"/api/jobs/{first['id']}").json()["state"] == "cancelled"
        assert next(event for event in events(client, second["id"]) if event["progress"])["state"] == "running"
        process.kill()
    with server(runs) as (_, client):
        *_, last = events(client, second["id"])
        assert (last["state"], last["error"]) == ("done", None)
        assert client.get(f"/api/jobs/{first['id']}").json()["state"] == "cancelled"
        assert client.get(str(last["page"])).status_code == 200
        assert len(client.get("/api/search", params={"q": "dense retrieval"}).json()) >= 1
