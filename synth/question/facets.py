"""A research question in plain words is taken apart by rules: what is compared, measured by what, on what."""

import re
import unicodedata

from synth.errors import QuestionError
from synth.models import Question, QuestionKind
from synth.question import frames
from synth.text import STOP_WORDS, normalise, words

MAX_QUESTION_CHARS = 500

_STAGE = "question"
_REMEDY = 'ask in a sentence, such as "Does retrieval augmentation reduce hallucination?"'


def parse_question(text: str) -> Question:
    """Take a research question, or a bare topic, apart into its facets.

    Raises QuestionError where it is empty, longer than 500 characters, or has no content word.
    """
    question = normalise(text)
    if not question:
        raise QuestionError("the question is empty", stage=_STAGE, remedy=_REMEDY)
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"the question has {len(question)} characters, more than {MAX_QUESTION_CHARS}",
            item=f"{question[:40]}…",
            stage=_STAGE,
            remedy="ask one question in one sentence",
        )
    terms = _terms(question)
    if not terms:
        raise QuestionError("the question has no content words", item=question[:60], stage=_STAGE, remedy=_REMEDY)

    body = _bare(question)
    facets = _Facets()
    asked = facets.read_measure(body)
    compares = facets.read_comparison(asked)
    acts = not compares and (facets.read_passive_effect(asked) or facets.read_effect(_topic(asked)))
    if not compares and not acts:
        facets.read_topic(asked)
    # "improve calibration of networks" asks about its outcome, and "what works best?" about its content words
    subjects = tuple(facets.subjects) or tuple(facets.outcomes) or (" ".join(terms),)
    return Question(
        text=question,
        kind=_kind(body, compares=len(subjects) > 1, acts=acts, measures=asked != body),
        subjects=subjects,
        outcomes=tuple(outcome for outcome in facets.outcomes if outcome not in subjects),
        settings=tuple(setting for setting in facets.settings if setting not in {*subjects, *facets.outcomes}),
        terms=terms,
    )


