import json
import logging
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from synth import cli
from synth.errors import NothingFoundError, RecordError
from synth.models import Gate, Record
from synth.records.run_folder import seal, write_run
from synth.settings import Settings
from synth.system.store import Store
from tests import examples


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        found += commands(command, (*prefix, name)) if isinstance(command, click.Group) else [(*prefix, name)]
    return found


@pytest.mark.parametrize("command", commands(cli.main), ids=" ".join)
def test_every_verb_has_help_with_an_example(runner: CliRunner, command: tuple[str, ...]) -> None:
    result = runner.invoke(cli.main, [*command, "--help"])
    assert result.exit_code == 0
    assert "Example: synth " + " ".join(command) in " ".join(result.output.split())


def test_every_verb_stands_in_the_docs() -> None:
    docs = Path(__file__).resolve().parents[3]
    text = "".join(path.read_text() for path in [docs / "README.md", *docs.glob("docs/*.md")])
    assert [name for name in cli.main.commands if f"synth {name}" not in text] == []


def test_generate_prints_the_run_folder_last(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.pipeline.generate", lambda *_, **__: examples.outcome())
    result = runner.invoke(cli.main, ["generate", "Does it work?", "--sample"])
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "out/run")


def test_generate_takes_settings_of_the_file_and_of_options(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: list[Settings] = []

    def generate(question: str, *, settings: Settings, **_: object) -> Record:
        given.append(settings)
        return examples.outcome()

    monkeypatch.setattr("synth.pipeline.generate", generate)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "synth.toml").write_text("[search]\nmax_papers = 5\n[rendering]\nmax_authors = 9\nbrief = true\n")
    assert runner.invoke(cli.main, ["generate", "Does it work?", "--max-papers", "7"]).exit_code == 0
    assert (given[0].search.max_papers, given[0].rendering.max_authors, given[0].rendering.brief) == (7, 9, True)


def test_generate_tells_how_to_get_the_pdf_where_there_is_none(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "synth.pipeline.generate", lambda *_, **__: examples.outcome(pdf_missing="TeX is not installed")
    )
    result = runner.invoke(cli.main, ["generate", "Does it work?", "--sample"])
    assert result.exit_code == 0
    assert result.stderr == "synth: no PDF: TeX is not installed; then: synth render out/run\n"
    assert result.stdout.splitlines()[-1] == "out/run"


