"""Every verb against every stranger that it meets (SECURITY.md): one line that names what is refused, and nothing else."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from synth.cli import main
from tests import examples

ROOT = Path(__file__).resolve().parents[2]
SECRET = "what the user keeps to themselves"
RECORD_VERBS = {
    "show": [], "verify": [], "render": [], "publish": [], "export": ["--format", "html"], "refresh": ["--library", "library"],
    "correct": ["--claim", "C1", "--reason", "wrong"], "sign": ["--key", "KEY"],
}  # fmt: skip
FOLDER_VERBS = {"site": ["--out", "pages"], "list": [], "watch": ["--library", "library"]}
"""Those that read a folder of records."""
ELSEWHERE = {
    "serve": "tests/unit/web/test_server.py",
    "mcp": "tests/unit/web/test_mcp_server.py",
    "library harvest": "tests/integration/test_harvest.py",
}
"""Those that meet strangers who need a server or a program to be met."""
OWN = {"doctor", *(f"library {verb}" for verb in ("check", "info", "list", "remove", "search"))}
"""Those that meet nobody: this machine, and the user's own library."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a key, a file that nobody shall see, and no arXiv."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNTH_ARXIV_URL", "http://127.0.0.1:9")
    (tmp_path / "KEY").write_text("no key")
    (tmp_path / "secret.tex").write_text(f"\\documentclass{{article}}\\begin{{document}}{SECRET}\\end{{document}}")
    return tmp_path


def refused(*arguments: str) -> str:
    """What a verb says that refuses: it ends with an error, in few lines, without a traceback or anything secret."""
    done = CliRunner().invoke(main, ["-q", *arguments])
    nothing_added = done.exit_code == 0 and "\n0 added, " in done.output  # by `library add`, which goes on
    assert done.exit_code in (1, 2) or nothing_added, (arguments, done.output, done.exception)
    assert nothing_added or isinstance(done.exception, SystemExit)
    assert SECRET not in done.output
    assert all(char.isprintable() for line in done.output.splitlines() for char in line)
    assert len(done.output.splitlines()) <= 4
    return done.output


def linked(run: Path) -> None:
    (run / "manifest.json").rename(run.parent / "elsewhere")
    (run / "manifest.json").symlink_to(run.parent / "elsewhere")


def piped(run: Path) -> None:
    (run / "manifest.json").unlink()
    os.mkfifo(run / "manifest.json")


def changed(run: Path) -> None:
    (run / "manifest.json").write_text((run / "manifest.json").read_text().replace("Watchlist", "DOI\x1b[2Jgrade", 1))


def enormous(run: Path) -> None:
    with (run / "manifest.json").open("r+b") as file:
        file.truncate(2**40)


@pytest.mark.parametrize("trick", [linked, piped, changed, enormous])
@pytest.mark.parametrize("verb", RECORD_VERBS)
def test_a_strangers_record_is_refused(verb: str, trick: Callable[[Path], None], folder: Path) -> None:
    run = examples.record(folder / "out" / "run")
    trick(run)
    printed = refused(verb, str(run), *RECORD_VERBS[verb])
    assert "manifest" in printed or "damaged" in printed
    assert not [path for path in run.iterdir() if path.name.endswith((".sig", "corrected.pdf", "corrections.jsonl"))]


@pytest.mark.parametrize("trick", [linked, changed, enormous])
@pytest.mark.parametrize("verb", FOLDER_VERBS)
def test_a_strangers_record_among_others_is_left_out(verb: str, trick: Callable[[Path], None], folder: Path) -> None:
    trick(examples.record(folder / "out" / "run"))
    (folder / "out" / "pipe").mkdir()
    os.mkfifo(folder / "out" / "pipe" / "manifest.json")
    printed = refused(verb, str(folder / "out"), *FOLDER_VERBS[verb])
    assert "out/run" in printed
    assert not [
        path for path in (folder / "out" / "run").iterdir() if path.name.endswith((".sig", "corrections.jsonl"))
    ]


PAPER_VERBS = {
    "generate": [
        "generate",
        "Does dense retrieval beat BM25?",
        "--offline",
        "--no-pdf",
        "--out",
        "out",
        "--library",
        "library",
        "--papers",
    ],
    "audit": ["audit"],
    "library add": ["library", "add", "--library", "library"],
}


def paper(folder: Path) -> Path:
    """A PDF that is none, and TeX that has nothing but openings."""
    (folder / "papers").mkdir()
    (folder / "papers" / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"<<" * 5_000)
    (folder / "papers" / "b.tex").write_text("\\documentclass{article}\\begin{document}" + "\\section{" * 2_000)
    return folder / "papers"


def loop(folder: Path) -> Path:
    """A folder that leads back into itself, out to what is private, and to a pipe."""
    (folder / "papers").mkdir()
    (folder / "papers" / "again").symlink_to(folder / "papers")
    (folder / "papers" / "private.tex").symlink_to(folder / "secret.tex")
    os.mkfifo(folder / "papers" / "pipe.tex")
    return folder / "papers"


@pytest.mark.parametrize("stranger", [paper, loop])
@pytest.mark.parametrize("verb", PAPER_VERBS)
def test_a_strangers_papers_and_folder_are_left_out(verb: str, stranger: Callable[[Path], Path], folder: Path) -> None:
    refused(*PAPER_VERBS[verb], str(stranger(folder)))


LIST_VERBS = {
    "batch": ["batch", "--out", "out", "--library", "library"],
    "library import": ["library", "import", "--library", "library"],
}


@pytest.mark.parametrize("name", ["t.yaml", "t.jsonl", "t.csv", "t.txt"])
@pytest.mark.parametrize("verb", LIST_VERBS)
def test_a_strangers_list_is_refused(verb: str, name: str, folder: Path) -> None:
    os.mkfifo(folder / name)
    assert name in refused(*LIST_VERBS[verb], str(folder / name))


def test_every_verb_is_put_before_its_strangers() -> None:
    library = main.commands["library"]
    assert isinstance(library, click.Group)
    verbs = {*main.commands, *(f"library {verb}" for verb in library.commands)} - {"library"}
    tested = {*RECORD_VERBS, *FOLDER_VERBS, *PAPER_VERBS, *LIST_VERBS, *ELSEWHERE}
    assert verbs == tested | OWN
    assert [path for path in ELSEWHERE.values() if not (ROOT / path).exists()] == []


def test_security_tells_of_every_verb_and_names_tests_that_are_there() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z]+)(?: [^`]*)?`", page))
    assert main.commands.keys() - told == {"doctor"}  # which meets nobody
    named = re.findall(r"`(tests/[\w/.]+)`", page)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
