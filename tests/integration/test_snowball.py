"""Citations are followed both ways, at stand-ins of the databases on this machine."""

import re
from pathlib import Path

from tests.integration import arxiv_server as faults
from tests.integration import runs
from tests.integration.arxiv_papers import ABSTRACT, PAPERS, tar_of
from tests.integration.arxiv_server import ArxivServer, ServedPaper, serving
from tests.integration.database_server import DatabaseServer, preprint
from tests.integration.runs import PAPER, QUESTION, answer, asking, decisions, manifest_of, places


def test_snowball_follows_citations_both_ways_and_the_flow_says_so(databases: DatabaseServer, tmp_path: Path) -> None:
    references = r"""\\begin{thebibliography}{9}
\\bibitem{a} G. Hopper. Retrieval before. arXiv:2101.00007, 2020.
\\bibitem{b} L. Meitner. Retrieval in print. doi:10.1000/cited.1, 2019.
\\end{thebibliography}\\end{document}""".replace("\\\\", "\\")
    citing = ServedPaper(
        "2101.00001v1",
        "Dense passages and BM25",
        ABSTRACT,
        source=tar_of({"main.tex": PAPER.replace(r"\end{document}", references)}),
    )
    cited = ServedPaper(
        "2101.00007v2",
        "Passages of old",
        "Old books.",
        category="cs.XX",
        source=None,
        pdf=None,
    )
    with serving(citing, cited) as arxiv:
        environ = arxiv.environ | databases.environ
        run = answer(tmp_path, *asking("arxiv", "openalex"), "--snowball", "both", environ=environ)
    rows = decisions(run)
    assert {"2101.00007v2", "doi:10.1000/cited.1", "openalex:W20"} <= rows.keys()
    put = [query["search_query"] for query in manifest_of(run)["queries"]]
    assert "cited by the papers read, by arXiv identifier (1)" in put
    assert "cited by the papers read, by DOI (1)" in put
    assert any(words.startswith("citing the papers read") for words in put)
    assert runs.synth("verify", str(run)).exit_code == 0
    drawn = "".join(path.read_text() for path in run.rglob("*.tex"))
    assert re.search(r"of these by citations\s+of papers\s+read", drawn.replace(r"\allowbreak{}", ""))


def test_snowball_follows_what_cites_a_paper_that_only_arxiv_found(
    arxiv: ArxivServer, databases: DatabaseServer, tmp_path: Path
) -> None:
    databases.preprints = [preprint("2101.00002", retracted=False)]
    answer(tmp_path, "--snowball", "forward", environ=arxiv.environ | databases.environ)
    filters = [request.parameters.get("filter", "") for request in databases.requests]
    (cites,) = [words for words in filters if words.startswith("cites:")]
    assert "W30" in cites.removeprefix("cites:").split("|")


def test_snowball_names_the_database_that_fails(databases: DatabaseServer, tmp_path: Path) -> None:
    with serving(*PAPERS[:1]) as arxiv:
        environ = arxiv.environ | databases.environ | {"SYNTH_DATABASES_BACKOFF_S": "0.001"}
        searches = len(answer_queries(tmp_path / "first", environ))
        databases.faults = [None] * searches + [faults.status(500)] * 20
        queries = answer_queries(tmp_path / "second", environ, "--snowball", "forward")
    assert [query["source"] for query in queries if query["note"]] == ["OpenAlex"]


def answer_queries(folder: Path, environ: dict[str, str], *more: str) -> list[dict[str, str]]:
    """What a run asked OpenAlex."""
    run = answer(folder, *asking("arxiv", "openalex"), *more, environ=environ)
    return [query for query in manifest_of(run)["queries"] if query["source"] == "OpenAlex" or query["note"]]


def test_snowball_is_refused_where_nothing_asked_knows_citations(tmp_path: Path) -> None:
    for direction, source in (("forward", "arxiv"), ("backward", "crossref")):
        for dry in ((), ("--dry-run",)):
            done = runs.synth("generate", QUESTION, *dry, *asking(source), "--snowball", direction, *places(tmp_path))
            assert done.exit_code == 2
            assert "--snowball" in done.stderr
