from hypothesis import given, settings
from hypothesis import strategies as st

from synth.claims import label_roles, score_claims
from synth.claims.acronyms import definitions
from synth.claims.findings import score_finding
from synth.facets import Facet, families


@given(st.lists(st.text(max_size=200), max_size=8))
@settings(max_examples=60, deadline=None)
def test_scoring_gives_one_value_for_each_sentence(sentences: list[str]) -> None:
    scores = score_claims(sentences)
    assert len(scores) == len(label_roles(sentences)) == len(sentences)
    assert all(0 <= score <= 1 for score in scores)


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_reading_a_sentence_takes_any_text(text: str) -> None:
    assert 0 <= score_finding(text, "result") <= 1
    assert all(acronym and long_form for acronym, long_form in definitions(text))
    assert all(family == family.lower() for family in families(text))
    assert 0 <= Facet(text, {}).share(text) <= 1
