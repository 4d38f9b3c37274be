"""The wheel, installed elsewhere, makes a report without the checkout and without development tools."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


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
