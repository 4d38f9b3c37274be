"""Training a linear-chain conditional random field by maximum likelihood with an L2 penalty (L-BFGS)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from synth.claims.chain import Array, Chain

Sequences = Sequence[Sequence[Sequence[str]]]


def train_chain(
    sequences: Sequences, labels: Sequence[Sequence[str]], names: tuple[str, ...], *, penalty: float, min_count: int
) -> Chain:
    """Fit a chain to labelled sequences of features; features seen in fewer than `min_count` sentences are left out."""
    counts = Counter(name for sequence in sequences for features in sequence for name in set(features))
    vocabulary = {name: index for index, name in enumerate(sorted(k for k, v in counts.items() if v >= min_count))}
    matrix = _matrix(sequences, vocabulary)
    order = {name: index for index, name in enumerate(names)}
    gold = np.array([order[label] for row in labels for label in row])
    lengths = np.array([len(sequence) for sequence in sequences])
    size, width = len(names), len(vocabulary)

    def objective(flat: Array) -> tuple[float, Array]:
        weights = flat[: width * size].reshape(width, size)
        start, steps = flat[width * size : -size * size], flat[-size * size :].reshape(size, size)
        likelihood, emission, first, step = _likelihood(matrix @ weights, start, steps, gold, lengths)
        gradient = np.concatenate([(matrix.T @ emission).ravel(), first, step.ravel()])
        penalised = likelihood - 0.5 * penalty * float(flat @ flat)
        return -penalised, -(gradient - penalty * flat)

    found = minimize(
        objective, np.zeros(width * size + size + size * size), jac=True, method="L-BFGS-B", options={"maxiter": 120}
    )
    weights = found.x[: width * size].reshape(width, size)
    return Chain(
        names,
        vocabulary,
        np.vstack([weights, np.zeros(size)]),
        found.x[width * size : -size * size],
        found.x[-size * size :].reshape(size, size),
    )


def _matrix(sequences: Sequences, vocabulary: dict[str, int]) -> csr_matrix:
    rows, columns = [], []
    row = 0
    for sequence in sequences:
        for features in sequence:
            known = sorted({vocabulary[name] for name in features if name in vocabulary})
            rows += [row] * len(known)
            columns += known
            row += 1
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(vocabulary)))


def _likelihood(
    emissions: Array, start: Array, steps: Array, gold: Array, lengths: Array
) -> tuple[float, Array, Array, Array]:
    """Log-likelihood and its gradients by emissions, start and steps; all sequences move one sentence at a time."""
    size = len(start)
    longest, count = int(lengths.max()), len(lengths)
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    present = np.arange(longest)[None, :] < lengths[:, None]
    padded = np.zeros((count, longest, size))
    padded[present] = emissions
    forward, backward = np.zeros_like(padded), np.zeros_like(padded)
    forward[:, 0] = start + padded[:, 0]
    for place in range(1, longest):
        forward[:, place] = np.logaddexp.reduce(forward[:, place - 1, :, None] + steps, axis=1) + padded[:, place]
    for place in range(longest - 2, -1, -1):
        ahead = np.logaddexp.reduce(steps + (padded[:, place + 1] + backward[:, place + 1])[:, None, :], axis=2)
        backward[:, place] = np.where(present[:, place + 1, None], ahead, 0.0)
    total = np.logaddexp.reduce(forward[np.arange(count), lengths - 1], axis=1)
    marginals = np.exp(forward + backward - total[:, None, None])[present]
    one_hot = np.eye(size)[gold]
    expected_steps, gold_steps = np.zeros((size, size)), np.zeros((size, size))
    for place in range(1, longest):
        alive = present[:, place]
        pair = forward[alive, place - 1, :, None] + steps + (padded[alive, place] + backward[alive, place])[:, None, :]
        expected_steps += np.exp(pair - total[alive, None, None]).sum(axis=0)
        np.add.at(gold_steps, (gold[offsets[alive] + place - 1], gold[offsets[alive] + place]), 1.0)
    score = emissions[np.arange(len(gold)), gold].sum() + start[gold[offsets]].sum() + (steps * gold_steps).sum()
    first = one_hot[offsets].sum(axis=0) - marginals[offsets].sum(axis=0)
    return float(score - total.sum()), one_hot - marginals, first, gold_steps - expected_steps
