"""The vote of the figures in one sentence, where each is tied to a side: exact, and None in any doubt."""

import re
from typing import NamedTuple

from synth.answer.named_sides import COST
from synth.answer.orientation import sign_of_yes
from synth.language.lexicon import words_of
from synth.language.outcomes import polarity, word_polarity
from synth.language.rules import states_no_difference_in
from synth.language.sides import OUTCOME, SUBJECT, PaperSides
from synth.models import Question, Vote

NAMED = 0.5
"""How strongly a side must be named for a figure to be its own."""

_FIGURE = re.compile(r"(?<![\w.,/-])(?:\d+(?:\.\d+)?\s?(?:%|percent\b)|\d+\.\d+)(?![\w-])")
_NAME = re.compile(r"(?<![\w-])[A-Z][\w/+-]*[A-Z\d][\w/+-]*")
_BEHIND = re.compile(r"[\s\w%@()-]{0,22}?\b(?:for|of|by|with|from|using)\s(?:the |an? |our )?(?:[a-z][\w-]* ){0,2}")
_MADE_WITH = re.compile(r"\s(?:by|with|using|via|from)\s(?:the |an? |our )?|\s?\(")
"""What ties another name to a side before it: "dense retrieval by SBERT"."""
_AND = re.compile(r",? (?:and|or) |, ")
_VERSUS = re.compile(r"(?<=\d|%)\s(?:vs\.?|versus)\s")
_AGAINST = re.compile(r"\b(?:compared (?:to|with)|against|versus|vs\.?|as opposed to|than)\s(?:only |just )?$")
_CHANGE = re.compile(r"(?<!compared )(?<!relative )\b(?:by|from|to|than)\s(?:about |only |around |up to )?$")
_CLAUSE_ENDS = re.compile(r"[,;]\s")
_ENDS = re.compile(r"[;.]\s")
_STATISTIC = re.compile(
    r"(?:^|[\s(,;])(?:[FtzZUHWQ]|χ²?|df|SE|SD|s\.[ed]\.|[Pp])\s?(?:\([\d., ]+\)\s?)?[=<>≤≥]\s?[-−]?$"
)
"""A test statistic or a spread, which is no value of an outcome: "(F = 1.78)"."""
_TIMES = re.compile(r"\s?(?:times|fold|x\b|×)")
_DURATION = re.compile(r"\d\s?(?:[mnµ]?s|sec(?:onds?)?|min(?:utes?)?|h(?:ours?)?|days?)\b")


def _is_share(figure: str) -> bool:
    return figure.endswith(("%", "percent"))


def _is_plain(figure: str) -> bool:
    return not _is_share(figure)


class _Name(NamedTuple):
    """A name in a sentence: the subject's (1), a comparator's (-1), or another's (0)."""

    start: int
    end: int
    side: int


def vote_of_figures(question: Question, sentence: str, sides: PaperSides) -> Vote | None:
    """The vote of a sentence by its figures, or None: "the accuracy of A is 78.4 %, against 59.1 % for B" is for A.

    Changes and ratios do not vote, nor do figures of what the question does not ask about: another outcome, a cost; nor
    those of which the sentence says that they do not differ.
    """
    if question.asks == "change" and question.outcomes and sides.named(sentence).get(OUTCOME, 0.0) < NAMED:
        return None
    clauses = _up_to_the_figures(sentence)
    if states_no_difference_in(clauses.lower()):
        return None
    if COST.search(clauses) and not any(COST.search(outcome) for outcome in question.outcomes):
        return None
    assigned = _assign_figures(sentence, _names(sentence, sides))
    of_subject = [figure for side, figure in assigned if side > 0]
    of_others = [figure for side, figure in assigned if side < 0]
    for of_kind in (_is_share, _is_plain):
        if any(map(of_kind, of_subject)) and any(map(of_kind, of_others)):
            of_subject, of_others = list(filter(of_kind, of_subject)), list(filter(of_kind, of_others))
            break
    else:
        return None
    if min(len(of_subject), len(of_others)) > 1 and len(of_subject) != len(of_others):
        return None
    pairs = (
        zip(of_subject, of_others, strict=True)
        if len(of_subject) == len(of_others)
        else [(a, b) for a in of_subject for b in of_others]
    )
    signs = {(_value(a) > _value(b)) - (_value(a) < _value(b)) for a, b in pairs}
    if len(signs) > 1:
        return "mixed" if {1, -1} <= signs else None
    sign = signs.pop()
    if sign == 0:
        return "for" if question.or_equal or question.asks_same else "no_difference"
    if question.asks_same:
        return None  # two figures may differ by chance
    return "for" if sign * _sign_of_higher(question, clauses) > 0 else "against"


