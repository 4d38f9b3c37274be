import json
import os
import random
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from synth.cli import main
from synth.errors import RecordError
from synth.models import GateStatus
from synth.records.files import document_path
from synth.records.reader import read_manifest
from synth.records.run_folder import outputs_of, seal
from synth.runs.verification import verification_lines, verify
from tests import examples


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return examples.record(tmp_path / "out" / "run")


def faults_of(run: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in verify(run).faults:
        found.setdefault(fault.path, []).append(fault.message)
    return found


def files_of(run: Path) -> list[Path]:
    return sorted(path for path in run.rglob("*") if path.is_file())


def resealed(run: Path, **update: object) -> None:
    """File what stands in the folder under new hashes, as who forges a record would."""
    manifest = read_manifest(run)
    files = {
        output.path: (run / output.path).read_bytes() for output in manifest.outputs if (run / output.path).is_file()
    }
    changed = manifest.model_copy(update={"outputs": outputs_of(files)} | update)
    (run / "manifest.json").write_bytes((seal(changed).model_dump_json(by_alias=True, indent=1) + "\n").encode())


def changed_json(path: Path, change: Callable[[Any], object], *, lines: bool = False) -> None:
    text = path.read_text()
    read = [json.loads(line) for line in text.splitlines()] if lines else json.loads(text)
    change(read)
    dumped = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in read) if lines else json.dumps(read)
    path.write_text(dumped)


def test_verify_holds_for_a_sound_record(run: Path) -> None:
    found = verify(run)
    assert found.faults == ()
    assert (found.files, found.claims, found.passages, found.state) == (len(files_of(run)), 2, 1, "CURRENT")
    name = read_manifest(run).record_id
    assert verification_lines(found) == [
        f"head {read_manifest(run).sha256} after 0 corrections",
        f"{name} holds: {found.files} files, 2 claims and 1 passage at their places; Unverified, CURRENT; "
        "this proves damage, not forgery",
    ]


def test_verify_names_the_file_of_any_changed_byte(run: Path) -> None:
    choose = random.Random(5)
    for path in files_of(run):
        data = path.read_bytes()
        for place in {0, len(data) - 1, *(choose.randrange(len(data)) for _ in range(6))}:
            path.write_bytes(data[:place] + bytes([data[place] ^ choose.randrange(1, 256)]) + data[place + 1 :])
            assert str(path.relative_to(run)) in faults_of(run), (path, place)
        path.write_bytes(data)
    assert faults_of(run) == {}


def test_verify_finds_white_space_that_changes_no_value(run: Path) -> None:
    manifest = run / "manifest.json"
    manifest.write_text(manifest.read_text().replace("{", "{ ", 1))
    assert faults_of(run) == {"manifest.json": ["has changed: it says the same in other bytes"]}


@pytest.mark.parametrize(("change", "said"), [
    (lambda run: (run / "report.tex").unlink(), {"report.tex": ["is missing"]}),
    (lambda run: (run / "report.pdf").write_bytes(b""), {"report.pdf": ["was added: the manifest does not list it"]}),
    (lambda run: (run / "a\x1b[2Jb").mkdir(), {}),
    (lambda run: (run / "a\x1b[2J\nb").touch(), {"a\\x1b[2J\\nb": ["was added: the manifest does not list it"]}),
    (lambda run: Path(os.fsdecode(os.fsencode(run) + b"/\xff")).touch(), {"\\udcff": ["was added: the manifest does not list it"]}),
    (lambda run: (run / "loop").symlink_to(run), {"loop": ["was added: the manifest does not list it"]}),
    (lambda run: os.truncate(run / "claims.jsonl", 10**13),
     {"claims.jsonl": ["has changed: it has 10000000000000 bytes, and"], "review.json": []}),
])  # fmt: skip
def test_verify_names_what_is_missing_or_was_added(
    run: Path, change: Callable[[Path], object], said: dict[str, list[str]]
) -> None:
    change(run)
    faults = faults_of(run)
    assert {path: [message.partition(" and")[0] for message in messages] for path, messages in faults.items()} == {
        path: [message.partition(" and")[0] for message in messages] for path, messages in said.items() if messages
    }


def test_verify_follows_no_link_and_waits_for_no_pipe(run: Path, tmp_path: Path) -> None:
    outside = tmp_path / "report.tex"
    (run / "report.tex").rename(outside)
    (run / "report.tex").symlink_to(outside)
    (run / "references.bib").unlink()
    os.mkfifo(run / "references.bib")
    (run / "documents").rename(tmp_path / "documents")
    (run / "documents").symlink_to(tmp_path / "documents")
    faults = faults_of(run)
    assert faults["report.tex"] == faults["references.bib"] == ["is a link or no plain file: it was not followed"]
    assert faults["documents"] == ["was added: the manifest does not list it"]


