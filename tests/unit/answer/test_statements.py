import pytest

from synth.answer.statements import statements, sure_vote
from synth.answer.vote_cues import read_for
from synth.models import Vote
from synth.question import parse_question

ACCURATE = "Are MLP-based models more accurate than vision transformers?"
YIELD = "Does drip irrigation raise wheat yield compared with flood irrigation?"
RAIN = "Does rainfall affect the breeding success of swallows?"
DECLINE = "Has insect biomass declined since 1990?"
WAGES = "Do minimum wages reduce employment?"
OILS = "Are plant oils more active against Gram-positive bacteria than against Gram-negative ones?"
SHADE = "Does shade reduce coral bleaching?"
FASTER = "Is quicksort faster than mergesort?"
PRESSURE = "Does applying pressure raise the transition temperature?"
COST = "Does breeding lower survival?"
BIAS = "Does ignoring detection bias estimates of abundance?"


def told(question: str, sentence: str) -> Vote | None:
    parsed = parse_question(question)
    return sure_vote(parsed, read_for(parsed, sentence, "").items)


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (ACCURATE, "The accuracy obtained with MLP-based models is lower than that of vision transformers.", "against"),
        (ACCURATE, "Vision transformers have a higher error than MLP-based models.", "for"),
        (ACCURATE, "MLP-based models are no less accurate than vision transformers.", "no_difference"),
        (YIELD, "Yields were greater with drip irrigation than with flood irrigation.", "for"),
        (YIELD, "Flood irrigation reduced wheat yield relative to drip irrigation.", "for"),
        (FASTER, "Mergesort is less efficient than quicksort.", "for"),
        (FASTER, "Quicksort outperforms or matches mergesort.", "for"),
        (FASTER, "Mergesort matches or exceeds quicksort.", "against"),
        (FASTER, "Quicksort takes twice as long as mergesort.", "against"),
        (FASTER, "The running time of quicksort is below that of mergesort.", "for"),
        (ACCURATE, "MLP-based models are still far behind vision transformers.", "against"),
        (OILS, "The oils showed better activity on Gram-negative than on Gram-positive bacteria.", "against"),
        (OILS, "Gram-positive bacteria were more sensitive to the oils than Gram-negative ones.", "for"),
        (OILS, "Gram-positive bacteria were more resistant to the oils than Gram-negative ones.", "against"),
        (SHADE, "Without shade, bleaching rose.", "for"),
        (SHADE, "Bleaching scores were lower in the shade group than in the control group.", "for"),
        ("Does ice loss weaken the jet stream?", "Ice loss leads to a weaker and wavier jet stream.", "for"),
        ("Does ice loss weaken the jet stream?", "The jet stream strengthens in response to ice loss.", "against"),
        (SHADE, "Bleaching did not change under shade.", "no_difference"),
        (SHADE, "Bleaching remained constant with shade.", "no_difference"),
        (SHADE, "Bleaching fell when shade was removed.", "against"),
    ],
)
def test_statements_comparison_speaks_for_the_side_that_is_not_behind_the_link(
    question: str, sentence: str, vote: Vote
) -> None:
    assert told(question, sentence) == vote


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (ACCURATE, "MLP-based models cannot achieve as high an accuracy as vision transformers.", "against"),
        (ACCURATE, "Vision transformers do not reach the accuracy of MLP-based models.", "for"),
        (ACCURATE, "MLP-based models match vision transformers in accuracy.", "no_difference"),
        (ACCURATE, "MLP-based models trail vision transformers.", "against"),
        (FASTER, "The running time of quicksort is twice as long as that of mergesort.", "against"),
    ],
)
def test_statements_being_as_good_is_no_difference_and_not_being_so_is_worse(
    question: str, sentence: str, vote: Vote
) -> None:
    assert told(question, sentence) == vote


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (WAGES, "A higher minimum wage lowers employment.", "for"),
        (WAGES, "Employment rose with the minimum wage.", "against"),
        (PRESSURE, "The transition temperature of this sample gradually falls with increasing pressure.", "against"),
        (PRESSURE, "With increasing pressure the transition temperature rises.", "for"),
        (PRESSURE, "The transition temperature first increases with pressure and then decreases.", "mixed"),
        (BIAS, "Ignoring detection inflates estimates of abundance.", "for"),
        (BIAS, "Ignoring detection lowers estimates of abundance.", "for"),
        (PRESSURE, "The transition temperature is strongly suppressed by pressure.", "against"),
        (PRESSURE, "The transition temperature did not depend on pressure.", "no_difference"),
        (WAGES, "The minimum wage did not significantly impact employment.", "no_difference"),
        (WAGES, "A higher minimum wage of the city results in lower employment.", "for"),
        (COST, "We found a cost of breeding on survival for fish in freshwater.", "for"),
        (COST, "There was a clear benefit of early breeding for later survival.", "against"),
        (COST, "We did not find any evidence for a cost of breeding on adult survival.", "no_difference"),
        (COST, "Survival of old females was lower than that of others, regardless of their breeding status.", None),
        (PRESSURE, "The transition temperature is robust to pressure.", "no_difference"),
        ("Does publication bias raise estimates?", "Correcting for publication bias lowers the estimates.", "for"),
        (RAIN, "Spring rainfall explained a third of the variance in breeding success.", "for"),
        (RAIN, "Breeding success depended strongly on rainfall.", "for"),
        (RAIN, "We found a strong negative effect of rainfall on breeding success.", "for"),
        (DECLINE, "Insect biomass fell by three quarters.", "for"),
        (DECLINE, "We found a steep decline in insect biomass.", "for"),
        (DECLINE, "Insect biomass increased at most of the sites.", "against"),
        (DECLINE, "Insect biomass remained stable.", "no_difference"),
    ],
)
def test_statements_effect_is_told_by_what_acts_and_what_it_acts_on(question: str, sentence: str, vote: Vote) -> None:
    assert told(question, sentence) == vote


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (WAGES, "On the question whether the minimum wage lowers employment, we found that wages are not well suited."),
        (WAGES, "We find no evidence that the minimum wage lowers employment."),
        (WAGES, "The minimum wage did not lower employment."),
        (WAGES, "The minimum wage lowers employment, although not in all states."),
        (RAIN, "Rainfall had only a weak influence on breeding success."),
        (WAGES, "In that theory a minimum wage should lower employment."),
        (DECLINE, "The decline would be steep without insect biomass."),
        (ACCURATE, "Earlier MLP-based models are discussed together with vision transformers."),
        (ACCURATE, "The combination of MLP-based models and vision transformers yielded the best accuracy."),
        (YIELD, "Drip irrigation increased wheat yield losses."),
        ("Is graphene oxide toxic to plants?", "Graphene oxide raises growth more than water."),
    ],
)
def test_statements_denied_or_other_sentence_gives_no_sure_vote(question: str, sentence: str) -> None:
    assert told(question, sentence) is None


def test_statements_denied_effect_is_told_as_unsure() -> None:
    question = parse_question(WAGES)
    found = statements(question, read_for(question, "The minimum wage did not lower employment.", "").items)
    assert [(each.vote, each.is_sure) for each in found] == [("no_difference", False)]
