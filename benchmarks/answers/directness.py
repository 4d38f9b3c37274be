"""How well claims that answer a question directly are told from others, and the model that tells them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.answers.abstracts import VOTE_OF, Abstracts, read_labelled
from benchmarks.answers.claims import FOLDS, LabelledClaims, folds, is_direct, read_claims
from benchmarks.answers.papers import how_read
from benchmarks.answers.scorers import write_scorer
from benchmarks.answers.statements import pubmedqa
from benchmarks.answers.training import fit_votes, in_place, tuning_keys, write_linear
from synth.answer.directness import features_of, wording
from synth.answer.relevance import RankedClaim, rank_claims
from synth.answer.scorer import Scorer
from synth.answer.vote import decide_vote
from synth.answer.voting import address, claim_probabilities
from synth.answer.weighing import CONCLUDES, MIN_SHARE, paper_direction
from synth.claims import extract_claims
from synth.language.linear import Linear, expit
from synth.language.sides import Sides
from synth.models import Claim, Question, Vote, Weighed
from synth.models.answer import DIRECTED, NEAR
from synth.settings import Settings

COMMAND = "python -m benchmarks.answers train-directness"
VOTE_FOLDS = 4
"""Of abstracts, from which the models of votes have learnt: else they would be surer here than of others."""
STRENGTH, SCALE = 0.3, 0.1
"""C of the regression, and what a standardised feature counts beside the words, whose vector has length one."""
KEPT, MIN_CLAIMS = 10_000, 5
"""How many words and pairs of words the model keeps, of those in so many claims."""


class Row(NamedTuple):
    """A labelled claim: its question, its features, the probabilities of its votes, its label as in `claims.tsv`."""

    question: Question
    claim: Claim
    features: dict[str, float]
    probabilities: dict[Vote, float]
    label: str

    @property
    def answers(self) -> bool:
        """Whether it answers the question as the paper's finding."""
        return is_direct(self.label)


class Directness(NamedTuple):
    """The model, as it is stored: that of the features, and that of the wording, whose log-odds are added to its."""

    features: Scorer
    wording: Linear

    def probability(self, row: Row) -> float:
        """P(a claim answers)."""
        (worded,) = self.wording.log_odds(wording(row.claim.text))
        return expit(self.features.log_odds(row.features) + worded)


def _rows(question: Question, sides: Sides, ranked: Sequence[RankedClaim], labels: Sequence[str]) -> Iterator[Row]:
    places: Counter[str] = Counter()
    for item, label in zip(ranked, labels, strict=True):
        claim = item.claim
        places[claim.paper_id] += 1
        if label:
            probabilities = claim_probabilities(question, claim, sides)
            addressed = address(question, claim, sides)
            features = features_of(question, item, places[claim.paper_id], addressed, probabilities)
            yield Row(question, claim, features, probabilities, label)


def rows_of_claims(some: Sequence[LabelledClaims]) -> list[Row]:
    """The labelled claims of whole papers; the models that read their votes have not learnt from them."""
    return [row for one in some for row in _rows(one.question, one.sides, one.ranked, one.labels)]


def rows_of_abstracts() -> Iterator[Row]:
    """The labelled sentences of abstracts that are claims, their votes read by models that saw none of the question."""
    keys, others = tuning_keys([]), pubmedqa()
    read = read_labelled()
    for fold in range(VOTE_FOLDS):
        part = read[fold::VOTE_FOLDS]
        out = {one.question.text for one in part}
        with in_place(vote=fit_votes([*(one for one in keys if one.topic not in out), *others])):
            for one in part:
                yield from _rows_of_abstracts(one)


def _rows_of_abstracts(abstracts: Abstracts) -> Iterator[Row]:
    question, sides, papers = abstracts
    settings = Settings().claims.model_copy(update={"min_score": 0.1})
    claims = [claim for _, paper in papers.values() for claim in extract_claims(paper, settings)]
    fronts = {paper_id: (paper.title or "", paper.abstract) for paper_id, (_, paper) in papers.items()}
    number = {
        (paper_id, sentence.text): n
        for paper_id, (_, paper) in papers.items()
        for n, sentence in enumerate(sentence for section in paper.sections for sentence in section.sentences)
    }
    ranked = rank_claims(question, claims, sides, fronts, 0.0)
    labels = [
        papers[item.claim.paper_id][0].sentences.get(number[item.claim.paper_id, item.claim.text], "")
        for item in ranked
    ]
    yield from _rows(question, sides, ranked, labels)


def fit_directness(rows: Sequence[Row]) -> Directness:
    """A logistic regression over standardised features and TF-IDF of words, the latter cut to the heaviest."""
    names = list(rows[0].features)
    matrix = np.array([[row.features[name] for name in names] for row in rows])
    mean, spread = matrix.mean(0), matrix.std(0) + 1e-9
    texts, answers = [wording(row.claim.text) for row in rows], [row.answers for row in rows]
    vocabulary: list[str] | None = None
    for _ in range(2):
        vectors = TfidfVectorizer(
            analyzer=list, min_df=MIN_CLAIMS if vocabulary is None else 1, sublinear_tf=True, vocabulary=vocabulary
        )
        together = csr_matrix(hstack([vectors.fit_transform(texts), csr_matrix((matrix - mean) / spread * SCALE)]))
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300).fit(together, answers)
        words = [str(word) for word in vectors.get_feature_names_out()]
        of_words, slopes = model.coef_[0][: len(words)], model.coef_[0][len(words) :] * SCALE / spread
        vocabulary = sorted(words[place] for place in np.argsort(-np.abs(of_words), kind="stable")[:KEPT])
    intercept = float(model.intercept_[0] - (slopes * mean).sum())
    weights: dict[str, tuple[float, ...]] = {
        word: (round(float(vectors.idf_[place]), 3), round(float(of_words[place]), 3))
        for place, word in enumerate(words)
    }
    scorer = Scorer(dict(zip(names, map(float, slopes), strict=True)), intercept)
    return Directness(scorer, Linear(("other", "answers"), weights, (0.0,)))


