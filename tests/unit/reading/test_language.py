import pytest

from synth.reading.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We measure how often retrieval helps a language model to answer open questions.", "en"),
        ("Dieses Buch führt in die Geometrie und die Topologie ein und setzt wenig voraus.", "de"),
        ("Nous mesurons combien de fois la recherche aide un modèle de langue à répondre.", "fr"),
        ("Мы измеряем, как часто поиск помогает языковой модели отвечать на вопросы.", "ru"),
        ("نقيس عدد المرات التي يساعد فيها الاسترجاع نموذج اللغة على الإجابة", "ar"),
    ],
)
def test_language_of_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_language_of_a_long_text_is_that_of_most_of_it() -> None:
    german = "Diese Zusammenfassung ist auf Deutsch verfasst. " * 8
    english = "The rest of this thesis is written in English, as is usual in the field. " * 200
    assert language_of(german + english) == "en"


@pytest.mark.parametrize("text", ["", "1 2 3 4 5 6 7 8 9 10", "x = y"])
def test_language_of_too_few_letters_is_undetermined(text: str) -> None:
    assert language_of(text) == "und"
