"""Extractive summary: the sentences that sum up their document best and lie near what all documents have in common."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from synth.models.base import rounded
from synth.report.salience import SUMMARY_WORDS, SalienceModel, salience_model
from synth.text import content_stems, idf, tf_idf, unit, words

# Chosen on SciTLDR's training part, cross-validated (python -m benchmarks.quality summary), those that concern several
# documents on paragraphs of related work too, not those reported (python -m benchmarks.quality coverage)
NEARNESS = 0.5  # exponent of the cosine with the centroid; a sentence's share of its document's salience has 1
REPETITION = math.log(2)  # each sentence already taken from a document halves the worth of its others
NEWS = 0.5  # exponent of the weight of the words that a sentence is the first to tell, among several documents
REDUNDANCY = 0.6  # cosine with a sentence already taken from which one is passed over
BUDGET_SHARE = 0.2  # of `max_words` that one document's summary may fill, where that is more than one sentence's length

Vector = dict[str, float]


@dataclass(frozen=True)
class _Candidate:
    """The sentence at `position` of document `number`: its length, TF-IDF vector and the logarithm of its worth."""

    number: int
    position: int
    length: int
    vector: Vector
    worth: float


def summarise(documents: Sequence[Sequence[str]], max_words: int) -> str:
    """At most `max_words` words of whole sentences out of some documents, each a sequence of sentences in order.

    One document gives the best of its sentences that fit. More are added only up to `SUMMARY_WORDS`, or a fifth of
    `max_words` where that is more: a second sentence makes a summary longer rather than better. Several documents
    fill `max_words`. Sentences are given in the order of the documents. Empty where no sentence fits. Words are
    counted as written between white space or as `synth.text.words` has them, whichever is more.
    """
    chosen = choose_sentences(documents, max_words, salience_model())
    return " ".join(documents[number][position] for number, position in chosen)


def choose_sentences(documents: Sequence[Sequence[str]], max_words: int, model: SalienceModel) -> list[tuple[int, int]]:
    """The sentences of the summary as (document, place in it), in order.

    They are taken one by one, the worthiest first: by the product of a sentence's share of its document's salience
    (softmax of the model's scores), the root of its TF-IDF cosine with the centroid of all documents (Radev et al.
    2004, "Centroid-based summarization"), and 1/2 for every sentence already taken from the same document. Among
    several documents, also by the root of the weight of the words that no sentence taken has: IDF by the logarithm
    of their count in all documents. What tells no such word, or is near to a sentence already taken, is passed over.
    """
    left = _candidates(documents, model)
    several = len({candidate.number for candidate in left}) > 1
    weights = _word_weights(documents) if several else {}
    wanted = max_words if several else min(max_words, max(SUMMARY_WORDS, int(max_words * BUDGET_SHARE)))
    taken: list[_Candidate] = []
    of_document: Counter[int] = Counter()
    told: set[str] = set()
    length = 0
    while left := [each for each in left if length + each.length <= (wanted if taken else max_words)]:
        ranked = [
            (
                -rounded(each.worth - REPETITION * of_document[each.number] + _news(each, told, weights)),
                each.number,
                each.position,
                index,
            )
            for index, each in enumerate(left)
        ]
        best = left[min(ranked)[-1]]
        taken.append(best)
        of_document[best.number] += 1
        told.update(best.vector)
        length += best.length
        left = [
            each for each in left if not told.issuperset(each.vector) and _dot(each.vector, best.vector) < REDUNDANCY
        ]
    return sorted((each.number, each.position) for each in taken)


def _candidates(documents: Sequence[Sequence[str]], model: SalienceModel) -> list[_Candidate]:
    """Every sentence that has a word to be ranked by."""
    stems = [[content_stems(sentence) for sentence in document] for document in documents]
    centroid = unit(tf_idf(chain.from_iterable(chain.from_iterable(stems))))
    found = []
    for number, document in enumerate(documents):
        shares = _log_shares(model.scores(document))
        for position, sentence in enumerate(document):
            vector = unit(tf_idf(stems[number][position]))
            if vector:
                worth = shares[position] + NEARNESS * math.log(_dot(vector, centroid))
                length = max(len(words(sentence)), len(sentence.split()))
                found.append(_Candidate(number, position, length, vector, worth))
    return found


def _word_weights(documents: Sequence[Sequence[str]]) -> dict[str, float]:
    """What it is worth to tell each word of some documents."""
    counts = Counter(item for document in documents for sentence in document for item in content_stems(sentence))
    return {item: idf(item) * math.log1p(count) for item, count in counts.items()}


def _news(candidate: _Candidate, told: set[str], weights: dict[str, float]) -> float:
    """Logarithm of what the words not yet told are worth; 0 without weights."""
    if not weights:
        return 0.0
    return NEWS * math.log(math.fsum(weights[item] for item in candidate.vector if item not in told))


def _log_shares(scores: Sequence[float]) -> list[float]:
    """Logarithms of the softmax of some scores."""
    highest = max(scores, default=0.0)
    total = math.log(math.fsum(math.exp(score - highest) for score in scores)) if scores else 0.0
    return [score - highest - total for score in scores]


def _dot(left: Vector, right: Vector) -> float:
    return math.fsum(weight * right.get(item, 0.0) for item, weight in left.items())
