"""Phrases of a question found in texts: by word families within a few words, acronyms spelt out."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from synth.language.facets import RELATIONS, expand, family
from synth.language.lexicon import words_for, words_of
from synth.language.measures import measured
from synth.language.relatedness import related_share
from synth.language.scripts import FROM_SUBSCRIPTS
from synth.language.text import STOP_WORDS, content_stems, idf, stem
from synth.models.card import Card

NEAR = 7
"""The number of words within which a phrase must be."""
MIN_SHARE = 0.45
"""The least share of a phrase's weight that names it."""
OWN_WORDS = 3.0
"""The factor for words that distinguish a side from the other: "one" of "one-stage" against "two-stage"."""

NOUN = 1.5
"""The factor for a phrase's noun where related words count: "temperature" of "elevated seawater temperature"."""
OF_WHAT = 0.35
"""The factor for words behind a phrase's first preposition: "in REST APIs" of "faults in REST APIs"."""
WHOLE = 0.85
"""Below this share of its weight a kind must have the phrase's noun, if that names a thing, not an action."""

OF_GENERIC = 2 / 3
"""From this share on the noun may be a generic one: "methods" for "detectors"."""

HEAVY = 0.5
"""The share of the weight of a phrase's heaviest word from which another tells by itself that it is meant."""

_ACTION = re.compile(r"(?:[ts]ion|ing|ment|al|is)$")
_WORD = re.compile(r"\b[^\W\d_]-[^\W\d_]{3,}|[^\W\d_]+|\d+(?:\.\d+)?")
"""Words, those joined to a single letter as one, "s-wave", and numbers."""
_JOINED = re.compile(r",? (?:and/or|or|and|such as|including|e\.g\.) (?:the )?|, ")
_LACKS = re.compile(r"\b(?:without|free of|lacking|no)\b[ -](?P<what>.+)|(?P<free>[\w-]+)-free\b", re.IGNORECASE)
_ABSENCE = words_of("sides", "absence")
_HEAD_END = re.compile(r"\s(?:for|of|on|in|with|that|to|based)\s")
_DOER = re.compile(r"(?<=[a-z]{4})er$")
_GENERIC_IDF = 4.5
GENERIC_NOUN_IDF = 3.5


class Token(NamedTuple):
    """One word of a text with its offsets; `plain` is lower case without a plural s, `families` its word families."""

    plain: str
    start: int
    end: int
    families: frozenset[str]


class PhraseMatch(NamedTuple):
    """A phrase found: the indices of its words among the tokens, its strength in [0, 1], the weight found."""

    places: tuple[int, ...]
    strength: float
    weight: float


@lru_cache(maxsize=100_000)
def _family(word: str) -> str:
    """The word family, an agent noun counted with its action: "fuzzer" and "fuzzing" match, "smokers" and "smoking"."""
    base = family(word)
    return family(_DOER.sub("ing", base)) if _DOER.search(base) else base


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    lower = word.lower()
    return lower[:-1] if len(lower) > 3 and lower.endswith("s") and not lower.endswith("ss") else lower


def tokens(text: str, acronyms: Mapping[str, str]) -> list[Token]:
    """The words of a text with their offsets; hyphenated words by parts, an acronym with its long form's words."""
    plain, places = _plain_tokens(text)
    found = list(plain)
    for place in places:
        token = found[place]
        word = text[token.start : token.end]
        long_form = acronyms.get(word) or acronyms.get(word.removesuffix("s"))
        if long_form:
            found[place] = token._replace(families=token.families | _long_families(long_form))
    return found


@lru_cache(maxsize=5_000)
def _plain_tokens(text: str) -> tuple[tuple[Token, ...], tuple[int, ...]]:
    """The words of a text by themselves, and the places of those whose capitals let them be acronyms.

    A sentence is looked through for the sides of a question several times, the names of kinds for each phrase of it.
    """
    found: list[Token] = []
    places: list[int] = []
    for match in _WORD.finditer(text.translate(FROM_SUBSCRIPTS)):
        plain, families, may_be_acronym = _forms_of(match[0])
        if may_be_acronym:
            places.append(len(found))
        found.append(Token(plain, match.start(), match.end(), families))
    return tuple(found), tuple(places)


