"""A whole run, checked again: papers read anew, claims found and checked anew, LaTeX made anew."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from synth.models import ClaimLine, json_text
from synth.records.canonical import content_id
from synth.records.contents import read_contents
from synth.records.files import document_path
from synth.records.reader import read_manifest
from synth.records.run_folder import outputs_of, seal
from synth.runs.verification import verification_lines, verify
from tests.integration.runs import PAPER, answer, synth, write_papers

OTHER = PAPER.replace("Ada Lovelace", "Grace Hopper").replace("12.3 points", "11.9 points")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    papers = write_papers(folder / "papers", {"one": PAPER, "two": OTHER})
    shutil.move(answer(folder, "--offline", "--papers", str(papers)), folder / "run")
    return folder


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "run", tmp_path / "run"))


def forge(run: Path) -> None:
    """Make one claim's confidence another everywhere, under hashes and an identifier that hold."""
    report = json.loads((run / "report.json").read_text())
    checked = report["claims"][0]["checked"]
    lines = [json.loads(line) for line in (run / "claims.jsonl").read_text().splitlines()]
    line = next(line for line in lines if line["id"] == checked["claim"]["claim_id"])
    checked["confidence"] = line["confidence"] = 0.123456
    manifest = read_manifest(run)
    contents, _ = read_contents(run, [output.path for output in manifest.outputs])
    assert contents.evidence is not None
    assert contents.review is not None
    claims = [ClaimLine.model_validate(line) for line in lines]
    identifier = content_id(
        manifest.question, manifest.settings, manifest.inputs, claims, contents.evidence, contents.review
    )
    report["record_id"] = identifier
    (run / "report.json").write_text(json.dumps(report))
    (run / "claims.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    files = {output.path: (run / output.path).read_bytes() for output in manifest.outputs}
    sealed = seal(manifest.model_copy(update={"record_id": identifier, "outputs": outputs_of(files)}))
    (run / "manifest.json").write_text(json_text(sealed))


def test_verify_again_holds_for_what_was_just_made(run: Path) -> None:
    found = verify(run, again=True)
    assert (found.faults, found.notes, found.again) == ((), (), True)
    assert found.claims > 0


def test_verify_again_finds_a_forged_confidence_that_every_hash_agrees_with(run: Path) -> None:
    forge(run)
    assert verify(run).holds
    messages = [f"{fault.path}: {fault.message}" for fault in verify(run, again=True).faults]
    assert any(message.endswith(" has another confidence") for message in messages)
    assert any(message.startswith("report.json: differs when made again: its ") for message in messages)
    assert "report.tex: is not what report.json gives" in messages


def test_verify_reads_the_papers_given_where_texts_are_absent(made: Path, run: Path) -> None:
    shutil.rmtree(run / "documents")
    assert len(verify(run).source_absent) == 2
    found = verify(run, [made / "papers"], again=True)
    assert (found.faults, found.source_absent, found.notes) == ((), (), ())


def test_verify_does_not_take_other_papers_for_those_of_the_record(made: Path, run: Path, tmp_path: Path) -> None:
    shutil.rmtree(run / "documents")
    shutil.copytree(made / "papers", tmp_path / "papers")
    (tmp_path / "papers" / "two" / "main.tex").write_text(OTHER.replace("11.9", "11.8"))
    found = verify(run, [tmp_path / "papers"], again=True)
    assert found.source_absent == (read_manifest(run).inputs[1].paper_id,)
    assert found.faults == ()
    assert found.notes == ("the checks were not run again: the texts of 1 paper are absent, or too long together",)
    assert not found.again
    assert "run again;" not in verification_lines(found)[-1]


def test_verify_compares_the_stored_text_with_what_the_paper_reads_as(made: Path, run: Path) -> None:
    name = read_manifest(run).inputs[0].paper_id
    path = run / document_path(name)
    path.write_text(path.read_text().replace("four of five", "five of five"))
    manifest = read_manifest(run)
    files = {output.path: (run / output.path).read_bytes() for output in manifest.outputs}
    (run / "manifest.json").write_text(json_text(seal(manifest.model_copy(update={"outputs": outputs_of(files)}))))
    said = [(fault.path, fault.message) for fault in verify(run, [made / "papers"]).faults]
    assert (document_path(name), "is not what the bytes given read as") in said


def test_verify_without_the_checks_loads_no_scientific_library(run: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom synth.runs.verification import verify\n"
        f"assert verify(Path({str(run)!r})).holds\n"
        "print([name for name in ('sklearn', 'numpy', 'pymupdf', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_verify_again_looks_through_the_texts_of_the_library_that_the_red_team_had(made: Path, tmp_path: Path) -> None:
    papers = [str(made / "papers" / name) for name in ("one", "two")]
    assert synth("library", "add", *papers, "--library", str(tmp_path / "library")).exit_code == 0
    run = answer(tmp_path, "--offline", "--max-papers", "1")
    (held,) = json.loads((run / "provenance.json").read_text())["held"]
    found = verify(run, again=True)
    assert (found.faults, found.notes) == ((), ())
    (run / held["document"]).unlink()
    found = verify(run, again=True)
    assert (found.faults, found.source_absent) == ((), ())
    assert found.notes == ("review.json was not made again: texts that the red team looked through are absent",)
