"""The head of a record: pinned, signed, named by what was made of it; corrections that were taken away are missed."""

import json
import shutil
import subprocess
import time
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner, Result

from synth.cli import main
from synth.errors import RecordError, UsageError
from synth.records.corrections import read_corrections
from synth.records.head import Head, named_head
from synth.records.reader import read_manifest
from synth.records.signatures import signature_path
from synth.runs import correcting, heads
from synth.runs.correcting import correct_record, typeset_again
from synth.runs.exporting import export
from synth.runs.signing import sign_record
from synth.runs.verification import verify
from tests import examples
from tests.unit.rendering.typesetting import needs_tex

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


def noon() -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return examples.record(tmp_path / "out" / "run")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    (tmp_path / "allowed").write_text(f"ada@example.org,ada {path.with_suffix('.pub').read_text()}")
    return path


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def faults(run: Path, **how: object) -> list[tuple[str, str]]:
    return [(item.path, item.message) for item in verify(run, **how).faults]  # type: ignore[arg-type]


def pdf_naming(keywords: str) -> bytes:
    with pymupdf.open() as pdf:
        pdf.new_page()
        pdf.set_metadata({"keywords": keywords})
        return bytes(pdf.tobytes())


def test_named_head_reads_what_a_head_is_printed_as() -> None:
    for number in (0, 1, 12):
        head = Head("5" * 64, number)
        assert named_head(f"CORRECTED; {head}; and so on") == head
    assert named_head("head 5f after 1 correction") is None


def test_verify_prints_the_head_of_manifest_and_corrections(run: Path) -> None:
    assert f"head {read_manifest(run).sha256} after 0 corrections\n" in invoke("verify", run).stdout
    added = correct_record(run, "C1", "wrong", noon)
    assert f"head {added.sha256} after 1 correction\n" in invoke("verify", run).stdout
    found = json.loads(invoke("verify", run, "--json").stdout)
    assert (found["head"], found["corrections"]) == (added.sha256, 1)


def test_verify_accepts_the_pinned_head_and_what_grew_from_it(run: Path) -> None:
    start = read_manifest(run).sha256
    first = correct_record(run, "C1", "wrong", noon).sha256
    second = correct_record(run, "C2", "wrong", noon).sha256
    for pinned, noted in (
        (start, "before 2 later corrections"),
        (first, "before 1 later correction"),
        (second, "the newest"),
    ):
        done = invoke("verify", run, "--head", pinned.upper())
        assert done.exit_code == 0
        assert f"pinned: head {pinned}" in done.stdout
        assert noted in done.stdout


def test_verify_misses_the_pinned_head_after_a_cut_and_after_a_forgery(run: Path) -> None:
    chain = run / "corrections.jsonl"
    correct_record(run, "C1", "wrong", noon)
    kept = chain.read_bytes()
    pinned = correct_record(run, "C2", "wrong", noon).sha256
    lost = [("corrections.jsonl", f"does not lead from the pinned head {pinned}")]
    chain.write_bytes(kept)
    assert faults(run) == []
    assert faults(run, pinned=pinned) == lost
    correct_record(run, "C2", "all is well", noon)
    assert faults(run, pinned=pinned) == lost
    chain.unlink()
    assert faults(run, pinned=pinned) == lost
    assert invoke("verify", run, "--head", pinned).exit_code == 1


def test_verify_takes_no_head_that_is_no_hash(run: Path) -> None:
    done = invoke("verify", run, "--head", "3f2a")
    assert done.exit_code == 2
    assert "a SHA-256 has 64 hex digits" in done.stderr


