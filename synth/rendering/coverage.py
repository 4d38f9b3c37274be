"""Which font shows a character: a committed table, so that the same text gives the same .tex on every machine."""

from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Font(NamedTuple):
    """A font file, the Debian package that has it, and the code points that it shows as sorted, disjoint ranges."""

    file: str
    package: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def shows(self, text: str) -> bool:
        """Whether the font has a glyph for every character."""
        return all(self._has(ord(char)) for char in text)

    def _has(self, point: int) -> bool:
        index = bisect_right(self.starts, point) - 1
        return index >= 0 and point <= self.ends[index]


@cache
def fonts() -> tuple[Font, ...]:
    """The fonts in the order in which they are tried; the first is the text font.

    Made by `python -m benchmarks.font_coverage`.
    """
    lines = (files("synth.rendering") / "fonts.tsv").read_text(encoding="ascii").splitlines()
    return tuple(_font(*line.split("\t")) for line in lines if not line.startswith("#"))


def _font(file: str, package: str, ranges: str) -> Font:
    bounds = [(item.partition("-")[0], item.rpartition("-")[2]) for item in ranges.split()]
    return Font(file, package, tuple(int(low, 16) for low, _ in bounds), tuple(int(high, 16) for _, high in bounds))


@cache
def font_for(text: str) -> Font | None:
    """The first font that shows all of a text, a letter with its marks for instance; None where there is none."""
    return next((font for font in fonts() if font.shows(text)), None)
