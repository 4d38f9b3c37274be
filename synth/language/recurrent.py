"""A small recurrent network over the words of a text, evaluated in NumPy.

Bidirectional layers of long short-term memory (Hochreiter & Schmidhuber 1997) over what is known of each word: itself
where it was met in training, its class, its ending, its capitals and digits, and the company that it keeps in arXiv's
abstracts, by which a word that was never met is read as those of like grammar. Components put their own layers on top.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from synth.language.word_classes import ClassedWord

Array = NDArray[np.float32]
Stored = dict[str, NDArray[np.generic]]
"""Arrays by name; of names, the bytes of one a line, under "n:" and what they are of."""
COMPANY = "company.npz"


class Network:
    """The weights, and the words, classes and endings that are known, each by its number."""

    def __init__(self, stored: Stored) -> None:
        self.weights: dict[str, Array] = {
            name: np.asarray(array, dtype=np.float32) for name, array in stored.items() if array.dtype.kind == "f"
        }
        self.numbers = {
            name: {word: number for number, word in enumerate(stored_names(stored, name))}
            for name in ("word", "class", "ending")
        }

    def inputs(self, words: Sequence[ClassedWord]) -> Array:
        """What is known of each word, shape (words, features)."""
        learnt = [
            [
                self.weights["word"][self.number("word", word.low)],
                self.weights["class"][self.number("class", word.word_class)],
                self.weights["ending"][self.number("ending", word.low[-3:])],
            ]
            for word in words
        ]
        return np.stack([np.concatenate([*of, given_of(word)]) for of, word in zip(learnt, words, strict=True)])

    def number(self, name: str, value: str) -> int:
        """The number of a word, a class or an ending; 0 for any that is not known."""
        return self.numbers[name].get(value, 0)

    def hidden(self, inputs: Array, layers: int) -> Array:
        """The outputs of the last layer, shape (words, 2 units)."""
        for layer in range(layers):
            forth = self._recurrent(inputs, f"forth{layer}")
            back = self._recurrent(inputs[::-1], f"back{layer}")[::-1]
            inputs = np.concatenate([forth, back], axis=1)
        return inputs

    def linear(self, values: Array, name: str) -> Array:
        """A linear layer."""
        return values @ self.weights[f"{name} weights"] + self.weights[f"{name} bias"]

    def _recurrent(self, values: Array, name: str) -> Array:
        """The outputs of one layer in one direction, shape (words, units)."""
        entering, inner = self.linear(values, name), self.weights[f"{name} inner"]
        output = memory = np.zeros(len(inner), dtype=np.float32)
        outputs = []
        for row in entering:
            write, keep, show, new = np.split(row + output @ inner, 4)
            memory = _logistic(keep + np.float32(1)) * memory + _logistic(write) * np.tanh(new)
            output = _logistic(show) * np.tanh(memory)
            outputs.append(output)
        return np.stack(outputs)


def given_of(word: ClassedWord) -> Array:
    """What is known of a word without training: the company that it keeps, and its shape."""
    return np.concatenate([company_of(word.low), shape_of(word.text)])


def company_of(low: str) -> Array:
    """The company that a lower-case word keeps, or its last part: "based" of "graph-based"; zeros if unknown."""
    numbers, vectors = _company()
    number = numbers.get(low, numbers.get(low.rpartition("-")[2]))
    if number is None:
        return np.zeros(vectors.shape[1], dtype=np.float32)
    vector: Array = vectors[number].astype(np.float32) / np.float32(127)
    return vector


def shape_of(word: str) -> Array:
    """Whether a word begins with a capital, has one within, has a digit, has a hyphen."""
    shape = (word[0].isupper(), any(map(str.isupper, word[1:])), any(map(str.isdigit, word)), "-" in word)
    return np.array(shape, dtype=np.float32)


def _logistic(values: Array) -> Array:
    result: Array = np.float32(1) / (np.float32(1) + np.exp(-values))
    return result


@cache
def _company() -> tuple[dict[str, int], NDArray[np.int8]]:
    """The number of each word, and the vectors as small integers; made by `python -m benchmarks.word_company`."""
    stored = stored_arrays("synth.language", COMPANY)
    words = stored_names(stored, "company")
    return {word: number for number, word in enumerate(words)}, stored["company"].astype(np.int8)


def stored_arrays(package: str, name: str) -> Stored:
    """The arrays of `models/{name}` of a component, by name."""
    with (files(package) / "models" / name).open("rb") as file, np.load(file) as stored:
        return dict(stored)


def stored_names(stored: Stored, of: str) -> list[str]:
    """Names that are stored one a line."""
    return stored[f"n:{of}"].tobytes().decode("utf-8").split("\n")
