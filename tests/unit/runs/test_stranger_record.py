"""A record that a stranger made, hashes and all: what it cannot make the verbs do."""

import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth.cli import main
from synth.models import Artifacts, json_text
from synth.records.reader import read_manifest
from synth.records.run_folder import outputs_of, seal
from synth.runs import correcting
from synth.runs.publishing import DepositState
from synth.runs.publishing import _state as deposit_state
from synth.runs.verification import verify
from synth.settings import LeanSettings, RecordSettings, SandboxSettings, Settings
from synth.stages.context import Context
from tests import examples
from tests.unit.rendering.typesetting import needs_tex, open_pdf, shown

SECRET = "what the user keeps to themselves"
READING = {
    "show": ["show"],
    "markdown": ["export", "--format", "markdown"],
    "bibtex": ["export", "--format", "bibtex"],
    "csv": ["export", "--format", "csv"],
    "ro-crate": ["export", "--format", "ro-crate"],
    "datacite": ["export", "--format", "datacite"],
    "render": ["render"],
    "publish": ["publish"],
    "correct": ["correct", "--claim", "C1", "--reason", "wrong"],
}
"""The verbs that give out what a record holds."""
FILES = {
    "show": "answer.json",
    "markdown": "report.json",
    "bibtex": "references.bib",
    "csv": "report.json",
    "ro-crate": "claims.jsonl",
    "datacite": "report.json",
    "render": "report.tex",
    "publish": "provenance.json",
    "correct": "report.json",
}
"""A file that each of them reads."""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return examples.record(tmp_path / "out" / "run")


def call(verb: str, run: Path) -> tuple[int, str]:
    """The exit code and all that is printed."""
    first, *rest = READING[verb]
    done = CliRunner().invoke(main, [first, str(run), *rest])
    return done.exit_code, done.output


def refused(verb: str, run: Path, *named: str) -> None:
    """Assert that a verb ends with one line that names a file and what to do, and writes nothing."""
    before = sorted(path.relative_to(run.parent) for path in run.parent.rglob("*"))
    code, printed = call(verb, run)
    assert code == 1, printed
    assert len(printed.splitlines()) == 1
    assert SECRET not in printed
    for name in named:
        assert name in printed
    after = sorted(path.relative_to(run.parent) for path in run.parent.rglob("*") if path.name != ".synth.lock")
    assert after == [path for path in before if path.name != ".synth.lock"]


def resealed(run: Path, changed: dict[str, bytes]) -> None:
    """Put files into a record as a forger does: with the hashes that belong to them."""
    for path, data in changed.items():
        (run / path).parent.mkdir(exist_ok=True, parents=True)
        (run / path).write_bytes(data)
    manifest = read_manifest(run)
    others = [output for output in manifest.outputs if output.path not in changed]
    outputs = tuple(sorted((*others, *outputs_of(changed)), key=lambda output: output.path))
    (run / "manifest.json").write_bytes(json_text(seal(manifest.model_copy(update={"outputs": outputs}))).encode())


@pytest.mark.parametrize("verb", READING)
def test_verbs_give_out_no_file_that_is_not_the_one_listed(run: Path, verb: str) -> None:
    path = run / FILES[verb]
    path.write_bytes(path.read_bytes() + b"\n")
    refused(verb, run, FILES[verb], "synth verify")


@pytest.mark.parametrize("verb", READING)
def test_verbs_read_no_manifest_that_changed(run: Path, verb: str) -> None:
    path = run / "manifest.json"
    path.write_text(path.read_text().replace("Watchlist", "DOI grade", 1))
    refused(verb, run, "manifest", "synth verify")


@pytest.mark.parametrize("verb", READING)
@pytest.mark.parametrize("kind", ["link", "link to itself", "link of a folder", "pipe", "folder", "nothing"])
def test_verbs_open_plain_files_alone(run: Path, tmp_path: Path, verb: str, kind: str) -> None:
    path = run / FILES[verb]
    data = path.read_bytes()
    path.unlink()
    if kind == "link":
        (tmp_path / "same").write_bytes(data)
        path.symlink_to(tmp_path / "same")
    elif kind == "link to itself":
        path.symlink_to(path)
    elif kind == "link of a folder":
        path.symlink_to(tmp_path, target_is_directory=True)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    refused(verb, run, FILES[verb])


@pytest.mark.parametrize("verb", READING)
@pytest.mark.parametrize("name", ["manifest.json", "corrections.jsonl"])
def test_verbs_follow_no_link_for_manifest_and_corrections(run: Path, tmp_path: Path, verb: str, name: str) -> None:
    if name == "corrections.jsonl" and verb == "bibtex":
        pytest.skip("the references are the same after corrections")
    there = (run / name).read_bytes() if (run / name).exists() else SECRET.encode()
    (run / name).unlink(missing_ok=True)
    (tmp_path / "elsewhere").write_bytes(there)
    (run / name).symlink_to(tmp_path / "elsewhere")
    refused(verb, run, name)


