"""Figures as LaTeX: drawings that TikZ and pgfplots set as vectors, in the fonts of the text."""

import math

from synth.models.figure import Bars, HeatMap
from synth.rendering.escaping import Tex

LINE_MM = 156
"""The width of the text."""
LABEL_MM = 54
"""What the row labels of a heat map are given of it."""
MAX_TICKS = 6
DARKEST = 80
"""Per cent of blue in the cell of the highest count."""
DARK = 70
"""Per cent of blue up to which black reads better than white; either has a contrast of 4.5 (WCAG 2.2, 1.4.3)."""


def alternative_text(text: str) -> Tex:
    """PDF's code that opens what a screen reader says as `text` (marked content with /Alt, ISO 32000-1, 14.9.3).

    The text goes in as UTF-16 in hexadecimal, so that no character of it can end the string.
    """
    return Tex(f"/Span <</Alt <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>> BDC")


def bar_width(bars: Bars) -> Tex:
    """Two thirds of the room that each bar has, in mm, at most 9."""
    return decimal(min(9.0, 0.62 * 0.92 * LINE_MM / max(1, len(bars.labels))))


def tick_distance(bars: Bars) -> int:
    """A round whole number between ticks, so that there are at most `MAX_TICKS` of them."""
    step = 1
    while _highest(bars) / step > MAX_TICKS:
        step = step * 2 if str(step)[0] != "2" else step * 5 // 2
    return step


def axis_top(bars: Bars) -> int:
    """The first tick that no bar passes."""
    step = tick_distance(bars)
    return max(1, math.ceil(_highest(bars) / step)) * step


def _highest(bars: Bars) -> int:
    return max((sum(counts) for counts in zip(*(series.counts for series in bars.series), strict=True)), default=0)


def cell_width(heatmap: HeatMap) -> Tex:
    """What is left of the line for each column, in mm, at most 9."""
    return decimal(min(9.0, (LINE_MM - LABEL_MM) / max(1, len(heatmap.columns))))


def shade(heatmap: HeatMap, count: int) -> int:
    """Per cent of blue: none for a count of 0, `DARKEST` for the highest of the map."""
    highest = max((value for row in heatmap.counts for value in row), default=0)
    return round(DARKEST * count / highest) if highest else 0


def is_dark(heatmap: HeatMap, count: int) -> bool:
    """Whether a count's cell takes white letters."""
    return shade(heatmap, count) > DARK


def decimal(number: float) -> Tex:
    """A number to three decimals, as TeX reads it."""
    return Tex(f"{number:.3f}")
