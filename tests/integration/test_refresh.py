"""What arXiv has of a record's papers by now, and the corrections that follow."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from synth.errors import NetworkError
from synth.records.corrections import read_corrections
from synth.records.reader import read_report
from synth.runs.refreshing import refresh as refresh_record
from synth.runs.verification import verify
from synth.settings import ArxivSettings, Settings
from synth.system.clock import utc_now
from tests.integration import arxiv_server as faults
from tests.integration.arxiv_papers import ABSTRACT, PAPERS, tar_of
from tests.integration.arxiv_server import ArxivServer, ServedPaper, serving
from tests.integration.database_server import DatabaseServer, preprint, serving_databases
from tests.integration.runs import PAPER, answer, run_folders, synth

LOST = PAPER.replace(
    "Dense retrieval improves top-20 accuracy over BM25 by 12.3 points",
    "Dense retrieval improves top-20 accuracy over BM25 by 2.1 points",
)


ON_ARXIV = (PAPERS[0], PAPERS[2])
"""Without the second one, whose sentences are near-copies of the first one's, so that only one of both is quoted."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library and of one run on the papers."""
    folder = tmp_path_factory.mktemp("made")
    with serving(*ON_ARXIV) as served:
        answer(folder, environ=served.environ)
    return folder


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with serving(*ON_ARXIV) as served:
        yield served


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    for name in ("library", "out"):
        shutil.copytree(made / name, tmp_path / name)
    (copy,) = run_folders(tmp_path / "out")
    return copy


def refresh(server: ArxivServer, run: Path) -> Result:
    return synth("refresh", str(run), "--library", str(run.parents[1] / "library"), environ=server.environ)


def claims_of(run: Path, paper_id: str) -> set[str]:
    claims = {row.checked.claim.claim_id for row in read_report(run).claims if row.checked.claim.paper_id == paper_id}
    assert claims
    return claims


def test_refresh_finds_nothing_where_nothing_changed(server: ArxivServer, run: Path) -> None:
    done = refresh(server, run)
    assert (done.exit_code, done.stdout) == (0, "corrections added: 0\n")
    assert server.paths() == ["/api/query"]
    assert not (run / "corrections.jsonl").exists()
    assert verify(run, again=True).faults == ()


def test_refresh_notes_a_newer_version_that_still_has_the_sentences(server: ArxivServer, run: Path) -> None:
    server.papers = (*server.papers, replace(PAPERS[0], arxiv_id="2101.00001v2"))
    done = refresh(server, run)
    assert done.stdout.startswith("2101.00001v1: superseded by 2101.00001v2, which still has all ")
    assert done.stdout.endswith("\ncorrections added: 0\n")
    assert not (run / "corrections.jsonl").exists()


def test_refresh_corrects_just_the_claim_whose_sentence_is_gone(server: ArxivServer, run: Path) -> None:
    server.papers = (*server.papers, ServedPaper("2101.00001v2", "Anew", ABSTRACT, source=tar_of({"main.tex": LOST})))
    done = refresh(server, run)
    corrections = read_corrections(run)
    (correction,) = (one for one in corrections if one.reason.endswith("no longer has this sentence"))
    others = [one for one in corrections if one != correction]
    rows = {row.checked.claim.claim_id: row.checked.claim for row in read_report(run).claims}
    assert [rows[claim].text for claim in correction.claims] == [
        "Dense retrieval improves top-20 accuracy over BM25 by 12.3 points on Natural Questions."
    ]
    assert correction.reason == "arXiv:2101.00001v2 supersedes arXiv:2101.00001v1, and no longer has this sentence"
    assert (correction.by, correction.state) == ("synth refresh", "CORRECTED")
    assert all("no longer has a passage that this was checked against" in other.reason for other in others)
    assert done.stdout.endswith(f"\ncorrections added: {1 + len(others)}\n")
    assert verify(run).holds
    again = refresh(server, run)
    assert again.stdout.endswith("\ncorrections added: 0\n")
    assert read_corrections(run) == (correction, *others)


