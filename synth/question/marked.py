"""The facets of a question, of the words that the network gave a role: trimmed, and adjectives as their nouns."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synth.language.lexicon import pairs_of, words_of
from synth.language.measures import measure_of
from synth.language.text import STOP_WORDS, words
from synth.language.word_classes import ClassedWord

_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_ADJECTIVE = re.compile(r"\w{3,}(?:al|ic|ive|ous|ary|able|ible)$")
"""A word that names nothing without its noun: "observational studies"."""
_ONES = re.compile(r"ones?$", re.I)
BEGINS = "begins "
"""Before the role of the first word of a facet."""
_AT_EDGES = " ,.;:?!？！。，、：；'’-–—"


class Reading(NamedTuple):
    """The role of each word ("none", "begins subject", "subject"), the kind, and what a yes states ("change -1")."""

    roles: list[str]
    kind: str
    sense: str


class Facets(NamedTuple):
    """The subject with its comparators, the outcomes, the settings, and a second question."""

    subjects: tuple[str, ...]
    outcomes: tuple[str, ...]
    settings: tuple[str, ...]
    other: str


def visible(text: str) -> str:
    """The text without brackets, quotation marks, emoji and other signs that name nothing: "“RAG” (augmented)? 🚀"."""
    plain = _BRACKETS.sub(" ", text)
    if not any(map(str.isalnum, plain)):
        plain = text
    kept = "".join(" " if _names_nothing(char) else char for char in plain)
    return " ".join(re.sub(r"(?<!\w)'|'(?!\w)(?<!s')", " ", kept).split())


def _names_nothing(char: str) -> bool:
    return char in '"<>|\\' or (char != "’" and unicodedata.category(char) in ("So", "Ps", "Pe", "Pi", "Pf"))


def facets_of(text: str, read: Sequence[ClassedWord], reading: Reading) -> Facets:
    """The facets of a text whose words were read; what has no word but function words is none."""
    found: dict[str, list[str]] = {role: [] for role in ("subject", "comparator", "outcome", "setting", "other")}
    for role, start, end in _spans(read, reading.roles):
        phrase = " ".join(trimmed(text[start:end]).split())
        if phrase and words(phrase):
            found[role].append(phrase)
    sides = _unique([*found["subject"], *found["comparator"]])
    outcomes = [as_noun(phrase, reading.kind) for phrase in found["outcome"]]
    settings, other = _unique(found["setting"]), " ".join(found["other"])
    return Facets(_with_nouns(sides), _unique(filter(None, outcomes)), settings, other)


def _spans(read: Sequence[ClassedWord], roles: Sequence[str]) -> list[tuple[str, int, int]]:
    """The role, start and end of each facet."""
    spans: list[tuple[str, int, int]] = []
    last = "none"
    for word, labelled in zip(read, roles, strict=True):
        role = labelled.removeprefix(BEGINS)
        if role != "none" and role == last and labelled == role:
            spans[-1] = (role, spans[-1][1], word.end)
        elif role != "none":
            spans.append((role, word.start, word.end))
        last = role
    return spans


def _unique(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrases))


def trimmed(phrase: str) -> str:
    """A phrase without signs at its ends and articles before it."""
    return re.sub(r"^(?:(?:the|an?) )+", "", phrase.strip(_AT_EDGES), flags=re.I)


def as_noun(phrase: str, kind: str) -> str:
    """An outcome with the noun of what an adjective measures: "accuracy" of "accurate", "robustness to noise" of
    "robust to noise", "duration" of "long" where an amount is asked for; "" of "better".
    """
    first, _, rest = phrase.partition(" ")
    low = first.lower()
    if not rest and (kind == "how_much" or low.endswith("ly")) and (rate := pairs_of("questions", "rates").get(low)):
        return rate
    known = measure_of(low)
    if known is None or (rest and rest.split()[0].lower() not in words_of("questions", "prepositions")):
        return phrase
    return f"{known[0].noun} {rest}".strip() if known[0].noun else rest


def _with_nouns(sides: tuple[str, ...]) -> tuple[str, ...]:
    """Two sides, each with the noun that one of them leaves out: "early", "late disease"; "old trees", "young ones"."""
    if len(sides) != 2:
        return sides
    first, second = (side.split() for side in sides)
    if _ONES.match(second[-1]) and len(first) > 1:
        until = next((at for at, word in enumerate(first) if at and word.lower() in STOP_WORDS), len(first))
        plural = (word for word in reversed(first[:until]) if word.endswith("s"))
        second[-1] = next(plural, first[until - 1])
    elif len(first) == 1 and len(second) > 1 and (_ADJECTIVE.search(first[0]) or measure_of(first[0])):
        first += second[1:]
    return " ".join(first), " ".join(second)
