import pytest

from synth.checking.effect_direction import EFFECT_SIGNALS, effect_signals
from synth.checking.statement import Statement


def told(claim: str, passage: str) -> dict[str, float]:
    one, other = Statement(claim), Statement(passage)
    return dict(zip(EFFECT_SIGNALS, effect_signals(one.effect, other.effect, one.idfs), strict=True))


def test_effects_of_the_same_sign_meet_about_the_same_things() -> None:
    signals = told("Inhibiting HDAC6 increases survival of mice.", "Inhibition of HDAC6 improved survival of mice.")
    assert signals["same way"] > signals["other way"] == 0.0
    assert signals["odd turns"] == 0.0


def test_effects_of_the_other_sign_meet() -> None:
    signals = told("The drug increases mortality.", "The drug decreases mortality.")
    assert signals["other way"] > 0.0
    assert signals["claim up, passage down"] == 1.0
    assert signals["odd turns"] == 1.0


@pytest.mark.parametrize(
    "passage",
    [
        "The drug had no significant effect on mortality.",
        "The drug was not associated with mortality.",
        "Mortality was similar in both groups.",
        "The drug failed to reduce mortality.",
    ],
)
def test_effects_know_how_a_null_result_is_told(passage: str) -> None:
    signals = told("The drug reduces mortality.", passage)
    assert signals["passage tells nothing, claim does not deny"] == 1.0
    assert signals["both deny"] == 0.0


def test_effects_of_two_denials_agree() -> None:
    signals = told("The drug does not reduce mortality.", "The drug had no effect on mortality.")
    assert signals["both deny"] == 1.0
    assert signals["claim denies, passage does not"] == 0.0


@pytest.mark.parametrize("text", ["", "no", "not not", "\x00", "increase " * 500, "∑"])
def test_effects_take_hostile_text(text: str) -> None:
    assert len(told(text, "The drug reduces mortality.")) == len(told("It rises.", text)) == len(EFFECT_SIGNALS)
