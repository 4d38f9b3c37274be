"""Whose of two values is which, by the order in which they stand."""

import pytest

from synth.language.masking import SidePhrases
from synth.language.pairing import value_pairs
from synth.language.rules import read_values, states_no_difference
from synth.language.sequence import sequence


@pytest.mark.parametrize(
    ("sentence", "subject", "comparator", "values"),
    [
        ("Kelp forests outgrew seagrass meadows (65.2 vs. 42.9 g).", "kelp forests", "seagrass meadows", (65.2, 42.9)),
        ("Kelp forests stored 78.4 t, compared with 59.1 t for seagrass meadows.", "kelp", "seagrass", (78.4, 59.1)),
        ("The tariff raised 12.5 bn, whereas the quota raised 15.0 bn.", "quota", "tariff", (15.0, 12.5)),
        ("Solder Alpha held 1,250 cycles versus 900 for solder Zeta.", "solder Alpha", "solder Zeta", (1250.0, 900.0)),
    ],
)
def test_read_values_gives_each_side_its_own(
    sentence: str, subject: str, comparator: str, values: tuple[float, float]
) -> None:
    found = read_values(sequence(sentence, SidePhrases(subject, comparator)))
    assert found is not None
    assert (found.pair.subject, found.pair.comparator) == values


def test_read_values_takes_a_change_for_no_value() -> None:
    assert (
        read_values(sequence("Mulching beats ploughing by 2.3 and by 4.1 %.", SidePhrases("mulching", "ploughing")))
        is None
    )


def test_value_pairs_prefer_per_cents() -> None:
    pairs, _ = value_pairs(sequence("Aspirin 23, 45.1% versus placebo 19, 40.2%", SidePhrases("aspirin", "placebo")))
    assert {(pair.subject, pair.comparator) for pair in pairs if pair.pattern == "SvCv"} == {(45.1, 40.2)}


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("Statins were no better than diet.", True),
        ("Yields did not differ between plots.", True),
        ("There was no significant difference in wages.", True),
        ("Statins not only lowered cholesterol but prolonged life.", False),
        ("Yields differed between plots.", False),
    ],
)
def test_says_same_knows_the_fixed_phrases(sentence: str, same: bool) -> None:
    assert states_no_difference(sequence(sentence, SidePhrases("statins", "diet"))) is same


@pytest.mark.parametrize(
    ("text", "kind"),
    [("p < .001", "PSIG"), ("P = 0.32", "PNS"), ("p > 0.05", "PNS"), ("p<0.05", "PSIG"), ("p = 0,04", "PSIG")],
)
def test_sequence_reads_p_values(text: str, kind: str) -> None:
    words = [item.word for item in sequence(f"Erosion fell ({text}).", SidePhrases("terraces", "", "erosion"))]
    assert kind in words


@pytest.mark.parametrize(
    ("text", "kind"),
    [("95% CI 0.8 to 1.3", "CI_NULL1"), ("95% CI -0.4 to 0.2", "CI_NULL0"), ("95% CI 1.2 to 2.5", "CI_EXCL")],
)
def test_sequence_reads_intervals(text: str, kind: str) -> None:
    words = [item.word for item in sequence(f"The ratio was 1.1 ({text}).", SidePhrases("terraces"))]
    assert kind in words
