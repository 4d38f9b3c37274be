"""The words of a table -> its lines, and runs of words that stand close together."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from synth.reading.pdf_table_page import Rule, Word

SAME_BASELINE = 0.34  # of the size
SMALL = 0.86  # of the usual size: what is smaller may be raised or lowered


@dataclass(slots=True)
class TableLine:
    """Words on one baseline, from the left; `band` counts the rules over the whole width that stand above it."""

    baseline: float
    size: float
    words: list[Word]
    band: int = 0


def lines_of(words: Sequence[Word], full: Sequence[Rule]) -> list[TableLine]:
    """The lines of a table; small words stand on the line that they touch."""
    if not words:
        return []
    usual = median(word.size for word in words)
    lines: list[TableLine] = []
    small: list[Word] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if word.size < SMALL * usual:
            small.append(word)
        elif lines and word.baseline - lines[-1].baseline < SAME_BASELINE * min(word.size, lines[-1].size):
            lines[-1].words.append(word)
        else:
            lines.append(TableLine(word.baseline, word.size, [word]))
    for word in small:
        near = [line for line in lines if abs(line.baseline - word.baseline) < 0.65 * line.size]
        if near:
            min(near, key=lambda line: abs(line.baseline - word.baseline)).words.append(word)
        else:
            lines.append(TableLine(word.baseline, word.size, [word]))
    lines.sort(key=lambda line: line.baseline)
    for line in lines:
        line.words.sort(key=lambda word: word.x0)
        line.band = sum(rule.at < line.baseline - 0.3 * line.size for rule in full)
    return lines


def runs_of(words: Sequence[Word], gap: float) -> list[list[Word]]:
    """Words of a line cut where they are further apart than `gap` of their size."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and word.x0 - runs[-1][-1].x1 < gap * min(word.size, runs[-1][-1].size):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
