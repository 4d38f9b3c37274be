"""The figures of a sentence that are levels of an outcome, each with the side that its clause ties it to.

Most are tied by form: a name before the figure or behind its preposition. Where only two figures have the same unit,
the order of names and figures decides, as in "A and B (65.2 vs. 42.9)".
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.language.lexicon import any_of, words_of
from synth.models import Quantity

_ASIDE = r"(?:\s?[(\[][^()\[\]]{0,60}[)\]])?"
_BEHIND = re.compile(
    rf"[)\]]?{_ASIDE}(?:[\s/·-]?[\w%@/·⁻⁺¹²³-]{{1,14}}){{0,3}}?(?:\sper\s[\d,.]+(?:\s[\w-]+)?)?{_ASIDE}\s"
    rf"(?:{any_of(words_of('figures', 'tying'))})\s"
    r"(?:the |an? |our |those |using |given |their ){0,2}(?:[a-z][\w-]* ){0,3}"
)
"""Between a figure and the name that it is of: "0.51 cM/Mb (SD 0.1) in adult", "12 days when using"."""
_LACKING = re.compile(rf"{_ASIDE}(?:\s[\w%/-]{{1,12}}){{0,2}}\s")
"""Between a figure and the lack of a thing: "12% without"."""
_COMPARES = re.compile(rf"\b(?:{any_of(words_of('figures', 'compared'))}|than|above|below|and|but|increased?)\b")
_VERSUS = re.compile(rf"{_ASIDE},?\s?(?:vs\.?|versus)\s")
_AND = re.compile(rf"{_ASIDE}(?:,? (?:and|or) |, )")
_AGAINST = re.compile(
    r"\b(?:compared (?:to|with)|against|versus|vs\.?|as opposed to|than|below|above)\s(?:the |only |just )?$"
)
_CONTRAST = re.compile(rf"\b(?:{any_of(words_of('figures', 'contrasting'))})\b|;")
_PREPOSITION = re.compile(rf"{_ASIDE}(?:\s[\w%/-]+)?{_ASIDE}\s(?:{any_of(words_of('figures', 'tying'))}|without)\s")
_CHANGE = re.compile(r"(?<!compared )(?<!relative )\b(?:by|from|to|than)\s(?:about |only |around |up to )?$")
_ENDS = re.compile(r"[;.]\s")
_STATISTIC = re.compile(
    r"(?:^|[\s(,;])(?:[FtzZUHWQnNrRβbdg]|χ²?|df|SEM?|SD|IQR|s\.[ed]\.|[Pp]|a?[HOR]R|per|every)\s?"
    r"(?:\([\d., ]+\)\s?)?[=<>≤≥:,]?\s?[-−]?$"
)
"""A test statistic, a spread or a size, which is no value of an outcome: "(F = 1.78)", "per 1000"."""
_TIMES = re.compile(r"\s?(?:times|fold|x\b|×)")
_RANGE = re.compile(r"\s?(?:to|–|-)\s?")
_BETWEEN = re.compile(r"(?:\bbetween|\brang(?:e|es|ed|ing)\b[^.;]{0,40}|\[|\bCI\W{0,3})\s?[(\[]?$")
_LISTED = re.compile(r"(?:\s?[a-zA-Z%]{1,5})?\s?(?:and|,|to)\s?")
_OF_CHANGE = re.compile(
    rf"(?:-|\s)(?:\w+\s)?(?:{any_of(words_of('figures', 'relating') | words_of('figures', 'compared'))})\b"
)
_SIGNS = frozenset("⁺⁻₊₋±")
_TOTAL = re.compile(r"\d\s(?:out )?of\s(?:the |all )?$")
_UNIT = re.compile(r"\s?(?P<unit>[A-Za-zµ°Ω]+/[A-Za-z\d]+|[A-Zµ]?[A-Z][a-zA-Z]{0,2}\b|[kmcnµ][A-Z][a-z]{0,2}\b)")
"""A unit that is not in the list of known ones: "t/ha", "TPa", "kPa"."""
_IN_BRACKETS = re.compile(r"\([^()]*$")
_PER = re.compile(r"\s?(?:per|/)\s?")
_SWAPS = re.compile(r"\b(?:replac|swap|switch|substitut|instead|once)", re.IGNORECASE)
"""Where a change is from one side's figure to the other's: "replacing A with B raised it from 62 to 88"."""
_MEASURE = re.compile(r"[\])]?(?:\s[a-z]+){0,3}\s(?:of|was|is|were|=|:)\s(?:about |only )?")
"""Between a name that is a measure and its figure: "a mean [Fe/H] of"."""
_RESPECTIVELY = re.compile(r"\brespectively\b")
REACH = 80
"""How many characters behind the last of two figures a name may stand."""


class Name(NamedTuple):
    """A name in a sentence: the subject's (1), a comparator's (-1), or another's (0)."""

    start: int
    end: int
    side: int
    lacks: bool = False


