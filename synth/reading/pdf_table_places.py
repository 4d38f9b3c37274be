"""Where the tables of a page stand: its captions, and beside each the stack of rules that frames a table."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from synth.reading.pdf_layout import SIZE_STEP, Style, has_gutter, prose_share, same_size
from synth.reading.pdf_lines import SAME_BASELINE, Row
from synth.reading.pdf_table_page import Rule
from synth.reading.pdf_turn import Box

LEAST_WIDTH = 36.0  # points: a narrower stack of rules frames no table
SAME_EDGE = 3.0  # points: rules whose ends differ by less belong to one stack
EMPTY_GAP = 5.0  # points: two rules further apart with nothing between them belong to two tables
REACH = 30.0  # points between a caption and its table
BESIDE = 12.0  # points between the tops of a table and a caption at its left, as Springer sets them
CAPTION_STEP = 1.6  # of the size: rows of a caption that are further apart are two things
LINE_STEP = 1.9  # of the size: lines of one table are no further apart
INDENT = 12.0  # points: what stands alone above a table's columns and not above its labels heads some of these
FAR_STEP = 3.5  # of the size: a line of cells that is no further off may be one of the table all the same
MAX_ABOVE = 3  # lines of cells above the first rule: a header without a rule over it
CELL_WIDTH = 0.4  # of a table's width: prose that is wider is no cell
PROSE_WIDTH = 0.6  # of a stack's width: two rows of prose that are wider between two rules are running text

_NUMBER = r"(?P<number>[A-Z]{0,2}\.?\s?\d+(?:[.\-–]\d+)?[a-z]?|[IVXL]+)"
_END = r"(?P<end>\s?[:.|]|\s?[–—]\s|$|(?=\s))"
TABLE = re.compile(
    r"(?P<name>(?:(?:Supplementary|Supplemental|Supporting|Extended Data|Appendix|Online)\s)?(?:Table|TABLE|Tab\.))"
    rf"\s?{_NUMBER}{_END}"
)
OTHER = re.compile(
    r"(?:(?:Supplementary|Extended Data)\s)?(?:Figure|FIGURE|Fig\.|FIG\.|Algorithm|Listing|Scheme|Box|Plate)"
    rf"\s?{_NUMBER}{_END}"
)
_ENDS = re.compile(r"[.:;?!)”\"]$")


@dataclass(slots=True)
class CaptionPlace:
    """A caption of a page; `label` is "Table 2" for a table's, None for any other."""

    label: str | None
    rows: list[Row]
    length: int

    @property
    def box(self) -> Box:
        """Where it stands."""
        return (
            min(row.x0 for row in self.rows),
            self.rows[0].y0,
            max(row.x1 for row in self.rows),
            max(row.y1 for row in self.rows),
        )


@dataclass(slots=True)
class Place:
    """Where a table stands: the box that its rules frame, and those of its rules that run over its whole width.

    `open` is whether lines that may be its own stand right beside it and do not fit its width.
    """

    box: Box
    full: list[Rule] = field(default_factory=list)
    open: bool = False


def may_have_table(rows: Sequence[Row]) -> bool:
    """Whether a row of a page begins as the caption of a table does."""
    return any(TABLE.match(row.text) for row in rows)


def captions_of(rows: Sequence[Row], across: Sequence[Rule], style: Style, two_columns: bool) -> list[CaptionPlace]:
    """The captions of a page, from the top; `two_columns` is whether the document is set so."""
    gutter = style.middle if has_gutter(rows, style, two_columns) else None
    ordered = sorted(rows, key=lambda row: (row.baseline, row.x0))
    captions: list[CaptionPlace] = []
    for place, row in enumerate(ordered):
        match = TABLE.match(row.text)
        label = f"{_plain(match['name'])} {match['number']}" if match else None
        match = match or OTHER.match(row.text)
        if match and _is_caption(row, match, ordered, place, style):
            captions.append(CaptionPlace(label, _extended(row, ordered, across, gutter), match.end()))
    return captions


def _plain(name: str) -> str:
    """ "TABLE" as "Table"."""
    return name.title() if name.isupper() else name