@pytest.mark.parametrize("path", ["../outside.tex", "/etc/passwd", "a/../../b", "./report.tex", "a//b", "..", "."])
def test_verify_opens_nothing_outside_the_run(run: Path, path: str) -> None:
    manifest = read_manifest(run)
    other = manifest.outputs[0].model_copy(update={"path": path})
    text = seal(manifest.model_copy(update={"outputs": (*manifest.outputs, other)})).model_dump_json(
        by_alias=True, indent=1
    )
    (run / "manifest.json").write_text(text + "\n")
    reason = f"is damaged: outputs.{len(manifest.outputs)}.path: Value error, leads out of the run folder"
    assert [fault.startswith(reason) for fault in faults_of(run)["manifest.json"]] == [True]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"schema": "paper-manifest-v2"}', b"[" * 100_000]
)
def test_verify_says_where_the_manifest_is_damaged(run: Path, data: bytes) -> None:
    (run / "manifest.json").write_bytes(data)
    found = verify(run)
    assert [fault.path for fault in found.faults] == ["manifest.json"]
    assert found.faults[0].message.startswith("is damaged: ")
    assert verification_lines(found)[-1].startswith("The record does not hold: 1 ")


def test_verify_refuses_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"not a run folder: it has no manifest\.json"):
        verify(tmp_path)


def test_verify_names_the_claims_that_a_changed_text_no_longer_bears(run: Path) -> None:
    path = run / "documents" / "2001.00001v1.json"
    path.write_text(path.read_text().replace("by 9 points", "by 8 points"))
    assert faults_of(run) == {
        "documents/2001.00001v1.json": ["has changed: its SHA-256 is not the one listed"],
        "claims.jsonl": ["claim c-2001.00001v1-0 does not stand at its spans in documents/2001.00001v1.json"],
        "review.json": ["gate 1 says Verified, and 1 quotation cannot be found again"],
    }


@pytest.mark.parametrize("name", ["x" * 5000, "a\x1b[2J\nb", "a\0b", "../../etc/passwd", "\u202eb"])
def test_verify_shows_what_no_terminal_should_be_sent_as_escapes(run: Path, name: str) -> None:
    manifest = read_manifest(run)
    inputs = (manifest.inputs[0].model_copy(update={"paper_id": name}), *manifest.inputs[1:])
    resealed(run, inputs=inputs, record_id="SRCH:00000000")
    lines = verification_lines(verify(run))
    assert all(line.isprintable() for line in lines)
    assert any(line.startswith("source absent: ") for line in lines)
    assert " does not hold: " in lines[-1]


def test_verify_says_which_sources_are_absent(run: Path) -> None:
    for path in (run / "documents").iterdir():
        path.unlink()
    found = verify(run)
    assert (found.faults, found.source_absent) == ((), ("2001.00001v1", "2002.00002v1"))
    assert verification_lines(found)[:2] == ["source absent: 2001.00001v1", "source absent: 2002.00002v1"]
    assert "holds: 10 files; source absent for 2 papers;" in verification_lines(found)[-1]


def test_verify_finds_a_resealed_claim_by_its_place_and_the_identifier(run: Path) -> None:
    changed_json(
        run / "claims.jsonl", lambda lines: lines[0].update(text="Dense retrieval never beats BM25."), lines=True
    )
    resealed(run)
    assert faults_of(run) == {
        "claims.jsonl": [
            "claim c-2001.00001v1-0 does not stand at its spans in documents/2001.00001v1.json",
            "claim c-2001.00001v1-0 has another text",
        ],
        "manifest.json": [faults_of(run)["manifest.json"][0]],
        "review.json": ["gate 1 says Verified, and 1 quotation cannot be found again"],
    }
    assert faults_of(run)["manifest.json"][0].startswith(
        f"is called {read_manifest(run).record_id}, and its content is "
    )


def resealed_faults() -> Iterator[tuple[str, Callable[[Path], object], dict[str, list[str]]]]:
    def provenance(path: Path) -> None:
        changed_json(path / "provenance.json", lambda read: read["claims"].pop())

    def sources(path: Path) -> None:
        changed_json(path / "provenance.json", lambda read: read["sources"][0].update(sha256="0" * 64))

    def screening(path: Path) -> None:
        (path / "screening.csv").write_text((path / "screening.csv").read_text().replace("used", "skipped", 1))

    def bibliography(path: Path) -> None:
        (path / "references.bib").write_text((path / "references.bib").read_text().replace("{", "{x", 1))

    def number(path: Path) -> None:
        claims = (path / "claims.jsonl").read_text()
        (path / "claims.jsonl").write_text(claims.replace('"number":1,', '"number":9,', 1))

    def report(path: Path) -> None:
        changed_json(path / "report.json", lambda read: read["references"].pop())

    yield (
        "provenance",
        provenance,
        {"provenance.json": ["does not list exactly the claims and passages of claims.jsonl and evidence.jsonl"]},
    )
    yield "number", number, {"claims.jsonl": ["claim c-2001.00001v1-0 is not the C9 of report.json"]}
    yield "screening", screening, {"screening.csv": ["its papers are not those counted in manifest.json"]}
    yield "bibliography", bibliography, {"references.bib": ["its entries are not the references of report.json"]}
    yield (
        "report",
        report,
        {
            "report.json": ["cites [2], which is not in its reference list"],
            "references.bib": ["its entries are not the references of report.json"],
        },
    )
    yield (
        "sources",
        sources,
        {
            "provenance.json": [
                "its sources are not the inputs of manifest.json",
                "does not list exactly the claims and passages of claims.jsonl and evidence.jsonl",
            ]
        },
    )


