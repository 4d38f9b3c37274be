"""What a question is understood to ask, as it is put together piece by piece."""

from dataclasses import dataclass, field

from synth.language.text import STOP_WORDS, words
from synth.models import QuestionAsks, QuestionKind, QuestionSign
from synth.question import frames
from synth.question.lexicon import Measure


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

    def means(self, asks: QuestionAsks, sign: int) -> None:
        """What a yes says."""
        self.asks, self.sign = asks, 1 if sign > 0 else -1 if sign < 0 else 0

    def add_subject(self, phrase: str) -> None:
        """A side, with what follows its preposition as the setting, but for a gerund's ("training on code")."""
        head, *tails = frames.SETTING.split(f" {phrase} ")
        generic = {*frames.GENERIC, *frames.SCAFFOLD, *STOP_WORDS}
        if tails and (
            set(head.lower().split()) <= generic or (frames.GERUND.fullmatch(trimmed(head)) and len(head.split()) == 1)
        ):
            if set(head.lower().split()) <= generic:
                head, *tails = tails
            else:
                head, tails = phrase, []
        append(self.subjects, head)
        self.add_settings(tails)

    def add_subjects(self, phrase: str) -> None:
        """Sides parted by "or", or by commas."""
        for side in frames.EITHER_OR.split(phrase):
            self.add_subject(side)

    def add_outcomes(self, phrase: str) -> None:
        """Outcomes parted by "and", "or" and commas, and the setting behind them."""
        head, *tails = frames.SETTING.split(f" {phrase} ")
        for part in frames.LIST.split(head) if " between " not in head else [head]:
            append(self.outcomes, part)
        self.add_settings(tails)

    def add_settings(self, phrases: list[str]) -> None:
        """Settings, each once."""
        for phrase in phrases:
            append(self.settings, phrase)

    def measured(self, measure: Measure, more: int) -> None:
        """ "more accurate", "faster", "less safe": the noun, and which way a yes goes."""
        self.means(measure.asks, measure.sign * more)
        append(self.outcomes, measure.noun)


def trimmed(phrase: str) -> str:
    """The phrase without articles and words of the frame at its ends; "water use" keeps its noun."""
    kept = phrase.strip(" ,.'’-").split()
    while kept and _is_frame(kept[0]):
        kept.pop(0)
    while kept and _is_frame(kept[-1]) and not (kept[-1] == "use" and len(kept) > 1):
        kept.pop()
    return " ".join(kept).strip(" ,.'’-")


def append(facets: list[str], phrase: str) -> None:
    """Add a phrase without the frame's words at its ends, where something is left and is new."""
    facet = trimmed(phrase)
    if facet and words(facet) and facet not in facets:
        facets.append(facet)


def _is_frame(word: str) -> bool:
    bare = word.lower().strip(",.'’")
    return bare in STOP_WORDS or bare in frames.SCAFFOLD


def has_content(phrase: str) -> bool:
    """Whether a phrase has a word that is neither a function word nor one of the frame's."""
    return any(not _is_frame(word) for word in words(phrase))