def _is_caption(row: Row, match: re.Match[str], ordered: Sequence[Row], place: int, style: Style) -> bool:
    """Whether a row opens a caption, and not a sentence about a table or a line of one: "Table 2 shows that"."""
    rest = row.text[match.end() :].lstrip()
    differs = abs(row.size - style.size) >= SIZE_STEP or row.lead >= match.end("number") or row.bold
    if not (match["end"].strip() or not rest or (differs and not rest[:1].islower()) or rest[:1] in "(["):
        return False
    if row.bold or row.lead:
        return True
    above = [
        other
        for other in ordered[:place]
        if 0.5 * row.size < row.baseline - other.baseline < 1.35 * style.pitch
        and other.x0 < row.x1
        and other.x1 > row.x0
        and same_size(other, row)
    ]
    return not above or all(_ENDS.search(other.text) for other in above)


def _extended(first: Row, ordered: Sequence[Row], across: Sequence[Rule], gutter: float | None) -> list[Row]:
    """The rows of a caption: those that follow it closely, in its size and column, without a rule between."""
    rows = [first]
    for row in ordered:
        last = rows[-1]
        if row is first or row.baseline < first.baseline - 0.3 * first.size:
            continue
        if gutter is not None and _are_parted(first, row, gutter):
            continue
        step = row.baseline - last.baseline
        titled = TABLE.match(row.text) or OTHER.match(row.text)
        if abs(step) < 0.3 * row.size and 0 < row.x0 - last.x1 < 2.5 * max(row.size, last.size) and not titled:
            rows.append(row)
            continue
        if step > CAPTION_STEP * max(row.size, last.size):
            break
        left, right = min(each.x0 for each in rows), max(each.x1 for each in rows)
        if step < 0.6 * row.size or row.x1 < left or row.x0 > right:
            continue
        if not same_size(row, last) or any(_is_between(rule, last, row) for rule in across):
            break
        if row.cells > 2 or titled:
            break
        beside = [
            other
            for other in ordered
            if other is not row
            and abs(other.baseline - row.baseline) < 0.3 * row.size
            and not (gutter is not None and _are_parted(first, other, gutter))
        ]
        if any(other.x0 - row.x1 > 2 * row.size or row.x0 - other.x1 > 2 * row.size for other in beside):
            break  # a line of cells
        rows.append(row)
    return rows


def _are_parted(first: Row, row: Row, gutter: float) -> bool:
    """Whether two rows stand in different columns of a page."""
    return (first.x1 < gutter + 6 and row.x0 > gutter - 6) or (first.x0 > gutter - 6 and row.x1 < gutter + 6)


def _is_between(rule: Rule, above: Row, below: Row) -> bool:
    return above.baseline - 1 < rule.at < below.baseline and rule.start < below.x1 and rule.end > below.x0


def places_of(rows: Sequence[Row], across: Sequence[Rule], captions: Sequence[CaptionPlace]) -> list[Place]:
    """The boxes that stacks of rules of one width frame, wherever they stand on the page."""
    titles = {id(row) for caption in captions for row in caption.rows}
    places: list[Place] = []
    for stack in _stacks(across):
        open_place: Place | None = None
        for above, below in itertools.pairwise(stack):
            if not _frames(above, below, rows, titles):
                open_place = None
                continue
            if open_place is None:
                left, right = min(above.start, below.start), max(above.end, below.end)
                open_place = Place((left, above.at, right, below.at), [above, below])
                places.append(open_place)
            else:
                open_place.full.append(below)
                open_place.box = (*open_place.box[:3], below.at)
    places = [place for place in places if not any(_is_inside(place.box, other.box) for other in places)]
    alone = [
        Place((rule.start, rule.at, rule.end, rule.at), [rule])
        for rule in across
        if rule.length >= LEAST_WIDTH
        and not any(_is_inside((rule.start, rule.at, rule.end, rule.at), place.box) for place in places)
    ]
    return [*places, *alone]


