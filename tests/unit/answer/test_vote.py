"""`read_vote`: which way sentences of several fields vote on a question."""

import pytest

from synth.answer import read_vote
from synth.answer.side_signs import signs_by_side
from synth.answer.vote import Names, vote, vote_probabilities
from synth.models import Vote
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
        (
            "Is matching better than regression?",
            "Matching and regression gave very similar estimates.",
            "no_difference",
        ),
        (
            "Is matching better than regression?",
            "Matching and regression have the same number of parameters.",
            "unclear",
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
        ("We find no evidence that AGN feedback quenches star formation.", "against"),
        ("AGN feedback, which quenches star formation, sets in late.", "for"),
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


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "No significant difference in susceptibility was found between goats and sheep, although sheep are fatter.",
            True,
        ),
        ("However, goats and sheep did not differ in susceptibility.", True),
        ("Goats are more susceptible than sheep, but sheep do not differ from each other.", False),
    ],
)
def test_two_sides_that_are_said_not_to_differ_are_no_difference(sentence: str, told: bool) -> None:
    vote = read_vote("Are goats more susceptible than sheep?", sentence)
    assert (vote == "no_difference") == told


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        (
            "Is pumped storage unsuitable for high power levels?",
            "Pumped storage is suitable for high power levels.",
            "against",
        ),
        ("Is pumped storage suitable for high power?", "Pumped storage is suitable for high power levels.", "for"),
        ("Is pumped storage suitable for high power?", "Pumped storage is not suitable for high power.", "against"),
    ],
)
def test_whether_something_is_so_is_denied_by_the_opposite_of_the_asked_word(
    question: str, sentence: str, told: Vote
) -> None:
    votes = vote_probabilities(parse_question(question), sentence)
    assert max(votes, key=lambda vote: votes[vote]) == told
