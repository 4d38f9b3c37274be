"""Sums, averages and F1 within one sentence: "9,000 train, 500 dev and 500 test examples, 10,000 in total"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from synth.gates.derivations.arithmetic import mean
from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Reading, Stated, agrees, derive
from synth.models import Derivation, Number

F1 = Reading("F1", "2 * {0} * {1} / ({0} + {1})")
_ITEM = r"⟦\d+⟧(?:\s?%|-?points?|\s?[kmµn]?s\b|\s?[A-Z]{1,3}\b(?!-))?\)?"
_GAP = (
    r"(?:\s?\([^()⟦⟧]{0,50}\))?(?:\s(?!and\b|or\b|plus\b|while\b|whereas\b|but\b|in total\b"
    r"|on average\b|with\b|includ\w+)[^\s,;:()⟦⟧]+){0,7}"
    r"(?:\s?\([^()⟦⟧]{0,50}\))?\s?(?:,\s?(?:and|plus|as well as)?|;\s?(?:and)?|and|plus|\+|&)"
    r"(?:\s(?!and\b|while\b|whereas\b|but\b|for a total\b|a total\b|in total\b|an average\b|on average\b"
    r"|averag|total|for an\b"
    r"|split\b|divided\b|partitioned\b|separated\b|broken\b|with\b|including\b|includes\b|include\b|from\b"
    r"|giving\b|yielding\b|or\b|that is\b|i\.e|a mean\b)[^\s,;:()⟦⟧]+){0,4}\s?\(?"
)
_LIST = re.compile(rf"{_ITEM}(?:{_GAP}{_ITEM})+")
"""Numbers in a list, each with a few words of its own."""
_TOTAL_BEFORE = re.compile(
    r"(?:\b(?:an? (?:grand |combined |overall )?(?:total|sum) of|totall?ing|totals?|sums? (?:up )?to"
    r"|adds? up to|amounts? to"
    r"|in total,?|altogether,?|in all,?|overall,? there are)"
    r"|\brespectively,? (?:so that|which makes|which gives|making|or)(?: we (?:have|used?|had))?(?: in (?:all|total))?"
    r"|\bthe total (?:is|being|comes to|amounts to))\s(?:an? (?:grand |combined |overall )?total of\s)?"
    r"(?:about |roughly |over |more than |nearly |some |exactly )?$",
    re.I,
)
_TOTAL_BEHIND = re.compile(
    r"^(?:\s?%)?(?:\s(?!(?:an?|the|make|makes|for|is|are|and|have|has|were|was|of|add"
    r"|adds)\b)[^\W\d_][\w’'-]*){0,4}\s?(?:,\s|\()?"
    r"(?:in total\b|(?:in all|altogether|overall|combined|taken together|all told|total)(?=[.,;:)]|$))"
    r"(?!,?\s(?:of\s)?(?:[a-z]+\s)?\d)",
    re.I,
)
_SPLIT = re.compile(
    r"\b(?:split|divided?|partition(?:ed)?|separated?|broken down|divides|splits)\s(?:\w+\s)?(?:in(?:to)?"
    r"|as)\b[^⟦⟧]{0,60}$",
    re.I,
)
_COLON = re.compile(r"⟦\d+⟧(?:[\s-][^\W\d_][\w-]*){1,3}\s?:\s$")
_AVERAGE_BEFORE = re.compile(
    r"\b(?:(?:an|the|its|their|with an|for an|giving an|a macro-?|macro-?)\s?(?:overall |unweighted "
    r"|macro |mean |simple )?"
    r"(?:average|mean)(?:\s(?!(?:than|by|over|across|for|in|on)\b)[\w@-]+){0,3}?(?: of| is| being| at| comes to)?"
    r"|a mean of"
    r"|averag(?:ing|es|ed)(?: out)?(?: (?:to|at|is))?"
    r"|the (?:average|mean)\b[^,;.\d]{0,60} (?:is|was|are|were|equals|comes to)"
    r"|on average,?|average of|mean of|(?:average|mean):)\s(?:about |roughly |just |only )?$",
    re.I,
)
_AVERAGE_BEHIND = re.compile(
    r"^(?:\s?%|\s?points?|\s[A-Z][\w@-]*|\s[a-z]+)?\s?(?:,\s)?(?:on average\b|in (?:the )?mean\b|on the mean\b)", re.I
)
_JOINED = re.compile(r"\b(?:and|plus|as well as)\b|[+&]")
_OF = re.compile(r"^\s(?:[\w-]+\s)?(?:out )?of\b|^\s?/\s?\d")
_RANDOM = re.compile(r"\b(?:variance|Gaussian|random variables?|normal distribution)\b")
_SPREAD = 20
"""Numbers further apart, as a factor, are not averaged with each other."""
_ON_AVERAGE = re.compile(r"\b(?:[Oo]n average|[Aa]veraged (?:over|across))\b")
_RIVALS = re.compile(
    r"\b(?:compared (?:to|with)|against|versus|vs\.?|than|over|above|below|behind|beats?|while|whereas|but|nearly"
    r"|up from|relative to)\b(?:\s[^\s\d,;]+){0,4}\s$",
    re.I,
)
"""Before values of rivals, which are no parts of an average."""
_OPENED = re.compile(r"[(:–—]|\b(?:of|over|across|from|being)\b")
_MACRO = re.compile(r"\b(?:macro|weighted|averaged? (?:over|across)|per[- ]class|mean of the F)", re.I)
_PRECISION = re.compile(r"(?i:\bprecision\b)|\bP\b")
_RECALL = re.compile(r"(?i:\brecall\b)|\bR\b")
_F1 = re.compile(r"\bF[-_]?[1₁]\b|\bF[- ]?(?:score|measure)s?\b|\bharmonic mean\b", re.I)
_IS_VALUE = re.compile(
    r"(?:[- ](?:score|measure))?\s?(?:is|was|of|at|reaches|rises to|falls to|drops to|becomes|[=:(])\s?(?:about )?"
)
_MEASURED_ON = re.compile(r"\b(?:on|for|in) (?:the )?([A-Z][\w-]+)")
_OTHER_F = re.compile(r"\bF[-_]?(?:0\.5|2|β)\b")
_PRF_NAME = re.compile(
    r"(?P<p>\b[Pp]recision\b|\bP(?=\s?[=:]))|(?P<r>\b[Rr]ecall\b|\bR(?=\s?[=:]))"
    r"|(?P<f>\bF[-_]?[1₁](?:[- ](?:score|measure))?\b|\bF[- ]?(?:score|measure)\b|\bharmonic mean\b)"
)


def sums(line: Line, paper_id: str) -> Iterator[Derivation]:
    """The totals that a line states of numbers that it lists."""
    found = list(_LIST.finditer(line.masked))
    for index, number in enumerate(line.numbers):
        if number.unit in {"x", "points"} or not states_total(line, index):
            continue
        parts = _nearest_list(line, found, index)
        if parts is not None:
            yield from _sum(line, index, parts, paper_id)
    for match in found:
        before = line.masked[: match.start()]
        parts = _indices(match)
        whole = re.findall(r"⟦(\d+)⟧", before)
        if any(states_total(line, part) for part in parts):
            continue
        if len(parts) < 2 or not whole or not (_SPLIT.search(before) or _COLON.search(before)):
            continue
        index = int(whole[-1])
        if line.numbers[index].unit not in {"%", "x", "points"} and not states_total(line, index):
            yield from _sum(line, index, parts, paper_id)


def averages(line: Line, paper_id: str) -> Iterator[Derivation]:
    """The averages that a line states of numbers that it lists."""
    found = list(_LIST.finditer(line.masked))
    for index, number in enumerate(line.numbers):
        if not states_average(line, index):
            continue
        parts = _nearest_list(line, found, index)
        if parts is None or not _alike([*(line.numbers[part] for part in parts), number]):
            continue
        if not one_measure([line.numbers[part] for part in parts], number) or _RANDOM.search(line.text):
            continue
        if not _is_of(line, index, parts):
            continue
        operands = [line.stated(part, f"value_{place}") for place, part in enumerate(parts, start=1)]
        reading = Reading("average", mean([f"{{{place}}}" for place in range(len(parts))]))
        made = derive(paper_id, line.text, line.stated(index), operands, [reading])
        if made:
            yield made


def _is_of(line: Line, index: int, parts: Sequence[int]) -> bool:
    """Whether an average is one of the numbers listed, and not compared with them: "70.1, against 68.6 and 70.0".

    A list that follows is the average's own only in a bracket, behind a colon, or behind "of" or "over".
    """
    number, first, last = line.numbers[index], line.numbers[parts[0]], line.numbers[parts[-1]]
    if _RIVALS.search(line.text[: first.start][-60:]):
        return False
    if index > parts[-1]:
        return not _RIVALS.search(line.text[last.end : number.start])
    return bool(_OPENED.search(line.text[number.end : first.start]))


def one_measure(listed: Sequence[Number], average: Number) -> bool:
    """Whether an average has its parts' order of magnitude and units: else they are of several measures."""
    values = [abs(number.value) for number in listed]
    alike = len({number.unit for number in (*listed, average)} - {""}) <= 1 and len({n.unit for n in listed}) == 1
    near = min(values) / 2 <= abs(average.value) <= max(values) * 2
    return alike and near and max(values) <= _SPREAD * max(min(values), 0.05)


