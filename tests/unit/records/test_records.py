import csv
import io
import json
import os
from pathlib import Path

import pytest

from synth.errors import RecordError, StorageError
from synth.models import Asked, ClaimLine, Manifest, Screened, Source
from synth.question import parse_question
from synth.records.canonical import content_id, record_id, run_name
from synth.records.consistency import check_lines
from synth.records.files import record_files
from synth.records.reader import read_file, read_manifest
from synth.records.run_folder import check_writable, is_run, load_record, seal, write_run
from synth.settings import ArxivSettings, SearchSettings, Settings
from tests import examples
from tests.examples import checked, claim, document, report, review

QUESTION = parse_question("Does dense retrieval beat BM25?")
ITEM = checked(claim(0), "verified", document())
JUDGED = review("Unverified")
INPUT = Source(paper_id="2001.00001v1", kind="pdf", sha256="0" * 64, origin="a.pdf")


def manifest(files: dict[str, bytes]) -> Manifest:
    return examples.manifest(files, (INPUT,))


def test_record_id_is_a_hash_of_the_canonical_content() -> None:
    identifier = record_id(QUESTION, Settings(), [INPUT], [ITEM], JUDGED)
    assert identifier.startswith("SRCH:")
    assert len(identifier) == 13
    assert identifier == record_id(QUESTION, Settings(), [INPUT], [ITEM], JUDGED)
    changed = ITEM.model_copy(update={"confidence": 0.7})
    assert identifier != record_id(QUESTION, Settings(), [INPUT], [changed], JUDGED)


def test_record_id_and_name_know_nothing_of_how_arxiv_is_reached() -> None:
    with_contact = Settings(arxiv=ArxivSettings(contact="me@example.org", interval_s=9))
    assert record_id(QUESTION, with_contact, [], [], JUDGED) == record_id(QUESTION, Settings(), [], [], JUDGED)
    asked = Asked(sources=("arxiv",))
    assert run_name("Q?", with_contact, asked) == run_name("Q?", Settings(), asked)


def test_run_name_ends_with_the_hash_of_question_settings_and_sources() -> None:
    names = {
        run_name(question, settings, asked)
        for question in ("Is it so?", "Is it so now?")
        for settings in (Settings(), Settings(search=SearchSettings(max_papers=3)))
        for asked in (Asked(sources=("arxiv",)), Asked(sources=("papers",), papers=("a.pdf",)))
    }
    assert len({name[-12:] for name in names}) == 8


@pytest.mark.parametrize("question", ["../../etc/passwd", "…", "a/b\\c\0d", "x" * 500, "数据 検索"])
def test_run_name_is_a_harmless_folder_name(question: str) -> None:
    name = run_name(question, Settings(), Asked(sources=("arxiv",)))
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
    assert len(name) < 80


def test_record_files_hold_the_lines_of_the_contract() -> None:
    rows = [Screened(paper_id="2001.00001v1", title='A "title", so', decision="used", stage="compose", reason="")]
    files = record_files(report(QUESTION.text, (ITEM,)), [ITEM], rows, JUDGED, [document()])
    line = json.loads(files["claims.jsonl"])
    assert {"id", "text", "paper_id", "section", "page", "spans", "role", "score", "mark", "verified", "similarity",
            "confidence", "stance", "evidence"} <= set(line)  # fmt: skip
    assert (line["verified"], line["page"], line["spans"]) == (True, 1, [[1, 0, 60]])
    evidence = json.loads(files["evidence.jsonl"])
    assert (evidence["claim_id"], line["evidence"]) == (line["id"], [evidence["id"]])
    table = list(csv.DictReader(io.StringIO(files["screening.csv"].decode())))
    assert table == [
        {"paper_id": "2001.00001v1", "title": 'A "title", so', "decision": "used", "stage": "compose", "reason": ""}
    ]
    read = json.loads(files["documents/2001.00001v1.json"])
    assert read["text"][0:60] == line["text"]
    assert json.loads(files["review.json"])["status"] == "Unverified"


def test_record_files_hold_the_sentence_that_a_claim_needs_with_its_spans() -> None:
    sentences = document().sections[0].sentences
    needing = claim(1).model_copy(update={"context": sentences[0]})
    files = record_files(report(QUESTION.text, (ITEM,)), [checked(needing)], [], JUDGED, [document()])
    line = json.loads(files["claims.jsonl"])
    assert (line["text"], line["context"]) == (sentences[1].text, sentences[0].text)
    assert line["context_spans"] == [[1, 0, 60]]