def test_refresh_corrects_nothing_that_is_read_otherwise_today(
    server: ArxivServer, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that put a sentence together wrongly, and no longer does: neither version has that sentence today."""
    server.papers = (*server.papers, replace(PAPERS[0], arxiv_id="2101.00001v2"))
    monkeypatch.setattr("synth.runs.refreshing._body", lambda document: " of another reader ")
    done = refresh(server, run)
    assert "more are read otherwise today in the version that was read, too\n" in done.stdout
    assert not (run / "corrections.jsonl").exists()


def test_refresh_corrects_nothing_where_what_was_read_cannot_be_had(server: ArxivServer, run: Path) -> None:
    lost = tar_of({"main.tex": LOST})
    server.papers = (
        replace(PAPERS[0], source=lost),
        *server.papers[1:],
        ServedPaper("2101.00001v2", "Anew", ABSTRACT, source=lost),
    )
    shutil.rmtree(run.parents[1] / "library")
    done = refresh(server, run)
    assert "which could not be compared with what was read: arXiv gives other bytes of it by now" in done.stdout
    assert not (run / "corrections.jsonl").exists()


def test_refresh_corrects_the_claims_of_a_withdrawn_paper(server: ArxivServer, run: Path) -> None:
    notice = "This paper has been withdrawn by the author due to an error in <Table 2>"
    server.papers = (*server.papers, replace(PAPERS[0], arxiv_id="2101.00001v2", comment=notice))
    done = refresh(server, run)
    (correction,) = read_corrections(run)
    assert claims_of(run, "2101.00001v1") <= set(correction.claims)
    assert correction.reason.endswith(
        f"2101.00001v2, which it was read from or checked against, was withdrawn: {notice}"
    )
    assert done.exit_code == 0


def test_refresh_knows_a_withdrawal_by_its_empty_source(server: ArxivServer, run: Path) -> None:
    server.papers = (*server.papers, replace(PAPERS[0], arxiv_id="2101.00001v2", source=b"", pdf=None))
    refresh(server, run)
    assert [item.reason.rpartition(": ")[2] for item in read_corrections(run)] == ["its source is empty"]


def test_refresh_does_not_correct_by_what_it_cannot_read(server: ArxivServer, run: Path) -> None:
    lost = replace(PAPERS[0], arxiv_id="2101.00001v2", source=tar_of({"main.tex.cry": "x"}), pdf=None, abstract="")
    server.papers = (*server.papers, lost)
    done = refresh(server, run)
    assert "2101.00001v1: superseded by 2101.00001v2, which could not be compared: " in done.stdout
    assert not (run / "corrections.jsonl").exists()


def test_refresh_says_what_arxiv_no_longer_knows(server: ArxivServer, run: Path) -> None:
    server.papers = server.papers[1:]
    assert refresh(server, run).stdout == "2101.00001v1: arXiv no longer knows it\ncorrections added: 0\n"


def test_refresh_touches_no_damaged_record(server: ArxivServer, run: Path) -> None:
    (run / "report.tex").write_bytes((run / "report.tex").read_bytes()[:-1])
    done = refresh(server, run)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "is damaged, and a damaged record is not corrected: report.tex: has changed" in done.stderr


def test_refresh_without_arxiv_files_nothing(run: Path) -> None:
    nowhere = Settings(arxiv=ArxivSettings(base_url="http://127.0.0.1:9", interval_s=0, backoff_s=0.001))
    with pytest.raises(NetworkError):
        refresh_record(run, run.parents[1] / "library", nowhere, utc_now)
    assert not (run / "corrections.jsonl").exists()


@pytest.fixture
def databases() -> Iterator[DatabaseServer]:
    with serving_databases() as served:
        yield served


@pytest.fixture
def medical(server: ArxivServer, databases: DatabaseServer, tmp_path: Path) -> Path:
    """A run on arXiv's papers and on one of Europe PMC, which has a DOI."""
    return answer(tmp_path, "--source", "arxiv", "--source", "europepmc", environ=server.environ | databases.environ)


def test_refresh_corrects_the_claims_of_a_paper_that_was_retracted_since(
    server: ArxivServer, databases: DatabaseServer, medical: Path
) -> None:
    command = ("refresh", str(medical), "--library", str(medical.parents[1] / "library"))
    environ = server.environ | databases.environ
    assert synth(*command, environ=environ).stdout.endswith("corrections added: 0\n")
    databases.retracted = True
    done = synth(*command, environ=environ)
    assert done.exit_code == 0, done.output
    (correction,) = read_corrections(medical)
    assert claims_of(medical, "doi:10.1000/medicine.5") <= set(correction.claims)
    assert correction.reason == (
        "doi:10.1000/medicine.5, which it was read from or checked against, was retracted, as Europe PMC says"
    )
    assert verify(medical).holds
    assert synth(*command, environ=environ).stdout.endswith("corrections added: 0\n")


def test_refresh_corrects_the_claims_of_a_paper_on_arxiv_alone_that_was_retracted_since(
    server: ArxivServer, databases: DatabaseServer, medical: Path
) -> None:
    command = ("refresh", str(medical), "--library", str(medical.parents[1] / "library"), "--source", "openalex")
    environ = server.environ | databases.environ
    assert synth(*command, environ=environ).stdout.endswith("corrections added: 0\n")
    databases.preprints = [preprint("2101.00001", retracted=True)]
    assert synth(*command, environ=environ).exit_code == 0
    (correction,) = read_corrections(medical)
    assert claims_of(medical, "2101.00001v1") <= set(correction.claims)
    assert correction.reason.startswith("2101.00001v1, which it was read from")
    assert correction.reason.endswith("was retracted, as OpenAlex says")


def test_refresh_asks_the_databases_that_are_named(
    server: ArxivServer, databases: DatabaseServer, medical: Path
) -> None:
    before = len(databases.requests)
    command = ("refresh", str(medical), "--library", str(medical.parents[1] / "library"))
    named = ("--source", "crossref", "--source", "openalex")
    assert synth(*command, *named, environ=server.environ | databases.environ).exit_code == 0
    asked = {path.split("/")[1] for path in databases.paths()[before:]}
    assert asked == {"crossref", "openalex"}


def test_refresh_corrects_the_claims_of_a_paper_that_is_doubted_since(
    server: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    databases.update = "erratum"
    environ = server.environ | databases.environ
    run = answer(tmp_path, "--source", "arxiv", "--source", "crossref", environ=environ)
    databases.update = "expression-of-concern"
    done = synth("refresh", str(run), "--library", str(tmp_path / "library"), environ=environ)
    assert done.exit_code == 0, done.output
    (correction,) = read_corrections(run)
    assert claims_of(run, "2101.00001v1") <= set(correction.claims)
    assert correction.reason.endswith("was doubted by its journal (an expression of concern), as Crossref says")


def test_refresh_notes_a_database_that_does_not_answer(
    server: ArxivServer, databases: DatabaseServer, medical: Path
) -> None:
    databases.faults = [faults.status(500)] * 20
    environ = server.environ | databases.environ | {"SYNTH_DATABASES_BACKOFF_S": "0.001"}
    done = synth("refresh", str(medical), "--library", str(medical.parents[1] / "library"), environ=environ)
    assert done.exit_code == 0
    assert "Europe PMC gave no answer: " in done.stdout
    assert done.stdout.endswith("corrections added: 0\n")
