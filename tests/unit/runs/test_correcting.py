import json
import multiprocessing
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth.cli import main
from synth.errors import RecordError, UsageError
from synth.records.corrected import corrected
from synth.records.corrections import Change, correct, read_corrections, state_of
from synth.records.head import heads_of
from synth.records.reader import read_manifest, read_report
from synth.records.run_folder import seal, write_run
from synth.runs import correcting
from synth.runs.correcting import correct_record, typeset_again
from synth.runs.exporting import Format, export
from synth.runs.signing import sign_record
from synth.runs.verification import verify
from tests import examples

NOON = datetime(2026, 11, 22, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=1)))
CLAIM = "c-2001.00001v1-0"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return examples.record(tmp_path / "out" / "run")


def clock() -> datetime:
    return NOON


def contents(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for path in run.rglob("*") if path.is_file()}


def test_correct_adds_a_line_and_rewrites_nothing(run: Path) -> None:
    before = contents(run)
    added = correct_record(run, "C1", "The table says\n 8 points.", clock, by="Ada")
    after = contents(run)
    line = json.loads(after.pop("corrections.jsonl"))
    assert after == before
    assert line == {
        "schema": "correction-record-v1", "record_id": read_manifest(run).record_id, "number": 1, "by": "Ada",
        "at": "2026-11-22T11:00:00Z", "what": "claim corrected", "claims": [CLAIM], "reason": "The table says 8 points.",
        "state": "CORRECTED", "doi": None, "files": [], "previous": sha256(before["manifest.json"]).hexdigest(),
        "sha256": added.sha256,
    }  # fmt: skip
    assert verify(run).holds
    assert verify(run).state == "CORRECTED"


def test_corrections_hold_the_hash_of_the_line_before(run: Path) -> None:
    for claim in ("C1", "C2"):
        correct_record(run, claim, "wrong", clock)
    first, second = (run / "corrections.jsonl").read_bytes().splitlines()
    assert json.loads(second)["previous"] == sha256(first).hexdigest()
    assert json.loads(second)["by"] == "synth"


def test_state_never_gets_better(run: Path) -> None:
    correct_record(run, None, "all wrong", clock, retract=True)
    correct_record(run, "C1", "this above all", clock)
    correct(run, [Change(by="x", what="identifier given", reason="published", state="CURRENT", doi="10.1000/x")], NOON)
    assert state_of(read_corrections(run)) == "RETRACTED"


@pytest.mark.parametrize(("claim", "retract", "error", "said"), [
    ("C3", False, RecordError, r"has no claim C3 \(its claims: C1 to C2\)"),
    ("c-2001", False, RecordError, "has no claim c-2001"),
    (None, False, UsageError, "name a claim, or retract the record"),
])  # fmt: skip
def test_correct_refuses_what_it_cannot_name(
    run: Path, claim: str | None, retract: bool, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        correct_record(run, claim, "wrong", clock, retract=retract)
    assert not (run / "corrections.jsonl").exists()


@pytest.mark.parametrize("reason", ["", " \n", "x" * 4001])
def test_correct_refuses_no_reason_and_a_book(run: Path, reason: str) -> None:
    with pytest.raises(RecordError, match="a reason has 1 to 4000 characters"):
        correct_record(run, "C1", reason, clock)


def test_correct_says_once_what_was_said(run: Path) -> None:
    correct_record(run, "C1", "wrong", clock)
    with pytest.raises(RecordError, match="has this correction already"):
        correct_record(run, CLAIM, "wrong", clock)


def test_correct_refuses_a_damaged_manifest(run: Path) -> None:
    manifest = run / "manifest.json"
    manifest.write_text(manifest.read_text().replace("Watchlist", "DOI grade", 1))
    with pytest.raises(RecordError, match=r"not corrected: manifest\.json: has changed: its own SHA-256 does not hold"):
        correct_record(run, "C1", "wrong", clock)


def test_correct_and_sign_refuse_a_record_any_file_of_which_has_changed(run: Path) -> None:
    (run / "screening.csv").write_bytes((run / "screening.csv").read_bytes()[:-1])
    with pytest.raises(RecordError, match=r"a damaged record is not corrected: screening\.csv: has changed"):
        correct_record(run, "C1", "wrong", clock)
    with pytest.raises(RecordError, match=r"a damaged record is not signed: screening\.csv: has changed"):
        sign_record(run, run.parent / "no key")


def broken(lines: list[bytes]) -> dict[str, tuple[list[bytes], str]]:
    first, second = lines
    retold = json.loads(second) | {"reason": "nothing is wrong"}
    return {
        "first taken away": ([second], "line 1 does not follow manifest.json: its hash is another"),
        "swapped": ([second, first], "line 1 does not follow manifest.json: its hash is another"),
        "twice": ([first, first], "line 2 does not follow line 1: its hash is another"),
        "retold": ([first, json.dumps(retold).encode()], "line 2 has changed: its own SHA-256 does not hold"),
        "a space more": ([first, second + b" "], "line 2 has changed: its own SHA-256 does not hold"),
        "cut short": ([first, second[:-9]], "line 2 is damaged: it is no correction-record-v1"),
        "empty line": ([first, b"", second], "line 2 is damaged: it is no correction-record-v1"),
        "no UTF-8": ([first, second.replace(b"wrong", b"\xff\xff\xff\xff\xff")], "line 2 is damaged: it is no correction-record-v1"),
    }  # fmt: skip


@pytest.mark.parametrize("how", ["first taken away", "swapped", "twice", "retold", "a space more", "cut short", "empty line", "no UTF-8"])  # fmt: skip
def test_a_broken_chain_is_named_and_not_added_to(run: Path, how: str) -> None:
    for claim in ("C1", "C2"):
        correct_record(run, claim, "wrong", clock)
    path = run / "corrections.jsonl"
    lines, said = broken(path.read_bytes().splitlines())[how]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    assert [(fault.path, fault.message) for fault in verify(run).faults] == [("corrections.jsonl", said)]
    before = path.read_bytes()
    with pytest.raises(RecordError, match=said):
        correct_record(run, "C1", "wrong again", clock)
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.nightly)])
def test_verify_finds_any_changed_byte_of_the_corrections(run: Path, step: int) -> None:
    correct_record(run, "C1", "wrong", clock)
    path = run / "corrections.jsonl"
    data = path.read_bytes()
    for place in range(0, len(data), step):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert {fault.path for fault in verify(run).faults} == {"corrections.jsonl"}, place
    path.write_bytes(data[:-1])
    assert not verify(run).holds


