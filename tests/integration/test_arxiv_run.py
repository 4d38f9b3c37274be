"""Whole runs that ask arXiv, or its stand-in, as the command does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from synth import generate
from synth.errors import NetworkError
from synth.library import Library
from synth.models import Paper, Record
from synth.settings import ArxivSettings, Settings
from tests.integration import arxiv_server as faults
from tests.integration import runs
from tests.integration.arxiv_papers import PAPERS
from tests.integration.arxiv_server import ArxivServer, serving
from tests.integration.runs import QUESTION, answer, manifest_of, places, run_folders

NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with serving(*PAPERS) as served:
        yield served


def generate_from(server: ArxivServer, folder: Path, *more: str) -> Result:
    """The command, with this server for arXiv."""
    return runs.synth("generate", QUESTION, "--no-pdf", *more, *places(folder), environ=server.environ)


def run_without_waiting(url: str, folder: Path) -> Record:
    """A run that waits next to nothing before it asks again."""
    arxiv = ArxivSettings(base_url=url, interval_s=0, backoff_s=0.001)
    settings = Settings(arxiv=arxiv)
    return generate(QUESTION, settings=settings, library=folder / "library", out=folder / "out", pdf=False)


def screening(run: Path) -> dict[str, dict[str, str]]:
    return {row["paper_id"]: row for row in runs.screening(run)}


def test_run_reads_source_else_abstract_and_records_every_paper(server: ArxivServer, tmp_path: Path) -> None:
    run = answer(tmp_path, environ=server.environ)
    rows, manifest = screening(run), manifest_of(run)
    assert set(rows) == {paper.arxiv_id for paper in PAPERS}
    assert (rows["2101.00004v1"]["decision"], rows["2101.00004v1"]["reason"]) == ("skipped", "withdrawn")
    forms = {item["paper_id"]: (item["kind"], item["note"]) for item in manifest["inputs"]}
    assert forms["2101.00001v1"] == ("latex", None)
    assert forms["2101.00003v1"][0] == "abstract"
    assert "only the abstract was read" in forms["2101.00003v1"][1]
    assert "encrypted" in forms["2101.00005v1"][1]
    assert manifest["queries"][0]["total"] >= 1
    counts = manifest["counts"]
    assert counts["found"] == 5 == counts["used"] + counts["merged"] + counts["skipped"]


def test_papers_of_a_list_are_fetched_from_arxiv(server: ArxivServer, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("https://arxiv.org/abs/2101.00001v1\n10.1234/unknown\nno identifier\n")
    run = answer(tmp_path, "--papers", str(tmp_path / "ids.txt"), environ=server.environ)
    rows = screening(run)
    forms = {item["paper_id"]: item["kind"] for item in manifest_of(run)["inputs"]}
    assert (rows["2101.00001v1"]["decision"], forms["2101.00001v1"]) == ("used", "latex")
    unknown = rows["doi:10.1234/unknown"]
    assert (unknown["decision"], unknown["reason"]) == (
        "skipped",
        "only listed: no file of it was given, and no database asked for one, and no abstract",
    )
    (line,) = (row for row in rows.values() if row["title"] == "ids.txt: line 3: no identifier")
    assert line["reason"] == "no arXiv identifier, DOI, PMID or PMCID"
    assert len([row for row in rows.values() if row["paper_id"].startswith("2101.00001")]) == 1


def test_papers_of_arxiv_and_the_library_are_each_found_once(server: ArxivServer, tmp_path: Path) -> None:
    abstract = "Dense retrieval outperforms BM25 by 3.1 points on open-domain question answering."
    own = Paper(paper_id="1901.00001v1", title="Dense retrieval beats BM25", abstract=abstract, authors=("Kurt Gödel",))
    older = Paper(paper_id="2101.00002v2", title="Dense retrieval and BM25 again", abstract=abstract)
    Library(tmp_path / "library").add([own, older])
    both = answer(tmp_path, "--source", "arxiv", "--source", "library", environ=server.environ)
    found = [row["paper_id"] for row in runs.screening(both)]
    assert sorted(found) == sorted([*(paper.arxiv_id for paper in PAPERS), own.paper_id])
    assert manifest_of(both)["counts"]["found"] == len(found)
    kinds = {item["paper_id"]: item["kind"] for item in manifest_of(both)["inputs"]}
    assert (kinds["2101.00002v3"], kinds[own.paper_id]) == ("latex", "abstract")
    asked = len(server.requests)
    alone = answer(tmp_path, "--source", "library", environ=server.environ)
    assert len(server.requests) == asked
    assert sorted(row["paper_id"] for row in runs.screening(alone)) == sorted(found)
    assert "could be read only as" in (alone / "report.tex").read_text()
    provider = answer(tmp_path, environ=server.environ)
    assert own.paper_id not in screening(provider)


def test_sources_that_exclude_each_other_are_refused(tmp_path: Path) -> None:
    for options in (("--offline", "--source", "arxiv"), ("--sample", "--source", "library")):
        assert runs.synth("generate", QUESTION, *options, *places(tmp_path)).exit_code == 2


def test_second_run_asks_arxiv_nothing_and_offline_finds_the_papers(server: ArxivServer, tmp_path: Path) -> None:
    first = answer(tmp_path, environ=server.environ)
    before = len(server.requests)
    assert answer(tmp_path, environ=server.environ) == first
    assert len([path for path in server.paths()[before:] if path == "/api/query"]) == 0
    versions = [paper.arxiv_id for paper in PAPERS if paper.source]
    assert not [path for path in server.paths()[before:] if path.removeprefix("/e-print/") in versions]
    offline = answer(tmp_path, "--offline", environ={"SYNTH_ARXIV_URL": NOWHERE})
    kinds = {item["paper_id"]: item["kind"] for item in manifest_of(offline)["inputs"]}
    assert (kinds["2101.00001v1"], kinds["2101.00003v1"]) == ("latex", "abstract")


def test_unreachable_arxiv_tells_of_the_library(server: ArxivServer, tmp_path: Path) -> None:
    answer(tmp_path, environ=server.environ)
    shutil.rmtree(tmp_path / "library" / "arxiv")
    with pytest.raises(NetworkError, match="the library holds 5 papers on this; --offline uses them"):
        run_without_waiting(NOWHERE, tmp_path)


def test_nothing_found_says_what_was_tried(tmp_path: Path) -> None:
    with serving() as empty:
        done = generate_from(empty, tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no paper was found" in done.stderr
    assert "dense retrieval" in done.stderr
    assert run_folders(tmp_path / "out") == []


def test_run_lives_through_throttling_and_drops(server: ArxivServer, tmp_path: Path) -> None:
    server.faults = [faults.status(429, "0"), None, faults.truncated, None]
    record = run_without_waiting(server.url, tmp_path)
    assert server.faults == []
    forms = {item.paper_id: item.kind for item in record.manifest.inputs}
    assert (forms["2101.00001v1"], forms["2101.00002v3"]) == ("latex", "latex")


def test_error_entry_is_raised_as_what_it_says(server: ArxivServer, tmp_path: Path) -> None:
    server.faults = [faults.error_entry(400)]
    done = generate_from(server, tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "arXiv" in done.stderr


def test_dry_run_searches_and_reads_nothing(server: ArxivServer, tmp_path: Path) -> None:
    done = generate_from(server, tmp_path, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "query: " in done.stdout
    assert "5 papers found" in done.stdout
    assert set(server.paths()) == {"/api/query"}
    assert run_folders(tmp_path / "out") == []
