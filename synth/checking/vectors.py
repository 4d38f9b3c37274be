"""TF-IDF vectors of texts, with IDF from the committed background counts and this run's texts."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from synth.text import background, content_stems


class Vectors:
    """Passages as rows of unit length, ready to be searched by cosine.

    Terms are the stems of the passages; sublinear term frequency; IDF ln((1 + n) / (1 + df)) + 1 over the background's
    abstracts and `units` (each a bag of texts that counts as one document of this run).
    """

    def __init__(self, texts: Sequence[str], units: Sequence[Sequence[str]] = ()) -> None:
        self._vectorizer = TfidfVectorizer(analyzer=content_stems, sublinear_tf=True, dtype=np.float64)
        documents, frequency = background()
        try:
            self._vectorizer.fit(texts)
        except ValueError:  # scikit-learn refuses "empty vocabulary": nothing but stop words
            self._vectorizer.fit(["nothing"])
        terms = self._vectorizer.get_feature_names_out()
        counts = dict.fromkeys(terms, 0)
        for unit in units:
            for term in {stem for text in unit for stem in content_stems(text)}:
                if term in counts:
                    counts[term] += 1
        df = np.array([frequency.get(term, 0) + counts[term] for term in terms], dtype=np.float64)
        self._vectorizer.idf_ = np.log((1 + documents + len(units)) / (1 + df)) + 1.0
        self.matrix: csr_matrix = self._vectorizer.transform(texts)

    def cosines(self, claims: Sequence[str]) -> np.ndarray:
        """Raw cosine of each claim with each passage, in [0, 1], rounded to six decimals; shape (claims, passages)."""
        product = (self._vectorizer.transform(claims) @ self.matrix.T).toarray()
        return np.minimum(product, 1.0).round(6) + 0.0
