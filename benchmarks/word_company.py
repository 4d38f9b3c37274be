"""Find which words stand beside each word of arXiv's abstracts, for `synth/language/models/company.npz`.

python -m benchmarks.word_company METADATA.jsonl.xz...

Positive pointwise mutual information of word forms with the thousand most frequent words one and two places before and
behind them, those counts to the power of 0.75, and a truncated singular value decomposition. Words with like company
are of like grammar: "reduce" and "improve", "accurate" and "robust". About a minute and 4 GB.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, hstack
from sklearn.utils.extmath import randomized_svd

from benchmarks.background import records
from benchmarks.word_vectors import SMOOTHED
from synth.language.recurrent import COMPANY
from synth.language.word_classes import WORD

WORDS, CONTEXTS, DIMENSIONS = 20_000, 1_000, 48
PLACES = (-2, -1, 1, 2)


def main(paths: list[str]) -> None:
    """Write the table: the words, one a line, and their vectors as small integers."""
    texts = [WORD.findall(text.lower()) for _, text in records(paths)]
    counts = Counter(word for text in texts for word in text)
    vocabulary = sorted(counts, key=lambda word: (-counts[word], word))[:WORDS]
    place = {word: number for number, word in enumerate(vocabulary)}
    stream = np.array([number for text in texts for number in (-1, *(place.get(word, -1) for word in text))])
    left, strengths, _ = randomized_svd(_information(stream), DIMENSIONS, random_state=0)
    vectors = left * np.sqrt(strengths)
    rounded = np.round(127 * vectors / np.abs(vectors).max(axis=1, keepdims=True)).astype(np.int8)
    write_arrays("synth.language", COMPANY, {"company": rounded, "n:company": names(vocabulary)})


def _information(stream: NDArray[np.int64]) -> csr_matrix:
    """Positive pointwise mutual information, shape (words, places times contexts)."""
    together = hstack([_beside(stream, place) for place in PLACES]).tocoo()
    of_words = np.asarray(together.sum(axis=1)).ravel()
    of_contexts = np.asarray(together.sum(axis=0)).ravel() ** SMOOTHED
    expected = of_words[together.row] * (of_contexts / of_contexts.sum())[together.col]
    information = np.log(together.data / expected)
    kept = information > 0
    return csr_matrix((information[kept], (together.row[kept], together.col[kept])), shape=together.shape)


def _beside(stream: NDArray[np.int64], place: int) -> csr_matrix:
    neighbours = np.roll(stream, -place)
    both = (stream >= 0) & (neighbours >= 0) & (neighbours < CONTEXTS)
    return coo_matrix((np.ones(both.sum()), (stream[both], neighbours[both])), shape=(WORDS, CONTEXTS)).tocsr()


def names(of: Sequence[str]) -> NDArray[np.uint8]:
    """Names, one a line, as an array of bytes: what `stored_names` reads."""
    return np.frombuffer("\n".join(of).encode("utf-8"), dtype=np.uint8)


def write_arrays(package: str, name: str, arrays: dict[str, NDArray[np.generic]]) -> None:
    """Write arrays as `models/{name}` of a component, by name."""
    path = Path(str(files(package) / "models" / name))
    np.savez_compressed(path, allow_pickle=False, **{key: arrays[key] for key in sorted(arrays)})


if __name__ == "__main__":
    main(sys.argv[1:])
