"""The names in a sentence that its figures may belong to: those of the question's sides, and of other things."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from synth.answer.named_sides import NamedSides
from synth.answer.tied_figures import Name
from synth.language.lexicon import any_of, words_of
from synth.language.metrics import datasets, metrics
from synth.language.sides import OUTCOME, SUBJECT, PaperSides
from synth.models import Quantity

NAMED = 0.5
"""How strongly a side must be named for a figure to be its own."""
OPENING = 3
"""How many letters of a side tell that it is itself the lack of something: "no-till"."""

_NAME = re.compile(r"(?<![\w-])[A-Z][\w/+-]*[A-Z\d][\w/+-]*")
_WORD = re.compile(r"[a-z]+")
_LACKS = ("without", "no ", "w/o")
_LACKED = re.compile(
    rf"(?i:\b(?:{any_of(words_of('figures', 'lacking'))}|(?:gave|giving|given) up)[ -](?:(?!and )[a-z-]+ ){{0,3}}"
    r"|\b(?:non|un|pre)-?)$"
)
"""Before what is not there: "never" of "never smokers"."""
_TAKEN_UP = re.compile(r"\b(?P<lacks>without|before)\s(?:it|them|this)\b|\b(?:with|after|under)\s(?:it|them|this)\b")
_MADE_WITH = re.compile(r"\s(?:by|with|using|via|from)\s(?:the |an? |our )?|\s?\(")
"""What ties another name to a side before it: "dense retrieval by SBERT"."""
_UNIT_FOLLOWS = re.compile(r"(?:\bper|/|\d)\s$")


def names_in(
    sentence: str, sides: PaperSides | NamedSides, numbers: Sequence[Quantity], subjects: Sequence[str]
) -> tuple[Name, ...]:
    """All names in a sentence, in order and without overlaps: mentions of a side, single words that tell one from the
    others, what stands for doing without the only subject, and other things, which stand for neither side.
    """
    found: list[Name] = []
    for name in (*_of_sides(sentence, sides, numbers), *(_of_lack(sentence) if len(subjects) == 1 else ())):
        _add(found, _whole_word(sentence, name))
    if len(subjects) == 1 and not _LACKED.search(subjects[0][:OPENING]):
        found = [
            name._replace(side=-1) if name.side == 1 and _LACKED.search(sentence, 0, name.start) else name
            for name in found
        ]
    for name in list(_of_others(sentence, found)):
        _add(found, name)
    found.sort()
    qualified = {
        name  # of "EvoMaster black-box" the last word tells
        for name, behind in pairwise(found)
        if name.side * behind.side < 0 and sentence[name.end : behind.start] in (" ", "-")
    }
    return tuple(name for name in found if name not in qualified)


def _add(found: list[Name], name: Name) -> None:
    if all(name.end <= one.start or one.end <= name.start for one in found):
        found.append(name)


def _whole_word(sentence: str, name: Name) -> Name:
    """A name with what its first word is joined to: the "no" of "no-till"."""
    start = name.start
    while start > 1 and sentence[start - 1] == "-" and sentence[start - 2].isalpha():
        start = sentence.rfind(" ", 0, start) + 1
    return name._replace(start=start)


def _of_sides(sentence: str, sides: PaperSides | NamedSides, numbers: Sequence[Quantity]) -> Iterator[Name]:
    for mention in sides.mentions(sentence):
        spans_figure = any(mention.start < each.number.start < mention.end for each in numbers)
        if mention.role != OUTCOME and mention.strength >= NAMED and not spans_figure:
            lacks = sentence[mention.start : mention.end].lower().startswith(_LACKS)
            yield Name(mention.start, mention.end, _side_of(mention.role), lacks)
    for role, token in sides.hints(sentence):
        if role != OUTCOME:
            yield Name(token.start, token.end, _side_of(role))


def _side_of(role: str) -> int:
    return 1 if role == SUBJECT else -1


def _of_lack(sentence: str) -> Iterator[Name]:
    """ "Without it", "with it", "placebo"."""
    for match in _TAKEN_UP.finditer(sentence):
        yield Name(match.start(), match.end(), -1 if match["lacks"] else 1, lacks=True)
    for word in _WORD.finditer(sentence):
        if word[0] in words_of("untreated"):
            yield Name(word.start(), word.end(), -1)


def _of_others(sentence: str, found: Sequence[Name]) -> Iterator[Name]:
    """Names of other things, which are no metric, data set, statistic or unit; one that a side is made with is its."""
    known = [(one.start, one.end) for one in (*metrics(sentence), *datasets(sentence))]
    for match in _NAME.finditer(sentence):
        is_known = any(start < match.end() and match.start() < end for start, end in known)
        if (
            is_known
            or match[0] in words_of("figures", "statistics")
            or _UNIT_FOLLOWS.search(sentence, 0, match.start())
        ):
            continue
        made = (one.side for one in found if _MADE_WITH.fullmatch(sentence, one.end, match.start()))
        yield Name(match.start(), match.end(), next(made, 0))
