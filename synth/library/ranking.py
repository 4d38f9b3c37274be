"""Which of the papers found by BM25 fits a query best: a linear model of named features of query and text."""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import compress

from synth.language.text import STOP_WORDS, idf, names, stem, tf_idf
from synth.models.base import rounded

FEATURES = (
    "rare words",  # BM25 over title and abstract with squared weights, so that the rarest words count most
    "title focus",  # share of the title's weight that the query asks for
    "names",  # BM25 of what the query names: systems, genes, data sets
    "spelling",  # share of the query's weight that is there, be it run together with other words, or ended otherwise
    "feedback",  # share of the weight of what the papers are about that BM25 puts first
)
"""What a paper is judged by, each in [0, 1] or, for BM25, [0, 2.2]. Seven more (letters, words that stand together ...)
found no more: python -m benchmarks.quality retrieval."""

MAX_TERMS = 64
"""Words of a query that are looked at: a question or a claim has a dozen."""

K1, B = 1.2, 0.75  # BM25's usual constants (Robertson and Zaragoza 2009, section 3.3)
FEEDBACK_PAPERS, FEEDBACK_TERMS = 5, 20
MAX_STEMS = 200_000
MIN_PREFIX = 4  # letters that two forms of one word share at least

_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = bytes(byte if chr(byte).isalnum() else ord(" ") for byte in range(128)).ljust(256)
_PLURAL = re.compile(r"(?<=[A-Z]{2})s\Z")
"""The s of "HSCs", which the stemmer leaves, there being no vowel before it."""
_ACRONYM = re.compile(r"[A-Z]{2,}s?")


def query_terms(query: str) -> tuple[str, ...]:
    """The words of a query that carry a topic, lower case, each once, in order; at most `MAX_TERMS`."""
    found = dict.fromkeys(map(_singular, _spaced(query).split()))
    return tuple(word for word in found if word not in STOP_WORDS)[:MAX_TERMS]


def indexed_forms(query: str) -> dict[str, tuple[str, ...]]:
    """For each of `query_terms` the forms that an index of stems may hold apart: "hsc" as "hscs" too."""
    acronyms = {_singular(word) for word in _spaced(query).split() if _ACRONYM.fullmatch(word)}
    return {term: (term, f"{term}s") if term in acronyms else (term,) for term in query_terms(query)}


def rank_features(
    query: str, papers: Sequence[tuple[str, str]], frequency: Mapping[str, int], size: int
) -> list[tuple[float, ...]]:
    """The features of each (title, abstract) for a query; shape (papers, FEATURES).

    `frequency` gives in how many of the library's `size` papers a stem of the query stands. Lengths are compared with
    the mean of the papers given, and those of them that are best by BM25 are the feedback.
    """
    asked = _Query.of(query, frequency, size)
    texts = [_PaperText.of(title, abstract) for title, abstract in papers]
    lengths = [text.counts.total() for text in texts]
    mean_length = max(1.0, sum(lengths) / max(1, len(texts)))
    found = [_saturated(asked, text, length / mean_length) for text, length in zip(texts, lengths, strict=True)]
    bm25 = [sum(asked.weights[term] * share for term, share in terms.items()) for terms in found]
    return [
        (*_lexical(asked, text, terms), feedback)
        for text, terms, feedback in zip(texts, found, _feedback(texts, bm25), strict=True)
    ]


def rank_scores(query: str, papers: Sequence[tuple[str, str]], frequency: Mapping[str, int], size: int) -> list[float]:
    """The weighted sum of `rank_features` for each paper, rounded to six decimals; higher is better."""
    weights = _weights()
    return [
        rounded(sum(weight * value for weight, value in zip(weights, row, strict=True)))
        for row in rank_features(query, papers, frequency, size)
    ]


@cache
def _weights() -> tuple[float, ...]:
    """The committed weights, in the order of FEATURES. Made by `python -m benchmarks.quality.train ranking`."""
    model = json.loads((files("synth.library") / "models" / "ranking.json").read_text(encoding="utf-8"))
    return tuple(float(model["weights"][name]) for name in FEATURES)


@dataclass(frozen=True, slots=True)
class _Query:
    """A query's words with their stems, the weight of each stem (BM25's idf), all together, and the stems of names."""

    words: dict[str, str]  # word -> stem
    weights: dict[str, float]  # stem -> idf
    weight: float
    weight_squared: float
    names: frozenset[str]  # stems

    @classmethod
    def of(cls, query: str, frequency: Mapping[str, int], size: int) -> "_Query":
        asked = {word: stem(word) for word in query_terms(query)}
        weights = {}
        for term in asked.values():
            found = min(frequency.get(term, 0), size)
            weights[term] = math.log(1 + (size - found + 0.5) / (found + 0.5))
        named = {_STEMS[part] for name in names(query) for part in _spaced(name).split()}
        squares = sum(weight * weight for weight in weights.values())
        return cls(asked, weights, sum(weights.values()) or 1.0, squares or 1.0, frozenset(named))