def test_corrections_name_no_file_outside_the_run(run: Path) -> None:
    outside = read_manifest(run).outputs[0].model_copy(update={"path": "../secret"})
    correct(run, [Change(by="x", what="copy typeset", reason="x", state="CURRENT", files=(outside,))], NOON)
    with pytest.raises(RecordError, match="line 1 is damaged"):
        read_corrections(run)


def test_verify_finds_a_correction_of_no_claim(run: Path) -> None:
    correct(run, [Change(by="x", what="claim corrected", reason="x", state="CORRECTED", claims=("c-0",))], NOON)
    assert [fault.message for fault in verify(run).faults] == ["line 1 corrects a claim that is not in claims.jsonl"]


def correct_often(run: Path, who: int) -> None:
    for number in range(5):
        correct_record(run, "C1", f"reason {number} of {who}", clock)


def test_two_at_once_lose_no_correction(run: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=correct_often, args=(run, who)) for who in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert len({correction.reason for correction in read_corrections(run)}) == 20
    assert verify(run).holds


def test_corrected_report_shows_state_reason_and_strikes_the_claim(run: Path) -> None:
    correct_record(run, "C1", "Table 2 says 8 points", clock, by="Ada")
    told = corrected(read_report(run), read_corrections(run))
    head = heads_of(read_manifest(run), read_corrections(run))[-1]
    assert told.standing.startswith(f"CORRECTED on 2026-11-22: see Corrections; {head}; when it was made: ")
    assert told.sections[0].heading == "Corrections"
    assert [row.struck for row in told.claims] == ["on 2026-11-22 by Ada: Table 2 says 8 points", None]
    correct_record(run, None, "all wrong", clock, retract=True)
    assert corrected(read_report(run), read_corrections(run)).title == "Retracted: Does dense retrieval beat BM25?"


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_exports_show_corrections(run: Path, form: Format) -> None:
    before = export(run, form).decode()
    correct_record(run, "C1", "Table <2> says 8 points", clock, by="Ada")
    after = export(run, form).decode()
    shown = "Table &lt;2&gt; says 8 points" if form == "html" else "Table \\<2\\> says 8 points"
    assert shown not in before
    assert after.count(shown) == 2
    state = (
        "This record was corrected after it was made" if form == "html" else "CORRECTED on 2026-11-22: see Corrections"
    )
    assert state in after


def test_show_tells_of_corrections(run: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["correct", str(run), "--claim", "C2", "--reason", "no", "--by", "Ada"]).exit_code == 0
    shown = runner.invoke(main, ["show", str(run)]).stdout
    assert "CORRECTED; lines of corrections: 1" in shown
    assert "Ada: claim corrected c-2001.00001v1-2: no\n" in shown


def test_render_adds_a_corrected_copy_and_keeps_what_was_made(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correcting, "compile_pdf", lambda tex, *_: sha256(tex.encode()).hexdigest().encode())
    correct_record(run, "C1", "wrong", clock)
    before = contents(run)
    assert typeset_again(run, clock) == run / "report-corrected.pdf"
    typeset_again(run, clock)
    after = contents(run)
    assert {path: after[path] for path in before if path != "corrections.jsonl"} == {
        path: data for path, data in before.items() if path != "corrections.jsonl"
    }
    assert [item.what for item in read_corrections(run)] == ["claim corrected", "copy typeset"]
    assert verify(run).holds
    (run / "report-corrected.pdf").write_bytes(b"another PDF")
    assert [fault.path for fault in verify(run).faults] == ["report-corrected.pdf"]


def test_render_launders_no_change(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correcting, "compile_pdf", lambda *_: b"%PDF-1.5")
    typeset_again(run, clock)
    assert verify(run).holds
    (run / "report.tex").write_text((run / "report.tex").read_text().replace("BM25", "BM26", 1))
    with pytest.raises(RecordError, match=r"report\.tex is not the file that is listed"):
        typeset_again(run, clock)
    assert [fault.path for fault in verify(run).faults] == ["report.tex"]


def test_a_run_with_corrections_is_not_replaced_by_another(run: Path) -> None:
    manifest = read_manifest(run)
    files = {output.path: (run / output.path).read_bytes() for output in manifest.outputs}
    correct_record(run, "C1", "wrong", clock)
    write_run(run, files, manifest)
    assert len(read_corrections(run)) == 1
    other = seal(manifest.model_copy(update={"record_id": "SRCH:76543210"}))
    with pytest.raises(RecordError, match="holds another result of the same question, which has corrections"):
        write_run(run, files, other)
    assert verify(run).holds
