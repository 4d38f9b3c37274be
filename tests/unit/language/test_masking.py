"""Where the sides of a question stand in a sentence, and of which outcomes more is better."""

import pytest

from synth.language.masking import SidePhrases, class_of, is_short_for, tag
from synth.language.outcomes import polarity
from synth.language.sequence import sequence


def masked(sentence: str, sides: SidePhrases) -> list[str]:
    return [item.word for item in sequence(sentence, sides)]


def test_sequence_masks_stems_and_leaves_shared_words() -> None:
    words = masked(
        "Drip irrigation saved more water than flood irrigation.", SidePhrases("drip irrigation", "flood irrigation")
    )
    assert words == ["SUBJ", "irrigation", "saved", "more", "water", "than", "COMP", "irrigation", "."]


def test_sequence_masks_other_names() -> None:
    sides = SidePhrases("drought-tolerant maize", "", "yield", subject_names=frozenset({"DT-7"}))
    assert masked("DT-7 raised yields.", sides) == ["SUBJ", "raised", "OUTC", "."]


@pytest.mark.parametrize(
    ("word", "phrase", "short"),
    [
        ("ViT", "vision transformers", True),
        ("GARCH", "generalised autoregressive", False),
        ("DFT", "density functional theory", True),
        ("the", "transformers here", False),
    ],
)
def test_is_short_for_reads_initials(word: str, phrase: str, short: bool) -> None:
    assert is_short_for(word, phrase) is short


@pytest.mark.parametrize(
    ("outcome", "way"),
    [
        ("bugs found", 1),
        ("code coverage", 1),
        ("30-day mortality", -1),
        ("perplexity", -1),
        ("error rate", -1),
        ("query latency", -1),
        ("survival", 1),
        ("redshift", 0),
        ("precipitation", 0),
    ],
)
def test_polarity_of_outcomes(outcome: str, way: int) -> None:
    assert polarity(outcome) == way


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("outperforms", "GOOD"),
        ("hurts", "BAD"),
        ("rising", "MORE"),
        ("reduced", "LESS"),
        ("comparable", "SAME"),
        ("not", "NOT"),
    ],
)
def test_class_of_words_in_any_form(word: str, kind: str) -> None:
    assert class_of(word) == kind


@pytest.mark.parametrize("word", ["compared", "using", "effect", "window", "experiment"])
def test_class_of_words_that_only_share_a_stem(word: str) -> None:
    assert class_of(word) == ""


def test_tag_takes_what_is_without_the_subject_for_the_other_side() -> None:
    asked = SidePhrases("retrieval augmentation")
    words = "Models without retrieval augmentation lag behind retrieval-augmented and non-retrieval models".split()
    assert tag(words, asked) == ["", "C", "C", "C", "", "", "S", "", "C", ""]
    assert tag(words, SidePhrases("retrieval augmentation", "fine-tuning"))[1:4] == ["", "S", "S"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The absence of shade reduced bleaching.", ["the", "COMP", "reduced", "OUTC", "."]),
        ("Removing the shade reduced bleaching.", ["COMP", "reduced", "OUTC", "."]),
        ("Bleaching fell when shade was removed.", ["OUTC", "fell", "when", "COMP", "."]),
        ("Bleaching fell without shade.", ["OUTC", "fell", "COMP", "."]),
        ("Shade is no better than shade", ["SUBJ", "is", "no", "better", "than", "SUBJ"]),
    ],
)
def test_sequence_masks_the_subject_that_is_taken_away_as_the_other_side(text: str, words: list[str]) -> None:
    assert masked(text, SidePhrases("shade", "", "bleaching")) == words


def test_tag_tells_a_thing_from_what_is_not_that_thing() -> None:
    words = "the adaptive scheme beats the non-adaptive scheme".split()
    assert tag(words, SidePhrases("non-adaptive schemes", "", "cost")) == ["", "C", "C", "", "", "S", "S"]
    assert tag(words, SidePhrases("adaptive control", "non-adaptive control")) == ["", "S", "", "", "", "C", ""]
    assert tag(["vaccinated", "and", "unvaccinated", "children"], SidePhrases("vaccines")) == ["S", "", "C", ""]


def test_sequence_masks_what_the_subject_lacks_as_the_other_side() -> None:
    sides = SidePhrases("empty stadiums without a crowd", "", "home advantage")
    assert masked("The crowd raised home advantage.", sides) == ["the", "COMP", "raised", "OUTC", "."]
    assert masked("Without the crowd, home advantage fell.", sides) == ["SUBJ", ",", "OUTC", "fell", "."]
    assert masked("The absence of crowds reduced home advantage.", sides) == ["the", "SUBJ", "reduced", "OUTC", "."]
