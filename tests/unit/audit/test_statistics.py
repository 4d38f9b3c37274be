"""p values are recomputed from the test beside them, means and shares of n things from what n things can have."""

import pytest

from tests.unit.audit.papers import judged, with_text


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Groups differed, t(28) = 2.20, p = .036.", "holds"),
        ("Groups differed, t(28) = 2.20, p = .018.", "holds"),  # one-sided
        ("Groups differed, t(28) = 2.20, p = .001.", "charged"),
        ("Groups differed, t(28) = −2.20, p < .05.", "holds"),
        ("Groups differed, t(28) = 1.20, p < .05.", "charged"),
        ("There was a main effect, F(2, 57) = 4.50, p = .015.", "holds"),
        ("There was a main effect, F(2, 57) = 4.50, p = .15.", "charged"),
        ("It depended on site, χ2(1, N = 90) = 3.90, p = .048.", "holds"),
        ("It depended on site, χ²(1) = 3.90, p = .48.", "charged"),
        ("Both rose together, r(48) = .31, p = .03.", "holds"),
        ("Both rose together, r(48) = .31, p > .05.", "charged"),
        ("The trend was clear, z = 2.10, p = .036.", "holds"),
        ("The trend was clear, z = 2.10, p = .36.", "charged"),
        ("The trend was weak, z = 1.9, p = .06.", "holds"),
    ],
)
def test_p_value_follows_from_its_test(sentence: str, verdict: str) -> None:
    assert judged(with_text(sentence)) == [("p value", sentence.rpartition(" ")[2].rstrip("."), verdict)]


def test_p_value_of_a_paper_that_corrects_them_is_doubted() -> None:
    found = judged(with_text("All p values are Bonferroni corrected.", "Groups differed, t(28) = 2.20, p = .10."))
    assert [item[2] for item in found] == ["doubted"]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The mean number of errors was high (M = 3.45, n = 20).", "holds"),
        ("The mean number of errors was high (M = 3.47, n = 20).", "charged"),
        ("On the 7-point scale it was rated higher (M = 3.47, n = 20).", "doubted"),
        ("It covers 80% of the 10 targets.", "holds"),
        ("It covers 82% of the 10 targets.", "doubted"),
    ],
)
def test_n_things_have_few_means_and_shares(sentence: str, verdict: str) -> None:
    assert [item[::2] for item in judged(with_text(sentence))] == [("granularity", verdict)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The mean age was 34.7 years (M = 34.71, n = 20).",  # ages are no whole numbers
        "It covers 82% of the 1000 targets.",  # all shares are possible
        "It runs in 82% of the 10 minutes.",  # a measure, and no count
    ],
)
def test_what_any_value_can_be_is_not_judged(sentence: str) -> None:
    assert judged(with_text(sentence)) == []
