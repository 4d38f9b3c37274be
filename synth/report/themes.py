"""Claims grouped into themes: those that share a noun phrase, which names the theme."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from synth.language.lexicon import words_of
from synth.language.text import STOP_WORDS, content_stems, idf, stem
from synth.models import CheckedClaim, Model, Question
from synth.models.base import rounded

MIN_THEME, MAX_THEME, MAX_THEMES = 3, 12, 8
NAME_WORDS = 3
FIRST = 6
"""The most relevant claims, which come before all themes if there are twice as many."""
NEAREST, OTHER = "Nearest to the question", "Further findings"
_OPENS = frozenset("a an the our their its these of on in for with by from between".split())
_CLOSES = frozenset(
    "of on in for with by to from and or is are was were that which than as at when while can has have".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[^\w\s]")
_WORD = re.compile(r"[^\W\d_](?:[\w-]*[^\W_])+")  # two letters or more: "k", "3.2" and "10" are not names


class Theme(Model):
    """Claims on one topic; `name` is a noun phrase that all of them have, or `NEAREST` or `OTHER`."""

    name: str
    claims: tuple[CheckedClaim, ...]

    @property
    def is_topic(self) -> bool:
        """Whether the name is a noun phrase from the papers."""
        return self.name not in (NEAREST, OTHER)


def find_themes(question: Question, claims: Sequence[CheckedClaim], acronyms: Mapping[str, str]) -> tuple[Theme, ...]:
    """The first claims, the nearest to the question; then those that share a phrase; then the rest.

    The most informative phrase takes the claims that have it, the next one takes from the remaining claims. Themes come
    largest first, ties by name, the claims of each in the order given, by relevance. The question's own words are no
    theme, since every claim has them, nor is a single word, unless it is a name in several papers, and among `acronyms`
    if it has capitals only.
    """
    first = claims[:FIRST] if len(claims) >= 2 * FIRST else claims[:0]
    others = claims[len(first) :]
    asked = set(content_stems(question.text))
    found = [list(_phrases(checked.claim.quotation)) for checked in others]
    papers = [checked.claim.paper_id for checked in others]
    long_forms = {short.lower(): long_form for short, long_form in reversed([*acronyms.items()])}
    names = {
        phrase.key
        for phrases in found
        for phrase in phrases
        if not phrase.text.islower() and (not _is_short(phrase.text) or phrase.text.lower() in long_forms)
    }
    left = set(range(len(others)))
    themes: list[Theme] = []
    while len(themes) < MAX_THEMES:
        places, framed = _places(found, left)
        scores = {
            key: rounded(min(len(of), MAX_THEME) * math.sqrt(len(key) * math.fsum(map(idf, key))))
            for key, of in places.items()
            if len(of) >= MIN_THEME
            and (len(key) > 1 or (key in names and len({papers[place] for place in of}) > 1))
            and 3 * framed[key] >= len(of)
            and not asked.issuperset(key)
        }
        if not scores:
            break
        best = min(scores, key=lambda key: (-scores[key], key))
        spellings = Counter(
            phrase.text for place in places[best] for phrase in found[place] if phrase.key == best and phrase.framed
        )
        name = _spelt_out(_usual(spellings), long_forms)
        themes.append(Theme(name=name, claims=tuple(others[place] for place in places[best])))
        left -= set(places[best])
    themes.sort(key=lambda theme: (-len(theme.claims), theme.name))
    rest = tuple(others[place] for place in sorted(left))
    return (
        *([Theme(name=NEAREST, claims=tuple(first))] if first else []),
        *themes,
        *([Theme(name=OTHER, claims=rest)] if rest else []),
    )


def _places(
    found: Sequence[Sequence["_Phrase"]], left: set[int]
) -> tuple[dict[tuple[str, ...], list[int]], Counter[tuple[str, ...]]]:
    """The remaining claims that have each phrase, and how many of them have it as a whole noun phrase."""
    places: dict[tuple[str, ...], list[int]] = {}
    framed: Counter[tuple[str, ...]] = Counter()
    for place in sorted(left):
        for key in sorted({phrase.key for phrase in found[place]}):
            places.setdefault(key, []).append(place)
        framed.update({phrase.key for phrase in found[place] if phrase.framed})
    return places, framed


class _Phrase(NamedTuple):
    """One to three words of a claim that name something, by their stems and as written.

    `framed`: they are between the opening and the end of a noun phrase, "on object proposals,"."""

    key: tuple[str, ...]
    text: str
    framed: bool


def _phrases(text: str) -> Iterator[_Phrase]:
    """The phrases of a text that could name a theme."""
    tokens = ["", *_TOKEN.findall(text), "."]
    for start in range(1, len(tokens) - 1):
        before = tokens[start - 1].lower()
        for end in range(start + 1, min(start + NAME_WORDS, len(tokens) - 1) + 1):
            words = tokens[start:end]
            if not _names_something(words[-1]):
                break
            empty = [word.lower() in words_of("naming_nothing") for word in words]
            if empty[0] or empty[-1] or (end - start == 1 and words[0].islower() and len(words[0]) < 4):
                continue
            bare = words[0].lower().endswith("ing") and before not in ("the", "a", "our", "their", "its")
            after = tokens[end].lower()
            framed = before in _OPENS and not bare and (after in _CLOSES or not after[:1].isalnum())
            named = any(word[1:] != word[1:].lower() for word in words) and all(word[0].isupper() for word in words)
            named &= not before[:1].isdigit()  # a unit: "37.6 USD PPP"
            framed |= named and (len(words) == 1 or before not in ("", "."))  # "RetinaNet", "Doctor AI"
            yield _Phrase(tuple(stem(word.lower()) for word in words), " ".join(words), framed)


def _names_something(word: str) -> bool:
    """Whether a word can be part of a name: not a function word, adverb or number."""
    return bool(_WORD.fullmatch(word)) and word.lower() not in STOP_WORDS and not word.endswith("ly")


def _is_short(text: str) -> bool:
    """Whether a word has capitals only, also with the s of a plural: "DPPH", "ACVs"."""
    return " " not in text and text.removesuffix("s").isupper()


def _spelt_out(name: str, long_forms: Mapping[str, str]) -> str:
    """The name of a theme with what it is short for: "home advantage (HA)"; `long_forms` by acronym in lower case."""
    long_form = long_forms.get(name.lower()) if _is_short(name) else None
    return f"{long_form} ({name})" if long_form else name


def _usual(spellings: Counter[str]) -> str:
    """The most frequent spelling, ties by the alphabet, small letters first."""
    return min(spellings.items(), key=lambda spelling: (-spelling[1], spelling[0].swapcase()))[0]
