"""Quantities in text: each number with its metric, data set, change, and what is compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.language.changes import (
    ABOUT,
    bound_of,
    change_of,
    first_clause,
    last_clause,
    name_before_bracket,
    other_of,
    subject_of,
    subjects_of,
)
from synth.language.metrics import MetricMention, datasets, metrics
from synth.language.numerals import is_measured_unit, numbers
from synth.language.polarity import DIRECTIONS
from synth.models import Change, Number, Quantity, Sign

MAX_CHARS = 4_000
"""Text beyond this is not read: no sentence is as long."""
MAX_NUMBERS = 60
"""Nor are more numbers than this: a text with more is a table."""
REACH = 110
"""The characters before and behind a number that are read to interpret it."""

_FROM = re.compile(rf"\bfrom\s{ABOUT}$", re.IGNORECASE)
_TO = re.compile(rf"^\s(?:[\w@-]+\s)?(?:up |down )?to\s{ABOUT}$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_DASH = re.compile(r"^\s?(?:[–—−~∼-]|\.\.\.?)\s?$")
_PLUS_MINUS = re.compile(r"^\s?(?:±|\+/[-−])\s?$")
_INTERVAL = re.compile(r"(?:\[|\bCI:?\s?[\[(]?|\binterval(?:s)?:?\s?[\[(]?)\s?$")
_SPANS = re.compile(r"\b(?:rang|var[yi]|lengths?\b|span)")
_MOVES = re.compile(r"\b(?:go(?:es|ing)?|went|chang\w+|mov\w+|jump\w*|shift\w*|climb\w*|shr[iau]nk\w*)\b")
_LISTED = re.compile(r"^,?\s?(?:and|or|&|,|/|vs\.?|versus)?\s?(?:\(?\+\s?)?$")
_NAMES_LISTED = re.compile(r"^(?: \([^()]{0,20}\))?,?\s?(?:and|or|&|,)?\s?(?:the )?$")
_COORDINATED = re.compile(r",? (?:and|or|&|while|whereas|but|compared (?:to|with)|vs\.?|versus) |, | & ")
_P_VALUE = re.compile(r"\b(?P<p>[pP])\s?(?:-?values?\s?)?(?:of\s|[<>=≤≥]\s?)$")
_CONFIDENCE = re.compile(r"^\s?(?:CI|confidence|level|significance)\b")
_TIMED = re.compile(r"time|[Ll]atency|[Tt]hroughput|memory|TTFT|rate")
"""Metrics that have a unit of measure; "16-bit precision" is not one."""
_SETTING = re.compile(r"(?<!\w)(?![pPFR]\b)[^\W\d_](?:_\S{1,4})?\s?=\s?$")
"""A variable that is set: "λ = 1.1" is not a result."""
_DIRECT = re.compile(r"^\s?(?:points?\s)?(?:(?:of|in|on|for)\s)?(?:the\s|its\s)?(?:[a-z]+\s)?$")
"""Between a number and a metric that is surely its own: "44.5 EM", "points of accuracy"."""
_IN_METRIC = re.compile(
    r"^\s?(?:(?:absolute|relative|higher|lower|better|worse|more|less|average|further)\s)*"
    r"(?:improvements?|gains?|increases?|boosts?|reductions?|drops?|points?|decreases?)?\s?(?:in|on|of|for)\s"
)
"""Between a change and its metric: "34 % improvement in"."""


@dataclass
class _Draft:
    """A quantity under construction; `start` and `end` are those of all its numbers."""

    number: Number
    start: int
    end: int
    baseline: Number | None = None
    upper: Number | None = None
    margin: Number | None = None
    metric: MetricMention | None = None
    dataset: MetricMention | None = None
    change: Change | None = None
    direction: Sign | None = None
    subject: str | None = None
    other: str | None = None

    @property
    def measures(self) -> bool:
        """Whether it can have a metric: "25,000 questions" counts."""
        return self.number.is_figure or not self.number.unit or is_measured_unit(self.number.unit)


@dataclass(frozen=True)
class _Surroundings:
    """The text around a number in its clause, up to the neighbouring numbers."""

    before: str
    behind: str


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order; all offsets count code points in `text`. Any text is accepted."""
    text = text[:MAX_CHARS]
    drafts = _joined(text, numbers(text)[:MAX_NUMBERS])
    if not drafts:
        return ()
    around = [_around(text, drafts, place) for place in range(len(drafts))]
    _name(text, drafts, around)
    _share_lists(text, drafts)
    for place, draft in enumerate(drafts):
        previous = drafts[place - 1] if place else None
        if draft.baseline is not None:
            rise = draft.number.value - draft.baseline.value
            draft.direction = 0 if rise == 0 else 1 if rise > 0 else -1
        else:
            draft.change, draft.direction = change_of(draft.number, around[place].before, around[place].behind)
            if draft.direction is None and previous is not None and _continues(text, previous, draft):
                draft.change, draft.direction = previous.change, previous.direction
        clause = last_clause(text[: draft.start][-2 * REACH :])
        rest = first_clause(text[draft.end :][:REACH])
        draft.subject = draft.subject or _name_before_bracket(text, draft) or subject_of(clause)
        draft.other = other_of(clause, rest, is_compared=bool(draft.direction or draft.metric))
    return tuple(_finished(draft, text) for draft in drafts)


