"""A real server of records on this machine, and a browser without JavaScript."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

WAIT_S = 120


@contextmanager
def server(runs: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """`synth serve` with the sample library, on a port of its own, and a client of it; ended at the end."""
    library = runs.parent / "library"
    command = [sys.executable, "-m", "synth", "serve", str(runs), "--sample", "--port", "0", "--library", str(library)]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with httpx2.Client(base_url=address, timeout=WAIT_S, follow_redirects=True) as client:
            yield process, client
    finally:
        process.terminate()
        process.wait(WAIT_S)
        process.stdout.close()


def submit(client: httpx2.Client, page: httpx2.Response, button: str) -> httpx2.Response:
    """Press a button of a page that leads to an action, as a browser does."""
    forms = re.findall(
        r'action="([^"]+)"[^>]*>.*?name="form_token" value="([^"]+)".*?>([^<]+)</button>', page.text, re.S
    )
    action, token = next((action, token) for action, token, label in forms if label == button)
    return client.post(action, data={"form_token": token})


def ask(client: httpx2.Client, question: str) -> httpx2.Response:
    """The page of a question that was just asked by the form."""
    token = re.search(r'name="form_token" value="([^"]+)"', client.get("/ask").text)
    assert token
    return client.post("/ask", data={"form_token": token[1], "question": question, "brief": "on"})