class Level(NamedTuple):
    """A figure that may be the value of an outcome; its text and that of a margin behind it end at `end`."""

    start: int
    end: int
    value: float
    unit: str
    is_whole: bool


class TiedFigure(NamedTuple):
    """A figure of a side, where its text ends, and whether it counts things: "92 parameters"."""

    side: int
    value: float
    unit: str
    end: int
    counts: bool


def tied_figures(
    sentence: str, numbers: Sequence[Quantity], names: Sequence[Name], other_is_implied: bool = False
) -> list[TiedFigure]:
    """The figures with the side that each belongs to: that of the name before it, or of the name given behind it.

    A figure compared with one of a side belongs to the other: "a B-sized model obtains 74.9 %, compared to 77.9 %
    for B". Two figures behind two names, "A and B (84.7 vs. 85.4)", belong to them in turn; behind others, to none.
    With `other_is_implied` the second of two figures is the comparator's where the first is the subject's.
    """
    levels = _levels(sentence, numbers, names)
    if any(_are_in_row(sentence, first, second) for first, second in pairwise(levels)):
        return _in_rows(sentence, levels, names)
    found = _in_turn(sentence, levels, names)
    if not found:
        paired = {
            at for at in range(1, len(levels)) if _VERSUS.fullmatch(sentence, levels[at - 1].end, levels[at].start)
        }
        levels = [level for at, level in enumerate(levels) if not paired & {at, at + 1}]  # of whom they are is open
        found = _by_form(sentence, levels, names)
    if {-1, 1} <= {figure.side for figure in found}:
        return found
    for first, second in pairwise(levels):
        of_unit = [level for level in levels if level.unit == first.unit]
        alike = [level for level in levels if are_comparable(level.unit, first.unit)]
        if [first, second] in (of_unit, alike):
            sides = _by_order(sentence, (first, second), names, other_is_implied)
            if sides:
                return [_figure(sides, first), _figure(-sides, second)]
    return found


def _levels(sentence: str, numbers: Sequence[Quantity], names: Sequence[Name]) -> list[Level]:
    """The quantities that may be values of an outcome: no changes, ranges, ratios, sizes or statistics.

    A count without a unit has that of the figure before it, one of a list that of its last: "265 and 510 µV/K".
    """
    found: list[Level] = []
    passed = {each.number.start for each in numbers if _TOTAL.search(sentence, 0, each.number.start)}
    for first, second in pairwise(each.number for each in numbers):
        if _RANGE.fullmatch(sentence, first.end, second.start) or (
            _BETWEEN.search(sentence, 0, first.start) and _LISTED.fullmatch(sentence, first.end, second.start)
        ):
            passed |= {first.start, second.start}
    floor = 0
    for quantity in numbers:
        number, leading = quantity.number, sentence[floor : quantity.number.start]
        floor = number.end
        if quantity.change or quantity.upper or quantity.bound not in (None, "about") or quantity.metric == "p":
            continue
        if quantity.baseline and not _SWAPS.search(sentence):
            continue
        if number.unit == "x" or _STATISTIC.search(leading) or _TIMES.match(sentence, number.end):
            continue
        if _is_no_level(leading) or any(name.start <= number.start < name.end for name in names):
            continue
        if (
            number.start in passed
            or _OF_CHANGE.match(sentence, number.end)
            or sentence[number.start - 1 : number.start] in _SIGNS
        ):
            continue
        for each in filter(None, (quantity.baseline, number)):
            end = quantity.margin.end if quantity.margin and each is number else each.end
            named = _UNIT.match(sentence, end)
            unit = each.unit or number.unit or (named["unit"] if named else "")
            found.append(Level(each.start, end, each.value, unit, is_whole=not each.decimals))
    for place in reversed(range(len(found) - 1)):
        if not found[place].unit and _are_joined(sentence, found[place], found[place + 1]):
            found[place] = found[place]._replace(unit=found[place + 1].unit)
    kept: list[Level] = []
    for place, level in enumerate(found):
        if (
            place + 1 < len(found)
            and found[place + 1].unit == "%"
            and sentence[level.end : found[place + 1].start] == " ("
        ):
            continue  # the count of "212 deaths (8.1%)"
        counted = level.is_whole and not level.unit
        if counted and (_IN_BRACKETS.search(sentence, 0, level.start) or not (_PER.match(sentence, level.end) or kept)):
            continue  # "in 2004", "(87 of 862)"
        kept.append(level)
    return kept


