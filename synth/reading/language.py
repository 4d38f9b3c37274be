"""Tell the language of a text."""

import re
from collections.abc import Callable
from functools import cache

UNDETERMINED = "und"
_PIECES = 5
_PIECE_CHARS = 400
_MIN_LETTERS = 20
_ENGLISH_WORD = re.compile(r"\b(?:the|of|and|that|with|this|which|from)\b", re.IGNORECASE)
_MIN_ENGLISH_SHARE = (
    0.03  # of all words; the leanest shared English PDF, references and all, has 0.04, a German one 0.00
)


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of a text is in; "und" below twenty letters.

    Looks at 2,000 characters at most, from five places, so that a foreign abstract or reference list does not decide.
    """
    sample = _sample(text)
    if sum(char.isalpha() for char in sample) < _MIN_LETTERS:
        return UNDETERMINED
    # Most papers are English, and the model takes 0.9 s to load: as much as reading a dozen of them.
    if len(_ENGLISH_WORD.findall(sample)) >= _MIN_ENGLISH_SHARE * len(sample.split()):
        return "en"
    return str(_classifier()(sample)[0])


def _sample(text: str) -> str:
    if len(text) <= _PIECES * _PIECE_CHARS:
        return text
    step = (len(text) - _PIECE_CHARS) // (_PIECES - 1)
    return " ".join(text[place * step : place * step + _PIECE_CHARS] for place in range(_PIECES))


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    """What gives the code of a text's language, and the score by which it was chosen."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    classify: Callable[[str], tuple[str, float]] = LanguageIdentifier.from_model_file(MODEL_FILE).classify
    return classify
