"""TF-IDF vectors are those of scikit-learn, without loading it."""

import subprocess
import sys

import numpy as np
from scipy.sparse import random as random_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from synth.checking.vectors import Vectors, tf_idf_of


def test_tf_idf_is_that_of_scikit_learn_to_the_bit() -> None:
    counts = random_matrix(200, 300, density=0.01, format="csr", random_state=0)
    counts.data = np.ceil(counts.data * 4)
    idf = np.linspace(1.0, 9.0, 300)
    transformer = TfidfTransformer(sublinear_tf=True).fit(counts)
    transformer.idf_ = idf
    found, expected = tf_idf_of(counts, idf), transformer.transform(counts)
    assert found.indices.tolist() == expected.indices.tolist()
    assert found.data.tolist() == expected.data.tolist()
    assert 0 in np.diff(found.indptr), "some text has only stop words"


def test_vectors_of_texts_without_a_term_have_no_cosine() -> None:
    assert Vectors([[]], [range(1)], [range(1)], [[]]).cosines(0, 1).tolist() == [[0.0]]


def test_claims_are_checked_without_loading_scikit_learn() -> None:
    code = (
        "import sys; from synth.checking import check_claim; "
        "check_claim('Retrieval reduces errors.', ['Retrieval reduces errors by half.']); print('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
