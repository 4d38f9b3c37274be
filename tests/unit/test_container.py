"""The Dockerfile, which is not built here: what of it can be checked."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from synth.cli.machine import doctor
from synth.cli.serving import serve
from synth.rendering.compilation import TEX_PACKAGES
from synth.web.guard import ALWAYS_OPEN

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def lines(instruction: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{instruction} ")]


def test_dockerfile_starts_from_a_plain_image_and_runs_as_nobody_special() -> None:
    assert len(lines("FROM")) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-bookworm", lines("FROM")[0]), "the release whose packages are looked up"
    assert lines("USER") == ["synth"]
    places = {line.partition(" ")[0]: number for number, line in enumerate(LINES) if line}
    assert places["USER"] < places["ENTRYPOINT"] < places["CMD"]
    made = re.search(r"useradd .*--uid (\d+) synth && install --directory --owner synth (\S+)", lines("RUN")[1])
    assert made
    assert int(made[1]) >= 1000
    assert (made[2], made[2]) == (lines("WORKDIR")[-1], lines("VOLUME")[0]), "what it writes is its own"


def test_dockerfile_runs_serve_by_options_that_it_has() -> None:
    (name,) = json.loads(lines("ENTRYPOINT")[0])
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"][name] == "synth.cli:main"
    verb, *arguments = json.loads(lines("CMD")[0])
    assert verb == serve.name
    given = serve.make_context("serve", arguments).params
    assert (given["host"], given["port"], str(given["runs"])) == ("0.0.0.0", int(lines("EXPOSE")[0]), "runs")
    assert given["token_file"] is not None


def test_dockerfile_copies_what_it_installs_from() -> None:
    assert lines("COPY") == [". ."]
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert [path for path in kept if not (ROOT / path).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {project["project"]["readme"], *wheel["packages"], *wheel["force-include"]} <= set(kept)
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", lines("RUN")[0])
    assert set(extras.split(",")) <= set(project["project"]["optional-dependencies"])
    named = re.findall(r"[\w-]+\.txt", lines("RUN")[0])
    assert named
    assert set(named) <= set(kept)


def test_dockerfile_installs_the_packages_that_make_test_does() -> None:
    (installed,) = re.findall(r"apt-get install ([^&]+)", lines("RUN")[0])
    *named, asked = re.findall(r"(?<!\S)[a-z$][^\s$]*(?: [^$]*\))?", installed)
    assert asked == "$(synth doctor --missing-packages)"
    assert "doctor --missing-packages" in (ROOT / "scripts" / "install-tex").read_text()
    assert "--missing-packages" in [name for option in doctor.params for name in option.opts]
    assert named == re.findall(r"apt-install\" (\S+)", (ROOT / "scripts" / "install-sandbox").read_text())


RELEASE = Path("/etc/os-release")


@pytest.mark.skipif(
    not RELEASE.exists() or "(bookworm)" not in RELEASE.read_text(encoding="utf-8"),
    reason="this machine is no Debian 12, which the image is made of",
)
@pytest.mark.skipif(shutil.which("apt-cache") is None, reason="apt-cache is absent")
def test_dockerfile_installs_packages_of_its_debian() -> None:
    """By the lists on this machine, which are asked for nothing new."""
    packages = ("bubblewrap", *TEX_PACKAGES)
    run = subprocess.run(["apt-cache", "show", *packages], capture_output=True, text=True, check=False)
    shown = set(re.findall(r"^Package: (\S+)$", run.stdout, re.MULTILINE))
    if not shown:
        pytest.skip("apt-get update was never run here")
    assert set(packages) <= shown


def test_dockerfile_looks_at_a_page_that_needs_no_token() -> None:
    (path,) = re.findall(r"http://127\.0\.0\.1:\d+(/\w*)", lines("HEALTHCHECK")[0])
    assert path in ALWAYS_OPEN
