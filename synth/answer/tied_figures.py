"""The figures of a sentence, each with the side that its clause ties it to.

Most are tied by form: a name before the figure or behind its preposition. Where only two figures have the same unit,
the order of names and figures decides, as in "replacing A with B raised it from 62 to 88".
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.answer.levels import AND, ASIDE, Level, are_comparable, are_listed, levels_in
from synth.language.lexicon import any_of, words_of
from synth.models import Quantity

_TYING = any_of(words_of("figures", "tying"))
_BEHIND = re.compile(
    rf"[)\]]?{ASIDE}(?:[\s/·-]?[\w%@/·⁻⁺¹²³-]{{1,14}}){{0,3}}?(?:\sper\s[\d,.]+(?:\s[\w-]+)?)?{ASIDE}\s(?:{_TYING})\s"
    r"(?:the |an? |our |those |using |given |their ){0,2}(?:[a-z][\w-]* ){0,3}"
)
"""Between a figure and the name that it is of: "0.51 cM/Mb (SD 0.1) in adult", "12 days when using"."""
_LACKING = re.compile(rf"{ASIDE}(?:\s[\w%/-]{{1,12}}){{0,2}}\s")
"""Between a figure and the lack of a thing: "12% without"."""
_PREPOSITION = re.compile(rf"{ASIDE}(?:\s[\w%/-]+)?{ASIDE}\s(?:{_TYING}|without)\s")
_COMPARES = re.compile(rf"\b(?:{any_of(words_of('figures', 'compared'))}|than|above|below|and|but|increased?)\b")
_CONTRAST = re.compile(rf"\b(?:{any_of(words_of('figures', 'contrasting'))})\b|;")
_VERSUS = re.compile(rf"{ASIDE},?\s?(?:vs\.?|versus)\s")
_AGAINST = re.compile(
    r"\b(?:compared (?:to|with)|against|versus|vs\.?|as opposed to|than|below|above)\s(?:the |only |just )?$"
)
_UNLIKE = re.compile(r"(?i)\b(?:compared|relative|unlike|against|versus|vs)\b")
_CHANGE = re.compile(r"(?<!compared )(?<!relative )\b(?:by|from|to|than)\s(?:about |only |around |up to )?$")
_ENDS = re.compile(r"[;.]\s")
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


class TiedFigure(NamedTuple):
    """A figure with its side, and the name that ties it to that; None where that is only the other than one named."""

    side: int
    level: Level
    name: Name | None

    @property
    def value(self) -> float:
        """The value as a number."""
        return self.level.number.value


def tied_figures(
    sentence: str, numbers: Sequence[Quantity], names: Sequence[Name], other_is_implied: bool = False
) -> list[TiedFigure]:
    """The figures with the side that each belongs to: that of the name before it, or of the name given behind it.

    A figure compared with one of a side belongs to the other: "a B-sized model obtains 74.9 %, compared to 77.9 %
    for B". Two figures behind two names, "A and B (84.7 vs. 85.4)", belong to them in turn; behind others, to none.
    With `other_is_implied` the second of two figures is the comparator's where the first is the subject's.
    """
    levels = levels_in(sentence, numbers, [(name.start, name.end) for name in names])
    units = [level.unit for level in levels]
    measured = [level for level in levels if not level.counts or units.count(level.unit) > 1]
    levels = measured if len(measured) > 1 else levels  # of "its first 20 passages for 78.4%" the second
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
            ordered = _by_order(sentence, (first, second), names, other_is_implied)
            if ordered:
                return ordered
    return found


def _in_turn(sentence: str, levels: Sequence[Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The figures that two names before or behind them have in turn: "A outperforms B (65.2 vs. 42.9)", "A and B have
    65.2 and 42.9, respectively".
    """
    found: list[TiedFigure] = []
    floor = 0
    for first, second in pairwise(levels):
        gap = sentence[first.end : second.start]
        compared = _AGAINST.search(sentence, 0, first.start)  # "A has 74.9, compared to 77.9 and 79.9"
        ordered = AND.fullmatch(gap) and _RESPECTIVELY.search(sentence, second.end) and not compared
        if not (_VERSUS.fullmatch(gap) or ordered):
            continue
        before = [name for name in names if floor <= name.end <= first.start]
        if before and _UNLIKE.search(sentence, floor, before[0].start):
            continue  # "compared with B, A is better (65.2 vs. 42.9)": which comes first is open
        behind = [name for name in names if name.start >= second.end] if ordered else []
        for pair in (before[-2:] if ordered else before[:2], behind[:2]):
            if _are_both(pair) and (ordered or not any(n.side for n in before[2:])):
                found += [TiedFigure(name.side, level, name) for name, level in zip(pair, (first, second), strict=True)]
                break
        floor = second.end
    return found


def _are_in_row(sentence: str, first: Level, second: Level) -> bool:
    """Whether nothing stands between two figures: those of a row of a table that was read as text."""
    return not sentence[first.end : second.start].strip()


