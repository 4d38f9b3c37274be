"""A research question in plain words becomes its facets: what is compared, by which outcome, in which setting."""

import re
from typing import cast

from synth.errors import QuestionError
from synth.language.lexicon import words_of
from synth.language.text import STOP_WORDS, normalise, words
from synth.language.word_classes import split_words
from synth.models import Question, QuestionAsks, QuestionKind, QuestionSign
from synth.question.marked import facets_of, visible

MAX_QUESTION_CHARS = 500
MAX_FACET_CHARS = 200

_STAGE = "question"
_REMEDY = 'ask in a sentence, such as "Does retrieval augmentation reduce hallucination?"'
_AS_AS = re.compile(r"\bas (?!well\b)[\w-]+(?: [\w-]+){0,3}? as\b", re.I)
"""What asks whether one is as good as the other: "as accurate as", "as much carbon as"."""


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

    from synth.question.network import network  # NumPy is loaded where a question is read

    plain = visible(question)
    read = split_words(plain)
    reading = network().read(read)
    facets = facets_of(plain, read, reading)
    asks, _, sign = reading.sense.partition(" ")
    subjects = facets.subjects or facets.outcomes or (" ".join(terms),)
    kind, outcomes = cast(QuestionKind, reading.kind), facets.outcomes
    if kind == "whether" and set(outcomes) <= words_of("questions", "being there"):
        outcomes = ()
    if compare or against:
        sides = [_override(side) for side in (compare or subjects[0], *against.split(";")) if side.strip()]
        subjects = tuple(dict.fromkeys(side for side in sides if side))
        kind = "comparison" if len(subjects) > 1 else kind
    if outcome:
        outcomes = tuple(part for part in map(_override, outcome.split(";")) if part)
    return Question(
        text=question,
        kind=kind,
        asks=cast(QuestionAsks, asks),
        sign=cast(QuestionSign, int(sign)),
        or_equal=kind == "comparison" and _asks_for_equal(plain),
        subjects=subjects,
        outcomes=tuple(part for part in outcomes if part not in subjects),
        settings=tuple(setting for setting in facets.settings if setting not in {*subjects, *outcomes}),
        terms=tuple(dict.fromkeys((*terms, *_terms(" ".join((compare, against, outcome)))))),
        other=facets.other,
    )


def _asks_for_equal(plain: str) -> bool:
    """Whether no difference is a yes as well."""
    return _AS_AS.search(plain) is not None or not words_of("questions", "equal").isdisjoint(plain.lower().split())


def _override(phrase: str) -> str:
    """The phrase given by an option. Raises QuestionError where it has no word or is too long."""
    given = visible(normalise(phrase)).strip(" ?!.,;:")
    if not words(given) or len(given) > MAX_FACET_CHARS:
        remedy = f"give a phrase of at most {MAX_FACET_CHARS} characters"
        raise QuestionError(
            "is not a phrase that names what is compared or measured", item=phrase[:60], stage=_STAGE, remedy=remedy
        )
    return given


def _terms(question: str) -> tuple[str, ...]:
    """All content words, each once, in order; words of the question frame only where there are no others."""
    content = [word for word in words(question) if word not in STOP_WORDS and any(char.isalpha() for char in word)]
    topical = [word for word in content if word not in words_of("questions", "frame")]
    return tuple(dict.fromkeys(topical or content))
