"""Finding the abstracts that bear on a claim among all: SciFact's corpus by BM25 and by the checks' own TF-IDF."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks.quality.datasets import SciFact
from synth.checking.vectors import Vectors
from synth.text import content_stems

DEPTH = 10


def retrieval_measures(data: SciFact) -> dict[str, object]:
    """nDCG@10 and recall@10 over all abstracts, those that a claim cites being relevant; with BM25's beside them."""
    names = sorted(data.abstracts)
    texts = [[content_stems(text) for text in (data.titles[name], *data.abstracts[name])] for name in names]
    claims = [(content_stems(claim), frozenset(cited)) for _, claim, cited, _ in data.claims]
    queries = [stems for stems, _ in claims]
    gold = [documents for _, documents in claims]
    flat = [[stem for sentence in document for stem in sentence] for document in texts]
    passages = Vectors(flat, [(row, 1) for row in range(len(flat))], [], queries)
    return {
        "data": "SciFact, train: 809 claims, 5,183 abstracts, those cited count as relevant",
        "claims": len(claims),
        "BM25": _measures(_bm25(flat, queries), gold, names),
        "TF-IDF of the checks": _measures(passages.cosines(0, len(queries)), gold, names),
    }


def _measures(scores: NDArray[np.float64], gold: Sequence[frozenset[str]], names: Sequence[str]) -> dict[str, float]:
    gains, recalls = [], []
    for row, relevant in zip(scores, gold, strict=True):
        best = [names[index] in relevant for index in np.argsort(-row, kind="stable")[:DEPTH]]
        ideal = sum(1 / math.log2(rank + 2) for rank in range(min(DEPTH, len(relevant))))
        gains.append(sum(hit / math.log2(rank + 2) for rank, hit in enumerate(best)) / ideal)
        recalls.append(sum(best) / len(relevant))
    return {"nDCG@10": round(float(np.mean(gains)), 4), "R@10": round(float(np.mean(recalls)), 4)}


def _bm25(
    documents: Sequence[Sequence[str]], queries: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.75
) -> NDArray[np.float64]:
    """Okapi BM25 as Lucene has it, idf = ln(1 + (n - df + 0.5) / (df + 0.5)); shape (queries, documents)."""
    terms = {term: index for index, term in enumerate(sorted({term for document in documents for term in document}))}
    indices = [terms[term] for document in documents for term in document]
    pointers = np.concatenate([[0], np.cumsum([len(document) for document in documents])])
    counts = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(documents), len(terms)))
    counts.sum_duplicates()
    df = np.bincount(counts.indices, minlength=len(terms))
    idf = np.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
    lengths = np.diff(pointers)
    rows = np.repeat(np.arange(len(documents)), np.diff(counts.indptr))
    norm = k1 * (1 - b + b * lengths[rows] / lengths.mean())
    counts.data = idf[counts.indices] * counts.data * (k1 + 1) / (counts.data + norm)
    asked = [[terms[term] for term in query if term in terms] for query in queries]
    question = csr_matrix(
        (np.ones(sum(map(len, asked))), [i for row in asked for i in row], np.cumsum([0, *map(len, asked)])),
        shape=(len(queries), len(terms)),
    )
    return np.asarray((question @ counts.T).toarray(), dtype=np.float64)
