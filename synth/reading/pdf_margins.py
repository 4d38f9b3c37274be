"""Take off a page's lines what is no text of theirs: the numbers of lines in the margins, and letters struck twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from synth.reading.pdf_lines import GlyphLine, GlyphRun

MIN_NUMBERS = 5  # of lines, on a page
ALIGNED = 2.5  # points: the numbers of one margin stand so exactly below each other
PARTED = 0.35  # of the size: the gap between a number and the line that it numbers
LONG = 20  # characters of a line of running text: the cells of tables are shorter
MAX_ACROSS = 0.15  # of as many lines as there are numbers: a heading or a caption may cross the margin between columns
STRUCK_AGAIN = 0.12  # of the size: what is printed again at this distance is set in bold by doing so


def without_line_numbers(lines: Sequence[GlyphLine]) -> list[GlyphLine]:
    """The lines without those numbers in the margins, the one between two columns included, that count the lines.

    Such numbers stand exactly below each other, rise by a fixed step, and no line of running text crosses their margin;
    the first column of a table has all this but for the last.
    """
    numbers = list(_numbers(lines))
    if len(numbers) < MIN_NUMBERS:
        return list(lines)
    counting = {id(number.run) for group in _margins(numbers) if _count(group, lines) for number in group}
    if not counting:
        return list(lines)
    kept: list[GlyphLine] = []
    for line in lines:
        spans = [run for run in line["spans"] if id(run) not in counting]
        if any(not run["text"].isspace() for run in spans):
            if len(spans) < len(line["spans"]):
                spans = _stripped(spans)
                x0, y0 = spans[0]["bbox"][0], min(run["bbox"][1] for run in spans)
                line = GlyphLine(
                    bbox=(x0, y0, spans[-1]["bbox"][2], max(run["bbox"][3] for run in spans)),
                    dir=line["dir"],
                    spans=spans,
                )
            kept.append(line)
    return kept


@dataclass(frozen=True, slots=True)
class _Number:
    run: GlyphRun
    value: int
    x0: float
    x1: float
    y: float


def _numbers(lines: Sequence[GlyphLine]) -> Iterator[_Number]:
    """The numbers that stand alone, or parted from the rest of their line at its start or its end."""
    for line in lines:
        spans = line["spans"]
        first = spans[0]
        if len(spans) == 1:
            if _is_number(first):
                yield _number(first)
            continue
        last = spans[-1]
        if _is_number(first) and _gap(spans) > PARTED * first["size"]:
            yield _number(first)
        elif _is_number(last) and _gap(spans[::-1]) > PARTED * last["size"]:
            yield _number(last)


def _is_number(run: GlyphRun) -> bool:
    text = run["text"]
    return len(text) < 7 and text.strip().isdecimal() and len(text.strip()) < 6


def _number(run: GlyphRun) -> _Number:
    x0, _, x1, _ = run["bbox"]
    return _Number(run, int(run["text"]), x0, x1, run["origin"][1])


def _gap(spans: Sequence[GlyphRun]) -> float:
    """How far the first of some runs is from the next one with a letter; any distance where there is none."""
    other = next((run for run in spans[1:] if not run["text"].isspace()), None)
    if other is None:
        return 1e9
    (x0, _, x1, _), (other_x0, _, other_x1, _) = spans[0]["bbox"], other["bbox"]
    return max(other_x0 - x1, x0 - other_x1)


def _margins(numbers: Sequence[_Number]) -> Iterator[list[_Number]]:
    """The numbers that stand below each other, by their right or else by their left edges."""
    left = list(numbers)
    for edge in ("x1", "x0"):
        left.sort(key=lambda number: (getattr(number, edge), number.y))
        rest: list[_Number] = []
        group: list[_Number] = []
        for number in [*left, None]:
            if number is not None and group and getattr(number, edge) - getattr(group[0], edge) < ALIGNED:
                group.append(number)
                continue
            if len(group) >= MIN_NUMBERS:
                yield sorted(group, key=lambda each: each.y)
            else:
                rest.extend(group)
            group = [number] if number is not None else []
        left = rest


def _count(group: Sequence[_Number], lines: Sequence[GlyphLine]) -> bool:
    """Whether numbers below each other count lines: they rise by one step, and no running text crosses their margin."""
    steps = [after.value - before.value for before, after in pairwise(group)]
    step = max(set(steps), key=steps.count)
    if not 0 < step <= 10 or steps.count(step) < 0.8 * len(steps):
        return False
    x0, x1 = min(number.x0 for number in group), max(number.x1 for number in group)
    top, foot = group[0].y, group[-1].y
    runs = {id(number.run) for number in group}
    across = beside = 0
    for line in lines:
        left, _, right, bottom = line["bbox"]
        if top - 2 <= bottom <= foot + 8 and sum(len(run["text"]) for run in line["spans"]) > LONG:
            if id(line["spans"][0]) in runs:
                left = x1
            elif id(line["spans"][-1]) in runs:
                right = x0
            across += (left < x0 - 1 and right > x1 + 1) or x0 - 1 <= left < x1 - 1 or x0 + 1 < right <= x1 + 1
            beside += 1
    return beside >= MIN_NUMBERS - 1 and across <= MAX_ACROSS * len(group)


def _stripped(spans: list[GlyphRun]) -> list[GlyphRun]:
    while spans[0]["text"].isspace():
        spans = spans[1:]
    while spans[-1]["text"].isspace():
        spans = spans[:-1]
    return spans


def struck_once(lines: Sequence[GlyphLine]) -> list[GlyphLine]:
    """The lines without those printed again a hair's breadth aside, as some programs set bold type."""
    kept: list[GlyphLine] = []
    for line in lines:
        if not (kept and _is_again(kept[-1], line)):
            kept.append(line)
    return kept


def _is_again(line: GlyphLine, after: GlyphLine) -> bool:
    (x0, y0, _, _), (after_x0, after_y0, _, _) = line["bbox"], after["bbox"]
    reach = STRUCK_AGAIN * after["spans"][0]["size"]
    if abs(x0 - after_x0) > reach or abs(y0 - after_y0) > reach:
        return False
    return [run["text"] for run in line["spans"]] == [run["text"] for run in after["spans"]]