class _Stems(dict[str, str]):
    """The stem of every word met so far, as it is written; nothing of a word that carries no topic."""

    def __missing__(self, word: str) -> str:
        if len(self) > MAX_STEMS:
            self.clear()
        singular = _singular(word)
        self[word] = found = "" if singular in STOP_WORDS else stem(singular)
        return found


_STEMS = _Stems()


@dataclass(frozen=True, slots=True)
class _PaperText:
    """Title and abstract of a paper between blanks, counted by their stems, and the stems of the title, each once."""

    text: str
    counts: Counter[str]
    title: tuple[str, ...]

    @classmethod
    def of(cls, title: str, abstract: str) -> "_PaperText":
        opening, body = _spaced(title), _spaced(abstract)
        stems = [*filter(None, map(_STEMS.__getitem__, opening.split()))]
        counts = Counter([*stems, *filter(None, map(_STEMS.__getitem__, body.split()))])
        return cls(f" {opening} {body} ", counts, tuple(dict.fromkeys(stems)))


def _spaced(text: str) -> str:
    """The words of a text as they are written, between blanks; of ASCII, as most text is, in a tenth of the time."""
    if text.isascii():
        return text.encode("ascii").translate(_BETWEEN_WORDS).decode("ascii")
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text)))


def _singular(word: str) -> str:
    """A word in lower case, an acronym without the s of its plural."""
    return _PLURAL.sub("", word).lower()


def _saturated(query: _Query, text: _PaperText, length: float) -> dict[str, float]:
    """BM25's share of each stem of the query that a text has; `length` is the text's, over the mean."""
    norm = K1 * (1 - B + B * length)
    counts = text.counts
    return {term: (K1 + 1) * counts[term] / (counts[term] + norm) for term in query.weights if term in counts}


def _lexical(query: _Query, text: _PaperText, found: Mapping[str, float]) -> tuple[float, ...]:
    """All features but the last."""
    weights = query.weights
    title = [(term, idf(term)) for term in text.title]
    return (
        sum([weights[term] ** 2 * share for term, share in found.items()]) / query.weight_squared,
        sum([weight for term, weight in title if term in weights]) / (sum([weight for _, weight in title]) or 1.0),
        sum([weights[term] * share for term, share in found.items() if term in query.names]) / query.weight,
        _spelling(query, text) / query.weight,
    )


def _spelling(query: _Query, text: _PaperText) -> float:
    """Weight of the words found, run together ("p16INK4a" for "p16(INK4a)") or, in part, by their beginning."""
    weight = 0.0
    apart = together = ""
    for word, term in query.words.items():
        if term in text.counts:
            weight += query.weights[term]
        elif len(word) > MIN_PREFIX:
            apart = apart or text.text.lower()
            together = together or apart.replace(" ", "")
            weight += query.weights[term] * (1.0 if word in together else _beginning(word, apart))
    return weight


def _beginning(word: str, text: str) -> float:
    """Share of a word's letters with which a word of the text begins, less than one; 0.0 under `MIN_PREFIX` letters."""
    shared = MIN_PREFIX - 1
    while shared < len(word) - 1 and f" {word[: shared + 1]}" in text:
        shared += 1
    return shared / len(word) if shared >= MIN_PREFIX else 0.0


def _feedback(texts: Sequence[_PaperText], scores: Sequence[float]) -> list[float]:
    """How much of what the best papers are about each text has, these weighted by their scores; none is its own."""
    first = sorted(range(len(texts)), key=lambda index: (-rounded(scores[index]), index))[:FEEDBACK_PAPERS]
    topics = {index: _topic(texts[index]) for index in first}

    def wanted(without: int | None = None) -> dict[str, float]:
        mean: dict[str, float] = {}
        total = sum(scores[index] for index in first if index != without) or 1.0
        for index in first:
            if index != without:
                for term, share in topics[index]:
                    mean[term] = mean.get(term, 0.0) + share * scores[index] / total
        return mean

    def share_of(wanted_shares: Mapping[str, float], text: _PaperText) -> float:
        return sum(compress(wanted_shares.values(), map(text.counts.__contains__, wanted_shares)))

    of_all = wanted()
    return [share_of(wanted(index) if index in topics else of_all, text) for index, text in enumerate(texts)]


def _topic(text: _PaperText) -> list[tuple[str, float]]:
    """The stems of a text that weigh most by TF-IDF, each with its share of their weight."""
    heaviest = sorted(tf_idf(text.counts).items(), key=lambda pair: (-pair[1], pair[0]))[:FEEDBACK_TERMS]
    total = sum(weight for _, weight in heaviest)
    return [(term, weight / total) for term, weight in heaviest]
