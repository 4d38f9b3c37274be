import pytest

from synth.language.naming import has_inner_capital, is_name


@pytest.mark.parametrize(("word", "found"), [
    ("BERT", True), ("pH", True), ("T5", True), ("mBERT", True), ("x١", True), ("Bert", False), ("bert", False),
    ("-B", False), ("", False), ("É", False),
])  # fmt: skip
def test_has_inner_capital_finds_capitals_behind_the_first_letter_and_digits(word: str, found: bool) -> None:
    assert has_inner_capital(word) is found


def test_is_name_looks_at_each_letter_of_a_long_word_once() -> None:
    assert not is_name("x" * 300_000)  # minutes, when each letter began a search of its own
