import pytest

from synth.language.relatedness import related_share, relatedness
from synth.language.text import stem


@pytest.mark.parametrize(
    ("one", "other", "stranger"),
    [
        ("healing", "wound", "galaxy"),
        ("polymorphism", "genotype", "compiler"),
        ("temperature", "heat", "syntax"),
        ("income", "wages", "neutrino"),
        ("fuzzing", "bug", "coral"),
    ],
)
def test_words_that_keep_the_same_company_are_related(one: str, other: str, stranger: str) -> None:
    assert 0.0 < relatedness(stem(one), stem(other)) < 1.0
    assert relatedness(stem(one), stem(stranger)) == 0.0


def test_relatedness_is_symmetric_whole_for_the_same_word_and_none_for_an_unknown_one() -> None:
    assert relatedness("heal", "regener") == relatedness("regener", "heal")
    assert relatedness("zyzzyva", "zyzzyva") == 1.0
    assert relatedness("zyzzyva", "heal") == 0.0


def test_share_counts_a_related_word_in_part() -> None:
    weights = {stem("wound"): 2.0, stem("galaxy"): 1.0}
    whole, related = related_share(weights, {stem("wound")}), related_share(weights, {stem("healing")})
    assert whole == pytest.approx(2 / 3)
    assert 0.0 < related < whole
    assert related_share(weights, set()) == related_share({}, {"heal"}) == 0.0
