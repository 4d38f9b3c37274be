from hypothesis import given
from hypothesis import strategies as st

from synth.claims import label_roles, score_claims
from synth.claims.acronyms import definitions
from synth.claims.attribution import Attribution
from synth.claims.extraction import finding_scores
from synth.language.facets import Facet, families
from synth.models import Document, Section, Sentence, Span


@given(st.lists(st.text(max_size=200), max_size=8))
def test_scoring_gives_one_value_for_each_sentence(sentences: list[str]) -> None:
    scores = score_claims(sentences)
    assert len(scores) == len(label_roles(sentences)) == len(sentences)
    assert all(0 <= score <= 1 for score in scores)


@given(st.text(max_size=400))
def test_reading_a_sentence_takes_any_text(text: str) -> None:
    sentence = Sentence(text=text, spans=(Span(1, 0, len(text)),), paragraph=1)
    section = Section(heading=text, role="result", sentences=(sentence, sentence))
    document = Document(paper_id="2001.00001v1", reader="pdf", title=text, text=text, sections=(section,))
    assert all(0 <= score <= 1 for score in finding_scores(section, Attribution(document)))
    assert all(acronym and long_form for acronym, long_form in definitions(text))
    assert all(family == family.lower() for family in families(text))
    assert 0 <= Facet(text, {}).share(text) <= 1
