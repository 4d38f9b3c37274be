"""The vote of the figures in one sentence, where each is tied to a side: exact, and None in any doubt."""

import re
from collections.abc import Sequence

from synth.answer.figure_names import names_in
from synth.answer.levels import are_comparable
from synth.answer.named_sides import COST, QUALITIES
from synth.answer.orientation import sign_of_yes
from synth.answer.tied_figures import Name, TiedFigure, tied_figures
from synth.language.lexicon import sections_of, words_of
from synth.language.metrics import metrics
from synth.language.outcomes import polarity, word_polarity
from synth.language.quantities import quantities
from synth.language.rules import states_no_difference_in
from synth.language.sides import OUTCOME, PaperSides
from synth.language.text import idf, stem, words
from synth.models import Quantity, Question, Vote

RELATED = 0.4
"""How strongly a sentence must address an outcome for its figures to be of it."""
ROOT = 5
"""How many letters two words share that are of one root: "recurred" and "recurrence"."""
TELLING_IDF = 4.0
"""From this inverse document frequency on a word of an outcome names it by itself."""
HEAVY = 0.8
"""The share of the greatest inverse document frequency of an outcome's words from which another names it, too."""
MIN_COUNT = 20
"""The least of two equal counts that say that two sides are equal."""

_MEASURED = tuple(section.removeprefix("of ") for section in sections_of("units.txt") if section.startswith("of "))
_CLAUSE_ENDS, _STATEMENT_ENDS = re.compile(r"[,;]\s"), re.compile(r";\s")
_SPEED = re.compile(r"\b(?:slow|fast|speed|accelerat|quick)", re.IGNORECASE)
_DURATION = re.compile(r"\d\s?(?:[mnµ]?s|sec(?:onds?)?|min(?:utes?)?|h(?:ours?)?|days?)\b")
_DENIED = re.compile(
    r"\b(?:[pP]\s?=\s?0?\.[1-9]|non-?significant|not (?:\w+ )?significant(?:ly)?|within chance"
    r"|not (?:\w+ )?differ\w*|(?:ns|n\.s\.)(?=\W|$))"
)
"""Behind figures: that they do not differ."""
_SIGNIFICANT = re.compile(r"\b[pP]\s?[<=]\s?0?\.0[0-4]")


def vote_of_figures(
    question: Question, sentence: str, sides: PaperSides, numbers: Sequence[Quantity] | None = None
) -> Vote | None:
    """The vote of a sentence by its figures, or None: "the accuracy of A is 78.4 %, against 59.1 % for B" is for A.

    `numbers` are the sentence's quantities, where they are known. Changes and ratios do not vote, nor do figures of
    what the question does not ask about: another outcome, a cost; nor those of which the sentence says that they do not
    differ.
    """
    if question.asks == "whether" or (question.asks == "difference" and not question.asks_same):
        return None  # two figures may differ by chance
    known = quantities(sentence) if numbers is None else numbers
    names = names_in(sentence, sides, known, question.subjects)
    found = tied_figures(sentence, known, names, len(question.subjects) == 1)
    if not question.outcomes:
        found = [figure for figure in found if not figure.level.counts]
    signs = _signs(found)
    if not signs or not words_of("figures", "supposing").isdisjoint(words(sentence)):
        return None
    last = max(figure.level.end for figure in found)
    if not _is_on_outcome(question, _up_to(sentence, last, _STATEMENT_ENDS), sides, names, known):
        return None
    clauses = _up_to(sentence, last, _CLAUSE_ENDS)
    if states_no_difference_in(clauses.lower()):
        return None
    on_cost = any(COST.search(outcome) for outcome in question.outcomes) or _SPEED.search(question.text)
    if COST.search(clauses) and not on_cost:
        return None
    if len(signs) > 1:
        return "mixed" if {1, -1} <= signs else None
    sign = signs.pop()
    if sign == 0 and all(figure.value == int(figure.value) and figure.value < MIN_COUNT for figure in found):
        return None
    if sign == 0 or _DENIED.search(sentence, found[-1].level.end):
        return "for" if question.or_equal or question.asks_same else "no_difference"
    if question.asks_same:
        return "against" if _SIGNIFICANT.search(sentence) else None  # two figures may differ by chance
    return "for" if sign * _sign_of_higher(question, clauses) > 0 else "against"


