"""TF-IDF vectors of claims and passages, and their raw cosines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from synth.language.text import background

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfTransformer

Stems = Sequence[str]


class Vectors:
    """Passages as rows of unit length, to be compared with claims by cosine.

    Terms are stems; term frequency is sublinear (1 + ln tf); IDF is ln((1 + n) / (1 + df)) + 1 over the
    committed background's documents and this run's.
    Words of a claim that no passage has still count in its length.

    Args:
        sentences: the stems of each sentence.
        windows: for each passage, the indices of its sentences.
        documents: for each of this run's documents, the indices of its sentences; empty for none.
        claims: the stems of each claim.
    """

    def __init__(
        self,
        sentences: Sequence[Stems],
        windows: Sequence[range],
        documents: Sequence[range],
        claims: Sequence[Stems],
    ) -> None:
        # Loading scikit-learn takes over a second: not before there is something to compare.
        from sklearn.feature_extraction.text import TfidfTransformer

        terms = {"": 0}  # scikit-learn refuses a matrix without columns: texts may have only stop words
        for stems in (*sentences, *claims):
            for stem in stems:
                terms.setdefault(stem, len(terms))
        counts = _counts(sentences, terms)
        total, frequency = background()
        found = _summed(counts, documents)
        found.data[:] = 1.0
        df = np.array([frequency.get(term, 0) for term in terms], dtype=np.float64) + found.sum(axis=0).A1
        transformer = TfidfTransformer(sublinear_tf=True)
        transformer.fit(csr_matrix((1, len(terms))))
        transformer.idf_ = np.log((1 + total + len(documents)) / (1 + df)) + 1.0
        self._passages = _weighted(_summed(counts, windows), transformer).T.tocsr()
        self._claims = _weighted(_counts(claims, terms), transformer)

    def cosines(self, start: int, stop: int) -> NDArray[np.float64]:
        """Cosine of each claim from `start` to `stop` with each passage, in [0, 1], rounded to six decimals."""
        product = (self._claims[start:stop] @ self._passages).toarray()
        return np.asarray(np.minimum(product, 1.0).round(6), dtype=np.float64)


def _counts(texts: Sequence[Stems], terms: dict[str, int]) -> csr_matrix:
    indices = [terms[stem] for stems in texts for stem in stems]
    pointers = np.concatenate([[0], np.cumsum([len(stems) for stems in texts])])
    matrix = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(texts), len(terms)))
    matrix.sum_duplicates()
    return matrix


def _weighted(counts: csr_matrix, transformer: "TfidfTransformer") -> csr_matrix:
    return transformer.transform(counts) if counts.shape[0] else counts


def _summed(counts: csr_matrix, ranges: Sequence[range]) -> csr_matrix:
    """The counts of consecutive rows added up; shape (ranges, terms)."""
    columns = [row for rows in ranges for row in rows]
    pointers = np.concatenate([[0], np.cumsum([len(rows) for rows in ranges])])
    adding = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(pointers) - 1, counts.shape[0]))
    return adding @ counts
