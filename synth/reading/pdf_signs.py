"""Name the signs for which a PDF gives other characters, or none, by the fonts that they are set in.

Publishers' fonts of signs have no encoding of their own: "P < 0.05" is given as "P \\ 0.05", "P , 0.05" or "Pb0.05",
and "f(x) = −1" as "f ðxÞ ¼ \ufffd1". Which font gives what stands in `pdf_signs.txt`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from synth.reading.pdf_encodings import differences
from synth.reading.pdf_engine import pymupdf
from synth.reading.pdf_glyphs import codes_of, with_codes
from synth.reading.pdf_text import REPLACEMENT

_SUBSET = re.compile(r"(?:[A-Z]{6}\+)?(?:[A-Z][a-z]{5}(?=Adv|MTSY))?")
"""What the name of a font begins with where a program kept only a part of it: "BGOOPK+AdvP4C4E74"."""
_UNNAMED = re.compile(f"[\x00-\x1f{REPLACEMENT}]")
"""A glyph without a character, or with its code in place of one."""
_LONG = re.compile(r"(?:[CH]\d+|U\+[\dA-F]{4})=")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a font prints: for characters, as `str.translate` takes it, and for the names of glyphs."""

    characters: dict[int, str]
    glyphs: dict[str, str]


def name_signs(lines: Sequence[dict[str, Any]], page: pymupdf.Page) -> None:
    """Set the signs in the runs of some lines whose fonts give other characters for them."""
    fonts = {run["font"] for line in lines for run in line["spans"]}
    if not any(map(signs_of, fonts)):
        return
    without: list[dict[str, Any]] = []
    for line in lines:
        for run in line["spans"]:
            if signs := signs_of(run["font"]):
                if signs.glyphs and _UNNAMED.search(run["text"]):
                    without.append(run)
                else:
                    run["text"] = run["text"].translate(signs.characters)
    if without:
        _name_glyphs(without, page)


@lru_cache(256)
def signs_of(font: str) -> Signs | None:
    """The signs of a font, by the longest name that its own begins with; None where none are known."""
    name = _family(font)
    return _tables().get(max((each for each in _tables() if name.startswith(each)), key=len, default=""))


def _family(font: str) -> str:
    """A font's name without the letters that stand for the part of it that a PDF has."""
    return _SUBSET.sub("", font, count=1)


def _name_glyphs(runs: Sequence[dict[str, Any]], page: pymupdf.Page) -> None:
    """Set the signs of runs of which a PDF names some only in its font's encoding: the code 2 is the glyph "C6"."""
    codes = codes_of(page)
    named = _glyphs(page)
    for run in runs:
        signs, names = signs_of(run["font"]), named.get(_family(run["font"]), {})
        if signs:
            pairs = with_codes(run["text"], codes.get(run["origin"], "")) or [(char, "") for char in run["text"]]
            run["text"] = "".join(
                signs.glyphs.get(names.get(code or char, ""), char) if _UNNAMED.match(char) else char
                for char, code in pairs
            ).translate(signs.characters)


def _glyphs(page: pymupdf.Page) -> dict[str, dict[str, str]]:
    """The names of glyphs by code, for each font of a page that has signs; those that two of a name do not dispute."""
    found: dict[str, dict[str, str]] = {}
    for xref, _, _, font, *_ in page.get_fonts():
        if signs_of(font):
            known = found.setdefault(_family(font), {})
            glyphs = {chr(code): glyph for code, glyph in differences(page.parent, xref)}
            found[_family(font)] = {
                code: glyph for code, glyph in (known | glyphs).items() if known.get(code, glyph) == glyph
            }
    return found


@cache
def _tables() -> dict[str, Signs]:
    """The signs by the names that fonts begin with, as `pdf_signs.txt` has them."""
    lines = (files("synth.reading") / "pdf_signs.txt").read_text(encoding="utf-8").splitlines()
    written: dict[str, list[str]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            name, _, pairs = line.partition(": ")
            written.setdefault(name, []).extend(pairs.split())
    return {name: _signs(pairs, written) for name, pairs in written.items()}


def _signs(pairs: Sequence[str], written: Mapping[str, Sequence[str]]) -> Signs:
    """The signs that pairs tell. A character for private use has the code of a font in its lower half."""
    signs = Signs({}, {})
    for pair in pairs:
        given, _, sign = pair.partition("=") if _LONG.match(pair) else (pair[0], "", pair[1:])
        if given == "@":
            taken = _signs(written[sign], written)
            signs.characters.update(taken.characters)
            signs.glyphs.update(taken.glyphs)
        elif given.startswith("U+"):
            signs.characters[int(given[2:], 16)] = sign
        elif len(given) > 1:
            signs.glyphs[given] = sign
        else:
            signs.characters.update((ord(given) + half, sign) for half in (0, 0xE000, 0xF000))
    return signs