def harmonic_means(line: Line, paper_id: str) -> Iterator[Derivation]:
    """The F1 that a line states together with precision and recall; nothing where it may be averaged over classes."""
    text = line.text
    if not _F1.search(text) or not _PRECISION.search(text) or not _RECALL.search(text):
        return
    if _MACRO.search(text) or _OTHER_F.search(text):
        return
    named = _named(line) or _each_named(line)
    for start in range(0, len(named) - 2, 3):
        triple = dict(named[start : start + 3])
        if set(triple) != {"p", "r", "f"}:
            return
        operands = [line.stated(triple["p"], "precision"), line.stated(triple["r"], "recall")]
        reported = line.stated(triple["f"])
        if all(0 < item.value <= 100 for item in (*operands, reported)):
            made = derive(paper_id, text, reported, operands, [F1])
            places = set(_MEASURED_ON.findall(text))
            if made and (len(places) < 2 or agrees(made)):  # "precision 80 on North, recall 60 on South"
                yield made


def _named(line: Line) -> list[tuple[str, int]]:
    """(which of precision, recall and F1, index) of every number that is one; in their order, lists resolved.

    "precision, recall and F1 of 82.1, 75.3 and 78.6", "82.1 precision, 75.3 recall", "P = 82.1, R = 75.3".
    """
    names = [(match.lastgroup or "", match.start(), match.end()) for match in _PRF_NAME.finditer(line.text)]
    figures = [
        index
        for index, number in enumerate(line.numbers)
        if number.unit in {"", "%"}
        and (number.decimals or number.unit == "%" or 1 < number.value <= 100)
        and not any(start <= number.start < end for _, start, end in names)
    ]
    if len(names) == len(figures) and len(names) % 3 == 0:
        last = line.numbers[figures[-1]].end
        leads = all(name[1] < line.numbers[at].start for name, at in zip(names, figures, strict=True))
        if leads or names[0][1] >= last or _alternate(line, names, figures):
            return [(name, index) for (name, _, _), index in zip(names, figures, strict=True)]
    return []


