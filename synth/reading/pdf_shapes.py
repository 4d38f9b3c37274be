"""Tell by its ink which sign a PDF gives as a digit, where nothing but the page shows it: "20.02" is printed "−0.02".

A typesetting program of many publishers keeps each foreign sign in a font of its own, whose name says nothing
("AdvTT61dabe7c") and whose encoding calls the minus "2". Its glyph is a bar, and no digit is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_text import REPLACEMENT

_FONT = "Adv"
_PIXELS = 40
"""How many pixels an em is rendered in."""
_DARK = 128
_CROSSED = {"1": "+", "3": "×", "6": "±"}
"""What a digit stands for whose ink is as wide as high, and lower than digits are."""
_POINTS = {":": ".", ";": ","}
"""What stands on the baseline alone."""
_LOOKED_AT = re.compile(r"[0-9:;!]")
"""Characters that may stand for another sign."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What a glyph covers, in ems: its width and height, and how far its top is above the baseline."""

    width: float
    height: float
    top: float


def name_by_shape(lines: Sequence[dict[str, Any]], page: pymupdf.Page) -> None:
    """Set the signs in runs of one character of fonts that print neither letters nor several characters in a row."""
    found: dict[str, list[dict[str, Any]]] = {}
    for run in (run for line in lines for run in line["spans"]):
        if _FONT in run["font"]:
            found.setdefault(run["font"], []).append(run)
    signs: dict[tuple[str, str], str] = {}
    for font, run in _alone(found):
        char = run["text"].strip()
        if (font, char) not in signs:
            ink = _ink(run, page)
            signs[font, char] = char if ink is None else sign_of(char, ink)
        run["text"] = run["text"].replace(char, signs[font, char])


def _alone(found: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The runs to look at, of fonts that have a single character in each, and no letter in any."""
    for font, runs in found.items():
        texts = [run["text"].strip() for run in runs]
        if all(len(text) <= 1 and not text.isalpha() for text in texts):
            yield from ((font, run) for run, text in zip(runs, texts, strict=True) if _LOOKED_AT.fullmatch(text))


def sign_of(char: str, ink: Ink) -> str:
    """The sign whose ink this is where it cannot be the character; U+FFFD of an exclamation mark that it is not."""
    if char.isdigit() and ink.width >= 0.4 and ink.height <= 0.13:
        return "−"
    if char.isdigit() and ink.width >= 0.45 and ink.height <= 0.34:
        return "="
    if char in _CROSSED and ink.width >= 0.5 and ink.height < 0.64 and abs(ink.width - ink.height) < 0.1:
        return _CROSSED[char]
    if char == "8" and ink.width < 0.37 and ink.height < 0.4 and ink.top > 0.5:
        return "°"
    if char in _POINTS and ink.height < 0.35:
        return _POINTS[char] if ink.top < 0.2 else char
    return REPLACEMENT if char == "!" and ink.width > 0.5 else char


def _ink(run: dict[str, Any], page: pymupdf.Page) -> Ink | None:
    """What a run's glyph covers; None where nothing is seen."""
    (x0, _, x1, _), baseline, size = run["bbox"], run["origin"][1], run["size"]
    clip = pymupdf.Rect(x0, baseline - size, x1, baseline + 0.3 * size)
    zoom = _PIXELS / size
    seen = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=clip, colorspace=pymupdf.csGRAY, alpha=False)
    samples = seen.samples  # a copy each time
    rows = [samples[at : at + seen.width] for at in range(0, seen.height * seen.stride, seen.stride)]
    inked = [place for place, row in enumerate(rows) if min(row, default=255) < _DARK]
    columns = [place for place in range(seen.width) if any(row[place] < _DARK for row in rows)]
    if not inked or not columns:
        return None
    width, height = columns[-1] - columns[0] + 1, inked[-1] - inked[0] + 1
    return Ink(width / _PIXELS, height / _PIXELS, 1 - inked[0] / _PIXELS)
