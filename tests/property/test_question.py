import re

from hypothesis import given
from hypothesis import strategies as st

from synth.errors import QuestionError
from synth.question import build_queries, parse_question

WORDS = ["does", "retrieval", "compared with", "versus", "or", "reduce", "than", "more", "for", "(", '"', "OR", "cat:x"]
QUESTIONS = st.one_of(st.text(max_size=500), st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join))


@given(QUESTIONS)
def test_parse_question_gives_facets_or_a_question_error(text: str) -> None:
    try:
        question = parse_question(text)
    except QuestionError:
        return
    facets = (*question.subjects, *question.outcomes, *question.settings)
    assert question.subjects
    assert question.terms
    assert len(set(facets)) == len(facets)


@given(QUESTIONS)
def test_build_queries_puts_every_word_of_the_question_in_quotes(text: str) -> None:
    try:
        queries = build_queries(parse_question(text), None, ())
    except QuestionError:
        return
    for query in queries:
        outside = re.sub(r'(?:ti|abs):"[^"]+"', "x", query.search_query)
        assert re.fullmatch(r"(?:[()x ]| AND | OR )+", outside)
        assert outside.count("(") == outside.count(")")
