"""What is new since a run, at stand-ins of the databases on this machine."""

from pathlib import Path

from tests.integration import arxiv_server as faults
from tests.integration import runs
from tests.integration.arxiv_papers import PAPERS
from tests.integration.arxiv_server import ArxivServer
from tests.integration.database_server import DatabaseServer
from tests.integration.runs import PAPER, QUESTION, answer, lines_of, manifest_of


def test_watch_tells_what_is_new_and_the_old_record_names_the_new(arxiv: ArxivServer, tmp_path: Path) -> None:
    run = answer(tmp_path, environ=arxiv.environ)
    again = ("watch", str(tmp_path / "out"), "--library", str(tmp_path / "library"))
    quiet = runs.synth(*again, environ=arxiv.environ)
    assert (quiet.exit_code, "nothing new" in quiet.stdout) == (0, True), quiet.output
    arxiv.papers = PAPERS[:3]
    told = runs.synth(*again, environ=arxiv.environ)
    assert told.exit_code == 0, told.output
    assert "new: Dense retrieval against BM25 in an abstract (2101.00003v1)" in told.stdout
    (before,) = runs.run_folders(tmp_path / "out" / "previous")
    corrections = lines_of(before, "corrections")
    assert [line["what"] for line in corrections] == ["newer record"]
    assert manifest_of(run)["record_id"] in corrections[0]["reason"]
    assert runs.synth("verify", str(before)).exit_code == 0


def test_watch_asks_the_questions_of_a_list_and_goes_on_behind_a_run_that_it_cannot_ask_again(
    arxiv: ArxivServer, tmp_path: Path
) -> None:
    told = answer(tmp_path, "--compare", "dense retrieval", "--with", "BM25; TF-IDF", environ=arxiv.environ)
    (tmp_path / "topics.txt").write_text(f"{QUESTION}\nDo frogs sing?\n")
    command = ("watch", str(tmp_path / "topics.txt"), "--out", str(told.parent), "--library", str(tmp_path / "library"))
    quiet = runs.synth(*command, environ=arxiv.environ)
    assert (quiet.exit_code, quiet.stdout) == (0, f"{QUESTION}\n  nothing new\n"), quiet.output
    assert (
        f"no run in {told.parent} answers it; synth batch {tmp_path / 'topics.txt'} does: Do frogs sing?"
        in quiet.stderr
    )
    (tmp_path / "paper.tex").write_text(PAPER)
    own = answer(tmp_path, "--papers", str(tmp_path / "paper.tex"), "--offline")
    arxiv.papers = PAPERS[:3]
    news = runs.synth(*command, environ=arxiv.environ)
    assert (news.exit_code, news.stdout.count("  new: ")) == (4, 1), news.output
    assert f"{own}: was made with your own papers" in news.stderr
    assert manifest_of(told)["question"]["subjects"] == ["dense retrieval", "BM25", "TF-IDF"]


def test_watch_concludes_nothing_where_a_database_does_not_answer(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    environ = arxiv.environ | databases.environ | {"SYNTH_DATABASES_BACKOFF_S": "0.001"}
    answer(tmp_path, environ=environ)
    arxiv.papers = PAPERS[:3]
    databases.faults = [faults.status(500)] * 20
    again = ("watch", str(tmp_path / "out"), "--library", str(tmp_path / "library"))
    done = runs.synth(*again, environ=environ)
    assert done.exit_code == 0, done.output
    assert "OpenAlex gave no answer: " in done.stdout
    assert not (tmp_path / "out" / "previous").exists()
    databases.faults = []
    assert "new: Dense retrieval against BM25 in an abstract" in runs.synth(*again, environ=environ).stdout