@pytest.mark.parametrize(("kept", "lost"), [(None, "is missing"), (0, "lacks what it had"), (1, "lacks what it had")])
def test_verify_misses_corrections_that_the_corrected_pdf_names(
    run: Path, monkeypatch: pytest.MonkeyPatch, kept: int | None, lost: str
) -> None:
    monkeypatch.setattr(
        correcting, "compile_pdf", lambda tex, *_: pdf_naming(str(named_head(tex.replace("\\allowbreak{}", ""))))
    )
    correct_record(run, "C1", "wrong", noon)
    head = correct_record(run, "C2", "wrong", noon).sha256
    typeset_again(run, noon)
    assert faults(run) == []
    chain = run / "corrections.jsonl"
    lines = chain.read_bytes().splitlines(keepends=True)
    chain.unlink()
    if kept is not None:
        chain.write_bytes(b"".join(lines[:kept]))
    assert ("corrections.jsonl", f"{lost}: report-corrected.pdf names head {head} after 2 corrections") in faults(run)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.5", b"%PDF-1.5\n" + b"<" * 50_000, pdf_naming("none")])
def test_verify_holds_no_pdf_against_a_record_that_names_no_head(run: Path, data: bytes) -> None:
    (run / "report-corrected.pdf").write_bytes(data)
    assert [path for path, _ in faults(run)] == ["report-corrected.pdf"]


def hang(data: bytes) -> str:
    time.sleep(600)
    return ""


def test_verify_ends_on_a_pdf_that_takes_for_ever(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "_read_keywords", hang)
    monkeypatch.setattr(heads, "PDF_TIMEOUT_S", 0.1)
    (run / "report-corrected.pdf").write_bytes(b"%PDF-1.5")
    assert [path for path, _ in faults(run)] == ["report-corrected.pdf"]


def test_verify_misses_corrections_that_an_unpacked_crate_names(run: Path) -> None:
    head = correct_record(run, "C1", "wrong", noon).sha256
    with zipfile.ZipFile(BytesIO(export(run, "ro-crate"))) as crate:
        crate.extractall(run.with_name("unpacked"))
    unpacked = run.with_name("unpacked")
    assert faults(unpacked) == []
    correct_record(unpacked, "C2", "more is wrong", noon)
    assert faults(unpacked) == []
    (unpacked / "corrections.jsonl").unlink()
    named = f"is missing: ro-crate-metadata.json names head {head} after 1 correction"
    assert faults(unpacked) == [("corrections.jsonl", named)]


@pytest.mark.parametrize(
    "text", ["", "[]", "[" * 100_000, '{"@graph": 1}', '{"@graph": [1]}', '{"@graph": [{"@id": "./"}]}', "\x00"]
)
def test_verify_reads_any_crate(run: Path, text: str) -> None:
    (run / "ro-crate-metadata.json").write_text(text)
    assert faults(run) == []


def test_exports_name_the_head(run: Path) -> None:
    assert json.loads(export(run, "datacite"))["version"] == f"head {read_manifest(run).sha256} after 0 corrections"
    head = Head(correct_record(run, "C1", "wrong", noon).sha256, 1)
    assert json.loads(export(run, "datacite"))["version"] == str(head)
    assert named_head(export(run, "html").decode()) == head
    assert named_head(export(run, "markdown").decode()) == head


@needs_tex
def test_render_names_the_head_in_the_pdf(run: Path) -> None:
    head = correct_record(run, None, "all wrong", noon, retract=True).sha256
    typeset_again(run, noon)
    (run / "corrections.jsonl").unlink()
    assert ("corrections.jsonl", f"is missing: report-corrected.pdf names head {head} after 1 correction") in faults(
        run
    )


@needs_ssh
def test_sign_and_verify(run: Path, key: Path, tmp_path: Path) -> None:
    added = correct_record(run, "C1", "wrong", noon)
    assert invoke("sign", run, "--key", key).stdout == f"head {added.sha256} after 1 correction\n"
    assert "signed, by whom --allowed-signers tells" in invoke("verify", run).stdout
    done = invoke("verify", run, "--allowed-signers", tmp_path / "allowed")
    assert done.exit_code == 0
    assert f"signed by ada@example.org: head {added.sha256} after 1 correction, the newest\n" in done.stdout
    correct_record(run, "C2", "wrong", noon)
    done = invoke("verify", run, "--allowed-signers", tmp_path / "allowed")
    assert done.exit_code == 0
    assert "before 1 later correction\n" in done.stdout


