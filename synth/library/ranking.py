"""Which of the papers found by BM25 bears most on a query: a linear model of named features of query and text."""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synth.language.text import STOP_WORDS, dot, idf, names, stem, tf_idf, unit
from synth.models.base import rounded

FEATURES = (
    "bm25",  # Okapi BM25 over title and abstract, as a share of the query's weight
    "rare words",  # the same with squared weights, so that the rarest words count most
    "coverage",  # share of the query's weight that is there at all
    "title",  # the same for the title alone
    "title focus",  # share of the title's weight that the query asks for
    "names",  # BM25 of what the query names: systems, genes, data sets
    "close",  # largest share of the query's weight within a dozen words
    "passage",  # the same within some two sentences
    "spelling",  # coverage where a word may also be run together with its neighbours, or end otherwise
    "letters",  # BM25 over letter 4-grams
    "letter coverage",  # share of the query's letter 4-grams that are there at all
    "feedback",  # TF-IDF cosine with the papers that BM25 puts first
)
"""What a paper is judged by, each in [0, 1] or, for BM25, [0, 2.2]."""

MAX_TERMS = 64
"""Words of a query that are looked at: a question or a claim has a dozen."""

K1, B = 1.2, 0.75  # BM25's usual constants (Robertson and Zaragoza 2009, section 3.3)
CLOSE_WORDS, PASSAGE_WORDS = 12, 40
FEEDBACK_PAPERS = 5
GRAM = 4
MIN_PREFIX = 4  # letters that two forms of one word share at least

_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"s\b(?<=[A-Z]{2}s)")
"""The s of "HSCs", which the stemmer leaves, there being no vowel before it."""
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")


def query_terms(query: str) -> tuple[str, ...]:
    """The words of a query that carry a topic, lower case, each once, in order; at most `MAX_TERMS`."""
    return tuple(dict.fromkeys(_words(query)))[:MAX_TERMS]


def indexed_forms(query: str) -> dict[str, tuple[str, ...]]:
    """For each of `query_terms` the forms that an index of stems may hold apart: "hsc" as "hscs" too."""
    acronyms = {word.lower() for word in _ACRONYM.findall(_PLURAL.sub("", query))}
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
    mean_length = max(1.0, sum(len(text.stems) for text in texts) / max(1, len(texts)))
    rows = [_lexical(asked, text, len(text.stems) / mean_length) for text in texts]
    feedback = _feedback(texts, [row[0] for row in rows])
    return [(*row, cosine) for row, cosine in zip(rows, feedback, strict=True)]


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
    """A query's words with their stems, the weight of each stem (BM25's idf) and its letter 4-grams with theirs."""

    words: dict[str, str]  # word -> stem
    weights: dict[str, float]  # stem -> idf
    names: frozenset[str]  # stems
    grams: dict[str, float]

    @classmethod
    def of(cls, query: str, frequency: Mapping[str, int], size: int) -> "_Query":
        asked = {word: stem(word) for word in query_terms(query)}
        weights = {}
        for term in asked.values():
            found = min(frequency.get(term, 0), size)
            weights[term] = math.log(1 + (size - found + 0.5) / (found + 0.5))
        named = {stem(part) for name in names(query) for part in _words(name)}
        grams = {gram: weights[term] for word, term in asked.items() for gram in _grams(word)}
        return cls(asked, weights, frozenset(named), grams)


@dataclass(frozen=True, slots=True)
class _PaperText:
    """A paper's title and abstract: stems in order, those of the title, and the words themselves between blanks."""

    stems: list[str]
    counts: Counter[str]
    title: tuple[str, ...]  # each once and in order, so that sums come out the same in every process
    words: str

    @classmethod
    def of(cls, title: str, abstract: str) -> "_PaperText":
        opening, body = _words(title), _words(abstract)
        stems = [*map(stem, opening)]
        found = [*stems, *map(stem, body)]
        return cls(found, Counter(found), tuple(dict.fromkeys(stems)), f" {' '.join(opening)} {' '.join(body)} ")


def _words(text: str) -> list[str]:
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return [word for word in _WORD.findall(_PLURAL.sub("", folded).lower()) if word not in STOP_WORDS]


