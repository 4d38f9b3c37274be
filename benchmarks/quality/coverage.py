"""Whether summaries cover more than lead, TextRank and LexRank do: ROUGE on single abstracts and on related work.

sumy's graphs link each sentence with itself, so that one which shares nothing with the others keeps a high rating;
those of the papers do not. Both are measured, the latter by networkx's PageRank.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, zip_longest
from math import fsum, isnan, log
from statistics import fmean

import networkx as nx
import numpy as np
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as RankedSentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers._summarizer import SentenceInfo
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from benchmarks.quality.datasets import SummarisedAbstract
from benchmarks.quality.related_work import RelatedWork
from benchmarks.quality.rouge import MEASURES, rouge
from synth.models.base import rounded
from synth.report import summarise
from synth.text import content_stems, idf, words

ABSTRACT_WORDS = 60
MAX_WORDS = 200

Documents = Sequence[Sequence[str]]
Place = tuple[int, int]
"""The number of a document and of a sentence in it."""


def coverage_measures(
    abstracts: Sequence[SummarisedAbstract], test: Sequence[RelatedWork], train: Sequence[RelatedWork]
) -> dict[str, object]:
    """Mean ROUGE F1 of each summariser on single abstracts, on the reported paragraphs and on those tuned on."""
    single = [Task((abstract.sentences,), abstract.summaries, ABSTRACT_WORDS) for abstract in abstracts]
    return {
        f"SciTLDR-A dev: {len(single)} abstracts": _table(single, {**WITHIN_LIMIT, **ONE_SENTENCE}),
        f"related work: {len(test)} paragraphs": _table([_task(each) for each in test], WITHIN_LIMIT),
        f"related work of other papers, for tuning: {len(train)}": _table(
            [_task(each) for each in train], WITHIN_LIMIT
        ),
    }


@dataclass(frozen=True)
class Task:
    """What is to be summarised in at most so many words, and what people wrote of it."""

    documents: tuple[tuple[str, ...], ...]
    references: tuple[str, ...]
    max_words: int


def _task(paragraph: RelatedWork) -> Task:
    return Task(paragraph.abstracts, (paragraph.text,), min(MAX_WORDS, len(paragraph.text.split())))


def lead_order(documents: Documents) -> list[Place]:
    """The first sentence of every document, then the second of every one, and so on."""
    rows = zip_longest(*[[(number, place) for place in range(len(each))] for number, each in enumerate(documents)])
    return [place for row in rows for place in row if place is not None]


def textrank_order(documents: Documents) -> list[Place]:
    """All sentences by TextRank over all documents together (Mihalcea and Tarau 2004), highest first."""
    return _ranked(documents, TextRankSummarizer(Stemmer("english")))


def lexrank_order(documents: Documents) -> list[Place]:
    """All sentences by LexRank over all documents together (Erkan and Radev 2004), highest first."""
    return _ranked(documents, LexRankSummarizer(Stemmer("english")))


def textrank_graph_order(documents: Documents) -> list[Place]:
    """TextRank as its paper has it: links weighted by words in common over the logarithms of both lengths."""
    return _by_pagerank(documents, _overlap)


def lexrank_graph_order(documents: Documents) -> list[Place]:
    """LexRank as its paper has it, continuous: links weighted by TF-IDF cosines."""
    return _by_pagerank(documents, _cosine)


def _overlap(left: Counter[str], right: Counter[str]) -> float:
    norm = log(len(left)) + log(len(right)) if left and right else 0.0
    return len(left.keys() & right.keys()) / norm if norm else 0.0


def _cosine(left: Counter[str], right: Counter[str]) -> float:
    def product(one: Counter[str], other: Counter[str]) -> float:
        return fsum(count * other[item] * idf(item) ** 2 for item, count in one.items())

    norm = (product(left, left) * product(right, right)) ** 0.5
    return product(left, right) / norm if norm else 0.0


def _by_pagerank(documents: Documents, similarity: Callable[[Counter[str], Counter[str]], float]) -> list[Place]:
    """Sentences by PageRank (damping 0.85) over the graph of those with any similarity, ties by place."""
    places = [(number, place) for number, document in enumerate(documents) for place in range(len(document))]
    stems = [Counter(content_stems(documents[number][place])) for number, place in places]
    graph = nx.Graph()
    graph.add_nodes_from(range(len(places)))
    for left, right in combinations(range(len(places)), 2):
        weight = similarity(stems[left], stems[right])
        if weight > 0:
            graph.add_edge(left, right, weight=weight)
    ratings = nx.pagerank(graph, alpha=0.85, max_iter=1000)
    return [places[index] for index in sorted(graph, key=lambda index: (-rounded(ratings[index]), index))]


def within(documents: Documents, order: Sequence[Place], max_words: int) -> str:
    """The sentences in their order of rank as long as they fit, those that do not passed over; given as they stand.

    Words are counted as `summarise` counts them.
    """
    taken: list[Place] = []
    length = 0
    for number, place in order:
        sentence = documents[number][place]
        more = max(len(words(sentence)), len(sentence.split()))
        if length + more <= max_words:
            taken.append((number, place))
            length += more
    return " ".join(documents[number][place] for number, place in sorted(taken))


def _filled(order: Callable[[Documents], list[Place]]) -> Callable[[Task], str]:
    return lambda task: within(task.documents, order(task.documents), task.max_words)


def _first(order: Callable[[Documents], list[Place]]) -> Callable[[Task], str]:
    def best(task: Task) -> str:
        number, place = order(task.documents)[0]
        return task.documents[number][place]

    return best


BASELINES = {
    "lead": lead_order,
    "TextRank": textrank_order,
    "LexRank": lexrank_order,
    "TextRank, no self-links": textrank_graph_order,
    "LexRank, no self-links": lexrank_graph_order,
}
WITHIN_LIMIT: dict[str, Callable[[Task], str]] = {
    "summarise": lambda task: summarise(task.documents, task.max_words),
    **{name: _filled(order) for name, order in BASELINES.items()},
}
ONE_SENTENCE = {f"{name}, one sentence": _first(order) for name, order in BASELINES.items()}


class _Tokenizer:
    """synth's own words: nltk's tokenizer, which sumy has, needs data that must be downloaded."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words(text))