def _each_named(line: Line) -> list[tuple[str, int]]:
    """The same where the line holds other numbers too, but says of just one each that it is precision, recall, F1."""
    found: list[tuple[str, int]] = []
    starts = {number.start: index for index, number in enumerate(line.numbers)}
    for name in _PRF_NAME.finditer(line.text):
        value = _IS_VALUE.match(line.text, name.end())
        if value and value.end() in starts:
            found.append((name.lastgroup or "", starts[value.end()]))
    return found if sorted(which for which, _ in found) == ["f", "p", "r"] else []


def _alternate(line: Line, names: Sequence[tuple[str, int, int]], figures: Sequence[int]) -> bool:
    """Whether names and numbers take turns."""
    places = [(start, "n") for _, start, _ in names] + [(line.numbers[index].start, "f") for index in figures]
    kinds = [kind for _, kind in sorted(places)]
    return all(one != other for one, other in pairwise(kinds)) or all(
        kinds[at] != kinds[at + 1] for at in range(0, len(kinds), 2)
    )


def states_total(line: Line, index: int) -> bool:
    """Whether a line calls its n-th number a total."""
    before, behind = line.text[: line.numbers[index].start], line.text[line.ends[index] :]
    if _OF.match(behind):  # "In all, 1,120 of the 7,519 entities"
        return False
    return bool(_TOTAL_BEFORE.search(before)) or bool(_TOTAL_BEHIND.match(behind))


