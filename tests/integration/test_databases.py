"""Runs that ask databases besides arXiv, at their stand-ins on this machine."""

import random
from pathlib import Path

import pytest

from synth import generate
from synth.models import Record
from synth.records.reader import read_answer
from synth.settings import Settings
from tests.integration import arxiv_server as faults
from tests.integration import runs
from tests.integration.arxiv_server import FAULTS, ArxivServer, Fault
from tests.integration.database_server import JATS, NAMES, DatabaseServer, preprint
from tests.integration.runs import PAPER, QUESTION, answer, asking, decisions, lines_of, manifest_of, places


def printed(run: Path) -> str:
    """The report's LaTeX without the places where a word may be broken."""
    return (run / "report.tex").read_text().replace(r"\allowbreak{}", "")


def test_run_asks_arxiv_and_openalex_and_counts_no_paper_twice(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    run = answer(tmp_path, environ=arxiv.environ | databases.environ)
    rows = decisions(run)
    assert rows["2101.00001v1"][0] == "used"
    assert rows["doi:10.1000/gone"] == ("skipped", "retracted, as OpenAlex says")
    assert [row["reason"] for row in runs.screening(run) if row["paper_id"].startswith("openalex:entry")]
    sources = [query["source"] for query in manifest_of(run)["queries"]]
    assert {"arXiv", "OpenAlex"} == set(sources)
    assert sum(row["paper_id"] == "2101.00001v1" for row in runs.screening(run)) == 1
    assert "Journal of Retrieval" in (run / "references.bib").read_text()
    assert "10.1000/dense.1" in (run / "references.bib").read_text()


def test_run_leaves_out_what_only_arxiv_found_and_openalex_knows_to_be_retracted(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    databases.preprints = [preprint("2101.00002", retracted=True)]
    run = answer(tmp_path, environ=arxiv.environ | databases.environ)
    assert decisions(run)["2101.00002v3"] == ("skipped", "retracted, as OpenAlex says")
    assert decisions(run)["2101.00001v1"][0] == "used"
    put = [(query["search_query"], query["source"], query["gave"]) for query in manifest_of(run)["queries"]]
    assert ("retractions, by DOI (1)", "OpenAlex", []) in put
    assert runs.synth("verify", str(run)).exit_code == 0


def test_run_looks_up_no_paper_where_it_was_found_and_asks_no_silent_database_again(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    answer(tmp_path / "one", environ=arxiv.environ | databases.environ)
    (looked_up,) = lookups(databases)
    assert "2101.00002" in looked_up
    assert "2101.00001" not in looked_up  # a location of OpenAlex's first work
    databases.faults = [faults.status(500)] * 20
    environ = arxiv.environ | databases.environ | {"SYNTH_DATABASES_BACKOFF_S": "0.001"}
    answer(tmp_path / "two", environ=environ)
    assert lookups(databases) == [looked_up]


def lookups(databases: DatabaseServer) -> list[str]:
    """The requests to OpenAlex for papers with certain DOIs."""
    return [request.path for request in databases.requests if request.parameters.get("filter", "").startswith("doi:")]


def test_run_is_made_anew_where_a_paper_of_it_was_retracted(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    environ = arxiv.environ | databases.environ | {"SYNTH_DATABASES_QUERY_LIFETIME_S": "0"}
    topics = tmp_path / "topics.txt"
    topics.write_text(QUESTION)
    command = ("batch", str(topics), *places(tmp_path), "--no-pdf")
    assert runs.synth(*command, environ=environ).exit_code == 0
    (folder,) = runs.run_folders(tmp_path / "out")
    assert decisions(folder)["2101.00002v3"][0] == "used"
    kept = (folder / "manifest.json").read_bytes()
    assert runs.synth(*command, environ=environ).exit_code == 0
    assert (folder / "manifest.json").read_bytes() == kept
    databases.preprints = [preprint("2101.00002", retracted=True)]
    assert runs.synth(*command, environ=environ).exit_code == 0
    assert decisions(folder)["2101.00002v3"] == ("skipped", "retracted, as OpenAlex says")


def test_run_reads_full_texts_of_europe_pmc_and_abstracts_of_the_others(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    named = asking("europepmc", "semanticscholar", "openalex")
    run = answer(tmp_path, *named, environ=arxiv.environ | databases.environ)
    forms = {item["paper_id"]: (item["kind"], item["note"]) for item in manifest_of(run)["inputs"]}
    assert forms["doi:10.1000/medicine.5"] == ("jats", None)
    assert forms["doi:10.1000/scholar.9"] == ("abstract", "only the abstract was read")
    assert forms["2101.00001v1"] == ("latex", None)
    assert forms["doi:10.1000/open.3"][0] == "abstract"
    assert any("7.1 points" in line["text"] for line in lines_of(run, "claims"))
    assert runs.synth("verify", str(run)).exit_code == 0


def test_run_of_the_same_question_asks_the_databases_nothing(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    environ = arxiv.environ | databases.environ
    first = answer(tmp_path, *asking(*NAMES), environ=environ)
    content, before = (first / "claims.jsonl").read_bytes(), len(databases.requests)
    assert answer(tmp_path, *asking(*NAMES), environ=environ) == first
    assert (first / "claims.jsonl").read_bytes() == content
    assert [path for path in databases.paths()[before:] if "copies" not in path] == []


OF_DATABASES = (*(fault for fault in FAULTS if fault is not faults.empty_page), faults.status(403))
"""A fault of every kind but one, a page of arXiv's without its entries."""


@pytest.mark.parametrize("fault", OF_DATABASES, ids=range(len(OF_DATABASES)))
def test_databases_that_fail_cost_their_papers_and_are_named(
    fault: Fault, arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    databases.faults = [fault] * 50
    times = {"BACKOFF_S": "0.001", "MAX_TRIES": "2", "REQUEST_TIMEOUT_S": "0.3", "DEADLINE_S": "1"}
    environ = arxiv.environ | databases.environ | {f"SYNTH_DATABASES_{name}": value for name, value in times.items()}
    run = answer(tmp_path, *asking("arxiv", *NAMES), environ=environ)
    notes = {query["source"]: query["note"] for query in manifest_of(run)["queries"]}
    assert notes.pop("arXiv") is None
    assert notes.keys() == {"OpenAlex", "Crossref", "Europe PMC", "Semantic Scholar"}
    assert [name for name, note in notes.items() if not note or f"{name} gave no answer" not in printed(run)] == []
    assert decisions(run)["2101.00001v1"][0] == "used"


def without_patience(arxiv: ArxivServer) -> dict[str, str]:
    """The variables for this arXiv that give up soon, since some faults are answers that never end."""
    times = {"BACKOFF_S": "0.001", "MAX_TRIES": "2", "REQUEST_TIMEOUT_S": "0.3", "DEADLINE_S": "1"}
    return arxiv.environ | {f"SYNTH_ARXIV_{name}": value for name, value in times.items()}


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
def test_run_goes_on_without_arxiv_whatever_is_wrong_with_it(
    fault: Fault, arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    arxiv.faults = [fault] * 200
    run = answer(tmp_path, *asking("arxiv", "europepmc"), environ=databases.environ | without_patience(arxiv))
    notes = {query["source"]: query["note"] for query in manifest_of(run)["queries"]}
    assert notes["arXiv"]
    assert notes["Europe PMC"] is None
    assert decisions(run)["doi:10.1000/medicine.5"][0] == "used"
    assert "arXiv gave no answer" in printed(run)
    assert runs.synth("verify", str(run)).exit_code == 0


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
def test_run_that_can_search_nothing_says_why_in_one_line(fault: Fault, arxiv: ArxivServer, tmp_path: Path) -> None:
    arxiv.faults = [fault] * 200
    done = runs.synth("generate", QUESTION, "--no-pdf", *places(tmp_path), environ=without_patience(arxiv))
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "arXiv" in done.stderr
    assert "--offline" in done.stderr
    assert runs.run_folders(tmp_path / "out") == []


def test_run_on_own_papers_goes_on_without_arxiv_and_says_so(arxiv: ArxivServer, tmp_path: Path) -> None:
    papers = runs.write_papers(tmp_path / "papers", {"2101.00009": PAPER, "dense": PAPER.replace("Ada", "Augusta")})
    arxiv.faults = [faults.status(500)] * 200
    run = answer(tmp_path, "--papers", str(papers), environ=without_patience(arxiv))
    assert decisions(run)["2101.00009"][0] == "used"
    searched, looked_up = manifest_of(run)["queries"]
    assert searched["note"]
    assert (looked_up["search_query"], bool(looked_up["note"])) == ("your own papers, by arXiv identifier (1)", True)


def test_queries_that_arxiv_answered_stand_where_a_later_one_fails(arxiv: ArxivServer, tmp_path: Path) -> None:
    arxiv.faults = [None, *[faults.status(500)] * 2]
    run = answer(tmp_path, environ=without_patience(arxiv))
    notes = [query["note"] for query in manifest_of(run)["queries"]]
    assert (notes[0], bool(notes[-1]), len(notes)) == (None, True, 2)
    assert decisions(run)["2101.00001v1"][0] == "used"
    assert "arXiv gave no answer to one of them" in printed(run)


def test_run_says_so_where_no_database_answers(databases: DatabaseServer, tmp_path: Path) -> None:
    databases.faults = [faults.status(500)] * 20
    environ = databases.environ | {"SYNTH_DATABASES_BACKOFF_S": "0.001"}
    done = runs.synth("generate", QUESTION, "--no-pdf", *asking("crossref"), *places(tmp_path), environ=environ)
    assert done.exit_code == 1
    assert "Crossref" in done.stderr
    assert "--offline" in done.stderr


LISTS = {
    "own.txt": "10.1000/open.3\nPMID: 345\n10.1000/gone\n10.1000/dense.1\n10.1000/unheard.of\n",
    "own.bib": """@article{a, doi={10.1000/OPEN.3}} @article{b, pmid={345}} @article{c, doi={10.1000/gone}}
        @article{d, doi={10.1000/dense.1}} @article{e, doi={10.1000/unheard.of}}""",
    "own.ris": "".join(f"TY  - JOUR\nDO  - 10.1000/{each}\nER  - \n"
                       for each in ("open.3", "medicine.5", "gone", "dense.1", "unheard.of")),
    "own.nbib": "PMID- 345\n\n" + "".join(f"PMID- {number}\nLID - 10.1000/{each} [doi]\n\n" for number, each in
                                        enumerate(("open.3", "gone", "dense.1", "unheard.of"), start=901)),
    "own.csv": "doi,pmid\n10.1000/open.3,\n,345\n10.1000/gone,\n10.1000/dense.1,\n10.1000/unheard.of,\n",
}  # fmt: skip
"""One list in every form: an open copy, an article of PubMed, one retracted, one on arXiv, and one that nobody knows."""


@pytest.mark.parametrize("name", LISTS)
def test_papers_of_a_list_are_looked_up_and_fetched_where_they_are_open(
    name: str, arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(LISTS[name])
    databases.pdf = JATS.replace("Curie", "Meitner").replace("in medicine", "in archives").encode()
    question = "Does dense retrieval outperform BM25 in medicine?"
    named = [*asking("openalex", "europepmc"), "--papers", str(tmp_path / name)]
    run = answer(tmp_path, *named, question=question, environ=arxiv.environ | databases.environ)
    rows = {row["paper_id"]: row for row in runs.screening(run) if row["stage"] != "merged"}
    origins = {item["paper_id"]: (item["kind"], item["origin"]) for item in manifest_of(run)["inputs"]}
    medicine = next(paper_id for paper_id in ("pmid:345", "doi:10.1000/medicine.5") if paper_id in origins)
    assert origins["doi:10.1000/open.3"] == ("jats", f"{databases.url}/openalex/copies/3.pdf")
    assert origins[medicine] == ("jats", f"{databases.url}/europepmc/PMC77/fullTextXML")
    assert origins["2101.00001v1"][0] == "latex"
    assert rows["doi:10.1000/open.3"]["title"] == "Dense retrieval and BM25 in archives"
    assert rows["doi:10.1000/gone"]["reason"] == "retracted, as OpenAlex says"
    unknown = rows["doi:10.1000/unheard.of"]
    assert unknown["decision"] == "skipped"
    assert unknown["reason"] == "only listed, and not known to OpenAlex or Europe PMC"
    asked = {query["search_query"] for query in manifest_of(run)["queries"]}
    assert any(words.startswith("your own papers, by DOI") for words in asked)
    assert runs.synth("verify", str(run)).exit_code == 0


def test_papers_of_a_list_are_looked_up_by_no_run_offline(databases: DatabaseServer, tmp_path: Path) -> None:
    papers = runs.write_papers(tmp_path / "papers", {"dense": PAPER})
    (tmp_path / "ids.txt").write_text("10.1000/open.3\n")
    named = ["--offline", "--papers", str(papers), "--papers", str(tmp_path / "ids.txt")]
    run = answer(tmp_path, *named, environ=databases.environ)
    assert decisions(run)["doi:10.1000/open.3"] == (
        "skipped",
        "only listed: no file of it was given, and no database asked for one, and no abstract",
    )
    assert databases.requests == []


def test_own_paper_is_left_out_where_a_database_says_that_it_was_retracted(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    papers = runs.write_papers(tmp_path / "papers", {"dense": PAPER})
    (papers / "dense.bib").write_text("@article{x, title={Dense and BM25}, author={B, A}, doi={10.1000/gone}}")
    named = [*asking("arxiv", "openalex"), "--papers", str(papers)]
    run = answer(tmp_path, *named, environ=arxiv.environ | databases.environ)
    (row,) = (row for row in runs.screening(run) if row["paper_id"].startswith("local:"))
    assert row["reason"] == "retracted, as OpenAlex says"


def test_doctor_tells_which_databases_answer(arxiv: ArxivServer, databases: DatabaseServer) -> None:
    environ = arxiv.environ | databases.environ | {"SYNTH_CROSSREF_URL": "http://127.0.0.1:9"}
    lines = runs.synth("doctor", environ=environ).stdout.splitlines()
    for name in ("arxiv", "openalex", "europepmc", "semanticscholar"):
        assert f"ok      {name}: answers" in lines
    assert any(line.startswith("missing crossref: could not be reached") for line in lines)
    before = len(arxiv.requests) + len(databases.requests)
    runs.synth("doctor", "--offline", environ=environ)
    assert len(arxiv.requests) + len(databases.requests) == before


@pytest.mark.parametrize(
    ("update", "notice"),
    [
        ("removal", "retracted, as Crossref says"),
        ("expression_of_concern", "doubted by its journal (an expression of concern), as Crossref says"),
        ("erratum", None),
    ],
)
def test_what_crossref_says_of_a_paper_is_followed(
    update: str, notice: str | None, arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    databases.update = update
    run = answer(tmp_path, *asking("arxiv", "openalex", "crossref"), environ=arxiv.environ | databases.environ)
    assert decisions(run)["2101.00001v1"] == (("skipped", notice) if notice else ("used", ""))
    assert ("2101.00001v1" in {paper.paper_id for paper in read_answer(run).papers}) == (notice is None)
    if notice:
        assert f"”, {notice}" in printed(run)
    assert runs.synth("verify", str(run)).exit_code == 0


def test_source_is_refused_beside_offline_and_sample(tmp_path: Path) -> None:
    for other in ("--offline", "--sample"):
        done = runs.synth("generate", QUESTION, *asking("crossref"), other, *places(tmp_path))
        assert done.exit_code == 2
        assert f"--source and {other} exclude each other" in done.stderr


def test_key_goes_into_the_request_and_into_no_file(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    key = "k-1234567890"
    environ = arxiv.environ | databases.environ | {"SYNTH_OPENALEX_KEY": key, "SYNTH_SEMANTICSCHOLAR_KEY": key}
    answer(tmp_path, *asking("openalex", "semanticscholar"), environ=environ)
    asked = [request for request in databases.requests if request.path.startswith("/openalex/works")]
    assert all(request.parameters["api_key"] == key for request in asked)
    assert any(request.headers.get("x-api-key") == key for request in databases.requests)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]


def test_finished_run_is_kept_where_a_database_does_not_answer(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    asked: dict[str, object] = {
        "arxiv": {"base_url": arxiv.url, "interval_s": 0},
        "databases": {
            "openalex_url": f"{databases.url}/openalex", "interval_s": 0, "backoff_s": 0.001, "query_lifetime_s": 0
        },
    }  # fmt: skip
    settings = Settings.model_validate(asked)

    def run() -> Record:
        return generate(QUESTION, settings=settings, library=tmp_path / "lib", out=tmp_path, pdf=False, reuse=True)

    first = run()
    databases.faults = [faults.status(500)] * 20
    assert run().reused
    databases.faults, databases.works = [], databases.works[:2]
    assert not run().reused
    assert Path(first.folder).exists()


@pytest.mark.parametrize("seed", range(3))
def test_run_ends_whatever_a_third_of_the_answers_are(
    seed: int, arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    kinds = [
        faults.status(500),
        faults.status(429, "0"),
        faults.html,
        faults.dropped,
        faults.truncated,
        faults.short_length,
    ]
    chance = random.Random(seed)
    databases.faults = [chance.choice(kinds) if chance.random() < 0.3 else None for _ in range(200)]
    environ = arxiv.environ | databases.environ | {"SYNTH_DATABASES_BACKOFF_S": "0.001"}
    run = answer(tmp_path, *asking("arxiv", *NAMES), "--snowball", "both", environ=environ)
    rows = runs.screening(run)
    counts = manifest_of(run)["counts"]
    assert counts["found"] == len(rows) == counts["used"] + counts["merged"] + counts["skipped"]
    assert all(query["note"] is None or query["note"].strip() for query in manifest_of(run)["queries"])
    assert runs.synth("verify", str(run)).exit_code == 0