@lru_cache(maxsize=100_000)
def _forms_of(word: str) -> tuple[str, frozenset[str], bool]:
    """The plain form of a word, its family, and whether its capitals let it be an acronym."""
    lower = word.lower()
    return _plain(word), frozenset((_family(lower),)), lower != word and len(word) > 1


@lru_cache(maxsize=10_000)
def _long_families(long_form: str) -> frozenset[str]:
    return frozenset(_family(word) for word in _content(long_form))


def _content(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        lower = match[0].lower()
        if lower not in STOP_WORDS and (len(lower) > 1 or lower.isdigit()):
            yield lower


def merged_acronyms(cards: Iterable[Card]) -> dict[str, str]:
    """The long form that most papers give each acronym, ties by spelling."""
    counts: dict[str, dict[str, int]] = {}
    for card in cards:
        for short, long_form in card.acronyms:
            forms = counts.setdefault(short, {})
            forms[long_form] = forms.get(long_form, 0) + 1
    return {short: min(forms, key=lambda form: (-forms[form], form)) for short, forms in sorted(counts.items())}


def head_of(kind: str) -> str:
    """The head of a noun phrase: "benchmark" of "benchmark for retrieval"; all of "method for retrieval"."""
    match = _HEAD_END.search(kind)
    if match is None:
        return kind
    head = kind[: match.start()]
    generic = all(word in STOP_WORDS or idf(stem(word)) < _GENERIC_IDF for word in _content(head))
    return kind if generic else head


def alternatives(text: str) -> list[str]:
    """The phrases joined in a side of a question, "warming or bleaching", and its examples, "warming such as by fire";
    each names the side by itself.
    """
    parts = [part.strip() for part in _JOINED.split(text)]
    return [part for part in parts if any(True for _ in _content(part))] or [text]


_BY_PEOPLE = re.compile(
    r"(?:human|hand|manually)[- ]\w+ (?P<behind>.+)|(?P<before>.+?) \w+(?:ed|en) by (?:people|humans|hand|experts)",
    re.IGNORECASE,
)


def by_people(side: str) -> list[str]:
    """Other names of what people make: "human prompts" and "manual prompts" for "prompts written by people"."""
    made = _BY_PEOPLE.fullmatch(side)
    return [f"{how} {made['behind'] or made['before']}" for how in ("human", "manual")] if made else []


def wordings(side: str, question: str) -> list[str]:
    """The phrases that name a side: its alternatives, and those in brackets behind it, "moisture (humidity, rain)".

    Brackets that repeat a word of the side say what it is, and are left out: "hybrid fuzzing (fuzzing with ...)". What
    a side has more of names it too: "water temperature" for "warmer water"; and what is made by people is manual.
    """
    found = alternatives(side)
    in_brackets = re.search(rf"{re.escape(side)}\s*\((?P<listed>[^()]+)\)", question)
    if in_brackets and set(content_stems(side)).isdisjoint(content_stems(in_brackets["listed"])):
        found += alternatives(in_brackets["listed"])
    return [*found, *filter(None, map(measured, found)), *(name for each in found for name in by_people(each))]


def _is_generic(kind: str) -> bool:
    """Whether a noun phrase ends in a generic noun: "method", "model"."""
    last = next(reversed(list(_content(kind))), "")
    return bool(last) and idf(stem(last)) < GENERIC_NOUN_IDF


class Phrase:
    """One side of a question, prepared for search in many texts.

    `rivals` are the other sides' phrases: words that they lack weigh more, and one of these must be present.
    A phrase of absence, "architectures without self-attention", is found where a text states the absence.
    """

    def __init__(self, text: str, acronyms: Mapping[str, str], rivals: Sequence[str]) -> None:
        self.text = text
        lacks = _LACKS.search(text)
        self.absent = lacks is not None
        named_text = (lacks["what"] or lacks["free"]) if lacks else text
        spelt = expand(named_text, acronyms)
        words = {_family(word): word for word in _content(spelt) if word not in words_for("plain")}
        core = {base: word for base, word in words.items() if base not in RELATIONS} or words
        head = {_family(word) for word in _content(expand(head_of(named_text), acronyms))}
        self.weights = {
            base: max(0.3, idf(stem(word)) - 1.5) * (1.0 if base in head else OF_WHAT) for base, word in core.items()
        }
        last = next((word for word in reversed(list(_content(expand(head_of(named_text), acronyms))))), "")
        self._noun = _family(last) if _family(last) in core and not _ACTION.search(last) else ""
        of_rivals = {_family(word) for rival in rivals for word in _content(expand(rival, acronyms))} - words_for(
            "plain"
        )
        own = [base for base in self.weights if base not in of_rivals]
        shared = next((place for place, base in enumerate(self.weights) if base in of_rivals), 0)
        leading = [base for base in list(self.weights)[:shared] if base in own]  # "one", not "object"
        self.distinctive = frozenset((leading or own) if rivals else ())
        if self.distinctive and len(self.distinctive) < len(self.weights):
            for base in self.distinctive:
                self.weights[base] *= OWN_WORDS
        self.total = sum(self.weights.values())
        self._bases = frozenset(self.weights)
        self._telling = self._find_telling(rivals)
        self._stems = {stem(word): self.weights[base] for base, word in core.items()}
        if _family(last) in core:
            self._stems[stem(last)] *= NOUN
        self._acronyms = acronyms

    def share(self, text: str) -> float:
        """The share of the phrase's weight in a short text, such as a kind or a title, in [0, 1]."""
        stream = tokens(text, self._acronyms)
        strength = max((hit.strength for hit in self.find(stream, None)), default=0.0)
        if strength < WHOLE and self._noun and all(self._noun not in token.families for token in stream):
            # An "architecture for vision" is not a vision transformer, but "two-stage methods" may be detectors.
            return strength if strength >= OF_GENERIC and _is_generic(text) else 0.0
        return strength

    def _find_telling(self, rivals: Sequence[str]) -> frozenset[str]:
        """The heavy ones of the words that only this side has; not its noun where a rival is one word, which may have
        left it out: "drip or furrow irrigation".
        """
        own = [base for base in self.weights if base in self.distinctive] or list(self.weights)
        if len(own) > 1 and any(len(rival.split()) == 1 for rival in rivals):
            own.pop()
        heaviest = max((self.weights[base] for base in own), default=0.0)
        least = HEAVY if rivals else 1.0
        return frozenset(base for base in own if self.weights[base] >= least * heaviest)

    def tells(self, token: Token) -> bool:
        """Whether a word by itself tells that the phrase is meant: "thick" against "thin disk", "statin" of "statin
        therapy"; none does for a phrase of absence.
        """
        return not self.absent and not self._telling.isdisjoint(token.families)

    def related(self, stems: Collection[str]) -> float:
        """The share of the phrase's weight that some stems have or are related to, in [0, 1]; 0 for one of absence."""
        return 0.0 if self.absent else related_share(self._stems, stems)

    def find(self, stream: Sequence[Token], taken: Sequence[bool] | None) -> list[PhraseMatch]:
        """The matches of the phrase: stretches of at most `NEAR` words with `MIN_SHARE` of its weight, best first."""
        if not self.total:
            return []
        places = [
            (place, token.families & self._bases)
            for place, token in enumerate(stream)
            if not token.families.isdisjoint(self._bases) and not (taken and taken[place])
        ]
        hits: list[PhraseMatch] = []
        for index, (first, _) in enumerate(places):
            named: set[str] = set()
            indices: list[int] = []
            for place, bases in places[index : index + NEAR]:
                if place >= first + NEAR:
                    break
                if bases - named:
                    named |= bases
                    indices.append(place)
            weight = sum(self.weights[base] for base in sorted(named))
            distinctive = not self.distinctive or not named.isdisjoint(self.distinctive)
            if weight >= MIN_SHARE * self.total and distinctive and self._is_absence(stream, first):
                hits.append(PhraseMatch(tuple(indices), min(1.0, weight / self.total), weight))
        hits.sort(key=lambda hit: (-hit.weight, hit.places[-1] - hit.places[0], hit.places))
        return hits

    def _is_absence(self, stream: Sequence[Token], first: int) -> bool:
        """Whether a phrase of absence is negated there: "without" or "no" before it, or "free" after it."""
        if not self.absent:
            return True
        near = stream[max(0, first - 4) : first + 4]
        return any(not token.families.isdisjoint(_ABSENCE) or token.plain in _ABSENCE for token in near)


def telling_words(phrases: Mapping[str, Sequence[Phrase]], stream: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """The words that tell one of some sides, by role, from the others: "thick" of a "thick disk"."""
    for token in stream:
        roles = [role for role, some in phrases.items() if any(phrase.tells(token) for phrase in some)]
        if len(roles) == 1:
            yield roles[0], token
