import json
import subprocess
import sys
from importlib.resources import files

import pytest

from synth.report import summarise
from synth.report.salience import SalienceModel, salience_features, salience_model
from synth.report.summary import choose_sentences
from synth.text import words

ABSTRACT = [
    "Deep networks have been used widely in recent years for a great number of tasks in vision and in language.",
    "However, their training is slow.",
    "In this paper, we propose a layer-wise learning rate that makes the training of deep networks faster.",
    "We use a batch size of 32.",
    "Experiments on four datasets show a speedup of 1.7.",
]
OTHER = [
    "Graph kernels are popular.",
    "We introduce a graph kernel that compares molecules by their walks and is linear in the number of atoms.",
    "The code is available.",
]
HOSTILE = ["", " ", "x" * 10_000, "word", "$x^2$ ∑ ∫", "а日本語 ab", "\0", "\ud800", "of the", "— - ."]


def test_summarise_of_one_abstract_gives_what_the_paper_does() -> None:
    assert summarise([ABSTRACT], 60) == ABSTRACT[2]
    assert summarise([OTHER], 30) == OTHER[1]


@pytest.mark.parametrize("max_words", [-1, 0, 4, 5, 6, 10, 15, 17, 18, 25, 40, 100, 500])
def test_summarise_never_exceeds_max_words_nor_cuts_a_sentence(max_words: int) -> None:
    for documents in ([ABSTRACT], [ABSTRACT, OTHER]):
        summary = summarise(documents, max_words)
        assert max(len(summary.split()), len(words(summary))) <= max(0, max_words)
        for sentence in sorted((s for document in documents for s in document), key=len, reverse=True):
            summary = summary.replace(sentence, "")
        assert not summary.strip()


def test_summarise_counts_words_as_written_and_as_read() -> None:
    assert summarise([["Recall - precision - both - rise."]], 6) == ""  # seven between white space, four as read
    assert summarise([["Recall/precision/both/rise/here."]], 4) == ""  # one between white space, five as read


def test_summarise_adds_a_second_sentence_within_the_length_of_one() -> None:
    short = ["We propose a fast kernel.", "The kernel is exact for every graph."]
    assert summarise([short], 60) == " ".join(short)


def test_summarise_gives_more_of_one_document_to_a_large_budget() -> None:
    assert len(words(summarise([ABSTRACT], 400))) > len(words(summarise([ABSTRACT], 60)))


def test_summarise_of_many_documents_takes_the_best_of_each() -> None:
    assert summarise([ABSTRACT, OTHER], 36) == f"{ABSTRACT[2]} {OTHER[1]}"


def test_summarise_of_many_documents_says_a_copied_sentence_once() -> None:
    assert summarise([ABSTRACT, [*OTHER, ABSTRACT[2]]], 100).count(ABSTRACT[2]) == 1


def test_summarise_survives_hostile_text() -> None:
    for sentence in HOSTILE:
        assert summarise([[sentence]], 100) in ("", sentence)
    assert len(summarise([HOSTILE, [], HOSTILE[::-1]], 50).split()) <= 50
    assert summarise([], 10) == summarise([[]], 10) == summarise([[], []], 10) == ""


def test_choose_sentences_breaks_ties_by_place() -> None:
    assert choose_sentences([["A red fox.", "A dry log."]], 3, SalienceModel({})) == [(0, 0)]


def test_salience_features_tell_place_neighbours_and_own_work() -> None:
    features = salience_features(ABSTRACT)
    assert len(features) == len(ABSTRACT)
    assert {"first+0", "last-4", "of=2", "before:opens=nothing", "other work+0"} <= set(features[0])
    assert {"first+2", "opens=in_this", "w=we_propos", "own work+0", "after:opens=we_use"} <= set(features[2])
    assert {"own work+1", "w=#"} <= set(features[3])
    assert features[0]["new"] == 1.0
    assert 0 < features[2]["new"] < 1


def test_salience_model_says_what_it_was_trained_on() -> None:
    stored = json.loads((files("synth.report") / "models" / "summary.json").read_text(encoding="utf-8"))
    assert "SciTLDR-A, train" in stored["trained_on"]
    assert stored["rebuild"] == "python -m benchmarks.quality.train summary"
    assert salience_model().weights["opens=we_propos"] > 0


def test_salience_model_gives_the_same_scores_under_any_hash_seed() -> None:
    code = f"from synth.report.salience import salience_model; print(salience_model().scores({ABSTRACT!r}))"
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "1"}
    )
    assert elsewhere.stdout == f"{salience_model().scores(ABSTRACT)}\n"


def test_choose_sentences_prefers_what_no_sentence_taken_tells() -> None:
    told = "The kernel of graphs compares walks."
    documents = [[told], ["Walks of graphs compares the kernel.", "Proteins are folded by networks."]]
    assert choose_sentences(documents, 11, SalienceModel({})) == [(0, 0), (1, 1)]
