"""The wheel, installed elsewhere, makes a report without the checkout, and serves as the Dockerfile has it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from synth.system.sandbox import missing_sandbox, python_paths

CHECKOUT = Path(__file__).resolve().parents[2]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder / "site"),
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return folder / "site"


def test_wheel_makes_a_report_elsewhere(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, synth; from synth.cli import main; "
        "assert 'site' in synth.__file__, synth.__file__; "
        "main(['generate', 'Does dense retrieval outperform BM25?', '--sample', '--library', 'library', '--out', 'out'])"
    )
    environ = {"PYTHONPATH": str(installed), "PATH": "", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    run = tmp_path / done.stdout.splitlines()[-1]
    assert "\\begin{document}" in (run / "report.tex").read_text()
    assert (run / "claims.jsonl").read_text()
    assert not (run / "documents").joinpath("none").exists()


def test_wheel_holds_no_test_and_no_benchmark(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert tops <= {"synth", "bin"}
    assert (installed / "synth" / "py.typed").is_file()


@pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")
def test_wheel_serves_where_only_the_volume_of_its_container_can_be_written(installed: Path, tmp_path: Path) -> None:
    """The image is not built here: its command is run as it stands, by its user, all else read-only, with no variables."""
    (command,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    (look,) = re.findall(r"^HEALTHCHECK CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    (uid,) = re.findall(r"useradd .*--uid (\d+)", DOCKERFILE)
    records = tmp_path / "records"
    records.mkdir()
    within = ["bwrap", "--unshare-user", "--uid", uid, "--gid", uid, "--die-with-parent", "--ro-bind", "/", "/"]
    within += ["--tmpfs", "/tmp", "--bind", str(records), str(records)]
    within += [word for path in (installed, *python_paths()) for word in ("--ro-bind", str(path), str(path))]
    within += ["--chdir", str(records), "env", "-i", f"PYTHONPATH={installed}", sys.executable]
    serve = [*within, "-c", "from synth.cli import main; main()", *json.loads(command), "--port", "0"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = re.fullmatch(r"http://0\.0\.0\.0:(\d+)/\n", process.stdout.readline())
            assert port
            _, *looking = json.loads(look)
            looking = [part.replace("127.0.0.1:8000", f"127.0.0.1:{port[1]}") for part in looking]
            subprocess.run([sys.executable, *looking], check=True, timeout=60)
        finally:
            process.terminate()
    assert (records / "token").read_text().strip()
    assert (records / "runs").is_dir()
