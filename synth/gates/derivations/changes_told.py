"""What kind of change a quantity tells, and the two levels of its own sentence that it lies between."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Stated
from synth.models import Change, Quantity
from synth.numerals import is_measured_unit

_NOUN_BEFORE = re.compile(
    r"\b(?:difference|gap|margin|lead|gain|improvement|drop|loss|advantage|reduction|increase|decrease"
    r"|decline|rise|deficit)s?\b"
    r"[^;]{0,90}?\s(?:is|are|was|were|of|by|amounts? to|comes to|being|(?:widens?|grows?|shrinks?|narrows?"
    r"|rises?) to)\s(?:about |only |just |roughly |over )?$",
    re.I,
)
_BY_BEFORE = re.compile(
    r"\b(?:trail|beat|outperform|underperform|exceed|surpass|improv|rais|rise|rose|lower|reduc|los|drop"
    r"|fall|fell|increas|decreas|gain|lag|lead"
    r"|ahead|behind|better|worse|higher|lower|larger|smaller|cut|help|hurt|degrad|declin|widen"
    r"|short|grow|grew|shr[aiu]nk|narrow|climb|slow|expand|length)\w*\b[^;]{0,110}?\bby\s(?:about |only |just "
    r"|roughly |over |more than |up to |another |a further )?$",
    re.I,
)
_BEHIND = re.compile(
    r"^(?:@\d+)?\s?(?:(?:[a-z]+\s)?per [a-z]+\s)?"
    r"(?:(?:absolute|relative|percentage|(?-i:[A-Z])[\w@-]*|points?|%)\s){0,3}(?:in [\w-]+ )?(?:more|less"
    r"|fewer|higher|lower|better|worse|larger|smaller|faster"
    r"|slowly|slower|longer|shorter|above|below|behind|ahead of|beneath|apart|cheaper)\b",
    re.I,
)
_ENDS_BEHIND = re.compile(r"^[^;.()]{0,40}\(from\s[\d.]+\s?%?\sto\s[\d.]")
_LOSES = re.compile(r"\b(?:gain|los|lost|cost|add|sav|trail)\w*\s(?:\w+\s)?$", re.I)
_SINCE = re.compile(r"^[^,;.]{0,30}\b(?:than|against|to|between|since|relative|compared|from)\b", re.I)
"""Behind what is lost or gained: against what."""
_RELATIVE = re.compile(r"\brelative(?:ly)?\b", re.I)
_ABSOLUTE = re.compile(r"\babsolute(?:ly)?\b", re.I)
_MOVE = re.compile(
    r"\bfrom (?:about |roughly |around |over )?⟦(?P<old>\d+)⟧(?P<way>[^⟦⟧;]{0,60}?)\s(?:down "
    r"|up )?to (?:about |roughly |around |only |just |over )?⟦(?P<new>\d+)⟧",
    re.I,
)
_APPOSED = re.compile(
    r"^[^⟦⟧,;:(–—]{0,70}?\s?(?:,|\(|–|—|:|;)\s?[^⟦⟧]{0,60}$|^[^⟦⟧,;:(]{0,30}\s(?:or|by|for an?|with an?)\s[^⟦⟧]{0,40}$"
)
_ACTS = re.compile(
    r"\b(?:improves|increases|raises|reduces|leads|boosts|gives|yields|brings|adds|costs|hurts|degrades"
    r"|lowers|decreases|improved|increased"
    r"|reduced|led|boosted|improving|increasing|reducing|boosting|gaining|helps|changes|while|whereas"
    r"|although|however|than when)\b",
    re.I,
)
"""Between two levels and a change these tell of another change: "from 5 to 10 improves EM by 2.2"."""
_FOLLOWED = re.compile(r"^[^⟦⟧.;]{0,30}$")
_NAMES_DIFFERENCE = re.compile(
    r"\b(?:difference|gap|margin|apart|gains?|improvements?|reductions?|increases?|decreases?|drops?"
    r"|advantage|speed-?ups?|times|fold|more|less|fewer"
    r"|higher|lower|better|worse|faster|slower|above|below|rise|decline|saving|longer|shorter|cheaper"
    r"|larger|smaller)\b|-fold",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:than|over|versus|vs\.?|against|compared (?:to|with)|relative to|above|below|behind|instead of"
    r"|rather than|of)\s(?:[\w’'-]+\s){0,5}\(?$",
    re.I,
)
_THAN_LEVEL = re.compile(r"^[^,;.]{0,20}\b(?:than|above|below|behind|over|ahead of)\b[^;.]{0,30}\(?$")
_JOINED = re.compile(
    r"\b(?:against|versus|vs\.?|compared (?:to|with)|and|while|whereas|but|than|instead of|rather than"
    r"|relative to|over|above|below)\b|\(",
    re.I,
)


_SAID_AGAIN = 30
"""So near behind a change stands the same change in another form: "8.5 points (a relative gain of 13.5 %)"."""


class Ends(NamedTuple):
    """The two levels that a change lies between; `ordered` is whether the sentence says which is the old one."""

    new: Stated
    old: Stated
    ordered: bool


def change_told(line: Line, quantity: Quantity) -> Change | None:
    """What kind of change a quantity is by its words, None for a level."""
    if quantity.baseline or quantity.upper or quantity.margin or "magnitude" in quantity.number.text:
        return None
    if quantity.change is not None:
        return _said(line, quantity) if quantity.unit == "%" else quantity.change
    number = quantity.number
    if re.match(r"half$", number.text, re.I) and re.match(r"\sa\b", line.text[number.end :]):  # "half a point"
        return None
    before, behind = line.text[: number.start][-150:], line.text[_digits_end(line, quantity) :]
    told = (
        _ENDS_BEHIND.match(behind)
        or _NOUN_BEFORE.search(before)
        or _BY_BEFORE.search(before)
        or _BEHIND.match(behind)
        or _LOSES.search(before)
    )
    if not told:
        return "factor" if number.unit == "x" else None
    measured = (
        (number.is_figure and _SINCE.search(behind))
        or quantity.unit in {"%", "points"}
        or is_measured_unit(quantity.unit)
        or quantity.metric
    )
    if _LOSES.search(before) and not (measured or _BEHIND.match(behind)):
        return None
    return "factor" if number.unit == "x" else _said(line, quantity) if number.unit == "%" else "absolute"


def _digits_end(line: Line, quantity: Quantity) -> int:
    """Where the words behind a number begin, of which its unit may hold some: "11 more answers"."""
    number = quantity.number
    if quantity.unit in {"%", "points", "x"} or is_measured_unit(quantity.unit):
        return number.end
    return next(
        (end for item, end in zip(line.numbers, line.ends, strict=True) if item.start == number.start), number.end
    )


def _said(line: Line, quantity: Quantity) -> Change:
    """Whether a percentage is a share or a difference: as its own clause says, not another's."""
    number = quantity.number
    around = (
        re.split(r"[;:]", line.text[: number.start])[-1][-60:] + line.text[number.start : number.end + 40].split(",")[0]
    )
    if _ABSOLUTE.search(around):
        return "absolute"
    if _RELATIVE.search(around):
        return "relative"
    return "relative" if quantity.change == "relative" else "unclear"