def _stacks(across: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that begin and end at the same places, from the top."""
    stacks: list[list[Rule]] = []
    for rule in across:
        if rule.length < LEAST_WIDTH:
            continue
        for stack in stacks:
            if abs(stack[0].start - rule.start) < SAME_EDGE and abs(stack[0].end - rule.end) < SAME_EDGE:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [sorted(stack, key=lambda rule: rule.at) for stack in stacks if len(stack) > 1]


def _frames(above: Rule, below: Rule, rows: Sequence[Row], titles: set[int]) -> bool:
    """Whether what stands between two rules of a stack may be part of a table."""
    inside = [
        row
        for row in rows
        if above.at < (row.y0 + row.y1) / 2 < below.at and row.x0 < above.end - 2 and row.x1 > above.start + 2
    ]
    if not inside:
        return below.at - above.at <= EMPTY_GAP
    if any(id(row) in titles for row in inside):
        return False
    prose = [row for row in inside if row.x1 - row.x0 > PROSE_WIDTH * above.length and prose_share(row.text) > 0.6]
    return len(prose) < 3


def extended(place: Place, rows: Sequence[Row], captions: Sequence[CaptionPlace]) -> Place:
    """The place with the lines of cells that stand right above its first rule or below its last."""
    left, top, right, foot = place.box
    titles = {id(row) for caption in captions for row in caption.rows}
    beside = [row for row in rows if row.x1 > left - 3 and row.x0 < right + 3 and id(row) not in titles]
    ordered: list[list[Row]] = []
    for row in sorted(beside, key=lambda row: row.baseline):
        if ordered and row.baseline - ordered[-1][0].baseline < SAME_BASELINE * row.size:
            ordered[-1].append(row)
        else:
            ordered.append([row])
    high = top
    is_open = False
    for line in [line for line in ordered if line[0].baseline < top][: -MAX_ABOVE - 1 : -1]:
        if high - line[0].baseline > LINE_STEP * line[0].size:
            is_open = high - line[0].baseline < FAR_STEP * line[0].size and _is_of_cells(line, left, right, 3)
            break
        if not _is_of_cells(line, left, right, 1):
            break
        high = min(row.y0 for row in line) - 0.5
        if line[0].x0 > left + INDENT or _is_of_cells(line, left, right, 2):
            top = high
    last = foot
    for line in [line for line in ordered if line[0].baseline > foot]:
        if line[0].baseline - last > LINE_STEP * line[0].size:
            is_open |= line[0].baseline - last < FAR_STEP * line[0].size and _is_of_cells(line, left, right, 3)
            break
        if not _is_of_cells(line, left, right, 1):
            is_open |= foot > place.box[3] and len(line) > 1
            break
        last = line[0].baseline
        if _is_of_cells(line, left, right, 2):
            foot = max(row.y1 for row in line) + 0.5
    return Place((left, top, right, foot), place.full, is_open)


def _is_of_cells(line: Sequence[Row], left: float, right: float, least: int) -> bool:
    """Whether a line between two edges is one of cells, `least` or more, and not of running text in columns."""
    if sum(row.cells for row in line) < least:
        return False
    if any(row.x0 < left - 8 or row.x1 > right + 8 for row in line):
        return False
    prose = [row for row in line if row.cells < 2 and prose_share(row.text) > 0.6]
    wide = sum(row.x1 - row.x0 > CELL_WIDTH * (right - left) for row in prose)
    return not wide or (wide == 1 and len(line) > 1)


def near(caption: CaptionPlace, places: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """The places right above a caption, and those right below it, or else at its right, from its height on."""
    left, top, right, foot = caption.box
    above: list[Place] = []
    below: list[Place] = []
    for place in places:
        x0, y0, x1, y1 = place.box
        if min(right, x1) - max(left, x0) < 0.5 * min(right - left, x1 - x0):
            continue
        if -3 < y0 - foot < REACH:
            below.append(place)
        elif -3 < top - y1 < REACH:
            above.append(place)
    if not above and not below:
        beside = [place for place in places if 0 < place.box[0] - right < REACH and abs(place.box[1] - top) < BESIDE]
        below = beside[:1]
    return above, below


def _is_inside(inner: Box, outer: Box) -> bool:
    """Whether a box lies in another, that other being none that lies in it."""
    return inner != outer and (
        outer[0] <= inner[0] + SAME_EDGE
        and outer[1] <= inner[1] + 1
        and inner[2] <= outer[2] + SAME_EDGE
        and inner[3] <= outer[3] + 1
    )
