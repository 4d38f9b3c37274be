"""`read_vote`: which way sentences of several fields vote on a question."""

import pytest

from synth.answer import read_vote
from synth.answer.side_signs import signs_by_side
from synth.answer.vote import Names, vote
from synth.question import parse_question


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("Does mulching reduce erosion?", "We found that mulching reduced erosion significantly.", "for"),
        ("Is Rust faster than Python?", "In our experiments, Rust was faster than Python on all tasks.", "for"),
        (
            "Does caffeine improve sleep quality?",
            "There was no significant effect of caffeine on sleep quality.",
            "no_difference",
        ),
        ("Is yoga effective for asthma?", "We conclude that yoga is effective. It improved asthma control.", "for"),
    ],
)
def test_read_vote_of_plain_sentences(question: str, sentence: str, told: str) -> None:
    assert read_vote(question, sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Strong AGN feedback quenches star formation in massive galaxies.", "for"),
        ("Star formation is quenched by AGN feedback.", "for"),
        ("AGN feedback does not quench star formation.", "against"),
        ("AGN feedback may quench star formation.", "unclear"),
        ("It is unclear whether AGN feedback quenches star formation.", "unclear"),
    ],
)
def test_a_sentence_that_restates_the_question_answers_it_whatever_its_verb(sentence: str, told: str) -> None:
    assert read_vote("Does AGN feedback quench star formation?", sentence) == told


def test_a_sentence_that_restates_a_comparison_answers_it_by_who_does_it() -> None:
    question = "Do polar codes outperform turbo codes?"
    assert read_vote(question, "In our tests turbo codes outperform polar codes at all rates.") == "against"
    assert read_vote(question, "Polar codes outperform turbo codes at all rates.") == "for"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is Rust faster than Python?", "In our experiments, Python was faster than Rust on all tasks."),
        ("Do tariffs raise exports?", "Our results show that tariffs reduced exports significantly."),
        ("Does fencing increase bird diversity?", "Bird diversity decreased significantly with fencing."),
    ],
)
def test_read_vote_never_turns_a_finding_round(question: str, sentence: str) -> None:
    assert read_vote(question, sentence) in ("against", "unclear")


def test_vote_takes_the_names_of_a_card() -> None:
    question = parse_question("Do spiking networks use less energy than convolutional networks?")
    told = vote(question, "ZapNet used less energy than PlainConv.", names=Names({"ZapNet"}, {"PlainConv"}))
    assert told in ("for", "unclear")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("SUBJ YES COMP", [1]),
        ("COMP YES than SUBJ", [-1]),
        ("compared with COMP , SUBJ YES", [1]),
        ("compared with COMP , YES", [1]),
        ("SUBJ YES by COMP", [-1]),
        ("SUBJ NOT YES", [0]),
        ("YES than COMP", [1]),
    ],
)
def test_signs_go_to_the_side_that_the_word_is_said_of(line: str, told: list[int]) -> None:
    assert signs_by_side(line.split()) == told
