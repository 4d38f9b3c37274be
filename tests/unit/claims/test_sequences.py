"""The sequence models of abstracts: their features, the chain, and how it is trained."""

import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.abstracts import sectioned_abstracts
from benchmarks.quality.chain_training import train_chain
from synth.claims.chain import Chain, load_chain
from synth.claims.features import echo_features, frame_features, sequence_features

LABELS = ("none", "claim")


def test_frame_features_keep_function_words_and_verb_endings_and_drop_the_topic() -> None:
    found = frame_features("we trained a large model on it".split())
    assert found == ["frame=we ~ed a", "frame=~ed a _", "frame=a _ on", "frame=_ on it", "frame^=we ~ed a _"]


def test_echo_features_tell_how_much_of_the_topic_stands_elsewhere() -> None:
    topics = [frozenset({"dens", "retriev"}), frozenset({"batch"}), frozenset({"dens", "recal"})]
    assert echo_features(topics, 2) == ["echo:first=2/5", "echo:rest=2/5", "echo:before=0/5"]
    assert "echo:after=0/5" in echo_features(topics, 0)


@pytest.mark.parametrize("sentence", ["", "word", "∑ = ∫", "\x00", "\ud800", "слово 言葉 word", "ab " * 3_333])
def test_sequence_features_take_any_text(sentence: str) -> None:
    assert len(sequence_features([sentence], is_abstract=True)) == 1
    assert len(sequence_features([sentence, sentence, ""], is_abstract=False)) == 3


def test_marginals_add_the_cut_as_log_odds() -> None:
    nothing = (0.0, 0.0)
    fair = Chain(LABELS, {}, nothing, (nothing, nothing), nothing)
    cut = Chain(LABELS, {}, nothing, (nothing, nothing), (0.0, math.log(3.0)))
    assert np.array(fair.marginals([[], []])) == pytest.approx(np.full((2, 2), 0.5))
    assert np.array(cut.marginals([[], []])) == pytest.approx(np.array([[0.25, 0.75]] * 2))
    assert fair.marginals([]) == []


def test_train_chain_learns_words_and_order() -> None:
    sequences = [[["thus"], ["blank"]], [["first"], ["blank"]]] * 20
    targets = np.eye(2)[[1, 1, 0, 0] * 20]
    chain = train_chain(sequences, targets, LABELS, penalty=0.1, min_count=1)
    assert np.argmax(chain.marginals([["thus"], ["blank"]]), axis=1).tolist() == [1, 1]
    assert np.argmax(chain.marginals([["first"], ["blank"]]), axis=1).tolist() == [0, 0]


def test_train_chain_gives_back_the_doubt_of_its_targets() -> None:
    sequences = [[["unsure"]]] * 50
    chain = train_chain(sequences, np.array([[0.3, 0.7]] * 50), LABELS, penalty=1e-4, min_count=1)
    assert chain.marginals([["unsure"]])[0] == pytest.approx([0.3, 0.7], abs=0.01)


def test_sectioned_abstracts_label_by_heading_and_take_it_off(tmp_path: Path) -> None:
    plain = ["BACKGROUND Gut flora vary.", "METHODS We fed mice.", "They grew.", "CONCLUSIONS Diet matters."]
    joined = ["OBJECTIVE To see.", "METHODS AND RESULTS We fed mice.", "CONCLUSION It does."]
    rows = [{"abstract": plain, "structured": True}, {"abstract": joined, "structured": True}]
    (tmp_path / "scifact").mkdir()
    with gzip.open(tmp_path / "scifact" / "corpus.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write("\n".join(json.dumps(row) for row in [*rows, {"abstract": plain, "structured": False}]))
    (text,) = sectioned_abstracts(tmp_path)
    assert text.sentences == ("Gut flora vary.", "We fed mice.", "They grew.", "Diet matters.")
    assert text.labels == ("background", "method", "method", "conclusion")


@pytest.mark.parametrize("name", ["claim", "role"])
def test_load_chain_gives_weights_for_the_features_of_a_sentence(name: str) -> None:
    chain = load_chain(name)
    (features,) = sequence_features(["Our results suggest that diet matters."], is_abstract=True)
    assert {"cue=finding", "opens=our_result", "place=0/6"} <= set(features) & chain.weights.keys()
    assert {len(row) for row in chain.weights.values()} == {len(chain.labels)}
