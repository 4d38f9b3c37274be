"""A recurrent network reads a question: the role of each of its words, its kind, and what a yes states.

On top of the words a linear chain over their roles (Lample et al. 2016), and two linear layers over the mean and the
maximum of all. The committed weights are made by `python -m benchmarks.answers.question_training`.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from synth.language.recurrent import Array, Network, Stored, stored_arrays, stored_names
from synth.language.word_classes import ClassedWord
from synth.question.marked import Reading

MODEL = "question.npz"
LAYERS = 2


class QuestionNetwork(Network):
    """The network with the names of roles, kinds and senses."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(stored)
        self.roles, self.kinds, self.senses = (stored_names(stored, of) for of in ("roles", "kinds", "senses"))

    def read(self, words: Sequence[ClassedWord]) -> Reading:
        """Read the words of one question, at least one."""
        hidden = self.hidden(self.inputs(words), LAYERS)
        pooled = np.concatenate([hidden.max(axis=0), hidden.mean(axis=0)])
        return Reading(
            [self.roles[number] for number in self._best_path(self.linear(hidden, "role"))],
            self.kinds[int(self.linear(pooled, "kind").argmax())],
            self.senses[int(self.linear(pooled, "sense").argmax())],
        )

    def _best_path(self, scores: Array) -> list[int]:
        """The likeliest roles in order (Viterbi), for scores of shape (words, roles)."""
        steps = self.weights["steps"]
        best, before = self.weights["start"] + scores[0], []
        for own in scores[1:]:
            reached = best[:, None] + steps
            before.append(reached.argmax(axis=0))
            best = reached.max(axis=0) + own
        path = [int(best.argmax())]
        for choice in reversed(before):
            path.append(int(choice[path[-1]]))
        return path[::-1]


@cache
def network() -> QuestionNetwork:
    """The committed network."""
    return QuestionNetwork(stored_arrays("synth.question", MODEL))