def states_average(line: Line, index: int) -> bool:
    """Whether a line calls its n-th number an average."""
    before, behind = line.text[: line.numbers[index].start], line.text[line.ends[index] :]
    if _AVERAGE_BEFORE.search(before) or _AVERAGE_BEHIND.match(behind):
        return True
    figures = [number for number in line.numbers if number.is_figure]
    return bool(_ON_AVERAGE.search(line.text)) and figures == [line.numbers[index]]


def _indices(match: re.Match[str]) -> list[int]:
    return [int(index) for index in re.findall(r"⟦(\d+)⟧", match[0])]


def _nearest_list(line: Line, found: Sequence[re.Match[str]], index: int) -> list[int] | None:
    """The list that a total or an average speaks of: the only one of the line, apart from the number itself."""
    lists = [[part for part in _indices(match) if part != index] for match in found if _is_list(line, match)]
    lists = [parts for parts in lists if len(parts) >= 2]
    return lists[0] if len(lists) == 1 else None


def _is_list(line: Line, match: re.Match[str]) -> bool:
    """Whether numbers are parts of one kind: joined by "and", or in a bracket, and none of them "each"."""
    bracketed = line.masked[: match.start()].rstrip()[-1:] in {"(", ":"}
    around = line.masked[match.start() : match.end() + 40].split(".")[0]
    return bool(bracketed or _JOINED.search(match[0])) and not re.search(r"\beach\b|\bapiece\b", around)


def _sum(line: Line, index: int, parts: Sequence[int], paper_id: str) -> Iterator[Derivation]:
    total, listed = line.numbers[index], [line.numbers[part] for part in parts]
    if not _alike(listed) or (total.unit == "%") != (listed[0].unit == "%"):
        return
    if any(part.value > total.value for part in listed):
        return
    others = [
        number
        for at, number in enumerate(line.numbers)
        if at != index and at not in parts and number.value != total.value and number.unit not in {"%", "x", "points"}
    ]
    if any(number.value >= min(part.value for part in listed) for number in others):
        return  # "110M each ... 406M and 406M, a total of 626M": which of them are meant?
    reported = line.stated(index).counted()
    operands = [line.stated(part, f"part_{place}").counted() for place, part in enumerate(parts, start=1)]
    made = derive(paper_id, line.text, reported, operands, [_plus(operands)])
    if made:
        yield made


def _plus(operands: Sequence[Stated]) -> Reading:
    return Reading("sum", " + ".join(f"{{{place}}}" for place in range(len(operands))))


def _alike(listed: Sequence[Number]) -> bool:
    """Whether numbers can be of one kind: all percentages or none, no factor or change among them."""
    return len({number.unit == "%" for number in listed}) == 1 and not any(
        number.unit in {"x", "points"} for number in listed
    )
