"""Train the network that reads questions, `synth/question/models/question.npz`; needs JAX (`pip install jax`).

python -m benchmarks.answers.question_training

Maximum likelihood of the roles under the chain, of the kind and of what a yes states; every epoch sees each question of
the part "train" once, and once with its facets exchanged. Six minutes on two cores.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.answers.question_labels import Labelled, labelled, roles_of, variants
from benchmarks.network_training import (
    UNITS,
    Weights,
    WordNumbers,
    Words,
    descend,
    first_weights,
    halved,
    hidden,
    highest_and_mean,
    in_batches,
    in_numbers,
    known_words,
    linear,
    padded,
)
from benchmarks.word_company import names, write_arrays
from synth.language.recurrent import Stored
from synth.question.marked import BEGINS
from synth.question.network import LAYERS, MODEL, QuestionNetwork

EPOCHS, BATCH, VARIANTS, SEED = 24, 64, 8, 0
ROLES = ("subject", "comparator", "outcome", "setting", "other")


class Example(NamedTuple):
    """A question in numbers, with the roles of its words, its kind and its sense."""

    words: WordNumbers
    roles: list[int]
    kind: int
    sense: int


class Batch(NamedTuple):
    """Examples of like length."""

    words: Words
    roles: jax.Array
    kind: jax.Array
    sense: jax.Array


def main() -> None:
    """Train and write the network."""
    questions = labelled("train")
    known = _known(questions)
    write_arrays("synth.question", MODEL, {**known, **halved(_train(questions, known))})


def _known(questions: Sequence[Labelled]) -> Stored:
    listed = {
        "roles": ["none", *(f"{begins}{role}" for role in ROLES for begins in (BEGINS, ""))],
        "kinds": sorted({one.kind for one in questions}),
        "senses": sorted({one.sense for one in questions}),
    }
    named = {f"n:{name}": names(of) for name, of in listed.items()}
    return {**known_words(roles_of(one)[0] for one in questions), **named}


def _train(questions: Sequence[Labelled], known: Stored) -> Weights:
    network = QuestionNetwork(known)
    roles = len(network.roles)
    outputs = {
        "role": (2 * UNITS, roles), "kind": (4 * UNITS, len(network.kinds)), "sense": (4 * UNITS, len(network.senses))
    }  # fmt: skip
    sets = [[_example(one, network) for one in questions]]
    sets += [[_example(one, network) for one in variants(questions, seed)] for seed in range(VARIANTS)]
    weights = first_weights(known, sets[0][0].words.given.shape[1], LAYERS, outputs, SEED)
    weights |= {"start": jnp.zeros(roles), "steps": jnp.zeros((roles, roles))}
    generator = np.random.default_rng(SEED)

    def batches(epoch: int) -> Iterator[Batch]:
        examples = [*sets[0], *sets[1 + epoch % VARIANTS]]
        for numbers in in_batches([len(one.roles) for one in examples], BATCH, generator):
            yield _batch([examples[n] for n in numbers])

    return descend(weights, _loss, EPOCHS, batches, EPOCHS * (2 * len(questions) // BATCH + 1))


def _example(one: Labelled, network: QuestionNetwork) -> Example:
    read, roles = roles_of(one)
    numbers = [network.roles.index(role) for role in roles]
    return Example(in_numbers(network, read), numbers, network.kinds.index(one.kind), network.senses.index(one.sense))


def _batch(examples: Sequence[Example]) -> Batch:
    words = padded([one.words for one in examples])
    roles = np.zeros(words.present.shape, dtype=np.int64)
    for n, one in enumerate(examples):
        roles[n, : len(one.roles)] = one.roles
    kind, sense = np.array([one.kind for one in examples]), np.array([one.sense for one in examples])
    return Batch(words, *map(jnp.asarray, (roles, kind, sense)))


def _loss(weights: Weights, batch: Batch, key: jax.Array) -> jax.Array:
    """The mean negative log-likelihood of the roles, and of kind and sense."""
    values = hidden(weights, batch.words, LAYERS, key)
    pooled = highest_and_mean(values, batch.words.present)
    chain = _chain_loss(weights, linear(weights, values, "role"), batch).mean()
    return (
        chain
        + _class_loss(linear(weights, pooled, "kind"), batch.kind)
        + _class_loss(linear(weights, pooled, "sense"), batch.sense)
    )


def _class_loss(scores: jax.Array, wanted: jax.Array) -> jax.Array:
    return -jax.nn.log_softmax(scores)[jnp.arange(len(wanted)), wanted].mean()


def _chain_loss(weights: Weights, scores: jax.Array, batch: Batch) -> jax.Array:
    steps, roles, present = weights["steps"], batch.roles, batch.words.present
    own = (jnp.take_along_axis(scores, roles[..., None], axis=-1)[..., 0] * present).sum(1)
    path = own + weights["start"][roles[:, 0]] + (steps[roles[:, :-1], roles[:, 1:]] * present[:, 1:]).sum(1)

    def step(reached: jax.Array, row: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, None]:
        further = jax.nn.logsumexp(reached[:, :, None] + steps[None], axis=1) + row[0]
        return jnp.where(row[1][:, None] > 0, further, reached), None

    first = weights["start"] + scores[:, 0]
    reached, _ = jax.lax.scan(step, first, (scores[:, 1:].swapaxes(0, 1), present[:, 1:].T))
    return jax.nn.logsumexp(reached, axis=1) - path


if __name__ == "__main__":
    main()
