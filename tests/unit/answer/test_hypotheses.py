import pytest

from synth.answer import read_vote
from synth.models import Vote

ORIGIN = "Do fast radio bursts come from magnetars?"
PAIRING = "Is the pairing s-wave rather than d-wave?"
EXCESS = "Is the gamma-ray excess from dark matter or from pulsars?"
DARK = "Is dark energy a cosmological constant?"
FORCE = "Is there evidence for a fifth force?"
MEMORY = "Is there evidence for memory (learning from drought) in plants?"
RETURNS = "Are stock returns predictable?"
SAME = "Do simulations agree with experiments on the drag coefficient?"
TRIALS = "Do observational studies give the same treatment effects as randomized trials?"


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (ORIGIN, "Our results support a magnetar origin of fast radio bursts.", "for"),
        (ORIGIN, "Our limits rule out a magnetar origin for this fast radio burst.", "against"),
        (ORIGIN, "This detection is strong evidence that fast radio bursts originate from magnetars.", "for"),
        (ORIGIN, "We present limits disfavoring a magnetar origin of fast radio bursts.", "against"),
        (ORIGIN, "There is suppressed support for a magnetar origin of fast radio bursts.", "against"),
        (DARK, "A cosmological constant is disfavoured at 3 sigma.", "against"),
        (DARK, "There is no evidence that dark energy deviates from a cosmological constant.", "for"),
        (FORCE, "We find no evidence for a fifth force.", "against"),
        (FORCE, "Our measurements exclude a fifth force at this range.", "against"),
        (FORCE, "Although the sample is small, we find strong evidence for a fifth force.", "for"),
    ],
)
def test_read_vote_reads_what_evidence_says_of_a_hypothesis(question: str, sentence: str, vote: Vote) -> None:
    assert read_vote(question, sentence) == vote


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (PAIRING, "The data are inconsistent with s-wave pairing.", "against"),
        (PAIRING, "This behaviour is incompatible with d-wave pairing.", "for"),
        (PAIRING, "Our data suggest that the pairing symmetry is not s-wave.", "against"),
        (EXCESS, "The excess is more likely from pulsars than from dark matter.", "against"),
        (EXCESS, "Millisecond pulsars cannot account for the excess.", "for"),
    ],
)
def test_read_vote_reads_for_which_of_two_evidence_speaks(question: str, sentence: str, vote: Vote) -> None:
    assert read_vote(question, sentence) == vote


@pytest.mark.parametrize(
    "sentence",
    [
        "A d-wave gap cannot be ruled out.",
        "The gap may be consistent with s-wave pairing.",
        "We see a transition from d-wave to s-wave pairing.",
        "While d-wave pairing is excluded at low doping, it is favoured at high doping.",
    ],
)
def test_read_vote_gives_no_direction_where_evidence_is_open_or_on_both_sides(sentence: str) -> None:
    assert read_vote(PAIRING, sentence) not in ("for", "against")


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (SAME, "The simulated drag coefficients are in excellent agreement with experiments.", "for"),
        (SAME, "Simulations and experiments disagree on the drag coefficient.", "against"),
        (SAME, "The drag coefficients of the simulations replicate those of the experiments.", "for"),
        (SAME, "There is a marked disparity between simulations and experiments.", "against"),
        (TRIALS, "In most cases the estimates from observational studies and randomized trials were similar.", "for"),
        (TRIALS, "Estimates from observational studies did not differ from those of randomized trials.", "for"),
        (TRIALS, "Observational studies overestimated treatment effects compared with randomized trials.", "against"),
    ],
)
def test_read_vote_says_yes_where_two_things_are_the_same_and_that_is_asked(
    question: str, sentence: str, vote: Vote
) -> None:
    assert read_vote(question, sentence) == vote


def test_read_vote_is_against_an_effect_of_what_there_is_no_evidence_of() -> None:
    question = "Does publication bias exaggerate reported effects?"
    assert read_vote(question, "We find little evidence of publication bias.") == "against"


@pytest.mark.parametrize(
    ("question", "sentence", "vote"),
    [
        (MEMORY, "We found clear evidence of memory in both species.", "for"),
        (MEMORY, "We found strong evidence that memory fades faster in large plants.", "unclear"),
        (MEMORY, "We found no evidence that memory exists in peas.", "against"),
        (MEMORY, "Memory was not detected in these experiments.", "against"),
        (MEMORY, "Memory in bean plants occurred after each drought.", "for"),
        (MEMORY, "No memory was observed.", "against"),
        (MEMORY, "Bean plants had stronger memory than peas.", "unclear"),
        (MEMORY, "Memory may exist in peas.", "unclear"),
        (RETURNS, "The dividend yield is a significant predictor of stock returns.", "for"),
        (RETURNS, "Stock returns are not predictable.", "against"),
        (RETURNS, "The squared yield fails to predict stock returns.", "unclear"),
    ],
)
def test_read_vote_reads_whether_something_is_there_or_capable_of_something(
    question: str, sentence: str, vote: Vote
) -> None:
    assert read_vote(question, sentence) == vote
