"""A research question in plain words is parsed by rules: what is compared, by which outcome, in which setting."""

from synth.errors import QuestionError
from synth.language.text import STOP_WORDS, normalise, words
from synth.models import Question
from synth.question import frames
from synth.question.reading import read_frame
from synth.question.splitting import bare, split_question

MAX_QUESTION_CHARS = 500
MAX_FACET_CHARS = 200

_STAGE = "question"
_REMEDY = 'ask in a sentence, such as "Does retrieval augmentation reduce hallucination?"'


def parse_question(text: str, *, compare: str = "", against: str = "", outcome: str = "") -> Question:
    """Parse a research question, or a bare topic, into its facets.

    `compare`, `against` (several separated by ";") and `outcome` replace what is understood.
    Raises QuestionError where the question is empty, longer than 500 characters, or has no content word.
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

    split = split_question(question)
    frame = read_frame(bare(split.first), split.about)
    subjects = tuple(frame.subjects) or tuple(frame.outcomes) or (" ".join(terms),)
    kind, asks, sign, outcomes = frame.kind, frame.asks, frame.sign, tuple(frame.outcomes)
    if compare or against:
        sides = [_override(side) for side in (compare or subjects[0], *against.split(";")) if side.strip()]
        subjects = tuple(dict.fromkeys(side for side in sides if side))
        if len(subjects) > 1 and kind != "comparison":
            kind = "comparison"
    if outcome:
        outcomes = tuple(part for part in map(_override, outcome.split(";")) if part)
    return Question(
        text=question,
        kind=kind,
        asks=asks,
        sign=sign,
        or_equal=frame.or_equal,
        subjects=subjects,
        outcomes=tuple(part for part in outcomes if part not in subjects),
        settings=tuple(setting for setting in frame.settings if setting not in {*subjects, *outcomes}),
        terms=tuple(dict.fromkeys((*terms, *_terms(" ".join((compare, against, outcome)))))),
        other=split.other or frame.other,
    )


def _override(phrase: str) -> str:
    """The phrase given by an option. Raises QuestionError where it has no word or is too long."""
    given = bare(normalise(phrase))
    if not words(given) or len(given) > MAX_FACET_CHARS:
        remedy = f"give a phrase of at most {MAX_FACET_CHARS} characters"
        raise QuestionError(
            "is not a phrase that names what is compared or measured", item=phrase[:60], stage=_STAGE, remedy=remedy
        )
    return given


def _terms(question: str) -> tuple[str, ...]:
    """All content words, each once, in order; words of the question frame only where there are no others."""
    content = [word for word in words(question) if word not in STOP_WORDS and any(char.isalpha() for char in word)]
    topical = [word for word in content if word not in frames.SCAFFOLD]
    return tuple(dict.fromkeys(topical or content))
