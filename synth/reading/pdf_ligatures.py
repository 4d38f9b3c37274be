"""Ligatures for which a PDF's font has no character, or that of a letter: "signi\ufffdcant", "inXuence"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from synth.language.text import STOP_WORDS, background, stem
from synth.reading.pdf_lines import Row
from synth.reading.pdf_text import REPLACEMENT

LIGATURES = ("fi", "ff", "fl", "ffi", "ffl")
AS_LETTERS = {"V": "ff", "W": "fi", "X": "fl", "Y": "ffi", "Z": "ffl"}
"""The letters whose places they take in fonts of publishers around 2010."""
LEAST = 3
"""How many different words must become words of science by it, until letters are taken for ligatures in a paper."""

_WITHOUT_CHARACTER = re.compile(rf"[^\W\d_]*{REPLACEMENT}[^\W\d_]+|[^\W\d_]+{REPLACEMENT}")
_AS_LETTER = re.compile(rf"\b[A-Za-z]?[a-z]*[{''.join(AS_LETTERS)}][a-z]+\b")
_WITHIN = re.compile(rf"[A-Za-z][{''.join(AS_LETTERS)}][a-z]")


def spell_ligatures(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows with such ligatures spelt out where that makes a word of science, and only one way does best."""
    likely = (row.text for rows in pages for row in rows if _WITHIN.search(row.text))
    found = {word for text in likely for word in _AS_LETTER.findall(text) if _WITHIN.search(word)}
    as_letters = sum(_spelt_letters(word) != word for word in found) >= LEAST
    return [[_spelt(row, as_letters=as_letters) for row in rows] for rows in pages]


def _spelt(row: Row, *, as_letters: bool) -> Row:
    text = _spelt_text(row.text, as_letters)
    if text == row.text or row.gaps:
        return row
    return replace(row, text=text, lead=len(_spelt_text(row.text[: row.lead], as_letters)))


def _spelt_text(text: str, as_letters: bool) -> str:
    if REPLACEMENT in text:
        text = _WITHOUT_CHARACTER.sub(lambda found: _spelt_glyph(found[0]), text)
    return _AS_LETTER.sub(lambda found: _spelt_letters(found[0]), text) if as_letters else text


@lru_cache(maxsize=10_000)
def _spelt_glyph(word: str) -> str:
    """A word with the ligature for its unknown glyph that makes the most frequent word."""
    if word.count(REPLACEMENT) > 1:
        return word
    spelt = [word.replace(REPLACEMENT, ligature) for ligature in LIGATURES]
    best = max(spelt, key=_frequency)
    return best if _frequency(best) else word


@lru_cache(maxsize=10_000)
def _spelt_letters(word: str) -> str:
    """A word with the ligatures for its letters, where that is a word and the word itself is none."""
    spelt = "".join(AS_LETTERS.get(letter, letter) for letter in word)
    spelt = spelt.capitalize() if word[0].isupper() and word[0] not in AS_LETTERS else spelt
    return spelt if _frequency(spelt) and not _frequency(word) else word


def _frequency(word: str) -> int:
    documents, counts = background()
    return documents if word.lower() in STOP_WORDS else counts.get(stem(word.lower()), 0)
