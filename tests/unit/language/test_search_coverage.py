from datetime import date

from synth.language.search_coverage import new_by_query, search_coverage
from synth.models import QueryRun, Screened


def run(source: str, *gave: int, by_citation: bool = False) -> QueryRun:
    ids = tuple(f"2001.{number:05}v1" for number in gave)
    return QueryRun(
        search_query="q", searched_on=date(2026, 1, 2), total=len(ids), received=len(ids), source=source, gave=ids,
        by_citation=by_citation,
    )  # fmt: skip


def screened(*used: int) -> list[Screened]:
    return [Screened(paper_id=f"2001.{n:05}v1", title="", decision="used", stage="compose", reason="") for n in used]


def test_new_by_query_counts_each_work_once() -> None:
    assert list(new_by_query([run("arXiv", 1, 2, 3), run("arXiv", 3, 4), run("OpenAlex", 1, 4)])) == [3, 1, 0]


def test_search_coverage_estimates_what_both_databases_missed() -> None:
    found = search_coverage(screened(*range(30)), [run("arXiv", *range(20)), run("OpenAlex", *range(10, 26))])

    assert found is not None
    assert (found.of_first, found.of_second, found.common, found.found) == (20, 16, 10, 26)
    assert (found.estimate, found.missed) == (round(21 * 17 / 11 - 1), 5)


def test_search_coverage_counts_relevant_papers_of_searches_only() -> None:
    beside = Screened(paper_id="2001.00001v1", title="", decision="skipped", stage="screening", reason="relevance 0.00")
    runs = [run("arXiv", 0, 1), run("OpenAlex", 1, 2), run("Crossref", 0, 2, by_citation=True)]

    found = search_coverage([beside, *screened(0, 2)], runs)

    assert found is not None
    assert (found.first, found.second, found.common, found.estimate) == ("arXiv", "OpenAlex", 0, None)
    assert search_coverage(screened(0), [run("arXiv", 0)]) is None