def _in_rows(sentence: str, levels: Sequence[Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The figures of two rows of a table, column by column; none where one side is not ahead in all columns."""
    rows: dict[int, list[TiedFigure]] = {}
    place = 0
    while place < len(levels):
        end = place + 1
        while end < len(levels) and _are_in_row(sentence, levels[end - 1], levels[end]):
            end += 1
        name, _ = _tie(sentence, levels, place, names)
        if name and name.side:
            rows.setdefault(name.side, [TiedFigure(name.side, level, name) for level in levels[place:end]])
        place = end
    if rows.keys() != {1, -1}:
        return []
    columns = list(zip(rows[1], rows[-1], strict=False))  # the text may end within a row
    if len({one.value > other.value for one, other in columns}) > 1:
        return []
    return [figure for column in columns for figure in column]


def _by_form(sentence: str, levels: Sequence[Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The figures that a name before them or a preposition behind them ties to a side."""
    found: list[TiedFigure] = []
    for place, level in enumerate(levels):
        name, is_behind = _tie(sentence, levels, place, names)
        if name is None:
            continue
        figure = TiedFigure(name.side, level, name)
        if name.side and found and found[-1].side == name.side and _AGAINST.search(sentence, 0, level.start):
            if not is_behind:
                figure = TiedFigure(-name.side, level, None)
            elif any(other.side == -name.side for other in names):
                found[-1] = TiedFigure(-name.side, found[-1].level, None)
        found.append(figure)
    return found


def _tie(sentence: str, levels: Sequence[Level], place: int, names: Sequence[Name]) -> tuple[Name | None, bool]:
    """The name that a figure is tied to, None where it is tied to none; whether it stands behind the figure."""
    behind = _name_behind(sentence, levels, place, names)
    if behind:
        return behind, True
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
    return before[-1], False


def _name_behind(sentence: str, levels: Sequence[Level], place: int, names: Sequence[Name]) -> Name | None:
    """The name behind a figure that is given as its own; of several that are listed, that in the figure's place."""
    first, last = _listed(sentence, levels, place)
    end, limit = levels[last].end, levels[last + 1].start if last + 1 < len(levels) else len(sentence)
    behind = [name for name in names if end <= name.start < limit]
    if not behind or not _is_behind(sentence, end, behind[0]):
        return None
    listed = [behind[0]]
    for name in behind[1 : last - first + 1]:
        if AND.fullmatch(sentence, listed[-1].end, name.start):
            listed.append(name)
    in_turn = len(listed) == last - first + 1 and not _AGAINST.search(sentence, 0, levels[first].start)
    return listed[place - first] if in_turn else listed[0]


def _is_behind(sentence: str, end: int, name: Name) -> bool:
    """Whether a figure that ends there is given as that of a name."""
    gap = sentence[end : name.start]
    if _COMPARES.search(gap):
        return False
    return bool(_BEHIND.fullmatch(gap) or (name.lacks and _LACKING.fullmatch(gap)))


def _by_order(
    sentence: str, levels: tuple[Level, Level], names: Sequence[Name], other_is_implied: bool
) -> list[TiedFigure]:
    """The only two figures of a unit with the names of two sides in the order of the sentence, or one of them with the
    only name and the other without; none in doubt.
    """
    first, second = levels
    before = _in_order(name for name in names if name.end <= first.start)
    between = _in_order(name for name in names if first.end <= name.start and name.end <= second.start)
    behind = _in_order(name for name in names if second.end <= name.start < second.end + REACH and name.side)
    if any(name.side == 0 for name in between):
        return []
    for pair, others in ((before[-2:], behind), (behind[:2], before)):
        # "replacing A with B raised it from 62 to 88", "from 14.2 to 6.9 when A was swapped for B"
        if not between and _are_both(pair) and not any(name.side for name in others):
            return [TiedFigure(name.side, level, name) for name, level in zip(pair, levels, strict=True)]
    pair = [*before, *between]
    if len(before) == 1 and _are_both(pair) and not _is_behind(sentence, first.end, between[0]):
        # "A fell to 9; B kept 87"
        return [TiedFigure(name.side, level, name) for name, level in zip(pair, levels, strict=True)]
    own = {name.side for name in (*before, *between, *behind) if name.side}
    return _with_implied(sentence, levels, names) if other_is_implied and len(own) == 1 else []


def _with_implied(sentence: str, levels: tuple[Level, Level], names: Sequence[Name]) -> list[TiedFigure]:
    """The two figures where only one is tied to a side, in contrast to the other or with a preposition like its."""
    ties = [_tie(sentence, levels, place, names) for place in (0, 1)]
    if not _CONTRAST.search(sentence, levels[0].end, levels[1].start):
        parallel = (
            is_behind and _PREPOSITION.match(sentence, other.end)
            for (_, is_behind), other in zip(ties, levels[::-1], strict=True)
        )
        if not any(parallel):  # "12 days with A and 15 in the others"
            return []
    (one, _), (other, _) = ties
    if (one is None) == (other is None):
        return []
    side = (one or other or names[0]).side
    sides = (side, -side) if one else (-side, side)
    return [TiedFigure(side, level, name) for side, level, (name, _) in zip(sides, levels, ties, strict=True)]


def _are_both(pair: Sequence[Name]) -> bool:
    """Whether names are two, one of either side."""
    return sorted(name.side for name in pair) == [-1, 1]


def _in_order(names: Iterable[Name]) -> list[Name]:
    """Names in order, the first of several of the same side in a row."""
    found = list(names)
    return [name for place, name in enumerate(found) if place == 0 or found[place - 1].side != name.side]


def _listed(sentence: str, levels: Sequence[Level], place: int) -> tuple[int, int]:
    """The first and the last place of the list of figures that one is in: "77.9 % and 79.9 % for A and B"."""
    first = last = place
    while last + 1 < len(levels) and are_listed(sentence, levels[last], levels[last + 1]):
        last += 1
    while first and are_listed(sentence, levels[first - 1], levels[first]):
        first -= 1
    return first, last