def _is_no_level(before: str) -> bool:
    """Whether a figure behind these words names something or relates two: "kernel version 4.15", "a ratio of 1.2"."""
    words = [word.strip(":=") for word in before.lower().split()][-2:]
    return bool(words) and (words[-1] in words_of("numbered") or not words_of("figures", "relating").isdisjoint(words))


def _in_turn(sentence: str, levels: Sequence[Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The figures that two names before or behind them have in turn: "A outperforms B (65.2 vs. 42.9)", "A and B have
    65.2 and 42.9, respectively".
    """
    found: list[TiedFigure] = []
    floor = 0
    for first, second in pairwise(levels):
        gap = sentence[first.end : second.start]
        compared = _AGAINST.search(sentence, 0, first.start)  # "A has 74.9, compared to 77.9 and 79.9"
        ordered = _AND.fullmatch(gap) and _RESPECTIVELY.search(sentence, second.end) and not compared
        if not (_VERSUS.fullmatch(gap) or ordered):
            continue
        before = [name for name in names if floor <= name.end <= first.start]
        behind = [name for name in names if name.start >= second.end] if ordered else []
        for pair in (before[-2:] if ordered else before[:2], behind[:2]):
            if sorted(name.side for name in pair) == [-1, 1] and (ordered or not any(n.side for n in before[2:])):
                found += [_figure(pair[0].side, first), _figure(pair[1].side, second)]
                break
        floor = second.end
    return found


def _are_in_row(sentence: str, first: Level, second: Level) -> bool:
    """Whether nothing stands between two figures: those of a row of a table that was read as text."""
    return not sentence[first.end : second.start].strip()


def _in_rows(sentence: str, levels: Sequence[Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The figures of two rows of a table, column by column; none where one side is not ahead in all columns."""
    rows: dict[int, list[Level]] = {}
    place = 0
    while place < len(levels):
        end = place + 1
        while end < len(levels) and _are_in_row(sentence, levels[end - 1], levels[end]):
            end += 1
        side = _tie(sentence, levels, place, names)[0]
        if side:
            rows.setdefault(side, list(levels[place:end]))
        place = end
    if rows.keys() != {1, -1}:
        return []
    columns = list(zip(rows[1], rows[-1], strict=False))  # the text may end within a row
    if len({one.value > other.value for one, other in columns}) > 1:
        return []
    return [_figure(side, level) for column in columns for side, level in zip((1, -1), column, strict=True)]


def _by_form(sentence: str, levels: Sequence[Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The figures that a name before them or a preposition behind them ties to a side."""
    found: list[TiedFigure] = []
    for place, level in enumerate(levels):
        side, is_behind = _tie(sentence, levels, place, names)
        if side is None:
            continue
        if side and found and found[-1].side == side and _AGAINST.search(sentence, 0, level.start):
            if not is_behind:
                side = -side
            elif any(name.side == -side for name in names):
                found[-1] = found[-1]._replace(side=-side)
        found.append(_figure(side, level))
    return found


def _tie(sentence: str, levels: Sequence[Level], place: int, names: Sequence[Name]) -> tuple[int | None, bool]:
    """The side that a figure is tied to, 0 for another thing, None where it is tied to nothing; whether by the name
    behind it.
    """
    behind = _name_behind(sentence, levels, place, names)
    if behind:
        return behind.side, True
    floor, start = levels[place - 1].end if place else 0, levels[place].start
    if _CHANGE.search(sentence, 0, start):
        return None, False
    before = [name for name in names if floor <= name.end <= start]
    if before and before[-1].side == 0 and _MEASURE.fullmatch(sentence, before[-1].end, start):
        before.pop()
    if not before or _ENDS.search(sentence, before[-1].end, start):
        return None, False
    if place and before[-1] == _name_behind(sentence, levels, place - 1, names):
        return None, False  # the figure before is its: "12% with A and 15% with others"
    return before[-1].side, False


def _name_behind(sentence: str, levels: Sequence[Level], place: int, names: Sequence[Name]) -> Name | None:
    """The name behind a figure that is given as its own; of several that are listed, that in the figure's place."""
    first, last = _listed(sentence, levels, place)
    end, limit = levels[last].end, levels[last + 1].start if last + 1 < len(levels) else len(sentence)
    behind = [name for name in names if end <= name.start < limit]
    if not behind or not _is_behind(sentence, end, behind[0]):
        return None
    listed = [behind[0]]
    for name in behind[1 : last - first + 1]:
        if _AND.fullmatch(sentence, listed[-1].end, name.start):
            listed.append(name)
    in_turn = len(listed) == last - first + 1 and not _AGAINST.search(sentence, 0, levels[first].start)
    return listed[place - first] if in_turn else listed[0]


def _is_behind(sentence: str, end: int, name: Name) -> bool:
    """Whether a figure that ends there is given as that of a name."""
    gap = sentence[end : name.start]
    if _COMPARES.search(gap):
        return False
    return bool(_BEHIND.fullmatch(gap) or (name.lacks and _LACKING.fullmatch(gap)))


def _by_order(sentence: str, levels: tuple[Level, Level], names: Sequence[Name], other_is_implied: bool) -> int | None:
    """The side of the first of the only two figures of a unit, None in doubt; the second is the other's."""
    first, second = levels
    before = _sides_of(name for name in names if name.end <= first.start)
    between = _sides_of(name for name in names if first.end <= name.start and name.end <= second.start)
    behind = _sides_of(name for name in names if second.end <= name.start < second.end + REACH and name.side)
    if 0 in between:
        return None
    if not between and before[-2:] in ([1, -1], [-1, 1]) and not set(behind) & {1, -1}:
        return before[-2]  # "replacing A with B raised it from 62 to 88"
    if not between and behind[:2] in ([1, -1], [-1, 1]) and not set(before) & {1, -1}:
        return behind[0]  # "from 14.2 to 6.9 when A was swapped for B"
    if len(before) == 1 and between == [-before[0]] and not _is_behind(sentence, first.end, names[len(before)]):
        return before[0]  # "A fell to 9; B kept 87"
    if not other_is_implied:
        return None
    own = {side for side in (*before, *between, *behind) if side}
    if len(own) != 1:
        return None
    side = own.pop()
    (tie, is_behind), (other_tie, other_is_behind) = (_tie(sentence, levels, place, names) for place in (0, 1))
    if not _CONTRAST.search(sentence, first.end, second.start):
        # "12 days with A and 15 in the others": the figure that is no side's is of another thing, too
        is_parallel = is_behind and _PREPOSITION.match(sentence, second.end)
        is_parallel = is_parallel or (other_is_behind and _PREPOSITION.match(sentence, first.end))
        if not is_parallel:
            return None
    return side if (tie, other_tie) == (side, None) else -side if (tie, other_tie) == (None, side) else None


def are_comparable(one: str, other: str) -> bool:
    """Whether figures of two units may be compared: one that is not printed is that of the other, "cM" is "cM/Mb"."""
    return (not (one and other) and "%" not in (one, other)) or one.partition("/")[0] == other.partition("/")[0]


def _sides_of(names: Iterable[Name]) -> list[int]:
    """The sides of names in order, one for several of the same in a row."""
    sides = [name.side for name in names]
    return [side for place, side in enumerate(sides) if place == 0 or sides[place - 1] != side]


def _listed(sentence: str, levels: Sequence[Level], place: int) -> tuple[int, int]:
    """The first and the last place of the list of figures that one is in: "77.9 % and 79.9 % for A and B"."""
    first = last = place
    while last + 1 < len(levels) and _are_joined(sentence, levels[last], levels[last + 1]):
        last += 1
    while first and _are_joined(sentence, levels[first - 1], levels[first]):
        first -= 1
    return first, last


def _are_joined(sentence: str, first: Level, second: Level) -> bool:
    return bool(_AND.fullmatch(sentence, first.end, second.start))


def _figure(side: int, level: Level) -> TiedFigure:
    return TiedFigure(
        side, level.value, level.unit, level.end, level.is_whole and level.unit.isalpha() and len(level.unit) > 3
    )