def _grams(word: str) -> list[str]:
    """Letter 4-grams of a word between blanks: "gene" gives " gen", "gene", "ene "."""
    padded = f" {word} "
    return [padded[at : at + GRAM] for at in range(max(1, len(padded) - GRAM + 1))]


def _lexical(query: _Query, text: _PaperText, length: float) -> tuple[float, ...]:
    """All features but the last; `length` is the text's, over the mean."""
    weights, counts = query.weights, text.counts
    total = sum(weights.values()) or 1.0
    norm = K1 * (1 - B + B * length)
    scaled = {term: (K1 + 1) * counts[term] / (counts[term] + norm) for term in weights if term in counts}
    places = [(at, term) for at, term in enumerate(text.stems) if term in scaled]
    title_weight = sum(idf(term) for term in text.title) or 1.0
    found = [(weight, text.words.count(gram)) for gram, weight in query.grams.items()]
    gram_total = sum(query.grams.values()) or 1.0
    return (
        sum(weights[term] * share for term, share in scaled.items()) / total,
        sum(weights[term] ** 2 * share for term, share in scaled.items())
        / (sum(w * w for w in weights.values()) or 1.0),
        sum(weights[term] for term in scaled) / total,
        sum(weight for term, weight in weights.items() if term in text.title) / total,
        sum(idf(term) for term in text.title if term in weights) / title_weight,
        sum(weights[term] * share for term, share in scaled.items() if term in query.names) / total,
        _best_window(places, weights, CLOSE_WORDS) / total,
        _best_window(places, weights, PASSAGE_WORDS) / total,
        _spelling(query, text) / total,
        sum(weight * (K1 + 1) * count / (count + norm) for weight, count in found if count) / gram_total,
        sum(weight for weight, count in found if count) / gram_total,
    )


def _best_window(places: Sequence[tuple[int, str]], weights: Mapping[str, float], width: int) -> float:
    """The largest weight of distinct terms whose places lie within `width` words."""
    inside: dict[str, int] = {}
    first, weight, best = 0, 0.0, 0.0
    for at, term in places:
        inside[term] = inside.get(term, 0) + 1
        if inside[term] == 1:
            weight += weights[term]
        while at - places[first][0] >= width:
            gone = places[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                weight -= weights[gone]
            first += 1
        best = max(best, weight)
    return best


def _spelling(query: _Query, text: _PaperText) -> float:
    """Weight of the words found, run together ("p16INK4a" for "p16(INK4a)") or, in part, by their beginning."""
    weight = 0.0
    together = ""
    for word, term in query.words.items():
        if term in text.counts:
            weight += query.weights[term]
        elif len(word) > MIN_PREFIX:
            together = together or text.words.replace(" ", "")
            weight += query.weights[term] * (1.0 if word in together else _beginning(word, text.words))
    return weight


def _beginning(word: str, text: str) -> float:
    """Share of a word's letters with which a word of the text begins, less than one; 0.0 under `MIN_PREFIX` letters."""
    shared = MIN_PREFIX - 1
    while shared < len(word) - 1 and f" {word[: shared + 1]}" in text:
        shared += 1
    return shared / len(word) if shared >= MIN_PREFIX else 0.0


def _feedback(texts: Sequence[_PaperText], scores: Sequence[float]) -> list[float]:
    """Mean cosine of each text with those of the best scores, weighted by these; none is its own feedback."""
    vectors = [unit(tf_idf(text.counts)) for text in texts]
    first = sorted(range(len(texts)), key=lambda index: (-rounded(scores[index]), index))[:FEEDBACK_PAPERS]
    total = sum(scores[index] for index in first) or 1.0
    centre: dict[str, float] = {}
    for index in first:
        for term, value in vectors[index].items():
            centre[term] = centre.get(term, 0.0) + value * scores[index] / total
    cosines = []
    for index, vector in enumerate(vectors):
        cosine = dot(vector, centre)
        own = scores[index] / total if index in first and vector else 0.0  # a unit vector's cosine with itself is one
        cosines.append(max(0.0, cosine - own) / (1 - own) if own < 1 else 0.0)
    return cosines
