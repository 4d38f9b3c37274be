"""A run folder may come from a stranger: no link in it is followed, no pipe opened, and a figure's name is no path."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from synth.cli import main
from synth.models import Figure, Flow, parsed_bytes
from synth.records import contents
from synth.records.contents import read_contents
from synth.records.files import document_path
from synth.records.reader import read_manifest, read_plain
from synth.records.run_folder import write_run
from tests.examples import manifest, record

SECRET = "what the user keeps to themselves"
READS = {
    ("show",): ("manifest.json",),
    ("export", "--format", "markdown"): ("manifest.json", "report.json"),
    ("export", "--format", "bibtex"): ("manifest.json", "references.bib"),
    ("export", "--format", "datacite"): ("manifest.json", "report.json"),
    ("render",): ("manifest.json", "report.tex"),
}


@pytest.mark.parametrize("kind", ["link", "pipe"])
@pytest.mark.parametrize(("verb", "path"), [(verb, path) for verb, paths in READS.items() for path in paths])
def test_verbs_read_plain_files_alone(tmp_path: Path, verb: tuple[str, ...], path: str, kind: str) -> None:
    run = record(tmp_path / "run")
    (run / path).unlink()
    if kind == "link":
        (tmp_path / "secret").write_text(SECRET)
        (run / path).symlink_to(tmp_path / "secret")
    else:
        os.mkfifo(run / path)
    done = CliRunner().invoke(main, [verb[0], str(run), *verb[1:]])
    assert done.exit_code == 1
    assert SECRET not in done.output
    assert len(done.stderr.splitlines()) == 1


def test_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    run = record(tmp_path / "run")
    (run / "documents").rename(tmp_path / "elsewhere")
    (run / "documents").symlink_to(tmp_path / "elsewhere")
    name = min(path.name for path in (tmp_path / "elsewhere").iterdir())
    assert read_plain(run, f"documents/{name}") is None
    assert read_plain(run, "report.tex") is not None


def test_read_contents_does_not_check_a_line_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = record(tmp_path / "run")
    longest = max(map(len, (run / "claims.jsonl").read_bytes().split(b"\n")))
    for most, fits in ((longest, True), (longest - 1, False)):
        monkeypatch.setattr(contents, "MAX_LINE_BYTES", most)
        read, found = read_contents(run, ["claims.jsonl"])
        assert (read.claims is not None) == fits
        assert ["is longer than" in str(fault) for fault in found] == ([] if fits else [True])


def test_read_contents_counts_the_values_of_all_files_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them is within the limit: claims and passages in lines, the report, the review and the rest as files."""
    run = record(tmp_path / "run")
    names = ["claims.jsonl", "evidence.jsonl", "report.json", "review.json"]
    values = sum(parsed_bytes((run / name).read_bytes()) for name in names)
    for most, found in ((values, []), (values - 1, ["review.json"])):
        monkeypatch.setattr(contents, "MAX_PARSED_BYTES", most)
        assert [fault.path for fault in read_contents(run, names)[1]] == found


def test_read_documents_reads_no_more_values_than_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = record(tmp_path / "run")
    names = [source.paper_id for source in read_manifest(run).inputs]
    values = [parsed_bytes((run / document_path(name)).read_bytes()) for name in names]
    assert len(names) > 1
    for most, fitting in ((sum(values), names), (sum(values) - 1, names[:-1])):
        monkeypatch.setattr(contents, "MAX_DOCUMENTS_BYTES", most)
        assert list(contents.read_documents(run, names)) == fitting


def test_read_documents_reads_none_whose_spans_are_many_times_its_text(tmp_path: Path) -> None:
    run = record(tmp_path / "run")
    name = read_manifest(run).inputs[0].paper_id
    whole = {"text": "a", "spans": [[1, 0, 1_000_000]] * 5, "paragraph": 1}
    for sentences, found in ((2, [name]), (3, [])):
        forged = {"paper_id": name, "reader": "pdf", "text": "a" * 1_000_000, "captions": [whole] * sentences}
        (run / document_path(name)).write_text(json.dumps(forged))
        assert list(contents.read_documents(run, [name])) == found


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a/b", "", "Flow", "a" * 60])
def test_name_of_a_figure_is_no_path(name: str) -> None:
    with pytest.raises(ValidationError):
        Figure(name=name, caption="", alternative="", drawing=Flow(steps=()))


def test_run_that_is_replaced_is_not_kept_where_nothing_is_to_be(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    for text in (b"first", b"second"):
        files = {"report.tex": text}
        assert write_run(folder, files, manifest(files), keep_replaced=False) is None
    assert (folder / "report.tex").read_bytes() == b"second"
    assert {path.name for path in tmp_path.iterdir()} == {"run", ".synth.lock"}


def test_run_that_is_replaced_is_kept_beside(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    results = [{"report.tex": text} for text in (b"first", b"second", b"third")]
    assert write_run(folder, results[0], manifest(results[0])) is None
    assert write_run(folder, results[0], manifest(results[0])) is None  # the same again
    kept = [write_run(folder, result, manifest(result)) for result in results[1:]]
    assert kept == [tmp_path / "previous" / "run", tmp_path / "previous" / "run-2"]
    assert [(path / "report.tex").read_bytes() for path in (*kept, folder) if path] == [b"first", b"second", b"third"]


def test_damaged_run_is_replaced_by_the_same_result(tmp_path: Path) -> None:
    folder, files = tmp_path / "run", {"report.tex": b"whole"}
    write_run(folder, files, manifest(files))
    (folder / "report.tex").unlink()
    assert write_run(folder, files, manifest(files)) is None
    assert (folder / "report.tex").read_bytes() == b"whole"
    assert not any((tmp_path / "previous").glob("*"))