def _name_before_bracket(text: str, draft: _Draft) -> str | None:
    """The name before brackets with one number; in "GPT-4 (21% vs. 41%)" it is open whose is which."""
    inside = text[draft.end :][:REACH].partition(")")[0]
    return None if any(map(str.isdigit, inside)) else name_before_bracket(text[: draft.start][-REACH:])


def _joined(text: str, found: Sequence[Number]) -> list[_Draft]:
    """Numbers that are one quantity put together: ranges, intervals, "from X to Y", "85 ± 3%"."""
    drafts: list[_Draft] = []
    for number in found:
        last = drafts[-1] if drafts else None
        whole = _with(text, last, number) if last and not (last.upper or last.margin or last.baseline) else None
        if whole:
            drafts[-1] = whole
        elif number.unit != "%" or not _CONFIDENCE.match(text[number.end : number.end + 14]):
            drafts.append(_Draft(number, number.start, number.end))  # "95% CI" is only the level of an interval
    return drafts


def _with(text: str, last: _Draft, number: Number) -> _Draft | None:
    """The number joined with the one before it, or None where they are two quantities."""
    gap = text[last.end : number.start]
    if len(gap) > 24:
        return None
    before = text[max(0, last.start - 60) : last.start]
    first = last.number if last.number.unit else last.number.model_copy(update={"unit": number.unit})
    whole = _Draft(first, last.start, number.end)
    spans = _BETWEEN.search(before) and gap.strip() in {"and", "–"}
    if _PLUS_MINUS.match(gap):
        whole.margin = number
    elif (_DASH.match(gap) and number.value > last.number.value) or _is_interval(before, gap) or spans:
        whole.upper = number
    elif _TO.match(gap) and _FROM.search(before):
        if _moves(before):
            whole.number, whole.baseline = number, first
        else:
            whole.upper = number
    else:
        return None
    return whole


def _is_interval(before: str, gap: str) -> bool:
    return bool(_INTERVAL.search(before)) and gap.strip() in {",", "to", ";"}


def _moves(before: str) -> bool:
    """Whether the text before "from X to Y" is about a change, not a range of values."""
    clause = last_clause(before.lower())
    if _SPANS.search(clause):
        return False
    return any(word in DIRECTIONS for word in re.findall(r"[\w-]+", clause)) or bool(_MOVES.search(clause))


def _around(text: str, drafts: list[_Draft], place: int) -> _Surroundings:
    floor = drafts[place - 1].end if place else 0
    ceiling = drafts[place + 1].start if place + 1 < len(drafts) else len(text)
    draft = drafts[place]
    behind = first_clause(text[draft.end : ceiling][:REACH])
    if text[max(0, draft.start - 2) : draft.start].strip("+ ").endswith("("):  # "XSum (0.1 AUROC) and SQuAD (0.05)"
        behind = behind.partition(")")[0]
    return _Surroundings(last_clause(text[floor : draft.start][-REACH:]), behind)


def _name(text: str, drafts: list[_Draft], around: list[_Surroundings]) -> None:
    """Give each quantity that measures something its metric and its data set."""
    named_metrics, named_sets = metrics(text), datasets(text)
    for place, draft in enumerate(drafts):
        if not draft.measures:
            continue
        start, end = draft.start - len(around[place].before), draft.end + len(around[place].behind)
        draft.metric = _metric(text, draft, [name for name in named_metrics if start <= name.start < end])
        near = [name for name in named_sets if start <= name.start < end]
        behind = [name for name in near if name.start >= draft.start]
        draft.dataset = behind[0] if behind else near[-1] if near else None
        if draft.metric is None and place and _continues(text, drafts[place - 1], draft):
            draft.metric = drafts[place - 1].metric
        if draft.metric is not None and draft.dataset is None and len(named_sets) == 1:
            draft.dataset = named_sets[0]