def ends_in_sentence(line: Line, quantity: Quantity, stated: Sequence[Quantity]) -> Ends | None:
    """The levels of the sentence that a change sums up: "from 52.1 to 54.3, +2.2", "54.3 against 52.1, a gap of 2.2".

    Only where the change stands in apposition to them: "raising k from 5 to 10 improves EM by 2.2" tells of two things.
    """
    index = next((at for at, item in enumerate(line.numbers) if item.start == quantity.number.start), None)
    if index is None:
        return None
    return _of_move(line, quantity, index) or _of_levels(line, quantity, index, stated)


def _of_move(line: Line, quantity: Quantity, index: int) -> Ends | None:
    masked = line.masked
    mark = masked.find(f"⟦{index}⟧")
    for move in _MOVE.finditer(masked):
        old, new = int(move["old"]), int(move["new"])
        if index in (old, new) or re.search(r"[.;]\s", move["way"]):
            continue
        if move.end() <= mark:
            gap = masked[move.end() : mark]
            if "⟦" in gap or re.match(r"[^(]*\)", gap) or _ACTS.search(gap) or not _APPOSED.match(gap):
                continue
        else:
            gap = masked[mark + len(f"⟦{index}⟧") : move.start()]
            if _ACTS.search(gap) or not _FOLLOWED.match(gap):
                continue
        if _can_end(line, old, quantity) and _can_end(line, new, quantity) and _within(line, quantity, old, new):
            return Ends(line.stated(new, "new"), line.stated(old, "old"), True)
    return None