@pytest.mark.parametrize(("change", "said"), [pytest.param(*case[1:], id=case[0]) for case in resealed_faults()])
def test_verify_finds_files_that_disagree_although_their_hashes_hold(
    run: Path, change: Callable[[Path], object], said: dict[str, list[str]]
) -> None:
    change(run)
    resealed(run)
    assert faults_of(run) == said


def test_verify_finds_a_standing_that_the_review_does_not_give(run: Path) -> None:
    resealed(run, status="Verified", score=9.5)
    assert faults_of(run) == {
        "review.json": ["its status is not the one in manifest.json", "its score is not the one in manifest.json"]
    }


@pytest.mark.parametrize("path", ["claims.jsonl", "report.json", "review.json", "provenance.json", "screening.csv"])
@pytest.mark.parametrize("data", [b"\xff\xfe\n", b"{\n", b'"', b"{}\n"])
def test_verify_names_a_resealed_file_that_cannot_be_read(run: Path, path: str, data: bytes) -> None:
    (run / path).write_bytes(data)
    resealed(run)
    assert path in faults_of(run)


def test_verify_misses_no_file_that_a_resealed_manifest_leaves_out(run: Path) -> None:
    for path in ("report.json", "documents/2002.00002v1.json"):
        (run / path).unlink()
    resealed(run)
    assert faults_of(run) == {
        "manifest.json": ["does not list documents/2002.00002v1.json", "does not list report.json"]
    }


@pytest.mark.parametrize(("attack", "code"), [("Unverified", 0), ("Falsified", 3)])
def test_verify_exits_3_where_a_sound_record_says_falsified(tmp_path: Path, attack: GateStatus, code: int) -> None:
    run = examples.record(tmp_path / "run", attack)
    result = CliRunner().invoke(main, ["verify", str(run)])
    assert result.exit_code == code
    assert f"; {attack}, CURRENT;" in result.stdout.splitlines()[-1]


def test_verify_prints_json_and_exits_1_where_a_byte_changed(run: Path) -> None:
    (run / "report.tex").write_bytes(b"\xff" + (run / "report.tex").read_bytes()[1:])
    result = CliRunner().invoke(main, ["verify", str(run), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"] == [
        {"path": "report.tex", "message": "has changed: its SHA-256 is not the one listed"}
    ]


def peak_of_verifying(run: Path) -> tuple[dict[str, list[str]], int]:
    """What is found, and how many bytes Python had at most meanwhile."""
    tracemalloc.start()
    try:
        return faults_of(run), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_verify_puts_no_spans_together_that_are_longer_than_their_claim(run: Path) -> None:
    """50 kB of spans over a paper of 15 MB took 3 GB, and more of them all memory."""
    paper_id = json.loads((run / "claims.jsonl").read_text().splitlines()[0])["paper_id"]
    changed_json(run / document_path(paper_id), lambda read: read.update(text="a" * 1_000_000))
    changed_json(run / "claims.jsonl", lambda lines: lines[0].update(spans=[[1, 0, 1_000_000]] * 300), lines=True)
    resealed(run)
    found, peak = peak_of_verifying(run)
    assert any("does not stand at its spans" in message for message in found["claims.jsonl"])
    assert peak < 30_000_000


def test_verify_has_one_text_at_a_time_in_memory(run: Path) -> None:
    def quote_others(lines: list[dict[str, object]]) -> None:
        lines += [{**lines[0], "id": f"c-{number}", "paper_id": f"p{number % 40}"} for number in range(80)]

    for number in range(40):
        text = json.dumps({"paper_id": f"p{number}", "text": "a" * 1_000_000})
        (run / document_path(f"p{number}")).write_text(text)
    changed_json(run / "claims.jsonl", quote_others, lines=True)
    listed = {
        path.relative_to(run).as_posix(): path.read_bytes() for path in files_of(run) if path.name != "manifest.json"
    }
    resealed(run, outputs=outputs_of(listed))
    found, peak = peak_of_verifying(run)
    missed = [message for message in found["claims.jsonl"] if "does not stand at its spans" in message]
    assert [message.split()[1] for message in missed] == [f"c-{number}" for number in range(80)]
    assert peak < 30_000_000