def test_generate_exits_3_when_the_gate_says_falsified(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.pipeline.generate", lambda *_, **__: examples.outcome("Falsified"))
    assert runner.invoke(cli.main, ["generate", "Does it work?", "--sample"]).exit_code == 3


@pytest.mark.parametrize(("second", "code"), [(examples.outcome("Unverified"), 3), (NothingFoundError("no paper"), 4)])
def test_batch_exits_3_when_a_gate_says_falsified_and_4_when_a_topic_failed(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, second: Record | NothingFoundError, code: int
) -> None:
    def answered(question: str, **_: object) -> Record:
        if question == "First?":
            return examples.outcome("Falsified")
        if isinstance(second, NothingFoundError):
            raise second
        return second

    (tmp_path / "topics.txt").write_text("First?\nSecond?\n", encoding="utf-8")
    monkeypatch.setattr("synth.batch.running.generate", answered)
    monkeypatch.setattr("synth.batch.processes.TopicProcesses", lambda jobs, time_limit_s: ThreadPoolExecutor(jobs))
    result = runner.invoke(cli.main, ["batch", str(tmp_path / "topics.txt"), "--sample", "--out", str(tmp_path)])
    assert result.exit_code == code
    assert f", 1 Falsified; {tmp_path / 'index.html'}" in result.stdout.splitlines()[-1]
    assert ("to try again what failed: synth" in result.stderr) == (code == 4)


@pytest.mark.parametrize(("error", "code", "said"), [
    (NothingFoundError("no paper was found", remedy="widen it"), 1, "synth: no paper was found (widen it)\n"),
    (KeyboardInterrupt(), 130, "synth: interrupted\n"),
    (MemoryError(), 1, "synth: there is not memory enough on this machine for all of it; give it less at a time\n"),
])  # fmt: skip
def test_generate_turns_errors_into_one_line_and_an_exit_code(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def failing(*_: object, **__: object) -> Record:
        raise error

    monkeypatch.setattr("synth.pipeline.generate", failing)
    result = runner.invoke(cli.main, ["generate", "Does it work?", "--sample"])
    assert (result.exit_code, result.stderr, result.stdout) == (code, said, "")


def test_generate_saves_an_unexpected_error(runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def failing(*_: object, **__: object) -> Record:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("synth.pipeline.generate", failing)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = runner.invoke(cli.main, ["generate", "Does it work?", "--sample"])
    (saved,) = tmp_path.glob("synth-traceback-*.txt")
    assert result.exit_code == 1
    assert result.stderr == f"synth: unexpected ZeroDivisionError; please report it with {saved}\n"
    assert "ZeroDivisionError: division by zero" in saved.read_text()


def test_generate_debug_shows_the_traceback(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> Record:
        raise NothingFoundError("no paper was found")

    monkeypatch.setattr("synth.pipeline.generate", failing)
    result = runner.invoke(cli.main, ["--debug", "generate", "Does it work?", "--sample"])
    assert isinstance(result.exception, NothingFoundError)


@pytest.mark.parametrize("arguments", [
    ["generate"], ["generate", "Q?", "--max-papers", "0"], ["generate", "Q?", "--since", "soon"], ["nonsense"],
    ["generate", "Does dense retrieval work?", "--sample", "--papers", "x.pdf"], ["batch", "absent.txt"],
])  # fmt: skip
def test_usage_errors_exit_2(runner: CliRunner, arguments: list[str]) -> None:
    assert runner.invoke(cli.main, arguments).exit_code == 2


@pytest.mark.parametrize("question", ["", "   ", "What is the of and?", "?!"])
def test_generate_refuses_a_question_without_content(runner: CliRunner, question: str, tmp_path: Path) -> None:
    result = runner.invoke(cli.main, ["generate", question, "--sample", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_library_verbs_work_together(runner: CliRunner, tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot.jsonl"
    snapshot.write_text(
        '{"id": "2001.00001", "title": "Dense retrieval", "abstract": "Vectors.", "authors": ["A B"]}\n'
    )
    library = ["--library", str(tmp_path / "library")]
    assert runner.invoke(cli.main, ["library", "import", str(snapshot), *library]).stdout.startswith("1 imported")
    assert "2001.00001  Dense retrieval" in runner.invoke(cli.main, ["library", "search", "dense", *library]).stdout
    assert runner.invoke(cli.main, ["library", "info", *library]).stdout.endswith(": 1 paper, 0 of them with files\n")
    found = runner.invoke(
        cli.main, ["library", "search", "dense", "--author", "B", "--until", "2020", "--json", *library]
    )
    assert json.loads(found.stdout)["authors"] == ["A B"]
    nothing = runner.invoke(cli.main, ["library", "search", "dense", "--category", "cs.CL", *library])
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr.startswith("no paper in ")
    assert runner.invoke(cli.main, ["library", "search", "dense", "--until", "then", *library]).exit_code == 2
    assert runner.invoke(cli.main, ["library", "list", *library]).stdout == "2020  2001.00001  Dense retrieval\n"
    assert json.loads(runner.invoke(cli.main, ["library", "list", "--json", *library]).stdout)["abstract"] == "Vectors."
    removed = runner.invoke(cli.main, ["library", "remove", "2001.00001", "2001.00002", *library])
    assert (removed.exit_code, removed.stdout) == (1, "1 removed\n")
    assert removed.stderr.startswith("'2001.00002' is not in ")
    assert json.loads(runner.invoke(cli.main, ["library", "info", "--json", *library]).stdout)["papers"] == 0
    assert runner.invoke(cli.main, ["library", "list", *library]).stderr.endswith("has no papers\n")


@pytest.mark.parametrize("verb", ["show", "render"])
def test_run_verbs_refuse_what_is_no_run_folder(runner: CliRunner, tmp_path: Path, verb: str) -> None:
    result = runner.invoke(cli.main, [verb, str(tmp_path)])
    assert result.exit_code == 1
    assert "not a run folder" in result.stderr


@pytest.mark.parametrize("arguments", [["-v", "library", "info"], ["library", "info", "-v"]])
def test_flags_count_before_and_behind_the_verb(runner: CliRunner, tmp_path: Path, arguments: list[str]) -> None:
    assert runner.invoke(cli.main, [*arguments, "--library", str(tmp_path)]).exit_code == 0
    assert logging.getLogger().level == logging.INFO


def test_debug_behind_the_verb_shows_the_traceback(runner: CliRunner, tmp_path: Path) -> None:
    result = runner.invoke(cli.main, ["show", str(tmp_path), "--debug"])
    assert isinstance(result.exception, RecordError)


def test_show_tells_what_each_gate_said_and_sends_no_escapes(runner: CliRunner, tmp_path: Path) -> None:
    gate = Gate(number=2, name="reproduction or proof", status="Falsified", reason="C1: computed 1, reported \x1b[31m2")
    manifest = examples.outcome("Falsified").manifest.model_copy(update={"gates": (gate,)})
    write_run(tmp_path / "run", {}, seal(manifest))
    told = runner.invoke(cli.main, ["show", str(tmp_path / "run")]).stdout.splitlines()
    assert "  gate 2, reproduction or proof: Falsified: C1: computed 1, reported \\x1b[31m2" in told


def test_show_ends_without_a_word_where_nobody_reads_on(tmp_path: Path) -> None:
    run = examples.record(tmp_path / "run")
    command = [sys.executable, "-m", "synth", "show", str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@pytest.mark.parametrize("arguments", [["doctor", "--help"], ["show", "absent"]])
def test_verb_called_from_python_leaves_the_handler_of_sigterm(runner: CliRunner, arguments: list[str]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    runner.invoke(cli.main, arguments)
    assert signal.getsignal(signal.SIGTERM) == before


INTERRUPTED_WHERE_PYTHON_LOSES_IT = """
import os, signal, threading
from synth.cli.behaviour import terminable
def send():
    os.kill(os.getpid(), signal.{sent})
    for _ in range(1000): pass
class InFinalizer:
    def __del__(self):
        send()
def while_a_class_is_made():
    class Descriptor:
        def __set_name__(self, owner, name):
            send()
    class Described:
        descriptor = Descriptor()
def while_a_lock_is_given_back():
    lock = threading.Lock()
    with lock:
        lock.release()
        send()
try:
    with terminable():
        {where}()
        threading.Event().wait(60)
except KeyboardInterrupt as interrupt:
    print(type(interrupt).__name__)
"""


@pytest.mark.parametrize("where", ["InFinalizer", "while_a_class_is_made", "while_a_lock_is_given_back"])
@pytest.mark.parametrize(("sent", "raised"), [("SIGINT", "KeyboardInterrupt"), ("SIGTERM", "Terminated")])
def test_interrupt_that_python_loses_ends_the_verb(sent: str, raised: str, where: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED_WHERE_PYTHON_LOSES_IT.format(sent=sent, where=where)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=50)
    assert (ended.stdout, ended.stderr) == (f"{raised}\n", "")


def test_verb_runs_in_a_thread(runner: CliRunner, tmp_path: Path) -> None:
    run = examples.record(tmp_path / "run")
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(runner.invoke, cli.main, ["show", str(run)]).result().exit_code == 0


def test_list_shows_the_runs_of_a_folder_and_names_a_damaged_one(runner: CliRunner, tmp_path: Path) -> None:
    examples.record(tmp_path / "sound")
    (tmp_path / "other").mkdir()
    listed = runner.invoke(cli.main, ["list", str(tmp_path)])
    assert listed.exit_code == 0
    assert "Does dense retrieval beat BM25?" in listed.stdout
    (as_json,) = runner.invoke(cli.main, ["list", str(tmp_path), "--json"]).stdout.splitlines()
    assert json.loads(as_json)["folder"] == str(tmp_path / "sound")
    (tmp_path / "sound" / "manifest.json").write_text("{}")
    damaged = runner.invoke(cli.main, ["list", str(tmp_path)])
    assert (damaged.exit_code, "manifest.json" in damaged.stderr) == (1, True)
    assert runner.invoke(cli.main, ["list", str(tmp_path / "other")]).stdout == f"no run in {tmp_path / 'other'}\n"


def test_library_check_names_faults_and_repairs_them(runner: CliRunner, tmp_path: Path) -> None:
    arguments = ["library", "check", "--library", str(tmp_path)]
    digest = Store(tmp_path).put(b"bytes")
    assert runner.invoke(cli.main, arguments).exit_code == 0
    (tmp_path / "blobs" / digest[:2] / digest[2:]).write_bytes(b"bytez")
    found = runner.invoke(cli.main, [*arguments, "--json"])
    assert (found.exit_code, json.loads(found.stdout)["path"]) == (1, f"blobs/{digest[:2]}/{digest[2:]}")
    assert [runner.invoke(cli.main, [*arguments, *more]).exit_code for more in (["--repair"], [])] == [0, 0]


def test_source_offers_the_databases_that_there_are_and_the_library() -> None:
    from synth.cli.options import SEARCHED
    from synth.models import DATABASES

    assert (*DATABASES, "library") == SEARCHED
