"""What a question asks, as it is understood piece by piece."""

import re
from dataclasses import dataclass, field

from synth.language.measures import Measure
from synth.language.text import STOP_WORDS, words
from synth.models import QuestionAsks, QuestionKind, QuestionSign
from synth.question import frames


@dataclass
class Frame:
    """A question as it is understood so far."""

    kind: QuestionKind = "open"
    asks: QuestionAsks = "difference"
    sign: QuestionSign = 0
    or_equal: bool = False
    subjects: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    other: str = ""
    compares: bool = False

    def set_meaning(self, asks: QuestionAsks, sign: int) -> None:
        """Set what a yes states."""
        self.asks, self.sign = asks, 1 if sign > 0 else -1 if sign < 0 else 0

    def add_subject(self, phrase: str) -> None:
        """Add a side, and what follows its preposition as the setting, except after a gerund ("training on code")."""
        head, *tails = frames.SETTING_OF_SUBJECT.split(f" {phrase} ")
        generic = {*frames.GENERIC, *frames.SCAFFOLD, *STOP_WORDS}
        if tails and (
            set(head.lower().split()) <= generic or (frames.GERUND.fullmatch(trimmed(head)) and len(head.split()) == 1)
        ):
            if set(head.lower().split()) <= generic:
                head, *tails = tails
            else:
                head, tails = phrase, []
        elif tails and _QUALIFIED.search(head.strip()):
            head, tails = phrase, []  # "models trained on text", "batteries that were retired from cars"
        append(self.subjects, head)
        self.add_settings(tails)

    def add_subjects(self, phrase: str) -> None:
        """Add sides separated by "or" or commas."""
        for side in frames.EITHER_OR.split(phrase):
            self.add_subject(side)

    def add_listed(self, phrase: str) -> None:
        """Add sides separated by "or", or by commas where there are any ("A, B and C")."""
        for side in (frames.LIST if "," in phrase else frames.EITHER_OR).split(phrase):
            append(self.subjects, side)

    def add_outcomes(self, phrase: str) -> None:
        """Add outcomes separated by "and", "or" or commas, examples of one beside it, and the setting behind them."""
        head, *tails = frames.parts_by_setting(phrase)
        for named in frames.EXAMPLES.split(head):
            for part in frames.LIST.split(named) if " between " not in named else [named]:
                append(self.outcomes, part)
        self.add_settings(tails)

    def add_settings(self, phrases: list[str]) -> None:
        """Add settings, each once."""
        for phrase in phrases:
            append(self.settings, phrase)

    def add_settings_behind(self, phrase: str) -> None:
        """Add the settings in a phrase, behind what is put into them."""
        self.add_settings(frames.parts_by_setting(phrase)[1:])

    def add_measure(self, measure: Measure, more: int) -> None:
        """Add the outcome of "more accurate", "faster" or "less safe", with the meaning of a yes."""
        self.set_meaning(measure.asks, measure.sign * more)
        append(self.outcomes, measure.noun)


ADJECTIVE = re.compile(r"\w{3,}(?:al|ic|ive|ous|ary|able|ible)$")
"""A word that names nothing without its noun: "observational studies"."""
_QUALIFIED = re.compile(r"\S (?:(?:that|which|who|whose) .+|\w{2,}(?:ed|wn|en|own|orn))$", re.I)
"""Behind a noun, before a preposition: what tells which of the things is meant, with what follows."""
_NOUNS = frozenset(("use", "work", "effect", "effects"))
"""Words of the question frame that are the noun of a longer phrase."""


def trimmed(phrase: str) -> str:
    """The phrase without articles and words of the question frame at its ends; "remote work" keeps its noun, and so do
    "effects reported".
    """
    printed = phrase.strip(" ,.'’-").split()
    first, last = 0, len(printed)
    while first < last and _is_frame(printed[first]):
        first += 1
    while last > first and _is_frame(printed[last - 1]):
        if last - first > 1 and (
            printed[last - 1] in _NOUNS or (last - first == 2 and ADJECTIVE.search(printed[first]))
        ):
            break
        last -= 1
    if last - first == 1 and first and printed[first].endswith("ed") and printed[first - 1].lower() not in STOP_WORDS:
        first -= 1
    return " ".join(printed[first:last]).strip(" ,.'’-")


def append(facets: list[str], phrase: str) -> None:
    """Add a trimmed phrase, unless it is empty or already there."""
    facet = trimmed(phrase)
    if facet and words(facet) and facet not in facets:
        facets.append(facet)


def _is_frame(word: str) -> bool:
    bare = word.lower().strip(",.'’")
    return bare in STOP_WORDS or bare in frames.SCAFFOLD


def has_content(phrase: str) -> bool:
    """Whether a phrase has a word that is neither a function word nor one of the question frame."""
    return any(not _is_frame(word) for word in words(phrase))
