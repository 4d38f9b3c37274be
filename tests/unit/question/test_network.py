"""The network that reads questions, with weights of its own."""

import numpy as np
import pytest

from benchmarks.answers.question_labels import LABELS, labelled, roles_of, variants
from benchmarks.word_company import names
from synth.language.recurrent import Stored, company_of, given_of, shape_of
from synth.language.word_classes import split_words
from synth.question.marked import BEGINS
from synth.question.network import LAYERS, QuestionNetwork, network

UNITS = 2
ROLES = ("none", f"{BEGINS}subject", "subject")


def small_network(**weights: np.ndarray) -> QuestionNetwork:
    """A network whose layers give nothing, but for the weights given."""
    (word,) = split_words("a")
    entering = 3 + len(given_of(word))
    stored: Stored = {
        "n:word": names(("", "cats")), "n:class": names(("", "plural")), "n:ending": names(("", "ats")),
        "n:roles": names(ROLES), "n:kinds": names(("effect", "open")), "n:senses": names(("change 1", "better -1")),
        "word": np.zeros((2, 1)), "class": np.zeros((2, 1)), "ending": np.zeros((2, 1)),
        "start": np.zeros(3), "steps": np.zeros((3, 3)),
    }  # fmt: skip
    for layer in range(LAYERS):
        for name in (f"forth{layer}", f"back{layer}"):
            stored |= {f"{name} weights": np.zeros((entering, 4 * UNITS)), f"{name} bias": np.zeros(4 * UNITS)}
            stored[f"{name} inner"] = np.zeros((UNITS, 4 * UNITS))
        entering = 2 * UNITS
    for name, width, size in (("role", 2, 3), ("kind", 4, 2), ("sense", 4, 2)):
        stored |= {f"{name} weights": np.zeros((width * UNITS, size)), f"{name} bias": np.zeros(size)}
    return QuestionNetwork({**stored, **weights})


def test_read_gives_the_likeliest_path_and_not_each_likeliest_role() -> None:
    steps = np.array([[0.0, 0.0, -9.0], [0.0, -9.0, 5.0], [0.0, 0.0, 5.0]])
    reading = small_network(steps=steps, start=np.array([0.1, 0.0, -9.0])).read(split_words("many cats sleep"))
    assert reading.roles == [f"{BEGINS}subject", "subject", "subject"]


def test_read_gives_the_kind_and_the_sense_of_largest_score() -> None:
    biases = {"kind bias": np.array([0.0, 1.0]), "sense bias": np.array([0.0, 1.0])}
    reading = small_network(**biases).read(split_words("cats"))
    assert (reading.kind, reading.sense) == ("open", "better -1")


def test_a_layer_remembers_what_stood_before() -> None:
    first = np.zeros((2 + 1 + len(given_of(split_words("a")[0])), 4 * UNITS))
    first[0, 3 * UNITS :] = 3.0
    net = small_network(**{"forth0 weights": first, "word": np.array([[0.0], [1.0]])})
    values = net.hidden(net.inputs(split_words("cats x x")), 1)
    assert values[0, 0] > values[1, 0] > values[2, 0] > 0
    assert np.all(values[:, UNITS:] == 0)


def test_an_unknown_word_has_the_company_of_its_last_part() -> None:
    assert np.array_equal(company_of("zzqx-based"), company_of("based"))
    assert not company_of("zzqx").any()
    assert company_of("reduce") @ company_of("improve") > company_of("reduce") @ company_of("networks")


def test_shape_tells_capitals_digits_and_hyphens() -> None:
    assert shape_of("BM25").tolist() == [1, 1, 1, 0]
    assert shape_of("s-wave").tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("text", ["word", "∑ = ∫", "слово 言葉 word", "? ? ?", "a " * 250])
def test_the_committed_network_reads_any_text(text: str) -> None:
    words = split_words(text)
    reading = network().read(words)
    assert len(reading.roles) == len(words)
    assert reading == network().read(words)


def test_every_label_that_is_learnt_from_stands_in_its_question() -> None:
    questions = labelled("train")
    assert len(questions) > 6000
    assert all(len(words) == len(roles) for words, roles in map(roles_of, questions))


def test_no_question_is_in_two_parts() -> None:
    rows = [line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines()[1:]]
    assert len({row[1] for row in rows}) == len(rows)


def test_variants_keep_the_form_of_a_question() -> None:
    questions = labelled("train")
    effects = [one for one in questions if one.kind == "effect" and one.question.startswith("Does ")][:200]
    made = variants(effects, seed=0)
    assert len(made) > 190
    assert all(one.question.startswith("Does ") for one in made)
    assert {one.kind for one in made} == {"effect"}
    assert sum(one.question in {each.question for each in questions} for one in made) < 40