@pytest.mark.parametrize("verb", READING)
def test_verbs_read_no_file_beyond_the_limit(run: Path, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = run / FILES[verb]
    with path.open("r+b") as file:
        file.truncate(RecordSettings().max_file_bytes + 1)
    manifest = read_manifest(run)
    huge = next(output for output in manifest.outputs if output.path == FILES[verb])
    huge = huge.model_copy(update={"bytes": RecordSettings().max_file_bytes + 1})
    outputs = tuple(huge if output.path == huge.path else output for output in manifest.outputs)
    (run / "manifest.json").write_bytes(json_text(seal(manifest.model_copy(update={"outputs": outputs}))).encode())
    refused(verb, run, FILES[verb], "damaged" if verb == "correct" else "larger than")


@pytest.mark.parametrize("path", [
    "../x.tex", "figures/../../x.tex", "/etc/x.tex", "figures//x.tex", "./report.tex", "figures\\..\\x.tex", "..",
    "", ".", "figures/", "a\nb", "a\x1b[2J", "a\x00", "a\x7f", "x" * 300, "\u202egnp.tex",
])  # fmt: skip
@pytest.mark.parametrize("verb", READING)
def test_verbs_refuse_a_name_that_is_no_identifier(run: Path, verb: str, path: str) -> None:
    manifest = json.loads((run / "manifest.json").read_text())
    manifest["outputs"].append({"path": path, "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()})
    manifest["sha256"] = ""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    manifest["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (run / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    refused(verb, run, "manifest.json")


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "..\\x", "a/b", "x\n", ".", "..", "a\x00"])
def test_render_writes_no_figure_outside_its_folder(run: Path, tmp_path: Path, name: str) -> None:
    report = json.loads((run / "report.json").read_text())
    drawing = {"kind": "flow", "steps": []}
    figure = {"name": name, "caption": "", "alternative": "", "drawing": drawing}
    report["sections"][0]["blocks"].append(figure)
    (tmp_path / "x.tex").write_text("mine")
    resealed(run, {"report.json": json.dumps(report).encode()})
    refused("render", run, "report.json")
    assert (tmp_path / "x.tex").read_text() == "mine"


TRICKS: dict[str, Callable[[Path], str]] = {
    "file by a special": lambda path: rf"\special{{pdf:fstream @x ({path})}}\special{{pdf:put @catalog <</x @x>>}}",
    "picture by a special": lambda path: rf"\special{{pdf:image ({path})}}",
    "special by another name": lambda path: (
        rf"\catcode`\|=0 |csname spe|string|cial|endcsname{{pdf:fstream @x ({path})}}"
    ),
    "input": lambda path: rf"\input{{{path}}}",
    "openin": lambda path: rf"\newread\r\openin\r={path} \read\r to\x \x",
    "write": lambda path: rf"\newwrite\w\immediate\openout\w={path}.tex \immediate\write\w{{x}}",
    "shell": lambda path: rf"\immediate\write18{{touch {path}-touched}}",
    "figure": lambda path: rf"\XeTeXpicfile {path}",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_render_runs_no_latex_that_it_would_not_write(run: Path, tmp_path: Path, trick: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    tex = (run / "report.tex").read_text().replace(r"\end{document}", TRICKS[trick](secret) + r"\end{document}")
    resealed(run, {"report.tex": tex.encode()})
    refused("render", run, "report.tex")
    assert sorted(path.name for path in tmp_path.glob("secret*")) == ["secret.txt"]


def test_render_runs_no_figure_that_it_would_not_write(run: Path) -> None:
    resealed(run, {"figures/more.tex": rb"\special{pdf:fstream @x (/etc/passwd)}"})
    refused("render", run, "figures/more.tex")


@needs_tex
def test_render_prints_latex_in_a_report_as_text(run: Path) -> None:
    report = json.loads((run / "report.json").read_text())
    report["title"] = r"\special{pdf:fstream @x (/etc/passwd)}\input{/etc/passwd}"
    resealed(run, {"report.json": json.dumps(report).encode()})
    refused("render", run, "report.tex")
    correcting.correct_record(run, "C1", "wrong", lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
    code, printed = call("render", run)
    assert code == 0, printed
    assert r"\input{/etc/passwd}" in shown(open_pdf((run / "report-corrected.pdf").read_bytes()))


def test_verify_again_keeps_its_own_limits(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = read_manifest(run)
    greedy = {**manifest.settings, "sandbox": {"timeout_s": 86_400, "cpu_s": 86_400, "memory_bytes": 2**50}}
    greedy["lean"] = {"timeout_s": 86_400, "memory_bytes": 2**50}
    (run / "manifest.json").write_bytes(json_text(seal(manifest.model_copy(update={"settings": greedy}))).encode())
    used: list[Settings] = []

    def reproduced(claims: object, run: object, context: Context, environ: object) -> Artifacts:
        used.append(context.settings)
        return Artifacts()

    monkeypatch.setattr("synth.runs.rechecking.reproduce", reproduced)
    verify(run, again=True)
    assert [(one.sandbox, one.lean) for one in used] == [(SandboxSettings(), LeanSettings())]


@pytest.mark.parametrize("verb", ["render", "correct"])
def test_verbs_follow_no_link_in_the_place_of_the_lock(
    run: Path, tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "compile_pdf", lambda *arguments: b"%PDF-1.5")
    (run.parent / ".synth.lock").unlink(missing_ok=True)
    (run.parent / ".synth.lock").symlink_to(tmp_path / "elsewhere")
    refused(verb, run, "cannot be written")
    assert not (tmp_path / "elsewhere").exists()


def test_publish_follows_no_link_beside_the_record(tmp_path: Path) -> None:
    path = tmp_path / ".deposit-run-0.json"
    os.mkfifo(path)
    assert deposit_state(path, "https://x") is None
    path.unlink()
    state = DepositState(address="https://x", marker="m", deposition_id=1)
    (tmp_path / "elsewhere").write_text(json_text(state))
    path.symlink_to(tmp_path / "elsewhere")
    assert deposit_state(path, "https://x") is None
