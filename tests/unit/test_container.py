"""The Dockerfile, which is not built here: what of it can be checked."""

import json
import re
from pathlib import Path

from synth.cli.serving import serve

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def lines(instruction: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{instruction} ")]


def test_dockerfile_starts_from_a_plain_image_and_runs_as_nobody_special() -> None:
    assert len(lines("FROM")) == 1
    assert re.fullmatch(r"(python|debian):[\w.-]+", lines("FROM")[0])
    assert lines("USER") == ["synth"]
    places = {line.partition(" ")[0]: number for number, line in enumerate(LINES) if line}
    assert places["USER"] < places["ENTRYPOINT"] < places["CMD"]


def test_dockerfile_runs_serve_by_options_that_it_has() -> None:
    assert lines("ENTRYPOINT") == ['["synth"]']
    verb, *arguments = json.loads(lines("CMD")[0])
    assert verb == serve.name
    given = serve.make_context("serve", arguments).params
    assert (given["host"], given["port"], str(given["runs"])) == ("0.0.0.0", int(lines("EXPOSE")[0]), "runs")
    assert given["token_file"] is not None


def test_dockerfile_copies_what_it_installs_from() -> None:
    assert lines("COPY") == [". ."]
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert [path for path in kept if not (ROOT / path).exists()] == []
    named = re.findall(r"[\w-]+\.txt", lines("RUN")[0])
    assert named
    assert set(named) <= set(kept)
