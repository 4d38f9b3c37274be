"""How good summaries are: ROUGE-1 of what `summarise` gives with what authors and readers wrote of the papers."""

from collections.abc import Sequence
from itertools import chain, zip_longest
from statistics import fmean

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.quality.datasets import SummarisedAbstract
from benchmarks.quality.rouge import rouge_1
from synth.report import summarise
from synth.report.salience import SalienceModel
from synth.report.summary import choose_sentences
from synth.text import words

BUDGETS = (20, 25, 30, 40, 60, 100)
GROUP = 5
GROUP_WORDS = 100  # as many as five references together


def summary_measures(abstracts: Sequence[SummarisedAbstract]) -> dict[str, object]:
    """ROUGE-1 of the first and the best sentence, and of summaries of at most so many words."""
    first = [rouge_1(abstract.sentences[0], abstract.summaries) for abstract in abstracts]
    best = [max(rouge_1(each, abstract.summaries) for each in abstract.sentences) for abstract in abstracts]
    within = {budget: [summarise([abstract.sentences], budget) for abstract in abstracts] for budget in BUDGETS}
    return {
        "abstracts": len(abstracts),
        "first sentence": round(fmean(first), 4),
        "best possible sentence": round(fmean(best), 4),
        "by max_words": {str(budget): _mean_rouge(texts, abstracts) for budget, texts in within.items()},
        "empty, by max_words": {str(budget): texts.count("") for budget, texts in within.items()},
        f"{GROUP} related abstracts in {GROUP_WORDS} words": group_measures(abstracts),
    }


def cross_validated(abstracts: Sequence[SummarisedAbstract], models: Sequence[SalienceModel]) -> dict[str, float]:
    """ROUGE-1 by `max_words`, each abstract summarised by the model that is given for it."""
    return {
        str(budget): _mean_rouge(
            [
                " ".join(
                    abstract.sentences[place] for _, place in choose_sentences([abstract.sentences], budget, model)
                )
                for abstract, model in zip(abstracts, models, strict=True)
            ],
            abstracts,
        )
        for budget in BUDGETS
    }


def group_measures(abstracts: Sequence[SummarisedAbstract]) -> dict[str, float]:
    """ROUGE-1 of one summary of an abstract and its nearest ones with their first references, one after the other."""
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2).fit_transform(
        [" ".join(abstract.sentences) for abstract in abstracts]
    )
    nearest = np.argsort(-(vectors @ vectors.T).toarray().round(6), axis=1, kind="stable")[:, :GROUP]
    groups = [[abstracts[int(index)] for index in row] for row in nearest]
    references = [" ".join(abstract.summaries[0] for abstract in group) for group in groups]
    documents = [[abstract.sentences for abstract in group] for group in groups]
    made = {
        "summarise": [summarise(each, GROUP_WORDS) for each in documents],
        "first sentences": [_first_sentences(each, GROUP_WORDS) for each in documents],
    }
    return {
        name: round(fmean(rouge_1(text, (wanted,)) for text, wanted in zip(texts, references, strict=True)), 4)
        for name, texts in made.items()
    }


def _first_sentences(documents: Sequence[Sequence[str]], max_words: int) -> str:
    """The first sentence of every document, then the second of every one, and so on while they fit."""
    taken: list[str] = []
    for sentence in chain.from_iterable(zip_longest(*documents, fillvalue="")):
        if len(words(" ".join([*taken, sentence]))) <= max_words:
            taken.append(sentence)
    return " ".join(taken)


def _mean_rouge(texts: Sequence[str], abstracts: Sequence[SummarisedAbstract]) -> float:
    pairs = zip(texts, abstracts, strict=True)
    return round(fmean(rouge_1(text, abstract.summaries) for text, abstract in pairs), 4)