def _continues(text: str, previous: _Draft, draft: _Draft) -> bool:
    """Whether a number continues a list of results: "83.8 on the co-view task, and 84.5 on co-read"."""
    gap = text[previous.end : draft.start]
    return (
        previous.number.is_figure
        and draft.number.is_figure
        and previous.number.unit == draft.number.unit
        and len(gap) < REACH
        and bool(_COORDINATED.search(gap))
    )


def _metric(text: str, draft: _Draft, named: list[MetricMention]) -> MetricMention | None:
    """The metric directly behind a number ("44.5 EM"), else the nearest before it in its clause, else one behind."""
    leading = text[max(0, draft.start - 14) : draft.start]
    p_value = _P_VALUE.search(leading)
    if p_value:
        at = draft.start - len(leading) + p_value.start("p")
        return MetricMention(p_value["p"], at, at + 1)
    if _SETTING.search(leading):
        return None
    if is_measured_unit(draft.number.unit):
        named = [name for name in named if _TIMED.search(name.text)]
    inside = [name for name in named if draft.start <= name.start < draft.end]
    behind = next((name for name in named if name.start >= draft.end), None)
    ahead = next((name for name in reversed(named) if name.start < draft.start), None)
    if behind and subject_of(text[draft.end : behind.start]):  # "hallucinates 78% of the time, ours achieves accuracy"
        behind = None
    if inside or (behind and _DIRECT.match(text[draft.end : behind.start])):
        return inside[0] if inside else behind
    if not draft.number.unit and not draft.number.is_figure:  # a bare whole number measures only what is beside it
        return ahead if ahead and draft.start - ahead.end < 24 else None
    if behind and _IN_METRIC.match(text[draft.end : behind.start]):
        return behind
    return ahead or behind


def _share_lists(text: str, drafts: list[_Draft]) -> None:
    """Numbers in a list share the unit that the last has, and take the names of an equally long list, in order.

    "A and B reach 44.5 and 41.2 EM on NQ and TQA, respectively."
    """
    start = 0
    for end in range(1, len(drafts) + 1):
        if end == len(drafts) or not _LISTED.match(text[drafts[end - 1].end : drafts[end].start]):
            if end - start > 1:
                _share(text, drafts[start:end])
            start = end


def _share(text: str, listed: list[_Draft]) -> None:
    last = listed[-1]
    for draft in listed:
        if not draft.number.unit and last.number.unit in {"%", "points", "x"}:
            draft.number = draft.number.model_copy(update={"unit": last.number.unit})
        if draft.measures:
            draft.metric = draft.metric or last.metric
            draft.dataset = draft.dataset or last.dataset or listed[0].dataset
    measuring = [draft for draft in listed if draft.measures]
    for draft, name in zip(measuring, _list_of(text, metrics(text), listed), strict=False):
        draft.metric = name
    for draft, name in zip(measuring, _list_of(text, datasets(text), listed), strict=False):
        draft.dataset = name
    if "respectively" in text:
        subjects = subjects_of(last_clause(text[: listed[0].start][-2 * REACH :]))
        for draft, subject in zip(listed, subjects if len(subjects) == len(listed) else (), strict=False):
            draft.subject = subject


def _list_of(text: str, named: list[MetricMention], listed: list[_Draft]) -> list[MetricMention]:
    """As many mentions in a list of their own as there are numbers in theirs, the nearest to those; else none."""
    size = len(listed)
    lists = [
        named[first : first + size]
        for first in range(len(named) - size + 1)
        if all(
            _NAMES_LISTED.match(text[named[place].end : named[place + 1].start])
            for place in range(first, first + size - 1)
        )
    ]
    return min(lists, key=lambda names: abs(names[0].start - listed[0].start), default=[])


def _finished(draft: _Draft, text: str) -> Quantity:
    return Quantity(
        number=draft.number,
        baseline=draft.baseline,
        upper=draft.upper,
        margin=draft.margin,
        bound=bound_of(text[max(0, draft.start - 24) : draft.start]),
        metric=draft.metric.text.replace("accurate", "accuracy") if draft.metric else None,
        dataset=draft.dataset.text if draft.dataset else None,
        change=draft.change,
        direction=draft.direction,
        subject=draft.subject,
        other=draft.other,
    )
