"""The sides of a question are met by names, by "our method", and by what stands for "without"."""

import pytest

from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT, PaperSides, Sides
from synth.models import Question
from synth.models.card import Card, Thing


def sides(subjects: tuple[str, ...], outcomes: tuple[str, ...], *cards: Card) -> PaperSides:
    question = Question(text="?", kind="effect", subjects=subjects, outcomes=outcomes, terms=())
    return Sides(question, cards).of(cards[0].paper_id)


ZIPFUZZ = Card(
    paper_id="p1",
    title="ZipFuzz",
    own=(Thing(name="ZipFuzz", kinds=("hybrid fuzzer",)),),
    others=(Thing(name="AFL"),),
)
SURVEY = Card(
    paper_id="p2", others=(Thing(name="AFL", kinds=("greybox fuzzer",)), Thing(name="Zulu9", kinds=("solver",)))
)


def test_sides_meet_a_class_by_what_another_paper_says_of_its_members() -> None:
    paper = sides(("hybrid fuzzing", "greybox fuzzing"), (), ZIPFUZZ, SURVEY)
    named = paper.named("ZipFuzz finds more bugs than AFL.")
    assert named[SUBJECT] == 1.0
    assert named[COMPARATOR] == 1.0
    assert "AFL" in paper.names[COMPARATOR]
    assert "ZipFuzz" in paper.names[SUBJECT]


@pytest.mark.parametrize(
    "text", ["Our approach finds more bugs.", "It finds more bugs.", "The proposed tool is faster."]
)
def test_our_method_stands_for_the_side_that_it_is_of(text: str) -> None:
    paper = sides(("hybrid fuzzing", "greybox fuzzing"), (), ZIPFUZZ, SURVEY)
    assert paper.own_role == SUBJECT
    assert paper.named(text)[SUBJECT] > 0.3
    assert paper.named(text)[COMPARATOR] == 0.0


def test_our_method_stands_for_nothing_where_the_paper_is_about_something_else() -> None:
    paper = sides(("hybrid fuzzing", "greybox fuzzing"), (), SURVEY)
    assert paper.own_role is None
    assert paper.named("Our approach is better.")[SUBJECT] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Pain fell more than under placebo.",
        "Wages stayed where they were without minimum wages.",
        "Compared with usual care, the gain was small.",
    ],
)
def test_an_effect_has_an_implied_comparator(text: str) -> None:
    paper = sides(("minimum wages",), ("employment",), Card(paper_id="p1", title="Minimum wages and jobs"))
    assert paper.named(text)[COMPARATOR] >= 0.9


def test_sides_tell_apart_what_differs_in_one_word() -> None:
    paper = sides(("one-stage detectors", "two-stage detectors"), ("accuracy",), Card(paper_id="p1"))
    mentions = paper.mentions("Two-stage detectors have a higher accuracy.")
    assert [mention.role for mention in mentions] == [COMPARATOR, OUTCOME]


def test_names_keep_their_capitals_and_take_what_is_joined_to_them() -> None:
    card = Card(paper_id="p1", own=(Thing(name="Retro", kinds=("seismic inversion",)),))
    paper = sides(("seismic inversion",), (), card)
    text = "Retro-B/16 is not retro."
    assert [text[m.start : m.end] for m in paper.mentions(text) if m.role == SUBJECT] == ["Retro-B/16"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ZipFuzz finds more bugs.", True),
        ("Blackbox ZipFuzz finds fewer bugs.", False),
        ("ZipFuzz seems the best blackbox fuzzer.", False),
        ("ZipFuzz beats every blackbox fuzzer.", True),
    ],
)
def test_what_a_sentence_says_of_a_name_counts_before_what_its_card_says(text: str, named: bool) -> None:
    paper = sides(("hybrid fuzzing", "blackbox fuzzing"), (), ZIPFUZZ, SURVEY)
    assert (paper.named(text)[SUBJECT] > 0) == named


def test_what_is_compared_with_what_was_done_so_far_is_what_a_paper_on_the_matter_puts_forward() -> None:
    own = Card(
        paper_id="p1", title="NovaFuzz: Efficient Fuzzing by Smoothing", own=(Thing(name="NovaFuzz", kinds=("tool",)),)
    )
    paper = sides(("fuzzing guided by learning", "conventional heuristics"), (), own)
    named = paper.named("NovaFuzz outperforms ten state-of-the-art greybox fuzzers.")
    assert paper.own_role == SUBJECT
    assert named[SUBJECT] >= 0.5
    assert named[COMPARATOR] >= 0.3
    other = sides(("fuzzing guided by learning", "grammar fuzzing"), (), own)
    assert other.own_role is None


def test_a_text_addresses_a_side_by_related_words_that_do_not_name_it() -> None:
    paper = sides(("temperature",), ("wound healing",), Card(paper_id="p1"))
    text = "Regeneration was fastest in the cool seasons."
    assert paper.named(text)[OUTCOME] == 0.0
    assert paper.addressed(text)[OUTCOME] > 0.3
    assert paper.addressed("The compiler parses a program.")[OUTCOME] == 0.0


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Does moisture (humidity, soil water) speed decay?", True),
        ("Does moisture (also called moisture content in humidity units) speed decay?", False),
        ("Does moisture speed decay?", False),
    ],
)
def test_brackets_behind_a_side_list_what_names_it(text: str, named: bool) -> None:
    question = Question(text=text, kind="effect", subjects=("moisture",), outcomes=("decay",), terms=())
    paper = Sides(question, [Card(paper_id="p1")]).of("p1")
    assert (paper.named("Decay was faster at high humidity.")[SUBJECT] > 0) is named


@pytest.mark.parametrize(
    ("kind", "is_machine"),
    [
        ("factorization-machine based neural network", False),
        ("FM-initialized deep neural network", False),
        ("factorization machine", True),
        ("attention-based factorization machine", True),
    ],
)
def test_a_thing_is_what_it_is_and_not_what_it_is_based_on(kind: str, is_machine: bool) -> None:
    card = Card(paper_id="p1", others=(Thing(name="DFM", kinds=(kind,)),))
    paper = sides(("deep neural networks", "factorization machines"), (), card)
    assert (paper.named("DFM has the higher AUC.")[COMPARATOR] > 0) is is_machine


def test_a_symbol_names_the_side_that_it_stands_for() -> None:
    paper = Card(paper_id="p1", acronyms=(("Tc", "transition temperature"), ("PE", "pressure effect")))
    of_paper = sides(("applying pressure",), ("superconducting transition temperature",), paper)
    assert "Tc" in of_paper.names[OUTCOME]
    assert of_paper.named("Tc falls with pressure.")[OUTCOME] > 0.5


def test_a_word_joined_to_a_letter_is_one_word() -> None:
    named = sides(("s-wave", "d-wave"), (), Card(paper_id="p")).named("The data are incompatible with d-wave pairing.")
    assert (named[SUBJECT], named[COMPARATOR]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "named"),
    [("Healing was faster at a higher water temperature.", True), ("Healing was faster in the light.", False)],
)
def test_what_a_side_has_more_of_names_it(text: str, named: bool) -> None:
    of_paper = sides(("warmer water",), ("wound healing",), Card(paper_id="p"))
    assert (of_paper.named(text)[SUBJECT] > 0.5) == named


def test_the_examples_of_a_side_name_it() -> None:
    of_paper = sides(("human activities such as fishing and farming",), ("abundance",), Card(paper_id="p"))
    assert of_paper.named("Fishing halved the abundance of sharks.")[SUBJECT] == 1.0