def _is_on_outcome(
    question: Question, sentence: str, sides: PaperSides, names: Sequence[Name], numbers: Sequence[Quantity]
) -> bool:
    """Whether a sentence is on the outcome asked about, or, where there is none, not on who or what was studied.

    The words that name the sides tell nothing about the outcome: "Arctic" is no word on its sea ice.
    """
    described = words_of("figures", "describing").intersection(words(sentence))
    if described and described.isdisjoint(words(" ".join(question.outcomes))):
        return False
    if not question.outcomes:
        return True
    if any(outcome in QUALITIES for outcome in question.outcomes) and metrics(sentence):
        return True
    if any(_is_in_unit_of(outcome, number.number.unit) for outcome in question.outcomes for number in numbers):
        return True
    rest = sentence
    for name in names:
        if name.side and name.end <= len(rest):
            rest = rest[: name.start] + " " * (name.end - name.start) + rest[name.end :]
    if sides.addressed(rest).get(OUTCOME, 0.0) >= RELATED:
        return True
    roots = {word[:ROOT] for word in words(rest)}
    return any(word[:ROOT] in roots for outcome in question.outcomes for word in _telling_words_of(outcome))


def _is_in_unit_of(outcome: str, unit: str) -> bool:
    """Whether a unit is one of those that an outcome is measured in: milliseconds for a time, grams for a mass."""
    return any(
        unit in words_of("units", measured) and not words_of("units", "of " + measured).isdisjoint(words(outcome))
        for measured in _MEASURED
    )


def _telling_words_of(outcome: str) -> list[str]:
    """The words of an outcome that name it by themselves: "recurrence" of a rate, "mathematics" of scores."""
    rarities = {word: idf(stem(word)) for word in words(outcome) if len(word) >= ROOT}
    least = max(TELLING_IDF, HEAVY * max(rarities.values(), default=0.0))
    return [word for word, rarity in rarities.items() if rarity >= least]


def _up_to(sentence: str, last: int, end: re.Pattern[str]) -> str:
    """The sentence up to the first end behind its last figure: what follows is about something else."""
    ends = end.search(sentence, last)
    return sentence[: ends.start()] if ends else sentence


def _signs(figures: Sequence[TiedFigure]) -> set[int]:
    """The signs of the subject's figures minus the others', in the unit that both sides have; none in any doubt."""
    for is_alike in (str.__eq__, are_comparable):
        for unit in dict.fromkeys(("%", *(figure.level.unit for figure in figures))):
            of_subject = [figure.value for figure in figures if figure.side > 0 and is_alike(figure.level.unit, unit)]
            of_others = [figure.value for figure in figures if figure.side < 0 and is_alike(figure.level.unit, unit)]
            if of_subject and of_others:
                return _signs_of(of_subject, of_others)
    return set()


def _signs_of(of_subject: Sequence[float], of_others: Sequence[float]) -> set[int]:
    """The signs of the differences of values that belong together; none where that is open."""
    if len(of_subject) == len(of_others):
        pairs = list(zip(of_subject, of_others, strict=True))
    elif min(len(of_subject), len(of_others)) == 1:
        pairs = [(a, b) for a in of_subject for b in of_others]
    else:
        return set()
    return {(a > b) - (a < b) for a, b in pairs}


def _sign_of_higher(question: Question, sentence: str) -> int:
    """1 where a higher figure of the subject supports a yes, else -1."""
    less = -1 if any(word_polarity(word) < 0 for word in re.findall(r"[a-z-]+", sentence.lower())) else 1
    is_time = question.asks == "change" and any(map(COST.search, question.outcomes))
    if _SPEED.search(question.text) and not is_time and _DURATION.search(sentence):
        return -question.sign or -1  # "A took 1.2 s whereas B took 1.9 s"
    if question.asks == "change":
        return question.sign * (less if polarity(" ".join(question.outcomes)) > 0 else 1)
    return sign_of_yes(question) * less
