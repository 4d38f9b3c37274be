"""Whether a text names a facet of a question: by word families, by acronyms, by words near each other.

"hallucinate" names "hallucination", "DPR" (dense passage retriever) "dense retrieval"; a "32K context window" and a
"long context" both name "longer context windows"; "all-reduce" does not name a reduction.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from synth.language.lexicon import word_list
from synth.language.text import STOP_WORDS, background, idf, stem, words

NAMED = 0.6
"""The share of a facet's IDF weight that a text must have to name it: "retrieval" alone is not dense retrieval."""
NEAR = 6
"""The content words within which it must be: "after retrieval, a dense layer" is not dense retrieval either."""

_DERIVED = (
    (re.compile(r"(?<=uc)t$"), ""),  # reduct(ion) -> reduc(e)
    (re.compile(r"(?<=[a-z]{4})aci$"), ""),  # accuraci -> accur
    (re.compile(r"(?<=[a-z]{5})(?:ison|iti|ness|abl|er|or|al)$"), ""),  # comparison -> compar, factual -> factu
)


@lru_cache(maxsize=50_000)
def family(word: str) -> str:
    """The stem of a lower-case word, and of the words derived from it: "reduction" and "reduce" match."""
    base = stem(word)
    for pattern, replacement in _DERIVED:
        base = pattern.sub(replacement, base)
    return base


@lru_cache(maxsize=10_000)
def families(text: str) -> tuple[str, ...]:
    """The word families of a text that carry a topic, in order.

    A compound counts by its parts, but not one with a function word: "all-reduce" is a name, not a reduction.
    """
    return tuple(family(word) for word in _content_words(text))


def _content_words(text: str) -> Iterator[str]:
    for word in words(text):
        parts = word.split("-")
        if len(parts) > 1 and any(part in STOP_WORDS for part in parts):
            yield word
        else:
            yield from (part for part in parts if part not in STOP_WORDS and (len(part) > 1 or part.isdigit()))


RELATIONS = frozenset(families(" ".join(word_list("facets", "relations"))))
"""Words that relate, or occur in every paper: ignored in a facet beside others, and uninformative alone."""

_ASKING_EXTENT = frozenset(families(" ".join(word_list("facets", "asking extent"))))
_EXTENT = _ASKING_EXTENT | frozenset(families("large big small lengthy extension"))
_LETTERS = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*")
_INNER_CAPITAL = re.compile(r"\b(?=\w*[a-z])\w+[A-Z]\w*\b")
_TOKEN_COUNT = re.compile(r"\d+[km]")
_LONG = family("long")
"""An extent has many wordings: a long context, its length, its window, a 32K context. This represents them all."""


def expand(text: str, acronyms: Mapping[str, str]) -> str:
    """The text with each acronym, and its plural, in its long form: "RAGs" gives "retrieval-augmented generation"."""
    return _LETTERS.sub(
        lambda match: acronyms.get(match[0]) or acronyms.get(match[0].removesuffix("s"), match[0]), text
    )


def _rarity(word: str) -> float:
    """The IDF of a lower-case word; of a compound that the background lacks, as "chain-of-thought", its rarest part's.

    Otherwise the compound would count as the rarest of words, and no text without it would name "chain-of-thought
    rationale generation".
    """
    parts = [part for part in word.split("-") if part not in STOP_WORDS]
    if len(parts) > 1 and stem(word) not in background()[1]:
        return max(idf(stem(part)) for part in parts)
    # By the word's own stem: "factu", the family of "factual", is not a stem and would count as the rarest of words.
    return idf(stem(word))


class Facet:
    """A phrase of a question, prepared for search in many texts.

    `acronyms` maps "RAG" to its long form: either names the other. One is spelt out only where half of its words belong
    to the facet: "MIRAGE", "medical information retrieval-augmented generation evaluation", is a data set.

    `is_bare` where it has only words of `RELATIONS`: "performance". `rarity` is the IDF of its rarest word.
    """

    def __init__(self, phrase: str, acronyms: Mapping[str, str]) -> None:
        found = {family(word): _rarity(word) for word in _content_words(expand(phrase, acronyms))}
        self._word_of_a_name = _words_of_names(phrase)
        self._acronyms = {
            short: long
            for short, long in acronyms.items()
            if 2 * len(found.keys() & families(long)) >= len(set(families(long)))
        }
        core = [word for word in found if word not in RELATIONS | _ASKING_EXTENT]
        self._extent = not found.keys().isdisjoint(_ASKING_EXTENT)
        self.is_bare = not core and not self._extent
        wanted = core or [word for word in found if word not in _ASKING_EXTENT]
        self.weights = {word: found[word] for word in wanted} | ({_LONG: idf(_LONG)} if self._extent else {})
        self.rarity = max(self.weights.values(), default=0.0)
        self._total = sum(self.weights.values())

    def share(self, text: str) -> float:
        """The share of the facet's weight found anywhere in the text, in [0, 1]."""
        return self._share({word for _, word in self._hits(text)})

    def names(self, text: str) -> bool:
        """Whether the text names the facet: `NAMED` of its weight within `NEAR` content words, any extent included."""
        hits = self._hits(text)
        for first, _ in hits:
            near = {word for place, word in hits if first <= place < first + NEAR}
            if (_LONG in near or not self._extent) and self._share(near) >= NAMED:
                return True
        return False

    def _share(self, found: set[str]) -> float:
        weight = math.fsum(self.weights[word] for word in found)  # whatever the order of a set
        return min(1.0, weight / self._total) if self._total else 0.0

    def _hits(self, text: str) -> list[tuple[int, str]]:
        """The facet's words in the text, with their indices among its content words."""
        if self._word_of_a_name is not None:
            text = self._word_of_a_name.sub(" ", text)
        found = families(expand(text, self._acronyms))
        if self._extent:
            found = tuple(_LONG if word in _EXTENT or _TOKEN_COUNT.fullmatch(word) else word for word in found)
        return [(place, word) for place, word in enumerate(found) if word in self.weights]


def _words_of_names(phrase: str) -> re.Pattern[str] | None:
    """A pattern for words spelt like a name in the phrase, except for its capitals: "zero" is not "ZeRO"."""
    found = {name.lower() for name in _INNER_CAPITAL.findall(phrase) if not name.removesuffix("s").isupper()}
    alike = sorted(name for name in found if stem(name) in background()[1])
    return re.compile(rf"\b(?:{'|'.join(f'{name}|{name.capitalize()}' for name in alike)})\b") if alike else None
