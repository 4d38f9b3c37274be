"""Find what company the words of arXiv's abstracts keep, for `synth/language/models/word_vectors.tsv`.

python -m benchmarks.word_vectors METADATA.jsonl.xz... > synth/language/models/word_vectors.tsv

Positive pointwise mutual information of stems within `WINDOW` words, the context's counts to the power of 0.75, shifted
by ln 1.5, and a truncated singular value decomposition (Levy, Goldberg & Dagan 2015). About a minute and 3 GB.
"""

import sys
from base64 import b85encode
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from benchmarks.background import records
from synth.language.text import content_stems

MIN_RECORDS = 25
"""A stem of fewer records has no vector."""
WINDOW = 5
MIN_TOGETHER = 3
"""Pairs that stand together less often are left out."""
DIMENSIONS = 50
SMOOTHED, SHIFT = 0.75, np.log(1.5)
CHUNK = 4_000_000


def main(paths: list[str]) -> None:
    """Print the table: a comment, then stem and vector a line, sorted by stem."""
    texts = [content_stems(text) for _, text in records(paths)]
    counts = Counter(stem for stems in texts for stem in set(stems))
    vocabulary = sorted(stem for stem, count in counts.items() if count >= MIN_RECORDS and not stem[0].isdigit())
    vectors = _vectors(_stream(texts, vocabulary), len(vocabulary))
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    rounded = np.round(127 * vectors / np.where(largest, largest, 1)).astype(np.int8)
    print(
        "# Vectors of Snowball stems, by their neighbours in arXiv abstracts (CC0); python -m benchmarks.word_vectors"
    )
    for stem, vector in zip(vocabulary, rounded, strict=True):
        print(f"{stem}\t{b85encode(vector.tobytes()).decode('ascii')}")


def _stream(texts: Iterable[list[str]], vocabulary: list[str]) -> NDArray[np.int64]:
    """The places in the vocabulary of all words, -1 for others and between two texts."""
    place = {stem: number for number, stem in enumerate(vocabulary)}
    return np.array([number for stems in texts for number in _places(stems, place)], dtype=np.int64)


def _places(stems: list[str], place: dict[str, int]) -> Iterator[int]:
    yield from (place.get(stem, -1) for stem in stems)
    yield from (-1 for _ in range(WINDOW))


def _vectors(stream: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    together = csr_matrix((size, size), dtype=np.float64)
    for start in range(0, len(stream), CHUNK):
        part = stream[start : start + CHUNK + WINDOW]
        pairs = []
        for apart in range(1, WINDOW + 1):
            left, right = part[:-apart], part[apart:]
            known = (left >= 0) & (right >= 0)
            pairs.append(left[known] * size + right[known])
        cells, counts = np.unique(np.concatenate(pairs), return_counts=True)
        together += csr_matrix((counts.astype(np.float64), (cells // size, cells % size)), shape=(size, size))
    together = coo_matrix(together + together.T)
    often = together.data >= MIN_TOGETHER
    row, column, data = together.row[often], together.col[often], together.data[often]
    of_word = np.bincount(row, data, size)
    of_context = np.bincount(column, data, size) ** SMOOTHED
    expected = of_word[row] * of_context[column] / of_context.sum()
    information = np.log(data / expected) - SHIFT
    positive = information > 0
    matrix = csr_matrix((information[positive], (row[positive], column[positive])), shape=(size, size))
    left, values, _ = randomized_svd(matrix, n_components=DIMENSIONS, n_iter=4, random_state=0)
    vectors: NDArray[np.float64] = left * np.sqrt(values)
    return vectors


if __name__ == "__main__":
    main(sys.argv[1:])
