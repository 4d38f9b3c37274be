from datetime import date

from synth.language.search_coverage import cited_by_ten, new_by_query, relevant_papers, search_coverage
from synth.models import QueryRun, Screened, Ten


def run(source: str, *gave: int, by_citation: bool = False) -> QueryRun:
    ids = tuple(f"2001.{number:05}v1" for number in gave)
    return QueryRun(
        search_query="q", searched_on=date(2026, 1, 2), total=len(ids), received=len(ids), source=source, gave=ids,
        by_citation=by_citation,
    )  # fmt: skip


def screened(*used: int) -> list[Screened]:
    return [Screened(paper_id=f"2001.{n:05}v1", title="", decision="used", stage="compose", reason="") for n in used]


MIN = 0.1


def test_new_by_query_counts_each_relevant_work_once() -> None:
    runs = [run("arXiv", 1, 2, 3, 5), run("arXiv", 3, 4), run("OpenAlex", 1, 4)]
    assert new_by_query(runs, relevant_papers(screened(1, 2, 3, 4), MIN)) == (3, 1, 0)


def test_relevant_papers_are_those_screened_in_whether_they_were_read_or_not() -> None:
    below, beyond, retracted, copy = (
        row.model_copy(update={"decision": decision, "stage": stage, "relevance": relevance})
        for row, decision, stage, relevance in zip(
            screened(1, 2, 3, 4),
            ("skipped", "skipped", "skipped", "merged"),
            ("screening", "screening", "retraction", "screening"),
            (0.05, 0.2, 0.3, 0.4),
            strict=True,
        )
    )
    assert relevant_papers([below, beyond, retracted, copy], MIN) == {beyond.paper_id, retracted.paper_id}


def test_cited_by_ten_counts_papers_read_in_order_of_relevance() -> None:
    cited = [row.model_copy(update={"relevance": 1 - n / 100}) for n, row in enumerate(screened(*range(9)))]
    silent = [
        row.model_copy(update={"decision": "skipped", "stage": "select", "relevance": 0.95 - n / 1000})
        for n, row in enumerate(screened(*range(20, 23)))
    ]
    unread = [
        row.model_copy(update={"decision": "skipped", "stage": stage, "relevance": 1.0})
        for row, stage in zip(screened(30, 31, 32), ("screening", "fetch", "sources"), strict=True)
    ]

    tens = cited_by_ten([*silent, *unread, *cited])

    assert tens == (Ten(first=1, last=10, cited=7), Ten(first=11, last=12, cited=2))
    assert cited_by_ten(unread) == ()


def test_search_coverage_estimates_what_both_databases_missed() -> None:
    found = search_coverage(
        [run("arXiv", *range(20)), run("OpenAlex", *range(10, 26))], relevant_papers(screened(*range(30)), MIN)
    )

    assert found is not None
    assert (found.of_first, found.of_second, found.common, found.found) == (20, 16, 10, 26)
    assert (found.estimate, found.missed) == (round(21 * 17 / 11 - 1), 5)


def test_search_coverage_counts_relevant_papers_of_searches_only() -> None:
    beside = Screened(paper_id="2001.00001v1", title="", decision="skipped", stage="screening", reason="relevance 0.00")
    runs = [run("arXiv", 0, 1), run("OpenAlex", 1, 2), run("Crossref", 0, 2, by_citation=True)]

    found = search_coverage(runs, relevant_papers([beside, *screened(0, 2)], MIN))

    assert found is not None
    assert (found.first, found.second, found.common, found.estimate) == ("arXiv", "OpenAlex", 0, None)
    assert search_coverage([run("arXiv", 0)], relevant_papers(screened(0), MIN)) is None
