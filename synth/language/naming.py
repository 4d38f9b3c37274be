"""Names recognised by their form, and phrases for the absence of an intervention."""

import re
from collections.abc import Iterable
from functools import cache

from synth.language.lexicon import any_word, phrases_of
from synth.language.text import STOP_WORDS, background, stem

_NUMBERING = re.compile(rf"(?:{any_word('numbered')})s?\b")


def is_name(text: str) -> bool:
    """Whether a text is a name by its form: an inner capital, a digit, or a capital on a rare word."""
    first = text.split()[0] if text.split() else ""
    if not first or first.lower() in STOP_WORDS or not any(char.isalpha() for char in first):
        return False
    if re.search(r"\b(?:1[89]|20)\d\d[a-z]?$|^[^a-zA-Z]*\d+ [a-z]", text):
        return False  # "Rowan 2004" is cited, "15 outcomes" are counted
    if first.split("-")[0].lower() in STOP_WORDS or re.fullmatch(r"[A-Z]?\d[\d.]*[a-z]?|[A-Z]", first):
        return False
    if any(map(has_inner_capital, text.split())):
        return not _NUMBERING.match(text)
    return len(text) > 2 and text[0].isupper() and (len(text.split()) > 1 or stem(text.lower()) not in background()[1])


def has_inner_capital(word: str) -> bool:
    """Whether a word has a capital behind its first letter, or a digit: "BERT", "pH", "T5"."""
    letters = [char for char in word if char.isascii() and char.isalpha()]
    return any(map(str.isupper, letters[1:])) or any(map(str.isdecimal, word))


@cache
def absence_words() -> re.Pattern[str]:
    """A pattern for phrases that mean the absence of an intervention: "usual care", "vanilla", "closed-book"."""
    phrases = sorted(
        {"[ -]".join(map(re.escape, line)) for line in phrases_of("baselines")}, key=lambda p: (-len(p), p)
    )
    return re.compile(rf"\b(?:{'|'.join(phrases)})(?:s|es)?\b", re.IGNORECASE)


def absences_in(text: str) -> Iterable[re.Match[str]]:
    """Where a text has such phrases. Most texts have the first word of none, which is told ten times as fast."""
    folded = text.casefold()
    return absence_words().finditer(text) if any(word in folded for word in _first_words()) else ()


@cache
def _first_words() -> tuple[str, ...]:
    return tuple(sorted({line[0] for line in phrases_of("baselines")}))