class _Facets:
    """Facets as they are found, each once and in the order of the question."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.outcomes: list[str] = []
        self.settings: list[str] = []

    def read_measure(self, body: str) -> str:
        """Read "how much Y does A save" or "how fast is A"; the text without it, or as it is where it has neither."""
        for frame in frames.MEASURES:
            match = frame.fullmatch(body)
            if match and _has_content(match["outcome"]) and _has_content(match["subject"]):
                groups = match.groupdict(default="")
                self._add_outcomes(groups["outcome"])
                self._add_outcomes(groups.get("aim", ""))
                self._add_settings([groups.get("setting", "")])
                return f"{groups['subject']}{groups.get('rest', '')}"
        return body

    def read_comparison(self, body: str) -> bool:
        """Read "A compared with B" in one of its frames; False where the text has none of them."""
        topic = _topic(body)
        for frame, text in ((frames.CHOICE, body), *((frame, topic) for frame in frames.COMPARISONS)):
            match = frame.fullmatch(text)
            if not match or not _has_content(match["left"]) or not _has_content(match["right"]):
                continue
            groups = match.groupdict(default="")
            for side in (match["left"], match["right"]):
                if not self.read_effect(_topic(side)):
                    self._add_subject(side)
            self._add_outcomes(groups.get("outcome", ""))
            self._add_settings(frames.SETTING.split(f" {groups.get('rest', '')} ")[1:])
            return True
        return False

    def read_effect(self, topic: str) -> bool:
        """Read "A reduces Y on Z" or "effect of A on Y in Z"; False where the text has neither."""
        return self._read_effect(
            topic, frames.EFFECT_NOUN, frames.RELATION, frames.ROLE, frames.EFFECT_VERB, frames.EFFECT_MAKE
        )

    def read_passive_effect(self, body: str) -> bool:
        """Read "is Y reduced by A"; False where the text is none."""
        return self._read_effect(body, frames.EFFECT_PASSIVE)

    def _read_effect(self, text: str, *allowed: re.Pattern[str]) -> bool:
        for frame in allowed:
            match = frame.fullmatch(text)
            if match and _has_content(match["outcome"]):
                for side in frames.EITHER_OR.split(match["subject"]):
                    head = frames.SETTING.split(f" {side} ")[0].strip()
                    if frames.GERUND.fullmatch(_topic(head)):
                        _append(self.subjects, side)
                    else:
                        self._add_subject(side)
                self._add_outcomes(match["outcome"])
                return True
        return False

    def read_topic(self, body: str) -> None:
        """Read what is neither a comparison nor an effect: "which A is best", "can A be done", a bare "A for Z"."""
        most, which, passive = (frame.fullmatch(body) for frame in (frames.WHICH_MOST, frames.WHICH, frames.PASSIVE))
        if most and _has_content(most["thing"]):
            self._add_outcomes(most["outcome"] or most["most"])
            self._add_subject(f"{most['thing']} {most['rest']}")
        elif which and _has_content(which["thing"]):
            self._add_subject(f"{which['thing']} {which['rest']}")
        elif passive and _has_content(passive["subject"]):
            self._add_subject(passive["subject"])
            self._add_outcomes(passive["outcome"])
        else:
            for side in frames.EITHER_OR.split(_topic(body)):
                self._add_subject(side)

    def _add_subject(self, phrase: str) -> None:
        head, *tails = frames.SETTING.split(f" {phrase} ")
        if tails and set(_topic(head).lower().split()) <= frames.GENERIC | frames.SCAFFOLD | STOP_WORDS:
            head, *tails = tails
        _append(self.subjects, head)
        self._add_settings(tails)

    def _add_outcomes(self, phrase: str) -> None:
        head, *tails = frames.SETTING.split(f" {phrase} ")
        for part in frames.LIST.split(head):
            _append(self.outcomes, part)
        self._add_settings(tails)

    def _add_settings(self, phrases: list[str]) -> None:
        for phrase in phrases:
            _append(self.settings, phrase)


def _bare(question: str) -> str:
    """The question without quotes, brackets, emoji and the marks that end a sentence: "RAG (augmented)? 🚀"."""
    visible = "".join(
        " " if unicodedata.category(char) in {"So", "Ps", "Pe", "Pi", "Pf"} else char for char in question
    )
    return " ".join(re.sub(r"[?!;:？！；：。\"<>|\\]|\.(?=\s|$)", " ", visible).split())


def _append(facets: list[str], phrase: str) -> None:
    """Add a phrase without the frame's words at its ends, where something is left and is new."""
    kept = phrase.strip(" ,.'’-").split()
    while kept and _is_frame(kept[0]):
        kept.pop(0)
    while kept and _is_frame(kept[-1]):
        kept.pop()
    facet = " ".join(kept).strip(" ,.'’-")
    if facet and words(facet) and facet not in facets:
        facets.append(facet)


def _topic(body: str) -> str:
    """The text behind the words that a question opens with."""
    match = frames.OPENING.match(body)
    return body[match.end() :] if match and _has_content(body[match.end() :]) else body


def _kind(body: str, *, compares: bool, acts: bool, measures: bool) -> QuestionKind:
    if compares:
        return "comparison"
    if measures or frames.HOW_MUCH.match(body):
        return "how much"
    asks_which = frames.WHICH.fullmatch(body) or frames.WHICH_MOST.fullmatch(body)
    if asks_which and not acts and not body.lower().startswith(("what is", "what are")):
        return "which"
    if acts:
        return "effect"
    return "existence" if frames.YES_NO.match(body) else "open"


def _terms(question: str) -> tuple[str, ...]:
    """All content words, each once, in order; those of the question's frame only where there are no others."""
    content = [word for word in words(question) if word not in STOP_WORDS and any(char.isalpha() for char in word)]
    topical = [word for word in content if word not in frames.SCAFFOLD]
    return tuple(dict.fromkeys(topical or content))


def _is_frame(word: str) -> bool:
    bare = word.lower().strip(",.'’")
    return bare in STOP_WORDS or bare in frames.SCAFFOLD


def _has_content(phrase: str) -> bool:
    return any(not _is_frame(word) for word in words(phrase))