def test_write_run_leaves_files_and_manifest(tmp_path: Path) -> None:
    folder, files = tmp_path / "run", {"a.txt": b"a", "documents/b.json": b"{}"}
    write_run(folder, files, manifest(files))
    assert (folder / "documents" / "b.json").read_bytes() == b"{}"
    assert read_manifest(folder) == manifest(files)
    assert [output.path for output in read_manifest(folder).outputs] == ["a.txt", "documents/b.json"]
    assert json.loads((folder / "manifest.json").read_text())["schema"] == "paper-manifest-v1.1"
    assert {path.name for path in tmp_path.iterdir()} == {"run", ".synth.lock"}


def test_write_run_replaces_an_earlier_run_whole(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    write_run(folder, {"old.txt": b"old"}, manifest({"old.txt": b"old"}))
    write_run(folder, {"new.txt": b"new"}, manifest({"new.txt": b"new"}))
    assert {path.name for path in folder.iterdir()} == {"new.txt", "manifest.json"}


def test_write_run_that_fails_keeps_the_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "run"
    write_run(folder, {"old.txt": b"old"}, manifest({"old.txt": b"old"}))
    written = os.write

    def full(descriptor: int, data: bytes) -> int:
        if bytes(data) == b"b":
            raise OSError(28, "No space left on device")
        return written(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageError, match="No space left on device"):
        write_run(folder, {"a.txt": b"a", "b.txt": b"b"}, manifest({}))
    assert {path.name for path in folder.iterdir()} == {"old.txt", "manifest.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"run", ".synth.lock"}


def test_write_run_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    for name in (".partial-run", ".replaced-run"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    write_run(tmp_path / "run", {}, manifest({}))
    assert {path.name for path in tmp_path.iterdir()} == {"run", ".synth.lock"}


def test_manifest_seal_covers_every_field() -> None:
    sealed = manifest({})
    assert seal(sealed) == sealed
    assert seal(sealed.model_copy(update={"publisher": "somebody"})).sha256 != sealed.sha256


def test_load_record_tells_of_a_missing_pdf(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {}, manifest({}))
    record = load_record(tmp_path / "run", reused=True)
    assert (record.record_id, record.pdf_missing, record.reused) == ("SRCH:01234567", "the run has no report.pdf", True)


def test_run_folder_errors_name_the_folder(tmp_path: Path) -> None:
    assert not is_run(tmp_path)
    with pytest.raises(RecordError, match="not a run folder"):
        read_manifest(tmp_path)
    with pytest.raises(RecordError, match="not a run folder"):
        read_file(tmp_path, "report.tex")
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(RecordError, match="damaged"):
        read_manifest(tmp_path)


def test_read_manifest_names_a_record_of_an_older_synth(tmp_path: Path) -> None:
    told = json.loads(manifest({}).model_dump_json(by_alias=True))
    told["question"] = {**told["question"], "kind": "how much"}
    del told["question"]["asks"], told["question"]["sign"]
    (tmp_path / "manifest.json").write_text(json.dumps(told))

    with pytest.raises(RecordError, match="older synth"):
        load_record(tmp_path)


@pytest.mark.parametrize("path", ["../../etc/hostname", "/etc/hostname", "documents/../../x"])
def test_read_manifest_refuses_files_outside_the_run(tmp_path: Path, path: str) -> None:
    text = manifest({"x": b"x"}).model_dump_json(by_alias=True).replace('"path":"x"', f'"path":"{path}"')
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(RecordError, match="leads out of the run folder"):
        read_manifest(tmp_path)


def test_check_writable_refuses_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        check_writable(tmp_path / "file" / "out")
    if os.getuid():
        (tmp_path / "locked").mkdir(mode=0o500)
        with pytest.raises(StorageError, match="Permission denied"):
            check_writable(tmp_path / "locked")


def test_claims_have_the_numbers_of_the_claims_table_and_records_without_them_hold() -> None:
    claims = (checked(claim(0)), checked(claim(2)))
    made = report(QUESTION.text, claims)
    files = record_files(made, claims, [], JUDGED, [])
    lines = [ClaimLine.model_validate_json(line) for line in files["claims.jsonl"].splitlines()]
    assert {line.id: line.number for line in lines} == {row.checked.claim.claim_id: row.number for row in made.claims}
    older = [line.model_copy(update={"number": None}) for line in lines]
    for kept in (lines, older):
        assert check_lines(claims, kept, ()) == []
    ids = [content_id(made.question, {}, (), kept, (), JUDGED) for kept in (lines, older)]
    assert ids[0] == ids[1]