def _up_to_the_figures(sentence: str) -> str:
    """The sentence up to the end of the clause of its last figure: what follows is about something else."""
    last = max((match.end() for match in _FIGURE.finditer(sentence)), default=0)
    ends = _CLAUSE_ENDS.search(sentence, last)
    return sentence[: ends.start()] if ends else sentence


def _names(sentence: str, sides: PaperSides) -> list[_Name]:
    found = [
        _Name(mention.start, mention.end, 1 if mention.role == SUBJECT else -1)
        for mention in sides.mentions(sentence)
        if mention.role != OUTCOME and mention.strength >= NAMED
    ]
    for match in _NAME.finditer(sentence):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            made = (one.side for one in found if _MADE_WITH.fullmatch(sentence, one.end, match.start()))
            found.append(_Name(match.start(), match.end(), next(made, 0)))
    return sorted(found)


def _assign_figures(sentence: str, names: list[_Name]) -> list[tuple[int, str]]:
    """The figures with the side that each belongs to: that of the name before it, or of the name given behind it.

    A figure compared with one of a side belongs to the other: "a B-sized model obtains 74.9 %, compared to 77.9 %
    for B". Two figures behind two names, "A and B (84.7 vs. 85.4)", belong to them in turn; behind others, to none.
    """
    in_names = [range(name.start, name.end) for name in names]
    figures = [match for match in _FIGURE.finditer(sentence) if not any(match.start() in name for name in in_names)]
    assigned: list[tuple[int, str]] = []
    for place, match in enumerate(figures):
        floor = figures[place - 1].end() if place else 0
        leading = sentence[floor : match.start()]
        if _CHANGE.search(leading) or _TIMES.match(sentence, match.end()):
            continue
        if _numbers_a_thing(leading) or _STATISTIC.search(leading):
            continue
        last = next((other for other in figures[place:] if not _joined(sentence, figures, other)), match)
        after = next((name for name in names if name.start >= last.end()), None)
        before = [name for name in names if floor <= name.end <= match.start()]
        side: int | None = None
        if place and _VERSUS.fullmatch(sentence, floor, match.start()):
            continue
        if len(figures) > place + 1 and _VERSUS.fullmatch(sentence, match.end(), figures[place + 1].start()):
            if sorted(name.side for name in before[:2]) == [-1, 1] and not any(one.side for one in before[2:]):
                assigned += [(before[0].side, match[0]), (before[1].side, figures[place + 1][0])]
            continue
        if after and _BEHIND.fullmatch(sentence, last.end(), after.start):
            side = after.side
        elif before and not _ENDS.search(sentence, before[-1].end, match.start()):
            side = before[-1].side
        against = bool(_AGAINST.search(leading))
        if against and side and assigned and assigned[-1][0] == side and any(name.side == -side for name in names):
            assigned[-1] = (-side, assigned[-1][1])
        if side is not None:
            assigned.append((side, match[0]))
    return assigned


def _numbers_a_thing(before: str) -> bool:
    """Whether a figure behind these words only names something: "Linux kernel version 4.15"."""
    return bool(words := before.lower().split()) and words[-1] in words_of("numbered")


def _joined(sentence: str, figures: list[re.Match[str]], figure: re.Match[str]) -> bool:
    """Whether the next figure is listed with this one: "77.9 % and 79.9 % for A and B"."""
    following = next((other for other in figures if other.start() > figure.start()), None)
    return following is not None and bool(_AND.fullmatch(sentence, figure.end(), following.start()))


def _value(figure: str) -> float:
    return float(figure.removesuffix("percent").rstrip("% "))


def _sign_of_higher(question: Question, sentence: str) -> int:
    """1 where a higher figure of the subject supports a yes, else -1."""
    less = -1 if any(word_polarity(word) < 0 for word in re.findall(r"[a-z-]+", sentence.lower())) else 1
    if "speed" in question.outcomes and _DURATION.search(sentence):  # "A took 1.2 s whereas B took 1.9 s"
        less = -1
    if question.asks == "change":
        return question.sign * (less if polarity(" ".join(question.outcomes)) > 0 else 1)
    return sign_of_yes(question) * less
