import pytest

from synth.language.word_classes import split_words


@pytest.mark.parametrize(
    ("word", "word_class"),
    [
        ("does", "auxiliary"), ("which", "interrogative"), ("the", "determiner"), ("they", "pronoun"),
        ("under", "preposition"), ("than", "than"), ("faster", "comparative"), ("accurate", "measure"),
        ("H0", "number"), ("cats", "plural"), ("?", "?"), ("quickly", "ly"), ("neural", "adjective"),
    ],
)  # fmt: skip
def test_a_word_has_its_class(word: str, word_class: str) -> None:
    assert split_words(f"x {word}")[1].word_class == word_class


def test_a_verb_has_its_form_and_whether_it_is_one_of_effect() -> None:
    (_, verb) = split_words("it reduced")
    assert verb.word_class == "verb  ed True"


def test_words_keep_what_stands_within_them_and_their_places() -> None:
    text = "Do B+-trees, or women's GPT-4, win?"
    assert [word.text for word in split_words(text)] == [
        "Do",
        "B",
        "+",
        "-",
        "trees",
        ",",
        "or",
        "women's",
        "GPT-4",
        ",",
        "win",
        "?",
    ]
    assert all(text[word.start : word.end] == word.text for word in split_words(text))
