from datetime import date

import pytest

from synth.errors import UsageError
from synth.question import build_queries, parse_question


def queries(text: str, since: date | None = None, categories: tuple[str, ...] = ()) -> list[str]:
    return [query.search_query for query in build_queries(parse_question(text), since, categories)]


def test_build_queries_goes_from_phrases_to_any_word() -> None:
    steps = queries("Does reranking reduce hallucination compared with long context?")

    assert steps[0] == (
        '((ti:"reranking" OR abs:"reranking") AND (ti:"long context" OR abs:"long context")'
        ' AND (ti:"hallucination" OR abs:"hallucination"))'
    )
    assert len(steps) == 5
    assert " AND " not in steps[-1]
    assert steps[-1].count(" OR abs:") == len(parse_question("reranking reduce hallucination long context").terms)


def test_build_queries_numbers_its_steps_and_repeats_none() -> None:
    built = build_queries(parse_question("retrieval"), None, ())

    assert [(query.step, query.search_query) for query in built] == [(1, '(ti:"retrieval" OR abs:"retrieval")')]


def test_build_queries_filters_every_step_by_date_and_category() -> None:
    for query in queries("dense retrieval for QA", date(2023, 4, 5), ("cs.CL", "hep-th")):
        assert query.endswith(" AND (cat:cs.CL OR cat:hep-th) AND submittedDate:[202304050000 TO 299912312359])")


@pytest.mark.parametrize("category", ["cs.CL) OR (all:x", "", "cs CL", 'cs."CL"', "*"])
def test_build_queries_refuses_what_is_no_category(category: str) -> None:
    with pytest.raises(UsageError, match="not an arXiv category"):
        queries("retrieval", categories=(category,))


def test_build_queries_lets_no_syntax_of_the_question_through() -> None:
    for query in queries('rag") OR cat:cs.AI AND (ti:"x" ANDNOT retrieval [2020 TO 2021]'):
        outside = "".join(query.split('"')[::2])
        assert query.count('"') % 2 == 0
        assert "ANDNOT" not in outside
        assert "cat:" not in outside
        assert "[" not in outside