def _ranked(documents: Documents, summarizer: TextRankSummarizer | LexRankSummarizer) -> list[Place]:
    """The order of the library's own ratings; rounded, since they are sums over sets, then by place."""
    places = [(number, place) for number, document in enumerate(documents) for place in range(len(document))]
    tokenizer = _Tokenizer()
    paragraphs = [Paragraph([RankedSentence(text, tokenizer) for text in document]) for document in documents]
    summarizer.stop_words = get_stop_words("english")
    ratings: dict[int, float] = {}

    def collect(rated: list[SentenceInfo]) -> list[SentenceInfo]:
        # LexRank divides by 0 where no word tells sentences apart: then they stay as they stand
        ratings.update((each.order, 0.0 if isnan(each.rating) else rounded(float(each.rating))) for each in rated)
        return rated

    with np.errstate(invalid="ignore"):
        summarizer(ObjectDocumentModel(paragraphs), collect)
    return [places[index] for index in sorted(range(len(places)), key=lambda index: (-ratings[index], index))]


def _table(tasks: Sequence[Task], summarisers: dict[str, Callable[[Task], str]]) -> dict[str, dict[str, float]]:
    """Mean F1 over the tasks, by summariser and measure."""
    table = {}
    for name, summariser in summarisers.items():
        scores = [rouge(summariser(task), task.references) for task in tasks]
        table[name] = {measure: round(fmean(score[measure] for score in scores), 4) for measure in MEASURES}
    return table
