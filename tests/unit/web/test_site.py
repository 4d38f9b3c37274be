"""The site of a folder of runs: which pages are written, kept, removed and left out."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth.cli import main
from synth.errors import UsageError
from synth.models import FormerRecord
from synth.records.reader import read_manifest
from synth.runs.correcting import correct_record
from synth.settings import Settings
from synth.web import SiteSummary, build_site
from tests import examples

SETTINGS = Settings()


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    examples.record(tmp_path / "runs" / "one")
    examples.record(tmp_path / "runs" / "two", "Verified")
    return tmp_path / "runs"


def build(runs: Path) -> SiteSummary:
    return build_site(runs, runs.parent / "site", SETTINGS)


def test_build_site_has_a_page_of_every_record_with_its_own_files(runs: Path) -> None:
    made = build(runs)
    out = runs.parent / "site"
    assert (len(made.records), made.written, made.removed, made.left_out) == (2, 2, 0, ())
    index = (out / "index.html").read_text()
    for record in made.records:
        assert f'href="{record.page}/index.html"' in index
        assert record.record_id in (out / record.page / "index.html").read_text()
        assert (out / record.page / "record" / "claims.jsonl").is_file()
        assert not (out / record.page / "record" / "documents").exists()


def test_every_page_has_its_data_beside_it_and_says_what_it_is(runs: Path) -> None:
    made = build(runs)
    out = runs.parent / "site"
    kinds = {"index": "CollectionPage", "research": "CollectionPage", "verification": "WebPage", "about": "AboutPage"}
    for name, kind in kinds.items():
        page = (out / f"{name}.html").read_text()
        (described,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        assert json.loads(described)["@type"] == kind
        assert f'<link rel="alternate" href="{name}.json" type="application/json"/>' in page
        assert '<meta name="description"' in page
    listed = json.loads((out / "index.json").read_text())
    assert [record["record_id"] for record in listed["records"]] == [record.record_id for record in made.records]
    topics = json.loads((out / "research.json").read_text())["topics"]
    assert topics["dense retrieval"] == [record.page for record in made.records]
    rules = json.loads((out / "verification.json").read_text())
    assert rules["checking"] == SETTINGS.checking.model_dump()
    assert rules["levels"]
    assert json.loads((out / "about.json").read_text())["records"] == 2


def test_build_site_names_a_record_that_takes_too_much_memory(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(folder: Path) -> None:
        raise MemoryError

    monkeypatch.setattr("synth.web.record_files.read_public", greedy)  # in the workers too, which are forked
    made = build(runs)
    assert made.records == ()
    assert [str(runs / name) in line for name, line in zip(("one", "two"), made.left_out, strict=True)] == [True, True]
    assert all("takes more than 350 MB of memory (limits.worker_memory_bytes)" in line for line in made.left_out)


def test_build_site_writes_again_only_what_changed(runs: Path) -> None:
    build(runs)
    assert build(runs).written == 0
    examples.record(runs / "one", "Falsified")
    made = build(runs)
    assert (made.written, made.removed, len(made.records)) == (1, 1, 2)


def test_build_site_has_at_an_old_address_what_answers_its_question_now(runs: Path) -> None:
    out = runs.parent / "site"
    old = read_manifest(runs / "one").record_id
    page = next(record.page for record in build(runs).records if record.record_id == old)
    examples.record(runs / "one", "Falsified")
    records = build(runs).records
    said = (out / page / "index.html").read_text()
    assert [f'href="../../{record.page}/index.html"' in said for record in records] == [True, True]
    assert sorted(path.name for path in (out / page).iterdir()) == ["former.json", "index.html"]
    shutil.rmtree(runs / "two")
    (one,) = build(runs).records
    former = FormerRecord.model_validate_json((out / page / "former.json").read_bytes())
    assert former.answered_by == (one.record_id,)
    assert page not in (out / "index.html").read_text()


def test_build_site_has_the_page_of_a_record_again_that_came_back(runs: Path) -> None:
    first = build(runs)
    (runs / "one").rename(runs.parent / "one")
    gone = build(runs)
    assert (len(gone.records), gone.removed, len(gone.former)) == (1, 1, 1)
    (runs.parent / "one").rename(runs / "moved")
    again = build(runs)
    assert (again.records, again.written, again.former) == (first.records, 1, ())
    assert not list((runs.parent / "site" / "records").glob("*/former.json"))


def test_build_site_leaves_out_a_record_that_does_not_hold(runs: Path) -> None:
    build(runs)
    with (runs / "one" / "claims.jsonl").open("a") as file:
        file.write("\n")
    made = build(runs)
    assert (len(made.records), made.removed) == (2, 0), "its page stands as it was until its manifest changes"
    manifest = runs / "one" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("dense", "sparse"))
    made = build(runs)
    assert (len(made.records), made.removed) == (1, 1)
    assert "one" in made.left_out[0]


def test_build_site_misses_corrections_that_it_had(runs: Path) -> None:
    correct_record(runs / "one", "C1", "wrong", lambda: datetime(2027, 1, 2, tzinfo=UTC))
    corrected = next(record for record in build(runs).records if record.corrections)
    corrections = runs.parent / "site" / corrected.page / "record" / "corrections.jsonl"
    before = corrections.read_bytes()
    (runs / "one" / "corrections.jsonl").unlink()

    made = build(runs)
    assert [str(runs / "one") in line and corrected.head in line for line in made.left_out] == [True]
    assert (made.written, made.removed, len(made.records)) == (0, 0, 2)
    assert corrected in made.records
    assert corrections.read_bytes() == before

    shutil.copy(corrections, runs / "one")
    correct_record(runs / "one", "C2", "wrong too", lambda: datetime(2027, 1, 3, tzinfo=UTC))
    made = build(runs)
    assert (made.written, made.left_out) == (1, ())


@pytest.mark.parametrize("name", ["runs", "other"])
def test_build_site_replaces_nothing_that_is_no_site(runs: Path, name: str) -> None:
    (runs.parent / "other").mkdir()
    (runs.parent / "other" / "index.html").write_text("mine")
    with pytest.raises(UsageError):
        build_site(runs, runs.parent / name, SETTINGS)
    assert (runs.parent / "other" / "index.html").read_text() == "mine"


def test_show_opens_the_page_of_one_record(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    done = CliRunner().invoke(main, ["show", str(runs / "one"), "--web"])
    page = Path(done.output.strip())
    assert (done.exit_code, opened) == (0, [page.as_uri()])
    assert "Does dense retrieval beat BM25?" in page.read_text()
    assert (page.parent / ".." / ".." / "style.css").is_file()
    assert CliRunner().invoke(main, ["show", str(runs), "--web"]).exit_code == 1
