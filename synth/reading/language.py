"""Tell the language of a text."""

from functools import cache
from typing import Protocol, cast

UNDETERMINED = "und"
_PIECES = 5
_PIECE_CHARS = 400
_MIN_LETTERS = 20


class _Identifier(Protocol):
    def classify(self, instance: str) -> tuple[str, float]: ...


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of a text is in; "und" below twenty letters.

    Looks at 2,000 characters at most, from five places, so that a foreign abstract or reference list does not decide.
    """
    sample = _sample(text)
    if sum(char.isalpha() for char in sample) < _MIN_LETTERS:
        return UNDETERMINED
    return str(_identifier().classify(sample)[0])


def _sample(text: str) -> str:
    if len(text) <= _PIECES * _PIECE_CHARS:
        return text
    step = (len(text) - _PIECE_CHARS) // (_PIECES - 1)
    return " ".join(text[place * step : place * step + _PIECE_CHARS] for place in range(_PIECES))


@cache
def _identifier() -> _Identifier:
    # Here, not above: the model takes a moment to load, and most commands read no paper.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return cast(_Identifier, LanguageIdentifier.from_model_file(MODEL_FILE))
