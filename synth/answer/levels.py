"""The figures of a sentence that may be values of an outcome: no changes, ranges, ratios, sizes or statistics."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.language.lexicon import any_of, words_of
from synth.models import Number, Quantity

ASIDE = r"(?:\s?[(\[][^()\[\]]{0,60}[)\]])?"
"""What may stand in brackets behind a figure or a name: "12% (SD 3)"."""
AND = re.compile(rf"{ASIDE}(?:,? (?:and|or) |, )")
"""Between two in a list."""
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
LONGEST_UNIT = 3
"""Letters of a unit of measure; longer words are of things that are counted."""


class Level(NamedTuple):
    """A figure, the quantity that it is of, its unit and where it ends, with its margin ("3.2 ± 0.1 %")."""

    number: Number
    quantity: Quantity
    unit: str
    end: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.number.start

    @property
    def is_whole(self) -> bool:
        """Whether it is printed without digits behind a point."""
        return not self.number.decimals

    @property
    def counts(self) -> bool:
        """Whether it counts things: "92 parameters"."""
        return self.is_whole and self.unit.isalpha() and len(self.unit) > LONGEST_UNIT


def levels_in(sentence: str, numbers: Sequence[Quantity], names: Sequence[tuple[int, int]]) -> list[Level]:
    """The figures that may be values of an outcome, in order; none that lies within a name (start, end).

    One of a list has the unit of its last: "265 and 510 µV/K".
    """
    found = list(_candidates(sentence, numbers, names))
    for place in reversed(range(len(found) - 1)):
        if not found[place].unit and are_listed(sentence, found[place], found[place + 1]):
            found[place] = found[place]._replace(unit=found[place + 1].unit)
    counts = {  # of "212 deaths (8.1%)"
        first.start
        for first, second in pairwise(found)
        if second.unit == "%" and sentence[first.end : second.start] == " ("
    }
    kept: list[Level] = []
    for level in found:
        is_bare = level.is_whole and not level.unit
        if is_bare and (_IN_BRACKETS.search(sentence, 0, level.start) or not (_PER.match(sentence, level.end) or kept)):
            continue  # "in 2004", "(87 of 862)"
        if level.start not in counts:
            kept.append(level)
    return kept


def _candidates(sentence: str, numbers: Sequence[Quantity], names: Sequence[tuple[int, int]]) -> Iterator[Level]:
    passed = _ranges_and_totals(sentence, [quantity.number for quantity in numbers])
    floor = 0
    for quantity in numbers:
        number, leading = quantity.number, sentence[floor : quantity.number.start]
        floor = number.end
        within = any(start <= number.start < end for start, end in names)
        if within or not _is_level(quantity, sentence) or _relates(sentence, number, leading, passed):
            continue
        for each in filter(None, (quantity.baseline, number)):
            end = quantity.margin.end if quantity.margin and each is number else each.end
            printed = _UNIT.match(sentence, end)
            yield Level(each, quantity, each.unit or number.unit or (printed["unit"] if printed else ""), end)


def _is_level(quantity: Quantity, sentence: str) -> bool:
    """Whether a quantity is one value; a change is two where it is from one side's to the other's."""
    number = quantity.number
    is_change = quantity.change or (quantity.baseline and not _SWAPS.search(sentence))
    is_spelled = number.text[:1].isalpha()
    is_bound = quantity.bound not in (None, "about")
    return not (is_change or quantity.upper or is_bound or is_spelled or quantity.metric == "p" or number.unit == "x")


def _relates(sentence: str, number: Number, leading: str, passed: Container[int]) -> bool:
    """Whether a number names something or relates two others: "version 4.15", "a ratio of 1.2", "12% lower"."""
    words = [word.strip(":=") for word in leading.lower().split()][-2:]
    names = bool(words) and words[-1] in words_of("numbered")
    relates = names or not words_of("figures", "relating").isdisjoint(words) or number.start in passed
    is_margin = sentence[number.start - 1 : number.start] in _SIGNS
    follows = _TIMES.match(sentence, number.end) or _OF_CHANGE.match(sentence, number.end)
    return relates or is_margin or bool(follows or _STATISTIC.search(leading))


def _ranges_and_totals(sentence: str, numbers: Sequence[Number]) -> set[int]:
    """Where the numbers begin that bound a range ("between 40 and 80") or are a whole ("58 of the 120")."""
    passed = {number.start for number in numbers if _TOTAL.search(sentence, 0, number.start)}
    for first, second in pairwise(numbers):
        if _RANGE.fullmatch(sentence, first.end, second.start) or (
            _BETWEEN.search(sentence, 0, first.start) and _LISTED.fullmatch(sentence, first.end, second.start)
        ):
            passed |= {first.start, second.start}
    return passed


def are_listed(sentence: str, first: Level, second: Level) -> bool:
    """Whether only "and", "or" or a comma stands between two figures."""
    return bool(AND.fullmatch(sentence, first.end, second.start))


def are_comparable(one: str, other: str) -> bool:
    """Whether figures of two units may be compared: one that is not printed is that of the other, "cM" is "cM/Mb"."""
    return (not (one and other) and "%" not in (one, other)) or one.partition("/")[0] == other.partition("/")[0]
