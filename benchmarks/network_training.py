"""Training the recurrent networks of `synth.language.recurrent` with JAX (`pip install jax`, needed for nothing else).

What they have in common: the words that they know, texts as padded batches, the layers as `Network` evaluates them,
some values dropped (Srivastava et al. 2014), and Adam (Kingma & Ba 2015) with a rate that falls.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from benchmarks.word_company import names
from synth.language.recurrent import Network, Stored, given_of, stored_names
from synth.language.word_classes import ClassedWord

Weights = dict[str, jax.Array]
RATE, DECAY, WARMUP, MAX_GRADIENT, LEAST_RATE = 3e-3, 1e-4, 200, 5.0, 0.05
WIDTHS = {"word": 32, "class": 16, "ending": 16}
UNITS = 96
DROPPED_INPUT, DROPPED = 0.25, 0.35
MIN_WORD, MIN_ENDING = 8, 5
"""How often a word, or the last three letters of one, has to be met to be known."""
Batch = TypeVar("Batch")


class Words(NamedTuple):
    """Texts of like length, padded: numbers of words, classes, endings, what is given of each, and 1 where one is."""

    word: jax.Array
    word_class: jax.Array
    ending: jax.Array
    given: jax.Array
    present: jax.Array


def known_words(texts: Iterable[Sequence[ClassedWord]]) -> Stored:
    """What a network that learns from texts knows, each list with an empty name first for what it does not."""
    read = [word for text in texts for word in text]
    words, endings = Counter(word.low for word in read), Counter(word.low[-3:] for word in read)
    listed = {
        "word": sorted(word for word, count in words.items() if count >= MIN_WORD),
        "ending": sorted(ending for ending, count in endings.items() if count >= MIN_ENDING),
        "class": sorted({word.word_class for word in read}),
    }
    return {f"n:{name}": names(["", *of]) for name, of in listed.items()}


def first_weights(known: Stored, given: int, layers: int, outputs: Mapping[str, tuple[int, int]], seed: int) -> Weights:
    """Random weights; `given` is the width of what is given of a word, `outputs` the widths of linear layers."""
    generator = np.random.default_rng(seed)

    def drawn(*shape: int, scale: float = 0.0) -> jax.Array:
        return jnp.asarray(generator.normal(0, scale or shape[0] ** -0.5, shape), dtype=jnp.float32)

    weights = {
        name: drawn(len(stored_names(known, name)), width, scale=0.3 if name == "class" else 0.1)
        for name, width in WIDTHS.items()
    }
    entering = sum(WIDTHS.values()) + given
    for layer in range(layers):
        for name in (f"forth{layer}", f"back{layer}"):
            weights |= {f"{name} weights": drawn(entering, 4 * UNITS), f"{name} inner": drawn(UNITS, 4 * UNITS)}
            weights[f"{name} bias"] = jnp.zeros(4 * UNITS)
        entering = 2 * UNITS
    for name, (width, size) in outputs.items():
        weights |= {f"{name} weights": drawn(width, size), f"{name} bias": jnp.zeros(size)}
    return weights


class WordNumbers(NamedTuple):
    """One text in numbers; `given` has a row a word."""

    word: list[int]
    word_class: list[int]
    ending: list[int]
    given: NDArray[np.float32]


def in_numbers(network: Network, text: Sequence[ClassedWord]) -> WordNumbers:
    """A text in numbers."""
    return WordNumbers(
        [network.number("word", word.low) for word in text],
        [network.number("class", word.word_class) for word in text],
        [network.number("ending", word.low[-3:]) for word in text],
        np.stack([given_of(word) for word in text]),
    )


def padded(texts: Sequence[WordNumbers]) -> Words:
    """Texts as a batch; their length is a multiple of eight, since each length is compiled anew."""
    longest = -8 * (-max(len(text.word) for text in texts) // 8)
    word, word_class, ending = np.zeros((3, len(texts), longest), dtype=np.int64)
    given = np.zeros((len(texts), longest, texts[0].given.shape[1]), dtype=np.float32)
    present = np.zeros((len(texts), longest), dtype=np.float32)
    for n, text in enumerate(texts):
        length = len(text.word)
        word[n, :length], word_class[n, :length], ending[n, :length] = text.word, text.word_class, text.ending
        given[n, :length], present[n, :length] = text.given, 1
    return Words(*map(jnp.asarray, (word, word_class, ending, given, present)))


def in_batches(lengths: Sequence[int], size: int, generator: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """The numbers of texts of like length together, in a random order."""
    order = np.argsort(np.array(lengths) + generator.integers(0, 6, len(lengths)), kind="stable")
    for start in generator.permutation(np.arange(0, len(order), size)):
        yield order[start : start + size]


def hidden(weights: Weights, words: Words, layers: int, key: jax.Array) -> jax.Array:
    """The outputs of the last layer, shape (texts, words, 2 units), as `Network.hidden`, some values dropped."""
    keys = jax.random.split(key, layers + 1)
    learnt = (weights["word"][words.word], weights["class"][words.word_class], weights["ending"][words.ending])
    values = dropped(jnp.concatenate([*learnt, words.given], axis=-1), keys[0], DROPPED_INPUT)
    for layer in range(layers):
        both = [
            _recurrent(weights, values, words.present, f"forth{layer}", is_back=False),
            _recurrent(weights, values, words.present, f"back{layer}", is_back=True),
        ]
        values = dropped(jnp.concatenate(both, axis=-1), keys[layer + 1], DROPPED)
    return values


def dropped(values: jax.Array, key: jax.Array, share: float) -> jax.Array:
    """Values of which a share is zero, the others larger in turn."""
    return jnp.where(jax.random.bernoulli(key, 1 - share, values.shape), values / (1 - share), 0)


def linear(weights: Weights, values: jax.Array, name: str) -> jax.Array:
    """A linear layer."""
    return values @ weights[f"{name} weights"] + weights[f"{name} bias"]


def highest_and_mean(values: jax.Array, present: jax.Array) -> jax.Array:
    """The maximum and the mean over the words that are present."""
    there = present[..., None]
    highest = jnp.max(jnp.where(there > 0, values, -9.0), axis=1)
    return jnp.concatenate([highest, (values * there).sum(1) / there.sum(1)], axis=-1)


def _recurrent(weights: Weights, values: jax.Array, present: jax.Array, name: str, *, is_back: bool) -> jax.Array:
    entering = linear(weights, values, name)

    def step(
        state: tuple[jax.Array, jax.Array], row: tuple[jax.Array, jax.Array]
    ) -> tuple[tuple[jax.Array, jax.Array], jax.Array]:
        output, memory = state
        gates, there = row[0] + output @ weights[f"{name} inner"], row[1][:, None]
        write, keep, show, new = jnp.split(gates, 4, axis=-1)
        kept = jax.nn.sigmoid(keep + 1) * memory + jax.nn.sigmoid(write) * jnp.tanh(new)
        shown = jax.nn.sigmoid(show) * jnp.tanh(kept)
        output, memory = there * shown + (1 - there) * output, there * kept + (1 - there) * memory
        return (output, memory), output

    nothing = jnp.zeros((len(values), UNITS))
    _, outputs = jax.lax.scan(step, (nothing, nothing), (entering.swapaxes(0, 1), present.T), reverse=is_back)
    return jnp.swapaxes(outputs, 0, 1)


def descend(
    weights: Weights,
    loss: Callable[[Weights, Batch, jax.Array], jax.Array],
    epochs: int,
    batches: Callable[[int], Iterable[Batch]],
    steps: int,
) -> Weights:
    """The weights after so many epochs of about so many steps in all; prints the mean loss of each."""
    gradient_of, moved = jax.jit(jax.value_and_grad(loss)), jax.jit(_adam)
    mean = spread = {name: jnp.zeros_like(array) for name, array in weights.items()}
    key, step, start = jax.random.PRNGKey(0), 0, time.time()
    for epoch in range(epochs):
        losses = []
        for batch in batches(epoch):
            key, dropping = jax.random.split(key)
            step += 1
            rate = RATE * min(1.0, step / WARMUP) * max(LEAST_RATE, 1 - step / steps)
            lost, gradient = gradient_of(weights, batch, dropping)
            weights, mean, spread = moved(weights, gradient, mean, spread, step, rate)
            losses.append(float(lost))
        print(f"epoch {epoch + 1} of {epochs}: {np.mean(losses):.3f}, {time.time() - start:.0f} s", flush=True)
    return weights


def _adam(
    weights: Weights, gradient: Weights, mean: Weights, spread: Weights, step: int, rate: float
) -> tuple[Weights, Weights, Weights]:
    """One step of Adam, the gradient clipped, with decay of the weights."""
    norm = jnp.sqrt(sum(jnp.sum(array**2) for array in gradient.values()))
    gradient = {name: array * jnp.minimum(1, MAX_GRADIENT / norm) for name, array in gradient.items()}
    mean = {name: 0.9 * mean[name] + 0.1 * array for name, array in gradient.items()}
    spread = {name: 0.999 * spread[name] + 0.001 * array**2 for name, array in gradient.items()}
    moved = {
        name: mean[name] / (1 - 0.9**step) / (jnp.sqrt(spread[name] / (1 - 0.999**step)) + 1e-8) for name in weights
    }
    return {name: array - rate * (moved[name] + DECAY * array) for name, array in weights.items()}, mean, spread


def halved(weights: Weights) -> Stored:
    """The weights as they are stored, in half precision."""
    return {name: np.asarray(array, dtype=np.float16) for name, array in weights.items()}
