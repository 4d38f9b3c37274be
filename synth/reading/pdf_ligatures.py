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

OTHERS = "®¯°±²Æ✏"
"""What old programs give for the ligatures of TeX: "e®ect", "oÆce", "o✏ine"."""
LONGEST_HALF = 40  # characters of a broken word on its first line
LIKELIER = 20
"""How many times as frequent a word must be with a ligature as with the letter: "diver" stands in abstracts, too."""

_WITHOUT_CHARACTER = re.compile(
    rf"[^\W\d_]*{REPLACEMENT}[^\W\d_]+|[^\W\d_]+{REPLACEMENT}"
    rf"|(?<!\w)[A-Za-z]*[a-z][{OTHERS}][a-z]+|(?<![\w.,)])[{OTHERS}][a-z]{{2,}}|(?<!\w)[A-Za-z]*[a-z][®¯](?!\w)"
)
_GLYPH = re.compile(f"[{REPLACEMENT}{OTHERS}]")
_HEAD = re.compile(rf"([^\W\d_{REPLACEMENT}]*[{REPLACEMENT}{OTHERS}]?[^\W\d_]*)-$")
_TAIL = re.compile(rf"[^\W\d_]*[{REPLACEMENT}{OTHERS}]?[^\W\d_]+")
_AS_LETTER = re.compile(rf"\b[A-Za-z]?[a-z]*[{''.join(AS_LETTERS)}][a-z]+\b")
_WITHIN = re.compile(rf"[A-Za-z][{''.join(AS_LETTERS)}][a-z]")


def spell_ligatures(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows with such ligatures spelt out where that makes a word of science, and only one way does best."""
    likely = (row.text for rows in pages for row in rows if _WITHIN.search(row.text))
    found = {word for text in likely for word in _AS_LETTER.findall(text) if _WITHIN.search(word)}
    as_letters = sum(_spelt_letters(word) != word for word in found) >= LEAST
    return [[_spelt(row, as_letters) for row in _joined(rows, as_letters)] for rows in pages]


def _joined(rows: Sequence[Row], as_letters: bool) -> list[Row]:
    """The rows with ligatures spelt out in the words that are broken between two of them: "sig-", "ni\ufffdcant"."""
    joined = list(rows)
    for place, after in enumerate(rows[1:]):
        row = joined[place]
        if not row.text.endswith("-") or not (as_letters or not (row.text.isascii() and after.text.isascii())):
            continue
        head = _HEAD.search(row.text, max(0, len(row.text) - LONGEST_HALF))
        tail = _TAIL.match(after.text)
        word = head[1] + tail[0] if head and tail else ""
        if head and tail and (as_letters or not word.isascii()):
            spelt = _parted(head[1], tail[0], _spelt_letters(word) if word.isascii() else _spelt_glyph(word))
            joined[place] = replace(row, text=f"{row.text[: head.start()]}{spelt[0]}-")
            joined[place + 1] = replace(after, text=spelt[1] + after.text[tail.end() :])
    return joined


def _parted(head: str, tail: str, spelt: str) -> tuple[str, str]:
    """A word with its ligature, broken where it was without: by the part of it that has stayed the same."""
    if spelt.endswith(tail):
        return spelt.removesuffix(tail), tail
    return (head, spelt.removeprefix(head)) if spelt.startswith(head) else (head, tail)


def _spelt(row: Row, as_letters: bool) -> Row:
    text = _spelt_text(row.text, as_letters)
    if text == row.text:
        return row
    lead, *gaps = (len(_spelt_text(row.text[:place], as_letters)) for place in (row.lead, *row.gaps))
    return replace(row, text=text, lead=lead, gaps=tuple(gaps))


def _spelt_text(text: str, as_letters: bool) -> str:
    if not text.isascii() and _GLYPH.search(text):
        text = _WITHOUT_CHARACTER.sub(lambda found: _spelt_glyph(found[0]), text)
    return _AS_LETTER.sub(lambda found: _spelt_letters(found[0]), text) if as_letters else text


@lru_cache(maxsize=10_000)
def _spelt_glyph(word: str) -> str:
    """A word with the ligature for its unknown glyph that makes the most frequent word."""
    glyphs = _GLYPH.findall(word)
    if len(glyphs) != 1:
        return word
    spelt = [word.replace(glyphs[0], ligature) for ligature in LIGATURES]
    best = max(spelt, key=_frequency)
    return best if _frequency(best) else word


@lru_cache(maxsize=10_000)
def _spelt_letters(word: str) -> str:
    """A word with the ligatures for its letters, where that is a word and the word itself is none."""
    spelt = "".join(AS_LETTERS.get(letter, letter) for letter in word)
    spelt = spelt.capitalize() if word[0].isupper() and word[0] not in AS_LETTERS else spelt
    known = _frequency(word)
    if known and not _WITHIN.search(word):
        return word  # "We", "Xu"
    return spelt if _frequency(spelt) > LIKELIER * known else word


def _frequency(word: str) -> int:
    documents, counts = background()
    return documents if word.lower() in STOP_WORDS else counts.get(stem(word.lower()), 0)
