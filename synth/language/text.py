"""Text normalised, split into words and stems, and weighed by the rarity of its words in science.

One tokenizer serves ranking, claims and checks, so that "hallucinate" and "hallucinations" match everywhere.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

from synth.language.lexicon import words_of

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
"""A word with inner hyphens, points and apostrophes: "state-of-the-art", "nDCG@10" gives "nDCG" and "10", "54.3"."""

_ACRONYM = re.compile(r"[A-Z].*[A-Z]|[A-Z]\d|\d[A-Z]")
_OPENING = re.compile(r"(?:^|[.!?:]\s)[\s(\"'“‘\[]*")
_NUMBERED = frozenset("table figure fig section sec appendix equation eq algorithm chapter".split())
"""Words capitalised before a number that are not names."""

_stemmer = Stemmer.Stemmer("english")

STOP_WORDS = words_of("text", "stop words")
"""Function words: they carry no topic. The stance check, which needs negations, reads the words themselves."""


def without_accents(text: str) -> str:
    """Text in Unicode form NFKD without combining characters: "José" is "Jose"."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """Text in Unicode form NFC: white space as single spaces, no control, zero-width or surrogate characters."""
    text = unicodedata.normalize("NFC", text).replace("\n", " ").strip()
    if "  " not in text and text.isprintable():  # as nearly all text is: no need to take it apart
        return text
    text = " ".join(text.split())
    if text.isprintable():  # no need to look at each character
        return text
    return " ".join("".join(char for char in text if char.isspace() or _is_visible(char)).split())


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def words(text: str) -> list[str]:
    """The words of a text in order, lower case, compatibility forms folded (NFKC), as the pattern `WORD` finds them.

    An apostrophe is typewritten ("don't"), and a possessive is its noun: "the LM’s" matches "LM".
    """
    folded = _folded(text).lower()
    found = WORD.findall(folded)
    if "'s" not in folded:
        return found
    return [word[:-2] if word.endswith("'s") and word[:-2] not in STOP_WORDS else word for word in found]


def names(text: str) -> frozenset[str]:
    """Names of systems, data sets and the like, in lower case: "BM25", "GPT-4", "SQuAD", "Natural Questions".

    A capital at the beginning of a sentence alone does not make a name; of a compound only parts that are names count.
    """
    folded = _folded(text)
    openings = {match.end() for match in _OPENING.finditer(folded)}
    found: set[str] = set()
    for match in WORD.finditer(folded):
        for part in match[0].removesuffix("'s").split("-"):
            if _ACRONYM.search(part):
                found.add(part.removesuffix("s").lower())
            elif part[0].isupper() and len(part) > 1 and match.start() not in openings:
                found.add(part.lower())
    return frozenset(found - _NUMBERED - STOP_WORDS)


def _folded(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).replace("’", "'")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball English (Porter2) stem of a lower-case word."""
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry a topic, in order: hyphenated words also by their parts, stop words left out."""
    return [stemmed for word in words(text) for stemmed in _stems_of(word)]


@lru_cache(maxsize=100_000)
def _stems_of(word: str) -> tuple[str, ...]:
    parts = [word, *word.split("-")] if "-" in word else [word]
    return tuple(stem(part) for part in parts if part not in STOP_WORDS and (len(part) > 1 or part.isdigit()))


@cache
def background() -> tuple[int, dict[str, int]]:
    """(number of documents, document frequency by stem), counted over arXiv titles and abstracts.

    Committed as `synth/language/models/document_frequency.tsv`, so that a growing library changes no old result;
    the archives of arXiv are weighted by their size, and stems below its floor are left out. Made by
    `python -m benchmarks.background`.
    """
    lines = (files("synth.language") / "models" / "document_frequency.tsv").read_text(encoding="utf-8").splitlines()
    counts = dict(line.split("\t") for line in lines if not line.startswith("#"))
    documents = int(counts.pop("*"))
    return documents, {word: int(count) for word, count in counts.items()}


@lru_cache(maxsize=200_000)
def idf(word: str) -> float:
    """Smoothed inverse document frequency of a stem in the background, ln((1 + n) / (1 + df)) + 1 as scikit-learn.

    A stem unknown to the background weighs as much as its rarest, so that no new name outweighs all other words.
    """
    documents, frequency = background()
    return math.log((1 + documents) / (1 + frequency.get(word, _rarest()))) + 1.0


@cache
def _rarest() -> int:
    return min(background()[1].values())


def cosine(left: Sequence[str], right: Sequence[str]) -> float:
    """TF-IDF cosine of two bags of stems, in [0, 1], with sublinear term frequency (1 + ln tf) and background IDF."""
    one, other = tf_idf(left), tf_idf(right)
    return cosine_of(one, other, length(one) * length(other))


def cosine_of(left: Mapping[str, float], right: Mapping[str, float], lengths: float) -> float:
    """The cosine of two vectors, in [0, 1], from the product of their lengths; 0 where one has none."""
    return min(1.0, dot(left, right) / lengths) if lengths else 0.0


def dot(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """The inner product of two vectors."""
    return sum(weight * right[word] for word, weight in left.items() if word in right)


def length(vector: Mapping[str, float]) -> float:
    """The Euclidean length of a vector."""
    return math.sqrt(sum(weight * weight for weight in vector.values()))


def tf_idf(stems: Iterable[str] | Mapping[str, int]) -> dict[str, float]:
    """The TF-IDF vector of stems or of their counts, sublinear: (1 + ln tf) times the background's IDF."""
    return {word: (1 + math.log(count)) * idf(word) for word, count in Counter(stems).items()}


def unit(vector: Mapping[str, float]) -> dict[str, float]:
    """The vector normalised to length one; empty where its length is zero."""
    norm = length(vector)
    return {word: weight / norm for word, weight in vector.items()} if norm else {}
