"""TF-IDF vectors of claims and passages, and their raw cosines."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from synth.language.text import background

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
        terms: dict[str, int] = {}
        for stems in (*sentences, *claims):
            for stem in stems:
                terms.setdefault(stem, len(terms))
        counts = _counts(sentences, terms)
        total, frequency = background()
        found = _summed(counts, documents)
        found.data[:] = 1.0
        df = np.array([frequency.get(term, 0) for term in terms], dtype=np.float64) + found.sum(axis=0).A1
        idf = np.log((1 + total + len(documents)) / (1 + df)) + 1.0
        self._passages = tf_idf_of(_summed(counts, windows), idf).T.tocsr()
        self._claims = tf_idf_of(_counts(claims, terms), idf)

    def cosines(self, start: int, stop: int) -> NDArray[np.float64]:
        """Cosine of each claim from `start` to `stop` with each passage, in [0, 1], rounded to six decimals."""
        product = (self._claims[start:stop] @ self._passages).toarray()
        return np.asarray(np.minimum(product, 1.0).round(6), dtype=np.float64)


def tf_idf_of(counts: csr_matrix, idf: NDArray[np.float64]) -> csr_matrix:
    """Rows of counts as vectors of unit length: (1 + ln tf) * idf; a row without terms stays empty.

    To the bit what scikit-learn's TfidfTransformer(sublinear_tf=True) gives, which takes as long to load as all claims
    of a question take to compare.
    """
    weights = (np.log(counts.data) + 1.0) * idf[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weights * weights, minlength=counts.shape[0]))
    return csr_matrix((weights / lengths[rows], counts.indices, counts.indptr), shape=counts.shape)


def _counts(texts: Sequence[Stems], terms: dict[str, int]) -> csr_matrix:
    indices = [terms[stem] for stems in texts for stem in stems]
    pointers = np.concatenate([[0], np.cumsum([len(stems) for stems in texts])])
    matrix = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(texts), len(terms)))
    matrix.sum_duplicates()
    return matrix


def _summed(counts: csr_matrix, ranges: Sequence[range]) -> csr_matrix:
    """The counts of consecutive rows added up; shape (ranges, terms)."""
    columns = [row for rows in ranges for row in rows]
    pointers = np.concatenate([[0], np.cumsum([len(rows) for rows in ranges])])
    adding = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(pointers) - 1, counts.shape[0]))
    return adding @ counts
