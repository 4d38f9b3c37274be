"""Which claims vote."""

import pytest

from synth.answer.voting import names_both, names_effect
from synth.language.sides import Sides
from synth.question import parse_question


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("Grey-box testing covers more code than black-box testing.", True),
        ("Grey-box testing gives better results than black-box testing.", True),
        ("Grey-box testing is slower than black-box testing.", False),
        ("Grey-box testing gives better results.", False),
    ],
)
def test_a_claim_votes_that_names_both_sides_and_the_outcome_or_results_in_general(text: str, votes: bool) -> None:
    question = parse_question("Does grey-box testing cover more code than black-box testing?")
    sides = Sides(question, ()).of("")
    assert names_both(question, text, sides.named(text), sides.own_role) == votes


@pytest.mark.parametrize(
    ("text", "before", "title", "votes"),
    [
        ("Shade lowered bleaching by half.", "", "", True),
        ("Bleaching fell by half.", "All colonies stood in the shade.", "", True),
        ("Bleaching fell by half.", "", "Corals under shade", True),
        ("Bleaching fell by half.", "", "Corals of the Red Sea", False),
        ("Both fell by half.", "", "Does shade prevent bleaching?", False),
        ("Our method improves growth.", "It is simple.", "", False),
    ],
)
def test_a_claim_on_an_effect_votes_that_names_cause_and_outcome_or_one_of_them_and_its_title_the_other(
    text: str, before: str, title: str, votes: bool
) -> None:
    question = parse_question("Does shade reduce bleaching?")
    named = Sides(question, ()).of("").named
    quotation = f"{before} {text}"
    assert names_effect(question, quotation, named(quotation), named(title)) == votes


def test_accuracy_alone_does_not_name_a_gap_in_accuracy() -> None:
    question = parse_question("Does pre-training narrow the accuracy gap?")
    named = Sides(question, ()).of("").named
    for text, votes in (("Pre-training improves accuracy.", False), ("Pre-training halves the accuracy gap.", True)):
        assert names_effect(question, text, named(text), named("")) == votes


def test_what_is_asked_to_be_the_same_is_named_and_not_only_related() -> None:
    question = parse_question("Do cats and dogs have the same habits?")
    for habits, votes in ((0.9, True), (0.35, False)):
        named = {"subject": 1.0, "comparator": 1.0, "outcome": habits}
        assert names_both(question, "Dogs became fatter than cats.", named) == votes
