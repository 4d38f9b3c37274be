"""Finding the abstracts that bear on a claim among all: SciFact's corpus by `Library.search`, with BM25 beside it."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks.quality.datasets import SciFact
from benchmarks.quality.ranking_training import ranked_claims, scifact_papers, train_ranking
from synth.language.text import content_stems
from synth.library import Library
from synth.models.base import rounded

DEPTH = 10
FOLDS = 5
BM25_SETTINGS = {"k1 1.2, b 0.75": (1.2, 0.75), "k1 0.9, b 0.4": (0.9, 0.4)}


def retrieval_measures(data: SciFact) -> dict[str, object]:
    """nDCG@10 and recall@10 over all abstracts, those that a claim cites being relevant; with BM25's beside them.

    The committed weights of `Library.search` were trained on these very claims, so its ranking is also measured with
    weights of the other folds; folds part the documents cited.
    """
    names = sorted(data.abstracts)
    texts = [content_stems(f"{data.titles[name]} . {' '.join(data.abstracts[name])}") for name in names]
    queries = [content_stems(claim) for _, claim, _, _ in data.claims]
    gold = [frozenset(cited) for _, _, cited, _ in data.claims]
    with TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.add(scifact_papers(data))
        found = [[hit.paper_id for hit in library.search(claim, DEPTH)] for _, claim, _, _ in data.claims]
        crossed = _cross_ranked(library, data)
    return {
        "data": "SciFact, train: 809 claims, 5,183 abstracts, those cited count as relevant",
        "published": "nDCG@10 0.665 to 0.679 on the 300 dev claims, BM25 (Thakur et al. 2021, BEIR; Anserini)",
        "claims": len(queries),
        "BM25": {
            name: _measures([[names[i] for i in np.argsort(-row, kind="stable")[:DEPTH]] for row in scores], gold)
            for name, scores in ((name, _bm25(texts, queries, *pair)) for name, pair in BM25_SETTINGS.items())
        },
        "Library.search, its weights from the other folds": _measures(crossed, gold),
        "Library.search, its weights from these claims": _measures(found, gold),
    }


def _cross_ranked(library: Library, data: SciFact) -> list[list[str]]:
    """The first papers for each claim, by weights from claims of other folds, which cite none of its documents."""
    claims = ranked_claims(library, data)
    folds = _folds([tuple(sorted(claim.cited)) for claim in claims])
    weights = {
        fold: train_ranking([claim for claim, other in zip(claims, folds, strict=True) if other != fold])
        for fold in range(FOLDS)
    }
    best = []
    for claim, fold in zip(claims, folds, strict=True):
        scores = claim.features @ weights[fold] if claim.papers else ()
        order = sorted((-rounded(score), paper) for score, paper in zip(scores, claim.papers, strict=True))
        best.append([paper for _, paper in order[:DEPTH]])
    return best


def _folds(cited: Sequence[Sequence[str]]) -> list[int]:
    """A fold for each claim; claims that cite a common document, even by way of others, have the same."""
    parents: dict[str, str] = {}
    for documents in cited:
        first = _root(parents, documents[0])
        for document in documents[1:]:
            parents[_root(parents, document)] = first
    roots = [_root(parents, documents[0]) for documents in cited]
    places = {root: place for place, root in enumerate(dict.fromkeys(roots))}
    return [places[root] % FOLDS for root in roots]


def _root(parents: Mapping[str, str], document: str) -> str:
    while document in parents and parents[document] != document:
        document = parents[document]
    return document


def _measures(found: Sequence[Sequence[str]], gold: Sequence[frozenset[str]]) -> dict[str, float]:
    gains, recalls = [], []
    for best, relevant in zip(found, gold, strict=True):
        ideal = sum(1 / math.log2(rank + 2) for rank in range(min(DEPTH, len(relevant))))
        gains.append(sum((paper in relevant) / math.log2(rank + 2) for rank, paper in enumerate(best)) / ideal)
        recalls.append(len(relevant.intersection(best)) / len(relevant))
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
