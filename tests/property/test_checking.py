from hypothesis import given
from hypothesis import strategies as st

from synth.checking import check_claim
from synth.checking.vectors import Vectors

WORDS = st.lists(
    st.sampled_from("dense retriever outperforms bm25 not 4.2 % questions reduces the of".split()), max_size=14
)


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4))
def test_check_claim_gives_a_verdict_for_any_text(claim: str, passages: list[str]) -> None:
    verdict = check_claim(claim, passages)
    assert 0 <= verdict.similarity <= 1
    assert 0 <= verdict.confidence <= 1
    assert (verdict.best is None) == (verdict.similarity == 0)


@given(WORDS)
def test_check_claim_never_contradicts_a_sentence_by_itself(tokens: list[str]) -> None:
    text = " ".join(tokens)
    assert check_claim(text, [text]).stance != "contradicts"


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_vectors_give_a_text_the_cosine_one_with_itself(texts: list[list[str]]) -> None:
    vectors = Vectors(texts, [range(row, row + 1) for row in range(len(texts))], [range(len(texts))], texts)
    cosines = vectors.cosines(0, len(texts))
    assert cosines.shape == (len(texts), len(texts))
    assert all(cosines[row, row] == (1.0 if stems else 0.0) for row, stems in enumerate(texts))