@needs_ssh
def test_a_signature_is_checked_without_synth_as_the_docs_tell(run: Path, key: Path, tmp_path: Path) -> None:
    head = sign_record(run, key)
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "allowed",
        "-I",
        "ada",
        "-n",
        "synth",
        "-s",
        str(run / signature_path(head)),
    ]
    subprocess.run(command, input=f"{head.sha256}\n", text=True, cwd=tmp_path, check=True, capture_output=True)


@needs_ssh
def test_verify_finds_no_signature_by_others_or_of_others_or_at_all(run: Path, key: Path, tmp_path: Path) -> None:
    unsigned = [("manifest.json", "is not signed, nor is any correction")]
    assert faults(run, allowed_signers=tmp_path / "allowed") == unsigned
    path = signature_path(sign_record(run, key))
    nobody = [(path, "is no signature of this head by anybody in others")]
    (tmp_path / "others").write_text(f"ada {key.with_suffix('.pub').read_text()[:40]}\n")
    assert faults(run, allowed_signers=tmp_path / "others") == nobody
    correct_record(run, "C1", "wrong", noon)
    other = signature_path(sign_record(run, key))
    shutil.copy(run / path, run / other)
    assert [path for path, _ in faults(run, allowed_signers=tmp_path / "allowed")] == [other]
    (run / other).write_bytes(b"-----BEGIN SSH SIGNATURE-----\n" + b"A" * 300_000)
    assert [path for path, _ in faults(run, allowed_signers=tmp_path / "allowed")] == [other]
    (run / other).write_bytes(b"-----BEGIN SSH SIGNATURE-----\nAAAA")
    assert [path for path, _ in faults(run, allowed_signers=tmp_path / "allowed")] == [other]


@needs_ssh
def test_verify_misses_signed_corrections(run: Path, key: Path) -> None:
    correct_record(run, "C1", "wrong", noon)
    path = signature_path(sign_record(run, key))
    (run / "corrections.jsonl").unlink()
    assert ("corrections.jsonl", f"is missing: {path} is a signature of another head") in faults(run)


@needs_ssh
def test_exports_pass_signatures_on(run: Path, key: Path) -> None:
    path = signature_path(sign_record(run, key))
    with zipfile.ZipFile(BytesIO(export(run, "ro-crate"))) as crate:
        assert crate.read(path) == (run / path).read_bytes()


@needs_ssh
def test_sign_refuses_what_it_cannot_sign(run: Path, key: Path, tmp_path: Path) -> None:
    no_key = tmp_path / "words"
    no_key.write_text("no key")
    with pytest.raises(UsageError, match="words: .*oad"):
        sign_record(run, no_key)
    sign_record(run, key)
    with pytest.raises(RecordError, match="is signed already"):
        sign_record(run, key)
    correct_record(run, "C1", "wrong", noon)
    chain = run / "corrections.jsonl"
    chain.write_bytes(chain.read_bytes().replace(b"wrong", b"right"))
    with pytest.raises(RecordError, match="line 1 has changed"):
        sign_record(run, key)
    assert len(list(run.glob("*.sig"))) == 1


@needs_ssh
def test_render_changes_no_signed_manifest(run: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correcting, "compile_pdf", lambda *_: b"%PDF-1.5")
    sign_record(run, key)
    with pytest.raises(RecordError, match="is signed, and its manifest would have to change"):
        typeset_again(run, noon)
    assert faults(run) == []
    correct_record(run, "C1", "wrong", noon)
    typeset_again(run, noon)
    assert read_corrections(run)[-1].what == "copy typeset"


def test_signing_names_what_is_not_installed(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "key").write_text("")
    done = invoke("sign", run, "--key", tmp_path / "key")
    assert done.exit_code == 2
    assert "ssh-keygen is not installed" in done.stderr