def _around(text: str, quantity: Quantity, levels: Sequence[Quantity]) -> list[Quantity]:
    """The level before a change and the one behind it that it is compared with."""
    number = quantity.number
    before = [item for item in levels if item.number.end <= number.start]
    behind = [item for item in levels if item.number.start >= number.end]
    if not before or not behind or not _THAN_LEVEL.match(text[number.end : behind[0].number.start]):
        return []
    return [before[-1], behind[0]]


def _within(line: Line, quantity: Quantity, old: int, new: int) -> bool:
    """Whether a difference is no larger than its ends: "20B" is none of "from 0.81 to 0.95"."""
    ends = max(abs(line.numbers[old].value), abs(line.numbers[new].value))
    return quantity.unit != "" or abs(quantity.value) <= 2 * ends


def _of_levels(line: Line, quantity: Quantity, index: int, stated: Sequence[Quantity]) -> Ends | None:
    """Two levels of one measure, joined by what compares them, with the change beside them."""
    levels = [item for item in stated if change_told(line, item) is None and _is_level(item, quantity)]
    changes = [item for item in stated if change_told(line, item) is not None]
    if len(changes) > 3:
        return None
    if len(changes) > 1:  # a sentence of several changes: those levels that stand between the changes around
        before = max((item.number.end for item in changes if item.number.end <= quantity.number.start), default=0)
        own = [item for item in levels if before <= item.number.start < quantity.number.start]
        again = not own and quantity.number.start - before < _SAID_AGAIN
        levels = levels if again else own
    if len(levels) > 2:  # "78.4 % ..., only 2.1 points less than GPT-4 (80.5 %)"
        levels = _around(line.text, quantity, levels)
    if len(levels) != 2 or not _comparable(levels) or "respectively" in line.text:
        return None
    one, other = levels
    text, number = line.text, quantity.number
    between = text[one.number.end : other.number.start]
    if number.start > other.number.end:
        gap = text[other.number.end : number.start]
        if (
            len(gap) > 90
            or _ACTS.search(gap)
            or not re.search(r"[,(–—:;]|\bso\b|\bor\b", gap)
            or not _JOINED.search(between)
        ):
            return None
    elif not one.number.end <= number.start <= other.number.start:
        gap = text[number.end : one.number.start]
        if len(gap) > 60 or not re.search(r"[(:,–—]", gap) or not _JOINED.search(between):
            return None
    around = text[max(0, number.start - 40) : number.end + 30]
    if not _NAMES_DIFFERENCE.search(around):
        return None
    compared = [bool(_COMPARED.search(text[max(0, item.number.start - 60) : item.number.start])) for item in levels]
    ordered = compared[0] != compared[1]
    new, old = (other, one) if compared == [True, False] else (one, other)
    places = {item.start: at for at, item in enumerate(line.numbers)}
    if new.number.start not in places or old.number.start not in places:
        return None
    return Ends(line.stated(places[new.number.start], "new"), line.stated(places[old.number.start], "old"), ordered)


def _can_end(line: Line, index: int, quantity: Quantity) -> bool:
    unit = line.numbers[index].unit
    if quantity.unit in {"%", "points", "x", ""}:
        return unit not in {"x", "points"}
    return unit in {quantity.unit, ""}


def _is_level(item: Quantity, quantity: Quantity) -> bool:
    if item.baseline or item.upper or item.bound in {"at least", "at most"}:
        return False
    if item.unit in {"x", "points"} or (item.unit != quantity.unit and quantity.unit not in {"%", "points", "x", ""}):
        return False
    return item.number.is_figure or is_measured_unit(item.unit) or quantity.unit == "x" or bool(item.metric)


def _comparable(levels: Sequence[Quantity]) -> bool:
    one, other = levels
    return (
        (one.unit == other.unit or ("" in (one.unit, other.unit) and not is_measured_unit(one.unit or other.unit)))
        and (one.metric == other.metric or None in (one.metric, other.metric))
        and (one.dataset == other.dataset or None in (one.dataset, other.dataset))
    )