def directness_figures() -> dict[str, float]:
    """How well sentences of abstracts that answer are told from others, by models that saw none of their questions."""
    rows = list(rows_of_abstracts())
    questions = sorted({row.question.text for row in rows})
    answers, told = np.array([row.answers for row in rows]), np.zeros(len(rows))
    for fold in range(FOLDS):
        out = set(questions[fold::FOLDS])
        model = fit_directness([row for row in rows if row.question.text not in out])
        for n, row in enumerate(rows):
            if row.question.text in out:
                told[n] = model.probability(row)
    return {
        "questions": float(len(questions)),
        "sentences": float(len(rows)),
        "answer": round(float(answers.mean()), 3),
        "average precision": round(float(average_precision_score(answers, told)), 3),
        "area under ROC": round(float(roc_auc_score(answers, told)), 3),
        "mean told": round(float(told.mean()), 3),
    }


def claims_figures(folder: Path) -> dict[str, object]:
    """Of claims of whole papers: their votes, how well those that answer are told from others by models that saw
    neither question nor papers, and the directions of papers by both.
    """
    some = read_claims(folder)
    rows = rows_of_claims(some)
    place = {(row.question.text, row.claim.claim_id): n for n, row in enumerate(rows)}
    told: NDArray[np.float64] = np.zeros(len(rows))
    for learnt, tested in folds(some, FOLDS):
        of = {which: [place[key] for one in part for key in _keys(one)] for which, part in enumerate((learnt, tested))}
        model = fit_directness([rows[n] for n in of[0]])
        told[of[1]] = [model.probability(rows[n]) for n in of[1]]
    answers = np.array([row.answers for row in rows])
    by_paper: dict[tuple[str, str], list[int]] = {}
    for n, row in enumerate(rows):
        by_paper.setdefault((row.question.text, row.claim.paper_id), []).append(n)
    shown: Counter[str] = Counter()
    for numbers in by_paper.values():
        first = max(numbers, key=lambda n: told[n])
        kind = "answering" if answers[numbers].any() else "other"
        shown[kind] += 1
        shown[f"{kind}, near"] += int(told[first] >= NEAR)
        shown["first answers"] += int(answers[first])
    votes = Counter(how_read(VOTE_OF[row.label], decide_vote(row.probabilities)) for row in rows if row.answers)
    directions = Counter(
        how_read(key, paper_direction(rows[numbers[0]].question, [_weighed(rows[n], told[n]) for n in numbers]))
        for numbers in by_paper.values()
        if (key := _direction([rows[n] for n in numbers])) != "unclear"
    )
    return {
        "questions": len(some),
        "claims": len(rows),
        "answer": round(float(answers.mean()), 3),
        "average precision": round(float(average_precision_score(answers, told)), 3),
        "first claim answers": round(shown["first answers"] / shown["answering"], 3),
        "papers that answer with a near claim": round(shown["answering, near"] / shown["answering"], 3),
        "others": round(shown["other, near"] / shown["other"], 3),
        "votes": _shares(votes),
        "directions of papers": _shares(directions),
    }


def _keys(one: LabelledClaims) -> Iterator[tuple[str, str]]:
    return ((one.question.text, item.claim.claim_id) for item in one.ranked)


def _weighed(row: Row, weight: float) -> Weighed:
    claim = row.claim
    return Weighed(
        claim_id=claim.claim_id,
        paper_id=claim.paper_id,
        weight=weight,
        probabilities=row.probabilities,
        vote=decide_vote(row.probabilities),
        concludes=claim.concludes,
        counts=row.features["addressed enough"] > 0,
    )


def _direction(rows: Sequence[Row]) -> Vote:
    """The direction of a paper by the labels of its claims: that of most of them, else mixed; unclear without any."""
    sums = dict.fromkeys(DIRECTED, 0.0)
    for row in rows:
        if row.answers:
            sums[VOTE_OF[row.label]] += CONCLUDES if row.claim.concludes else 1.0
    best = max(DIRECTED, key=lambda vote: sums[vote])
    return "unclear" if not sums[best] else best if sums[best] >= MIN_SHARE * sum(sums.values()) else "mixed"


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = counts.total() or 1
    return {"all": counts.total(), **{how: round(counts[how] / total, 3) for how in ("right", "wrong", "reversed")}}


def train_directness(folder: Path) -> None:
    """Fit the model on all labelled claims and write it."""
    some = read_claims(folder)
    rows = rows_of_claims(some)
    model = fit_directness(rows)
    on = f"{len(rows)} claims of whole papers, labelled for {len(some)} questions (claims.tsv); weights only, no text"
    write_scorer("directness", model.features, on)
    write_linear("wording", model.wording, on, COMMAND)
