"""Training a linear-chain conditional random field by maximum likelihood with an L2 penalty (L-BFGS)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from synth.claims.chain import Chain

Array = NDArray[np.float64]
Sequences = Sequence[Sequence[Sequence[str]]]


def train_chain(
    sequences: Sequences, targets: Array, names: tuple[str, ...], *, penalty: float, min_count: int
) -> Chain:
    """Fit a chain to sequences of features; features seen in fewer than `min_count` sentences are left out.

    `targets`, shape (sentences of all sequences, labels), are P(label) of each sentence by those who labelled it: one
    and zeros where they were sure. What is maximised is the likelihood expected under them, each sentence by itself.
    """
    counts = Counter(name for sequence in sequences for features in sequence for name in set(features))
    vocabulary = {name: index for index, name in enumerate(sorted(k for k, v in counts.items() if v >= min_count))}
    matrix = _matrix(sequences, vocabulary)
    across = matrix.T.tocsr()
    layout = _Layout.of([len(sequence) for sequence in sequences])
    size, width = len(names), len(vocabulary)

    def objective(flat: Array) -> tuple[float, Array]:
        weights = flat[: width * size].reshape(width, size)
        start, steps = flat[width * size : -size * size], flat[-size * size :].reshape(size, size)
        likelihood, emission, first, step = _likelihood(matrix @ weights, start, steps, targets, layout)
        gradient = np.concatenate([(across @ emission).ravel(), first, step.ravel()])
        penalised = likelihood - 0.5 * penalty * float(flat @ flat)
        return -penalised, -(gradient - penalty * flat)

    found = minimize(
        objective, np.zeros(width * size + size + size * size), jac=True, method="L-BFGS-B", options={"maxiter": 60}
    )
    weights = found.x[: width * size].reshape(width, size)
    return Chain(
        names,
        {name: tuple(map(float, row)) for name, row in zip(vocabulary, weights, strict=True)},
        tuple(map(float, found.x[width * size : -size * size])),
        tuple(tuple(map(float, row)) for row in found.x[-size * size :].reshape(size, size)),
        (0.0,) * size,
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


@dataclass(frozen=True)
class _Layout:
    """Where sequences of unequal length lie in a table (sequences, longest); `firsts`, `later` are sentences' rows."""

    present: NDArray[np.bool_]
    firsts: NDArray[np.int64]
    later: NDArray[np.int64]

    @classmethod
    def of(cls, lengths: Sequence[int]) -> "_Layout":
        present = np.arange(max(lengths))[None, :] < np.array(lengths)[:, None]
        firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        return cls(present, firsts, np.setdiff1d(np.arange(sum(lengths)), firsts))


def _likelihood(
    emissions: Array, start: Array, steps: Array, targets: Array, layout: _Layout
) -> tuple[float, Array, Array, Array]:
    """Expected log-likelihood and its gradients by emissions, start and steps.

    Forward-backward in probabilities, scaled at each place (Rabiner 1989, V.A); all sequences move one sentence at a
    time.
    """
    present, size = layout.present, len(start)
    count, longest = present.shape
    peaks = emissions.max(axis=1, keepdims=True)
    odds = np.ones((count, longest, size))
    odds[present] = np.exp(emissions - peaks)
    moves = np.exp(steps - steps.max())
    forward, backward, scale = np.zeros_like(odds), np.ones_like(odds), np.ones((count, longest))
    for place in range(longest):
        before = np.exp(start - start.max()) if place == 0 else forward[:, place - 1] @ moves
        joint = before * odds[:, place]
        scale[:, place] = joint.sum(axis=1)
        forward[:, place] = joint / scale[:, place, None]
    ahead = np.zeros_like(odds)
    for place in range(longest - 2, -1, -1):
        ahead[:, place + 1] = odds[:, place + 1] * backward[:, place + 1] / scale[:, place + 1, None]
        backward[:, place] = np.where(present[:, place + 1, None], ahead[:, place + 1] @ moves.T, 1.0)
    marginals = (forward * backward)[present]
    expected = np.zeros((size, size))
    for place in range(1, longest):
        alive = present[:, place]
        expected += forward[alive, place - 1].T @ ahead[alive, place] * moves
    given = targets[layout.later - 1].T @ targets[layout.later]
    first = targets[layout.firsts].sum(axis=0)
    score = (emissions * targets).sum() + (start * first).sum() + (steps * given).sum()
    total = np.log(scale[present]).sum() + peaks.sum() + count * start.max() + len(layout.later) * steps.max()
    return float(score - total), targets - marginals, first - marginals[layout.firsts].sum(axis=0), given - expected
