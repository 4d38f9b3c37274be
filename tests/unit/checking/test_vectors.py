"""Cosines of texts by TF-IDF."""

from synth.checking.vectors import Vectors


def test_vectors_of_texts_without_a_term_have_no_cosine() -> None:
    assert Vectors([[]], [range(1)], [range(1)], [[]]).cosines(0, 1).tolist() == [[0.0]]
